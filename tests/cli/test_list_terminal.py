"""`list`, `ready` and `blocked` on a terminal: marks, what is left out, and room for titles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done
from terminal import shown

if TYPE_CHECKING:
    from gitrepo import GitRepo

TITLES = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "日本語 🎉 fifth", 6: "Sixth"}


@pytest.fixture
def marked(repo: GitRepo) -> GitRepo:
    """Returns a repository with a ticket of each mark; JJM-001 has none."""
    fronts = {
        1: "assignee: ana\nstatus: in_progress\n",
        2: "dependencies: [JJM-001]\n",
        3: "on_hold: the lawyers\n",
        4: "due: 2025-09-12\neffort: 1h\n",
        5: "due: 2025-10-01\neffort: 30h\n",
        6: "status: done\n",
    }
    for number, front in fronts.items():
        head = f"id: JJM-{number:03}\ntitle: {TITLES[number]}\npriority: normal\n"
        repo.write(f".tickets/JJM-{number:03}.md", f"---\n{head}{front}---\n")
    repo.commit_all("marked")
    return repo


def lines(repo: GitRepo, *args: str, columns: int = 80) -> list[str]:
    return shown(repo.path, *args, columns=columns).plain.splitlines()


def test_marks_have_a_sign_that_is_explained_below(marked: GitRepo) -> None:
    assert lines(marked, "list") == [
        "ID       STATUS       ASSIGNEE      TITLE",
        "JJM-001  in_progress  ana           First",
        "JJM-002  backlog                ⊘   Second",
        "JJM-003  backlog                ‖   Third",
        "JJM-004  backlog                !!  Fourth",
        "JJM-005  backlog                !   日本語 🎉 fifth",
        "",
        "all normal priority, task; ⊘\xa0blocked; ‖\xa0parked; !!\xa0overdue; !\xa0late",
    ]


def test_marks_have_colours_where_there_are_colours(marked: GitRepo) -> None:
    out = shown(marked.path, "--color", "always", "list").out
    assert "\x1b[1;31m!!\x1b[0m" in out
    assert "\x1b[35m⊘\x1b[0m" in out


def test_signs_are_ascii_where_the_terminal_takes_nothing_else(marked: GitRepo) -> None:
    out = shown(marked.path, "list", PYTHONIOENCODING="ascii").plain
    assert "x   Second" in out
    assert "=   Third" in out
    assert "x blocked; = parked; !! overdue; ! late" in out


def test_columns_that_are_the_same_for_all_are_left_out(marked: GitRepo) -> None:
    out = lines(marked, "list", "--status", "backlog", "--limit", "2")
    assert out[0] == "ID          TITLE"
    assert out[-1].startswith("2 of 5 tickets shown; all backlog, normal priority, task;")
    assert lines(marked, "list", "--status", "done")[0].startswith("ID       STATUS  PRIORITY")


def test_the_number_of_all_is_given_where_some_are_left_out(marked: GitRepo) -> None:
    def last(*args: str) -> str:
        return lines(marked, *args)[-1]

    assert last("list", "--limit", "1") == "1 of 5 tickets shown"
    assert last("list", "--all", "--limit", "1") == "1 of 6 tickets shown"
    assert last("list", "--status", "done") == "1 of 6 tickets shown"
    assert last("list", "--where", "id = 1") == "1 of 5 tickets shown"
    assert last("ready", "--limit", "1").startswith("1 of 2 tickets shown; !!")
    assert last("blocked", "--limit", "1") == "1 of 2 tickets shown"
    assert "shown" not in last("list", "--all")


def test_chosen_columns_are_shown_as_they_were_chosen(marked: GitRepo) -> None:
    out = lines(marked, "list", "--columns", "id,priority")
    assert out == ["ID       PRIORITY", *(f"JJM-00{number}  normal" for number in range(1, 6))]


def test_groups_have_marks_too(marked: GitRepo) -> None:
    out = lines(marked, "list", "--group-by", "status", "--limit", "3")
    assert out[:3] == ["ID       ASSIGNEE     TITLE", "", "backlog (2)"]
    assert out[3] == "JJM-002            ⊘  Second"
    assert out[-1].startswith("3 of 5 tickets shown")


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_title_has_the_room(marked: GitRepo, columns: int) -> None:
    done(marked.path, "set", "2", f"title={'word ' * 39}", "--no-commit")
    out = lines(marked, "list", columns=columns)
    assert max(map(len, out)) <= columns
    title = out[2].partition("⊘")[2].strip()
    assert len(title) >= columns * 3 // 8


def test_a_pipe_gets_the_same_as_ever(marked: GitRepo) -> None:
    assert done(marked.path, "list", "--limit", "2").lines == [
        "JJM-001\tin_progress\tnormal\ttask\tana\tFirst",
        "JJM-002\tbacklog\tnormal\ttask\t-\tSecond",
    ]
    assert done(marked.path, "list", "--limit", "2", "--format", "table").lines == [
        "ID       STATUS       PRIORITY  ASSIGNEE  TITLE",
        "JJM-001  in_progress  normal    ana       First",
        "JJM-002  backlog      normal              Second",
    ]
