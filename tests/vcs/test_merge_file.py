"""Three versions of a text are merged by lines, or the first line that both changed is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jticket.vcs.errors import GitError
from jticket.vcs.merge_file import Overlap, merge_file
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from gitrepo import GitRepo

BASE = b"".join(b"line %d\n" % number for number in range(1, 10))
LINES = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"\r\n"]), max_size=8).map(b"".join)


def merged(repo: GitRepo, ours: bytes, theirs: bytes, base: bytes = BASE) -> bytes | Overlap:
    return merge_file(open_repository(repo.path), base, ours, theirs)


def test_changes_of_different_lines_are_joined(repo: GitRepo) -> None:
    ours, theirs = BASE.replace(b"line 2", b"two"), BASE.replace(b"line 8\n", b"")
    assert merged(repo, ours, theirs) == ours.replace(b"line 8\n", b"")
    assert not list((repo.path / ".git").glob("jticket-commit.*"))


@pytest.mark.parametrize(
    ("ours", "theirs", "line"),
    [
        (BASE.replace(b"line 5", b"five"), BASE.replace(b"line 5", b"5"), 5),
        (b"new\n" + BASE.replace(b"line 5", b"five"), BASE.replace(b"line 5", b"5"), 6),
        (BASE.replace(b"line 5\n", b""), BASE.replace(b"line 5", b"5"), 5),
        (BASE.replace(b"line 5", b"five"), BASE.replace(b"line 5\n", b""), 5),
        (BASE + b"ours\n", BASE + b"theirs\n", 10),
        (b"ours\n" + BASE, b"theirs\n" + BASE, 1),
        (BASE.replace(b"line 1\n", b""), b"theirs\n" + BASE, 1),
        (BASE + b"more\n", b"", 10),
        (BASE.replace(b"line 5\n", b"line 5\nours\n"), BASE.replace(b"line 5\n", b""), 6),
    ],
)
def test_the_first_line_that_both_changed_is_named(
    repo: GitRepo, ours: bytes, theirs: bytes, line: int
) -> None:
    assert merged(repo, ours, theirs) == Overlap(line)


def test_bytes_that_are_not_text_are_refused(repo: GitRepo) -> None:
    with pytest.raises(GitError):
        merged(repo, b"\0ours", b"\0theirs")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(base=LINES, ours=LINES)
def test_a_side_that_changed_nothing_gives_way_to_the_other(
    repo: GitRepo, base: bytes, ours: bytes
) -> None:
    assert merged(repo, ours, base, base) == ours
    assert merged(repo, base, ours, base) == ours
    assert merged(repo, ours, ours, base) == ours
