"""Claim, release, submit, complete, cancel, reopen, move: steps, refusals and their commits."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from commandline import NOW, command, done, environment, jticket, refused

if TYPE_CHECKING:
    from gitrepo import GitRepo

CLAIMERS = 50 if os.environ.get("JTICKET_STRESS") else 12


def field(repo: GitRepo, key: str, ticket: str = "JJM-001") -> str:
    lines = repo.files()[f".tickets/{ticket}.md"].decode().splitlines()
    return next(line.partition(":")[2].strip() for line in lines if line.startswith(f"{key}:"))


def test_a_ticket_goes_from_claim_to_done_with_one_commit_per_step(repo: GitRepo) -> None:
    start = repo.head()
    steps = {
        "claim": "backlog → in_progress, assignee ana",
        "submit": "in_progress → review",
        "complete": "review → done",
    }
    for step, what in steps.items():
        assert done(repo.path, step, "1", "--as", "ana").out == f"JJM-001 First: {what}\n"
    subjects = repo.git("log", "--reverse", "--format=%s", f"{start}..").splitlines()
    assert subjects == ["JJM-001: claim", "JJM-001: submit", "JJM-001: complete"]
    assert (field(repo, "status"), field(repo, "assignee")) == ("done", "ana")
    assert repo.git("diff", "--numstat", start) == "2\t2\t.tickets/JJM-001.md"


@pytest.mark.parametrize(
    ("args", "env", "name"),
    [
        (["--as", "ana"], {"JTICKET_USER": "ben"}, "ana"),
        ([], {"JTICKET_USER": "ben"}, "ben"),
        ([], {}, "Ana Author"),
    ],
)
def test_the_claimant_is_named_by_option_variable_or_git(
    repo: GitRepo, args: list[str], env: dict[str, str], name: str
) -> None:
    done(repo.path, "claim", "1", *args, **env)
    assert field(repo, "assignee") == name


def test_without_any_name_a_claim_says_how_to_give_one(repo: GitRepo) -> None:
    for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"):
        os.environ.pop(f"GIT_{name}", None)
    repo.git("config", "user.useConfigOnly", "true")
    ran = jticket(repo.path, "claim", "1", "--no-commit")
    assert ran.status == 1
    assert "JTICKET_USER" in ran.err


def test_a_refused_claim_says_who_has_the_ticket_and_since_when(repo: GitRepo) -> None:
    done(repo.path, "claim", "1", "--as", "ana")
    for who in ("ben", "ana"):
        err = refused(repo, "claim", "1", "--as", who)
        assert "JJM-001 is taken by ana: in_progress since 2025-10-01 09:30 UTC" in err


def test_closed_assigned_or_blocked_tickets_and_open_epics_cannot_be_claimed(
    repo: GitRepo,
) -> None:
    done(repo.path, "set", "1", "assignee=ana")
    assert "assigned to ana" in refused(repo, "claim", "1", "--as", "ben")
    done(repo.path, "dep", "add", "2", "1")
    assert "JJM-002 waits for JJM-001" in refused(repo, "claim", "2", "--as", "ben")
    done(repo.path, "create", "Epic", "-t", "epic")
    done(repo.path, "set", "1", "parent_id=3")
    assert "open children: JJM-001" in refused(repo, "claim", "3", "--as", "ben")
    done(repo.path, "cancel", "1")
    assert "JJM-001 is cancelled" in refused(repo, "claim", "1", "--as", "ana")
    done(repo.path, "claim", "3", "--as", "ben")


def test_force_overrides_and_the_commit_says_so(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "assignee=ana")
    done(repo.path, "claim", "1", "--as", "ben", "--force")
    assert repo.subject() == "JJM-001: claim (forced)"
    assert field(repo, "assignee") == "ben"


def test_release_makes_a_ticket_ready_and_clears_the_assignee(repo: GitRepo) -> None:
    done(repo.path, "claim", "1", "--as", "ana")
    done(repo.path, "release", "1")
    assert (field(repo, "status"), field(repo, "assignee")) == ("ready", "")


def test_release_clears_the_assignee_of_a_ready_ticket(repo: GitRepo) -> None:
    done(repo.path, "move", "1", "ready")
    done(repo.path, "set", "1", "assignee=ana")
    done(repo.path, "release", "1", "--note", "No time for it.", "--as", "ana")
    assert (field(repo, "status"), field(repo, "assignee")) == ("ready", "")
    assert repo.subject() == "JJM-001: release; devlog"
    before = repo.head()
    assert "JJM-001 is not claimed: it is ready" in done(repo.path, "release", "1").err
    assert repo.head() == before


@pytest.mark.parametrize(
    "args",
    [
        ("claim", "1", "--as", "ben"),  # it is in progress
        ("claim", "2", "--as", "ben"),  # it is assigned to someone else
        ("claim", "3", "--as", "ben"),  # it waits for another ticket
        ("claim", "4", "--as", "ben"),  # it is closed
        ("claim", "5", "--as", "ben"),  # it is an epic with open children
        ("complete", "3"),  # not from the backlog
        ("complete", "1"),  # a criterion is not ticked
        ("move", "1", "backlog"),
        ("set", "1", "status=backlog"),
    ],
)
def test_force_overrides_what_the_workflow_refuses(repo: GitRepo, args: tuple[str, ...]) -> None:
    done(repo.path, "claim", "1", "--as", "ana")
    done(repo.path, "criterion", "add", "1", "it works")
    done(repo.path, "set", "2", "assignee=ana")
    done(repo.path, "create", "Third", "--dep", "1")
    done(repo.path, "create", "Fourth", "--status", "cancelled")
    done(repo.path, "create", "Fifth", "--type", "epic")
    done(repo.path, "set", "2", "parent_id=5")
    assert "force" not in refused(repo, *args)
    done(repo.path, *args, "--force")
    assert repo.subject().endswith("(forced)")


@pytest.mark.parametrize("step", ["complete", "cancel", "move"])
def test_closing_a_ticket_names_those_that_became_ready(repo: GitRepo, step: str) -> None:
    for title, *needed in (("Third", "1"), ("Fourth", "1"), ("Fifth", "1", "2"), ("Sixth",)):
        done(repo.path, "create", title, *(arg for id_ in needed for arg in ("--dep", id_)))
    done(repo.path, "claim", "1", "--as", "ana")
    ran = done(repo.path, step, "1", *(["done"] if step == "move" else []))
    first = " (JJM-001 was cancelled)" if step == "cancel" else ""
    assert ran.out.endswith(f" · now available: JJM-003{first}, JJM-004{first}\n")


def test_closing_the_last_child_says_that_the_epic_can_be_completed(repo: GitRepo) -> None:
    done(repo.path, "create", "Login", "--type", "epic")
    done(repo.path, "set", "1", "2", "parent_id=3")
    assert "JJM-003" not in done(repo.path, "cancel", "1").out
    done(repo.path, "claim", "2", "--as", "ana")
    ran = done(repo.path, "complete", "2")
    assert ran.out == "JJM-002 Second: in_progress → done · can be completed: JJM-003\n"
    assert done(repo.path, "complete", "3").out == "JJM-003 Login: backlog → done\n"


def test_an_epic_that_is_closed_already_is_not_named(repo: GitRepo) -> None:
    done(repo.path, "create", "Login", "--type", "epic")
    done(repo.path, "set", "1", "parent_id=3")
    done(repo.path, "cancel", "3", "--force")
    assert "JJM-003" not in done(repo.path, "cancel", "1").out


def test_done_requires_criteria_dependencies_and_children(repo: GitRepo) -> None:
    done(repo.path, "criterion", "add", "1", "it works")
    done(repo.path, "create", "Child", "--parent", "1")
    done(repo.path, "claim", "1", "--as", "ana")
    done(repo.path, "dep", "add", "1", "2")
    err = refused(repo, "complete", "1")
    for words in ("not ticked", "waits for JJM-002", "JJM-003"):
        assert words in err


def test_an_epic_is_completed_from_the_backlog_when_its_children_are_closed(repo: GitRepo) -> None:
    done(repo.path, "create", "Login", "--type", "epic")
    done(repo.path, "create", "Child", "--parent", "3")
    assert "it has open children: JJM-004" in refused(repo, "complete", "3")
    done(repo.path, "cancel", "4")
    done(repo.path, "complete", "3")
    assert repo.subject() == "JJM-003: complete"


def test_closed_tickets_reopen_where_they_left_off(repo: GitRepo) -> None:
    done(repo.path, "cancel", "1")
    done(repo.path, "reopen", "1")
    assert field(repo, "status") == "backlog"
    done(repo.path, "move", "1", "in_progress")
    done(repo.path, "complete", "1")
    done(repo.path, "reopen", "1")
    assert field(repo, "status") == "in_progress"
    assert "is open already: in_progress" in done(repo.path, "reopen", "1").err


def test_move_follows_the_workflow_table_and_names_the_allowed_steps(repo: GitRepo) -> None:
    err = refused(repo, "move", "1", "review")
    assert "only to ready, in_progress, cancelled" in err
    assert "already backlog" in done(repo.path, "move", "1", "backlog").err
    ran = jticket(repo.path, "move", "1", "reviw")
    assert (ran.status, "did you mean 'review'?" in ran.err) == (2, True)


def test_a_note_is_a_devlog_entry_in_the_same_commit(repo: GitRepo) -> None:
    before = repo.head()
    done(repo.path, "claim", "1", "--as", "ana", "--note", "# Plan\n\nStart small.")
    assert repo.git("rev-parse", "HEAD^") == before
    text = repo.files()[".tickets/JJM-001.md"].decode()
    assert text.endswith(f"## Devlog\n\n### {NOW} ana\n\n#### Plan\n\nStart small.\n")


def test_with_json_a_step_prints_one_object(repo: GitRepo) -> None:
    ticket = done(repo.path, "claim", "1", "--as", "ana", "--json").json
    assert (ticket["status"], ticket["assignee"]) == ("in_progress", "ana")


def test_the_class_of_a_custom_status_says_whether_it_is_active(repo: GitRepo) -> None:
    config = "prefix: JJM\nworkflow:\n  review: [qa]\n  qa: [done]\nstatus_class: {qa: active}\n"
    repo.write(".tickets/config.yml", config)
    for step in (["claim", "1", "--as", "ana"], ["submit", "1"], ["move", "1", "qa"]):
        done(repo.path, *step)
    assert "is taken by ana: qa" in refused(repo, "claim", "1", "--as", "ben")
    done(repo.path, "complete", "1")


def test_one_of_many_concurrent_claims_wins_and_the_others_name_the_winner(repo: GitRepo) -> None:
    claimers = [
        subprocess.Popen(
            command("claim", "1", "--as", f"agent-{number}"),
            cwd=repo.path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(CLAIMERS)
    ]
    ended = [(claimer.communicate(), claimer.returncode) for claimer in claimers]
    winners = [number for number, (_, status) in enumerate(ended) if status == 0]
    assert len(winners) == 1
    for (_, err), status in ended:
        if status:
            assert (status, f"is taken by agent-{winners[0]}:" in err) == (1, True), err
    assert field(repo, "assignee") == f"agent-{winners[0]}"
    assert repo.git("log", "--format=%s", "--grep=claim") == "JJM-001: claim"
