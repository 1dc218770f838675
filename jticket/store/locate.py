"""Where the tickets lie: found by walking up, or named outright."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from jticket.errors import NotFoundError, RefusedError

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


class LinkLeavesError(RefusedError):
    """Says that a link in the repository leads out of it, or to git's own files."""

    def __init__(self, link: Path, target: Path) -> None:
        message = f"{link} is a link that leads out of the repository's files, to {target}"
        super().__init__(message, "if you trust it, name that file itself")


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

    def check_links(self, path: Path) -> None:
        """Refuses a path that a link among the repository's files leads elsewhere.

        A clone brings its links along; those that lie outside of it are the user's own.

        Raises:
            LinkLeavesError: it leads out of the repository, or into its `.git`.
        """
        whole = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow the links
        for link in (whole, *whole.parents):
            if link.is_symlink() and real_path(link.parent).is_relative_to(self.root):
                target = real_path(link)
                inside = target.is_relative_to(self.root)
                if not inside or ".git" in target.relative_to(self.root).parts:
                    raise LinkLeavesError(link, target)

    def shown(self, path: Path) -> str:
        """A path for messages and JSON, from the root on."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def real_path(path: Path) -> Path:
    """The path without links, as far as it goes: `Path.resolve` fails at links in a circle."""
    return Path(os.path.realpath(path))


def locate(start: Path, named: Path | None = None) -> Location:
    """The tickets folder that `named` is, else the nearest one at or above `start`.

    Raises:
        NotFoundError: there is none.
        RefusedError: it is a link that leads out of the repository.
    """
    if named is not None:
        folder = real_path(start / named)
        if not folder.is_dir():
            raise NoFolderError(named)
        return Location(folder, repository_root(folder.parent) or folder.parent)
    start = real_path(start)
    for holder in (start, *start.parents):
        folder = holder / FOLDER
        if not folder.is_dir():
            continue
        root = repository_root(holder) or holder
        target = real_path(folder)
        if not target.is_relative_to(root):
            raise FolderLeavesError(folder, target)
        return Location(target, root)
    raise NoTicketsError(start)


def repository_root(start: Path) -> Path | None:
    """The nearest folder at or above `start` that holds `.git`; None outside a repository.

    Only looks for the name, so that what reads needs no git.
    """
    return next((each for each in (start, *start.parents) if (each / ".git").exists()), None)
