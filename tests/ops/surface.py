"""A surface without a command line: `from surface import Surface`.

It drives the use cases as an agent's or editor's surface would: values in, values out, no click,
no printing, no environment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

from jticket.ops.workspace import Environment, Workspace, open_workspace
from jticket.ops.write.options import Options
from jticket.ops.write.transaction import changing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Concatenate, ParamSpec, TypeVar

    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session

    P = ParamSpec("P")
    Result = TypeVar("Result")

NOW = datetime(2025, 10, 1, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Surface:
    """The use cases on the tickets of a folder, with a fixed clock."""

    folder: Path
    options: Options = field(default_factory=Options)

    @property
    def workspace(self) -> Workspace:
        environment = Environment(self.folder, None, lambda: NOW, Random(1))  # noqa: S311 - fixed
        return open_workspace(environment)

    def change(
        self,
        use_case: Callable[Concatenate[Session, P], Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Result:
        """Runs a use case that changes tickets, in a transaction."""
        with changing(self.workspace, self.options) as session:
            return use_case(session, *args, **kwargs)


def changed(outcome: Outcome) -> dict[str, str]:
    """Returns what an outcome did to each ticket."""
    return {summary.id: "; ".join(summary.subject) for summary in outcome.summaries}
