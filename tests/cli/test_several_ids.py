"""Steps of several tickets: one commit or none, in an order that the workflow allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, refused

if TYPE_CHECKING:
    from gitrepo import GitRepo

ANA = ("--as", "ana")


@pytest.fixture
def four(repo: GitRepo) -> GitRepo:
    """Returns a project of four tickets that are not begun."""
    repo.write(".tickets/config.yml", "prefix: JJM\n")
    repo.commit_all("config")
    for title in ("Third", "Fourth"):
        done(repo.path, "create", title)
    return repo


def statuses(repo: GitRepo) -> str:
    return done(repo.path, "list", "--all", "--columns", "status", "--sort", "id").out


@pytest.mark.parametrize(
    ("before", "arguments", "what"),
    [
        ([], ("claim", "1", "2", *ANA), "backlog → in_progress, assignee ana"),
        (
            [("claim", "1", "2", *ANA)],
            ("release", "1", "2"),
            "in_progress → ready, assignee cleared",
        ),
        ([("claim", "1", "2", *ANA)], ("submit", "1", "2"), "in_progress → review"),
        ([("claim", "1", "2", *ANA)], ("complete", "1", "2"), "in_progress → done"),
        ([], ("cancel", "1", "2"), "backlog → cancelled"),
        ([("cancel", "1", "2")], ("reopen", "1", "2"), "cancelled → backlog"),
        ([], ("move", "1", "2", "ready"), "backlog → ready"),
        ([], ("hold", "1", "2", "legal"), "on_hold legal"),
        ([("hold", "1", "2", "legal")], ("resume", "1", "2"), "on_hold cleared"),
    ],
)
def test_a_step_of_several_tickets_is_one_commit_and_a_line_for_each(
    four: GitRepo, before: list[tuple[str, ...]], arguments: tuple[str, ...], what: str
) -> None:
    for words in before:
        done(four.path, *words)
    start = four.head()
    ran = done(four.path, *arguments)
    assert ran.lines[:2] == [f"JJM-001 First: {what}", f"JJM-002 Second: {what}"]
    assert four.git("rev-list", "--count", f"{start}..") == "1"
    assert four.subject().startswith("JJM-001, JJM-002: ")
    again = done(four.path, "undo", "--json")
    assert again.status == 0


def test_json_is_an_object_for_one_id_and_an_array_for_several(four: GitRepo) -> None:
    assert done(four.path, "claim", "1", *ANA, "--json").json["id"] == "JJM-001"
    tickets = done(four.path, "claim", "3", "2", "jjm-3", *ANA, "--json").json
    assert [ticket["id"] for ticket in tickets] == ["JJM-003", "JJM-002"]
    assert len({ticket["commit"] for ticket in tickets}) == 1
    assert done(four.path, "resume", "1", "--json").json["id"] == "JJM-001"


def test_one_refused_ticket_is_named_and_none_changes(four: GitRepo) -> None:
    done(four.path, "claim", "2", "--as", "ben")
    err = refused(four, "claim", "1", "2", "3", *ANA)
    assert err.startswith("error: JJM-002 is taken by ben: in_progress")
    assert err.endswith("; nothing was changed\n")
    assert "no ticket '9'" in refused(four, "claim", "1", "9", *ANA)
    assert "JJM-003 is cancelled" in done(four.path, "cancel", "3").out + refused(
        four, "hold", "1", "3", "legal"
    )


def test_what_is_done_already_is_named_and_the_rest_changes(four: GitRepo) -> None:
    done(four.path, "cancel", "1")
    ran = done(four.path, "cancel", "1", "2", "--note", "Too late.", *ANA)
    assert ran.out.startswith("JJM-002 Second: backlog → cancelled, devlog: Too late.")
    assert ran.err == "note: JJM-001 is already cancelled, so the note was not added\n"
    assert four.subject() == "JJM-002: cancel; devlog"


@pytest.mark.parametrize("order", [("1", "2", "3"), ("3", "2", "1"), ("2", "3", "1")])
def test_a_dependency_and_what_waits_for_it_are_completed_in_any_order(
    four: GitRepo, order: tuple[str, ...]
) -> None:
    done(four.path, "claim", "1", "2", "3", *ANA)
    done(four.path, "dep", "add", "3", "2")
    done(four.path, "dep", "add", "2", "1")
    assert "it waits for JJM-002" in refused(four, "complete", "3")
    done(four.path, "complete", *order)
    assert statuses(four).split() == ["done", "done", "done", "backlog"]


def test_an_epic_is_completed_with_its_children(four: GitRepo) -> None:
    done(four.path, "set", "4", "type=epic")
    done(four.path, "set", "1", "2", "parent=4")
    done(four.path, "claim", "1", "2", *ANA)
    assert "it has open children: JJM-002" in refused(four, "complete", "4", "1")
    done(four.path, "complete", "4", "1", "2")
    assert statuses(four).split() == ["done", "done", "backlog", "done"]


def test_tickets_that_wait_for_each_other_are_not_completed_together(four: GitRepo) -> None:
    done(four.path, "claim", "1", "2", *ANA)
    done(four.path, "dep", "add", "1", "2")
    text = four.files()[".tickets/JJM-002.md"]
    four.write(".tickets/JJM-002.md", text.replace(b"---\n", b"---\ndependencies: [JJM-001]\n", 1))
    assert "it waits for" in refused(four, "complete", "1", "2")
    done(four.path, "complete", "1", "2", "--force")
    assert four.subject().endswith("(forced)") or "forced" in four.git("log", "-1", "--format=%B")


def test_a_limit_counts_the_tickets_of_the_same_command(four: GitRepo) -> None:
    four.write(".tickets/config.yml", "prefix: JJM\nwip_limits: {per_person: 2}\n")
    four.commit_all("limits")
    err = refused(four, "claim", "1", "2", "3", *ANA)
    assert "ana has 2 tickets in progress, the limit is 2: JJM-001, JJM-002" in err
    done(four.path, "claim", "1", "2", *ANA)


def test_every_id_to_cancel_is_written_out(four: GitRepo) -> None:
    four.write(".tickets/config.yml", "prefix: JJM\nid_scheme: random\n")
    four.commit_all("random")
    new = done(four.path, "create", "Fifth").out.strip()
    assert "is only part of an ID" in refused(four, "cancel", "1", new[:6], status=2)


@pytest.mark.parametrize(
    ("arguments", "held", "text"),
    [
        (("1", "2"), ["JJM-001"], "2"),
        (("1", "JJM-002", "--until", "friday"), ["JJM-001", "JJM-002"], None),
        (("1", "2", "--until", "friday"), ["JJM-001", "JJM-002"], None),
        (("1", "2", "legal", "--until", "friday"), ["JJM-001", "JJM-002"], "legal"),
        (("1", "JJM-2 lands", "--until", "friday"), ["JJM-001"], "JJM-2 lands"),
    ],
)
def test_the_last_argument_of_hold_is_the_text_unless_a_day_makes_it_an_id(
    four: GitRepo, arguments: tuple[str, ...], held: list[str], text: str | None
) -> None:
    done(four.path, "hold", *arguments)
    parked = done(four.path, "list", "--where", "parked", "--json").json
    assert [ticket["id"] for ticket in parked] == held
    assert {ticket["on_hold"] for ticket in parked} == {text}


def test_the_status_comes_last(four: GitRepo) -> None:
    assert "unknown status '2'" in refused(four, "move", "1", "ready", "2", status=2)
