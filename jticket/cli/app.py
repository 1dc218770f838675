"""What a command is given: its environment, read from the process here and nowhere below."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jticket.cli.output import notice, on_terminal
from jticket.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.model.settings import Settings
    from jticket.model.user_settings import UserSettings
    from jticket.ops.workspace import Environment, Workspace
    from jticket.text.project import Project
    from jticket.text.reading import File

USER = "JTICKET_USER"
"""The variable that names the person at work, where that is not git's user."""

NOW = "JTICKET_NOW"
"""The variable that replaces the clock, for reproducible transcripts."""

_UNBOUNDED = 10_000


@dataclass(frozen=True, slots=True)
class FilesRead:
    """The files of a project, and the settings with which they were read."""

    settings: Settings
    files: tuple[File, ...]


@dataclass(frozen=True)
class App:
    """The program's own options, and what every command needs.

    `before` are files that were read earlier; those that are still the same are not parsed again.
    """

    folder: str | None
    color: str | None
    before: FilesRead | None = None

    def again(self) -> App:
        """Returns an app that looks at everything again, but parses no file that is as it was."""
        project: Project | None = vars(self).get("_project")
        if project is None:  # it was not read, because of an error or as no ticket was needed
            return replace(self)
        return replace(self, before=FilesRead(project.settings, project.files))

    def environment(self) -> Environment:
        """Returns what the process gives a command."""
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
            user_settings=lambda: self.user_settings,
            day_of=lambda moment: moment.astimezone().date(),
        )

    @cached_property
    def user_settings(self) -> UserSettings:
        """The user's own settings, read once; reports on stderr what is wrong in their file."""
        from jticket.model.user_settings import UserSettings
        from jticket.store.files import UnreadableFileError
        from jticket.store.user_settings import read_user_file, user_config_path
        from jticket.text.config_user import read_user_config
        from jticket.text.printable import safe_line

        path = user_config_path(os.environ)
        try:
            data = read_user_file(path) if path else None
        except UnreadableFileError as error:
            notice(safe_line(f"{path}: {error.reason}"))
            data = None
        if data is None:
            return UserSettings()
        reading = read_user_config(data, str(path))
        for diagnostic in reading.diagnostics:
            notice(safe_line(diagnostic.line))
        return reading.settings

    @property
    def user_config(self) -> Path:
        """The path of the user's own settings.

        Raises:
            NotFoundError: there is no home folder.
        """
        from jticket.store.user_settings import user_config_path

        path = user_config_path(os.environ)
        if path is None:
            raise NotFoundError("there is no home folder for your settings", "set HOME")
        return path

    def workspace(self) -> Workspace:
        """Returns the tickets folder, opened once; reports on stderr what is wrong in its config.

        Raises:
            NotFoundError: there is no tickets folder.
            RefusedError: the tickets folder is a link that leads out of the repository.
        """
        return self._workspace

    @cached_property
    def _workspace(self) -> Workspace:
        from jticket.ops.workspace import open_workspace
        from jticket.text.printable import safe_line

        workspace = open_workspace(self.environment())
        for diagnostic in workspace.settings_reading.value_diagnostics:
            notice(safe_line(diagnostic.line))
        return workspace

    def project(self, at: str | None = None) -> Project:
        """Returns all tickets, as they were `at` a revision or date if one is given.

        Reports on stderr the files that hold no readable ticket.

        Raises:
            NotFoundError: there is no tickets folder, no such commit, or it has no tickets.
        """
        from jticket.ops.history.facts import with_facts
        from jticket.text.printable import safe_line

        workspace = self.workspace()
        if at is None:
            project = self._project
        else:
            from jticket.ops.snapshots import project_at

            project = project_at(workspace, at)
        project = with_facts(workspace, project, at)
        for file in project.unreadable:
            notice(f"left out: {safe_line(file.reason.line)}")
        return project

    @cached_property
    def _project(self) -> Project:
        workspace, before = self.workspace(), self.before
        if before is None or before.settings != workspace.settings:
            return workspace.project()
        return workspace.project({file.path: file for file in before.files})

    @property
    def colored(self) -> bool:
        """Whether results have colours."""
        own = self.user_settings.color if self.color is None else None
        choice = own.value if own else self.color or "auto"
        if choice == "auto":
            plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
            return on_terminal() and not plain
        return choice == "always"

    @property
    def draws(self) -> bool:
        """Whether stdout takes characters beyond ASCII, for bars and rules."""
        return (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")

    @property
    def width(self) -> int:
        """The columns of the terminal, 80 where there is none."""
        return shutil.get_terminal_size().columns

    @property
    def height(self) -> int:
        """The rows of the terminal, 24 where there is none."""
        return shutil.get_terminal_size().lines

    @property
    def line_width(self) -> int:
        """The columns of a line of text: those of the terminal, no limit in a pipe."""
        return self.width if on_terminal() else _UNBOUNDED


def _now() -> datetime:
    from datetime import datetime

    from jticket.model.dates import parse_timestamp

    fixed = os.environ.get(NOW)
    if not fixed:
        return datetime.now().astimezone()
    moment = parse_timestamp(fixed)
    if moment is None:
        raise UsageError(f"{NOW} is not a timestamp: {fixed}", "write 2025-10-01T09:30:00Z")
    return moment.astimezone()
