"""Each ticket followed through the commits, wherever its file went and whatever ID it had.

A file of a commit is known by its name and blob: what a later commit says it had before is looked
up among those, so that two tickets that had one ID on two branches are never taken for each other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from jticket.model.timeline import State, edits, first_edits, merged_edits
from jticket.vcs.versions import Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from jticket.model.ticket import Ticket
    from jticket.model.timeline import Edit
    from jticket.vcs.versions import Commit, FileStep

Node: TypeAlias = tuple[str, str]
"""A file of a commit: its name from the top, and its blob."""

_Birth: TypeAlias = tuple[str, str, str]


@dataclass(slots=True, eq=False)
class Thread:
    """One ticket: the IDs it had, its newest version, None when deleted, and its statuses.

    `title` is the last that it had.

    `begins` is false where the clone does not know its creation.
    """

    id: str
    ids: set[str]
    title: str = ""
    last: State | None = None
    begins: bool = True
    statuses: list[tuple[Commit, str | None]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Done:
    """What a commit did to a ticket; `is_first` marks the values that it was created with."""

    thread: Thread
    commit: Commit
    edit: Edit
    is_first: bool = False


class Weaver:
    """Follows tickets through commits that come oldest first.

    `read` gives the version that a node is; `cut` are the commits at which a shallow clone ends.
    """

    def __init__(self, read: Callable[[Node], State], cut: Iterable[str] = ()) -> None:
        self.threads: dict[Node, Thread] = {}
        self.all: list[Thread] = []
        self._read = read
        self._cut = frozenset(cut)
        self._states: dict[Node, State] = {}
        self._births: dict[_Birth, Thread] = {}

    def weave(self, commit: Commit) -> Iterator[Done]:
        """Yields what one commit did, file by file."""
        gone: dict[Node, FileStep] = {}
        came: list[tuple[Node, FileStep]] = []
        for step in commit.files:
            before = (step.old_name, step.before) if step.before else None
            after = (step.name, step.after) if step.after else None
            if step.by_merge:
                yield from self._merge(commit, step, after)
            elif before and after and step.step is not Step.RENAMED:
                yield from self._follow(commit, before, after)
            else:
                if before:
                    gone[before] = step
                if after:
                    came.append((after, step))
        yield from self._moves(commit, gone, came)

    def settle(self, node: Node) -> Thread:
        """Returns the ticket that a file of HEAD is, which is what HEAD says that it is."""
        thread = self._thread_of(node)
        thread.id, thread.last = self._id(node), self._state(node)
        return thread

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
            yield from self._done(commit, thread, edits(self._state(before), None))
            self._became(commit, thread, None)

    def _origin(
        self,
        after: Node,
        step: FileStep,
        gone: dict[Node, FileStep],
        by_id: dict[str, list[Node]],
    ) -> Node | None:
        """Which file that went is the one that came: by ID, by former ID, or as git found it."""
        ticket = self._read(after).ticket
        for ticket_id in (self._id(after), *(ticket.aliases if ticket else ())):
            for node in by_id.get(ticket_id, ()):
                if node in gone:
                    return node
        if step.before is None or (node := (step.old_name, step.before)) not in gone:
            return None
        old = self._read(node).ticket
        alike = ticket is None or old is None or _birth(old)[1:] == _birth(ticket)[1:]
        return node if alike else None

    def _follow(self, commit: Commit, before: Node, after: Node) -> Iterator[Done]:
        """A file that is there before and after."""
        thread, was = self._thread_of(before), self._state(before)
        now = self._state(after, was)
        yield from self._done(commit, thread, edits(was, now))
        self._take(after, thread)
        self._became(commit, thread, now)

    def _come(self, commit: Commit, after: Node) -> Iterator[Done]:
        """A file that no ticket had before: a new one, one that comes back, or a renumbered one."""
        now = self._state(after)
        found = self.threads.get(after) or self._born(now.ticket)
        if found and found.last and now.ticket and now.ticket.id not in found.ids:
            yield from self._done(commit, found, edits(found.last, now))
        else:
            known, found = found, found or self._new(after)
            if commit.id in self._cut:
                found.begins = known is not None and found.begins
            else:
                yield from self._done(commit, found, edits(None, now))
                yield from self._done(commit, found, first_edits(now), is_first=True)
        self._take(after, found)
        self._became(commit, found, now)

    def _merge(self, commit: Commit, step: FileStep, after: Node | None) -> Iterator[Done]:
        """A file that is unlike those of all that were merged."""
        nodes = [(name, blob) for name, blob in step.parents if blob]
        if not nodes:
            yield from self._come(commit, after) if after else ()
            return
        thread, parents = self._thread_of(nodes[0]), [self._state(each) for each in nodes]
        now = self._state(after, parents[0]) if after else None
        yield from self._done(commit, thread, merged_edits(parents, now))
        if after:
            self._take(after, thread)
        self._became(commit, thread, now)

    def _done(
        self, commit: Commit, thread: Thread, found: Iterable[Edit], *, is_first: bool = False
    ) -> Iterator[Done]:
        return (Done(thread, commit, each, is_first) for each in found)

    def _became(self, commit: Commit, thread: Thread, now: State | None) -> None:
        """Notes what a ticket is now, and its status where that is another."""
        thread.last = now
        if now is None or now.ticket:
            status = now.ticket.status if now and now.ticket else None
            if not thread.statuses or thread.statuses[-1][1] != status:
                thread.statuses.append((commit, status))

    def _take(self, node: Node, thread: Thread) -> None:
        """Puts a version into a thread."""
        self.threads[node] = thread
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
            thread.begins = thread.begins and bool(thread.statuses)
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
            if found.ticket is None and before is not None:
                found = replace(found, ticket=before.ticket)
            self._states[node] = found
        return found

    def _id(self, node: Node) -> str:
        ticket = self._read(node).ticket
        return ticket.id if ticket else PurePosixPath(node[0]).stem


def _birth(ticket: Ticket) -> _Birth:
    return ticket.id, ticket.created, ticket.title
