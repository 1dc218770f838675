"""`undo`: a commit on tickets is reverted by a new one, unless that would lose what came after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket, refused

if TYPE_CHECKING:
    from gitrepo import GitRepo

ONE, TWO, THREE = (f".tickets/JJM-00{number}.md" for number in (1, 2, 3))
LEGAL = b"\n## Legal\n\nAsk them.\n"


def tickets(repo: GitRepo) -> dict[str, bytes]:
    return {name: data for name, data in repo.files().items() if name.startswith(".tickets/")}


def write_by_hand(repo: GitRepo, name: str) -> None:
    repo.write(name, repo.files()[name] + LEGAL)


def checked_out_with_crlf(repo: GitRepo) -> bytes:
    """Lets git convert line endings, and returns the ticket JJM-001 as git checks it out."""
    repo.git("config", "core.autocrlf", "true")
    (repo.path / ONE).unlink()
    repo.git("checkout", "-q", ONE)
    data = repo.files()[ONE]
    assert b"\r\n" in data
    return data


@pytest.mark.parametrize(
    "change",
    [
        ("create", "Third", "--tag", "x"),
        ("set", "1", "2", "priority=high", "tags+=a"),
        ("claim", "1", "--as", "ana", "--note", "Mine."),
        ("devlog", "1", "Half of it.", "--as", "ana"),
        ("criterion", "add", "1", "tests pass"),
        ("delete", "2"),
        ("archive", "2"),
        ("dep", "add", "1", "2"),
    ],
)
def test_each_change_is_undone_and_done_again(repo: GitRepo, change: tuple[str, ...]) -> None:
    if change[0] == "archive":
        done(repo.path, "cancel", "2")
    before, head = tickets(repo), repo.head()
    done(repo.path, *change)
    after, subject, made = tickets(repo), repo.subject(), repo.head()
    ran = done(repo.path, "undo")
    when = "2025-10-01 09:30 UTC"
    assert ran.lines[0] == f"undone: {made[:10]} {subject} (Ana Author, {when})"
    assert tickets(repo) == before
    named, _, what = subject.partition(": ")
    assert repo.subject() == f"{named}: undo: {what}"
    assert f"This reverts commit {made}." in repo.git("log", "-1", "--format=%b")
    assert repo.git("rev-parse", "HEAD~2") == head
    assert repo.status() == ""
    done(repo.path, "undo")
    assert tickets(repo) == after
    assert repo.subject() == f"{named}: redo: {what}"
    done(repo.path, "undo")
    assert (tickets(repo), repo.subject()) == (before, f"{named}: undo: {what}")


def test_commits_of_code_and_by_hand_are_passed_over(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    wanted = repo.head()
    repo.write("src/app.py", "new\n")
    repo.commit_all("JJM-001: the parser")
    write_by_hand(repo, ONE)
    repo.commit_all("legal has to be asked")
    write_by_hand(repo, TWO)
    repo.write("src/app.py", "newer\n")
    repo.commit_all("JJM-002: code and ticket")
    assert done(repo.path, "undo").out.startswith(f"undone: {wanted[:10]} ")
    data = repo.files()[ONE]
    assert b"priority: normal\n" in data
    assert data.endswith(LEGAL)
    assert repo.files()["src/app.py"] == b"newer\n"


def test_what_came_later_on_other_lines_stays(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    made = repo.head()
    done(repo.path, "set", "1", "title=Renamed")
    write_by_hand(repo, ONE)
    done(repo.path, "undo", made)
    data = repo.files()[ONE]
    assert b"title: Renamed\n" in data
    assert b"priority: normal\n" in data
    assert data.endswith(LEGAL)
    assert repo.status() == ""


def test_the_line_that_was_changed_since_is_named(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    made = repo.head()
    done(repo.path, "set", "1", "priority=low")
    repo.write(ONE, b"---\n# a comment\n" + repo.files()[ONE][4:])
    assert refused(repo, "undo", made) == (
        f"error: {ONE}:7 was changed since, on the same lines; nothing was undone\n"
        "hint: `jticket log JJM-001` shows what changed it\n"
    )
    assert '"code": "conflict"' in refused(repo, "undo", made, "--json")


def test_all_or_nothing_is_undone(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "2", "priority=high")
    made = repo.head()
    done(repo.path, "set", "2", "priority=critical")
    assert f"{TWO}:6 was changed since" in refused(repo, "undo", made)


def test_a_created_ticket_that_was_changed_since_is_not_removed(repo: GitRepo) -> None:
    done(repo.path, "create", "Third")
    write_by_hand(repo, THREE)
    assert "was changed since it was created" in refused(repo, "undo")


def test_a_created_ticket_that_others_refer_to_is_not_removed(repo: GitRepo) -> None:
    done(repo.path, "create", "Third")
    made = repo.head()
    done(repo.path, "dep", "add", "1", "3")
    err = refused(repo, "undo", made)
    assert "other tickets refer to JJM-003: JJM-001 (dependencies)" in err


def test_an_undo_that_would_cause_an_error_is_refused(repo: GitRepo) -> None:
    done(repo.path, "dep", "add", "1", "2")
    done(repo.path, "dep", "rm", "1", "2")
    made = repo.head()
    done(repo.path, "dep", "add", "2", "1")
    err = refused(repo, "undo", made)
    assert err.startswith("error: after that, tickets would have errors:\n")
    assert "JJM-001" in err


def test_a_ticket_is_found_where_it_was_moved(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    made = repo.head()
    done(repo.path, "cancel", "1")
    done(repo.path, "archive")
    done(repo.path, "undo", made)
    assert b"priority: normal" in repo.files()[".tickets/archive/JJM-001.md"]


def test_an_archived_ticket_comes_back_with_what_was_written_since(repo: GitRepo) -> None:
    done(repo.path, "cancel", "1")
    done(repo.path, "archive")
    made = repo.head()
    done(repo.path, "devlog", "1", "Even so.", "--as", "ana")
    done(repo.path, "undo", made)
    assert b"Even so." in repo.files()[ONE]
    assert ".tickets/archive/JJM-001.md" not in repo.files()
    assert "nothing to change" in done(repo.path, "undo", made).err


def test_what_is_undone_already_changes_nothing(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    made = repo.head()
    done(repo.path, "undo")
    head = repo.head()
    ran = done(repo.path, "undo", made)
    assert ran.err == "note: nothing to change\n"
    assert repo.head() == head


def test_a_ticket_that_is_gone_or_there_again_is_a_conflict(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    changed = repo.head()
    done(repo.path, "delete", "1")
    gone = repo.head()
    assert f"{ONE} is gone since; nothing was undone" in refused(repo, "undo", changed)
    repo.write(ONE, "---\nid: JJM-001\ntitle: Another\n---\n")
    assert f"{ONE} is there again; nothing was undone" in refused(repo, "undo", gone)


def test_a_file_that_could_not_be_read_comes_back_as_it_was(repo: GitRepo) -> None:
    repo.write(ONE, "no ticket\n")
    repo.commit_all("broken")
    done(repo.path, "delete", "1")
    done(repo.path, "undo")
    assert repo.files()[ONE] == b"no ticket\n"


def test_line_endings_that_git_converts_are_merged(repo: GitRepo) -> None:
    before = checked_out_with_crlf(repo)
    done(repo.path, "set", "1", "priority=high")
    done(repo.path, "undo")
    assert repo.files()[ONE] == before


def test_the_last_commit_of_someone_else_must_be_named(repo: GitRepo) -> None:
    ben = {"GIT_AUTHOR_NAME": "Ben", "GIT_AUTHOR_EMAIL": "ben@example.com"}
    done(repo.path, "set", "1", "priority=high", **ben)
    made = repo.head()
    assert refused(repo, "undo") == (
        "error: the last commit on tickets, 'JJM-001: set priority=high', is by Ben\n"
        f"hint: `jticket undo {made[:10]}` undoes it all the same\n"
    )
    done(repo.path, "undo", made[:10])
    assert b"priority: normal" in repo.files()[ONE]


def test_a_commit_of_another_kind_is_refused_even_when_it_is_named(repo: GitRepo) -> None:
    write_by_hand(repo, ONE)
    repo.write("src/app.py", "new\n")
    mixed = repo.commit_all("JJM-001: code and ticket")
    assert refused(repo, "undo", mixed) == (
        f"error: {mixed[:10]} 'JJM-001: code and ticket' also changes src/app.py\n"
        f"hint: `git revert {mixed[:10]}` undoes all of it\n"
    )
    repo.write("src/app.py", "newer\n")
    code = repo.commit_all("code")
    assert "changes no ticket" in refused(repo, "undo", code)
    repo.git("checkout", "-q", "-b", "side", "HEAD~1")
    done(repo.path, "set", "2", "priority=high")
    side = repo.head()
    repo.git("checkout", "-q", "main")
    assert "is not in the history of this branch" in refused(repo, "undo", side)
    repo.git("merge", "-q", "--no-ff", "-m", "JJM-002: merged", "side")
    assert "is a merge" in refused(repo, "undo", "HEAD")
    assert "no commit 'nope'" in refused(repo, "undo", "nope")


def test_what_a_merge_brought_is_not_your_last_commit(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    repo.git("checkout", "-q", "-b", "side", "HEAD~1")
    done(repo.path, "set", "2", "priority=high")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "-m", "merged", "side")
    done(repo.path, "undo")
    assert b"priority: normal" in repo.files()[ONE]
    assert b"priority: high" in repo.files()[TWO]


def test_a_commit_by_hand_on_tickets_alone_is_undone_when_it_is_named(repo: GitRepo) -> None:
    write_by_hand(repo, ONE)
    made = repo.commit_all("legal has to be asked")
    assert "jticket has made no commit on tickets here" in refused(repo, "undo")
    done(repo.path, "undo", made)
    assert b"Legal" not in repo.files()[ONE]
    assert repo.subject() == "JJM-001: undo: legal has to be asked"


def test_subjects_have_the_shape_of_the_config(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\ncommit_subject: 'chore(x): {id} {what}'\n")
    repo.commit_all("config")
    done(repo.path, "set", "1", "priority=high")
    done(repo.path, "undo")
    assert repo.subject() == "chore(x): JJM-001 undo: set priority=high"
    done(repo.path, "undo")
    assert repo.subject() == "chore(x): JJM-001 redo: set priority=high"


def test_the_oldest_commit_of_a_shallow_clone_is_not_undone(repo: GitRepo) -> None:
    repo.git("rm", "-q", "README.md", "src/app.py", ".tickets/config.yml")
    repo.commit_all("tickets alone")
    done(repo.path, "set", "1", "priority=high")
    clone = repo.path.parent / "clone"
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(clone))
    for arguments in (("undo",), ("undo", "HEAD")):
        ran = jticket(clone, *arguments)
        assert (ran.status, "is where this shallow clone begins" in ran.err) == (1, True)


def test_without_a_commit_the_files_alone_change(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    head = repo.head()
    done(repo.path, "undo", "--no-commit")
    assert (repo.head(), repo.status()) == (head, f" M {ONE}")


def test_a_message_may_say_why(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    made = repo.head()
    done(repo.path, "undo", "-m", "not so urgent")
    message = repo.git("log", "-1", "--format=%B")
    assert message.startswith(f"JJM-001: not so urgent\n\nThis reverts commit {made}.")


def test_as_json_what_was_undone_and_the_tickets_are_printed(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    made = repo.head()
    printed = done(repo.path, "undo", "--json").json
    assert printed["undone"] == {
        "commit": made,
        "subject": "JJM-001: set priority=high",
        "author": "Ana Author",
        "timestamp": "2025-10-01T09:30:00Z",
    }
    assert printed["commit"] == repo.head()
    assert [(ticket["id"], ticket["priority"]) for ticket in printed["tickets"]] == [
        ("JJM-001", "normal")
    ]
    done(repo.path, "create", "Third")
    assert done(repo.path, "undo", "--json").json["deleted"] == ["JJM-003"]


def test_a_refused_commit_puts_everything_back(repo: GitRepo) -> None:
    done(repo.path, "create", "Third")
    done(repo.path, "delete", "2")
    repo.hook("pre-commit", "exit 1")
    refused(repo, "undo")
    refused(repo, "undo", "HEAD~1")
    assert repo.status() == ""


def test_in_the_middle_of_a_merge_it_is_refused(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    repo.write(".git/MERGE_HEAD", f"{repo.head()}\n")
    assert "merge" in refused(repo, "undo")


def test_without_a_repository_there_is_nothing_to_undo(repo: GitRepo) -> None:
    (repo.path / ".git").rename(repo.path / "not-git")
    for options in ((), ("--no-commit",)):
        ran = jticket(repo.path, "undo", *options)
        assert (ran.status, "git" in ran.err) == (1, True)


def test_the_tab_key_offers_the_commits_that_can_be_undone(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "priority=high")
    sent = "jticket\x1fundo\x1f"
    ran = jticket(repo.path, _JTICKET_COMPLETE="zsh_complete", _JTICKET_WORDS=sent)
    assert f"{repo.head()[:10]}" in ran.out
