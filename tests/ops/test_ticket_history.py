"""Tickets followed through real commits: branches, merges, moves, new IDs, what can't be read."""

from __future__ import annotations

from datetime import UTC, datetime
from random import SystemRandom
from typing import TYPE_CHECKING

import pytest

from jticket.ops.history.reader import history_reader, status_history
from jticket.ops.workspace import Environment, open_workspace
from jticket.vcs.errors import MissingObjectError

if TYPE_CHECKING:
    from gitrepo import GitRepo

    from jticket.ops.history.entries import History
    from jticket.ops.workspace import Workspace

A, B, C = (f".tickets/JJM-00{n}.md" for n in (1, 2, 3))


def workspace(repo: GitRepo) -> Workspace:
    def now() -> datetime:
        return datetime(2025, 12, 1, tzinfo=UTC)

    return open_workspace(Environment(repo.path, None, now, SystemRandom()))


def history(repo: GitRepo, *names: str) -> History:
    return history_reader(workspace(repo)).history(names or None)


def change(repo: GitRepo, name: str, old: str, new: str) -> None:
    path = repo.path / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def commit(repo: GitRepo, day: int, *args: str) -> str:
    """Commits everything, on a day of October 2025."""
    date = f"2025-10-{day:02}T12:00:00Z"
    repo.git("add", "-A")
    repo.git(
        *("commit", "-q", "--allow-empty", "-m", f"day {day}", *args),
        GIT_AUTHOR_DATE=date,
        GIT_COMMITTER_DATE=date,
    )
    return repo.head()


def status(repo: GitRepo, day: int, old: str, new: str, name: str = A) -> str:
    change(repo, name, f"status: {old}", f"status: {new}")
    return commit(repo, day)


def ticket(ticket_id: str, title: str, *lines: str) -> str:
    front = "".join(f"{line}\n" for line in lines)
    return f"---\nid: {ticket_id}\ntitle: {title}\ncreated: 2025-10-01T09:30:00Z\n{front}---\n"


def rows_of(past: History, ticket_id: str) -> list[tuple[str, object, object]]:
    """Returns a ticket's rows, newest first, without the values it was created with."""
    deeds = [row for row in past.of(ticket_id) if not row.is_first]
    entries = past.entries_of(deeds)
    return [(row.edit.field, row.edit.before, row.edit.after) for row in entries]


def statuses(repo: GitRepo) -> dict[str, list[tuple[int, str | None]]]:
    """Returns each ticket's statuses, with the day of the month."""
    timelines = status_history(workspace(repo))
    return {
        timeline.id: [(step.moment.day, step.status) for step in timeline.steps]
        for timeline in timelines
    }


CREATED = ("created", None, "2025-10-01T09:30:00Z")


def test_edits_are_listed_newest_first_with_their_authors(repo: GitRepo) -> None:
    status(repo, 2, "backlog", "ready")
    change(repo, A, "tags: []", "tags: [cli]")
    last = commit(repo, 3)
    past = history(repo)
    assert rows_of(past, "JJM-001") == [
        ("tags", (), ("cli",)),
        ("status", "backlog", "ready"),
        CREATED,
    ]
    newest = past.entries[0]
    assert (newest.id, newest.commit, newest.author) == ("JJM-001", last, "Ana Author")
    assert newest.moment == datetime(2025, 10, 3, 12, tzinfo=UTC)


def test_a_moved_file_keeps_its_history(repo: GitRepo) -> None:
    status(repo, 2, "backlog", "done")
    (repo.path / ".tickets/archive").mkdir()
    repo.git("mv", A, ".tickets/archive/JJM-001.md")
    change(repo, ".tickets/archive/JJM-001.md", "Description", "Rollout\n" + "new\n" * 40)
    commit(repo, 3)
    expected = [("status", "backlog", "done"), CREATED]
    assert rows_of(history(repo), "JJM-001")[-2:] == expected
    assert rows_of(history(repo, "JJM-001"), "JJM-001")[-2:] == expected
    assert ("path", A, ".tickets/archive/JJM-001.md") in rows_of(history(repo), "JJM-001")


def test_a_renumbered_ticket_keeps_its_history_under_its_new_id(repo: GitRepo) -> None:
    status(repo, 2, "backlog", "ready")
    repo.git("mv", A, ".tickets/JJM-009.md")
    change(repo, ".tickets/JJM-009.md", "id: JJM-001", "id: JJM-009\naliases: [JJM-001]")
    commit(repo, 3)
    past = history(repo)
    rows = rows_of(past, "JJM-009")
    assert rows[-2:] == [("status", "backlog", "ready"), CREATED]
    assert ("id", "JJM-001", "JJM-009") in rows
    assert rows_of(history(repo, "JJM-009", "JJM-001"), "JJM-009") == rows
    assert {row.id for row in past.entries} == {"JJM-009", "JJM-002"}


def test_a_ticket_is_never_confused_with_one_that_git_finds_similar(repo: GitRepo) -> None:
    (repo.path / A).unlink()
    repo.write(C, (repo.path / B).read_text().replace("JJM-002", "JJM-003"))
    change(repo, C, "created: 2025-10-01", "created: 2025-10-02")
    commit(repo, 2)
    assert "R" in repo.git("log", "-1", "--name-status", "--format=")
    past = history(repo)
    assert rows_of(past, "JJM-001") == [("deleted", A, None), CREATED]
    assert rows_of(past, "JJM-003") == [("created", None, "2025-10-02T09:30:00Z")]


def test_a_ticket_is_never_confused_with_a_broken_one_that_git_finds_similar(repo: GitRepo) -> None:
    text = (repo.path / A).read_text()
    change(repo, A, "title: ", "title: a: ")
    commit(repo, 2)
    (repo.path / A).unlink()
    repo.write(C, text.replace("JJM-001", "JJM-003").replace("2025-10-01", "2025-10-02"))
    commit(repo, 3)
    assert "R" in repo.git("log", "-1", "--name-status", "--format=")
    past = history(repo)
    assert [field for field, *_ in rows_of(past, "JJM-001")] == ["deleted", "unreadable", "created"]
    assert rows_of(past, "JJM-003") == [("created", None, "2025-10-02T09:30:00Z")]


@pytest.mark.parametrize("is_there", [True, False], ids=["on both sides", "on one side"])
def test_a_merge_that_replaces_a_ticket_with_another_keeps_their_histories_apart(
    repo: GitRepo, *, is_there: bool
) -> None:
    text = (repo.path / A).read_text()
    repo.git("checkout", "-q", "-b", "side")
    change(repo, B, "Second", "2nd")
    commit(repo, 2)
    repo.git("checkout", "-q", "main")
    if not is_there:
        (repo.path / A).unlink()
    commit(repo, 3)
    repo.git("merge", "-q", "--no-commit", "--no-ff", "side")
    (repo.path / A).unlink(missing_ok=True)
    repo.write(C, text.replace("JJM-001", "JJM-003").replace("2025-10-01", "2025-10-02"))
    commit(repo, 4)
    assert "R" in repo.git("show", "-c", "--raw", "--format=")
    past = history(repo)
    assert rows_of(past, "JJM-001") == [("deleted", A, None), CREATED]
    assert rows_of(past, "JJM-003") == [("created", None, "2025-10-02T09:30:00Z")]
    assert statuses(repo)["JJM-003"] == [(4, "backlog")]
    assert statuses(repo)["JJM-001"] == [(1, "backlog"), (4 if is_there else 3, None)]


def test_two_tickets_with_the_same_id_on_two_branches_are_distinguished(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write(C, ticket("JJM-003", "Theirs", "status: backlog"))
    commit(repo, 2)
    repo.git("mv", C, ".tickets/JJM-004.md")
    change(repo, ".tickets/JJM-004.md", "id: JJM-003", "id: JJM-004")
    change(repo, ".tickets/JJM-004.md", "status: backlog", "status: backlog\naliases: [JJM-003]")
    commit(repo, 4)
    repo.git("checkout", "-q", "main")
    repo.write(C, ticket("JJM-003", "Ours", "status: backlog"))
    commit(repo, 3)
    status(repo, 5, "backlog", "ready", C)
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    past = history(repo)
    assert rows_of(past, "JJM-003") == [("status", "backlog", "ready"), CREATED]
    assert [field for field, *_ in rows_of(past, "JJM-004")] == ["path", "id", "aliases", "created"]
    assert rows_of(history(repo, "JJM-004", "JJM-003"), "JJM-004") == rows_of(past, "JJM-004")


def test_a_ticket_renumbered_by_the_merge_itself_keeps_its_history(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write(C, ticket("JJM-003", "Theirs", "status: backlog"))
    commit(repo, 2)
    theirs = (repo.path / C).read_text()
    repo.git("checkout", "-q", "main")
    repo.write(C, ticket("JJM-003", "Ours", "status: backlog"))
    commit(repo, 3)
    ours = (repo.path / C).read_text()
    repo.git("merge", "-q", "side", check=False)
    repo.write(C, ours)
    repo.write(".tickets/JJM-004.md", theirs.replace("id: JJM-003", "id: JJM-004"))
    change(repo, ".tickets/JJM-004.md", "status", "aliases: [JJM-003]\nstatus")
    commit(repo, 4)
    assert rows_of(history(repo), "JJM-003") == [CREATED]
    assert ("id", "JJM-003", "JJM-004") in rows_of(history(repo), "JJM-004")
    assert rows_of(history(repo), "JJM-004")[-1] == CREATED


def test_a_merge_is_listed_only_with_what_it_changed_itself(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    change(repo, A, "tags: []", "tags: [side]")
    change(repo, A, "priority: normal", "priority: high")
    commit(repo, 2)
    repo.git("checkout", "-q", "main")
    change(repo, A, "tags: []", "tags: [main]")
    change(repo, A, "assignee:", "assignee: ana")
    commit(repo, 3)
    repo.git("merge", "-q", "side", check=False)
    text = ticket("JJM-001", "Merged", "status: ready", "priority: high", "assignee: ana")
    repo.write(A, text.replace("status", "tags: [main, side]\nstatus"))
    merge = commit(repo, 4)
    rows = [row.edit for row in history(repo).entries if row.commit == merge]
    assert [(edit.field, edit.before, edit.after) for edit in rows] == [
        ("title", "First", "Merged"),
        ("status", "backlog", "ready"),
        ("description", "First, in a few words.", None),
    ]


def test_an_octopus_merge_that_edits_is_listed(repo: GitRepo) -> None:
    for n, name in enumerate(("one", "two")):
        repo.git("checkout", "-q", "-b", name, "main")
        repo.write(f".tickets/JJM-01{n}.md", ticket(f"JJM-01{n}", name))
        commit(repo, 2 + n)
    repo.git("checkout", "-q", "main")
    change(repo, B, "Second", "2nd")
    commit(repo, 4)
    repo.git("merge", "-q", "--no-commit", "one", "two")
    change(repo, A, "status: backlog", "status: ready")
    commit(repo, 5)
    assert rows_of(history(repo), "JJM-001") == [("status", "backlog", "ready"), CREATED]
    assert rows_of(history(repo), "JJM-010") == [CREATED]


def test_an_unreadable_version_is_marked_as_a_gap(repo: GitRepo) -> None:
    text = (repo.path / A).read_text()
    repo.write(A, text.replace("title: First", "title: a: b"))
    commit(repo, 2)
    repo.write(A, text.replace("backlog", "ready"))
    commit(repo, 3)
    rows = rows_of(history(repo), "JJM-001")
    assert [field for field, *_ in rows] == ["unreadable", "status", "unreadable", "created"]
    assert rows[1] == ("status", "backlog", "ready")
    assert rows[0][1] == rows[2][2]
    assert rows[0][2] is rows[2][1] is None
    assert statuses(repo)["JJM-001"] == [(1, "backlog"), (3, "ready")]


def test_a_ticket_created_unreadable_has_its_values_since_it_was_fixed(
    repo: GitRepo,
) -> None:
    text = ticket("JJM-003", "Third", "status: ready", "tags: [x]")
    repo.write(C, text.replace("Third", "a: b"))
    commit(repo, 2)
    repo.write(C, text)
    fixed = commit(repo, 3)
    fields = [field for field, *_ in rows_of(history(repo), "JJM-003")]
    assert fields == ["unreadable", "created", "unreadable"]
    past = history(repo)
    rows = {
        row.edit.field: (row.edit.before, row.edit.after)
        for row in past.entries_of(past.of("JJM-003"))
        if row.is_first and row.commit == fixed
    }
    assert rows["created"] == (None, CREATED[2])
    assert rows["title"] == (None, "Third")
    assert rows["status"] == (None, "ready")
    assert rows["tags"] == (None, ("x",))
    assert "path" not in rows


def test_a_deleted_ticket_is_listed_and_may_come_back(repo: GitRepo) -> None:
    text = (repo.path / A).read_text()
    (repo.path / A).unlink()
    commit(repo, 2)
    assert rows_of(history(repo), "JJM-001") == [("deleted", A, None), CREATED]
    assert statuses(repo)["JJM-001"] == [(1, "backlog"), (2, None)]
    repo.write(A, text)
    commit(repo, 3)
    assert rows_of(history(repo), "JJM-001") == [CREATED, ("deleted", A, None), CREATED]
    assert statuses(repo)["JJM-001"] == [(1, "backlog"), (2, None), (3, "backlog")]


def test_criteria_sections_and_the_devlog_have_rows_of_their_own(repo: GitRepo) -> None:
    body = "## Acceptance Criteria\n\n- [ ] one\n- [x] two\n\n## Rollout\n\nslowly\n"
    repo.write(C, ticket("JJM-003", "Third") + body)
    commit(repo, 2)
    body = body.replace("[ ] one", "[x] one").replace("- [x] two\n", "- [ ] six\n")
    body = body.replace("slowly", "fast") + "\n## Devlog\n\n### 2025-10-03 ana\n\nDone.\n"
    repo.write(C, ticket("JJM-003", "Third") + body)
    commit(repo, 3)
    assert rows_of(history(repo), "JJM-003") == [
        ("criteria", "[ ] one", "[x] one"),
        ("criteria", None, "[ ] six"),
        ("criteria", "[x] two", None),
        ("## Rollout", "slowly", "fast"),
        ("devlog", None, "2025-10-03 ana\n\nDone."),
        CREATED,
    ]


def test_statuses_end_with_the_one_that_a_merge_chose(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    status(repo, 2, "backlog", "ready")
    status(repo, 4, "ready", "done")
    repo.git("checkout", "-q", "main")
    change(repo, B, "tags: []", "tags: [x]")
    status(repo, 5, "backlog", "cancelled")
    repo.git("merge", "-q", "side", check=False)
    repo.git("checkout", "--theirs", A)
    commit(repo, 6)
    assert statuses(repo)["JJM-001"] == [
        (1, "backlog"),
        (2, "ready"),
        (4, "done"),
        (5, "cancelled"),
        (6, "done"),
    ]


def test_the_oldest_commit_of_a_shallow_clone_is_not_called_the_beginning(repo: GitRepo) -> None:
    status(repo, 2, "backlog", "ready")
    status(repo, 3, "ready", "done")
    repo.git("clone", "-q", "--depth", "2", f"file://{repo.path}", str(repo.path / "../shallow"))
    shallow = type(repo)(repo.path.parent / "shallow")
    past = history(shallow)
    assert rows_of(past, "JJM-001") == [("status", "ready", "done")]
    assert past.is_cut
    assert not history(repo).is_cut
    first, second = status_history(workspace(shallow))
    assert not first.begins
    assert not second.begins
    assert statuses(shallow)["JJM-001"] == [(2, "ready"), (3, "done")]
    assert all(timeline.begins for timeline in status_history(workspace(repo)))


def test_a_clone_without_blobs_and_without_its_remote_says_so(repo: GitRepo) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    change(repo, A, "First, in", "1st, in")
    repo.git("mv", A, ".tickets/JJM-008.md")
    commit(repo, 2)
    there = repo.path.parent / "there"
    repo.path.rename(there)
    options = ("--filter=blob:none", "--no-checkout")
    type(repo)(there).git("clone", "-q", *options, f"file://{there}", str(repo.path))
    there.rename(there.parent / "gone")
    (repo.path / ".tickets").mkdir()
    with pytest.raises(MissingObjectError):
        history(repo)


def test_a_repository_without_commits_has_no_history(empty_repo: GitRepo) -> None:
    empty_repo.write(A, ticket("JJM-001", "First"))
    assert history(empty_repo).entries == ()
    assert status_history(workspace(empty_repo)) == ()


def test_templates_and_the_config_are_not_tickets(repo: GitRepo) -> None:
    repo.write(".tickets/templates/task.md", "# no ticket\n")
    repo.write(".tickets/README.md", "# nor this\n")
    commit(repo, 2)
    repo.git("mv", ".tickets/templates/task.md", C)
    repo.write(C, ticket("JJM-003", "Third"))
    commit(repo, 3)
    assert {row.id for row in history(repo).entries} == {"JJM-001", "JJM-002", "JJM-003"}


def test_a_file_moved_on_one_side_and_edited_on_the_other_is_one_ticket(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    (repo.path / ".tickets/archive").mkdir()
    repo.git("mv", A, ".tickets/archive/JJM-001.md")
    change(repo, ".tickets/archive/JJM-001.md", "tags: []", "tags: [side]")
    commit(repo, 2)
    repo.git("checkout", "-q", "main")
    status(repo, 3, "backlog", "ready")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    status(repo, 4, "ready", "done", ".tickets/archive/JJM-001.md")
    past = history(repo)
    assert [field for field, *_ in rows_of(past, "JJM-001")] == [
        *("status", "status", "path", "tags", "created"),
    ]
    assert rows_of(history(repo, "JJM-001"), "JJM-001") == rows_of(past, "JJM-001")
    assert statuses(repo)["JJM-001"] == [(1, "backlog"), (3, "ready"), (4, "done")]


def test_a_copied_file_that_becomes_its_own_ticket_inherits_no_history(repo: GitRepo) -> None:
    repo.write(C, (repo.path / A).read_text())
    commit(repo, 2)
    change(repo, C, "id: JJM-001\ntitle: First", "id: JJM-003\ntitle: Third")
    commit(repo, 3)
    status(repo, 4, "backlog", "ready")
    status(repo, 5, "backlog", "done", C)
    past = history(repo)
    assert rows_of(past, "JJM-001") == [("status", "backlog", "ready"), CREATED]
    assert rows_of(past, "JJM-003") == [
        ("status", "backlog", "done"),
        ("id", "JJM-001", "JJM-003"),
        ("title", "First", "Third"),
        CREATED,
    ]
    assert {row.title for row in past.entries if row.id == "JJM-001"} == {"First"}
    assert statuses(repo)["JJM-001"] == [(1, "backlog"), (4, "ready")]
    assert statuses(repo)["JJM-003"] == [(2, "backlog"), (5, "done")]


def test_a_file_moved_on_one_side_and_kept_on_the_other_is_two_tickets(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.git("mv", A, C)
    change(repo, C, "id: JJM-001", "id: JJM-003")
    commit(repo, 2)
    repo.git("checkout", "-q", "main")
    status(repo, 3, "backlog", "ready")
    repo.git("merge", "-q", "--no-commit", "side", check=False)
    repo.git("checkout", "-q", "HEAD", "--", A)
    repo.write(C, repo.git("show", f"side:{C}") + "\n")
    commit(repo, 4)
    status(repo, 5, "backlog", "done", C)
    assert rows_of(history(repo), "JJM-001")[0] == ("status", "backlog", "ready")
    assert rows_of(history(repo), "JJM-003")[0] == ("status", "backlog", "done")
    assert statuses(repo)["JJM-001"][-1] == (3, "ready")
    assert statuses(repo)["JJM-003"][-1] == (5, "done")


def test_statuses_are_read_without_bodies(repo: GitRepo) -> None:
    text = (repo.path / A).read_text()
    for day, data in enumerate(
        (
            text.replace("backlog", "ready").replace("\n", "\r\n").encode(),
            b"\xef\xbb\xbf" + text.replace("backlog", "done").encode(),
            text.encode() + b"\xff in Latin 1\n",
            text.replace("backlog", "review").encode() + b"\n<<<<<<< a\n=======\n>>>>>>> b\n",
            text.partition("\n---\n")[0].encode(),
            b"## Description\n",
            text.encode() + b"\n## Devlog\n\n### never ana\n" + b"x" * 1024 * 1024,
            text.replace("status: backlog", "status: [done]").encode(),
        )
    ):
        repo.write(A, data)
        commit(repo, day + 2)
    full = history(repo)
    fronts = history_reader(workspace(repo)).history(bodies=False)
    assert fronts.statuses() == full.statuses()
    assert fronts.living_statuses() == full.living_statuses()
    assert len(statuses(repo)["JJM-001"]) == 5


def test_criss_cross_merges_list_each_edit_once(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    change(repo, A, "tags: []", "tags: [side]")
    taken = commit(repo, 2)
    repo.git("checkout", "-q", "main")
    change(repo, A, "title: First", "title: 1st")
    two = commit(repo, 3)
    repo.git("merge", "-q", "--no-ff", "-m", "main takes side", taken)
    repo.git("checkout", "-q", "side")
    repo.git("merge", "-q", "--no-ff", "-m", "side takes main", two)
    status(repo, 4, "backlog", "ready")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "across", "side")
    assert rows_of(history(repo), "JJM-001") == [
        ("status", "backlog", "ready"),
        ("title", "First", "1st"),
        ("tags", (), ("side",)),
        CREATED,
    ]


def test_a_section_named_like_a_field_is_not_a_field(repo: GitRepo) -> None:
    repo.write(A, (repo.path / A).read_text() + "\n## status\n\ndone\n")
    commit(repo, 2)
    assert rows_of(history(repo), "JJM-001")[0] == ("## status", None, "done")
    assert statuses(repo)["JJM-001"] == [(1, "backlog")]


def test_the_users_git_configuration_changes_nothing(repo: GitRepo) -> None:
    status(repo, 2, "backlog", "ready")
    before = rows_of(history(repo), "JJM-001")
    change(repo, B, "tags: []", "tags: [x]")
    repo.git("commit", "-q", "-a", "-m", "x", GIT_AUTHOR_NAME="Zoë")
    for name, value in (
        ("diff.renames", "false"),
        ("diff.orderFile", "/nowhere"),
        ("log.showSignature", "true"),
        ("log.diffMerges", "off"),
        ("i18n.logOutputEncoding", "latin1"),
        ("color.ui", "always"),
        ("format.pretty", "%x00"),
        ("diff.external", "false"),
    ):
        repo.git("config", name, value)
    past = history(repo)
    assert rows_of(past, "JJM-001") == before
    assert past.entries[0].author == "Zoë"


def test_a_version_leads_to_its_replacement_before_what_a_merge_made_of_it(repo: GitRepo) -> None:
    repo.git("mv", A, ".tickets/JJM-009.md")
    nine = ".tickets/JJM-009.md"
    change(repo, nine, "id: JJM-001", "id: JJM-009\naliases: [JJM-001]")
    commit(repo, 2)
    repo.git("checkout", "-q", "-b", "side")
    status(repo, 3, "backlog", "ready", nine)
    repo.git("checkout", "-q", "main")
    change(repo, nine, "tags: []", "tags: [cli]")
    commit(repo, 4)
    repo.git("merge", "-q", "--no-commit", "--no-ff", "side")
    text = (repo.path / nine).read_text()
    repo.write(".tickets/JJM-005.md", text.replace("id: JJM-009", "id: JJM-005"))
    change(repo, nine, "assignee:", "assignee: ana")
    commit(repo, 5)
    entries = history(repo).entries
    ids = {(entry.edit.field, entry.moment.day): entry.id for entry in entries}
    assert ids["tags", 4] == "JJM-005"
    assert ids["status", 3] == "JJM-009"
