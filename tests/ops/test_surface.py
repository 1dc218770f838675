"""The use cases suffice for a surface: a ticket's life through `ops` alone, without click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from surface import NOW, Surface, changed

from jticket.errors import Advice, Remedy
from jticket.model.refusals import Active, Blocked, NotDone
from jticket.ops.branches.diff import review
from jticket.ops.selection import Selection
from jticket.ops.views.list import ready_tickets
from jticket.ops.views.next import next_ticket
from jticket.ops.views.plan import plan_tickets
from jticket.ops.write.consequences import consequences_of
from jticket.ops.write.create import create_tickets
from jticket.ops.write.criteria import NoSuchCriterionError, tick
from jticket.ops.write.cycles import CycleError
from jticket.ops.write.dependencies import add_dependencies
from jticket.ops.write.devlog import append_devlog
from jticket.ops.write.drafts import Batch, Draft, draft_of
from jticket.ops.write.options import Options
from jticket.ops.write.transitions import claim, complete
from jticket.ops.write.workflow_errors import WorkflowError
from jticket.store.lock import LockedError, held

if TYPE_CHECKING:
    from gitrepo import GitRepo

    from jticket.ops.write.create import Created


@pytest.fixture
def ana(repo: GitRepo) -> Surface:
    return Surface(repo.path, Options(actor="ana"))


@pytest.fixture
def ben(repo: GitRepo) -> Surface:
    return Surface(repo.path, Options(actor="ben"))


def create(surface: Surface, *drafts: Draft) -> Created:
    return surface.change(create_tickets, Batch(drafts), has_user_text=False)


def ready(surface: Surface) -> list[str]:
    files = ready_tickets(surface.workspace.project(), Selection({}), NOW)
    return [file.ticket.id for file in files]


def test_a_ticket_is_created_from_plain_values(ana: Surface) -> None:
    draft = draft_of(
        {"title": " Log in ", "tags": ["cli, api"], "files": ["a,b.py"], "dependencies": ["1"]},
        texts={"description": "By password."},
        criteria=["it works"],
    )
    created = create(ana, draft)
    ticket = created.outcome.project.find("3").ticket
    assert created.ids == ("JJM-003",)
    assert (ticket.title, ticket.tags, ticket.files) == ("Log in", ("cli", "api"), ("a,b.py",))
    assert ticket.dependencies == ("JJM-001",)
    assert [criterion.text for criterion in ticket.criteria] == ["it works"]


def test_a_ticket_is_claimed_worked_on_and_completed(repo: GitRepo, ana: Surface) -> None:
    create(ana, draft_of({"title": "Log in"}, criteria=["it works"]))
    create(ana, draft_of({"title": "Log out", "dependencies": ["3"]}))
    assert ready(ana) == ["JJM-001", "JJM-002", "JJM-003"]
    outcome = ana.change(claim, ["3"], "On it.")
    ticket = outcome.project.find("3").ticket
    assert (ticket.status, ticket.assignee) == ("in_progress", "ana")
    assert [entry.author for entry in ticket.devlog] == ["ana"]
    ana.change(tick, "3", [1], done=True)
    ana.change(append_devlog, "3", "Done.")
    outcome = ana.change(complete, ["3"])
    assert changed(outcome) == {"JJM-003": "complete"}
    assert consequences_of(outcome).available == ("JJM-004",)
    assert outcome.committed is not None
    assert outcome.committed.oid == repo.head()
    assert ready(ana) == ["JJM-001", "JJM-002", "JJM-004"]


def test_the_outcome_has_the_tickets_as_they_are_on_disk(ana: Surface) -> None:
    create(ana, draft_of({"title": "Log in"}))
    outcome = ana.change(claim, ["3"])
    read = ana.workspace.project()
    assert [file.path for file in outcome.project.valid] == [file.path for file in read.valid]
    tickets = [file.ticket for file in outcome.project.valid]
    assert tickets == [file.ticket for file in read.valid]


def test_a_refused_claim_has_the_holder_and_since_when(ana: Surface, ben: Surface) -> None:
    ana.change(claim, ["1"])
    with pytest.raises(WorkflowError) as caught:
        ben.change(claim, ["1"])
    error = caught.value
    assert error.refusal == Active("JJM-001", "in_progress", "ana")
    assert error.since == NOW
    assert error.hints == ((Advice(Remedy.NEXT),),)


def test_other_refusals_have_their_facts(ana: Surface) -> None:
    ana.change(add_dependencies, "2", ["1"])
    with pytest.raises(WorkflowError) as blocked:
        ana.change(claim, ["2"])
    assert blocked.value.refusal == Blocked("JJM-002", ("JJM-001",))
    with pytest.raises(CycleError) as cycle:
        ana.change(add_dependencies, "1", ["2"])
    assert set(cycle.value.cycle.ids) == {"JJM-001", "JJM-002"}
    with pytest.raises(NoSuchCriterionError) as criterion:
        ana.change(tick, "1", [2], done=True)
    assert (criterion.value.number, criterion.value.count) == (2, 0)
    create(ana, draft_of({"title": "Log in"}, criteria=["one", "two"]))
    ana.change(claim, ["3"])
    ana.change(tick, "3", [1], done=True)
    with pytest.raises(WorkflowError) as unmet:
        ana.change(complete, ["3"])
    refusal = unmet.value.refusal
    assert isinstance(refusal, NotDone)
    assert refusal.unmet.unticked == (2,)


def test_force_is_an_option_of_the_transaction(repo: GitRepo, ana: Surface) -> None:
    ana.change(claim, ["1"])
    forcing = Surface(repo.path, Options(actor="ben", force=True))
    outcome = forcing.change(claim, ["1"])
    assert outcome.project.find("1").ticket.assignee == "ben"


def test_the_next_ticket_and_the_plan_are_values(ana: Surface) -> None:
    ana.change(add_dependencies, "1", ["2"])
    project = ana.workspace.project()
    following = next_ticket(project, Selection({}), NOW).ticket
    assert following is not None
    assert following.ticket.id == "JJM-002"
    planned = plan_tickets(project, Selection({}), NOW).plan
    assert planned.order == ("JJM-002", "JJM-001")


def test_changes_are_reviewed_as_values(repo: GitRepo, ana: Surface) -> None:
    base = repo.head()
    ana.change(claim, ["1"])
    compared = review(ana.workspace, f"{base}..HEAD")
    (difference,) = compared.comparison.changed
    assert [change.after for change in difference.changes.fields] == ["in_progress", "ana"]


def test_the_timeout_for_the_lock_is_an_option(repo: GitRepo) -> None:
    hasty = Surface(repo.path, Options(actor="ana", patience=0.01))
    with held(repo.path / ".git/jticket.lock"), pytest.raises(LockedError) as caught:
        hasty.change(claim, ["1"])
    assert caught.value.waited == 0.01
