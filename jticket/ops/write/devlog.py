"""The devlog: entries of what was done, appended with their time and author."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import Advice, Remedy, UsageError
from jticket.model.dates import format_timestamp
from jticket.model.wording import first_line
from jticket.ops.lookup import resolve_ticket
from jticket.text.edits.edit import AddEntry

if TYPE_CHECKING:
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.edits.edit import Edit


def append_devlog(session: Session, reference: str, text: str) -> Outcome:
    """Appends an entry to the devlog.

    Raises:
        UsageError: the text is empty.
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: nothing gives the name of who acts.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    if not text.strip():
        raise UsageError("the entry is empty", Advice(Remedy.GIVE_ENTRY))
    file = resolve_ticket(session.project, reference)
    what = f"devlog: {first_line(text.strip())}"
    return session.edit(file, [_entry(session, text)], what, has_user_text=True)


def noted(session: Session, note: str) -> list[Edit]:
    """Returns the edit that adds a note of a change as an entry; none for an empty note.

    Raises:
        NoNameError: there is a note, but no name of who acts.
    """
    return [_entry(session, note)] if note.strip() else []


def _entry(session: Session, text: str) -> AddEntry:
    """Returns the edit that adds an entry of now, by who acts."""
    now = format_timestamp(session.workspace.now())
    return AddEntry(now, session.actor, text)
