"""What a commit says: the tickets, what the command did, and the hand edits that ride along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.compare.changes import changes, described
from jticket.render.terminal import cut, safe, safe_line
from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jticket.model.settings import Settings
    from jticket.text.reading import File

_NAMED = 3
_SUBJECT = 100
_SHORTEST = 20


@dataclass(frozen=True, slots=True)
class Change:
    """What a command does to one file: `what` are its words, None on a side means no file."""

    id: str
    path: Path
    before: File | None
    after: File | None
    what: str

    @property
    def old_bytes(self) -> bytes | None:
        """The file as it was read."""
        return _bytes(self.before)

    @property
    def new_bytes(self) -> bytes | None:
        """The file as it will be."""
        return _bytes(self.after)

    @property
    def differs(self) -> bool:
        """Whether there is anything to write."""
        return self.old_bytes != self.new_bytes


def _bytes(file: File | None) -> bytes | None:
    return file.text.document.encoded() if isinstance(file, ValidFile) else None


def commit_message(
    settings: Settings,
    changed: Sequence[Change],
    at_head: Mapping[Path, File],
    message: str | None,
) -> str:
    """The message of a commit; `message` replaces what the command would say, not the IDs."""
    phrases = [_phrases(each, at_head.get(each.path)) for each in changed]
    words = ["; ".join(each) for each in phrases]
    ids = list(dict.fromkeys(safe_line(each.id) for each in changed))
    what, _, body = (message or "").strip().partition("\n")
    named = ", ".join(ids) if len(ids) <= _NAMED else f"{len(ids)} tickets"
    start = settings.commit_subject.replace("{id}", named)
    room = max(_SUBJECT - len(start.replace("{what}", "")), _SHORTEST)
    what = safe_line(what) if what else cut(safe_line(_shared(phrases)), room)
    parts = [start.replace("{what}", what)]
    if body.strip():
        parts.append(safe(body.strip()))
    if len(ids) > _NAMED or len(set(words)) > 1:
        pairs = zip(changed, words, strict=True)
        lines = dict.fromkeys(f"{safe_line(each.id)}: {safe_line(said)}" for each, said in pairs)
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _shared(phrases: Sequence[tuple[str, ...]]) -> str:
    """What was done to all tickets, each thing once; the verb alone where it has many objects."""
    verbs = {each.partition(": ")[0] for said in phrases for each in said}
    distinct = dict.fromkeys(each for said in phrases for each in said)
    return verbs.pop() if len(verbs) == 1 < len(distinct) else "; ".join(distinct)


def _phrases(change: Change, at_head: File | None) -> tuple[str, ...]:
    """What the command did to a ticket, then what had been edited by hand before it."""
    if not isinstance(change.before, ValidFile):
        return (change.what,)
    if at_head is None:
        riding = "created by hand"
    elif isinstance(at_head, ValidFile):
        riding = described(changes(at_head.ticket, change.before.ticket))
    else:
        riding = "mended by hand"
    return (change.what, riding) if riding else (change.what,)
