"""Lines of tracked files that match a pattern, as they are in the work tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jticket.vcs.errors import failed
from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.vcs.repository import Repository

_NO_MATCH: Final = 1
_RECORD: Final = re.compile(r"([^\0]+)\0([0-9]+)\0([^\n]*)\n")


@dataclass(frozen=True, slots=True)
class MatchingLine:
    """A line of a file, which is named from the repository's top; lines are counted from 1."""

    name: str
    number: int
    text: str


def matching_lines(repo: Repository, pattern: str) -> Iterator[MatchingLine]:
    """Yields the lines of text files that match an extended regular expression, in one process.

    Raises:
        GitError: git fails.
    """
    result = repo.run(
        *("grep", "-I", "-z", "--line-number", "--no-column", "--extended-regexp", "--full-name"),
        *("--no-color", "--no-recurse-submodules", "-e", pattern),
        check=False,
    )
    if result.status not in (0, _NO_MATCH):
        raise failed("grep", result.status, result.err)
    for record in _RECORD.finditer(decoded(result.out)):
        yield MatchingLine(record[1], int(record[2]), record[3].removesuffix("\r"))
