"""Tickets and what other branches hold of them: a table for people, lines and JSON for programs."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from jticket.render.payload import dumped, ticket_json
from jticket.render.terminal import safe_line, table
from jticket.render.ticket_list import csv_lines
from jticket.render.ticket_view import STATUS_STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.ticket import Ticket
    from jticket.render.payload import Json
    from jticket.text.branch_states import State, TicketAcrossBranches
    from jticket.text.project import Project

COLUMNS = ("id", "status", "priority", "ticket_type", "assignee", "title", "ref", "changes")
_HEADER = ("ID", "STATUS", "ASSIGNEE", "ON", "TITLE, CHANGES")
_HERE = "here"
_FACTS = ("status", "assignee", "priority", "title")


def spread_json(found: TicketAcrossBranches, project: Project, *, full: bool) -> dict[str, Json]:
    """A ticket as JSON with its states elsewhere; `here` is whether there is one at all here."""
    states: list[Json] = [_state_json(each) for each in found.states]
    ticket = ticket_json(found.file, project, full=full)
    return {**ticket, "here": found.is_here, "branches": states}


def _state_json(state: State) -> dict[str, Json]:
    ticket = state.ticket
    facts: dict[str, Json] = {
        key: (str(ticket.value(key)) or None) if ticket else None for key in _FACTS
    }
    return {
        "ref": state.ref or None,
        "commit": state.commit or None,
        **facts,
        "path": state.path if ticket else None,
        "changes": state.what,
        "work_tree": state.work_tree or None,
        "committed": state.is_committed,
    }


def spread_lines(
    tickets: Sequence[TicketAcrossBranches],
    project: Project,
    form: str,
    current: str,
    *,
    full: bool,
) -> list[str]:
    """The lines of `tsv`, `csv`, `ids` or `jsonl`; the first two have a line a state.

    `current` is the branch here; what is here stands first.
    """
    if form == "ids":
        return [safe_line(each.file.ticket.id) for each in tickets if each.file.ticket]
    if form == "jsonl":
        return [dumped(spread_json(each, project, full=full), indent=None) for each in tickets]
    rows = [row for each in tickets for row in _rows(each, current)]
    if form == "csv":
        return csv_lines(COLUMNS, rows)
    return ["\t".join(safe_line(cell) or "-" for cell in row) for row in rows]


def _rows(found: TicketAcrossBranches, current: str) -> Iterator[list[str]]:
    here = found.file.ticket
    if here and found.is_here:
        yield [*_cells(here), current or _HERE, ""]
    for state in found.states:
        if state.ticket:
            yield [*_cells(state.ticket), place_of(state), state.what]
        elif here:
            yield [here.id, "", "", "", "", "", place_of(state), state.what]


def _cells(ticket: Ticket) -> list[str]:
    return [str(ticket.value(key)) for key in COLUMNS[:6]]


def spread_table(
    tickets: Sequence[TicketAcrossBranches],
    project: Project,
    current: str,
    *,
    columns: int,
    color: bool,
) -> list[str]:
    """A table that names each ticket once, its states below it."""
    rows, looks = [], []
    settings = project.settings
    for found in tickets:
        ticket = found.file.ticket
        here = ticket if found.is_here else None
        first = [here.status, here.assignee] if here else ["-", ""]
        rows.append([ticket.id, *first, current or _HERE, ticket.title])
        looks.append(["cyan", STATUS_STYLES[settings.class_of(first[0])], None, None, "bold"])
        for state in found.states:
            theirs = state.ticket
            facts = [theirs.status, theirs.assignee] if theirs else ["-", ""]
            rows.append(["", *facts, place_of(state), state.what])
            looks.append([None, STATUS_STYLES[settings.class_of(facts[0])], None, None, None])
    return table(_HEADER, rows, columns=columns, color=color, styles=looks)


def place_of(state: State) -> str:
    """Where a state lies, for people: the branch, and the work tree where that matters."""
    tree = PurePath(state.work_tree).name if state.work_tree else ""
    if not tree:
        return state.ref
    place = f"{state.ref} in {tree}" if state.ref else tree
    return place if state.is_committed else f"{place}, uncommitted"
