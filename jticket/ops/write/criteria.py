"""Acceptance criteria: ticked, unticked and appended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import Advice, NotFoundError, Remedy
from jticket.model.wording import first_line
from jticket.ops.lookup import resolve_ticket
from jticket.ops.write.drafts import cleaned_criterion
from jticket.text.edits.edit import AddCriterion, Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session


class NoSuchCriterionError(NotFoundError):
    """Raised when a ticket, which has `count` criteria, has none of this number."""

    def __init__(self, ticket_id: str, number: int, count: int) -> None:
        has = "no criteria" if not count else f"{count} criteri{'on' if count == 1 else 'a'}"
        remedy = Remedy.NUMBER_CRITERIA if count else Remedy.ADD_CRITERION
        message = f"no criterion {number}: {ticket_id} has {has}"
        super().__init__(message, Advice(remedy, (ticket_id,)))
        self.ticket_id, self.number, self.count = ticket_id, number, count


def tick(session: Session, reference: str, numbers: Sequence[int], *, done: bool) -> Outcome:
    """Ticks or unticks criteria, counted from 1.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoSuchCriterionError: the ticket has fewer.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    file = resolve_ticket(session.project, reference)
    criteria = file.ticket.criteria
    for number in numbers:
        if not 1 <= number <= len(criteria):
            raise NoSuchCriterionError(file.ticket.id, number, len(criteria))
    changed = [number for number in dict.fromkeys(numbers) if criteria[number - 1].done != done]
    what = f"{'tick' if done else 'untick'} {', '.join(map(str, changed))}"
    if len(changed) == 1:
        what += f": {first_line(criteria[changed[0] - 1].text)}"
    return session.edit(file, [Tick(number, done) for number in changed], what)


def add_criterion(session: Session, reference: str, text: str) -> Outcome:
    """Appends an acceptance criterion.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        EditRefusedError: the text is empty, or the file can't be edited safely.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    file = resolve_ticket(session.project, reference)
    criterion = cleaned_criterion(text)
    what = f"criterion added: {first_line(criterion)}"
    return session.edit(file, [AddCriterion(criterion)], what, has_user_text=True)
