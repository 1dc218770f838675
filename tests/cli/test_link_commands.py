"""`link`, `unlink` and `cancel --duplicate-of`: relations that mean nothing for the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, refused

if TYPE_CHECKING:
    from gitrepo import GitRepo


@pytest.fixture
def linked(repo: GitRepo) -> GitRepo:
    """Returns a repository with four tickets, and a custom field that names a ticket."""
    done(repo.path, "create", "Third")
    done(repo.path, "create", "Fourth")
    config = "prefix: JJM\nfields:\n  reviewed_with: {type: ticket}\n"
    repo.write(".tickets/config.yml", config)
    repo.commit_all()
    return repo


def lines(repo: GitRepo, key: str, ticket: str = "JJM-001") -> list[str]:
    text = repo.files()[f".tickets/{ticket}.md"].decode()
    return [line for line in text.splitlines() if line.startswith(f"{key}:")]


def test_tickets_are_linked_and_unlinked_with_one_commit_each(linked: GitRepo) -> None:
    before = linked.files()
    done(linked.path, "link", "1", "relates-to", "2", "jjm-3")
    assert linked.subject() == "JJM-001: link relates_to JJM-002, JJM-003"
    assert lines(linked, "relates_to") == ["relates_to: [JJM-002, JJM-003]"]
    done(linked.path, "link", "1", "relates_to", "4")
    assert lines(linked, "relates_to") == ["relates_to: [JJM-002, JJM-003, JJM-004]"]
    done(linked.path, "unlink", "1", "relates_to", "2", "3", "4")
    assert linked.subject() == "JJM-001: unlink relates_to JJM-002, JJM-003, JJM-004"
    assert linked.files() == before


@pytest.mark.parametrize("key", ["duplicate_of", "found_in", "reviewed_with"])
def test_a_relation_to_one_ticket_is_set_once_and_cleared(key: str, linked: GitRepo) -> None:
    before = linked.files()
    done(linked.path, "link", "1", key, "2")
    assert lines(linked, key) == [f"{key}: JJM-002"]
    message = refused(linked, "link", "1", key, "3")
    assert f"JJM-001 already has {key} JJM-002, and can have only one" in message
    assert f"`jticket unlink JJM-001 {key} JJM-002` removes that relation" in message
    assert f"a ticket can have only one {key}" in refused(
        linked, "link", "4", key, "2", "3", status=2
    )
    done(linked.path, "unlink", "1", key)
    assert linked.files() == before
    assert f"JJM-001 does not have {key}" in refused(linked, "unlink", "1", key)


def test_a_relation_that_is_there_is_named_and_not_written_again(linked: GitRepo) -> None:
    done(linked.path, "link", "1", "relates_to", "2")
    before = linked.head(), linked.files()
    ran = done(linked.path, "link", "1", "relates_to", "2")
    assert (ran.out, ran.err) == ("", "note: JJM-001 already has relates_to JJM-002\n")
    ran = done(linked.path, "link", "2", "relates_to", "1")
    same = "note: JJM-001 already has relates_to JJM-002, which is the same relation\n"
    assert (ran.out, ran.err) == ("", same)
    assert (linked.head(), linked.files()) == before
    ran = done(linked.path, "link", "2", "relates_to", "1", "3")
    assert ran.err == same
    assert lines(linked, "relates_to", "JJM-002") == ["relates_to: [JJM-003]"]


def test_a_relation_is_unlinked_from_its_other_end(linked: GitRepo) -> None:
    done(linked.path, "link", "1", "relates_to", "2", "4")
    done(linked.path, "link", "2", "relates_to", "3")
    done(linked.path, "unlink", "2", "relates_to", "1", "3")
    assert linked.subject().startswith("JJM-002, JJM-001: unlink relates_to")
    assert lines(linked, "relates_to") == ["relates_to: [JJM-004]"]
    assert lines(linked, "relates_to", "JJM-002") == []
    message = refused(linked, "unlink", "2", "relates_to", "1")
    assert "JJM-002 does not have relates_to 1" in message


def test_both_sides_that_name_each_other_are_unlinked(linked: GitRepo) -> None:
    before = linked.files()
    done(linked.path, "set", "1", "relates_to=2")
    done(linked.path, "set", "2", "relates_to=1")
    done(linked.path, "unlink", "1", "relates_to", "2")
    assert linked.files() == before


def test_a_lost_ticket_and_the_ticket_itself_can_be_unlinked(linked: GitRepo) -> None:
    name = ".tickets/JJM-001.md"
    text = linked.files()[name].decode()
    changed = text.replace("---\n\n", "relates_to: [JJM-001, JJM-099]\n---\n\n", 1)
    assert changed != text
    linked.write(name, changed)
    done(linked.path, "unlink", "1", "relates_to", "1", "99")
    assert linked.files()[name].decode() == text


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (["1", "relates_to", "1"], 1, "JJM-001 can't have itself as relates_to"),
        (["1", "duplicate_of", "jjm-1"], 1, "JJM-001 can't have itself as duplicate_of"),
        (["1", "relates_to", "99"], 1, "no ticket '99'"),
        (["99", "relates_to", "1"], 1, "no ticket '99'"),
        (["1", "relates", "2"], 2, "did you mean 'relates_to'?"),
        (["1", "duplicates", "2"], 2, "duplicates is the other end of duplicate_of"),
        (["1", "dependencies", "2"], 2, "unknown relation 'dependencies'"),
    ],
)
def test_what_can_t_be_linked_is_refused(
    args: list[str], status: int, message: str, linked: GitRepo
) -> None:
    assert message in refused(linked, "link", *args, status=status)


def test_two_tickets_don_t_repeat_each_other(linked: GitRepo) -> None:
    done(linked.path, "link", "1", "duplicate_of", "2")
    message = refused(linked, "link", "2", "duplicate_of", "1")
    assert "JJM-001 has duplicate_of JJM-002: the relation can't hold in both directions" in message
    assert "itself" in refused(linked, "cancel", "3", "--duplicate-of", "3")
    assert "both directions" in refused(linked, "cancel", "2", "--duplicate-of", "1")


def test_a_duplicate_is_cancelled_and_linked_in_one_commit(linked: GitRepo) -> None:
    start = linked.head()
    ran = done(linked.path, "cancel", "1", "--duplicate-of", "2", "--note", "See there.")
    assert ran.out.startswith("JJM-001 First: backlog → cancelled, duplicate_of JJM-002, devlog: ")
    assert linked.git("rev-list", "--count", f"{start}..") == "1"
    assert linked.subject() == "JJM-001: cancel: duplicate of JJM-002; devlog"
    assert lines(linked, "status") == ["status: cancelled"]
    (other,) = done(linked.path, "show", "2", "--json").json
    assert other["duplicates"] == ["JJM-001"]
    done(linked.path, "link", "3", "duplicate_of", "2")
    done(linked.path, "cancel", "3", "--duplicate-of", "2")
    assert lines(linked, "duplicate_of", "JJM-003") == ["duplicate_of: JJM-002"]
    assert "no ticket '99'" in refused(linked, "cancel", "4", "--duplicate-of", "99")


def test_a_custom_relation_is_followed_through_commands(linked: GitRepo) -> None:
    done(linked.path, "set", "1", "reviewed_with=2")
    (ticket,) = done(linked.path, "show", "1", "--json").json
    assert ticket["fields"] == {"reviewed_with": "JJM-002"}
    assert "no ticket '77'" in refused(linked, "set", "1", "reviewed_with=77")
    assert done(linked.path, "list", "--where", "reviewed_with = 2", "--format", "ids").lines == [
        "JJM-001"
    ]
