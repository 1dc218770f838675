"""Each ticket followed through the commits, wherever its file went and whatever ID it had.

A file of a commit is known by its name and blob: what a later commit says it had before is looked
up among those, so that two tickets that had one ID on two branches are never taken for each other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from jticket.model.history.timeline import edits, first_edits, merged_edits
from jticket.vcs.versions import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from jticket.model.history.timeline import Edit, State
    from jticket.model.ticket import Ticket
    from jticket.vcs.versions import Commit, FileStep

Node: TypeAlias = tuple[str, str]
"""A file of a commit: its name from the top, and its blob."""

_Birth: TypeAlias = tuple[str, str, str]


@dataclass(slots=True, eq=False)
class Thread:
    """One ticket: the IDs it had, its newest version, None when deleted, and its turns.

    `title` is the last that it had, `node` the last file that it was. `begins` is false where the
    clone does not know its creation.
    """

    id: str
    ids: set[str]
    title: str = ""
    last: State | None = None
    node: Node | None = None
    begins: bool = True
    turns: list[Turn] = field(default_factory=list)


class Turn(NamedTuple):
    """A version of a ticket: which commit made which file, and the status; None: deleted it."""

    commit: Commit
    node: Node
    status: str | None


@dataclass(frozen=True, slots=True)
class End:
    """A file of HEAD, and the ticket that it is."""

    id: str
    title: str
    state: State


@dataclass(frozen=True, slots=True)
class Done:
    """What a commit did to a ticket: to a `node` of it, the one that it made or deleted.

    `befores` are several where it is a merge; `is_first` marks the values of a creation, and those
    of a ticket that could not be read before.
    """

    thread: Thread
    commit: Commit
    node: Node
    befores: tuple[State, ...]
    after: State | None
    by_merge: bool = False
    is_first: bool = False

    def edits(self) -> Iterator[Edit]:
        """Its edits, found when they are asked for."""
        if self.by_merge:
            yield from merged_edits(self.befores, self.after)
        elif self.is_first and self.after:
            yield from first_edits(self.after, is_new=not self.befores)
        else:
            yield from edits(self.befores[0] if self.befores else None, self.after)


class Weaver:
    """Follows tickets through commits that come oldest first.

    `read` gives the version that a node is; `cut` are the commits at which a shallow clone ends.
    `needs_past` tells that older commits might make another thing of what it yielded.
    """

    def __init__(self, read: Callable[[Node], State], cut: Iterable[str] = ()) -> None:
        self.threads: dict[Node, Thread] = {}
        self.all: list[Thread] = []
        self.needs_past = False
        self._links: list[tuple[Sequence[Node], Node]] = []
        self._first_link = 0
        self._read = read
        self._cut = frozenset(cut)
        self._states: dict[Node, State] = {}
        self._births: dict[_Birth, Thread] = {}

    def weave(self, commit: Commit) -> Iterator[Done]:
        """Yields what one commit did, file by file."""
        self._first_link = len(self._links)  # of this commit: what a merge took in counts least
        if any(each.by_merge for each in commit.files):
            yield from self._merges(commit)
            return
        gone: dict[Node, FileStep] = {}
        came: list[tuple[Node, FileStep]] = []
        for step in commit.files:
            before = (step.old_name, step.before) if step.before else None
            after = (step.name, step.after) if step.after else None
            if before and after and step.step is not Step.RENAMED:
                yield from self._follow(commit, before, after)
            else:
                if before:
                    gone[before] = step
                if after:
                    came.append((after, step))
        yield from self._moves(commit, gone, came)

    def settle(self, node: Node) -> tuple[Thread, End]:
        """Returns the ticket that a file of HEAD is, which is what HEAD says that it is."""
        thread = self._thread_of(node)
        thread.id, thread.last = self._id(node), self._state(node)
        ticket = thread.last.ticket
        return thread, End(thread.id, ticket.title if ticket else thread.title, thread.last)

    def ends(self, heads: Mapping[Node, End]) -> dict[Node, End]:
        """Returns for each version the file of HEAD that it led to, by the newest way there is."""
        found = dict(heads)
        for befores, after in reversed(self._links):
            if end := found.get(after):
                for each in befores:
                    found.setdefault(each, end)
        return found

    def _moves(
        self, commit: Commit, gone: dict[Node, FileStep], came: Sequence[tuple[Node, FileStep]]
    ) -> Iterator[Done]:
        """Files that went and files that came: a ticket's, under another name, or two tickets'."""
        by_id: defaultdict[str, list[Node]] = defaultdict(list)
        for node in gone:
            by_id[self._id(node)].append(node)
        for after, step in came:
            before = self._origin(after, step, gone, by_id)
            if before is not None:
                del gone[before]
                yield from self._follow(commit, before, after)
            else:
                yield from self._come(commit, after)
        for before in gone:
            thread = self._thread_of(before)
            yield Done(thread, commit, before, (self._state(before),), None)
            self._became(commit, thread, before, None)

    def _origin(
        self,
        after: Node,
        step: FileStep,
        gone: dict[Node, FileStep],
        by_id: dict[str, list[Node]],
    ) -> Node | None:
        """Which file that went is the one that came: by ID, by former ID, or as git found it."""
        for ticket_id in self._ids(after):
            for node in by_id.get(ticket_id, ()):
                if node in gone:
                    return node
        if step.before is None or (node := (step.old_name, step.before)) not in gone:
            return None
        return node if self._is_alike(node, after) else None

    def _follow(self, commit: Commit, before: Node, after: Node) -> Iterator[Done]:
        """A file that is there before and after."""
        thread, was = self._thread_of(before), self._state(before)
        now = self._state(after, was)
        yield Done(thread, commit, after, (was,), now)
        yield from self._mended(thread, commit, after, (was,), now)
        self._links.append(((before,), after))
        self._take(after, thread)
        self._became(commit, thread, after, now)

    def _come(self, commit: Commit, after: Node) -> Iterator[Done]:
        """A file that no ticket had before: a new one, one that comes back, or a renumbered one."""
        now = self._state(after)
        self.needs_past |= now.ticket is not None and bool(now.ticket.aliases)
        found = self.threads.get(after) or self._born(now.ticket)
        if found and found.last and now.ticket and now.ticket.id not in found.ids:
            yield Done(found, commit, after, (found.last,), now)
            self._links.append(((found.node,) if found.node else (), after))
        else:
            known, found = found, found or self._new(after)
            if commit.id in self._cut:
                found.begins = known is not None and found.begins
            else:
                yield Done(found, commit, after, (), now)
                yield Done(found, commit, after, (), now, is_first=True)
        self._take(after, found)
        self._became(commit, found, after, now)

    def _merges(self, commit: Commit) -> Iterator[Done]:
        """Files that are unlike those of all that were merged, whatever git takes for one."""
        steps = commit.files
        merged = {step: [(name, blob) for name, blob in step.parents if blob] for step in steps}
        known = dict.fromkeys(node for nodes in merged.values() for node in nodes)
        came = {step: (step.name, step.after) for step in steps if step.after}
        origins = {
            step: self._origins(came[step], nodes, known) if step in came else nodes
            for step, nodes in merged.items()
        }
        kept = {node for nodes in origins.values() for node in nodes}
        for step, nodes in origins.items():
            if nodes:
                yield from self._merge(commit, nodes, came.get(step))
            elif step in came:
                yield from self._come(commit, came[step])
            lost = merged[step]
            if len(lost) == len(step.parents) and kept.isdisjoint(lost):
                yield from self._merge(commit, lost, None)

    def _origins(
        self, after: Node, merged: Sequence[Node], known: Iterable[Node]
    ) -> Sequence[Node]:
        """Which of the files that were merged are the one that a merge made."""
        ids = self._ids(after)
        own = [
            node
            for node in merged
            if node[0] == after[0] or self._id(node) in ids or self._is_alike(node, after)
        ]
        return own or [node for node in known if self._id(node) in ids]

    def _merge(self, commit: Commit, nodes: Sequence[Node], after: Node | None) -> Iterator[Done]:
        """A file that a merge made of others, or left out."""
        thread, parents = self._thread_of(nodes[0]), tuple(map(self._state, nodes))
        now = self._state(after, parents[0]) if after else None
        node = after or nodes[0]
        yield Done(thread, commit, node, parents, now, by_merge=True)
        yield from self._mended(thread, commit, node, parents, now)
        if after:
            self._links.insert(self._first_link, (nodes, after))
            self._take(after, thread)
        self._became(commit, thread, node, now)

    def _mended(
        self,
        thread: Thread,
        commit: Commit,
        node: Node,
        befores: tuple[State, ...],
        now: State | None,
    ) -> Iterator[Done]:
        """The values of a ticket that nobody could read until now."""
        if now and now.ticket and all(each.ticket is None for each in befores):
            yield Done(thread, commit, node, befores, now, is_first=True)

    def _became(self, commit: Commit, thread: Thread, node: Node, now: State | None) -> None:
        """Notes what a ticket is now."""
        thread.last = now
        if now is None or now.ticket:
            status = now.ticket.status if now and now.ticket else None
            thread.turns.append(Turn(commit, node, status))

    def _take(self, node: Node, thread: Thread) -> None:
        """Puts a version into a thread."""
        self.threads[node] = thread
        thread.node = node
        thread.id = self._id(node)
        thread.ids.add(thread.id)
        if ticket := self._read(node).ticket:
            thread.title = ticket.title
            self._births.setdefault(_birth(ticket), thread)

    def _thread_of(self, node: Node) -> Thread:
        """The ticket that a version belongs to; what no commit told begins in the dark."""
        thread = self.threads.get(node)
        if thread is None:
            thread = self._born(self._read(node).ticket) or self._new(node)
            thread.begins = thread.begins and bool(thread.turns)
            self._take(node, thread)
        return thread

    def _new(self, node: Node) -> Thread:
        thread = Thread(self._id(node), set())
        self.all.append(thread)
        return thread

    def _born(self, ticket: Ticket | None) -> Thread | None:
        """A ticket of that ID or former ID, of the same title and time of creation."""
        if ticket is None or not ticket.created:
            return None
        ids = (ticket.id, *ticket.aliases)
        births = ((each, ticket.created, ticket.title) for each in ids)
        return next((self._births[each] for each in births if each in self._births), None)

    def _state(self, node: Node, before: State | None = None) -> State:
        """A version; what can't be read is held to say what it said before."""
        found = self._states.get(node)
        if found is None:
            found = self._read(node)
            self.needs_past |= found.ticket is None
            if found.ticket is None and before is not None:
                found = replace(found, ticket=before.ticket)
            self._states[node] = found
        return found

    def _is_alike(self, before: Node, after: Node) -> bool:
        """Whether one may have become the other: neither says that it is another ticket."""
        old, new = self._state(before).ticket, self._read(after).ticket
        return old is None or new is None or _birth(old)[1:] == _birth(new)[1:]

    def _ids(self, node: Node) -> tuple[str, ...]:
        ticket = self._read(node).ticket
        return (self._id(node), *(ticket.aliases if ticket else ()))

    def _id(self, node: Node) -> str:
        ticket = self._read(node).ticket
        return ticket.id if ticket else PurePosixPath(node[0]).stem


def _birth(ticket: Ticket) -> _Birth:
    return ticket.id, ticket.created, ticket.title
