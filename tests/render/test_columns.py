"""Tables that fit: columns are cut, then left out, in the order of what matters least."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jticket.render.columns import Column, fitted_widths, fitting_table
from jticket.text.printable import width

LIST = (
    Column("ID"),
    Column("STATUS", rank=1),
    Column("WHO", least=4, rank=2),
    Column("AGE", rank=3),
    Column("TITLE", least=10),
)
ROWS = [
    ["JJM-001", "in_progress", "maximilian", "12w", "A rather long title of a ticket"],
    ["JJM-002", "done", "", "3d", "日本語のとても長いタイトル"],
]


def headings(room: int) -> str:
    return " ".join(fitting_table(LIST, ROWS, room=room)[0].split())


def test_everything_is_shown_where_there_is_room() -> None:
    assert fitting_table(LIST, ROWS, room=80) == [
        "ID       STATUS       WHO         AGE  TITLE",
        "JJM-001  in_progress  maximilian  12w  A rather long title of a ticket",
        "JJM-002  done                     3d   日本語のとても長いタイトル",
    ]


def test_cells_are_cut_before_a_column_is_left_out() -> None:
    assert fitting_table(LIST, ROWS, room=50)[1:] == [
        "JJM-001  in_progress  maximilian  12w  A rather l…",
        "JJM-002  done                     3d   日本語のと…",
    ]


def test_the_column_of_the_highest_rank_is_left_out_first() -> None:
    assert headings(43) == "ID STATUS WHO AGE TITLE"
    assert headings(42) == "ID STATUS WHO TITLE"
    assert headings(36) == "ID STATUS TITLE"
    assert headings(31) == "ID TITLE"


def test_a_column_without_rank_stays_and_is_cut_only_in_need() -> None:
    assert fitting_table(LIST, ROWS, room=19)[1] == "JJM-001  A rather…"
    assert fitting_table(LIST, ROWS, room=12)[1] == "JJM-…  A ra…"


def test_styles_follow_their_columns() -> None:
    styles: list[list[str | None]] = [[None, "green", None, None, "bold"], [None] * 5]
    line = fitting_table(LIST, ROWS, room=31, color=True, styles=styles)[1]
    assert line == "JJM-001  \x1b[1mA rather long title o…\x1b[0m"


@given(
    st.lists(st.integers(1, 60), min_size=5, max_size=5),
    st.integers(20, 200),
)
def test_a_table_is_never_wider_than_its_room(natural: list[int], room: int) -> None:
    widths = fitted_widths(LIST, natural, room)
    needed = sum(widths.values()) + 2 * (len(widths) - 1)
    assert needed <= room
    assert all(widths[place] <= natural[place] for place in widths)
    assert {0, 4} <= set(widths)
    if sum(natural) + 8 <= room:
        assert [*widths.values()] == natural


@given(st.text(alphabet="ab 日本🎉e\u0301", max_size=40), st.integers(20, 60))
def test_wide_characters_do_not_move_the_columns(title: str, room: int) -> None:
    columns = (Column("TITLE", least=6), Column("ID"))
    header, line = fitting_table(columns, [[f"x{title}", "JJM-1"]], room=room)
    assert width(header[: header.index("ID")]) == width(line[: line.index("JJM-1")])
    assert width(line) <= room
