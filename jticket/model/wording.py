"""Wording that messages share: quoting, shortening, and lists that end with "and N more"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ud800-\\udfff]")
_LIST_OR_HEADING_MARK = re.compile(r"^(?:[-*+>]|#{1,6}|\d{1,3}[.)])[ \t]+")
_QUOTED_LENGTH = 60
_LINE_LENGTH = 60
_MAX_LISTED = 5
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def is_one_line(text: str) -> bool:
    """Returns whether the text has no line break and no control character."""
    return _CONTROL.search(text) is None


def shortened(text: str, length: int = _QUOTED_LENGTH) -> str:
    """Returns the text, shortened with an ellipsis to at most `length` characters."""
    return text if len(text) <= length else text[: length - 1] + "…"


def first_line(text: str) -> str:
    """Returns the first line of a text, shortened, without a list's or heading's mark."""
    line = text.split("\n", 1)[0].strip()
    line = _LIST_OR_HEADING_MARK.sub("", line) or line
    return line if len(line) <= _LINE_LENGTH else f"{line[: _LINE_LENGTH - 1].rstrip()}…"


def quoted(text: str) -> str:
    """Returns a value for a message: in quotes, on one line, shortened."""
    short = shortened(text)
    return f"'{short}'" if is_one_line(short) else repr(short)


def listed(names: Sequence[str], most: int = _MAX_LISTED, separator: str = ", ") -> str:
    """Returns names for a sentence: the first few, and how many more there are."""
    more = len(names) - most
    return separator.join(names[:most]) + (f" and {more} more" if more > 0 else "")


def day_words(day: date, *, with_year: bool = True, month_letters: int | None = 3) -> str:
    """Returns a day in words that no locale changes: `5 Jan 2026`."""
    words = f"{day.day} {_MONTHS[day.month - 1][:month_letters]}"
    return f"{words} {day.year}" if with_year else words


def cancelled_words(ids: Sequence[str]) -> str:
    """Returns that tickets, at least one, were cancelled."""
    return f"{listed(ids)} {'was' if len(ids) == 1 else 'were'} cancelled"


def cancelled_dependency_words(ids: Sequence[str]) -> str:
    """Returns that dependencies of a ticket, at least one, were cancelled."""
    noun = "dependency" if len(ids) == 1 else "dependencies"
    return f"its {noun} {cancelled_words(ids)}"
