"""A ticket and what other branches hold of it, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket
    from jticket.text.reading import ValidFile


@dataclass(frozen=True, slots=True)
class State:
    """What a branch made of a ticket; None is that it deleted it.

    `ref` is the branch as git shows it, "" for none; `commit` its last one's object ID.
    `work_tree` is the folder where the state lies, "" for one that is committed on a branch;
    `what` says what the branch changed, since it left the history here or since its commit.
    """

    ref: str
    commit: str
    path: str
    ticket: Ticket | None
    what: str
    work_tree: str = ""
    is_committed: bool = True


@dataclass(frozen=True, slots=True)
class TicketAcrossBranches:
    """A ticket and its states elsewhere that differ from the one here.

    One that is not here is represented by the first of its states.
    """

    file: ValidFile
    states: tuple[State, ...]
    is_here: bool = True
