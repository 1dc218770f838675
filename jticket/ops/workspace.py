"""Where a command works: the tickets folder, its settings, tickets and repository.

Each is read when it is first needed, and the settings and the repository only once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from jticket.model import rules
from jticket.model.settings import derived_prefix
from jticket.model.user_settings import UserSettings
from jticket.store.files import TicketPath, UnreadableFileError, read_file, ticket_files
from jticket.store.locate import LeavesFolderError, Location, locate
from jticket.text.config import ConfigFile, read_config
from jticket.text.project import Project
from jticket.text.reading import ValidFile, read_ticket, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from jticket.model.ids import Chooser
    from jticket.model.settings import Settings
    from jticket.text.reading import File, UnreadableFile
    from jticket.vcs.repository import Repository

_NO_FILES: Final[Mapping[str, File]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Environment:
    """What a command gets from outside.

    `cwd` is the current folder, `folder` the tickets folder where it was named, `chooser` a source
    of randomness. `locale` holds the variables that git's hooks need, `user` the name of the person
    at work where that is not git's user; `in_hook` is set while jticket itself is committing.
    `day_of` returns the calendar day of a moment where the user is. `user_settings` returns the
    user's own settings.
    """

    cwd: Path
    folder: Path | None
    now: Callable[[], datetime]
    chooser: Chooser
    locale: Mapping[str, str] = field(default_factory=dict)
    in_hook: bool = False
    user: str | None = None
    user_settings: Callable[[], UserSettings] = UserSettings
    day_of: Callable[[datetime], date] = datetime.date


@dataclass(frozen=True)
class Workspace:
    """A tickets folder. Everything that reads tickets reads them through `project`."""

    environment: Environment
    location: Location

    def now(self) -> datetime:
        """Returns the current time."""
        return self.environment.now()

    @property
    def today(self) -> date:
        """The calendar day where the user is."""
        return self.environment.day_of(self.now())

    @cached_property
    def repository(self) -> Repository:
        """The repository that holds the tickets.

        Raises:
            JticketError: there is no repository, no git, or one that is too old.
        """
        from jticket.vcs.repository import open_repository

        locale = self.environment.locale
        return open_repository(self.location.holder, locale=locale or None)

    @cached_property
    def settings_reading(self) -> ConfigFile:
        """The settings, and the diagnostics of their file."""
        prefix = derived_prefix(self.location.root.name)
        config = self.location.config
        shown = self.location.shown(config)
        try:
            return read_config(self.config_data() or b"", shown, prefix)
        except LeavesFolderError as error:
            reading = _leaving(shown, str(error.target))
        except UnreadableFileError as error:
            reading = unreadable(shown, rules.UNREADABLE, error.reason)
        default = read_config(b"", shown, prefix).settings
        return ConfigFile(default, reading.diagnostics, is_readable=False)

    def config_data(self) -> bytes | None:
        """Returns the bytes of the file of the settings; None where there is none.

        Raises:
            LeavesFolderError: a link leads out of the tickets folder.
            UnreadableFileError: it can't be read.
        """
        config = self.location.config
        if not os.path.lexists(config):
            return None
        return read_file(config, within=self.location.folder)

    @property
    def settings(self) -> Settings:
        """The settings; defaults where the file can't be read."""
        return self.settings_reading.settings

    def project(self, known: Mapping[str, File] = _NO_FILES) -> Project:
        """Returns all tickets as they are on the disk now.

        `known` holds files by path, read with the same settings. One whose bytes are still the same
        is not parsed again.

        Raises:
            OSError: the tickets folder can't be listed.
        """
        files = ticket_files(self.location.folder)
        read = tuple(self._read(file, known) for file in files)
        return Project(read, self.settings, self.today, asker=self.person_at_work)

    def person_at_work(self) -> str:
        """Returns the name of the person at work.

        Raises:
            NoNameError: nothing names one.
        """
        from jticket.ops.people import person_at_work

        return person_at_work(self)

    def read(self, path: Path, data: bytes) -> File:
        """Returns the file at that path as if it held these bytes."""
        return read_ticket(data, self.location.shown(path), self.settings, stem=path.stem)

    def path_of(self, file: File) -> Path:
        """Returns the absolute path of a file that was read."""
        return self.location.root / file.path

    def _read(self, file: TicketPath, known: Mapping[str, File]) -> File:
        shown = self.location.shown(file.path)
        if file.leaves is not None:
            return _leaving(shown, file.leaves)
        try:
            data = read_file(file.path, within=self.location.folder)
        except LeavesFolderError as error:
            return _leaving(shown, str(error.target))
        except UnreadableFileError as error:
            return unreadable(shown, rules.UNREADABLE, error.reason)
        before = known.get(shown)
        if isinstance(before, ValidFile) and before.text.document.encoded() == data:
            return before
        return self.read(file.path, data)


def _leaving(shown: str, target: str) -> UnreadableFile:
    message = f"the link leads out of the tickets folder, to {target}"
    return unreadable(shown, rules.LINK_LEAVES, message, "replace the link with the file itself")


def open_workspace(environment: Environment) -> Workspace:
    """Returns the workspace around the current folder, or the one that was named.

    Raises:
        NotFoundError: there is no tickets folder.
        RefusedError: the tickets folder is a link that leads out of the repository.
    """
    return Workspace(environment, locate(environment.cwd, environment.folder))
