"""The history of a ticket: lines below its view, and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.dates import age, format_timestamp
from jticket.render.terminal import COMMIT_LENGTH, styled
from jticket.render.wrapping import StyledText, wrapped
from jticket.text.printable import safe_line, width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from jticket.model.history.ticket_history import LinkedCommit, TicketHistory
    from jticket.model.history.timeline import HistoryEntry, StatusStep
    from jticket.render.payload import Json

_NOT_COMMITTED = "not committed"
_BEFORE_CLONE = "before what this clone knows"


def history_json(history: TicketHistory) -> dict[str, Json]:
    """Returns the history as JSON; `null` for what is not committed, or unknown to this clone."""
    changed: dict[str, Json] | None = None
    if history.changes:
        fields: list[Json] = [*dict.fromkeys(entry.edit.field for entry in history.changes)]
        changed = {**_event_json(history.changes[0]), "fields": fields}
    since = history.since
    return {
        "created": _event_json(history.created) if history.created else None,
        "changed": changed,
        "status_since": {**_event_json(since), "status": since.status} if since else None,
        "commits": [_commit_json(commit) for commit in history.commits],
    }


def history_lines(
    history: TicketHistory,
    *,
    color: bool,
    columns: int | None = None,
    now: datetime | None = None,
) -> Iterator[str]:
    """Yields the history for people, wrapped; `now` adds how long ago everything was."""
    unknown = _BEFORE_CLONE if history.is_cut else _NOT_COMMITTED
    yield styled("History", "bold", color=color)
    created = _event(history.created, now) if history.created else unknown
    changed = _event(history.changes[0], now) if history.changes else unknown
    if fields := dict.fromkeys(entry.edit.field for entry in history.changes):
        changed += f": {', '.join(fields)}"
    since = _event(history.since, now) if history.since else unknown
    status = f"{history.since.status} since" if history.since else "status since"
    facts = {"created": created, "last change": changed, status: since}
    pad = max(width(safe_line(name)) for name in facts) + 2
    for name, text in facts.items():
        label = safe_line(name)
        (first, *others) = _lines(text, columns, pad)
        gap = " " * (pad - width(label) - 1)
        yield styled(f"{label}:", "dim", color=color) + gap + first.lstrip(" ")
        yield from others
    if history.commits:
        yield ""
        yield styled("Commits", "bold", color=color)
    for commit in history.commits:
        author = f"{commit.moment:%Y-%m-%d} {commit.author}"
        (first, *others) = _lines(f"{author}: {commit.subject}", columns, COMMIT_LENGTH + 1)
        yield commit.id[:COMMIT_LENGTH] + first[COMMIT_LENGTH:]
        yield from others


def _lines(text: str, columns: int | None, pad: int) -> list[str]:
    """Returns an escaped text in lines that fit, each after so many spaces."""
    indent = " " * pad
    if columns is None:
        return [indent + safe_line(text)]
    spans = [StyledText(text)]
    return [*wrapped(spans, columns=columns, start=indent, indent=indent, color=False)]


def _event(event: HistoryEntry | StatusStep, now: datetime | None) -> str:
    ago = f" ({age(event.moment, now)} ago)" if now else ""
    commit = event.commit[:COMMIT_LENGTH]
    return f"{format_timestamp(event.moment)}{ago} by {event.author} [{commit}]"


def _event_json(event: HistoryEntry | StatusStep) -> dict[str, Json]:
    return {
        "timestamp": format_timestamp(event.moment),
        "author": event.author,
        "commit": event.commit,
    }


def _commit_json(commit: LinkedCommit) -> Json:
    return {
        "commit": commit.id,
        "author": commit.author,
        "timestamp": format_timestamp(commit.moment),
        "subject": commit.subject,
    }
