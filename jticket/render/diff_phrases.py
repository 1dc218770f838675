"""The words in which a review tells what changed, the same on a terminal and in Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.compare.changes import described
from jticket.model.effort import format_hours
from jticket.render.ticket_view import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.compare.changes import Changes
    from jticket.model.compare.comparison import Comparison, Difference
    from jticket.model.compare.effects import Effects
    from jticket.model.ticket import Raw, Ticket

_MOVED_WORDS = 8
_NAMED = 15

COMMIT_LETTERS = 10
"""How much of a commit's object ID is shown."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure of the plan before and after, and by how much it changed, "" for not at all."""

    name: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that is true now and was not, and of what: IDs of tickets, or phrases."""

    name: str
    items: tuple[str, ...]
    are_tickets: bool = True


def counted(found: Comparison) -> str:
    """How many tickets are new, gone and changed, and how many of these moved or got another ID."""
    moved = sum(bool(each.pair.moved_from) for each in found.changed)
    renumbered = sum(bool(each.pair.former_id) for each in found.changed)
    among = _counts((renumbered, "renumbered"), (moved, "moved"))
    counts = _counts(
        (len(found.created), "created"),
        (len(found.deleted), "deleted"),
        (len(found.changed), f"changed ({among})" if among else "changed"),
    )
    return counts or "no ticket changed"


def _counts(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{n} {what}" for n, what in counts if n)


def formatting_only(found: Comparison) -> str:
    """The tickets whose files differ in nothing that is told, as a phrase; "" for none."""
    shown = ", ".join(found.formatting_only[:_NAMED])
    more = len(found.formatting_only) - _NAMED
    if not shown:
        return ""
    return f"only comments or layout: {shown}{f' and {more} more' if more > 0 else ''}"


def fate(difference: Difference) -> tuple[str, ...]:
    """What became of a ticket as a whole: created, deleted, renumbered, moved."""
    pair = difference.pair
    if difference.is_created:
        return ("created",)
    if difference.is_deleted:
        return ("deleted",)
    told = []
    if pair.former_id:
        told.append(f"renumbered, was {pair.former_id}")
    if pair.moved_from:
        told.append(f"moved to {_folder(pair.latest.path)}")
    return tuple(told)


def in_words(difference: Difference) -> str:
    """All that changed of a ticket, as a phrase."""
    ticket = difference.pair.latest.ticket
    if difference.is_created or difference.is_deleted:
        return f"{fate(difference)[0]}: {', '.join(facts(ticket))}"
    changes = difference.changes.without("id") if difference.pair.former_id else difference.changes
    return ", ".join([*fate(difference), *([described(changes)] if changes else [])])


def moved_criteria(found: Changes) -> str:
    """The criteria that changed places, by their first and last words; "" for none."""
    moved = [each.text for each in found.criteria if each.change == "moved"]
    return "; ".join(shortened(each, _MOVED_WORDS) for each in moved)


def facts(ticket: Ticket) -> Iterator[str]:
    """What a ticket is, in a few words."""
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


def list_changes(before: Raw, after: Raw) -> tuple[list[str], list[str]]:
    """What is gone from a list and what has come to it; a single value is a list of one."""
    old, new = _items(before), _items(after)
    kept = {*old} & {*new}
    return [each for each in old if each not in kept], [each for each in new if each not in kept]


def _items(raw: Raw) -> list[str]:
    if isinstance(raw, tuple):
        return [plain(each) for each in raw]
    return [plain(raw)] if raw else []


def shortened(text: str, most: int) -> str:
    """The text on one line, without the middle of it where it has more words than that."""
    words = text.split()
    if len(words) <= most:
        return " ".join(words)
    return " ".join([*words[: most // 2], "…", *words[-(most // 2) :]])


def figures(found: Effects) -> list[FigureChange]:
    """The figures of the plan, changed or not."""

    def hours(name: str, before: float, after: float) -> FigureChange:
        return FigureChange(
            name, format_hours(before), format_hours(after), _signed(after - before)
        )

    before, after = found.before, found.after
    return [
        hours("effort", before.effort_hours, after.effort_hours),
        hours("done", before.done_hours, after.done_hours),
        hours("to do", before.open_hours, after.open_hours),
        hours("critical path", before.path_hours, after.path_hours),
    ]


def effect_list(found: Effects) -> list[Effect]:
    """What else became of the plan; nothing that did not change."""
    cycles = tuple(str(each) for each in found.new_cycles)
    dangling = tuple(f"{each.id} refers to {each.target}" for each in found.new_dangling)
    unfinished = tuple(
        f"{each.id} ({each.ticked} of {each.criteria} ticked)" for each in found.newly_unfinished
    )
    effects = [
        Effect("newly ready", found.newly_ready),
        Effect("newly blocked", found.newly_blocked),
        Effect("newly critical", found.newly_critical),
        Effect("newly closed", found.newly_closed),
        Effect("done with open criteria", unfinished, are_tickets=False),
        Effect("reopened", found.reopened),
        Effect("phases completed", found.phases_completed, are_tickets=False),
        Effect("new circles", cycles, are_tickets=False),
        Effect("no such ticket", dangling, are_tickets=False),
    ]
    return [each for each in effects if each.items]


def caveats(found: Effects, unread: int) -> Iterator[str]:
    """What the figures leave out; `unread` files hold no readable ticket in one of the states."""
    if missing := found.after.missing_effort:
        yield f"{missing} open {'ticket says' if missing == 1 else 'tickets say'} no effort"
    if found.before.left_out or found.after.left_out:
        yield "tickets in circles are on no critical path"
    if unread:
        files = "1 file" if unread == 1 else f"{unread} files"
        yield f"the figures leave out {files} that can't be read"


def _signed(hours: float) -> str:
    shown = format_hours(abs(hours))
    if shown == "0h":
        return ""
    return f"+{shown}" if hours > 0 else f"-{shown}"


def _folder(path: str) -> str:
    return f"{path.rpartition('/')[0]}/"
