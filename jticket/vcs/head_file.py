"""HEAD's commit, read from git's own files: starting git takes longer than listing tickets does.

In unusual cases the result is None, and the caller asks git.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_OBJECT_ID: Final = re.compile(rb"(?:[0-9a-f]{40}|[0-9a-f]{64})\n?")
_BRANCH: Final = re.compile(rb"ref: (refs/heads/[^\0\n]+)\n?")
_GIT_DIR: Final = re.compile(rb"gitdir: ([^\0\n]+)\n?")
_MOST: Final = 64 * 1024 * 1024
"""Bytes of the longest file that is read, which holds the packed branches and tags."""


@dataclass(frozen=True, slots=True)
class HeadFile:
    """HEAD's commit, the git folder of its work tree, and what a shallow clone is cut off at.

    `cut` is a digest.
    """

    commit: str
    git_dir: Path
    cut: str


def head_file(top: Path) -> HeadFile | None:
    """Returns what git's files say about the work tree at `top`; None in case of doubt."""
    try:
        git_dir = _git_dir(top / ".git")
        common = _common_dir(git_dir)
        commit = _commit(git_dir, common)
        if commit is None or _has_replacements(common):
            return None
        cut = _read(common / "shallow") if os.path.lexists(common / "shallow") else b""
    except (OSError, ValueError):
        return None
    return HeadFile(commit, git_dir, sha256(cut).hexdigest())


def _git_dir(path: Path) -> Path:
    if path.is_dir():
        return path.resolve()
    match = _GIT_DIR.fullmatch(_read(path))
    if match is None:
        raise ValueError
    return (path.parent / os.fsdecode(match[1])).resolve()


def _common_dir(git_dir: Path) -> Path:
    if not os.path.lexists(git_dir / "commondir"):
        return git_dir
    return (git_dir / os.fsdecode(_read(git_dir / "commondir").rstrip(b"\n"))).resolve()


def _commit(git_dir: Path, common: Path) -> str | None:
    """Returns the commit of a detached HEAD, or of its branch, loose or packed."""
    content = _read(git_dir / "HEAD")
    if _OBJECT_ID.fullmatch(content):
        return content.decode("ascii").strip()
    match = _BRANCH.fullmatch(content)
    if match is None or b".." in match[1]:
        return None
    loose = common / os.fsdecode(match[1])
    if os.path.lexists(loose):
        content = _read(loose)
        return content.decode("ascii").strip() if _OBJECT_ID.fullmatch(content) else None
    pattern = rb"^([0-9a-f]{40,64}) " + re.escape(match[1]) + rb"$"
    line = re.search(pattern, _packed(common), re.MULTILINE)
    return line[1].decode("ascii") if line else None


def _has_replacements(common: Path) -> bool:
    """Returns whether `git replace` or a graft may show another history for the same commit."""
    replacements = common / "refs/replace"
    if os.path.lexists(common / "info/grafts"):
        return True
    if os.path.lexists(replacements) and os.listdir(replacements):
        return True
    return b" refs/replace/" in _packed(common)


def _packed(common: Path) -> bytes:
    path = common / "packed-refs"
    return _read(path) if os.path.lexists(path) else b""


def _read(path: Path) -> bytes:
    """Returns the content of a file.

    Raises:
        OSError: it can't be read.
        ValueError: it is too long.
    """
    with path.open("rb") as file:
        content = file.read(_MOST + 1)
    if len(content) > _MOST:
        raise ValueError
    return content
