"""Text for terminals: styled, laid out in tables, with carets below a part."""

from __future__ import annotations

import pytest

from jticket.render.bars import bar
from jticket.render.terminal import in_ascii, is_right_to_left, pointed, styled, table
from jticket.render.wrapping import StyledText, wrapped
from jticket.text.printable import width


@pytest.mark.parametrize(
    ("before", "part", "after", "line", "carets"),
    [
        ("a ", "bad", " c", "a bad c", "  ^^^"),
        ("", "", "", "", "^"),
        ("日本 ", "é🚀", "", "日本 é🚀", "     ^^^"),
        ("a\t", "\x1b", "\n", "a\\t\\x1b\\n", "   ^^^^"),
        ("word " * 9, "bad", " word" * 9, "…ord word word bad word word…", " " * 15 + "^^^"),
        ("日本" * 9, "bad", "", "…本日本日本日本bad", " " * 15 + "^^^"),
        ("", "b" * 40, " c", "bbbbbbbbb… c", "^" * 10),
    ],
)
def test_carets_are_below_the_marked_part(
    before: str, part: str, after: str, line: str, carets: str
) -> None:
    start = len(before)
    shown = pointed(before + part + after, start, start + len(part), columns=30)
    assert shown == (line, carets)
    assert max(map(width, shown)) <= 30


def test_styles_need_colors() -> None:
    assert styled("x", "red", color=True) == "\x1b[31mx\x1b[0m"
    assert styled("x", "red", color=False) == "x"
    assert styled("x", None, color=True) == "x"
    assert styled("", "red", color=True) == ""


def test_columns_line_up_by_their_width_on_screen() -> None:
    assert table(["A", "B"], [["中文", "x"], ["e\u0301", "y"]], columns=80) == [
        "A     B",
        "中文  x",
        "e\u0301     y",
    ]


def test_the_widest_columns_are_cut_first() -> None:
    rows = [["JJM-001", "w" * 100, "v" * 60], ["JJM-002", "short", "v"]]
    lines = table(["ID", "TITLE", "WHO"], rows, columns=60)
    assert max(map(len, lines)) == 60
    assert lines[1].startswith("JJM-001  wwww")
    assert lines[1].count("…") == 2
    wide_enough = table(["ID", "TITLE", "WHO"], rows, columns=200)
    assert "…" not in "".join(wide_enough)


def test_a_terminal_too_narrow_for_anything_still_gets_a_table() -> None:
    (_, line) = table(["ID", "TITLE"], [["JJM-001", "w" * 100]], columns=5)
    assert line == "JJM-001  wwwwwww…"


def test_cells_are_escaped_and_on_one_line() -> None:
    assert table(["A"], [["a\nb\x1b"]], columns=80) == ["A", "a\\nb\\x1b"]


def test_styled_cells_are_not_wider() -> None:
    plain = table(["A", "B"], [["x", "y"]], columns=80)
    colored = table(["A", "B"], [["x", "y"]], columns=80, color=True, styles=[["red", None]])
    assert colored[1] == "\x1b[31mx\x1b[0m  y"
    assert plain[1] == "x  y"


@pytest.mark.parametrize(
    ("share", "line"),
    [
        (0, "░░░░"),
        (0.001, "█░░░"),
        (0.25, "█░░░"),
        (0.5, "██░░"),
        (0.999, "███░"),
        (1, "████"),
    ],
)
def test_a_bar_is_full_only_at_1_and_empty_only_at_0(share: float, line: str) -> None:
    assert bar(share, 4) == line
    assert in_ascii(line) == line.replace("█", "#").replace("░", ".")


def test_bars_and_rules_have_ascii_of_the_same_width() -> None:
    assert in_ascii("─a…é") == "-a~é"


@pytest.mark.parametrize(
    ("text", "expected"), [("ana", False), ("山é", False), ("سارة", True), ("a דנה", True)]
)
def test_right_to_left_characters_are_detected(text: str, *, expected: bool) -> None:
    assert is_right_to_left(text) is expected


def wrapped_text(text: str, columns: int) -> list[str]:
    return [*wrapped([StyledText(text)], columns=columns, start="- ", indent="  ", color=False)]


def test_text_is_wrapped_between_words() -> None:
    assert wrapped_text("one two three four", 12) == ["- one two", "  three four"]
    assert wrapped_text("a/path/that/is/long x", 12) == ["- a/path/that/is/long", "  x"]


def test_words_without_spaces_are_broken_between_wide_characters() -> None:
    assert wrapped_text("日本語のとても長い", 12) == ["- 日本語のと", "  ても長い"]
    assert wrapped_text("Ein überlanges_Wort ü", 10) == ["- Ein", "  überlanges_Wort", "  ü"]
