"""Where a command works: the tickets folder, its settings and tickets, each read when needed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from jticket.model import rules
from jticket.model.settings import derived_prefix
from jticket.store.files import TicketFile, UnreadableFileError, read_file, ticket_files
from jticket.store.locate import Location, locate, real_path
from jticket.text.config import SettingsReading, read_settings
from jticket.text.project import Project
from jticket.text.reading import ValidFile, read_ticket, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from jticket.model.ids import Chooser
    from jticket.model.settings import Settings
    from jticket.text.reading import File

_NOTHING: Final[Mapping[str, File]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a command is given from outside: where it runs, the clock, chance, the environment."""

    cwd: Path
    folder: Path | None
    now: Callable[[], datetime]
    chooser: Chooser
    locale: Mapping[str, str] = field(default_factory=dict)
    in_hook: bool = False
    user: str | None = None


@dataclass(frozen=True)
class Workspace:
    """The tickets of one folder. Everything that reads tickets reads them through `project`."""

    surroundings: Surroundings
    location: Location

    @cached_property
    def settings_reading(self) -> SettingsReading:
        """The settings, and what is wrong with their file."""
        prefix = derived_prefix(self.location.root.name)
        config = self.location.config
        shown = self.location.shown(config)
        if not os.path.lexists(config):
            return read_settings(b"", shown, prefix)
        target = real_path(config)
        if not target.is_relative_to(self.location.root):
            message = f"the link leads out of the repository, to {target}"
            reading = unreadable(shown, rules.LINK_LEAVES, message, "put the file itself here")
        else:
            try:
                return read_settings(read_file(config), shown, prefix)
            except UnreadableFileError as error:
                reading = unreadable(shown, rules.UNREADABLE, error.reason)
        default = read_settings(b"", shown, prefix).settings
        return SettingsReading(default, reading.diagnostics, is_readable=False)

    @property
    def settings(self) -> Settings:
        """The settings, as far as they can be read."""
        return self.settings_reading.settings

    def project(self, known: Mapping[str, File] = _NOTHING) -> Project:
        """All tickets as they are on the disk now.

        `known` are readings by path, under the same settings, that spare reading the same again.
        """
        files = ticket_files(self.location.folder)
        return Project(tuple(self._read(each, known) for each in files), self.settings)

    def read(self, path: Path, data: bytes) -> File:
        """The ticket that these bytes are, as the file at that path."""
        return read_ticket(data, self.location.shown(path), self.settings, stem=path.stem)

    def path_of(self, file: File) -> Path:
        """Returns where a file that was read lies."""
        return self.location.root / file.path

    def _read(self, file: TicketFile, known: Mapping[str, File]) -> File:
        shown = self.location.shown(file.path)
        if file.leaves is not None:
            message = f"the link leads out of the tickets folder, to {file.leaves}"
            return unreadable(shown, rules.LINK_LEAVES, message, "put the file itself here")
        try:
            data = read_file(file.path)
        except UnreadableFileError as error:
            return unreadable(shown, rules.UNREADABLE, error.reason)
        same = known.get(shown)
        if isinstance(same, ValidFile) and same.text.document.encoded() == data:
            return same
        return self.read(file.path, data)


def open_workspace(surroundings: Surroundings) -> Workspace:
    """The workspace around a folder.

    Raises:
        NotFoundError: there is no tickets folder.
        RefusedError: the tickets folder is a link that leads out of the repository.
    """
    return Workspace(surroundings, locate(surroundings.cwd, surroundings.folder))
