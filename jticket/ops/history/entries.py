"""The history of tickets: their edits, and when each was in which status."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.history.timeline import HistoryEntry, StatusHistory, StatusStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jticket.ops.history.records import (
        HeadTicket,
        StatusChange,
        TicketChange,
        TicketRecord,
        Version,
    )
    from jticket.vcs.log import Commit


@dataclass(frozen=True)
class History:
    """The records of tickets through the commits, and their changes, newest first.

    `heads` are HEAD's files with their records, `ends` what each version of a file became there.
    `is_cut`: the clone is shallow, so older changes are not known.
    """

    commits: tuple[Commit, ...]
    changes: tuple[TicketChange, ...]
    records: tuple[TicketRecord, ...]
    heads: tuple[tuple[TicketRecord, HeadTicket], ...]
    ends: Mapping[Version, HeadTicket]
    is_cut: bool

    @cached_property
    def entries(self) -> tuple[HistoryEntry, ...]:
        """Every edit of every ticket, newest first, with the current ID of the ticket."""
        return tuple(self.entries_of(self.changes))

    def entries_of(self, changes: Iterable[TicketChange]) -> Iterator[HistoryEntry]:
        """Yields the edits of some changes."""
        for change in changes:
            end, record = self.ends.get(change.version), change.record
            ticket_id, title = (end.id, end.title) if end else (record.id, record.title)
            commit = change.commit
            facts = commit.id, commit.author, commit.email, commit.moment
            for edit in change.edits():
                yield HistoryEntry(ticket_id, title, *facts, edit, change.is_first)

    def of(self, ticket_id: str) -> Iterator[TicketChange]:
        """Yields the changes of the ticket with an ID, or else of those that ever had it."""
        living = {record for record, end in self.heads if end.id == ticket_id}
        records = living or {record for record in self.records if ticket_id in record.ids}
        for change in self.changes:
            if change.record in records:
                end = self.ends.get(change.version)
                if end is None or not living or end.id == ticket_id:
                    yield change

    def statuses(self) -> tuple[StatusHistory, ...]:
        """Returns each ticket's statuses, oldest first, in the order of the tickets' creation.

        The sides of a merge come in the order of their commits' dates. If the merge did not choose
        the latest status, one more step says so, at the time of the next merge.
        """
        return tuple(self._statuses(self.records))

    def living_statuses(self) -> tuple[StatusHistory, ...]:
        """Returns the statuses of the tickets that are not deleted."""
        living = {record for record, _ in self.heads}
        return tuple(self._statuses([record for record in self.records if record in living]))

    def _statuses(self, records: Iterable[TicketRecord]) -> Iterator[StatusHistory]:
        """Yields a history for each file of HEAD, even if two of them were one ticket once."""
        places = {commit.id: n for n, commit in enumerate(self.commits)}
        heads: defaultdict[TicketRecord, list[HeadTicket]] = defaultdict(list)
        for record, end in self.heads:
            heads[record].append(end)
        for record in records:
            ends = heads.get(record, [])
            if len(ends) > 1:
                for end in ends:
                    own = [
                        change
                        for change in record.status_changes
                        if self.ends.get(change.version, end) is end
                    ]
                    yield self._status_history(record, own, end, places)
            else:
                yield self._status_history(
                    record, record.status_changes, next(iter(ends), None), places
                )

    def _status_history(
        self,
        record: TicketRecord,
        status_changes: Sequence[StatusChange],
        end: HeadTicket | None,
        places: Mapping[str, int],
    ) -> StatusHistory:
        statuses = [
            (change.commit, change.status)
            for n, change in enumerate(status_changes)
            if not n or status_changes[n - 1].status != change.status
        ]
        last = end.state if end else record.last
        now = last.ticket.status if end and last and last.ticket else None
        if statuses and statuses[-1][1] != now and (not end or (last and last.ticket)):
            commit = statuses[-1][0]
            later = self.commits[: places[commit.id]]
            merge = next((after for after in reversed(later) if len(after.parents) > 1), commit)
            statuses.append((merge, now))
        steps = (
            StatusStep(commit.moment, status, commit.id, commit.author)
            for commit, status in statuses
        )
        return StatusHistory(end.id if end else record.id, tuple(steps), record.begins)
