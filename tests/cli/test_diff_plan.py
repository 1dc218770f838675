"""What `diff` says of the plan, held against what the planning commands say of either end."""

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
    for name, each in facts.items():
        lines = "".join(f"{key}: {value}\n" for key, value in each.items())
        repo.write(f".tickets/{name}.md", f"---\nid: {name}\n{lines}---\n")


def ticket(random: Random, ids: list[str]) -> dict[str, str]:
    """The front matter of a ticket, with references to any ticket, itself among them."""
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
    """Another state: tickets come, go, change, and some have another ID and the old as an alias."""
    found = {}
    for name, each in facts.items():
        fate = random.random()
        if fate < 0.15:
            continue
        fresh = ticket(random, list(facts))
        keys = random.sample(sorted(fresh), random.randint(0, 3))
        changed = {**each, **{key: fresh[key] for key in keys if key != "title"}}
        if fate < 0.3:
            found[f"JJM-1{name[-2:]}"] = {**changed, "aliases": f"[{name}]"}
        else:
            found[name] = changed
    return {**found, "JJM-050": ticket(random, list(facts)), "JJM-051": ticket(random, list(found))}


def views(folder: Path, at: str) -> dict[str, Any]:
    """What the planning commands say of a commit."""
    tickets = done(folder, "list", "--all", "--json", "--at", at).json
    phases: dict[str, list[str]] = {}
    for each in tickets:
        if each["phase"]:
            phases.setdefault(each["phase"], []).append(each["status"])
    return {
        "plan": done(folder, "plan", "--json", "--at", at).json,
        "stats": done(folder, "stats", "--json", "--at", at).json,
        "ready": {each["id"] for each in done(folder, "ready", "--json", "--at", at).json},
        "blocked": {each["id"] for each in done(folder, "blocked", "--json", "--at", at).json},
        "closed": {each["id"] for each in tickets if each["status"] in CLOSED},
        "all": {each["id"] for each in tickets},
        "phases": {phase for phase, all_ in phases.items() if {*all_} <= CLOSED and "done" in all_},
    }


@pytest.mark.parametrize("seed", range(12))
def test_the_plans_before_and_after_match_the_views_of_both_ends(repo: GitRepo, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - to have it again
    ids = [f"JJM-{n:03}" for n in range(1, 13)]
    facts = {each: ticket(random, ids) for each in ids}
    write(repo, facts)
    repo.commit_all("before")
    repo.git("tag", "before")
    then = edited(random, facts)
    write(repo, then)
    repo.commit_all("after")
    told = done(repo.path, "diff", "before..HEAD", "--json").json
    plan, old, new = told["plan"], views(repo.path, "before"), views(repo.path, "HEAD")
    today = {each["from"]: each["to"] for each in told["renumbered"]}
    assert today == {f"JJM-0{each[-2:]}": each for each in then if "aliases" in then[each]}

    def was(view: str) -> set[str]:
        return {today.get(each, each) for each in old[view]}

    assert {*told["created"]} == new["all"] - was("all")
    assert {*told["deleted"]} == was("all") - new["all"]
    stats = [side["stats"] for side in (old, new)]
    whole = [each["effort_hours"] - each["cancelled_hours"] for each in stats]
    finished = [each["done_hours"] for each in stats]
    assert plan["effort_hours"] == pytest.approx(whole)
    assert plan["done_hours"] == pytest.approx(finished)
    left = [a - b for a, b in zip(whole, finished, strict=True)]
    assert plan["open_hours"] == pytest.approx(left)
    plans = old["plan"], new["plan"]
    assert plan["critical_path_hours"] == [each["critical_path"]["hours"] for each in plans]
    assert plan["critical_path"] == [each["critical_path"]["ids"] for each in plans]
    assert plan["missing_effort"] == [len(each["missing_effort"]) for each in plans]
    for name in ("ready", "blocked", "closed"):
        assert {*plan[f"newly_{name}"]} == new[name] - was(name)
    path = {today.get(each, each) for each in plan["critical_path"][0]}
    assert {*plan["newly_critical"]} == {*plan["critical_path"][1]} - path
    assert {*plan["reopened"]} == (was("closed") & new["all"]) - new["closed"]
    assert {*plan["phases_completed"]} == new["phases"] - old["phases"]
