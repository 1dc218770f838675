"""The shapes of what the views print: plans, forecasts, trees, graphs, figures, histories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.forecast.forecast import PERCENTS
from jticket.render.schemas.shapes import (
    anything,
    choice,
    closed,
    count,
    date,
    flag,
    hours,
    ids,
    listed,
    mapped,
    number,
    or_null,
    share,
    text,
    timestamp,
)
from jticket.render.schemas.tickets import titled

if TYPE_CHECKING:
    from jticket.render.schemas.shapes import Shape


def plan() -> Shape:
    """Returns the shape of a plan."""
    task = closed(
        {
            "id": text(),
            "worker": count("from 1", least=1),
            "start": hours(),
            "finish": hours(),
        }
    )
    path = closed({"ids": ids(), "hours": hours()}, "the longest chain of what waits for what")
    return closed(
        {
            "critical_path": path,
            "waves": listed(
                ids(), "what can be worked on at the same time, one wave after another"
            ),
            "order": ids("an order in which one person can do them"),
            "total_hours": hours("the effort of all planned tickets"),
            "done_hours": hours("the effort of those that are done"),
            "workers": or_null(count("as --workers says", least=1)),
            "finish_hours": hours("from the start to the end of the plan"),
            "finish_date": date("the day of the end"),
            "lower_bound_hours": hours("no schedule can be shorter"),
            "schedule": listed(titled("Task", task), "who does what when; empty without --workers"),
            "tickets": mapped(titled("Timing", _timing()), "the planned tickets by ID"),
            "missing_effort": ids("the tickets without an effort"),
            "parked": ids("the planned tickets that are parked"),
            "left_out": ids("the tickets that a cycle keeps out of the plan"),
            "circles": listed(ids(), "the cycles, each as its tickets"),
        },
        "hours are working hours from the start of the plan",
    )


def _timing() -> Shape:
    return closed(
        {
            "earliest_start": hours(),
            "earliest_finish": hours(),
            "latest_start": hours(),
            "latest_finish": hours(),
            "slack": hours("how long it can wait without a later end of the plan"),
            "free_slack": hours("how long it can wait without a later start of any ticket"),
            "critical": flag("whether it has no slack"),
            "start_date": date(),
            "finish_date": date(),
            "deadline": or_null(date()),
            "must_start_by": or_null(date("the day to start by, to meet the deadline")),
            "late_by_hours": hours("working hours between deadline and finish; 0 if on time"),
        }
    )


_RUN: dict[str, Shape] = {
    "as_of": date(),
    "seed": number("where the random numbers start", multipleOf=1),
    "runs": count("how many futures were drawn"),
    "observations": count("the finished tickets that it counts on"),
    "needed": count("how many finished tickets a forecast needs"),
}


def _days() -> dict[str, Shape]:
    return {f"p{percent}": date(f"done by then in {percent}% of the runs") for percent in PERCENTS}


def forecast() -> Shape:
    """Returns the shape of a forecast, or of the reason why there is none."""
    goal = {"open": count("the tickets to do"), **_days()}
    milestone = closed(
        {
            "name": text(),
            "deadline": or_null(date()),
            "chance_on_time": or_null(share("null without a deadline")),
            **goal,
        }
    )
    return closed(
        {
            **_RUN,
            "unknown_start": count("finished tickets whose start is not known"),
            "left_out": ids("the tickets that a cycle keeps out"),
            "forecast": {"type": "null", "description": "present where there is no forecast"},
            "reason": text("why there is no forecast"),
            "in_progress_at_once": number("tickets in progress at the same time", minimum=0),
            "new_work": share("the part of the work that is new and done before older work"),
            "rest": or_null(closed(goal, "all tickets that are open")),
            "milestones": listed(milestone),
        },
        optional=("forecast", "reason", "in_progress_at_once", "new_work"),
    )


def backtest() -> Shape:
    """Returns the shape of past forecasts, and of what happened."""
    percents = [f"p{percent}" for percent in PERCENTS]
    week = closed(
        {
            "week": date("the Monday on which the forecast would have been made"),
            "milestone": or_null(text("null for all that was open")),
            "open": count(),
            **_days(),
            "happened": or_null(date("when it was done; null for not yet")),
            "hit": closed({percent: or_null(flag()) for percent in percents}),
        }
    )
    hit = closed({"hits": count(), "of": count(), "rate": or_null(share("null for none"))})
    return closed(
        {
            **_RUN,
            "backtest": {"type": "null", "description": "present where there are no weeks"},
            "reason": text("why there are none"),
            "weeks": listed(week),
            "hits": closed(dict.fromkeys(percents, hit), optional=percents),
        },
        optional=("backtest", "reason"),
    )


def tree() -> Shape:
    """Returns the shape of the tree of tickets."""
    branch = closed(
        {
            "id": text(),
            "title": text(),
            "status": text(),
            "effort_hours": or_null(hours("of the ticket, or of all below it")),
            "progress": or_null(share("the part that is done; null where there is no effort")),
            "children": {"$ref": "#/$defs/branches"},
        }
    )
    branches = listed(titled("Branch", branch))
    return {"$ref": "#/$defs/branches", "$defs": {"branches": branches}}


def graph() -> Shape:
    """Returns the shape of the graph of dependencies."""
    node = closed(
        {
            "id": text(),
            **{key: text() for key in ("title", "status", "ticket_type", "priority")},
            "parent_id": or_null(text()),
            "effort_hours": or_null(hours()),
        }
    )
    edge = closed({"from": text("what comes before"), "to": text("what comes after")})
    return closed({"nodes": listed(titled("Node", node)), "edges": listed(titled("Edge", edge))})


def _counted(more: dict[str, Shape]) -> Shape:
    tally = closed(
        {"tickets": count(), "effort_hours": hours(), "done": count(), "done_hours": hours()}
    )
    by_value = mapped(titled("Tally", tally), "by value; the key of no value is empty")
    return closed(
        {
            "total": count(),
            **{key: count() for key in ("open", "done", "cancelled")},
            **{key: hours() for key in ("effort_hours", "done_hours", "cancelled_hours")},
            "missing_effort": count("the tickets without an effort"),
            "by": mapped(by_value, "by field"),
            **more,
        }
    )


def stats(*, flow: bool = False) -> Shape:
    """Returns the shape of figures; `flow` adds those of the flow of work."""
    more: dict[str, Shape] = {
        "epics": {**_counted({}), "description": "epics, which are counted apart"},
        "overdue": count("open tickets whose due is over"),
        "late": count("open tickets that the plan finishes after their deadline"),
    }
    return _counted({**more, "flow": _flow()} if flow else more)


def stats_with_flow() -> Shape:
    """Returns the shape of figures, and those of the flow of work."""
    return stats(flow=True)


def _flow() -> Shape:
    durations = closed(
        {
            "tickets": count("those that count"),
            "unknown": count("those whose start is not known"),
            "median_hours": or_null(hours()),
            "p85_hours": or_null(hours()),
        },
        "in hours of the clock",
    )
    week = closed({"week": date("its Monday"), "done": count(), "effort_hours": hours()})
    point = closed({"at": timestamp(), "tickets": mapped(count(), "by status")})
    left = closed({"at": timestamp(), "open": count(), "open_hours": hours()})
    return closed(
        {
            "since": timestamp(),
            "until": timestamp(),
            "done": count("the tickets done in that time"),
            "done_hours": hours(),
            "first_seen_done": count("those that were done when git first saw them"),
            "throughput": listed(week),
            "cycle_time": {**durations, "title": "From first work to done"},
            "lead_time": {**durations, "title": "From creation to done"},
            "step": choice(("day", "week"), "between two points"),
            "cumulative": listed(point),
            "burndown": listed(left),
        }
    )


def log() -> Shape:
    """Returns the shape of the history of tickets."""
    edit = closed(
        {
            "id": text(),
            "commit": text("the commit's ID"),
            "author": text(),
            "timestamp": timestamp(),
            "field": text("a key of the front matter, a section, created or deleted"),
            "from": anything("the value before; null for none"),
            "to": anything("the value after; null for none"),
        }
    )
    return listed(titled("Edit", edit), "from the newest to the oldest")


def document() -> Shape:
    """Returns the shape of a document that was made."""
    return closed(
        {
            "template": text(),
            "file": or_null(text("where it was written")),
            "text": text(),
        }
    )
