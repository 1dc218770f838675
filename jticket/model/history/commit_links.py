"""Which tickets a commit message names: in its subject, its body or its trailers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.model.ids import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = r"[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9]+"
_ID = re.compile(rf"(?<![\w/\\.@-]){_WORD}(?![\w/\\@-]|\.\w)")
"""An ID that is not part of a longer word, a path or an address."""
_URL = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]*://\S+")
_KEYWORD = re.compile(
    r"\b(?:clos(?:es?|ed)|fix(?:es|ed)?|resolv(?:es?|ed)|refs|part[ ]of)\b[ \t]*:?", re.IGNORECASE
)
"""The keywords that close an issue on GitHub, and two for a commit that leaves its ticket open."""
_OPENING = re.compile(r"[ \t]*(?:\n[ \t]*)?[\[(`*]?")  # a list may go on in the next line
_OTHER_ITEM = re.compile(r"(?:[\w.-]+/[\w.-]+)?#[0-9]+\b")
_SEPARATOR = re.compile(
    r"[\])`*]?[ \t]*(?:\n[ \t]*)?(?:[,;][ \t]*(?:\n[ \t]*)?(?:(?:and|or)\b)?|&|(?:and|or)\b)",
    re.IGNORECASE,
)


def named_tickets(subject: str, body: str = "", trailers: Iterable[str] = ()) -> tuple[str, ...]:
    """Returns the words in a commit message that look like IDs, each once and as written.

    These are all such words in the subject and in the values of its trailers, and those in a list
    after a keyword in the body. They need not be tickets: `UTF-8` looks like an ID too.
    """
    words = [word for text in (*trailers, subject) for word in _ID.findall(_URL.sub(" ", text))]
    words += _after_keywords(_URL.sub(" ", body))
    return tuple(dict.fromkeys(words))


def normal_form(written: str) -> str:
    """Returns a written ID in lower case and without leading zeros: `jjm-14`."""
    numbered = number_of(written.upper())
    return f"{numbered[0]}-{numbered[1]}".lower() if numbered else written.lower()


def _after_keywords(body: str) -> Iterator[str]:
    """Yields the IDs in the lists after keywords: `Closes JJM-014, JJM-015 and #12`."""
    for keyword in _KEYWORD.finditer(body):
        place = keyword.end()
        while opening := _OPENING.match(body, place):
            item = _ID.match(body, opening.end())
            if item:
                yield item[0]
            end = item or _OTHER_ITEM.match(body, opening.end())
            separator = _SEPARATOR.match(body, end.end()) if end else None
            if separator is None:
                break
            place = separator.end()
