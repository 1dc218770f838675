"""How the views show parked tickets and relations, from both ends."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest
from commandline import done

if TYPE_CHECKING:
    from gitrepo import GitRepo


@pytest.fixture
def parked(repo: GitRepo) -> GitRepo:
    """Returns a repository whose first two of four tickets are parked."""
    for title in ("Third", "Fourth"):
        done(repo.path, "create", title, "--effort", "2h")
    done(repo.path, "hold", "1", "answer from legal")
    done(repo.path, "hold", "2", "--until", "2025-11-03")
    return repo


def test_the_board_draws_parked_tickets_last_below_a_line(parked: GitRepo) -> None:
    wide = done(parked.path, "board", "--format", "table", COLUMNS="120").lines
    cells = [line[:28].rstrip() for line in wide]
    assert cells[2:11] == [
        "JJM-003 Third",
        "  2h",
        "JJM-004 Fourth",
        "  2h",
        "· parked",
        cells[7],
        "  on hold",
        cells[9],
        "  from 3 Nov 2025",
    ]
    assert (cells[7][:7], cells[9][:7]) == ("JJM-001", "JJM-002")
    narrow = done(parked.path, "board", "--format", "table", COLUMNS="50").lines
    assert [line.split()[0] for line in narrow[1:6]] == [
        "JJM-003",
        "JJM-004",
        "·",
        "JJM-001",
        "JJM-002",
    ]
    assert "on hold" in narrow[4]
    column = done(parked.path, "board", "--json").json["columns"][0]
    ids = [ticket["id"] for ticket in column["tickets"]]
    assert ids == ["JJM-003", "JJM-004", "JJM-001", "JJM-002"]


def test_a_board_without_parked_tickets_has_no_such_line(repo: GitRepo) -> None:
    assert "parked" not in done(repo.path, "board", "--format", "table").out


@pytest.mark.parametrize("args", [[], ["--workers", "1"]])
def test_the_plan_marks_parked_tickets(args: list[str], parked: GitRepo) -> None:
    lines = done(parked.path, "plan", *args).lines
    rows = {ticket: line for line in lines for ticket in ("JJM-001", "JJM-003") if ticket in line}
    assert any("PARKED" in line for line in lines)
    assert "on hold" in rows["JJM-001"]
    assert "on hold" not in rows["JJM-003"]
    done(parked.path, "resume", "1", "2")
    assert "PARKED" not in done(parked.path, "plan", *args).out


def test_a_ticket_is_parked_by_the_day_of_the_view(parked: GitRepo) -> None:
    at = "2025-11-02T09:30:00Z"
    assert "2" not in done(parked.path, "ready", "--format", "ids", JTICKET_NOW=at).out
    later = "2025-12-01T09:30:00Z"
    assert "JJM-002" in done(parked.path, "ready", "--format", "ids", JTICKET_NOW=later).lines
    date = {"GIT_COMMITTER_DATE": "2025-10-05T00:00:00Z", "JTICKET_NOW": later}
    done(parked.path, "set", "3", "priority=high", **date)
    then = done(parked.path, "blocked", "--at", "HEAD", "--format", "ids", JTICKET_NOW=later)
    assert then.lines == ["JJM-001", "JJM-002"]


@pytest.mark.parametrize("by", [(), ("--by", "status")])
def test_an_overview_says_why_a_ticket_is_parked(parked: GitRepo, by: tuple[str, ...]) -> None:
    lines = done(parked.path, "overview", *by).lines
    for ticket_id, why in (("JJM-001", "on hold: "), ("JJM-002", "from ")):
        about = [line for line in lines if f"[{ticket_id}]" in line]
        assert about
        assert all(why in line for line in about)


def test_documents_and_graphs_show_parked_tickets_at_any_time(parked: GitRepo) -> None:
    for args in (["overview"], ["graph"], ["graph", "--format", "dot"]):
        early = done(parked.path, *args)
        late = done(parked.path, *args, JTICKET_NOW="2030-01-01T00:00:00Z")
        assert early.out == late.out
        assert "JJM-001" in early.out


def literally_inverse(tickets: dict[str, dict[str, list[str]]], key: str, end: str) -> set[str]:
    """Returns the tickets that name one, by the sentence in the format."""
    return {ticket for ticket, fields in tickets.items() if end in fields[key] and ticket != end}


@pytest.mark.parametrize("seed", range(2))
def test_json_and_show_have_the_other_ends_of_all_relations(seed: int, repo: GitRepo) -> None:
    chosen = random.Random(seed)  # noqa: S311 — tickets, not secrets
    ids = [f"JJM-{number:03}" for number in range(3, 9)]
    tickets = {
        ticket: {
            "relates_to": chosen.sample(ids, chosen.randint(0, 3)),
            "duplicate_of": chosen.sample(ids, chosen.randint(0, 1)),
            "found_in": chosen.sample(ids, chosen.randint(0, 1)),
        }
        for ticket in ids
    }
    batch = [
        {
            "id": ticket,
            "title": f"Title of {ticket}",
            "relates_to": fields["relates_to"],
            "duplicate_of": next(iter(fields["duplicate_of"]), None),
            "found_in": next(iter(fields["found_in"]), None),
        }
        for ticket, fields in tickets.items()
    ]
    done(repo.path, "create", "--from-json", "-", stdin=json.dumps(batch))
    for shown in done(repo.path, "show", *ids, "--json").json:
        ticket = shown["id"]
        own = {other for other in tickets[ticket]["relates_to"] if other != ticket}
        related = literally_inverse(tickets, "relates_to", ticket)
        assert shown["related"] == sorted(own | related)
        assert shown["duplicates"] == sorted(literally_inverse(tickets, "duplicate_of", ticket))
        assert shown["found_here"] == sorted(literally_inverse(tickets, "found_in", ticket))
        text = done(repo.path, "show", ticket).out
        around = {*own, *related, *shown["duplicates"], *shown["found_here"]}
        for other in around:
            assert f"{other}  backlog  Title of {other}" in text


def test_a_relation_to_a_lost_ticket_is_shown_as_such(repo: GitRepo) -> None:
    path = repo.path / ".tickets/JJM-001.md"
    path.write_text(path.read_text().replace("tags: []", "tags: []\nrelates_to: [JJM-077]"))
    assert "JJM-077  not found" in done(repo.path, "show", "1").out
