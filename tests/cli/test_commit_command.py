"""`commit`: manual edits, checked and committed with a message that says what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

BODY = """\

## Description

Words.

## Acceptance Criteria

- [ ] one
- [ ] two
"""


def edit(repo: GitRepo, number: int, *pairs: tuple[str, str]) -> None:
    path = repo.path / f".tickets/JJM-{number:03}.md"
    text = path.read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)


def message(repo: GitRepo) -> str:
    return repo.git("log", "-1", "--format=%B").rstrip()


def committed(repo: GitRepo) -> list[str]:
    return repo.git("show", "--format=", "--name-status", "--no-renames").splitlines()


def test_edits_are_committed_with_a_subject_that_says_what_changed(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\nstatus: ready\n---\n" + BODY)
    repo.commit_all("a third")
    edit(repo, 3, ("ready", "in_progress"), ("[ ]", "[x]"))
    ran = done(repo.path, "commit")
    assert message(repo) == "JJM-003: status ready → in_progress, 2 criteria ticked"
    assert ran.out == "JJM-003 T: ready → in_progress, 2 criteria ticked\n"
    assert ran.err == ""
    assert committed(repo) == ["M\t.tickets/JJM-003.md"]
    assert repo.status() == ""


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("title: First", "title: 'Better: now'")], "title First → Better: now"),
        ([("tags: []", "tags: [a, b]")], "tags +a +b"),
        ([("assignee:", "assignee: ana")], "assignee ana"),
        ([("in a few words", "in some")], "description edited"),
        ([("tags: []", "tags: []\ncustomer: X")], "customer X"),
        ([("tags: []", "tags:   []")], "edited"),
        ([("in a few words.\n", "in a few words.\n\n## Own\n\nx\n")], "own edited"),
        (
            [("in a few words.\n", "in a few words.\n\n## Devlog\n\n### 2025-01-01 ana\n\nx\n")],
            "devlog",
        ),
    ],
)
def test_the_message_names_each_kind_of_change(
    repo: GitRepo, pairs: list[tuple[str, str]], expected: str
) -> None:
    edit(repo, 1, *pairs)
    done(repo.path, "commit")
    assert message(repo) == f"JJM-001: {expected}"


def test_new_tickets_are_created_and_missing_ones_deleted(repo: GitRepo) -> None:
    repo.write(".tickets/sub/JJM-003.md", "---\nid: JJM-003\ntitle: By hand\n---\n")
    (repo.path / ".tickets/JJM-002.md").unlink()
    ran = done(repo.path, "commit")
    assert message(repo) == (
        "JJM-002, JJM-003: delete; create: By hand\n\nJJM-002: delete\nJJM-003: create: By hand"
    )
    assert committed(repo) == ["D\t.tickets/JJM-002.md", "A\t.tickets/sub/JJM-003.md"]
    assert ran.lines == [
        "JJM-002 Second: deleted",
        "JJM-003 By hand: created",
        "now available: JJM-003",
    ]
    assert repo.status() == ""


def test_a_moved_ticket_moves_in_one_commit(repo: GitRepo) -> None:
    (repo.path / ".tickets/archive").mkdir()
    (repo.path / ".tickets/JJM-001.md").rename(repo.path / ".tickets/archive/JJM-001.md")
    ran = done(repo.path, "commit")
    assert message(repo) == "JJM-001: move to archive/"
    assert ran.lines == ["JJM-001 First: moved to archive/"]
    assert committed(repo) == ["D\t.tickets/JJM-001.md", "A\t.tickets/archive/JJM-001.md"]


def test_the_subject_of_a_ticket_moved_with_git_and_edited_says_both(repo: GitRepo) -> None:
    (repo.path / ".tickets/archive").mkdir()
    repo.git("mv", ".tickets/JJM-001.md", ".tickets/archive/JJM-001.md")
    path = repo.path / ".tickets/archive/JJM-001.md"
    path.write_text(path.read_text().replace("normal", "high"))
    done(repo.path, "commit")
    assert message(repo) == "JJM-001: move to archive/, priority normal → high"
    assert repo.status() == ""


def test_a_file_whose_mode_changed_is_committed(repo: GitRepo) -> None:
    (repo.path / ".tickets/JJM-001.md").chmod(0o755)
    done(repo.path, "commit")
    assert message(repo) == "JJM-001: edited"
    assert repo.status() == ""


def test_with_more_than_three_tickets_the_ids_are_in_the_body(repo: GitRepo) -> None:
    for number in range(3, 7):
        repo.write(
            f".tickets/JJM-{number:03}.md", f"---\nid: JJM-{number:03}\ntitle: T{number}\n---\n"
        )
    edit(repo, 1, ("normal", "high"))
    done(repo.path, "commit")
    assert message(repo).splitlines() == [
        "5 tickets: priority normal → high; create: T3; create: T4; create: T5; create: T6",
        "",
        "JJM-001: priority normal → high",
        "JJM-003: create: T3",
        "JJM-004: create: T4",
        "JJM-005: create: T5",
        "JJM-006: create: T6",
    ]


def test_only_the_named_tickets_are_committed(repo: GitRepo) -> None:
    for number in (1, 2):
        edit(repo, number, ("normal", "high"))
    done(repo.path, "commit", "2")
    assert committed(repo) == ["M\t.tickets/JJM-002.md"]
    assert repo.status() == " M .tickets/JJM-001.md"


def test_a_deleted_ticket_can_be_named(repo: GitRepo) -> None:
    (repo.path / ".tickets/JJM-002.md").unlink()
    edit(repo, 1, ("normal", "high"))
    done(repo.path, "commit", "jjm-2")
    assert message(repo) == "JJM-002: delete"
    assert repo.status() == " M .tickets/JJM-001.md"


def test_a_moved_ticket_can_be_named(repo: GitRepo) -> None:
    (repo.path / ".tickets/archive").mkdir()
    (repo.path / ".tickets/JJM-001.md").rename(repo.path / ".tickets/archive/JJM-001.md")
    done(repo.path, "commit", "1")
    assert repo.status() == ""


def test_the_message_can_be_given(repo: GitRepo) -> None:
    edit(repo, 1, ("normal", "high"))
    done(repo.path, "commit", "1", "-m", "scope agreed with ana")
    assert message(repo) == "JJM-001: scope agreed with ana"


def test_config_and_other_files_are_left_alone_and_reported(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nid_width: 4\n")
    for name in ("templates/tickets/bug.md.j2", "README.md", "picture.png"):
        repo.write(f".tickets/{name}", "x\n")
    edit(repo, 1, ("normal", "high"))
    ran = done(repo.path, "commit")
    assert ran.err == (
        "note: left alone, for git to commit: .tickets/README.md, .tickets/config.yml,"
        " .tickets/picture.png and 1 more\n"
    )
    assert committed(repo) == ["M\t.tickets/JJM-001.md"]
    again = done(repo.path, "commit")
    assert again.out == ""
    assert again.err.startswith("note: no ticket to commit\nnote: left alone, for git to commit: ")


def test_files_outside_the_tickets_folder_are_ignored(repo: GitRepo) -> None:
    repo.write("src/app.py", "changed\n")
    repo.write("staged.txt", "x\n")
    repo.git("add", "staged.txt")
    edit(repo, 1, ("normal", "high"))
    ran = done(repo.path, "commit")
    assert ran.err == ""
    assert committed(repo) == ["M\t.tickets/JJM-001.md"]
    assert repo.status() == " M src/app.py\nA  staged.txt"


def test_a_partly_staged_ticket_is_committed_as_it_is_in_the_work_tree(repo: GitRepo) -> None:
    edit(repo, 1, ("normal", "high"))
    repo.git("add", ".tickets/JJM-001.md")
    edit(repo, 1, ("high", "critical"))
    done(repo.path, "commit")
    assert message(repo) == "JJM-001: priority normal → critical"
    assert repo.status() == ""


def test_edits_with_errors_are_refused_with_their_locations(repo: GitRepo) -> None:
    edit(repo, 1, ("normal", "hgih"), ("tags: []", "tags: []\neffort: 1:30"))
    edit(repo, 2, ("normal", "high"))
    before = repo.head()
    ran = jticket(repo.path, "commit", "--json")
    fix = "write 90m, 6h, 1.5d, 1w or 1d 4h"
    assert ran.status == 1
    assert ran.err.splitlines()[:-1] == [
        "error: these edits have errors:",
        "  .tickets/JJM-001.md:6:11: error JT103 unknown priority 'hgih' (did you mean 'high'?)",
        f"  .tickets/JJM-001.md:11:9: error JT105 '1:30' is not a duration ({fix})",
        "hint: fix them and try again",
    ]
    assert '"code": "findings"' in ran.err
    assert repo.head() == before
    done(repo.path, "commit", "2")


def test_a_file_that_is_not_a_ticket_is_refused(repo: GitRepo) -> None:
    repo.write(".tickets/notes.md", "# Notes\n")
    repo.write(".tickets/JJM-003.md", "---\nid: [\n---\n")
    ran = jticket(repo.path, "commit")
    assert ran.status == 1
    assert ".tickets/notes.md:1:1: error JT004" in ran.err
    assert "error JT006" in ran.err
    named = jticket(repo.path, "commit", "JJM-003")
    assert named.status == 1
    assert "error JT006" in named.err
    assert "JT004" not in named.err


def test_errors_in_other_tickets_do_not_prevent_a_commit(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\nstatus: paused\n---\n")
    repo.write(".tickets/JJM-004.md", "---\nid: JJM-004\ntitle: T\ndependencies: [JJM-099]\n---\n")
    repo.commit_all("broken long ago")
    edit(repo, 1, ("normal", "high"))
    done(repo.path, "commit")
    assert message(repo) == "JJM-001: priority normal → high"


def test_an_edit_that_causes_an_error_in_another_ticket_is_refused(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "dependencies=2")
    before = repo.head()
    (repo.path / ".tickets/JJM-002.md").unlink()
    ran = jticket(repo.path, "commit")
    assert ran.status == 1
    assert ".tickets/JJM-001.md:11:16: error JT304 no ticket JJM-002" in ran.err
    repo.git("restore", ".tickets")
    edit(repo, 2, ("tags: []", "tags: []\ndependencies: [JJM-001]"))
    ran = jticket(repo.path, "commit")
    assert ran.status == 1
    assert "these wait for each other: JJM-001 → JJM-002 → JJM-001" in ran.err
    assert repo.head() == before


def test_warnings_and_advice_do_not_prevent_a_commit(repo: GitRepo) -> None:
    edit(repo, 1, ("tags: []", "tags: [a, a]\nunknown: x\nphase: 1.10"))
    done(repo.path, "commit")
    assert repo.status() == ""


def test_it_commits_even_if_the_config_says_that_commands_do_not(repo: GitRepo) -> None:
    for mode in ("off", "stage"):
        repo.write(".tickets/config.yml", f"prefix: JJM\ncommit: {mode}\n")
        repo.commit_all(mode)
        done(repo.path, "set", "1", f"phase={mode}")
        assert repo.status() != ""
        done(repo.path, "commit")
        assert message(repo).startswith("JJM-001: phase ")
        assert repo.status() == ""


def test_nothing_to_commit_is_reported(repo: GitRepo) -> None:
    ran = done(repo.path, "commit")
    assert (ran.out, ran.err) == ("", "note: no ticket to commit\n")
    assert done(repo.path, "commit", "1").err == "note: no ticket to commit\n"
    assert done(repo.path, "commit", "--json").json == []


def test_the_lock_file_used_without_git_is_not_reported(repo: GitRepo) -> None:
    repo.write(".tickets/.jticket.lock", "")
    assert done(repo.path, "commit").err == "note: no ticket to commit\n"


def test_json_prints_the_tickets_that_still_exist(repo: GitRepo) -> None:
    edit(repo, 1, ("normal", "high"))
    (repo.path / ".tickets/JJM-002.md").unlink()
    ran = done(repo.path, "commit", "--json")
    assert [(ticket["id"], ticket["priority"]) for ticket in ran.json] == [("JJM-001", "high")]


def test_an_unknown_ticket_is_not_found(repo: GitRepo) -> None:
    edit(repo, 1, ("normal", "high"))
    ran = jticket(repo.path, "commit", "99")
    assert (ran.status, ran.err.splitlines()[0]) == (1, "error: no ticket '99'")


def test_commit_can_make_the_first_commit(empty_repo: GitRepo) -> None:
    empty_repo.write(".tickets/EMPT-001.md", "---\nid: EMPT-001\ntitle: T\n---\n")
    done(empty_repo.path, "commit")
    assert message(empty_repo) == "EMPT-001: create: T"
    assert empty_repo.status() == ""


def test_the_subject_says_that_a_broken_ticket_was_fixed(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: [\n---\n")
    repo.commit_all("broken")
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\n---\n")
    done(repo.path, "commit")
    assert message(repo) == "JJM-003: fix"


def test_a_hook_that_refuses_leaves_the_edits_as_they_are(repo: GitRepo) -> None:
    edit(repo, 1, ("normal", "high"))
    repo.hook("pre-commit", "echo not today; exit 1")
    before = (repo.files(), repo.status(), repo.head())
    ran = jticket(repo.path, "commit")
    assert ran.status == 1
    assert "not today" in ran.err
    assert (repo.files(), repo.status(), repo.head()) == before
    done(repo.path, "commit", "--no-verify")
    assert repo.status() == ""
