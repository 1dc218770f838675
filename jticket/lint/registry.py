"""Where the rules of `check` register: small functions, each with its rule of finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jticket.model.diagnostics import Rule
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has to say: about which file, where, and what to do.

    The place is a key of the front matter, or an item of it; else an offset of the text. `about`
    are the tickets or files that it lists.
    """

    file: ValidFile
    message: str
    key: str | None = None
    index: int | None = None
    fix: str | None = None
    offset: int | None = None
    about: frozenset[str] = frozenset()


Check: TypeAlias = "Callable[[Project], Iterator[Finding]]"
CHECKS: list[tuple[Rule, Check]] = []
"""Every rule with the rule that it finds; complete once the modules of rules are imported."""


def rule(rule: Rule) -> Callable[[Check], Check]:
    """Registers a function as the rule that finds this rule."""

    def register(check: Check) -> Check:
        CHECKS.append((rule, check))
        return check

    return register
