"""The drawing of the dependency graph: each ticket once, and every dependency in it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jticket.model.diagram import diagram
from jticket.model.graph import Graph
from jticket.model.settings import Settings
from jticket.model.ticket import Ticket
from jticket.render.graph_drawing import DrawnTicket, branches, drawn_graph
from jticket.render.terminal import in_ascii
from jticket.text.printable import width

DIAMOND = (("A", "B"), ("A", "C"), ("B", "D"), ("C", "D"), ("A", "D"))


def drawn(*tickets: Ticket, columns: int = 80) -> list[str]:
    graph = Graph(tickets, Settings(prefix="J"))
    return [*drawn_graph(diagram(tickets, graph), columns=columns, color=False)]


def test_a_ticket_is_drawn_below_the_last_one_that_it_waits_for() -> None:
    assert branches("ABCD", DIAMOND) == [
        DrawnTicket("A", 0, is_last=True, others=()),
        DrawnTicket("B", 1, is_last=False, others=()),
        DrawnTicket("D", 2, is_last=True, others=("C",)),
        DrawnTicket("C", 1, is_last=True, others=()),
    ]


def test_a_cycle_begins_with_its_first_ticket() -> None:
    assert branches("ABC", (("A", "B"), ("B", "C"), ("C", "A"))) == [
        DrawnTicket("A", 0, is_last=True, others=("C",)),
        DrawnTicket("B", 1, is_last=True, others=()),
        DrawnTicket("C", 2, is_last=True, others=()),
    ]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25, unique=True))
def test_every_ticket_and_every_dependency_is_drawn_once(pairs: list[tuple[int, int]]) -> None:
    ids = [f"T{n}" for n in range(10)]
    edges = [(f"T{first}", f"T{second}") for first, second in pairs if first != second]
    rows = branches(ids, edges)
    assert sorted(row.ticket_id for row in rows) == ids
    above: list[str] = []
    for row in rows:
        del above[row.depth :]
        assert len(above) == row.depth
        before = {first for first, second in edges if second == row.ticket_id}
        assert above[-1:] == [] or above[-1] in before
        assert before - {*above} == {*row.others}
        above.append(row.ticket_id)


def test_a_long_chain_is_drawn_without_recursion() -> None:
    ids = [f"T{n}" for n in range(5000)]
    rows = branches(ids, [*pairwise(ids)])
    assert rows[-1].depth == 4999


TICKETS = (
    Ticket("J-1", title="Lay the foundation", status="done"),
    Ticket("J-2", title="日本語のとても長いタイトル🎉" * 3, dependencies=("J-1",)),
    Ticket("J-3", title="Third", status="ready", dependencies=("J-1",)),
    Ticket("J-4", title="Fourth", dependencies=("J-3", "J-2")),
    Ticket("J-5", title="Apart"),
)


def test_the_drawing_names_the_other_tickets_that_one_waits_for() -> None:
    assert drawn(*TICKETS) == [
        "STATUS   TICKET                                                       ALSO AFTER",
        "done     J-1 Lay the foundation",
        "backlog  ├─ J-2 日本語のとても長いタイトル🎉日本語のとても長いタイ…",
        "ready    └─ J-3 Third",
        "backlog     └─ J-4 Fourth                                             J-2",
        "",
        "Without a dependency",
        "backlog  J-5 Apart",
    ]


def test_the_drawing_fits_every_terminal() -> None:
    chain = [
        Ticket(f"J-{n}", title="word " * 20, dependencies=(f"J-{n - 1}",) if n else ())
        for n in range(30)
    ]
    for columns in (30, 40, 80, 200):
        for tickets in (TICKETS, chain):
            assert max(map(width, drawn(*tickets, columns=columns))) <= columns
    assert drawn(*TICKETS, columns=40)[2] == "├─ J-2 日本語のとても長いタ…"


def test_the_lines_are_ascii_where_they_must() -> None:
    lines = [in_ascii(line) for line in drawn(*TICKETS) if "J-3" in line]
    assert lines[0] == "ready    `- J-3 Third"
