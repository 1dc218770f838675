"""`check --hygiene`: stale and forgotten tickets, duplicates, and TODOs that are out of date.

The codes are JT601, JT602, JT603 and JT604.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

from jticket.model.likeness import alike_earlier

if TYPE_CHECKING:
    from gitrepo import GitRepo

ONE = ".tickets/JJM-001.md"


NOW = "2025-10-20T09:30:00Z"


def change(repo: GitRepo, old: str, new: str, message: str = "tickets") -> None:
    path = repo.path / ONE
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    repo.commit_all(message)


def findings(repo: GitRepo, *args: str) -> list[str]:
    return done(repo.path, "check", "--hygiene", *args, JTICKET_NOW=NOW).lines


def test_a_project_in_order_has_no_findings(repo: GitRepo) -> None:
    assert findings(repo) == []


def test_an_active_ticket_without_a_change_is_stale(repo: GitRepo) -> None:
    change(repo, "status: backlog", "status: in_progress")
    assert findings(repo) == [
        (
            f"{ONE}:4:9: advice JT601 JJM-001 is in_progress, and nothing has happened for 19 days"
            " (finish or release it, or note its progress)"
        )
    ]
    assert findings(repo, "--stale-days", "20") == []
    assert done(repo.path, "check").lines == []
    assert jticket(repo.path, "check", "--hygiene", "--strict", JTICKET_NOW=NOW).status == 1


def test_a_commit_of_code_that_names_a_ticket_keeps_it_fresh(repo: GitRepo) -> None:
    change(repo, "status: backlog", "status: in_progress")
    repo.write("src/new.py", "")
    repo.git("add", "-A")
    date = "2025-10-15T12:00:00Z"
    repo.git("commit", "-q", "-m", "feat: new (JJM-001)", GIT_COMMITTER_DATE=date)
    assert findings(repo) == []


def test_a_ticket_that_commits_name_but_nobody_began_is_orphaned(repo: GitRepo) -> None:
    repo.write("src/new.py", "")
    repo.commit_all("feat: new (JJM-001)")
    assert findings(repo) == [
        (
            f"{ONE}:4:9: advice JT602 JJM-001 is named by 1 commit on main, yet it is backlog"
            " (claim it, or close it if the work is done)"
        )
    ]
    change(repo, "status: backlog", "status: done")
    assert findings(repo) == []


def test_commits_of_another_branch_do_not_make_a_ticket_orphaned(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write("src/new.py", "")
    repo.commit_all("feat: new (JJM-001)")
    assert findings(repo) == []


def test_open_tickets_with_nearly_the_same_title_are_named(repo: GitRepo) -> None:
    change(repo, "title: First", "title: The second")
    path = ".tickets/JJM-002.md"
    assert findings(repo) == [
        (
            f"{path}:3:8: advice JT603 JJM-002 has a title like JJM-001 'The second'"
            " (cancel one if they are the same)"
        )
    ]
    change(repo, "tags: []", "tags: []\ndependencies: [JJM-002]")
    assert findings(repo) == []


def test_a_todo_of_a_closed_or_missing_ticket_is_found_at_its_place(repo: GitRepo) -> None:
    change(repo, "status: backlog", "status: done")
    repo.write("src/a b.py", "x = 1\n# é TODO(ana, jjm-1): exit FIXME(JJM-002) XXX(JJM-099)\n")
    repo.write("src/c.py", "# TODO(PROJ-1) TODO(ana) TODO: JJM-001 TODO(JJM-001-x)\n")
    repo.write(".tickets/README.md", "TODO(JJM-001)\n")
    repo.write("untracked.py", "# TODO(JJM-001)\n")
    repo.git("add", "src", ".tickets")
    assert findings(repo) == [
        (
            "src/a b.py:2:15: advice JT604 a TODO names JJM-001, which is done"
            " (do it, or name an open ticket)"
        ),
        (
            "src/a b.py:2:47: advice JT604 a TODO names JJM-099, which is not a ticket"
            " (name an open ticket)"
        ),
    ]
    assert findings(repo, ".tickets") == []
    report = done(repo.path, "check", "--hygiene", "--json").json
    assert [(found["path"], found["column"]) for found in report["findings"]] == [
        ("src/a b.py", 15),
        ("src/a b.py", 47),
    ]


def test_hygiene_is_about_the_project_and_not_a_branch(repo: GitRepo) -> None:
    assert jticket(repo.path, "check", "--hygiene", "--base", "main").status == 2
    assert jticket(repo.path, "check", "--stale-days", "3").status == 2


@pytest.mark.parametrize(
    ("first", "second", "is_alike"),
    [
        ("Fix the login bug", "Login bug: fix", True),
        ("Parser crashes on empty input", "Parser crash on empty inputs", True),
        ("Support dark mode", "Add support for dark mode", True),
        ("Add tests for the parser", "Add tests for the printer", False),
        ("Log in", "Log out", False),
        ("Release 1.2 of the tool", "Release 1.3 of the tool", False),
        ("Phase 1", "Phase 2", False),
        ("the", "a", False),
    ],
)
def test_titles_are_alike_by_their_words(first: str, second: str, is_alike: bool) -> None:
    assert bool([*alike_earlier([first, second])]) is is_alike
