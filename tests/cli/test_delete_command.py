"""`delete`: tickets go in one commit, unless others need them or their text would be lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket, refused

if TYPE_CHECKING:
    from gitrepo import GitRepo

ONE, TWO = ".tickets/JJM-001.md", ".tickets/JJM-002.md"
RANDOM = "---\nid: JJM-x7k3\ntitle: Random\naliases: [OLD-7]\nrefs: [gh:a/b#1]\n---\n"


def tickets(repo: GitRepo) -> set[str]:
    return {name for name in repo.files() if name.endswith(".md") and ".tickets" in name}


def test_tickets_are_deleted_in_one_commit_of_their_files_alone(repo: GitRepo) -> None:
    repo.write("README.md", "staged\n")
    repo.git("add", "README.md")
    before = repo.head()
    ran = done(repo.path, "delete", "1", "jjm-2", "JJM-001")
    assert ran.lines == ["JJM-001 First: deleted", "JJM-002 Second: deleted"]
    assert tickets(repo) == set()
    assert repo.subject() == "JJM-001, JJM-002: delete"
    assert repo.git("rev-parse", "HEAD^") == before
    changed = repo.git("diff-tree", "-r", "--name-status", "--no-commit-id", "HEAD").splitlines()
    assert changed == [f"D\t{ONE}", f"D\t{TWO}"]
    assert repo.status() == "M  README.md"


def test_a_deleted_id_is_not_given_out_again(repo: GitRepo) -> None:
    done(repo.path, "delete", "2")
    assert done(repo.path, "create", "New").out == "JJM-003\n"
    given = '{"title": "x", "id": "JJM-002"}'
    ran = jticket(repo.path, "create", "--from-json", "-", stdin=given)
    assert (ran.status, "the ID JJM-002 is taken" in ran.err) == (1, True)


CONFIG = "prefix: JJM\nfields:\n  customer_ticket: {type: ticket}\n"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("parent_id: JJM-001", "parent_id"),
        ("dependencies: [JJM-001]", "dependencies"),
        ("relates_to: [jjm-1]", None),
        ("relates_to: [JJM-001]", "relates_to"),
        ("duplicate_of: JJM-001", "duplicate_of"),
        ("found_in: JJM-001", "found_in"),
        ("found_in: OLD-1", "found_in"),
        ("customer_ticket: JJM-001", "customer_ticket"),
        ("parent_id: JJM-001\ndependencies: [JJM-001]", "parent_id, dependencies"),
    ],
)
def test_a_ticket_that_others_refer_to_is_not_deleted(
    repo: GitRepo, line: str, field: str | None
) -> None:
    repo.write(".tickets/config.yml", CONFIG)
    repo.write(ONE, repo.files()[ONE].replace(b"tags: []", b"tags: []\naliases: [OLD-1]"))
    repo.write(TWO, repo.files()[TWO].replace(b"tags: []", f"tags: []\n{line}".encode()))
    repo.commit_all("they refer to each other")
    if field is None:  # not an ID, so not a reference
        done(repo.path, "delete", "1")
        return
    assert refused(repo, "delete", "JJM-001") == (
        f"error: other tickets refer to JJM-001: JJM-002 ({field})\n"
        "hint: remove these references; or close it, which keeps them: `jticket cancel JJM-001`\n"
    )
    assert "--force" not in refused(repo, "delete", "JJM-001")
    assert '"code": "referred_to"' in refused(repo, "delete", "JJM-001", "--json")


def test_tickets_that_refer_to_each_other_go_together(repo: GitRepo) -> None:
    done(repo.path, "dep", "add", "2", "1")
    done(repo.path, "delete", "1", "2")
    assert tickets(repo) == set()


def test_a_reference_is_left_dangling_by_force_alone_and_the_commit_says_so(repo: GitRepo) -> None:
    done(repo.path, "dep", "add", "2", "1")
    ran = done(repo.path, "delete", "1", "--force")
    assert repo.subject() == "JJM-001: delete (forced)"
    assert "note: no ticket JJM-001 any more for JJM-002 (dependencies)" in ran.err
    assert jticket(repo.path, "check").status == 1


@pytest.mark.parametrize("word", ["@", "x7", "x7k", "jjm-x7k", "JJM-x7"])
@pytest.mark.parametrize("command", ["delete", "cancel"])
def test_an_id_must_be_written_out(repo: GitRepo, command: str, word: str) -> None:
    repo.write(".tickets/JJM-x7k3.md", RANDOM)
    repo.commit_all("a random ID")
    if word != "@":
        done(repo.path, "show", word)
    ran = jticket(repo.path, command, word)
    assert ran.status in (1, 2)
    assert word == "@" or "hint: write JJM-x7k3 if you mean that ticket" in ran.err
    assert ".tickets/JJM-x7k3.md" in tickets(repo)
    assert repo.subject() == "a random ID"


@pytest.mark.parametrize("word", ["JJM-x7k3", "jjm-X7K3", "x7k3", "OLD-7", "old-7", "gh:a/b#1"])
def test_every_whole_name_of_a_ticket_will_do(repo: GitRepo, word: str) -> None:
    repo.write(".tickets/JJM-x7k3.md", RANDOM)
    repo.commit_all("a random ID")
    done(repo.path, "delete", word)
    assert tickets(repo) == {ONE, TWO}


@pytest.mark.parametrize("state", ["edited", "staged", "untracked", "assumed unchanged"])
def test_text_that_is_not_committed_is_not_lost(repo: GitRepo, state: str) -> None:
    name = ".tickets/JJM-009.md" if state == "untracked" else ONE
    text = repo.files()[ONE] + b"\nwritten by hand\n"
    repo.write(name, text.replace(b"JJM-001", name[9:16].encode()))
    if state == "staged":
        repo.git("add", name)
    if state == "assumed unchanged":
        repo.git("update-index", "--assume-unchanged", name)
    for options in ((), ("--force",), ("--no-commit",)):
        err = refused(repo, "delete", name[9:16], *options)
        assert err.startswith(f"error: {name} is not committed as it is, so its text would be lost")
        assert f"hint: `jticket commit {name[9:16]}` commits it, so that git keeps it\n" in err


def test_converted_line_endings_are_not_uncommitted_text(repo: GitRepo) -> None:
    repo.git("config", "core.autocrlf", "true")
    (repo.path / ONE).unlink()
    repo.git("checkout", "-q", ONE)
    assert b"\r\n" in repo.files()[ONE]
    done(repo.path, "delete", "1")


def test_without_a_commit_the_file_alone_is_removed(repo: GitRepo) -> None:
    head = repo.head()
    assert done(repo.path, "delete", "1", "--no-commit").out == "JJM-001 First: deleted\n"
    assert (repo.head(), repo.status()) == (head, f" D {ONE}")
    done(repo.path, "commit")
    assert repo.subject() == "JJM-001: delete"


def test_without_a_repository_nothing_would_keep_the_text(repo: GitRepo) -> None:
    (repo.path / ".git").rename(repo.path / "not-git")
    ran = jticket(repo.path, "delete", "1", "--no-commit")
    assert (ran.status, "its text would be lost" in ran.err) == (1, True)
    assert ONE in repo.files()


def test_a_file_that_cannot_be_read_is_deleted_by_its_name(repo: GitRepo) -> None:
    repo.write(ONE, "no ticket\n")
    assert "delete the file by hand" in refused(repo, "delete", "1")
    repo.commit_all("broken")
    done(repo.path, "delete", "1")
    assert tickets(repo) == {TWO}


def test_a_file_too_large_to_be_read_is_left(repo: GitRepo) -> None:
    repo.write(ONE, "x" * (1024 * 1024 + 1))
    repo.commit_all("large")
    assert "JJM-001 can't be read" in refused(repo, "delete", "1")


def test_a_refused_commit_puts_the_file_back_with_its_permissions(repo: GitRepo) -> None:
    (repo.path / ONE).chmod(0o600)
    repo.hook("pre-commit", "exit 1")
    refused(repo, "delete", "1")
    assert (repo.path / ONE).stat().st_mode & 0o777 == 0o600
    assert repo.status() == ""


def test_as_json_the_deleted_files_are_printed_with_the_commit(repo: GitRepo) -> None:
    (gone,) = done(repo.path, "delete", "1", "--json").json
    assert gone == {"id": "JJM-001", "path": ONE, "commit": repo.head()}
    (gone,) = done(repo.path, "delete", "2", "--json", "--no-commit").json
    assert gone == {"id": "JJM-002", "path": TWO, "commit": None}


def test_all_or_nothing(repo: GitRepo) -> None:
    assert "no ticket '9'" in refused(repo, "delete", "1", "9")
    assert "`jticket delete` needs ID" in refused(repo, "delete", status=2)


def test_a_message_may_say_why(repo: GitRepo) -> None:
    done(repo.path, "delete", "1", "-m", "written twice")
    assert repo.subject() == "JJM-001: written twice"
