"""`hold` and `resume`: tickets that wait for something outside the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, refused

if TYPE_CHECKING:
    from gitrepo import GitRepo


def text(repo: GitRepo, ticket: str = "JJM-001") -> str:
    return repo.files()[f".tickets/{ticket}.md"].decode()


@pytest.mark.parametrize(
    ("args", "lines", "what"),
    [
        (["answer from legal"], ["on_hold: answer from legal"], "hold: answer from legal"),
        (["--until", "2026-01-05"], ["wait_until: 2026-01-05"], "hold until 2026-01-05"),
        (
            ["answer from legal", "--until", "+3d"],
            ["on_hold: answer from legal", "wait_until: 2025-10-04"],
            "hold until 2025-10-04: answer from legal",
        ),
    ],
)
def test_a_hold_says_what_for_or_until_when_in_one_commit(
    args: list[str], lines: list[str], what: str, repo: GitRepo
) -> None:
    before = text(repo)
    done(repo.path, "hold", "1", *args)
    assert repo.subject() == f"JJM-001: {what}"
    assert [line for line in text(repo).splitlines() if line in lines] == lines[::-1]
    (ticket,) = done(repo.path, "show", "1", "--json").json
    assert (ticket["blocked"], ticket["status"]) == (True, "backlog")
    assert done(repo.path, "ready", "--format", "ids").lines == ["JJM-002"]
    ran = done(repo.path, "resume", "1")
    assert ran.out.endswith(" cleared · now available: JJM-001\n")
    assert (repo.subject(), text(repo)) == ("JJM-001: resume", before)


def test_a_second_hold_keeps_what_it_does_not_set(repo: GitRepo) -> None:
    done(repo.path, "hold", "1", "answer from legal", "--until", "2026-01-05")
    done(repo.path, "hold", "1", "--until", "2026-02-05")
    done(repo.path, "hold", "2", "--until", "2026-02-05")
    assert "on_hold: answer from legal\n" in text(repo)
    assert "wait_until: 2026-02-05\n" in text(repo)
    done(repo.path, "hold", "2", "a server")
    assert "wait_until: 2026-02-05\n" in text(repo, "JJM-002")


def test_a_note_is_in_the_commit_of_the_hold(repo: GitRepo) -> None:
    start = repo.head()
    done(repo.path, "hold", "1", "a server", "--note", "Asked ops.", "--as", "ana")
    done(repo.path, "resume", "1", "--note", "It is there.", "--as", "ben")
    assert repo.git("rev-list", "--count", f"{start}..") == "2"
    devlog = done(repo.path, "show", "1", "--json").json[0]["devlog"]
    entries = [(entry["author"], entry["text"]) for entry in devlog]
    assert entries == [("ana", "Asked ops."), ("ben", "It is there.")]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "nothing says what the ticket waits for"),
        (["  "], "nothing says what the ticket waits for"),
        (["--until", "2025-10-01"], "--until: 2025-10-01 is not in the future"),
        (["--until", "yesterday"], "--until: 2025-09-30 is not in the future"),
        (["--until", "soon"], "--until: "),
        (["two\nlines"], "on_hold"),
    ],
)
def test_a_hold_that_would_not_park_is_wrong_usage(
    args: list[str], message: str, repo: GitRepo
) -> None:
    assert message in refused(repo, "hold", "1", *args, status=2)


def test_a_closed_ticket_is_not_put_on_hold(repo: GitRepo) -> None:
    done(repo.path, "cancel", "1")
    message = refused(repo, "hold", "1", "a server")
    assert "JJM-001 is cancelled: only an open ticket can be put on hold" in message


def test_several_tickets_are_resumed_in_one_commit_or_none_is(repo: GitRepo) -> None:
    done(repo.path, "hold", "1", "a server")
    refused(repo, "resume", "1", "9")
    done(repo.path, "hold", "2", "--until", "friday")
    ran = done(repo.path, "resume", "1", "2", "1", "--json")
    assert [ticket["parked"] for ticket in ran.json] == [None, None]
    assert repo.subject() == "JJM-001, JJM-002: resume"


def test_a_hold_that_is_over_can_still_be_cleared(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "wait_until=2025-09-01")
    done(repo.path, "resume", "1")
    assert "wait_until" not in text(repo)


def test_a_status_that_parks_is_not_resumed_but_named(repo: GitRepo) -> None:
    repo.write(
        ".tickets/config.yml",
        "prefix: JJM\nworkflow:\n  backlog: [waiting]\n  waiting: [backlog]\n"
        "status_class: {waiting: parked}\n",
    )
    done(repo.path, "move", "1", "waiting")
    message = refused(repo, "resume", "1")
    assert "JJM-001 is not on hold; its status waiting parks it" in message
    assert "`jticket move JJM-001 backlog`" in message
    done(repo.path, "hold", "1", "a server")
    ran = done(repo.path, "resume", "1")
    assert ran.err == "note: JJM-001 is still parked by its status waiting\n"
    assert "status: waiting\n" in text(repo)


@pytest.mark.parametrize("hold", [["answer from legal"], ["--until", "2026-01-05"]])
def test_a_refused_claim_of_a_parked_ticket_names_what_ends_that(
    hold: list[str], repo: GitRepo
) -> None:
    done(repo.path, "hold", "1", *hold)
    message = refused(repo, "claim", "1", "--as", "ana")
    assert message.endswith("hint: `jticket resume JJM-001` ends that\n")


def test_a_refused_claim_of_a_ticket_parked_by_its_status_names_the_move(repo: GitRepo) -> None:
    repo.write(
        ".tickets/config.yml",
        "prefix: JJM\nworkflow:\n  backlog: [waiting]\n  waiting: [backlog]\n"
        "status_class: {waiting: parked}\n",
    )
    done(repo.path, "move", "1", "waiting")
    message = refused(repo, "claim", "1", "--as", "ana")
    assert message.endswith("hint: `jticket move JJM-001 backlog` moves it on\n")
