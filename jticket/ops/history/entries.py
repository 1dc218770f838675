"""What the commits tell of the tickets: their edits, and when each was in which status."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.history.timeline import HistoryEntry, StatusHistory, StatusStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jticket.ops.history.records import End, StatusChange, TicketChange, TicketRecord, Version
    from jticket.vcs.log import Commit


@dataclass(frozen=True)
class History:
    """The tickets' lineages through the commits, and what was changed, newest first.

    `heads` are HEAD's files with the lineages that lead to them, `ends` what each version of a file
    became there. `is_cut`: the clone is shallow, and what happened before its end is not known.
    """

    commits: tuple[Commit, ...]
    changes: tuple[TicketChange, ...]
    records: tuple[TicketRecord, ...]
    heads: tuple[tuple[TicketRecord, End], ...]
    ends: Mapping[Version, End]
    is_cut: bool

    @cached_property
    def entries(self) -> tuple[HistoryEntry, ...]:
        """Every edit of every ticket, newest first, each under the ID that the ticket has now."""
        return tuple(self.entries_of(self.changes))

    def entries_of(self, changes: Iterable[TicketChange]) -> Iterator[HistoryEntry]:
        """The edits that these are."""
        for each in changes:
            end, record = self.ends.get(each.version), each.record
            ticket_id, title = (end.id, end.title) if end else (record.id, record.title)
            commit = each.commit
            facts = commit.id, commit.author, commit.email, commit.moment
            for edit in each.edits():
                yield HistoryEntry(ticket_id, title, *facts, edit, each.is_first)

    def of(self, ticket_id: str) -> Iterator[TicketChange]:
        """What was done to one ticket: the living one of that ID, else those that ever had it."""
        living = {record for record, end in self.heads if end.id == ticket_id}
        records = living or {each for each in self.records if ticket_id in each.ids}
        for each in self.changes:
            if each.record in records:
                end = self.ends.get(each.version)
                if end is None or not living or end.id == ticket_id:
                    yield each

    def statuses(self) -> tuple[StatusHistory, ...]:
        """Each ticket's statuses, oldest first, in the order of the tickets' creation.

        The sides of a merge are told in the order of their commits' dates. Where the merge chose
        what was not the latest, one more step says so, at the time of the next merge.
        """
        return tuple(self._statuses(self.records))

    def living_statuses(self) -> tuple[StatusHistory, ...]:
        """The same of the tickets that are there."""
        living = {record for record, _ in self.heads}
        return tuple(self._statuses([each for each in self.records if each in living]))

    def _statuses(self, records: Iterable[TicketRecord]) -> Iterator[StatusHistory]:
        """Where two files of HEAD were one ticket once, each is one now."""
        places = {each.id: n for n, each in enumerate(self.commits)}
        heads: defaultdict[TicketRecord, list[End]] = defaultdict(list)
        for record, end in self.heads:
            heads[record].append(end)
        for record in records:
            ends = heads.get(record, [])
            if len(ends) > 1:
                for end in ends:
                    own = [
                        each
                        for each in record.status_changes
                        if self.ends.get(each.version, end) is end
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
        end: End | None,
        places: Mapping[str, int],
    ) -> StatusHistory:
        found = [
            (each.commit, each.status)
            for n, each in enumerate(status_changes)
            if not n or status_changes[n - 1].status != each.status
        ]
        last = end.state if end else record.last
        now = last.ticket.status if end and last and last.ticket else None
        if found and found[-1][1] != now and (not end or (last and last.ticket)):
            commit = found[-1][0]
            later = self.commits[: places[commit.id]]
            merge = next((each for each in reversed(later) if len(each.parents) > 1), commit)
            found.append((merge, now))
        steps = (StatusStep(each.moment, status, each.id, each.author) for each, status in found)
        return StatusHistory(end.id if end else record.id, tuple(steps), record.begins)
