"""A review as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.ticket import RawMapping
from jticket.render.payload import number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jticket.model.compare.comparison import Comparison, Difference
    from jticket.model.compare.effects import Effects
    from jticket.model.ticket import DevlogEntry, Raw
    from jticket.render.payload import Json


def comparison_json(found: Comparison) -> dict[str, Json]:
    """What changed: the tickets, then the plan before and after."""
    return {
        "created": [each.id for each in found.created],
        "deleted": [each.id for each in found.deleted],
        "renumbered": [
            {"from": each.pair.former_id, "to": each.id}
            for each in found.changed
            if each.pair.former_id
        ],
        "moved": [
            {"id": each.id, "from": each.pair.moved_from, "to": each.pair.latest.path}
            for each in found.changed
            if each.pair.moved_from
        ],
        "changed": [_changed(each) for each in found.changed],
        "restyled": list(found.formatting_only),
        "plan": _plan(found.effects),
    }


def _changed(difference: Difference) -> dict[str, Json]:
    found = difference.changes
    return {
        "id": difference.id,
        "path": difference.pair.latest.path,
        "changes": [
            {"field": each.key, "from": _value(each.before), "to": _value(each.after)}
            for each in found.fields
        ],
        "criteria": [
            {"change": each.change, "text": each.text, "was": each.was or None}
            for each in found.criteria
        ],
        "sections": [
            {
                "heading": each.heading,
                "from": each.before,
                "to": each.after,
                "words": [{"part": run.kind.value, "text": run.text} for run in each.words],
            }
            for each in difference.sections
        ],
        "devlog": _entries(found.devlog_added),
        "devlog_dropped": _entries(found.devlog_dropped),
    }


def _plan(found: Effects) -> dict[str, Json]:
    before, after = found.before, found.after
    return {
        "effort_hours": [number(before.effort_hours), number(after.effort_hours)],
        "done_hours": [number(before.done_hours), number(after.done_hours)],
        "open_hours": [number(before.open_hours), number(after.open_hours)],
        "critical_path_hours": [number(before.path_hours), number(after.path_hours)],
        "critical_path": [list(before.path), list(after.path)],
        "missing_effort": [before.missing_effort, after.missing_effort],
        "newly_ready": list(found.newly_ready),
        "newly_blocked": list(found.newly_blocked),
        "newly_critical": list(found.newly_critical),
        "newly_closed": list(found.newly_closed),
        "newly_unfinished": [
            {"id": each.id, "criteria": {"done": each.ticked, "total": each.criteria}}
            for each in found.newly_unfinished
        ],
        "reopened": list(found.reopened),
        "phases_completed": list(found.phases_completed),
        "new_circles": [list(each.ids) for each in found.new_cycles],
        "new_dangling": [
            {"id": each.id, "field": each.key, "target": each.target} for each in found.new_dangling
        ],
    }


def _entries(entries: Iterable[DevlogEntry]) -> list[Json]:
    return [
        {"timestamp": each.timestamp, "author": each.author, "text": each.text} for each in entries
    ]


def _value(raw: Raw) -> Json:
    """A value of the front matter, `null` for none."""
    if isinstance(raw, str):
        return raw or None
    if isinstance(raw, RawMapping):
        return {key: _value(value) for key, value in raw.pairs}
    return [_value(item) for item in raw]
