"""A ticket and its states on other branches and in other work trees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket


@dataclass(frozen=True, slots=True)
class BranchState:
    """What a branch made of a ticket; `ticket` is None if it deleted it.

    `ref` is the branch as git shows it, "" for none; `commit` is the object ID of its last commit.
    `work_tree` is the folder that holds the state, "" for one that is committed on a branch.
    `what` says what the branch changed since it left HEAD's history, or since its last commit.
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
    """A ticket and those of its states elsewhere that differ from it.

    If the ticket does not exist here, `path` and `ticket` are those of its first state elsewhere.
    """

    path: str
    ticket: Ticket
    states: tuple[BranchState, ...]
    is_here: bool = True
