"""What other branches made of tickets: a table for people, lines and JSON for programs."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from jticket.render.payload import dumped, ticket_json
from jticket.render.styles import ID, status_style
from jticket.render.terminal import table
from jticket.render.ticket_list import csv_lines, tsv_lines
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.branch_states import BranchState, TicketAcrossBranches
    from jticket.model.ticket import Ticket
    from jticket.render.payload import Json
    from jticket.text.project import Project

_FIELDS = ("id", "status", "priority", "ticket_type", "assignee", "title")
_COLUMNS = (*_FIELDS, "ref", "changes")
_JSON_FIELDS = ("status", "assignee", "priority", "title")
_HEADER = ("ID", "STATUS", "ASSIGNEE", "ON", "TITLE, CHANGES")
_HERE = "here"


def branches_json(ticket: TicketAcrossBranches, project: Project, *, full: bool) -> dict[str, Json]:
    """Returns a ticket as JSON with its states elsewhere; `here` is whether it exists here."""
    states: list[Json] = [_state_json(state) for state in ticket.states]
    payload = ticket_json(ticket, project, full=full)
    return {**payload, "here": ticket.is_here, "branches": states}


def _state_json(state: BranchState) -> dict[str, Json]:
    ticket = state.ticket
    values: dict[str, Json] = {
        key: (str(ticket.value(key)) or None) if ticket else None for key in _JSON_FIELDS
    }
    return {
        "ref": state.ref or None,
        "commit": state.commit or None,
        **values,
        "path": state.path if ticket else None,
        "changes": state.what,
        "work_tree": state.work_tree or None,
        "committed": state.is_committed,
    }


def branches_lines(
    tickets: Sequence[TicketAcrossBranches],
    project: Project,
    form: str,
    current: str,
    *,
    full: bool,
    raw: bool = False,
) -> list[str]:
    """Returns the lines of `tsv`, `csv`, `ids` or `jsonl`; the first two have a line per state.

    `current` is the branch here, whose state comes first; `raw` is that of `csv_lines`.
    """
    if form == "ids":
        return [safe_line(ticket.ticket.id) for ticket in tickets]
    if form == "jsonl":
        payloads = (branches_json(ticket, project, full=full) for ticket in tickets)
        return [dumped(payload, indent=None) for payload in payloads]
    rows = [row for ticket in tickets for row in _rows(ticket, current)]
    return csv_lines(_COLUMNS, rows, raw=raw) if form == "csv" else tsv_lines(rows)


def _rows(ticket: TicketAcrossBranches, current: str) -> Iterator[list[str]]:
    if ticket.is_here:
        yield [*_cells(ticket.ticket), current or _HERE, ""]
    for state in ticket.states:
        if state.ticket:
            yield [*_cells(state.ticket), _place_of(state), state.what]
        else:
            yield [ticket.ticket.id, *[""] * (len(_FIELDS) - 1), _place_of(state), state.what]


def _cells(ticket: Ticket) -> list[str]:
    return [str(ticket.value(key)) for key in _FIELDS]


def branches_table(
    tickets: Sequence[TicketAcrossBranches],
    project: Project,
    current: str,
    *,
    columns: int,
    color: bool,
) -> list[str]:
    """Returns a table that names each ticket once, with its states below it."""
    rows, styles = [], []
    settings = project.settings
    for ticket in tickets:
        here = ticket.ticket if ticket.is_here else None
        status, assignee = _status_cells(here)
        title = ticket.ticket.title
        rows.append([ticket.ticket.id, status, assignee, current or _HERE, title])
        styles.append([ID, status_style(status, settings), None, None, "bold"])
        for state in ticket.states:
            status, assignee = _status_cells(state.ticket)
            rows.append(["", status, assignee, _place_of(state), state.what])
            styles.append([None, status_style(status, settings), None, None, None])
    return table(_HEADER, rows, columns=columns, color=color, styles=styles)


def _status_cells(ticket: Ticket | None) -> tuple[str, str]:
    return (ticket.status, ticket.assignee) if ticket else ("-", "")


def _place_of(state: BranchState) -> str:
    """Returns where a state is, for people: the branch, and the work tree where that matters."""
    tree = PurePath(state.work_tree).name if state.work_tree else ""
    if not tree:
        return state.ref
    place = f"{state.ref} in {tree}" if state.ref else tree
    return place if state.is_committed else f"{place}, uncommitted"
