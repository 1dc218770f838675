"""Reads many versions of tickets for their values: what stands in them alike is understood once.

Entries of a front matter that end where the next one begins are read one by one, by the parser that
reads all of them where any is of another kind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.model.ticket import EMPTY_BODY
from jticket.text.body import read_body
from jticket.text.document import UnreadableError, decoded, split_front_matter
from jticket.text.reading import ticket_of
from jticket.text.yaml_tree import Entry, Mapping, mapping_of

if TYPE_CHECKING:
    from jticket.model.settings import Settings
    from jticket.model.ticket import Body, Ticket
    from jticket.text.document import Document

_PLAIN = r"[\w/](?:[\w ./+@()*'\"!?-]|:(?=[\w/]))*+"
_ENTRY = re.compile(
    rf"[A-Za-z_][\w-]*:(?: +(?:{_PLAIN}|\[[\w ,./-]*\]))? *\r?\n(?: *- +{_PLAIN}\r?\n)*+"
)


class TicketReader:
    """Reads tickets as `read_ticket` does, without a look for what is wrong with them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._entries: dict[str, Entry | None] = {}
        self._bodies: dict[str, Body] = {}

    def ticket(self, data: bytes, *, stem: str, body: bool = True) -> Ticket | None:
        """The ticket that a file holds, if any; without its `body`, what comes from there is empty.

        `stem`, the file's name, stands in for a lost ID.
        """
        try:
            document = split_front_matter(decoded(data)[0])
        except UnreadableError:
            return None
        front = self._front(document)
        if front is None:
            return None
        return ticket_of(front, self._body(document) if body else EMPTY_BODY, self._settings, stem)

    def _front(self, document: Document) -> Mapping | None:
        entries: dict[str, Entry] = {}
        at, end = document.front_start, document.front_end
        while at < end and (match := _ENTRY.match(document.text, at, end)):
            entry = self._entry(match[0])
            if entry is None or entry.key.value in entries:
                break
            entries[entry.key.value] = entry
            at = match.end()
        if at == end:
            return Mapping(document.front_start, end, tuple(entries.values()), flow=False)
        front, flaws = mapping_of(document.text, document.front_start, end)
        return front if not flaws else None

    def _entry(self, text: str) -> Entry | None:
        if text not in self._entries:
            front, flaws = mapping_of(text, 0, len(text))
            alone = front is not None and not flaws and len(front.entries) == 1
            self._entries[text] = front.entries[0] if front and alone else None
        return self._entries[text]

    def _body(self, document: Document) -> Body:
        text = document.text[document.body_start :]
        if text not in self._bodies:
            self._bodies[text] = read_body(text).value
        return self._bodies[text]
