"""The walk over what changed of a ticket, which a terminal and Markdown lay out."""

from __future__ import annotations

from dataclasses import replace

from bodies import with_body

from jticket.model.compare.comparison import Comparison, compare
from jticket.model.compare.effects import ProjectState
from jticket.model.compare.matching import TicketVersion
from jticket.model.graph import Graph
from jticket.model.settings import Settings
from jticket.model.ticket import Criterion, Ticket
from jticket.render.diff_items import Limits, Line, Role, ticket_items
from jticket.render.diff_markdown import Frame, review_markdown
from jticket.render.diff_text import TextCanvas, review_lines

SETTINGS = Settings(prefix="JJM")
TICKET = Ticket("JJM-001", title="Parser", created="2025-10-01", tags=("a", "b", "c"))


def compared(before: Ticket, after: Ticket) -> Comparison:
    old, new = ([TicketVersion("JJM-001.md", ticket)] for ticket in (before, after))
    states = (ProjectState(Graph([before], SETTINGS)), ProjectState(Graph([after], SETTINGS)))
    return compare(old, new, states)


def lines(comparison: Comparison, limits: Limits) -> list[tuple[str, list[tuple[str, Role]]]]:
    (difference,) = comparison.differences
    return [
        (item.label, [(piece.text, piece.role) for piece in item.pieces])
        for item in ticket_items(difference, limits)
        if isinstance(item, Line)
    ]


def test_pieces_have_roles_and_long_lists_end_with_a_count() -> None:
    after = replace(TICKET, title="Lexer", assignee="ana", tags=("c", "d", "e"))
    limits = Limits(words=9, new_criteria=9, list_items=1)
    assert lines(compared(TICKET, after), limits) == [
        ("title", [("Parser", Role.OLD_VALUE), ("→", Role.ARROW), ("Lexer", Role.NEW_VALUE)]),
        ("assignee", [("none", Role.NO_VALUE), ("→", Role.ARROW), ("ana", Role.NEW_VALUE)]),
        (
            "tags",
            [("a", Role.ITEM_REMOVED), ("d", Role.ITEM_ADDED), ("and 2 more", Role.PLAIN)],
        ),
    ]


def test_criteria_beyond_the_limit_are_counted() -> None:
    criteria = tuple(Criterion(f"number {n}", done=False) for n in range(5))
    after = with_body(TICKET, criteria=criteria)
    limits = Limits(words=9, new_criteria=9, criteria=3)
    added = lines(compared(TICKET, after), limits)
    assert [label for label, _ in added] == [*["criterion added"] * 3, ""]
    assert added[-1][1] == [("and 2 more criteria", Role.PLAIN)]


def test_a_criterion_whose_spaces_changed_is_shown_in_every_format() -> None:
    before = with_body(TICKET, criteria=(Criterion("it answers\nin time", done=False),))
    after = with_body(TICKET, criteria=(Criterion("it answers in time", done=False),))
    comparison = compared(before, after)
    text = "\n".join(review_lines(comparison, TextCanvas(80, color=False), ends="a → b"))
    assert "criterion reworded: it answers in time" in text
    assert "criterion reworded: it answers in time" in review_markdown(comparison, Frame("a → b"))
