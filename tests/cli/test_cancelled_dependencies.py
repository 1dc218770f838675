"""A cancelled dependency is satisfied, and the views of ready tickets say that it was cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done
from ticket_repos import write_tickets

if TYPE_CHECKING:
    from gitrepo import GitRepo

TICKETS = {
    1: "status: cancelled\ntitle: Dropped",
    2: "status: cancelled\ntitle: Dropped too",
    3: "dependencies: [JJM-001]\ntitle: Ready",
    4: "ticket_type: epic\ndependencies: [JJM-001, JJM-002]\ntitle: Epic",
    5: "parent_id: JJM-004\npriority: low\ntitle: Below",
    6: "dependencies: [JJM-001, JJM-003]\ntitle: Blocked",
}


@pytest.fixture
def repo_of_six(repo: GitRepo) -> GitRepo:
    write_tickets(repo, TICKETS)
    return repo


def test_ready_names_the_cancelled_dependencies(repo_of_six: GitRepo) -> None:
    ran = done(repo_of_six.path, "ready", "--columns", "id,cancelled_dependencies")
    assert ran.lines == ["JJM-003\tJJM-001", "JJM-005\tJJM-001,JJM-002"]
    assert ran.err == (
        "note: JJM-003 is available, but its dependency JJM-001 was cancelled\n"
        "note: JJM-005 is available, but its dependencies JJM-001, JJM-002 were cancelled\n"
    )
    assert done(repo_of_six.path, "ready", "--limit", "0").err == ""


def test_next_names_them_in_its_reason(repo_of_six: GitRepo) -> None:
    end = "; its dependency JJM-001 was cancelled"
    assert done(repo_of_six.path, "next").out.rstrip().endswith(end)
    assert done(repo_of_six.path, "next", "--json").json["why"].endswith(end)


def test_a_card_of_the_board_says_it_of_ready_tickets_alone(repo_of_six: GitRepo) -> None:
    for columns in ("60", "200"):
        out = done(repo_of_six.path, "board", "--format", "table", COLUMNS=columns).out
        assert out.count("JJM-001 was cancelled") == 1
        assert out.count("JJM-001, JJM-002 were cancelled") == 1
        assert out.count("blocked") == 1


def test_json_has_them_for_every_ticket(repo_of_six: GitRepo) -> None:
    listed = done(repo_of_six.path, "list", "--json").json
    assert {ticket["id"][-1]: ticket["cancelled_dependencies"] for ticket in listed} == {
        "3": ["JJM-001"],
        "4": ["JJM-001", "JJM-002"],
        "5": ["JJM-001", "JJM-002"],
        "6": ["JJM-001"],
    }
