"""The tickets' threads through the commits, as they were woven: their edits and statuses."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.history.timeline import Entry, StatusHistory, StatusStep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jticket.ops.threads import Done, End, Node, Thread, Turn
    from jticket.vcs.versions import Commit


@dataclass(frozen=True)
class History:
    """The tickets' threads through the commits, newest commit first.

    `heads` are HEAD's files with the threads that lead to them, `ends` what each version of a file
    became there. `is_cut`: the clone is shallow, and what happened before its end is not known.
    """

    commits: tuple[Commit, ...]
    done: tuple[tuple[Done, ...], ...]
    threads: tuple[Thread, ...]
    heads: tuple[tuple[Thread, End], ...]
    ends: Mapping[Node, End]
    is_cut: bool

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every edit of every ticket, newest first, each under the ID that the ticket has now."""
        return tuple(self.entries_of(self.deeds))

    @property
    def deeds(self) -> Iterator[Done]:
        """What was done to each ticket, newest first."""
        return (each for done in self.done for each in done)

    def entries_of(self, deeds: Iterable[Done]) -> Iterator[Entry]:
        """The edits that these are."""
        for done in deeds:
            end = self.ends.get(done.node)
            ticket_id, title = (end.id, end.title) if end else (done.thread.id, done.thread.title)
            who = done.commit.author, done.commit.email
            for edit in done.edits():
                commit, moment = done.commit.id, done.commit.moment
                yield Entry(ticket_id, title, commit, *who, moment, edit, done.is_first)

    def of(self, ticket_id: str) -> Iterator[Done]:
        """What was done to one ticket: the living one of that ID, else those that ever had it."""
        living = {thread for thread, end in self.heads if end.id == ticket_id}
        threads = living or {each for each in self.threads if ticket_id in each.ids}
        for each in self.deeds:
            if each.thread in threads:
                end = self.ends.get(each.node)
                if end is None or not living or end.id == ticket_id:
                    yield each

    def statuses(self) -> tuple[StatusHistory, ...]:
        """Each ticket's statuses, oldest first, in the order of the tickets' creation.

        The sides of a merge are told in the order of their commits' dates. Where the merge chose
        what was not the latest, one more step says so, at the time of the next merge.
        """
        return tuple(self._statuses(self.threads))

    def living_statuses(self) -> tuple[StatusHistory, ...]:
        """The same of the tickets that are there."""
        living = {thread for thread, _ in self.heads}
        return tuple(self._statuses([each for each in self.threads if each in living]))

    def _statuses(self, threads: Iterable[Thread]) -> Iterator[StatusHistory]:
        """Where two files of HEAD were one ticket once, each is one now."""
        places = {each.id: n for n, each in enumerate(self.commits)}
        heads: defaultdict[Thread, list[End]] = defaultdict(list)
        for thread, end in self.heads:
            heads[thread].append(end)
        for thread in threads:
            ends = heads.get(thread, [])
            if len(ends) > 1:
                for end in ends:
                    own = [each for each in thread.turns if self.ends.get(each.node, end) is end]
                    yield self._status_history(thread, own, end, places)
            else:
                yield self._status_history(thread, thread.turns, next(iter(ends), None), places)

    def _status_history(
        self, thread: Thread, turns: Sequence[Turn], end: End | None, places: Mapping[str, int]
    ) -> StatusHistory:
        found = [
            (each.commit, each.status)
            for n, each in enumerate(turns)
            if not n or turns[n - 1].status != each.status
        ]
        last = end.state if end else thread.last
        now = last.ticket.status if end and last and last.ticket else None
        if found and found[-1][1] != now and (not end or (last and last.ticket)):
            commit = found[-1][0]
            later = self.commits[: places[commit.id]]
            merge = next((each for each in reversed(later) if len(each.parents) > 1), commit)
            found.append((merge, now))
        steps = (StatusStep(each.moment, status, each.id, each.author) for each, status in found)
        return StatusHistory(end.id if end else thread.id, tuple(steps), thread.begins)
