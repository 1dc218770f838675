"""Parked tickets: by their status, by a hold, or until a day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from jticket.model.dates import parse_date
from jticket.model.wording import day_words

if TYPE_CHECKING:
    from datetime import date

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket

HOLD: Final = "on_hold"
"""The field of what a ticket waits for."""

DAY: Final = "wait_until"
"""The field of the day before which it waits."""


class ParkedBy(Enum):
    """What parks a ticket; where several do, the first of these counts."""

    STATUS = "status"
    HOLD = "hold"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Parking:
    """Why a ticket is parked.

    `text` says what it waits for, or names the status that parks it where no hold says more; "" for
    a date alone. `until` is the day from which it is no longer kept back by a date, None for no
    such day.
    """

    by: ParkedBy
    text: str
    until: date | None

    @property
    def words(self) -> str:
        """The reason in words, as `on hold: answer from legal, from 5 Jan 2026`."""
        start = f"from {day_words(self.until)}" if self.until else ""
        reason = {ParkedBy.STATUS: self.text, ParkedBy.HOLD: f"on hold: {self.text}"}.get(self.by)
        return ", ".join(filter(None, (reason, start)))

    @property
    def label(self) -> str:
        """The reason in a few words without the text of the ticket, as `from 5 Jan 2026`."""
        match self.by:
            case ParkedBy.STATUS:
                return "parked"
            case ParkedBy.HOLD:
                return "on hold"
            case ParkedBy.DATE:
                return self.words


def parking_of(ticket: Ticket, settings: Settings, today: date | None) -> Parking | None:
    """Returns why a ticket is parked; None for a ticket that is not, such as a closed one.

    `today` is None where no clock is read: then every day to wait for lies ahead.
    """
    hold, until = str(ticket.value(HOLD)), wait_day(ticket)
    is_by_status = settings.is_parked(ticket.status)
    if not (hold or until or is_by_status) or settings.is_closed(ticket.status):
        return None
    if until is not None and today is not None and until <= today:
        until = None
    if is_by_status:
        return Parking(ParkedBy.STATUS, hold or ticket.status, until)
    if hold:
        return Parking(ParkedBy.HOLD, hold, until)
    return Parking(ParkedBy.DATE, "", until) if until else None


def wait_day(ticket: Ticket) -> date | None:
    """Returns the day before which a ticket waits; None for none, or what is not a date."""
    day = str(ticket.value(DAY))
    return parse_date(day) if day else None
