"""Tickets as cards in columns: side by side where there is room, else one below the other.

A cell that may hold right-to-left text is always between cells that never do, so that a terminal
that reorders such text keeps it within its own cell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from typing import TYPE_CHECKING

from jticket.model.effort import format_hours
from jticket.model.planning.deadlines import deadlines_of
from jticket.model.wording import cancelled_words, day_words
from jticket.render.columns import Column, fitting_table
from jticket.render.grouped_list import NO_GROUP, Piece, fitted, groups_json, heading_of
from jticket.render.payload import ticket_json
from jticket.render.styles import ID, WARNING, priority_style
from jticket.render.terminal import is_right_to_left, styled
from jticket.render.ticket_list import ListOptions, listing
from jticket.render.wrapping import paragraph
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from jticket.model.graph import Graph
    from jticket.model.stats.grouping import Board, Group
    from jticket.model.ticket import Ticket
    from jticket.render.payload import Json
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

_NARROWEST = 22
_WIDEST = 48
_GAP = "  "
_LEAST_NAME, _LEAST_TITLE = 8, 16
_FEWEST_CARDS = 3
_PARKED = "· parked"
"""The line above the parked tickets of a column, which come last."""


@dataclass(frozen=True, slots=True)
class BoardOptions:
    """How a board is shown: its width, and how many cards a column has.

    That is `limit` if it is given, else as many as fit into the `rows` of the terminal, else all.
    The others are the options that show what is left out.
    """

    columns: int
    color: bool
    closed_option: str
    epics_option: str
    limit_option: str
    limit: int | None = None
    rows: int | None = None


def limited(board: Board[ValidFile], limit: int | None) -> Board[ValidFile]:
    """Returns a board with at most so many cards in a column."""
    columns = (replace(column, items=column.items[:limit]) for column in board.columns)
    return replace(board, columns=tuple(columns))


def cards_that_fit(sizes: Sequence[int], rows: int, *, side_by_side: bool) -> int:
    """Returns how many cards of each column a terminal has room for, a few at least.

    `sizes` are the numbers of cards in the columns.
    """
    around = 4 if side_by_side else 3  # headings or a note with its space, and the prompt
    most = _FEWEST_CARDS
    for cards in range(_FEWEST_CARDS, max(sizes, default=0) + 1):
        shown = [min(size, cards) for size in sizes]
        more = [size > cards for size in sizes]
        if side_by_side:
            used = max(2 * cards_shown + cut for cards_shown, cut in zip(shown, more, strict=True))
        else:
            used = sum(shown) + sum(more) + 2 * len(sizes)
        if used + around > rows:
            break
        most = cards
    return most


def board_json(board: Board[ValidFile], project: Project) -> dict[str, Json]:
    """Returns the board as JSON; a column named "" holds the tickets without a value."""
    card = partial(ticket_json, project=project, full=False)
    return {"by": board.key, "columns": groups_json(board.columns, card)}


def board_lines(board: Board[ValidFile], project: Project, now: datetime) -> list[str]:
    """Returns a line per card for programs: the column's name, a tab, then the line of `list`."""
    return [
        f"{safe_line(column.value) or NO_GROUP}\t{line}"
        for column in board.columns
        for line in listing(column.items, project, ListOptions("tsv", (), now))
    ]


def board_table(board: Board[ValidFile], project: Project, options: BoardOptions) -> list[str]:
    """Returns the board for people.

    The last line counts what is left out, and names the options that would show it.
    """
    columns, color, count = options.columns, options.color, len(board.columns)
    room = (columns - len(_GAP) * (count - 1)) // count if count else 0
    # Two right-to-left names in one line would change places.
    has_right_to_left = any(is_right_to_left(column.value) for column in board.columns)
    side_by_side = room >= _NARROWEST and not has_right_to_left
    sizes = [len(column.items) for column in board.columns]
    most = options.limit
    if most is None and options.rows is not None:
        most = cards_that_fit(sizes, options.rows, side_by_side=side_by_side)
    if side_by_side:
        lines = _side_by_side(board, project, most, room=min(room, _WIDEST), color=color)
    else:
        lines = _one_below_the_other(board, project, most, columns=columns, color=color)
    left_out = []
    if most is not None and (cards := sum(max(size - most, 0) for size in sizes)):
        left_out.append(f"{cards} card{'s'[: cards > 1]} ({options.limit_option})")
    if board.closed:
        left_out.append(f"{board.closed} closed ({options.closed_option})")
    if board.epics:
        left_out.append(f"{board.epics} epic{'s'[: board.epics > 1]} ({options.epics_option})")
    if left_out:
        note = f"left out: {', '.join(left_out)}"
        lines += ["", *paragraph(note, columns=columns, color=color, style="dim")]
    return lines


def _side_by_side(
    board: Board[ValidFile], project: Project, most: int | None, *, room: int, color: bool
) -> list[str]:
    """Returns columns side by side, two lines per card."""
    stacks: list[list[list[Piece]]] = []
    for column in board.columns:
        stack: list[list[Piece]] = [
            heading_of(board.key, column, project, room),
            [("─" * room, "dim")],
        ]
        first_parked = _first_parked(column.items, project.graph)
        for n, file in enumerate(column.items[:most]):
            if n == first_parked:
                stack.append([(_PARKED, "dim")])
            stack += _card(file, board.key, project)
        stack += [[(words, "dim")] for words in _more(column, most)]
        stacks.append(stack)
    empty: list[Piece] = []
    return [
        _GAP.join(fitted(pieces, room, color=color) for pieces in row).rstrip()
        for row in zip_longest(*stacks, fillvalue=empty)
    ]


def _more(column: Group[ValidFile], most: int | None) -> list[str]:
    """Returns a line on the cards of a column that are left out, if there are any."""
    more = 0 if most is None else max(len(column.items) - most, 0)
    return [f"… {more} more"] if more else []


def _card(file: ValidFile, key: str, project: Project) -> list[list[Piece]]:
    ticket = file.ticket
    title: list[Piece] = [(ticket.id, ID), (ticket.title, None)]
    facts: list[Piece] = [(" ", None)]
    if ticket.priority != project.settings.default_priority:
        facts.append(_priority(ticket.priority))
    if ticket.effort_hours is not None:
        facts.append((format_hours(ticket.effort_hours), None))
    facts += [
        piece
        for piece in (_deadline(ticket, project.graph), _state(ticket, project.graph))
        if piece[0]
    ]
    if ticket.assignee and key != "assignee":
        facts.append((ticket.assignee, None))
    return [title, facts]


def _one_below_the_other(
    board: Board[ValidFile], project: Project, most: int | None, *, columns: int, color: bool
) -> list[str]:
    """Returns columns one below the other, a line per card; all cards line up."""
    rows, styles = [], []
    for column in board.columns:
        for file in column.items[:most]:
            cells = _cells(file, board.key, project)
            rows.append([text for text, _ in cells])
            styles.append([style for _, style in cells])
    cards: list[str] = []
    if rows:
        kept = [n for n in range(len(rows[0])) if any(row[n] for row in rows)]
        cards = fitting_table(
            [_layout(columns)[n] for n in kept],
            [[row[n] for n in kept] for row in rows],
            room=columns - len(_GAP),
            color=color,
            styles=[[row[n] for n in kept] for row in styles],
        )[1:]
    lines: list[str] = []
    for column in board.columns:
        lines += [""] if lines else []
        heading = heading_of(board.key, column, project, columns)
        lines.append(fitted(heading, columns, color=color).rstrip())
        count = len(column.items[:most])
        shown = [f"{_GAP}{line}" for line in cards[:count]]
        first_parked = _first_parked(column.items, project.graph)
        if first_parked is not None and first_parked < count:
            shown.insert(first_parked, _GAP + styled(_PARKED, "dim", color=color))
        lines += shown
        lines += [_GAP + styled(words, "dim", color=color) for words in _more(column, most)]
        cards = cards[count:]
    return lines


def _layout(columns: int) -> tuple[Column, ...]:
    """Returns the columns of `_cells`; a name is left out before what stands beside it."""
    return (
        Column(""),
        Column("", least=_LEAST_NAME, rank=4),
        Column("", rank=3),
        Column("", rank=5),
        Column("", rank=2),
        Column("", rank=1),
        Column("", least=max(columns // 4, _LEAST_TITLE)),
    )


def _cells(file: ValidFile, key: str, project: Project) -> list[Piece]:
    ticket = file.ticket
    effort = "" if ticket.effort_hours is None else format_hours(ticket.effort_hours)
    return [
        (ticket.id, ID),
        ("" if key == "assignee" else ticket.assignee, None),
        _priority(ticket.priority),
        (effort.rjust(4) if effort else "", None),
        _deadline(ticket, project.graph),
        _state(ticket, project.graph),
        (ticket.title, None),
    ]


def _first_parked(files: Sequence[ValidFile], graph: Graph) -> int | None:
    """Returns the place of the first parked ticket of a column, where they come last."""
    parked = (n for n, file in enumerate(files) if graph.parking(file.ticket))
    return next(parked, None)


def _state(ticket: Ticket, graph: Graph) -> Piece:
    """Returns whether a ticket is parked or blocked, or ready although a dependency was cancelled.

    What a hold waits for is left out: it may be right-to-left text, and so may its neighbours.
    """
    if parking := graph.parking(ticket):
        return parking.label, "red"
    if graph.is_blocked(ticket):
        return "blocked", "red"
    cancelled = graph.cancelled_dependencies(ticket) if graph.is_ready(ticket) else ()
    return cancelled_words(cancelled) if cancelled else "", WARNING


def _deadline(ticket: Ticket, graph: Graph) -> Piece:
    """Returns the day by which a ticket must be finished, in red if that is past."""
    deadline = deadlines_of(graph).get(ticket.id)
    if deadline is None:
        return "", None
    is_overdue = graph.today is not None and deadline.is_overdue(graph.today)
    with_year = graph.today is None or deadline.day.year != graph.today.year
    return f"by {day_words(deadline.day, with_year=with_year)}", "red" if is_overdue else None


def _priority(priority: str) -> Piece:
    return priority, priority_style(priority)
