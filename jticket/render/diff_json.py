"""A review as JSON: the comparison itself, with full values and without phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.ticket import RawMapping
from jticket.render.payload import entry_json, number

if TYPE_CHECKING:
    from datetime import date

    from jticket.model.compare.comparison import Comparison, Difference
    from jticket.model.compare.date_changes import DateChanges, MilestoneChange
    from jticket.model.compare.effects import Effects
    from jticket.model.ticket import Raw
    from jticket.render.payload import Json


def comparison_json(comparison: Comparison) -> dict[str, Json]:
    """Returns what changed: the tickets, then the plan before and after."""
    return {
        "created": [difference.id for difference in comparison.created],
        "deleted": [difference.id for difference in comparison.deleted],
        "renumbered": [
            {"from": difference.pair.former_id, "to": difference.id}
            for difference in comparison.changed
            if difference.pair.former_id
        ],
        "moved": [
            {
                "id": difference.id,
                "from": difference.pair.moved_from,
                "to": difference.pair.latest.path,
            }
            for difference in comparison.changed
            if difference.pair.moved_from
        ],
        "changed": [_ticket(difference) for difference in comparison.changed],
        "restyled": list(comparison.formatting_only),
        "plan": _plan(comparison.effects),
    }


def _ticket(difference: Difference) -> dict[str, Json]:
    changes = difference.changes
    return {
        "id": difference.id,
        "path": difference.pair.latest.path,
        "changes": [
            {"field": field.key, "from": _value(field.before), "to": _value(field.after)}
            for field in changes.fields
        ],
        "criteria": [
            {"change": criterion.change, "text": criterion.text, "was": criterion.was or None}
            for criterion in changes.criteria
        ],
        "sections": [
            {
                "heading": section.heading,
                "from": section.before,
                "to": section.after,
                "words": [{"part": run.kind.value, "text": run.text} for run in section.words],
            }
            for section in difference.sections
        ],
        "devlog": [entry_json(entry) for entry in changes.devlog_added],
        "devlog_dropped": [entry_json(entry) for entry in changes.devlog_dropped],
    }


def _plan(effects: Effects) -> dict[str, Json]:
    before, after = effects.before, effects.after
    return {
        "effort_hours": [number(before.effort_hours), number(after.effort_hours)],
        "done_hours": [number(before.done_hours), number(after.done_hours)],
        "open_hours": [number(before.open_hours), number(after.open_hours)],
        "critical_path_hours": [number(before.path_hours), number(after.path_hours)],
        "critical_path": [list(before.path), list(after.path)],
        "missing_effort": [before.missing_effort, after.missing_effort],
        "newly_ready": list(effects.newly_ready),
        "newly_blocked": list(effects.newly_blocked),
        "newly_critical": list(effects.newly_critical),
        "newly_closed": list(effects.newly_closed),
        "newly_unfinished": [
            {"id": ticket.id, "criteria": {"done": ticket.ticked, "total": ticket.criteria}}
            for ticket in effects.newly_unfinished
        ],
        "reopened": list(effects.reopened),
        "phases_completed": list(effects.phases_completed),
        "new_circles": [list(cycle.ids) for cycle in effects.new_cycles],
        "new_dangling": [
            {"id": dangling.id, "field": dangling.key, "target": dangling.target}
            for dangling in effects.new_dangling
        ],
        **(_dates(effects.dates) if effects.dates else {}),
    }


def _dates(dates: DateChanges) -> dict[str, Json]:
    return {
        "from": dates.start.isoformat(),
        "finish_date": [_day(day) for day in dates.finish],
        "milestones": [_milestone(change) for change in dates.milestones],
        "newly_late": [ticket.id for ticket in dates.newly_late],
    }


def _milestone(change: MilestoneChange) -> dict[str, Json]:
    sides = (change.before, change.after)
    return {
        "name": change.name,
        "finish_date": [_day(side.finish) if side else None for side in sides],
        "due": [_day(side.due) if side else None for side in sides],
        "days_late": [side.days_late if side else None for side in sides],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _value(raw: Raw) -> Json:
    """Returns a value of the front matter, `null` for none."""
    if isinstance(raw, str):
        return raw or None
    if isinstance(raw, RawMapping):
        return {key: _value(value) for key, value in raw.pairs}
    return [_value(item) for item in raw]
