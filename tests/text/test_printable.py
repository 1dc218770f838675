"""Text that is safe to print: escaped, measured in columns and cut."""

from __future__ import annotations

import pytest

from jticket.text.printable import cut, safe, safe_line, width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain é 中 👍", "plain é 中 👍"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("dos\r\nline", "dos\nline"),
        ("back\rover", "back\\x0dover"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\x9b2J", "\\x9b2J"),
        ("\u202eabc\u2069", "\\u202eabc\\u2069"),
        ("\u2028\u2029\u061c\ufeff", "\\u2028\\u2029\\u061c\\ufeff"),
        ("\udcff", "\\udcff"),
        ("zero\u200bwidth\u200djoiner", "zero\u200bwidth\u200djoiner"),
    ],
)
def test_only_control_characters_are_escaped(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_a_line_stays_a_line() -> None:
    assert safe_line("a\tb\nc\r\nd") == "a\\tb\\nc\\nd"


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("中文", 4), ("Ａ", 2), ("", 0)]
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 5, "abcd…"),
        ("abc def", 5, "abc…"),
        ("中文字", 5, "中文…"),
        ("中文字", 4, "中…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
    ],
)
def test_text_that_is_too_wide_is_cut_with_an_ellipsis(
    text: str, columns: int, expected: str
) -> None:
    assert cut(text, columns) == expected
    assert width(cut(text, columns)) <= columns
