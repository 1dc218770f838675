"""Where a ticket comes from: lines below its sheet, and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.dates import age, format_timestamp
from jticket.render.terminal import COMMIT_LENGTH, safe_line, styled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from jticket.model.history.ticket_history import LinkedCommit, TicketHistory
    from jticket.model.history.timeline import HistoryEntry, StatusStep
    from jticket.render.payload import Json

_UNKNOWN = "not committed"
_CUT = "before what this clone knows"


def history_json(history: TicketHistory) -> dict[str, Json]:
    """The history as JSON; `null` for what is not committed, or before a shallow clone's end."""
    changed: dict[str, Json] | None = None
    if history.changes:
        fields: list[Json] = [*dict.fromkeys(each.edit.field for each in history.changes)]
        changed = {**_by(history.changes[0]), "fields": fields}
    since = history.since
    return {
        "created": _by(history.created) if history.created else None,
        "changed": changed,
        "status_since": {**_by(since), "status": since.status} if since else None,
        "commits": [_commit(each) for each in history.commits],
    }


def history_lines(
    history: TicketHistory, *, color: bool, now: datetime | None = None
) -> Iterator[str]:
    """The history for people to read; `now` adds how long ago it all was."""
    unknown = _CUT if history.is_cut else _UNKNOWN
    yield styled("History", "bold", color=color)
    created = _told(history.created, now) if history.created else unknown
    changed = _told(history.changes[0], now) if history.changes else unknown
    if fields := dict.fromkeys(each.edit.field for each in history.changes):
        changed += f": {', '.join(fields)}"
    since = _told(history.since, now) if history.since else unknown
    status = f"{history.since.status} since" if history.since else "status since"
    facts = {"created": created, "last change": changed, status: since}
    pad = max(map(len, facts)) + 1
    for name, text in facts.items():
        yield f"{styled(f'{safe_line(name)}:'.ljust(pad), 'dim', color=color)} {safe_line(text)}"
    if history.commits:
        yield ""
        yield styled("Commits", "bold", color=color)
    for each in history.commits:
        who = f"{each.moment:%Y-%m-%d} {each.author}"
        yield f"{each.id[:COMMIT_LENGTH]} {safe_line(who)}: {safe_line(each.subject)}"


def _told(what: HistoryEntry | StatusStep, now: datetime | None) -> str:
    ago = f" ({age(what.moment, now)} ago)" if now else ""
    return f"{format_timestamp(what.moment)}{ago} by {what.author} [{what.commit[:COMMIT_LENGTH]}]"


def _by(what: HistoryEntry | StatusStep) -> dict[str, Json]:
    return {
        "timestamp": format_timestamp(what.moment),
        "author": what.author,
        "commit": what.commit,
    }


def _commit(commit: LinkedCommit) -> Json:
    return {
        "commit": commit.id,
        "author": commit.author,
        "timestamp": format_timestamp(commit.moment),
        "subject": commit.subject,
    }
