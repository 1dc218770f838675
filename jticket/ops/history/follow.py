"""Follows each ticket through the commits, across renames and changes of ID.

A version is a file's name and blob. The parents of a later version are looked up among those, so
that two tickets that had the same ID on two branches are never confused.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from jticket.ops.history.records import HeadTicket, StatusChange, TicketChange, TicketRecord
from jticket.vcs.log import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from jticket.model.history.timeline import FileState
    from jticket.model.ticket import Ticket
    from jticket.ops.history.records import Version
    from jticket.vcs.log import Commit, FileStep

_Birth: TypeAlias = tuple[str, str, str]


class Follower:
    """Follows tickets through commits that come oldest first.

    `read` returns the state of a version; `cut` are the commits where a shallow clone ends.
    `needs_past`: older commits could change the result.
    """

    def __init__(self, read: Callable[[Version], FileState], cut: Iterable[str] = ()) -> None:
        self.records: dict[Version, TicketRecord] = {}
        self.all: list[TicketRecord] = []
        self.needs_past = False
        self._links: list[tuple[Sequence[Version], Version]] = []
        self._first_link = 0
        self._read = read
        self._cut = frozenset(cut)
        self._states: dict[Version, FileState] = {}
        self._births: dict[_Birth, TicketRecord] = {}

    def follow(self, commit: Commit) -> Iterator[TicketChange]:
        """Yields the changes of one commit, file by file."""
        # A merge's links are inserted here, so that they count least.
        self._first_link = len(self._links)
        if any(step.by_merge for step in commit.files):
            yield from self._merges(commit)
            return
        gone: dict[Version, FileStep] = {}
        came: list[tuple[Version, FileStep]] = []
        for step in commit.files:
            before = (step.old_name, step.before) if step.before else None
            after = (step.name, step.after) if step.after else None
            if before and after and step.step is not Step.RENAMED:
                yield from self._keep(commit, before, after)
            else:
                if before:
                    gone[before] = step
                if after:
                    came.append((after, step))
        yield from self._moves(commit, gone, came)

    def settle(self, version: Version) -> tuple[TicketRecord, HeadTicket]:
        """Returns the record of a file at HEAD; HEAD's ID and title win."""
        record = self._record_of(version)
        record.id, record.last = self._id(version), self._state(version)
        ticket = record.last.ticket
        return record, HeadTicket(record.id, ticket.title if ticket else record.title, record.last)

    def ends(self, heads: Mapping[Version, HeadTicket]) -> dict[Version, HeadTicket]:
        """Returns for each version the file of HEAD that it became, by the newest link."""
        ends = dict(heads)
        for befores, after in reversed(self._links):
            if end := ends.get(after):
                for before in befores:
                    ends.setdefault(before, end)
        return ends

    def _moves(
        self,
        commit: Commit,
        gone: dict[Version, FileStep],
        came: Sequence[tuple[Version, FileStep]],
    ) -> Iterator[TicketChange]:
        """Yields the changes of removed and added files: renames, deletions, creations."""
        by_id: defaultdict[str, list[Version]] = defaultdict(list)
        for version in gone:
            by_id[self._id(version)].append(version)
        for after, step in came:
            before = self._origin(after, step, gone, by_id)
            if before is not None:
                del gone[before]
                yield from self._keep(commit, before, after)
            else:
                yield from self._come(commit, after)
        for before in gone:
            record = self._record_of(before)
            yield TicketChange(record, commit, before, (self._state(before),), None)
            self._became(commit, record, before, None)

    def _origin(
        self,
        after: Version,
        step: FileStep,
        gone: dict[Version, FileStep],
        by_id: dict[str, list[Version]],
    ) -> Version | None:
        """Returns which removed file was renamed: by ID, by former ID, or as git detected it."""
        for ticket_id in self._ids(after):
            for version in by_id.get(ticket_id, ()):
                if version in gone:
                    return version
        if step.before is None or (version := (step.old_name, step.before)) not in gone:
            return None
        return version if self._is_alike(version, after) else None

    def _keep(self, commit: Commit, before: Version, after: Version) -> Iterator[TicketChange]:
        """Yields the changes of a file that exists before and after."""
        record, was = self._record_of(before), self._state(before)
        now = self._state(after, was)
        yield TicketChange(record, commit, after, (was,), now, is_move=before[1] == after[1])
        yield from self._fixed(record, commit, after, (was,), now)
        self._links.append(((before,), after))
        self._take(after, record)
        self._became(commit, record, after, now)

    def _come(self, commit: Commit, after: Version) -> Iterator[TicketChange]:
        """Yields the changes of a new file: of a new, a restored or a renumbered ticket."""
        now = self._state(after)
        self.needs_past |= now.ticket is not None and bool(now.ticket.aliases)
        record = self.records.get(after) or self._born(now.ticket)
        if record and record.last and now.ticket and now.ticket.id not in record.ids:
            yield TicketChange(record, commit, after, (record.last,), now)
            self._links.append(((record.version,) if record.version else (), after))
        else:
            known, record = record, record or self._new(after)
            if commit.id in self._cut:
                record.begins = known is not None and record.begins
            else:
                yield TicketChange(record, commit, after, (), now)
                yield TicketChange(record, commit, after, (), now, is_first=True)
        self._take(after, record)
        self._became(commit, record, after, now)

    def _merges(self, commit: Commit) -> Iterator[TicketChange]:
        """Yields the changes of files that differ from those of all parents."""
        steps = commit.files
        merged = {step: [(name, blob) for name, blob in step.parents if blob] for step in steps}
        known = dict.fromkeys(version for versions in merged.values() for version in versions)
        came = {step: (step.name, step.after) for step in steps if step.after}
        origins = {
            step: self._origins(came[step], versions, known) if step in came else versions
            for step, versions in merged.items()
        }
        kept = {version for versions in origins.values() for version in versions}
        for step, versions in origins.items():
            if versions:
                yield from self._merge(commit, versions, came.get(step))
            elif step in came:
                yield from self._come(commit, came[step])
            lost = merged[step]
            if len(lost) == len(step.parents) and kept.isdisjoint(lost):
                yield from self._merge(commit, lost, None)

    def _origins(
        self, after: Version, merged: Sequence[Version], known: Iterable[Version]
    ) -> Sequence[Version]:
        """Returns which of the merged files became the result of the merge."""
        ids = self._ids(after)
        own = [
            version
            for version in merged
            if version[0] == after[0] or self._id(version) in ids or self._is_alike(version, after)
        ]
        return own or [version for version in known if self._id(version) in ids]

    def _merge(
        self, commit: Commit, versions: Sequence[Version], after: Version | None
    ) -> Iterator[TicketChange]:
        """Yields the changes of a file that a merge made of others, or removed."""
        record, parents = self._record_of(versions[0]), tuple(map(self._state, versions))
        now = self._state(after, parents[0]) if after else None
        version = after or versions[0]
        is_move = after is not None and after[1] in {blob for _, blob in versions}
        yield TicketChange(record, commit, version, parents, now, by_merge=True, is_move=is_move)
        yield from self._fixed(record, commit, version, parents, now)
        if after:
            self._links.insert(self._first_link, (versions, after))
            self._take(after, record)
        self._became(commit, record, version, now)

    def _fixed(
        self,
        record: TicketRecord,
        commit: Commit,
        version: Version,
        befores: tuple[FileState, ...],
        now: FileState | None,
    ) -> Iterator[TicketChange]:
        """Yields the values of a ticket that was not readable before."""
        if now and now.ticket and all(before.ticket is None for before in befores):
            yield TicketChange(record, commit, version, befores, now, is_first=True)

    def _became(
        self, commit: Commit, record: TicketRecord, version: Version, now: FileState | None
    ) -> None:
        """Records the new state of a ticket."""
        record.last = now
        if now is None or now.ticket:
            status = now.ticket.status if now and now.ticket else None
            record.status_changes.append(StatusChange(commit, version, status))

    def _take(self, version: Version, record: TicketRecord) -> None:
        """Adds a version to a record."""
        self.records[version] = record
        record.version = version
        record.id = self._id(version)
        record.ids.add(record.id)
        if ticket := self._read(version).ticket:
            record.title = ticket.title
            self._births.setdefault(_birth(ticket), record)

    def _record_of(self, version: Version) -> TicketRecord:
        """Returns the record of a version; one that no commit introduced has an unknown origin."""
        record = self.records.get(version)
        if record is None:
            record = self._born(self._read(version).ticket) or self._new(version)
            record.begins = record.begins and bool(record.status_changes)
            self._take(version, record)
        return record

    def _new(self, version: Version) -> TicketRecord:
        record = TicketRecord(self._id(version), set())
        self.all.append(record)
        return record

    def _born(self, ticket: Ticket | None) -> TicketRecord | None:
        """Returns the record with the same ID or former ID, title and time of creation."""
        if ticket is None or not ticket.created:
            return None
        ids = (ticket.id, *ticket.aliases)
        births = ((ticket_id, ticket.created, ticket.title) for ticket_id in ids)
        return next((self._births[birth] for birth in births if birth in self._births), None)

    def _state(self, version: Version, before: FileState | None = None) -> FileState:
        """Returns the state of a version; an unreadable one keeps its last ticket."""
        state = self._states.get(version)
        if state is None:
            state = self._read(version)
            self.needs_past |= state.ticket is None
            if state.ticket is None and before is not None:
                state = replace(state, ticket=before.ticket)
            self._states[version] = state
        return state

    def _is_alike(self, before: Version, after: Version) -> bool:
        """Returns whether one may have become the other: title and creation are the same."""
        old, new = self._state(before).ticket, self._read(after).ticket
        return old is None or new is None or _birth(old)[1:] == _birth(new)[1:]

    def _ids(self, version: Version) -> tuple[str, ...]:
        ticket = self._read(version).ticket
        return (self._id(version), *(ticket.aliases if ticket else ()))

    def _id(self, version: Version) -> str:
        ticket = self._read(version).ticket
        return ticket.id if ticket else PurePosixPath(version[0]).stem


def _birth(ticket: Ticket) -> _Birth:
    return ticket.id, ticket.created, ticket.title
