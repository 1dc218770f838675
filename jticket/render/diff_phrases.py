"""The phrases of a review, the same on a terminal and in Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.compare.changes import described
from jticket.model.effort import format_hours
from jticket.model.wording import day_words, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from jticket.model.compare.comparison import Comparison, Difference
    from jticket.model.compare.effects import Effects
    from jticket.model.ticket import Ticket

_MOST_LISTED = 15


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure of the plan before and after, and by how much it changed, "" for not at all."""

    name: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that became true, and of what: IDs of tickets, or phrases."""

    name: str
    items: tuple[str, ...]


def counted(comparison: Comparison) -> str:
    """Returns how many tickets were created, deleted and changed."""
    moved = sum(bool(difference.pair.moved_from) for difference in comparison.changed)
    renumbered = sum(bool(difference.pair.former_id) for difference in comparison.changed)
    among = _counts((renumbered, "renumbered"), (moved, "moved"))
    counts = _counts(
        (len(comparison.created), "created"),
        (len(comparison.deleted), "deleted"),
        (len(comparison.changed), f"changed ({among})" if among else "changed"),
    )
    return counts or "no ticket changed"


def _counts(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{count} {what}" for count, what in counts if count)


def formatting_only(comparison: Comparison) -> str:
    """Returns the tickets whose files differ only in formatting or comments; "" for none."""
    ids = comparison.formatting_only
    return f"only comments or layout: {listed(ids, _MOST_LISTED)}" if ids else ""


def fate(difference: Difference) -> tuple[str, ...]:
    """Returns what became of a ticket: created, deleted, or renumbered and moved."""
    pair = difference.pair
    if difference.is_created:
        return ("created",)
    if difference.is_deleted:
        return ("deleted",)
    phrases = []
    if pair.former_id:
        phrases.append(f"renumbered, was {pair.former_id}")
    if pair.moved_from:
        phrases.append(f"moved to {pair.latest.path.rpartition('/')[0]}/")
    return tuple(phrases)


def summary(difference: Difference) -> str:
    """Returns all that changed of a ticket, as a phrase."""
    ticket = difference.pair.latest.ticket
    if difference.is_created or difference.is_deleted:
        return f"{fate(difference)[0]}: {', '.join(facts(ticket))}"
    changes = difference.changes.without("id") if difference.pair.former_id else difference.changes
    return ", ".join([*fate(difference), *([described(changes)] if changes else [])])


def facts(ticket: Ticket) -> Iterator[str]:
    """Yields what a ticket is, in a few words."""
    yield from (ticket.status, ticket.ticket_type)
    if ticket.priority != "normal":
        yield ticket.priority
    if ticket.effort:
        yield ticket.effort
    if ticket.assignee:
        yield f"assigned to {ticket.assignee}"
    if ticket.parent_id:
        yield f"below {ticket.parent_id}"
    if ticket.dependencies:
        yield f"after {', '.join(ticket.dependencies)}"


def figures(effects: Effects) -> list[FigureChange]:
    """Returns the figures of the plan, changed or not."""
    before, after = effects.before, effects.after
    rows = (
        ("effort", before.effort_hours, after.effort_hours),
        ("done", before.done_hours, after.done_hours),
        ("to do", before.open_hours, after.open_hours),
        ("critical path", before.path_hours, after.path_hours),
    )
    changes = [
        FigureChange(name, format_hours(old), format_hours(new), _signed(new - old))
        for name, old, new in rows
    ]
    if (dates := effects.dates) and any(dates.finish):
        year = dates.start.year
        before_day, after_day = (_short_day(day, year) if day else "" for day in dates.finish)
        later = dates.days_later
        change = f"{later:+} {'day' if abs(later) == 1 else 'days'}" if later else ""
        changes.append(FigureChange("finish", before_day, after_day, change))
    return changes


def milestone_moves(effects: Effects) -> Iterator[str]:
    """Yields which milestones are expected on another day, or are late now, or no longer."""
    if effects.dates is None:
        return
    year = effects.dates.start.year
    for change in effects.dates.milestones:
        before, after = change.before, change.after
        if after is None:
            continue
        days = f"{after.days_late} {'day' if after.days_late == 1 else 'days'} late"
        late = f", {days}" if after.days_late else ""
        if before and before.days_late and not late:
            late = ", no longer late"
        if before is None:
            yield f"{change.name} ends on {_day(after.finish, year)}{late}"
        elif before.finish != after.finish:
            yield f"{change.name} moves {_from_to(before.finish, after.finish, year)}{late}"
        elif before.days_late != after.days_late:
            yield f"{change.name} still ends on {_day(after.finish, year)}{late}"


def _from_to(before: date, after: date, year: int) -> str:
    """Returns two days in words, without repeating the month or year they share."""
    if before.year != after.year:
        return f"from {_day(before, 0)} to {_day(after, 0)}"
    first = str(before.day) if before.month == after.month else _day(before, before.year)
    return f"from {first} to {_day(after, year)}"


def _short_day(day: date, year: int) -> str:
    """Returns a day with its month abbreviated, and with its year if that is another."""
    return _day(day, year, letters=3)


def _day(day: date, year: int, *, letters: int | None = None) -> str:
    """Returns a day in words, with its year if that is another."""
    return day_words(day, with_year=day.year != year, month_letters=letters)


def effect_list(effects: Effects) -> list[Effect]:
    """Returns what else became of the plan; nothing that did not change."""
    cycles = tuple(str(cycle) for cycle in effects.new_cycles)
    dangling = tuple(f"{ref.id} refers to {ref.target}" for ref in effects.new_dangling)
    unfinished = tuple(
        f"{ticket.id} ({ticket.ticked} of {ticket.criteria} ticked)"
        for ticket in effects.newly_unfinished
    )
    late = tuple(
        f"{ticket.id} (by {format_hours(ticket.hours)})"
        for ticket in (effects.dates.newly_late if effects.dates else ())
    )
    all_effects = (
        Effect("newly available", effects.newly_ready),
        Effect("newly blocked", effects.newly_blocked),
        Effect("newly critical", effects.newly_critical),
        Effect("newly late", late),
        Effect("newly closed", effects.newly_closed),
        Effect("done with open criteria", unfinished),
        Effect("reopened", effects.reopened),
        Effect("phases completed", effects.phases_completed),
        Effect("new cycles", cycles),
        Effect("no such ticket", dangling),
    )
    return [effect for effect in all_effects if effect.items]


def caveats(effects: Effects, unread: int) -> Iterator[str]:
    """Yields what the figures leave out; `unread` files can't be read in one of the states."""
    if missing := effects.after.missing_effort:
        yield f"{missing} open {'ticket says' if missing == 1 else 'tickets say'} no effort"
    if effects.before.left_out or effects.after.left_out:
        yield "tickets in cycles are on no critical path"
    if unread:
        files = "1 file" if unread == 1 else f"{unread} files"
        yield f"the figures leave out {files} that can't be read"


def _signed(hours: float) -> str:
    shown = format_hours(abs(hours))
    if shown == "0h":
        return ""
    return f"+{shown}" if hours > 0 else f"-{shown}"
