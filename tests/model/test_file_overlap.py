"""When the files of two tickets overlap, by plain paths, folders and globs."""

from __future__ import annotations

import subprocess
import time
from itertools import product
from typing import TYPE_CHECKING

import pytest
from graphs import SETTINGS, law
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.graph import Graph
from jticket.model.planning.file_overlap import folders, is_glob, matcher, overlap
from jticket.model.planning.plan import plan
from jticket.model.ticket import Ticket

if TYPE_CHECKING:
    from pathlib import Path

GLOB_PARTS = ["a", "*", "a*", "*b", "?", "[ab]", "[!a]", "[^a]", "**", "a**b"]
NAMES = ["a", "b", "ab", "aab"]
PATHS = ["/".join(parts) for count in (1, 2, 3) for parts in product(NAMES, repeat=count)]
GLOBS = [
    glob
    for count in (1, 2, 3)
    for parts in product(GLOB_PARTS, repeat=count)
    if is_glob(glob := "/".join(parts)) and (count < 3 or "**" in parts)
]


def ignored_by_git(folder: Path, globs: list[str], paths: list[str]) -> set[tuple[str, str]]:
    """Returns the pairs of a glob and a path that git ignores by it, each in its own folder."""
    subprocess.run(["git", "init", "-q", folder], check=True)
    for number, glob in enumerate(globs):
        place = folder / str(number)
        place.mkdir()
        (place / ".gitignore").write_text(f"{glob}\n")
    asked = "\0".join(f"{number}/{path}" for number in range(len(globs)) for path in paths)
    output = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin", "-z"],
        cwd=folder,
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    answers = (name.partition("/") for name in output.split("\0") if name)
    return {(globs[int(number)], path) for number, _, path in answers}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
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
        ("src/*", "src/sub/a.py", True),
        ("src/?.py", "src/ab.py", False),
        ("src/[a-c].py", "src/b.py", True),
        ("src/[!a-c].py", "src/b.py", False),
        ("src/[", "src/[", True),
        ("src/*.py", "src/", True),
        ("src/*.py", "src", True),
        ("src/*/a.py", "src/sub", False),
        ("src/*/a.py", "docs", False),
        ("*.py", "src/sub/a.py", True),
        ("*.py", "src/*.md", True),
        ("src/*.py", "src/test_*", True),
        ("src/a*.py", "src/b*.py", False),
        ("src/*.py", "docs/*.py", False),
        ("**/*.py", "docs/**", True),
        ("README.md", "**/*.py", False),
        ("a.py", "*/b.py", False),
        ("a/a.py", "a/*/b.py", False),
        ("b/a.txt", "b/**/a.py", False),
        ("README.md", "docs/README.md", False),
        ("src/a.py", "b/src/a.py", False),
        ("src", "lib/src", False),
        ("src/", "lib/src/a.py", False),
    ],
)
def test_entries_overlap_as_paths_folders_and_globs(
    first: str, second: str, expected: bool
) -> None:
    assert overlap(first, second) is expected
    assert overlap(second, first) is expected


def test_two_tickets_whose_plain_path_no_glob_matches_run_side_by_side() -> None:
    tickets = [
        Ticket("JJM-001", effort_hours=8.0, files=("README.md",)),
        Ticket("JJM-002", effort_hours=8.0, files=("**/*.py",)),
    ]
    assert plan(Graph(tickets, SETTINGS), workers=2).finish_hours == 8


def test_a_glob_matches_the_paths_that_git_would_ignore(tmp_path: Path) -> None:
    ignored = ignored_by_git(tmp_path / "repo", GLOBS, PATHS)
    for glob in GLOBS:
        for path in PATHS:
            expected = (glob, path) in ignored or path in folders(glob)
            assert overlap(glob, path) == expected, (glob, path)
            assert matcher(glob)(path) == expected


@law(100)
@given(st.sampled_from(GLOBS), st.sampled_from(GLOBS), st.sampled_from(PATHS))
def test_two_globs_that_match_the_same_path_overlap(first: str, second: str, path: str) -> None:
    if (
        overlap(first, path)
        and overlap(second, path)
        and path not in {*folders(first), *folders(second)}
    ):
        assert overlap(first, second)


@pytest.mark.parametrize(
    ("entry", "name", "expected"),
    [
        ("src/**/*.md", "src/a.py", False),
        ("**/*.md", "a.md", True),
        ("*.md", "docs/a.md", True),
        ("src/*/", "src/a/b", True),
        ("src/*/", "src/a", True),
        ("src/?.py", "src/[i].py", False),
        ("src/[i].py", "src/[i].py", True),
        ("src/[i].py", "src/i.py", True),
        ("app/[id]/", "app/[id]/page.tsx", True),
        ("./src//a*.py", "src/a*.py", True),
        (".", "any/thing", True),
        ("lib/src/a.py", "lib", True),
        ("library", "lib", False),
    ],
)
def test_wildcards_in_the_name_of_a_file_are_plain_characters(
    entry: str, name: str, expected: bool
) -> None:
    assert matcher(entry)(name) is expected


@pytest.mark.parametrize(
    "glob",
    [
        "**/" * 20_000 + "x",
        "**/a/" * 10_000 + "c",
        "*a" * 2_000 + "c",
        "**a" * 2_000 + "c",
        "[ab]*" * 800 + "c",
    ],
)
def test_a_hostile_glob_is_matched_quickly(glob: str) -> None:
    names = [format(n**25, "b").translate({48: "a", 49: "b"}) for n in range(500)]
    names.append("a/" * 2_000 + "b")
    start = time.process_time()
    assert not any(map(matcher(glob), names))
    overlap(glob, "x/x")
    assert overlap(glob, "*b" * 5000)
    assert time.process_time() - start < 5
