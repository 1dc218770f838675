"""Limits on work in progress: what they refuse, and how `next` and `board` show them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commandline import Ran, done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo


@pytest.fixture
def limited(repo: GitRepo) -> GitRepo:
    """Returns a project in which ana has one ticket in progress, of two that each may have."""
    config = "prefix: JJM\nwip_limits: {in_progress: 3, review: 1, per_person: 2}\n"
    repo.write(".tickets/config.yml", config)
    repo.commit_all("limits")
    for number in range(3, 7):
        done(repo.path, "create", f"Ticket {number}")
    done(repo.path, "claim", "1", "--as", "ana")
    return repo


def refused(repo: GitRepo, *args: str) -> str:
    before = repo.head(), repo.files()
    ran = jticket(repo.path, *args, "--json")
    assert ran.status == 1, ran
    assert code(ran) == "wip_limit"
    assert (repo.head(), repo.files()) == before
    return ran.err.splitlines()[0]


def code(ran: Ran) -> str:
    value: str = json.loads(ran.err.splitlines()[-1])["error"]["code"]
    return value


def test_a_claim_past_the_limit_of_a_person_is_refused_with_their_tickets(
    limited: GitRepo,
) -> None:
    done(limited.path, "claim", "2", "--as", "ana")
    error = refused(limited, "claim", "3", "--as", "ana")
    assert error == "error: ana has 2 tickets in progress, the limit is 2: JJM-001, JJM-002"
    done(limited.path, "claim", "3", "--as", "ben")


@pytest.mark.parametrize("args", [["claim", "4"], ["move", "4", "in_progress"]])
def test_no_step_goes_past_the_limit_of_a_status(limited: GitRepo, args: list[str]) -> None:
    for number, who in (("2", "ben"), ("3", "cy")):
        done(limited.path, "claim", number, "--as", who)
    error = refused(limited, *args, "--as", "dan")
    expected = "in_progress has 3 tickets, the limit is 3: JJM-001, JJM-002, JJM-003"
    assert error == f"error: {expected}"
    done(limited.path, *args, "--as", "dan", "--force")
    assert limited.git("log", "-1", "--format=%s").endswith("(forced)")


def test_a_status_that_is_set_heeds_the_limit_with_all_that_the_command_sets(
    limited: GitRepo,
) -> None:
    refused(limited, "set", "2", "3", "4", "status=in_progress")
    done(limited.path, "set", "2", "3", "status=in_progress")


def test_a_ticket_that_is_in_the_status_already_takes_no_more_room(limited: GitRepo) -> None:
    done(limited.path, "submit", "1")
    done(limited.path, "claim", "2", "--as", "ana")
    assert refused(limited, "submit", "2").endswith("review has 1 ticket, the limit is 1: JJM-001")
    done(limited.path, "move", "1", "in_progress")
    done(limited.path, "submit", "2")


def test_an_epic_takes_no_room(limited: GitRepo) -> None:
    for number in ("2", "3"):
        done(limited.path, "set", number, "ticket_type=epic", "status=in_progress")
    done(limited.path, "claim", "4", "--as", "ana")


def test_next_offers_a_ticket_past_the_limit_with_a_note(limited: GitRepo) -> None:
    quiet = done(limited.path, "next", JTICKET_USER="ana")
    assert (quiet.out.split("\t")[0], quiet.err) == ("JJM-002", "")
    done(limited.path, "claim", "2", "--as", "ana")
    ran = done(limited.path, "next", JTICKET_USER="ana")
    assert ran.out.startswith("JJM-003")
    assert ran.err == "note: ana has 2 tickets in progress, the limit is 2: JJM-001, JJM-002\n"
    assert not done(limited.path, "next", JTICKET_USER="ben").err


def test_the_head_of_a_column_shows_the_limit(limited: GitRepo) -> None:
    done(limited.path, "claim", "2", "--as", "ben")
    board = ["board", "--format", "table"]
    assert "in_progress (2/3)" in done(limited.path, *board, COLUMNS="200").out
    assert "in_progress (1 of 2/3)" in done(limited.path, *board, "--assignee", "ben").out
