"""Paths as git names them, and names as git prints and reads them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from jticket.vcs.errors import OutsideRepositoryError

if TYPE_CHECKING:
    from collections.abc import Iterable


def repo_relative_names(top: Path, paths: Iterable[Path]) -> dict[Path, str]:
    """Returns each path's name from `top`, with slashes; the paths need not exist.

    A symbolic link above `top` is followed, since it only leads to the repository. Raises
    `OutsideRepositoryError` for a path that is not below `top`, that is reached through a symbolic
    link inside the repository, or that is in a nested repository or in `.git`.
    """
    folders: dict[Path, str] = {}
    names: dict[Path, str] = {}
    for path in paths:
        if path == top:
            names[path] = ""
            continue
        place = path if ".." not in path.parts else Path(os.path.realpath(path.parent)) / path.name
        if place.parent not in folders:
            folders[place.parent] = _folder_below(top, place.parent, path)
        _refuse_git_dir(place.name, path)
        names[path] = folders[place.parent] + place.name
    return names


def nul_list(names: Iterable[str]) -> bytes:
    """Returns `names` as git reads and prints them with `-z`; they may hold any byte but NUL."""
    return b"".join(os.fsencode(name) + b"\0" for name in names)


def decoded(output: bytes) -> str:
    """Returns git's output as text; names that are not UTF-8 become surrogate escapes."""
    return os.fsdecode(output)


def _folder_below(top: Path, folder: Path, path: Path) -> str:
    """Returns the name of `folder` with a trailing slash, "" for `top` itself."""
    if folder == top:
        return ""
    entrance = top if folder.is_relative_to(top) else _entrance(top, folder, path)
    parts = list(entrance.resolve().relative_to(top).parts)
    place = top.joinpath(*parts)
    for part in folder.relative_to(entrance).parts:
        place /= part
        parts.append(part)
        _refuse_git_dir(part, path)
        if place.is_symlink():
            raise OutsideRepositoryError(path, f"is reached through the symbolic link {place}")
        if os.path.lexists(place / ".git"):
            raise OutsideRepositoryError(path, f"is in the nested repository {place}")
    return "/".join(parts) + "/" if parts else ""


def _entrance(top: Path, folder: Path, path: Path) -> Path:
    """Returns the outermost folder on the way to `folder` that is really inside the repository."""
    for place in (*reversed(folder.parents), folder):
        if Path(os.path.realpath(place)).is_relative_to(top):
            return place
    raise OutsideRepositoryError(path, f"is not inside the repository at {top}")


def _refuse_git_dir(part: str, path: Path) -> None:
    if part.lower() == ".git":
        raise OutsideRepositoryError(path, "is in git's own folder")
