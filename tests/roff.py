"""Markdown and lists of options as roff for `man`: `from roff import …`.

Pages are plain ASCII, and a hyphen is one that can be searched for and pasted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

_SPECIAL = {
    "\\": r"\e",
    "-": r"\-",
    "'": r"\(aq",
    "`": r"\(ga",
    "^": r"\(ha",
    "~": r"\(ti",
    '"': r"\(dq",
    "\u00a0": r"\ ",
}
_FONTS = {"strong_open": r"\fB", "em_open": r"\fI", "strong_close": r"\fR", "em_close": r"\fR"}


def escaped(text: str) -> str:
    """Returns a text as roff shows it: every character as it is, none of them a request."""
    return _lines(_characters(text))


def _characters(text: str) -> str:
    return "".join(
        _SPECIAL.get(char) or (char if char.isascii() else f"\\[u{ord(char):04X}]") for char in text
    )


def _lines(text: str) -> str:
    """Returns lines of which none is a request."""
    lines = text.split("\n")
    return "\n".join(f"\\&{line}" if line.startswith(".") else line for line in lines)


def bold(text: str) -> str:
    """Returns a text in bold."""
    return f"\\fB{escaped(text)}\\fR"


def heading(text: str, macro: str = "SH") -> str:
    """Returns the heading of a section."""
    return f".{macro} {escaped(text)}"


def definitions(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yields terms in bold, each with its explanation below it."""
    for term, explanation in rows:
        yield ".TP"
        yield bold(term)
        yield escaped(explanation) or r"\&"


def example(text: str) -> Iterator[str]:
    """Yields lines as they are, indented."""
    yield from (".PP", ".RS 4", ".nf", escaped(text.rstrip("\n")), ".fi", ".RE")


def markdown(text: str) -> Iterator[str]:
    """Yields Markdown as roff; a table as terms and explanations."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    yield from _blocks(tokens)


def _blocks(tokens: Sequence[Token]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        token, inside = tokens[at], tokens[at + 1 : end]
        match token.type:
            case "heading_open":
                yield f".SS {_inline(inside[0])}"
            case "paragraph_open":
                yield from (".PP", _inline(inside[0]))
            case "fence" | "code_block":
                yield from example(token.content)
            case "bullet_list_open" | "ordered_list_open":
                yield from _items(inside)
            case "table_open":
                yield from _rows(inside)
            case _:
                raise ValueError(f"no roff is written for {token.type}")
        at = end + 1


def _end(tokens: Sequence[Token], at: int) -> int:
    """Returns where the block that begins at a place ends."""
    if tokens[at].nesting == 0:
        return at
    level = tokens[at].level
    return next(n for n in range(at + 1, len(tokens)) if tokens[n].level == level)


def _items(tokens: Sequence[Token]) -> Iterator[str]:
    at = 0
    while at < len(tokens):
        end = _end(tokens, at)
        mark = f"{tokens[at].info}." if tokens[at].info else r"\(bu"
        lines = list(_blocks(tokens[at + 1 : end]))
        yield f".IP {mark} 2" if mark == r"\(bu" else f".IP {mark} 4"
        yield from lines[1:] if lines[:1] == [".PP"] else lines
        at = end + 1


def _rows(tokens: Sequence[Token]) -> Iterator[str]:
    """Yields the rows of a table below its header: the first cell, and the others below it."""
    row: list[str] = []
    is_body = False
    for token in tokens:
        if token.type == "tbody_open":
            is_body = True
        elif token.type == "tr_open":
            row = []
        elif token.type == "inline":
            row.append(_inline(token))
        elif token.type == "tr_close" and is_body:
            term, *cells = row
            yield from (".TP", term or r"\&", "; ".join(filter(None, cells)) or r"\&")


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or ():
        match child.type:
            case "text":
                parts.append(_characters(child.content))
            case "code_inline":
                parts.append(f"\\fB{_characters(child.content)}\\fR")
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "link_open" | "link_close":
                pass
            case _:
                parts.append(_FONTS[child.type])
    return _lines("".join(parts))
