"""The markup of a rendered Markdown page, for tests: `from markup import foreign_markup`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

PARSER: Final = MarkdownIt("gfm-like", {"linkify": False, "html": True})
LINK_TO_TICKET: Final = re.compile(r"[\w./%~-]+\.md")


def tokens(page: str) -> Iterator[Token]:
    """Yields the tokens of a page, and those inside them."""
    for token in PARSER.parse(page):
        yield token
        yield from token.children or ()


def foreign_markup(
    page: str,
    allowed: frozenset[str] = frozenset(),
    links: re.Pattern[str] = LINK_TO_TICKET,
) -> list[str]:
    """Returns the HTML, links and images of a page that no template makes."""
    found = []
    for token in tokens(page):
        if token.type in ("html_inline", "html_block"):
            found += [part for part in [token.content.strip()] if part not in allowed]
        elif token.type in ("link_open", "image"):
            target = str(token.attrs.get("href") or token.attrs.get("src"))
            if token.type == "image" or not links.fullmatch(target):
                found.append(target)
    return found
