"""`plan` and `next` as a user sees them, with the figures of the example project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commandline import done, jticket
from golden import reviewed
from test_people import nameless
from test_terminal_table import on_terminal

if TYPE_CHECKING:
    from gitrepo import GitRepo

TOP = Path(__file__).parents[2]
EXAMPLE = ("--dir", str(TOP / ".tickets-example"))
CRITICAL = [f"JJM-0{n}" for n in ("01", "03", "04", "06", "07", "13", "14", "16", "24", "60")]


def ticket(repo: GitRepo, number: int, front: str) -> None:
    path = f".tickets/JJM-{number:03}.md"
    repo.write(path, f"---\nid: JJM-{number:03}\ntitle: T{number}\n{front}\n---\n")


@pytest.fixture
def six(repo: GitRepo) -> GitRepo:
    ticket(repo, 1, "ticket_type: epic")
    ticket(repo, 2, "effort: 2h\nparent_id: JJM-001\nfiles: [a.py]")
    ticket(repo, 3, "effort: 3h\nparent_id: JJM-001\nfiles: [a.py]")
    ticket(repo, 4, "effort: 4h\ndependencies: [JJM-001]")
    ticket(repo, 5, "effort: 1h\nstatus: done")
    ticket(repo, 6, "priority: high\nassignee: ana")
    return repo


def plan(repo: GitRepo, *options: str) -> Any:
    return done(repo.path, "plan", "--json", *options).json


def test_the_example_takes_314_hours_and_45_on_its_critical_path() -> None:
    result = done(TOP, *EXAMPLE, "plan", "--all", "--json").json
    assert result["total_hours"] == 314
    assert result["critical_path"] == {"ids": CRITICAL, "hours": 45}
    assert result["done_hours"] == 0
    assert len(result["order"]) == len(result["tickets"]) == 62
    assert sum(map(len, result["waves"])) == 62


def test_the_mvp_of_the_example_takes_86_hours() -> None:
    result = done(TOP, *EXAMPLE, "plan", "--all", "--json", "--milestone", "MVP").json
    assert result["total_hours"] == 86


def test_a_plan_of_everything_leaves_cancelled_tickets_out(repo: GitRepo) -> None:
    ticket(repo, 1, "effort: 2h\nstatus: done")
    ticket(repo, 2, "effort: 40h\nstatus: cancelled\ndependencies: [JJM-001]")
    ticket(repo, 3, "effort: 3h\ndependencies: [JJM-002]")
    result = plan(repo, "--all")
    assert result["order"] == ["JJM-003", "JJM-001"]
    assert result["critical_path"] == {"ids": ["JJM-003"], "hours": 3}


def test_the_json_has_the_documented_keys(six: GitRepo) -> None:
    result = plan(six)
    assert result == {
        "critical_path": {"ids": ["JJM-003", "JJM-004"], "hours": 7},
        "waves": [["JJM-003", "JJM-006"], ["JJM-002"], ["JJM-004"]],
        "order": ["JJM-003", "JJM-002", "JJM-004", "JJM-006"],
        "total_hours": 9,
        "done_hours": 1,
        "workers": None,
        "finish_hours": 7,
        "finish_date": "2025-10-01",
        "lower_bound_hours": 7,
        "schedule": [],
        "tickets": {
            "JJM-002": timing(0, 2, 1, 3, slack=1, free=1),
            "JJM-003": timing(0, 3, 0, 3),
            "JJM-004": timing(3, 7, 3, 7),
            "JJM-006": timing(0, 0, 7, 7, slack=7, free=7),
        },
        "missing_effort": ["JJM-006"],
        "parked": [],
        "left_out": [],
        "circles": [],
    }


def timing(*hours: float, slack: float = 0, free: float = 0) -> dict[str, object]:
    keys = ("earliest_start", "earliest_finish", "latest_start", "latest_finish")
    rest = {"slack": slack, "free_slack": free, "critical": not slack}
    today = dict.fromkeys(("start_date", "finish_date"), "2025-10-01")
    dates = {**today, "deadline": None, "must_start_by": None, "late_by_hours": 0}
    return {**dict(zip(keys, hours, strict=True)), **rest, **dates}


def test_two_tickets_with_one_file_never_run_at_once_unless_allowed(six: GitRepo) -> None:
    result = plan(six, "--workers", "2")
    assert result["workers"] == 2
    assert result["finish_hours"] == 9
    assert result["lower_bound_hours"] == 7
    assert {stint["id"]: (stint["start"], stint["worker"]) for stint in result["schedule"]} == {
        "JJM-003": (0, 1),
        "JJM-006": (0, 2),
        "JJM-002": (3, 1),
        "JJM-004": (5, 1),
    }
    assert plan(six, "--workers", "2", "--share-files")["finish_hours"] == 7


def test_the_distance_from_the_lower_bound_is_shown(six: GitRepo) -> None:
    out = done(six.path, "plan", "--workers", "2").out
    assert "Schedule for 2 workers: 9h\n  a heuristic: 29% above the lower bound, 7h\n" in out
    assert "no schedule can be shorter" in done(six.path, "plan", "--workers", "1").out


def test_a_filter_keeps_the_precedence_through_tickets_it_leaves_out(repo: GitRepo) -> None:
    ticket(repo, 1, "effort: 1h\ntags: [x]")
    ticket(repo, 2, "effort: 1h\ndependencies: [JJM-001]")
    ticket(repo, 3, "effort: 1h\ntags: [x]\ndependencies: [JJM-002]")
    assert plan(repo, "--tag", "x")["critical_path"]["ids"] == ["JJM-001", "JJM-003"]


def test_a_cycle_is_named_and_the_rest_is_planned(repo: GitRepo) -> None:
    ticket(repo, 1, "effort: 1h\ndependencies: [JJM-002]")
    ticket(repo, 2, "effort: 1h\ndependencies: [JJM-001]")
    ticket(repo, 3, "effort: 2h")
    result = plan(repo)
    assert (result["order"], result["left_out"]) == (["JJM-003"], ["JJM-001", "JJM-002"])
    assert result["circles"] == [["JJM-001", "JJM-002"]]
    assert "JJM-001 → JJM-002 → JJM-001" in done(repo.path, "plan").out


def test_an_empty_plan_is_not_an_error(repo: GitRepo) -> None:
    result = plan(repo, "--tag", "nobody-has-it")
    assert (result["order"], result["total_hours"], result["finish_hours"]) == ([], 0, 0)
    assert done(repo.path, "plan", "--tag", "nobody-has-it").out.startswith("0 tickets to do")


def test_a_plan_for_no_workers_is_a_usage_error(repo: GitRepo) -> None:
    assert jticket(repo.path, "plan", "--workers", "0").status == 2


@pytest.mark.parametrize("options", [(), ("--workers", "2")], ids=["", "workers"])
@pytest.mark.parametrize("columns", [80, 200])
def test_the_plan_of_the_example_matches_its_golden(columns: int, options: tuple[str, ...]) -> None:
    from gitrepo import GitRepo as Repo

    out, _ = on_terminal(Repo(TOP), columns, *EXAMPLE, "plan", *options, NO_COLOR="1")
    text = out.replace("\r\n", "\n")
    assert text == reviewed(f"plan-{columns}{'-workers' if options else ''}.txt", text)
    assert all(len(line) <= columns for line in out.splitlines())


def test_next_is_the_ticket_of_the_highest_priority_with_the_reason(six: GitRepo) -> None:
    ticket = done(six.path, "next", "--json", JTICKET_USER="ana").json
    assert ticket["id"] == "JJM-006"
    assert ticket["why"] == "available, priority high, nothing waits for it; assigned to ana"
    assert ticket["acceptance_criteria"] == []


def test_next_prefers_the_ticket_that_blocks_most_then_the_lower_id(six: GitRepo) -> None:
    line = done(six.path, "next", "--assignee", "-").out
    assert line.split("\t")[0] == "JJM-002"
    assert line.rstrip().endswith("holds up 4h in JJM-004")
    ticket(six, 7, "effort: 9h\ndependencies: [JJM-003]")
    assert done(six.path, "next", "--assignee", "-", "--json").json["id"] == "JJM-003"


def test_next_counts_tickets_that_wait_through_epics_once(repo: GitRepo) -> None:
    ticket(repo, 1, "effort: 1h")
    ticket(repo, 2, "ticket_type: epic\ndependencies: [JJM-001]")
    ticket(repo, 3, "effort: 2h\nparent_id: JJM-002")
    ticket(repo, 4, "effort: 3h\nparent_id: JJM-002\ndependencies: [JJM-003, JJM-001]")
    assert "holds up 5h in 2 tickets" in done(repo.path, "next").out


@pytest.mark.parametrize(("who", "offered"), [("ben", "JJM-002"), ("ana", "JJM-006")])
def test_next_leaves_out_what_is_assigned_to_others(six: GitRepo, who: str, offered: str) -> None:
    assert done(six.path, "next", "--json", JTICKET_USER=who).json["id"] == offered


def test_next_says_that_what_is_ready_is_assigned_to_others(six: GitRepo) -> None:
    ran = done(six.path, "next", "--assignee", "ana", "--json", JTICKET_USER="ben")
    assert ran.json is None
    why = "no ticket is available for ben; 1 is assigned to someone else: `jticket ready`"
    assert ran.err == f"{why}\n"


def test_next_offers_what_is_unassigned_where_nothing_names_the_person(
    six: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    nameless(six, monkeypatch)
    assert done(six.path, "next", "--json").json["id"] == "JJM-002"
    ran = done(six.path, "next", "--assignee", "ana", "--json")
    assert "no ticket is available without an assignee" in ran.err


def test_next_is_null_if_nothing_is_ready(repo: GitRepo) -> None:
    ran = done(repo.path, "next", "--tag", "nobody-has-it", "--json")
    assert ran.json is None
    assert "no ticket is available" in ran.err


@pytest.fixture
def due(repo: GitRepo) -> GitRepo:
    """Returns a project in which a ticket is due on Friday, too early for what precedes it."""
    ticket(repo, 1, "ticket_type: epic\ndue: 2025-10-10")
    ticket(repo, 2, "effort: 20h\nparent_id: JJM-001")
    ticket(repo, 3, "effort: 1d\ndependencies: [JJM-002]\ndue: 2025-10-03")
    ticket(repo, 4, "effort: 8h")
    return repo


def test_every_ticket_of_a_plan_has_its_dates(due: GitRepo) -> None:
    result = plan(due)
    dates = ("start_date", "finish_date", "deadline", "must_start_by", "late_by_hours")
    assert {key: tuple(row[name] for name in dates) for key, row in result["tickets"].items()} == {
        "JJM-002": ("2025-10-01", "2025-10-03", "2025-10-02", "2025-09-30", 4),
        "JJM-003": ("2025-10-03", "2025-10-06", "2025-10-03", "2025-10-03", 4),
        "JJM-004": ("2025-10-01", "2025-10-01", None, None, 0),
    }
    assert result["finish_date"] == "2025-10-06"


@pytest.mark.parametrize(
    ("start", "finish"),
    [("2025-10-06", "2025-10-09"), ("saturday", "2025-10-09"), ("today - 1w", "2025-09-29")],
)
def test_a_plan_starts_on_the_day_that_is_asked_for(due: GitRepo, start: str, finish: str) -> None:
    result = plan(due, "--from", start)
    assert result["finish_date"] == finish
    assert result["critical_path"] == plan(due)["critical_path"]


def test_a_plan_for_people_names_what_is_late_and_what_must_start_first(due: GitRepo) -> None:
    lines = done(due.path, "plan").lines
    assert lines[1:3] == [
        "from 2025-10-01 to 2025-10-06 with enough people",
        "JJM-002 must start first, by 2025-09-30 (deadline 2025-10-02, before JJM-003)",
    ]
    assert [line.split() for line in lines[4:8]] == [
        ["Late:", "2"],
        ["ID", "DEADLINE", "FINISH", "LATE", "BY", "BECAUSE", "TITLE"],
        ["JJM-002", "2025-10-02", "2025-10-03", "4h", "before", "JJM-003", "T2"],
        ["JJM-003", "2025-10-03", "2025-10-06", "4h", "due", "T3"],
    ]
    alone = done(due.path, "plan", "--workers", "1", "--from", "2025-09-22").lines
    assert alone[1] == "from 2025-09-22 to 2025-09-26 with 1 worker"
    assert not any(line.startswith("Late") for line in alone)


def test_a_plan_from_what_is_not_a_date_is_wrong_usage(due: GitRepo) -> None:
    ran = jticket(due.path, "plan", "--from", "soon")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(
        "error: --from: 'soon' is not a date\nhint: write 2025-10-31, tomorrow"
    )


def test_a_plan_heeds_milestones_holidays_and_working_days(repo: GitRepo) -> None:
    repo.write(
        ".tickets/config.yml",
        "prefix: JJM\nworking_days: [mon, tue, wed, thu]\nholidays: [2025-10-06]\n"
        "milestones:\n  MVP: {due: 2025-10-06}\n",
    )
    ticket(repo, 1, "effort: 2d\nmilestone: MVP")
    ticket(repo, 2, "effort: 1d\nmilestone: MVP\ndependencies: [JJM-001]")
    rows = plan(repo)["tickets"]
    dates = ("start_date", "finish_date", "deadline", "must_start_by", "late_by_hours")
    assert [tuple(rows[key][name] for name in dates) for key in ("JJM-001", "JJM-002")] == [
        ("2025-10-01", "2025-10-02", "2025-10-01", "2025-09-30", 8),
        ("2025-10-07", "2025-10-07", "2025-10-02", "2025-10-02", 8),
    ]
    assert "milestone MVP" in done(repo.path, "plan").out


def test_dates_and_schedules_heed_the_day_until_which_a_ticket_waits(repo: GitRepo) -> None:
    ticket(repo, 1, "effort: 1d\nwait_until: 2025-10-06")
    ticket(repo, 2, "effort: 1d\ndependencies: [JJM-001]")
    ticket(repo, 3, "effort: 1d\non_hold: answer from legal\nwait_until: 2025-09-30")
    result = plan(repo, "--workers", "1")
    assert (result["critical_path"]["hours"], result["lower_bound_hours"]) == (16, 24)
    assert (result["finish_hours"], result["finish_date"]) == (40, "2025-10-07")
    starts = {task["id"]: task["start"] for task in result["schedule"]}
    assert starts == {"JJM-001": 24, "JJM-002": 32, "JJM-003": 0}
    alone = plan(repo)
    assert alone["finish_hours"] == 16
    assert alone["tickets"]["JJM-001"]["earliest_start"] == 0
    assert alone["tickets"]["JJM-001"]["start_date"] == "2025-10-06"
    assert plan(repo, "--from", "2025-10-06")["tickets"]["JJM-001"]["start_date"] == "2025-10-06"


def test_what_is_parked_is_planned_and_marked(repo: GitRepo) -> None:
    ticket(repo, 1, "effort: 1d\non_hold: answer from legal")
    ticket(repo, 2, "effort: 2h\nwait_until: 2025-10-06")
    result = plan(repo)
    assert (result["order"], result["parked"]) == (["JJM-001", "JJM-002"], ["JJM-001", "JJM-002"])
    for options in ((), ("--workers", "2")):
        words = [line.split() for line in done(repo.path, "plan", *options).lines]
        assert any(line[-3:] == ["on", "hold", "T1"] for line in words)
        assert any(line[-5:] == ["from", "6", "Oct", "2025", "T2"] for line in words)
