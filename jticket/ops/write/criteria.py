"""Acceptance criteria: ticked, unticked, appended, reworded, removed and moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import Advice, NotFoundError, Remedy, UsageError
from jticket.model.wording import first_line
from jticket.ops.lookup import resolve_ticket
from jticket.ops.write.drafts import cleaned_criterion
from jticket.text.edits.edit import (
    AddCriterion,
    MoveCriterion,
    RemoveCriterion,
    RewordCriterion,
    Tick,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.reading import ValidFile


class NoSuchCriterionError(NotFoundError):
    """Raised when a ticket, which has `count` criteria, has none of this number."""

    def __init__(self, ticket_id: str, number: int, count: int) -> None:
        has = "no criteria" if not count else f"{count} criteri{'on' if count == 1 else 'a'}"
        remedy = Remedy.NUMBER_CRITERIA if count else Remedy.ADD_CRITERION
        message = f"no criterion {number}: {ticket_id} has {has}"
        super().__init__(message, Advice(remedy, (ticket_id,)))
        self.ticket_id, self.number, self.count = ticket_id, number, count


def tick(session: Session, reference: str, numbers: Iterable[int] | None, *, done: bool) -> Outcome:
    """Ticks or unticks criteria, counted from 1; all of them if `numbers` is None.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoSuchCriterionError: the ticket has fewer.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    file = resolve_ticket(session.project, reference)
    criteria = file.ticket.criteria
    chosen = range(1, len(criteria) + 1) if numbers is None else _chosen(file, numbers)
    changed = [number for number in chosen if criteria[number - 1].done != done]
    what = f"{'tick' if done else 'untick'} {', '.join(map(str, changed))}"
    if len(changed) == 1:
        what += f": {_words(file, changed[0])}"
    return session.edit(file, [Tick(number, done) for number in changed], what)


def add_criteria(session: Session, reference: str, texts: Sequence[str]) -> Outcome:
    """Appends acceptance criteria.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        EditRefusedError: a text is empty, or the file can't be edited safely.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    file = resolve_ticket(session.project, reference)
    cleaned = [cleaned_criterion(text) for text in texts]
    what = f"criterion added: {first_line(cleaned[0])}"
    if len(cleaned) > 1:
        what = f"{len(cleaned)} criteria added"
    return session.edit(file, list(map(AddCriterion, cleaned)), what, has_user_text=True)


def reword_criterion(session: Session, reference: str, number: int, text: str) -> Outcome:
    """Replaces the first paragraph of a criterion; its tick and what is nested below it stay.

    Raises:
        UsageError: the text is empty, or not one line.
        NotFoundError: there is no such ticket, or there are several.
        NoSuchCriterionError: the ticket has fewer.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    words = cleaned_criterion(text)
    if not words or "\n" in words:
        problem = "has more than one line" if words else "is empty"
        raise UsageError(f"the new text of the criterion {problem}", "give it on one line")
    file = resolve_ticket(session.project, reference)
    _chosen(file, [number])
    what = f"criterion {number} edited: {first_line(words)}"
    return session.edit(file, [RewordCriterion(number, words)], what, has_user_text=True)


def remove_criteria(session: Session, reference: str, numbers: Iterable[int]) -> Outcome:
    """Removes criteria, each with what is nested below it.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoSuchCriterionError: the ticket has fewer.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    file = resolve_ticket(session.project, reference)
    chosen = _chosen(file, numbers)
    what = f"criterion removed: {_words(file, chosen[0])}"
    if len(chosen) > 1:
        what = f"criteria removed: {', '.join(map(str, sorted(chosen)))}"
    edits = [RemoveCriterion(number) for number in sorted(chosen, reverse=True)]
    return session.edit(file, edits, what)


def move_criterion(session: Session, reference: str, number: int, to: int) -> Outcome:
    """Moves a criterion, with what is nested below it, to the place of another.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoSuchCriterionError: the ticket has fewer.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    file = resolve_ticket(session.project, reference)
    _chosen(file, [number, to])
    what = f"criterion {number} moved to {to}: {_words(file, number)}"
    return session.edit(file, [MoveCriterion(number, to)], what)


def _chosen(file: ValidFile, numbers: Iterable[int]) -> list[int]:
    """Returns the numbers, each once; none after the first that no criterion has is looked at."""
    chosen: dict[int, None] = {}
    count = len(file.ticket.criteria)
    for number in numbers:
        if not 1 <= number <= count:
            raise NoSuchCriterionError(file.ticket.id, number, count)
        chosen[number] = None
    return list(chosen)


def _words(file: ValidFile, number: int) -> str:
    return first_line(file.ticket.criteria[number - 1].text)
