"""The shapes of what `diff` and `check` print, and of an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.compare.word_diff import RunKind
from jticket.model.diagnostics import Severity
from jticket.render.schemas.shapes import (
    anything,
    choice,
    closed,
    count,
    date,
    either,
    hours,
    ids,
    listed,
    mapped,
    or_null,
    pair,
    text,
)
from jticket.render.schemas.tickets import CRITERIA, ENTRY, titled

if TYPE_CHECKING:
    from jticket.render.schemas.shapes import Shape

_CRITERION_CHANGES = ("added", "dropped", "moved", "reworded", "ticked", "unticked")


def diff() -> Shape:
    """Returns the shape of a comparison."""
    renumbered = closed({"from": text(), "to": text()})
    moved = closed({"id": text(), "from": text("a path"), "to": text("a path")})
    unread = closed(
        {
            "path": text(),
            "before": or_null(text("why it can't be read at the base")),
            "after": or_null(text("why it can't be read at the head")),
        }
    )
    return closed(
        {
            "base": text("the commit's ID"),
            "head": or_null(text("the commit's ID; null for the files as they are")),
            "created": ids(),
            "deleted": ids(),
            "renumbered": listed(renumbered),
            "moved": listed(moved),
            "changed": listed(titled("Changed ticket", _changed_ticket())),
            "restyled": ids("the tickets of which only the formatting changed"),
            "plan": _plan(),
            "unreadable": listed(unread, "files that can't be compared"),
        }
    )


def _changed_ticket() -> Shape:
    field = closed({"field": text(), "from": anything("null for none"), "to": anything("as from")})
    criterion = closed(
        {
            "change": choice(_CRITERION_CHANGES),
            "text": text(),
            "was": or_null(text("the old text of one that was reworded")),
        }
    )
    run = closed({"part": choice(kind.value for kind in RunKind), "text": text()})
    section = closed(
        {
            "heading": text(),
            "from": text("all of its text before"),
            "to": text("all of its text after"),
            "words": listed(run, "the differences, word by word"),
        }
    )
    return closed(
        {
            "id": text(),
            "path": text(),
            "changes": listed(field),
            "criteria": listed(criterion),
            "sections": listed(section),
            "devlog": listed(ENTRY, "the new entries"),
            "devlog_dropped": listed(ENTRY, "the entries that are gone"),
        }
    )


def _plan() -> Shape:
    unfinished = closed({"id": text(), "criteria": CRITERIA})
    dangling = closed({"id": text(), "field": text(), "target": text("the ID that is missing")})
    dates = _plan_dates()
    return closed(
        {
            **{
                f"{name}_hours": pair(hours(), "before and after")
                for name in ("effort", "done", "open", "critical_path")
            },
            "critical_path": pair(ids(), "before and after"),
            "missing_effort": pair(count(), "the tickets without an effort, before and after"),
            **{
                key: ids()
                for key in ("newly_ready", "newly_blocked", "newly_critical", "newly_closed")
            },
            "newly_unfinished": listed(unfinished, "closed with criteria that are not done"),
            "reopened": ids(),
            "phases_completed": listed(text()),
            "new_circles": listed(ids(), "the new cycles, each as its tickets"),
            "new_dangling": listed(dangling, "new references to tickets that do not exist"),
            **dates,
        },
        "what the change does to the plan",
        optional=dates,
    )


def _plan_dates() -> dict[str, Shape]:
    milestone = closed(
        {
            "name": text(),
            "finish_date": pair(or_null(date()), "before and after"),
            "due": pair(or_null(date()), "before and after"),
            "days_late": pair(or_null(count()), "before and after"),
        }
    )
    return {
        "from": date("the day from which both sides are planned"),
        "finish_date": pair(or_null(date()), "the end of the plan, before and after"),
        "milestones": listed(milestone),
        "newly_late": ids(),
    }


def _finding() -> Shape:
    place = "from 1"
    finding = closed(
        {
            "path": text("from the repository's root"),
            "line": count(place, least=1),
            "column": count(place, least=1),
            "code": text("as `jticket guide findings` lists them", pattern=r"^JT\d{3}$"),
            "severity": choice(severity.value for severity in Severity),
            "message": text(),
            "id": or_null(text("the ticket")),
            "fix": or_null(text("what to write")),
        }
    )
    return titled("Finding", finding)


def check() -> Shape:
    """Returns the shape of a check."""
    return closed(
        {
            "findings": listed(_finding()),
            "checked": count("the ticket files that were checked"),
            "errors": count(),
            "warnings": count(),
            "advice": count(),
            "fixed": listed(_finding(), "what --fix fixed"),
        },
        optional=("fixed",),
    )


def error() -> Shape:
    """Returns the shape of an error on stderr."""
    facts = closed(
        {
            "code": text(
                "what kind of error, for programs: usage, not_found, refused, taken, ...",
                pattern="^[a-z_]+$",
            ),
            "message": text("what is wrong, for people"),
            "hint": or_null(text("what to do")),
            "facts": mapped(
                either(or_null(text()), count(), ids(), listed(count())),
                "what the message says, for programs: id, status, holder, since, ...",
            ),
        }
    )
    return closed({"error": facts})
