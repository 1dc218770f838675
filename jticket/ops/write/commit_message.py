"""The commit message: the tickets, what the command did, and manual edits committed with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from jticket.model.compare.changes import changes, described
from jticket.model.ids import is_id
from jticket.text.printable import cut, safe, safe_line
from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jticket.model.settings import Settings
    from jticket.text.reading import File

_NAMED_TICKETS = 3
_SUBJECT_LENGTH = 100
_SHORTEST_WHAT = 20
_LINE_LENGTH = 60
_LIST_OR_HEADING_MARK = re.compile(r"^(?:[-*+>]|#{1,6}|\d{1,3}[.)])[ \t]+")
_TRAILER = re.compile(r"([A-Za-z0-9-]+): .*")


class WrittenFile(Protocol):
    """What a command does to one file; None means that there is no file."""

    @property
    def id(self) -> str:
        """What messages call the file's content."""

    @property
    def path(self) -> Path:
        """Where the file is."""

    @property
    def old_bytes(self) -> bytes | None:
        """The bytes that were read."""

    @property
    def new_bytes(self) -> bytes | None:
        """The bytes to write."""

    @property
    def moved_from(self) -> Path | None:
        """Where the unchanged file was, if it only moves."""

    @property
    def mode(self) -> int | None:
        """The permissions of the file that was read, if it is removed."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a command does to one file, described by `what`; None means that there is no file.

    With `moved_from`, it is the unchanged file of that place, where another change says that there
    is none any more. `mode` are the permissions of a file that is removed.
    """

    id: str
    path: Path
    before: File | None
    after: File | None
    what: str
    moved_from: Path | None = None
    mode: int | None = None

    @property
    def old_bytes(self) -> bytes | None:
        """The bytes that were read."""
        return _bytes(self.before)

    @property
    def new_bytes(self) -> bytes | None:
        """The bytes to write."""
        return _bytes(self.after)

    @property
    def differs(self) -> bool:
        """Whether there is anything to write."""
        return self.old_bytes != self.new_bytes


def _bytes(file: File | None) -> bytes | None:
    if isinstance(file, ValidFile):
        return file.text.document.encoded()
    return file.data if file else None


def commit_message(
    settings: Settings,
    changed: Sequence[Change],
    at_head: Mapping[Path, File],
    message: str | None,
) -> str:
    """Returns the message of a commit; `message` replaces what the command did, not the IDs."""
    phrases = [_phrases(change, at_head.get(change.path)) for change in changed]
    sentences = ["; ".join(parts) for parts in phrases]
    ids = list(dict.fromkeys(safe_line(change.id) for change in changed))
    what, _, body = (message or "").strip().partition("\n")
    named = ", ".join(ids) if len(ids) <= _NAMED_TICKETS else f"{len(ids)} tickets"
    start = settings.commit_subject.replace("{id}", named)
    room = max(_SUBJECT_LENGTH - len(start.replace("{what}", "")), _SHORTEST_WHAT)
    what = safe_line(what) if what else cut(safe_line(_summary(phrases)), room)
    parts = [start.replace("{what}", what)]
    if body.strip():
        parts.append(safe(body.strip()))
    if len(ids) > _NAMED_TICKETS or len(set(sentences)) > 1:
        lines = [
            f"{safe_line(change.id)}: {safe_line(sentence)}"
            for change, sentence in zip(changed, sentences, strict=True)
        ]
        parts.append("\n".join(dict.fromkeys(lines)))
    return "\n\n".join(parts) + "\n"


def add_trailers(message: str, trailers: Sequence[tuple[str, str]]) -> str:
    """Appends trailers to a commit message, as `git interpret-trailers` does.

    They begin a paragraph, unless the last one already consists of trailers. A line that begins
    with a ticket's ID only looks like one.
    """
    if not trailers:
        return message
    lines = [f"{safe_line(key)}: {safe_line(value)}" for key, value in trailers]
    subject, *paragraphs = message.rstrip("\n").split("\n\n")
    if paragraphs and all(map(_is_trailer, paragraphs[-1].split("\n"))):
        lines.insert(0, paragraphs.pop())
    return "\n\n".join([subject, *paragraphs, "\n".join(lines)]) + "\n"


def _is_trailer(line: str) -> bool:
    match = _TRAILER.fullmatch(line)
    return match is not None and not is_id(match[1])


def first_line(text: str) -> str:
    """Returns the first line of a text for a subject, cut, without a list's or heading's mark."""
    line = text.split("\n", 1)[0].strip()
    line = _LIST_OR_HEADING_MARK.sub("", line) or line
    return line if len(line) <= _LINE_LENGTH else f"{line[: _LINE_LENGTH - 1].rstrip()}…"


def _summary(phrases: Sequence[tuple[str, ...]]) -> str:
    """Returns what was done to all tickets; only the verb if it is the same with many objects."""
    distinct = dict.fromkeys(phrase for parts in phrases for phrase in parts)
    verbs = {phrase.partition(": ")[0] for phrase in distinct}
    return verbs.pop() if len(verbs) == 1 < len(distinct) else "; ".join(distinct)


def _phrases(change: Change, at_head: File | None) -> tuple[str, ...]:
    """Returns what the command did to a ticket, and what was edited manually before it."""
    if not isinstance(change.before, ValidFile):
        return (change.what,)
    if at_head is None:
        manual = "created by hand"
    elif isinstance(at_head, ValidFile):
        manual = described(changes(at_head.ticket, change.before.ticket))
    else:
        manual = "mended by hand"
    return (change.what, manual) if manual else (change.what,)
