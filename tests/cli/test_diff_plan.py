"""What `diff` reports about the plan, compared with the planning commands at either end."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from commandline import done

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

STATUSES = ["backlog", "ready", "in_progress", "review", "done", "done", "cancelled"]
CLOSED = {"done", "cancelled"}


def write(repo: GitRepo, facts: dict[str, dict[str, str]]) -> None:
    """Makes the folder hold these tickets and no others."""
    for path in (repo.path / ".tickets").glob("*.md"):
        path.unlink()
    for name, fact in facts.items():
        lines = "".join(f"{key}: {value}\n" for key, value in fact.items())
        repo.write(f".tickets/{name}.md", f"---\nid: {name}\n{lines}---\n")


def ticket(random: Random, ids: list[str]) -> dict[str, str]:
    """Returns the front matter of a ticket, with references to any ticket, itself among them."""
    facts = {
        "title": f"T{random.random()}",
        "status": random.choice(STATUSES),
        "ticket_type": random.choice(["epic", "task", "task", "bug"]),
        "dependencies": f"[{', '.join(random.sample(ids, random.randint(0, 2)))}]",
    }
    if random.random() < 0.8:
        facts["effort"] = random.choice(["90m", "2h", "1d", "0.1h"])
    if random.random() < 0.5:
        facts["phase"] = random.choice(["One", "Two", "Three"])
    if random.random() < 0.4:
        facts["parent_id"] = random.choice(ids)
    return facts


def edited(random: Random, facts: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Returns another state: tickets come, go or change; some get a new ID and an alias."""
    facts_after = {}
    for name, fact in facts.items():
        fate = random.random()
        if fate < 0.15:
            continue
        fresh = ticket(random, list(facts))
        keys = random.sample(sorted(fresh), random.randint(0, 3))
        changed = {**fact, **{key: fresh[key] for key in keys if key != "title"}}
        if fate < 0.3:
            facts_after[f"JJM-1{name[-2:]}"] = {**changed, "aliases": f"[{name}]"}
        else:
            facts_after[name] = changed
    return {
        **facts_after,
        "JJM-050": ticket(random, list(facts)),
        "JJM-051": ticket(random, list(facts_after)),
    }


def views(folder: Path, at: str) -> dict[str, Any]:
    """Returns what the planning commands report about a commit."""
    tickets = done(folder, "list", "--all", "--json", "--at", at).json
    phases: dict[str, list[str]] = {}
    for ticket in tickets:
        if ticket["phase"]:
            phases.setdefault(ticket["phase"], []).append(ticket["status"])
    return {
        "plan": done(folder, "plan", "--json", "--at", at).json,
        "stats": done(folder, "stats", "--json", "--at", at).json,
        "ready": {ticket["id"] for ticket in done(folder, "ready", "--json", "--at", at).json},
        "blocked": {ticket["id"] for ticket in done(folder, "blocked", "--json", "--at", at).json},
        "closed": {ticket["id"] for ticket in tickets if ticket["status"] in CLOSED},
        "all": {ticket["id"] for ticket in tickets},
        "phases": {phase for phase, all_ in phases.items() if {*all_} <= CLOSED and "done" in all_},
    }


@pytest.mark.parametrize("seed", range(12))
def test_the_plans_before_and_after_match_the_views_of_both_ends(repo: GitRepo, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - to have it again
    ids = [f"JJM-{n:03}" for n in range(1, 13)]
    facts = {ticket_id: ticket(random, ids) for ticket_id in ids}
    write(repo, facts)
    repo.commit_all("before")
    repo.git("tag", "before")
    then = edited(random, facts)
    write(repo, then)
    repo.commit_all("after")
    comparison = done(repo.path, "diff", "before..HEAD", "--json").json
    plan, old, new = comparison["plan"], views(repo.path, "before"), views(repo.path, "HEAD")
    today = {pair["from"]: pair["to"] for pair in comparison["renumbered"]}
    assert today == {
        f"JJM-0{ticket_id[-2:]}": ticket_id for ticket_id in then if "aliases" in then[ticket_id]
    }

    def was(view: str) -> set[str]:
        return {today.get(ticket_id, ticket_id) for ticket_id in old[view]}

    assert {*comparison["created"]} == new["all"] - was("all")
    assert {*comparison["deleted"]} == was("all") - new["all"]
    stats = [side["stats"] for side in (old, new)]
    planned = [report["effort_hours"] - report["cancelled_hours"] for report in stats]
    finished = [report["done_hours"] for report in stats]
    assert plan["effort_hours"] == pytest.approx(planned)
    assert plan["done_hours"] == pytest.approx(finished)
    left = [a - b for a, b in zip(planned, finished, strict=True)]
    assert plan["open_hours"] == pytest.approx(left)
    plans = old["plan"], new["plan"]
    assert plan["critical_path_hours"] == [report["critical_path"]["hours"] for report in plans]
    assert plan["critical_path"] == [report["critical_path"]["ids"] for report in plans]
    assert plan["missing_effort"] == [len(report["missing_effort"]) for report in plans]
    for name in ("ready", "blocked", "closed"):
        assert {*plan[f"newly_{name}"]} == new[name] - was(name)
    path = {today.get(ticket_id, ticket_id) for ticket_id in plan["critical_path"][0]}
    assert {*plan["newly_critical"]} == {*plan["critical_path"][1]} - path
    assert {*plan["reopened"]} == (was("closed") & new["all"]) - new["closed"]
    assert {*plan["phases_completed"]} == new["phases"] - old["phases"]
