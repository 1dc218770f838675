"""Where the tickets lie: found by walking up, or named outright."""

from __future__ import annotations

from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError, RefusedError

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ".tickets"
CONFIG = "config.yml"
TEMPLATES = "templates"


class NoTicketsError(NotFoundError):
    """Says that there is no tickets folder, here or above."""

    code = "no_tickets"

    def __init__(self, start: Path) -> None:
        super().__init__(f"no {FOLDER} folder in {start} or above it", "`jticket init` makes one")


class NoFolderError(NotFoundError):
    """Says that the folder named outright is none."""

    code = "no_tickets"

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is no folder", f"`jticket --dir {quote(str(folder))} init` makes one"
        )


class FolderLeavesError(RefusedError):
    """Says that the tickets folder is a link that leads out of the repository."""

    def __init__(self, folder: Path, target: Path) -> None:
        message = f"{folder} is a link that leads out of the repository, to {target}"
        super().__init__(message, f"if you trust it: --dir {quote(str(target))}")


@dataclass(frozen=True, slots=True)
class Location:
    """The tickets folder, and the folder that paths are shown from: the repository's root."""

    folder: Path
    root: Path

    @property
    def holder(self) -> Path:
        """The folder that holds the tickets folder."""
        return self.folder.parent

    @property
    def config(self) -> Path:
        """The project's settings."""
        return self.folder / CONFIG

    @property
    def templates(self) -> Path:
        """The project's own templates, which need not exist."""
        return self.folder / TEMPLATES

    def shown(self, path: Path) -> str:
        """A path for messages and JSON, from the root on."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def locate(start: Path, named: Path | None = None) -> Location:
    """The tickets folder that `named` is, else the nearest one at or above `start`.

    Raises:
        NotFoundError: there is none.
        RefusedError: it is a link that leads out of the repository.
    """
    if named is not None:
        folder = (start / named).resolve()
        if not folder.is_dir():
            raise NoFolderError(named)
        return Location(folder, repository_root(folder.parent) or folder.parent)
    start = start.resolve()
    for holder in (start, *start.parents):
        folder = holder / FOLDER
        if not folder.is_dir():
            continue
        root = repository_root(holder) or holder
        target = folder.resolve()
        if not target.is_relative_to(root):
            raise FolderLeavesError(folder, target)
        return Location(target, root)
    raise NoTicketsError(start)


def repository_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds `.git`; None outside a repository.

    Only looks for the name, so that what reads needs no git.
    """
    return next((each for each in (start, *start.parents) if (each / ".git").exists()), None)
