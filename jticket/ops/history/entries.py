"""What the commits tell of the tickets: their edits, and when each was in which status."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.history.timeline import Entry, StatusHistory, StatusStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jticket.ops.history.records import End, Lineage, TicketChange, Turn, Version
    from jticket.vcs.log import Commit


@dataclass(frozen=True)
class History:
    """The tickets' lineages through the commits, and what was changed, newest first.

    `heads` are HEAD's files with the lineages that lead to them, `ends` what each version of a file
    became there. `is_cut`: the clone is shallow, and what happened before its end is not known.
    """

    commits: tuple[Commit, ...]
    changes: tuple[TicketChange, ...]
    lineages: tuple[Lineage, ...]
    heads: tuple[tuple[Lineage, End], ...]
    ends: Mapping[Version, End]
    is_cut: bool

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every edit of every ticket, newest first, each under the ID that the ticket has now."""
        return tuple(self.entries_of(self.changes))

    def entries_of(self, changes: Iterable[TicketChange]) -> Iterator[Entry]:
        """The edits that these are."""
        for each in changes:
            end, lineage = self.ends.get(each.version), each.lineage
            ticket_id, title = (end.id, end.title) if end else (lineage.id, lineage.title)
            commit = each.commit
            facts = commit.id, commit.author, commit.email, commit.moment
            for edit in each.edits():
                yield Entry(ticket_id, title, *facts, edit, each.is_first)

    def of(self, ticket_id: str) -> Iterator[TicketChange]:
        """What was done to one ticket: the living one of that ID, else those that ever had it."""
        living = {lineage for lineage, end in self.heads if end.id == ticket_id}
        lineages = living or {each for each in self.lineages if ticket_id in each.ids}
        for each in self.changes:
            if each.lineage in lineages:
                end = self.ends.get(each.version)
                if end is None or not living or end.id == ticket_id:
                    yield each

    def statuses(self) -> tuple[StatusHistory, ...]:
        """Each ticket's statuses, oldest first, in the order of the tickets' creation.

        The sides of a merge are told in the order of their commits' dates. Where the merge chose
        what was not the latest, one more step says so, at the time of the next merge.
        """
        return tuple(self._statuses(self.lineages))

    def living_statuses(self) -> tuple[StatusHistory, ...]:
        """The same of the tickets that are there."""
        living = {lineage for lineage, _ in self.heads}
        return tuple(self._statuses([each for each in self.lineages if each in living]))

    def _statuses(self, lineages: Iterable[Lineage]) -> Iterator[StatusHistory]:
        """Where two files of HEAD were one ticket once, each is one now."""
        places = {each.id: n for n, each in enumerate(self.commits)}
        heads: defaultdict[Lineage, list[End]] = defaultdict(list)
        for lineage, end in self.heads:
            heads[lineage].append(end)
        for lineage in lineages:
            ends = heads.get(lineage, [])
            if len(ends) > 1:
                for end in ends:
                    own = [
                        each for each in lineage.turns if self.ends.get(each.version, end) is end
                    ]
                    yield self._status_history(lineage, own, end, places)
            else:
                yield self._status_history(lineage, lineage.turns, next(iter(ends), None), places)

    def _status_history(
        self, lineage: Lineage, turns: Sequence[Turn], end: End | None, places: Mapping[str, int]
    ) -> StatusHistory:
        found = [
            (each.commit, each.status)
            for n, each in enumerate(turns)
            if not n or turns[n - 1].status != each.status
        ]
        last = end.state if end else lineage.last
        now = last.ticket.status if end and last and last.ticket else None
        if found and found[-1][1] != now and (not end or (last and last.ticket)):
            commit = found[-1][0]
            later = self.commits[: places[commit.id]]
            merge = next((each for each in reversed(later) if len(each.parents) > 1), commit)
            found.append((merge, now))
        steps = (StatusStep(each.moment, status, each.id, each.author) for each, status in found)
        return StatusHistory(end.id if end else lineage.id, tuple(steps), lineage.begins)
