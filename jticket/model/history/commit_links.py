"""Which tickets a commit names: by `Ticket:` trailers, or by IDs that begin its subject."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.model.ids import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ID_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9]+(?![\w-])")
_GIT_PREFIX = re.compile(r"^(?:(?:fixup|squash|amend)! |Revert \")+")  # added by git
_COMMA = re.compile(r"\s*,\s*")
_SEPARATORS = re.compile(r"[\s,]+")


def named_tickets(
    subject: str, trailers: Iterable[str], commit_subject: str = "{id}: {what}"
) -> tuple[str, ...]:
    """Returns the words in a commit that look like IDs, each once and as written.

    `trailers` are the values of its `Ticket:` trailers, one or several IDs separated by commas or
    spaces; `commit_subject` is the setting, whose words before `{id}` may come before the IDs.
    """
    subject = _GIT_PREFIX.sub("", subject, count=1)
    start = commit_subject.partition("{id}")[0]
    words = [
        word for text in trailers for word in _SEPARATORS.split(text) if _ID_LIKE.fullmatch(word)
    ]
    words += _leading(subject)
    if start and subject.startswith(start):
        words += _leading(subject.removeprefix(start))
    return tuple(dict.fromkeys(words))


def normal_form(written: str) -> str:
    """Returns a written ID in lower case and without leading zeros: `jjm-14`."""
    numbered = number_of(written.upper())
    return f"{numbered[0]}-{numbered[1]}".lower() if numbered else written.lower()


def _leading(text: str) -> Iterator[str]:
    """Yields the IDs at the beginning of a text, `JJM-014, JJM-015: …`."""
    place = 0
    while match := _ID_LIKE.match(text, place):
        yield match[0]
        between = _COMMA.match(text, match.end())
        if between is None:
            return
        place = between.end()
