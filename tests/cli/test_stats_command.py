"""`stats`: the figures, compared with a slow count, and how they are shown."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from awkward import write_awkward
from commandline import done, jticket, process
from golden import reviewed
from wcwidth import wcswidth

if TYPE_CHECKING:
    from gitrepo import GitRepo

TOP = Path(__file__).parents[2]
EXAMPLE = ("--dir", str(TOP / ".tickets-example"))
FACTS = json.loads((TOP / "tests/data/jjm-facts.json").read_text(encoding="utf-8"))

KEYS = (
    "status",
    "ticket_type",
    "priority",
    "phase",
    "milestone",
    "service_id",
    "assignee",
    "tags",
    "parent_id",
)


@pytest.fixture
def awkward(repo: GitRepo) -> GitRepo:
    write_awkward(repo)
    return repo


@pytest.fixture(scope="module")
def example() -> list[dict[str, Any]]:
    tickets: list[dict[str, Any]] = done(TOP, *EXAMPLE, "list", "--all", "--json").json
    return tickets


def recounted(tickets: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    """Returns what `by` must contain for a key, counted ticket by ticket."""
    figures: dict[str, dict[str, Any]] = defaultdict(
        lambda: {"tickets": 0, "effort_hours": 0, "done": 0, "done_hours": 0}
    )
    for ticket in tickets:
        values = ticket[key] if isinstance(ticket[key], list) else [ticket[key] or ""]
        for value in values or [""]:
            figure = figures[value]
            figure["tickets"] += 1
            figure["effort_hours"] += ticket["effort_hours"] or 0
            if ticket["status"] == "done":
                figure["done"] += 1
                figure["done_hours"] += ticket["effort_hours"] or 0
    return dict(figures)


@pytest.mark.parametrize("key", KEYS)
def test_the_figures_match_a_count_by_hand(example: list[dict[str, Any]], key: str) -> None:
    report = done(TOP, *EXAMPLE, "stats", "--by", key, "--json").json
    issues = [ticket for ticket in example if ticket["ticket_type"] != "epic"]
    assert report["by"] == {key: recounted(issues, key)}
    epics = [ticket for ticket in example if ticket["ticket_type"] == "epic"]
    assert report["epics"]["by"] == {key: recounted(epics, key)}
    assert (report["total"], report["epics"]["total"]) == (62, 13)


def test_the_totals_are_those_of_the_project(example: list[dict[str, Any]]) -> None:
    report = done(TOP, *EXAMPLE, "stats", "--by", "milestone", "--json").json
    hours = {fact["id"]: int(fact["effort"].removesuffix("h")) for fact in FACTS}
    assert report["effort_hours"] == sum(hours.values()) == 314
    assert report["by"]["milestone"]["MVP"]["effort_hours"] == 86
    assert report["by"]["milestone"]["Production"]["effort_hours"] == 228
    finished = {ticket["id"] for ticket in example if ticket["status"] == "done"}
    done_hours = sum(effort for ticket_id, effort in hours.items() if ticket_id in finished)
    assert report["done_hours"] == done_hours > 0
    assert report["open"] + report["done"] + report["cancelled"] == report["total"]


def test_phases_are_sorted_by_their_lowest_id() -> None:
    report = done(TOP, *EXAMPLE, "stats", "--by", "phase", "--by", "milestone", "--json").json
    assert list(report["by"]["phase"]) == list(dict.fromkeys(fact["phase"] for fact in FACTS))
    assert list(report["by"]) == ["phase", "milestone"]


def test_a_filter_narrows_what_is_counted() -> None:
    report = done(TOP, *EXAMPLE, "stats", "--milestone", "MVP", "--status", "done", "--json").json
    assert list(report["by"]["milestone"]) == ["MVP"]
    assert report["total"] == report["done"] == 16
    assert report["open"] == 0
    query = "milestone = MVP and status = done"
    assert done(TOP, *EXAMPLE, "stats", "--where", query, "--json").json == report


@pytest.mark.parametrize("columns", [80, 200])
def test_the_example_matches_its_golden(columns: int) -> None:
    arguments = ("stats", "--format", "table")
    ran = done(TOP, *EXAMPLE, *arguments, COLUMNS=str(columns))
    assert ran.out == reviewed(f"stats-{columns}.txt", ran.out)
    assert max(map(wcswidth, ran.lines)) <= columns


def test_awkward_tickets_match_their_golden(awkward: GitRepo) -> None:
    arguments = (
        "stats",
        "--format",
        "table",
        "--by",
        "phase,assignee,status,type,customer,service",
    )
    ran = done(awkward.path, *arguments)
    assert ran.out == reviewed("stats-awkward.txt", ran.out)
    assert max(map(wcswidth, ran.lines)) <= 80


def test_the_days_are_working_days_of_the_project(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "effort=20h", "--no-commit")
    head = done(repo.path, "stats", "--format", "table").lines[:3]
    assert head == [
        "2 tickets: 2 open, 0 done",
        "20h (3 days): 0h (0 days) done, 20h (3 days) to go",
        "1 without an effort: progress is counted in tickets",
    ]
    repo.write(".tickets/config.yml", "prefix: JJM\nhours_per_day: 5\n")
    assert "20h (4 days)" in done(repo.path, "stats", "--format", "table").out


def test_cancelled_work_counts_as_effort_but_not_in_progress(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "effort=2h", "status=cancelled", "--force", "--no-commit")
    done(repo.path, "set", "2", "effort=6h", "status=done", "--force", "--no-commit")
    ran = done(repo.path, "stats", "--format", "table", "--by", "type")
    assert ran.lines == [
        "2 tickets: 0 open, 1 done, 1 cancelled",
        "8h (1 day): 6h (1 day) done, 0h (0 days) to go, 2h (0 days) cancelled",
        "█████████████ 100%",
        "",
        "DONE  HOURS  PROGRESS            TYPE",
        " 1/1   6/6h  █████████████ 100%  task",
    ]


def test_a_pipe_gets_one_tab_separated_line_per_figure(awkward: GitRepo) -> None:
    assert done(awkward.path, "stats", "--by", "service").lines == [
        "total\t-\t8\t59.33\t1\t0",
        "epics\t-\t0\t0\t0\t0",
        "service_id\tcore\t1\t6\t0\t0",
        "service_id\tempty\t0\t0\t0\t0",
        "service_id\t-\t7\t53.33\t1\t0",
    ]


def test_a_service_filter_hides_services_without_a_ticket(
    awkward: GitRepo,
) -> None:
    report = done(awkward.path, "stats", "--by", "service", "--service", "core", "--json").json
    assert list(report["by"]["service_id"]) == ["core"]


def test_if_only_epics_are_selected_a_terminal_shows_their_figures(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "ticket_type=epic", "priority=high", "--no-commit")
    ran = done(repo.path, "stats", "--type", "epic", "--by", "priority", "--format", "table")
    assert ran.lines[0] == "1 epic: 1 open, 0 done"
    assert ran.lines[-1].endswith("high")
    assert done(repo.path, "stats", "--format", "table").lines[-1] == "1 epic: 1 open, 0 done"


def test_fields_with_a_single_value_are_shown_on_request(repo: GitRepo) -> None:
    assert "MILESTONE" not in done(repo.path, "stats", "--format", "table").out
    ran = done(repo.path, "stats", "--format", "table", "--by", "milestone")
    assert ran.lines[-2].endswith("MILESTONE")
    assert ran.lines[-1].endswith("  -")


def test_the_figures_of_an_empty_project_are_zero(empty_repo: GitRepo) -> None:
    done(empty_repo.path, "init")
    report = done(empty_repo.path, "stats", "--by", "status", "--json").json
    zeros = {
        "total": 0,
        "open": 0,
        "done": 0,
        "cancelled": 0,
        "effort_hours": 0,
        "done_hours": 0,
        "cancelled_hours": 0,
        "missing_effort": 0,
        "by": {"status": {}},
    }
    assert report == {**zeros, "epics": zeros, "overdue": 0, "late": 0}
    assert done(empty_repo.path, "stats", "--format", "table").lines == ["0 tickets"]


@pytest.mark.parametrize(
    ("by", "hint"),
    [
        ("servise", "hint: did you mean 'service'?"),
        ("custmer", "hint: did you mean 'customer'?"),
        ("", "hint: one of status, type, priority, phase,"),
        ("title", "hint: one of status, type, priority, phase,"),
    ],
)
def test_an_unknown_grouping_is_a_usage_error(awkward: GitRepo, by: str, hint: str) -> None:
    for name in ("stats", "board"):
        ran = jticket(awkward.path, name, "--by", by)
        assert ran.status == 2
        assert ran.out == ""
        assert hint in ran.err


def test_json_and_another_format_exclude_each_other(repo: GitRepo) -> None:
    for name in ("stats", "board"):
        assert jticket(repo.path, name, "--json", "--format", "tsv").status == 2


def test_bars_are_ascii_if_stdout_cannot_encode_them(repo: GitRepo) -> None:
    done(repo.path, "set", "1", "effort=2h", "status=done", "--force", "--no-commit")
    done(repo.path, "set", "2", "effort=6h", "--no-commit")
    ran = process(
        repo.path, "stats", "--format", "table", "--by", "status", PYTHONIOENCODING="ascii"
    )
    assert "###..........  25%  done" in ran.out
    assert ran.out.isascii()


def test_colours_change_nothing_else() -> None:
    plain = done(TOP, *EXAMPLE, "stats", "--format", "table").out
    colored = done(TOP, *EXAMPLE, "--color", "always", "stats", "--format", "table").out
    assert "\x1b[32m█" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_what_the_plan_finishes_after_its_deadline_is_counted(repo: GitRepo) -> None:
    done(repo.path, "create", "Ship", "--effort", "2d", "--due", "2025-10-03", "--tag", "last")
    done(repo.path, "set", "1", "effort=2d")
    assert done(repo.path, "stats", "--json").json["late"] == 0
    done(repo.path, "dep", "add", "3", "1")
    report = done(repo.path, "stats", "--json").json
    assert (report["late"], report["overdue"]) == (2, 0)
    assert "2 late" in done(repo.path, "stats", "--format", "table").lines
    assert done(repo.path, "stats", "--tag", "last", "--json").json["late"] == 1


def test_what_is_past_its_deadline_is_counted(repo: GitRepo) -> None:
    done(repo.path, "create", "Ship", "--dep", "1", "--due", "2025-09-30")
    done(repo.path, "create", "Later", "--due", "2025-10-02")
    assert done(repo.path, "stats", "--json").json["overdue"] == 2
    assert "2 overdue, 2 late" in done(repo.path, "stats", "--format", "table").lines
    board = done(repo.path, "board", "--format", "table", COLUMNS="300").out
    assert board.count("by 30 Sep") == 2
    assert "deadline 2025-10-02" in done(repo.path, "overview").out
