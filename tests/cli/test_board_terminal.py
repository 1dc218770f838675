"""`board` on a terminal: as many cards as fit, and a count of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done
from hypothesis import given
from hypothesis import strategies as st
from terminal import drawn

from jticket.render.board import cards_that_fit
from jticket.text.printable import width

if TYPE_CHECKING:
    from gitrepo import GitRepo


@pytest.fixture
def full(repo: GitRepo) -> GitRepo:
    """Returns a repository with thirty tickets in one column and one in another."""
    for number in range(3, 32):
        status = "ready" if number == 31 else "backlog"
        front = f"id: JJM-{number:03}\ntitle: Title {number}\nstatus: {status}\nassignee: ana\n"
        repo.write(f".tickets/JJM-{number:03}.md", f"---\n{front}---\n")
    return repo


def test_a_terminal_shows_as_many_cards_as_fit(full: GitRepo) -> None:
    for columns in (80, 200):
        lines = drawn(full.path, "board", columns=columns, LINES="20")
        assert len(lines) <= 19
        assert any("… " in line and " more" in line for line in lines)
        assert "Title 31" in "\n".join(lines)
    assert lines[-1] == "left out: 23 cards (--limit N, --all)"


def test_the_number_of_cards_can_be_chosen(full: GitRepo) -> None:
    lines = drawn(full.path, "board", "--limit", "2")
    assert lines[:4] == [
        "backlog (30)",
        "  JJM-001       normal  First",
        "  JJM-002       normal  Second",
        "  … 28 more",
    ]
    assert len(drawn(full.path, "board", "--limit", "40")) > 30
    assert len(drawn(full.path, "board", "--all")) > 30


def test_in_a_pipe_all_cards_are_printed_unless_a_limit_is_given(full: GitRepo) -> None:
    assert len(done(full.path, "board").lines) == 31
    assert len(done(full.path, "board", "--limit", "2").lines) == 3
    board = done(full.path, "board", "--limit", "2", "--json").json
    assert [len(column["tickets"]) for column in board["columns"]] == [2, 1, 0, 0]
    assert "more" not in done(full.path, "board", "--format", "table").out


@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.integers(10, 80), st.booleans())
def test_no_more_cards_would_fit(sizes: list[int], rows: int, side_by_side: bool) -> None:
    def height(cards: int) -> int:
        shown = [min(size, cards) for size in sizes]
        more = [size > cards for size in sizes]
        if side_by_side:
            return 2 + max(2 * count + cut for count, cut in zip(shown, more, strict=True)) + 2
        return sum(count + cut + 2 for count, cut in zip(shown, more, strict=True)) + 3

    most = cards_that_fit(sizes, rows, side_by_side=side_by_side)
    assert most >= 3
    assert most == 3 or height(most) <= rows
    assert most >= max(sizes) or height(most + 1) > rows


@pytest.mark.parametrize("columns", [40, 80])
def test_the_title_and_the_state_stay_on_a_narrow_terminal(full: GitRepo, columns: int) -> None:
    title = "A title that is quite long, and longer than a narrow terminal"
    front = f"id: JJM-001\ntitle: {title}\npriority: critical\neffort: 12h\ndue: 2026-01-01\n"
    names = "assignee: maximiliana mustermann\ndependencies: [JJM-002]\n"
    full.write(".tickets/JJM-001.md", f"---\n{front}{names}---\n")
    line = drawn(full.path, "board", columns=columns)[1]
    assert width(line) <= columns
    assert line.startswith("  JJM-001")
    assert "blocked  A title that" in line
