"""Where the tickets folder is: searched for upwards, or given by name."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePath

from jticket.errors import Advice, NotFoundError, RefusedError, Remedy

FOLDER = ".tickets"
CONFIG = "config.yml"
ATTRIBUTES = ".gitattributes"
TEMPLATES = "templates"


class NoTicketsError(NotFoundError):
    """Raised when there is no tickets folder, here or above."""

    code = "no_tickets"

    def __init__(self, start: Path, *, named: Path | None = None) -> None:
        if named is None:
            super().__init__(f"no {FOLDER} folder in {start} or above it", Advice(Remedy.INIT))
        else:
            advice = Advice(Remedy.MAKE_FOLDER, (str(named),))
            super().__init__(f"no {FOLDER} folder in {named}", advice)
        self.start = start


class NoFolderError(NotFoundError):
    """Raised when the folder given by name is not a folder."""

    code = "no_tickets"

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is not a folder", Advice(Remedy.MAKE_FOLDER, (str(folder),)))
        self.folder = folder


class FolderLeavesError(RefusedError):
    """Raised when the tickets folder is a link out of the repository, or to git's own files."""

    def __init__(self, folder: Path, target: Path) -> None:
        if is_in_git(target):
            message = f"{folder} is a link to git's own files, to {target}"
            super().__init__(message, "remove the link, and keep tickets in a folder of their own")
        else:
            message = f"{folder} is a link that leads out of the repository, to {target}"
            super().__init__(message, Advice(Remedy.NAME_FOLDER, (str(target),)))
        self.folder, self.target = folder, target


class LinkLeavesError(RefusedError):
    """Raised when a link in the repository leads out of it, or to git's own files."""

    def __init__(self, link: Path, target: Path) -> None:
        message = f"{link} is a link that leads out of the repository's files, to {target}"
        super().__init__(message, "if you trust it, name that file itself")
        self.link, self.target = link, target


class LeavesFolderError(RefusedError):
    """Raised when a path below a folder leads out of it by a link, or into a `.git`."""

    def __init__(self, path: Path, folder: Path, target: Path) -> None:
        message = f"{path} leads out of {folder}, to {target}"
        super().__init__(message, "replace the link with the file itself")
        self.path, self.folder, self.target = path, folder, target


@dataclass(frozen=True, slots=True)
class Location:
    """The tickets folder, and the repository's root, which paths are shown relative to."""

    folder: Path
    root: Path

    @property
    def holder(self) -> Path:
        """The parent of the tickets folder."""
        return self.folder.parent

    @property
    def config(self) -> Path:
        """The file of the project's settings."""
        return self.folder / CONFIG

    @property
    def templates(self) -> Path:
        """The folder of the project's own templates, which need not exist, without links.

        Raises:
            LeavesFolderError: it is a link that leads out of the tickets folder.
        """
        return inside(self.folder, self.folder / TEMPLATES)

    def check_links(self, path: Path) -> None:
        """Refuses a path if a link among the repository's files leads it out of the repository.

        A clone brings its links along; links outside the repository are the user's own.

        Raises:
            LinkLeavesError: it leads out of the repository, or into its `.git`.
        """
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow the links
        for link in (absolute, *absolute.parents):
            if link.is_symlink() and real_path(link.parent).is_relative_to(self.root):
                target = real_path(link)
                inside = target.is_relative_to(self.root)
                if not inside or is_in_git(target.relative_to(self.root)):
                    raise LinkLeavesError(link, target)

    def shown(self, path: Path) -> str:
        """Returns a path for messages and JSON, relative to the root."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def real_path(path: Path) -> Path:
    """Returns a path with its links resolved; `Path.resolve` fails if they form a cycle."""
    return Path(os.path.realpath(path))


def inside(folder: Path, path: Path) -> Path:
    """Returns a path with its links resolved, if it stays in a folder.

    Whatever is read or written in the tickets folder is judged here. `folder` must have no links
    in its own path.

    Raises:
        LeavesFolderError: the path or a link on it leads out of the folder, or into a `.git`.
    """
    target = real_path(path)
    if not target.is_relative_to(folder) or is_in_git(target.relative_to(folder)):
        raise LeavesFolderError(path, folder, target)
    return target


def is_in_git(path: PurePath) -> bool:
    """Returns whether a path leads to git's own files; some file systems ignore case."""
    return any(part.lower() == ".git" for part in path.parts)


def is_in_repository_folder(path: Path) -> bool:
    """Returns whether a path is in a git folder, whatever its name.

    A bare repository and `git init --separate-git-dir` have such folders.
    """
    return any(
        (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()
        for folder in path.parents
    )


def locate(start: Path, named: Path | None = None) -> Location:
    """Returns the tickets folder `named`, or else the nearest one at or above `start`.

    A folder that holds a tickets folder, as the top of a repository does, names that one.

    Raises:
        NotFoundError: there is no such folder.
        RefusedError: it is a link that leads out of the repository.
    """
    if named is not None:
        folder = real_path(start / named)
        if not folder.is_dir():
            raise NoFolderError(named)
        if _belongs_in(folder):
            raise NoTicketsError(folder, named=named)
        held = _held_by(folder)
        return held or Location(folder, repository_root(folder.parent) or folder.parent)
    start = real_path(start)
    for holder in (start, *start.parents):
        if location := _held_by(holder):
            return location
    raise NoTicketsError(start)


def named_folder(start: Path, named: Path) -> Path:
    """Returns where the tickets folder `named` is, or belongs if there is none yet.

    The top of a repository names the folder in it.
    """
    folder = real_path(start / named)
    return folder / FOLDER if _belongs_in(folder) or (folder / FOLDER).is_dir() else folder


def _belongs_in(folder: Path) -> bool:
    """Returns whether a folder is the top of a repository that has no tickets folder yet."""
    is_top = (folder / ".git").exists()
    return is_top and not (folder / FOLDER).is_dir() and not (folder / CONFIG).exists()


def _held_by(holder: Path) -> Location | None:
    """Returns the tickets folder that a folder without links in its path holds; None for none.

    Raises:
        RefusedError: it is a link that leads out of the repository.
    """
    folder = holder / FOLDER
    if not folder.is_dir():
        return None
    root = repository_root(holder) or holder
    target = real_path(folder)
    leaves = not target.is_relative_to(root) or is_in_git(target.relative_to(root))
    if target != folder and leaves:
        raise FolderLeavesError(folder, target)
    return Location(target, root)


def repository_root(start: Path) -> Path | None:
    """Returns the nearest folder at or above `start` with a `.git`; None outside a repository.

    Looks only for that name, so that commands that read need no git.
    """
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), None)
