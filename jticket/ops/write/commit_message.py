"""The commit message: the tickets, and what was done to each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.model.ids import is_id
from jticket.text.printable import cut, safe, safe_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.settings import Settings
    from jticket.ops.write.summary import Summary

_NAMED_TICKETS = 3
_SUBJECT_LENGTH = 100
_SHORTEST_WHAT = 20
_TRAILER = re.compile(r"([A-Za-z0-9-]+): .*")


def commit_message(settings: Settings, summaries: Sequence[Summary], message: str | None) -> str:
    """Returns the message of a commit; `message` replaces what was done, not the IDs.

    The body says what was done to each ticket where the subject does not.
    """
    sentences = ["; ".join(summary.subject) for summary in summaries]
    ids = list(dict.fromkeys(safe_line(summary.id) for summary in summaries))
    what, _, body = (message or "").strip().partition("\n")
    named = ", ".join(ids) if len(ids) <= _NAMED_TICKETS else f"{len(ids)} tickets"
    start = settings.commit_subject.replace("{id}", named)
    room = max(_SUBJECT_LENGTH - len(start.replace("{what}", "")), _SHORTEST_WHAT)
    done = safe_line(_of_all(summaries))
    what = safe_line(what) if what else cut(done, room)
    parts = [start.replace("{what}", what)]
    if body.strip():
        parts.append(safe(body.strip()))
    is_cut = not message and what != done
    if len(ids) > _NAMED_TICKETS or len(set(sentences)) > 1 or is_cut:
        lines = [
            f"{safe_line(summary.id)}: {safe_line(sentence)}"
            for summary, sentence in zip(summaries, sentences, strict=True)
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


def _of_all(summaries: Sequence[Summary]) -> str:
    """Returns what was done to all tickets; only the verb if it is the same with many objects."""
    distinct = dict.fromkeys(phrase for summary in summaries for phrase in summary.subject)
    verbs = {phrase.partition(": ")[0] for phrase in distinct}
    return verbs.pop() if len(verbs) == 1 < len(distinct) else "; ".join(distinct)
