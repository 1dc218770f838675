"""When the files of two tickets overlap, and who stands in whose way."""

from __future__ import annotations

import re
import time

import pytest
from graphs import law
from hypothesis import assume, given
from hypothesis import strategies as st

from jticket.model.planning.file_locks import Queue
from jticket.model.planning.file_overlap import (
    Entries,
    files_overlap,
    is_glob,
    matcher,
    normalised,
    overlap,
)

PIECES = st.sampled_from(["a", "b", "/", "*", "**", "?", "[ab]", "[!a]", "/**/", "."])
YES_OR_NO = st.sampled_from([True, False])
PATHS = ["a", "b", "ab", "ba", "a/b", "a/a", "b/a", "a/b/a", "a/ab/b", "b/b/b", "aa/b.a"]


def names(entry: str, path: str) -> bool:
    """Whether an entry names a path, by a regular expression."""
    pieces = re.findall(r"(?<![^/])\*\*+/|\*+|\?|\[.*?\]|.", entry.rstrip("/"))
    known = {"*": "[^/]*", "?": "[^/]"}
    pattern = "".join(
        "(.+/)?"
        if piece.endswith("/") and piece != "/"
        else ".*"
        if piece.startswith("**")
        else known.get(piece)
        or ("(?!/)" + piece.replace("!", "^") if piece[0] == "[" else re.escape(piece))
        for piece in pieces
    )
    below = "(/.*)?" if entry.endswith("/") or not re.search(r"[*?\[]", entry) else ""
    return re.fullmatch(pattern + below, path) is not None


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("src/a.py", "src/a.py", True),
        ("./src//a.py", "src/a.py", True),
        ("src/", "src/a.py", True),
        ("src", "src/a.py", True),
        ("src", "src/", True),
        (".", "src/a.py", True),
        ("src", "srcs/a.py", False),
        ("src/a.py", "src/A.py", False),
        ("src/*.py", "src/a.py", True),
        ("src/*.py", "src/sub/a.py", False),
        ("src/**/*.py", "src/sub/deep/a.py", True),
        ("src/**/*.py", "src/a.py", True),
        ("src/**", "src/sub/a.py", True),
        ("src/**", "docs/a.py", False),
        ("src/*/", "src/sub/a.py", True),
        ("src/*", "src/sub/a.py", False),
        ("src/?.py", "src/ab.py", False),
        ("src/[a-c].py", "src/b.py", True),
        ("src/[!a-c].py", "src/b.py", False),
        ("src/[", "src/[", True),
        ("src/*.py", "src/", True),
        ("src/*/a.py", "src/sub", True),
        ("src/*/a.py", "docs", False),
        ("src/*.py", "src/test_*", True),
        ("src/*.py", "src/*.md", False),
        ("**/*.py", "docs/**", True),
        ("*.md", "docs/*.md", False),
    ],
)
def test_entries_overlap_where_a_path_fits_both(one: str, two: str, expected: bool) -> None:
    assert overlap(one, two) is expected
    assert overlap(two, one) is expected


def test_tickets_overlap_when_any_of_their_files_do() -> None:
    assert files_overlap(["a", "b/"], ["c", "b/x"])
    assert not files_overlap(["a"], [])


@law(300)
@given(
    st.lists(PIECES, min_size=1, max_size=5).map("".join),
    st.lists(PIECES, min_size=1, max_size=5).map("".join),
)
def test_no_path_that_two_entries_name_is_missed(one: str, two: str) -> None:
    one, two = normalised(one), normalised(two)
    for path in PATHS:
        if names(one, path) and names(two, path):
            assert overlap(one, two)


@law(200)
@given(
    st.lists(PIECES.filter(lambda piece: piece != "."), min_size=1, max_size=3).map("".join),
    st.sampled_from(PATHS),
)
def test_a_glob_overlaps_a_file_only_if_it_names_it_or_something_below(
    glob: str, path: str
) -> None:
    assume("//" not in glob and not glob.startswith("/") and is_glob(glob))
    assume(glob.count("/") <= 1 and len(glob) <= 3)
    tails = ("a", "b", "ab", "a/b", "b/a/b", "bb", "a/a/a/a")
    below = (f"{path}/{tail}" for tail in tails)
    assert overlap(glob, path) == any(names(glob, each) for each in (path, *below))


@law(300)
@given(st.lists(PIECES, min_size=1, max_size=5).map("".join))
def test_a_matcher_finds_the_files_that_an_entry_names(entry: str) -> None:
    entry = normalised(entry)
    matches = matcher(entry)
    for path in PATHS:
        above = not is_glob(entry) and entry.startswith(f"{path}/")
        assert matches(path) == (names(entry, path) or above or not entry)


@pytest.mark.parametrize(
    ("entry", "name", "expected"),
    [
        ("src/**/*.md", "src/a.py", False),
        ("**/*.md", "a.md", True),
        ("src/*/", "src/a/b", True),
        ("src/*/", "src/a", True),
        ("src/?.py", "src/[i].py", False),
        ("src/[i].py", "src/[i].py", True),
        ("src/[i].py", "src/i.py", True),
        ("./src//a*.py", "src/a*.py", True),
        (".", "any/thing", True),
        ("lib/src/a.py", "lib", True),
        ("library", "lib", False),
    ],
)
def test_a_real_name_is_only_that_name(entry: str, name: str, expected: bool) -> None:
    assert matcher(entry)(name) is expected


@pytest.mark.parametrize(
    "glob", ["**/" * 20_000 + "x", "*a" * 2_000 + "c", "**a" * 2_000 + "c", "[ab]*" * 800 + "c"]
)
def test_a_hostile_glob_is_soon_done_with(glob: str) -> None:
    names = [format(n**25, "b").translate({48: "a", 49: "b"}) for n in range(500)]
    start = time.process_time()
    assert not any(map(matcher(glob), names))
    overlap(glob, "x/x")
    assert time.process_time() - start < 5


@law(150)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["a", "a/b", "a/c", "a/b/d", "e", "a/*", "**/d", "."]), max_size=2
        ),
        max_size=7,
    ),
    st.data(),
)
def test_the_queue_hands_out_what_a_scan_would(files: list[list[str]], data: st.DataObject) -> None:
    queue = Queue({rank: Entries.of(each) for rank, each in enumerate(files) if each})
    coming = list(data.draw(st.permutations(range(len(files)))))
    waiting: set[int] = set()
    out: set[int] = set()
    for _ in range(4 * len(files)):
        if data.draw(YES_OR_NO) and coming:
            rank = coming.pop()
            queue.offer(rank)
            waiting.add(rank)
        if data.draw(YES_OR_NO) and out:
            rank = data.draw(st.sampled_from(sorted(out)))
            queue.give_back(rank)
            out.remove(rank)
        for _ in range(data.draw(st.integers(0, 3))):
            free = (
                n
                for n in sorted(waiting)
                if not any(files_overlap(files[n], files[m]) for m in out)
            )
            expected = next(free, None)
            assert queue.take() == expected
            if expected is not None:
                waiting.remove(expected)
                out.add(expected)


def test_one_that_is_held_up_elsewhere_does_not_hold_up_those_parked_behind_it() -> None:
    files = [["k"], ["k", "m"], ["k"], ["m"]]
    queue = Queue({rank: Entries.of(each) for rank, each in enumerate(files)})
    for rank in range(4):
        queue.offer(rank)
    assert [queue.take() for _ in range(3)] == [0, 3, None]
    queue.give_back(0)
    assert queue.take() == 2


def test_all_below_a_folder_come_forth_together_when_it_is_given_back() -> None:
    files = [["src"], ["src/a"], ["src/b"], ["src/a/c"]]
    queue = Queue({rank: Entries.of(each) for rank, each in enumerate(files)})
    for rank in range(4):
        queue.offer(rank)
    assert [queue.take() for _ in range(2)] == [0, None]
    queue.give_back(0)
    assert [queue.take() for _ in range(3)] == [1, 2, None]


@pytest.mark.parametrize("paths", [["src/a"], ["src", "src/a"], ["src", "src/a", "src/a/b"]])
def test_tickets_in_one_anothers_way_are_not_tried_again_and_again(paths: list[str]) -> None:
    count = 5_000
    queue = Queue({n: Entries.of([paths[n % len(paths)]]) for n in range(count)})
    for n in range(count):
        queue.offer(n)
    start = time.process_time()
    for _ in range(count):
        rank = queue.take()
        assert rank is not None
        assert queue.take() is None
        queue.give_back(rank)
    assert time.process_time() - start < 10


def test_globs_too_long_to_be_meant_overlap_without_a_search() -> None:
    start = time.process_time()
    assert overlap("*a" * 5000, "*b" * 5000)
    assert time.process_time() - start < 5
