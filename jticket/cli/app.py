"""What a command is given: the environment, read from the process here and nowhere below."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jticket.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from jticket.ops.workspace import Environment, Workspace
    from jticket.ops.write.transaction import Outcome
    from jticket.text.project import Project

USER = "JTICKET_USER"
"""The variable that says who is at work, where that is not git's user."""

NOW = "JTICKET_NOW"
"""The variable that stands in for the clock, for reproducible transcripts."""

CUT = "note: this clone is shallow, what was before is not known (`git fetch --unshallow`)"
"""What is said with a history that a shallow clone cuts off."""


@dataclass(frozen=True, slots=True)
class App:
    """The options of the program as a whole."""

    folder: str | None
    color: str

    def environment(self) -> Environment:
        """Where the command runs."""
        from random import SystemRandom

        from jticket.ops.workspace import Environment
        from jticket.vcs.environment import COMMITTING, spoken_locale

        try:
            cwd = Path.cwd()
        except OSError as error:
            message = f"the current folder can't be entered: {error.strerror}"
            raise NotFoundError(message, "change to a folder that is there") from None
        return Environment(
            cwd=cwd,
            folder=Path(self.folder) if self.folder else None,
            now=_now,
            chooser=SystemRandom(),
            locale=spoken_locale(os.environ),
            in_hook=COMMITTING in os.environ,
            user=os.environ.get(USER) or None,
        )

    def workspace(self) -> Workspace:
        """The tickets folder; names on stderr what is wrong with its config."""
        from jticket.ops.workspace import open_workspace
        from jticket.render.terminal import safe_line

        workspace = open_workspace(self.environment())
        for found in workspace.settings_reading.diagnostics:
            notice(safe_line(found.line))
        return workspace

    def project(self, at: str | None = None) -> Project:
        """All tickets, as they were `at` a revision or date; names on stderr files without one."""
        return self.project_in(self.workspace(), at)

    def project_in(self, workspace: Workspace, at: str | None = None) -> Project:
        """The same of a workspace that is open."""
        if at is None:
            project = workspace.project()
        else:
            from jticket.ops.snapshots import project_at

            project = project_at(workspace, at)
        name_left_out(project)
        return project

    @property
    def colored(self) -> bool:
        """Whether results have colours."""
        if self.color == "auto":
            plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
            return sys.stdout.isatty() and not plain
        return self.color == "always"

    @property
    def draws(self) -> bool:
        """Whether stdout takes characters beyond ASCII, for bars and lines."""
        return (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")

    @property
    def width(self) -> int:
        """The columns of the terminal, 80 where there is none."""
        return shutil.get_terminal_size().columns


def _now() -> datetime:
    from datetime import UTC, datetime

    from jticket.model.dates import parse_timestamp

    fixed = os.environ.get(NOW)
    if not fixed:
        return datetime.now(UTC)
    moment = parse_timestamp(fixed)
    if moment is None:
        raise UsageError(f"{NOW} is no timestamp: {fixed}", "write 2025-10-01T09:30:00Z")
    return moment


def print_lines(lines: Iterable[str]) -> None:
    """Prints results; the text must be safe already."""
    text = "\n".join(lines)
    if text:
        click.echo(text, color=True)


def print_drawn(app: App, lines: Iterable[str]) -> None:
    """Prints results with bars and lines in them; in ASCII where stdout has nothing more."""
    from jticket.render.terminal import in_ascii

    print_lines(lines if app.draws else map(in_ascii, lines))


def print_json(value: object) -> None:
    """Prints a result as JSON."""
    from typing import cast

    from jticket.render.payload import Json, dumped

    click.echo(dumped(cast("Json", value)))


def notice(text: str) -> None:
    """Says something on stderr that is no result."""
    from jticket.render.terminal import safe

    click.echo(safe(text), err=True)


def name_left_out(project: Project) -> None:
    """Names the files that hold no ticket, each with its reason."""
    from jticket.render.terminal import safe_line

    for file in project.unreadable:
        notice(f"left out: {safe_line(file.reason.line)}")


def print_outcome(
    workspace: Workspace, outcome: Outcome, *, as_json: bool, one: bool = False
) -> None:
    """Says what a changing command did, a line a ticket, or shows the tickets as they are now."""
    from jticket.render.terminal import safe_line

    if as_json:
        present = [each.id for each in outcome.changes if each.after is not None]
        print_tickets_now(workspace, present, one=one)
    else:
        commit = f" [{outcome.committed.short}]" if outcome.committed else ""
        lines = [f"{each.id}: {each.what}" for each in outcome.changes if each.differs]
        print_lines(f"{safe_line(line)}{commit}" for line in dict.fromkeys(lines))
    print_notices(outcome.notices)


def print_notices(texts: Iterable[str]) -> None:
    """Says on stderr what else there is to say."""
    for text in texts:
        notice(f"note: {text}")


def print_tickets_now(workspace: Workspace, ids: Iterable[str], *, one: bool = False) -> None:
    """Prints tickets as JSON, as they are now."""
    from jticket.render.payload import ticket_json

    project = workspace.project()
    found = [ticket_json(project.find(each), project, full=True) for each in dict.fromkeys(ids)]
    print_json(found[0] if one else found)
