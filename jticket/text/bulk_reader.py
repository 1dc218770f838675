"""Reads many versions of tickets for their values alone; equal entries are parsed only once.

Plain entries of a front matter are split off by a pattern and parsed one by one. If any entry has
another form, the YAML parser reads all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.model.ticket import EMPTY_BODY
from jticket.text.body import read_body
from jticket.text.document import DocumentError, decoded, split_front_matter
from jticket.text.reading import ticket_of
from jticket.text.yaml_tree import Entry, Mapping, mapping_of

if TYPE_CHECKING:
    from jticket.model.settings import Settings
    from jticket.model.ticket import Body, Ticket
    from jticket.text.document import Document

_VALUE = r"[\w/](?:[\w ./+@()*'\"!?-]|:(?=[\w/]))*+"
_ENTRY = re.compile(
    rf"[A-Za-z_][\w-]*:(?: +(?:{_VALUE}|\[[\w ,./-]*\]))? *\r?\n(?: *- +{_VALUE}\r?\n)*+"
)


class TicketReader:
    """Reads the tickets that `read_ticket` reads, without diagnostics."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._entries: dict[str, Entry | None] = {}
        self._bodies: dict[str, Body] = {}

    def ticket(self, data: bytes, *, stem: str, body: bool = True) -> Ticket | None:
        """Returns the ticket that a file holds, if any; its body is empty unless asked for.

        `stem` is used as the ID when the file has none.
        """
        try:
            document = split_front_matter(decoded(data)[0])
        except DocumentError:
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
        front, problems = mapping_of(document.text, document.front_start, end)
        return front if not problems else None

    def _entry(self, text: str) -> Entry | None:
        if text not in self._entries:
            front, problems = mapping_of(text, 0, len(text))
            alone = front is not None and not problems and len(front.entries) == 1
            self._entries[text] = front.entries[0] if front and alone else None
        return self._entries[text]

    def _body(self, document: Document) -> Body:
        text = document.text[document.body_start :]
        if text not in self._bodies:
            self._bodies[text] = read_body(text).value
        return self._bodies[text]
