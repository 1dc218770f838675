"""Three versions of a text merged line by line, as git merges files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jticket.vcs.commit.index import scratch
from jticket.vcs.errors import failed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jticket.vcs.repository import Repository

_HUNK: Final = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_MOST_CONFLICTS: Final = 127
"""The exit status of `git merge-file` is the number of conflicts, up to this; above, it failed."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Both sides changed the same lines, or lines next to each other; `line` is that of ours.

    None where the lines can't be named.
    """

    line: int | None


@dataclass(frozen=True, slots=True)
class _Hunk:
    """Lines of the base from `start` up to `end`, replaced by those from `line` on."""

    start: int
    end: int
    line: int


def merge_file(repo: Repository, base: bytes, ours: bytes, theirs: bytes) -> bytes | Overlap:
    """Returns our text with the changes between `base` and theirs, or where both overlap.

    The caller holds the lock. Raises `GitError` for texts that are not lines, such as ones with a
    null byte.
    """
    if ours == base:
        return theirs
    if theirs in (base, ours):
        return ours
    with scratch(repo) as folder:
        for name, content in (("base", base), ("ours", ours), ("theirs", theirs)):
            (folder / name).write_bytes(content)
        merged = repo.run(
            *("merge-file", "-p", "--quiet"),
            *(str(folder / name) for name in ("ours", "base", "theirs")),
            check=False,
        )
        if not merged.status:
            return merged.out
        if merged.status > _MOST_CONFLICTS:
            raise failed("merge-file", merged.status, merged.err)
        return Overlap(
            _line(list(_hunks(repo, folder, "ours")), list(_hunks(repo, folder, "theirs")))
        )


def _hunks(repo: Repository, folder: Path, side: str) -> Iterator[_Hunk]:
    """Yields the differences between the base and a side; lines are counted from 1."""
    output = repo.run(
        *("diff", "--no-index", "--no-ext-diff", "--no-textconv", "--no-color", "--unified=0"),
        *("--text", "--no-renames", "--", str(folder / "base"), str(folder / side)),
        check=False,
    ).out
    for match in _HUNK.finditer(output):
        start, count, line, new = (int(number or 1) for number in match.groups())
        first = start if count else start + 1  # git names the line above an insertion
        yield _Hunk(first, first + count, line if new else line + 1)


def _line(ours: list[_Hunk], theirs: list[_Hunk]) -> int | None:
    """Returns our line where the two sides first change the same lines of the base."""
    for our_hunk in ours:
        for their_hunk in theirs:
            if our_hunk.start <= their_hunk.end and their_hunk.start <= our_hunk.end:
                return max(our_hunk.line, 1)
    return None
