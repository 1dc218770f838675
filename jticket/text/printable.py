"""Text that is safe to print: without control characters, and in a number of columns."""

from __future__ import annotations

import re

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)


def safe(text: str) -> str:
    """Returns text with control and bidirectional characters escaped, but not lines and tabs."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub(_escape, text.replace("\r\n", "\n"))


def safe_line(text: str) -> str:
    """Returns safe text on one line, for a table's cell or a message."""
    if text.isascii() and text.isprintable():
        return text
    return safe(text).replace("\n", "\\n").replace("\t", "\\t")


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def width(text: str) -> int:
    """Returns how many columns a text takes; an emoji of several characters takes two."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def cut(text: str, columns: int) -> str:
    """Returns the text in at most so many columns, with an ellipsis where it is cut."""
    if width(text) <= columns:
        return text
    if text.isascii():
        return f"{text[: columns - 1].rstrip()}…"
    from wcwidth import iter_graphemes

    kept, used = "", 0
    for grapheme in iter_graphemes(text):
        used += width(grapheme)
        if used > columns - 1:
            break
        kept += grapheme
    return f"{kept.rstrip()}…"
