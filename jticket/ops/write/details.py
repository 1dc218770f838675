"""Criteria, the devlog, dependencies: the parts of a ticket that grow while it is worked on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError, UsageError
from jticket.ops.selection import resolve_ticket
from jticket.ops.write.commit_message import Change
from jticket.ops.write.drafts import cleaned_criterion
from jticket.ops.write.set_fields import Assignment, set_fields
from jticket.ops.write.transitions import entry
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import AddCriterion, Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.ops.write.transaction import Outcome, Session
    from jticket.text.edits.edit import Edit

_SHOWN = 60
_MARK = re.compile(r"(?:[-*+>]|#{1,6}|\d{1,3}[.)])[ \t]+")


class NoSuchCriterionError(NotFoundError):
    """Says that a ticket has no criterion of that number."""

    def __init__(self, ticket_id: str, number: int, count: int) -> None:
        has = "no criteria" if not count else f"{count} criteri{'on' if count == 1 else 'a'}"
        adding = f"`jticket criterion add {ticket_id} TEXT` adds one"
        hint = f"`jticket show {ticket_id}` numbers them" if count else adding
        super().__init__(f"no criterion {number}: {ticket_id} has {has}", hint)


def tick(session: Session, reference: str, numbers: Sequence[int], *, done: bool) -> Outcome:
    """Ticks or unticks criteria, counted from 1.

    Raises:
        NoSuchCriterionError: the ticket has fewer.
    """
    ticket = resolve_ticket(session.project, reference).ticket
    for number in numbers:
        if not 1 <= number <= len(ticket.criteria):
            raise NoSuchCriterionError(ticket.id, number, len(ticket.criteria))
    changed = [n for n in dict.fromkeys(numbers) if ticket.criteria[n - 1].done != done]
    words = f"{'tick' if done else 'untick'} {', '.join(map(str, changed))}"
    if len(changed) == 1:
        words += f": {_shown(ticket.criteria[changed[0] - 1].text)}"
    return _applied(session, reference, [Tick(number, done) for number in changed], words)


def add_criterion(session: Session, reference: str, text: str) -> Outcome:
    """Appends an acceptance criterion.

    Raises:
        BadDataError: the text is empty.
    """
    cleaned = cleaned_criterion(text)
    words = f"criterion added: {_shown(cleaned)}"
    return _applied(session, reference, [AddCriterion(cleaned)], words, typed=True)


def append_devlog(session: Session, reference: str, who: str | None, text: str) -> Outcome:
    """Appends an entry to the devlog.

    Raises:
        UsageError: the text is empty.
    """
    if not text.strip():
        raise UsageError("the entry is empty", "jticket devlog ID TEXT")
    words = f"devlog: {_shown(text.strip())}"
    return _applied(session, reference, [entry(session, who, text)], words, typed=True)


def add_dependencies(session: Session, reference: str, on: Sequence[str]) -> Outcome:
    """Makes a ticket wait for others; a circle is refused, named whole."""
    return set_fields(session, [reference], [Assignment("dependencies", "+", ",".join(on))])


def remove_dependencies(session: Session, reference: str, on: Sequence[str]) -> Outcome:
    """Lets a ticket wait for others no more.

    Raises:
        NotFoundError: it does not depend on one of them.
    """
    ticket = resolve_ticket(session.project, reference).ticket
    outcome = set_fields(session, [reference], [Assignment("dependencies", "-", ",".join(on))])
    if not any(change.differs for change in outcome.changes):
        hint = f"it depends on {', '.join(ticket.dependencies) or 'nothing'}"
        raise NotFoundError(f"{ticket.id} does not depend on {', '.join(on)}", hint)
    return outcome


def _applied(
    session: Session, reference: str, edits: Sequence[Edit], words: str, *, typed: bool = False
) -> Outcome:
    file = resolve_ticket(session.project, reference)
    ticket = file.ticket
    after = apply_edits(file, edits)
    path = session.workspace.path_of(file)
    return session.save([Change(ticket.id, path, file, after, words)], typed=typed)


def _shown(text: str) -> str:
    """The first line of a text, without a list's or heading's mark, for a commit's subject."""
    line = text.split("\n", 1)[0].strip()
    line = _MARK.sub("", line) or line
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}…"
