"""What git remembers of the tickets: their fields' history, and when each was in which status.

Only commits count, those that HEAD comes from; edits that are not committed are none yet.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.model.ids import is_id, matching
from jticket.model.timeline import Entry, State, StatusHistory, StatusStep
from jticket.ops.snapshots import snapshots
from jticket.ops.threads import Weaver
from jticket.store.files import is_ticket_path
from jticket.text.project import NoSuchTicketError
from jticket.text.reading import read_ticket, ticket_in
from jticket.vcs.snapshots import commit_named, contents, files_at
from jticket.vcs.versions import cut_off, versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.threads import Done, End, Node, Thread, Turn
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.vcs.repo import Repository
    from jticket.vcs.versions import Commit, FileStep

_AT_ONCE = 2000


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


def status_history(workspace: Workspace) -> tuple[StatusHistory, ...]:
    """When each ticket, deleted ones too, was in which status, as HEAD's history tells.

    Raises:
        JticketError: there is no repository, no git, or a clone that lacks what it takes.
    """
    return past(workspace).history(bodies=False).statuses()


def past(workspace: Workspace, at: str | None = None) -> Past:
    """The history of the repository that holds the tickets: HEAD's, or that of a revision or date.

    Raises:
        JticketError: there is no repository, no git, or no such commit.
    """
    found = snapshots(workspace)
    return Past(workspace, found.repository, found.resolve(at) if at is not None else None)


class Past:
    """The commits that touched tickets, and the tickets that they hold, read in bulk.

    `start` is the object ID of the newest one, HEAD where it is None.
    """

    def __init__(
        self, workspace: Workspace, repository: Repository, start: str | None = None
    ) -> None:
        self.repository = repository
        self.start = (start,) if start else ()
        self._workspace = workspace
        self._names: dict[str, bool] = {}

    @cached_property
    def commits(self) -> tuple[Commit, ...]:
        """The commits that touched tickets, newest first.

        Raises:
            JticketError: the clone lacks what it takes to tell.
        """
        return tuple(versions(self.repository, self._workspace.location.folder, *self.start))

    def names(self, project: Project, reference: str) -> tuple[str, ...]:
        """The ID that a reference means, and former IDs; a deleted ticket's where nobody has it.

        Raises:
            NotFoundError: no ticket has or ever had it, or several.
        """
        try:
            ticket_id = project.resolve(reference)
        except NoSuchTicketError:
            steps = [step for each in self.commits for step in each.files]
            stems = {_stem(name) for each in steps for name in (each.name, each.old_name)}
            found = matching(reference, {*filter(is_id, stems)}, project.settings.prefix)
            if len(found) != 1:
                raise
            return (found[0],)
        of_it = [(ticket, reading) for ticket, reading in project.sound if ticket.id == ticket_id]
        former = [each for ticket, _ in of_it for each in ticket.aliases]
        return (ticket_id, *former, *(_stem(reading.path) for _, reading in of_it))

    def history(self, names: Iterable[str] | None = None, *, bodies: bool = True) -> History:
        """The history of the tickets whose files have, or once had, one of these names; of all.

        Without `bodies` it tells of the front matter alone.

        Raises:
            JticketError: the clone lacks what it takes to tell.
        """
        stems = self._stems(names) if names is not None else None
        at_head = self._at_head(stems)
        commits = [replace(each, files=self._files(each, stems)) for each in self.commits]
        told = [node for each in commits for step in each.files for node in _nodes(step)]
        read = self._states([*told, *at_head], bodies=bodies)
        cut = cut_off(self.repository)
        weaver = Weaver(read.__getitem__, cut)
        done = [tuple(weaver.weave(each)) for each in reversed(commits)]
        heads = {each: weaver.settle(each) for each in at_head}
        ends = weaver.ends({node: end for node, (_, end) in heads.items()})
        is_cut = any(each.id in cut for each in commits)
        threads = tuple(weaver.all)
        found = tuple(reversed(done))
        return History(self.commits, found, threads, tuple(heads.values()), ends, is_cut)

    def _at_head(self, stems: frozenset[str] | None) -> list[Node]:
        if not self.commits:
            return []
        start = self.start[0] if self.start else commit_named(self.repository, "HEAD")
        files = files_at(self.repository, start, self._workspace.location.folder)
        return [(each.name, each.object_id) for each in files if self._is_wanted(each.name, stems)]

    def _stems(self, ticket_ids: Iterable[str]) -> frozenset[str]:
        """The names that files of these tickets may have had, as far as git saw them move."""
        found = set(ticket_ids)
        for commit in self.commits:
            for step in commit.files:
                if step.old_name != step.name and _stem(step.name) in found:
                    found.add(_stem(step.old_name))
        return frozenset(found)

    def _files(self, commit: Commit, stems: frozenset[str] | None) -> tuple[FileStep, ...]:
        """The steps that concern these tickets; a file that is no ticket is none at all."""
        return tuple(
            each if all(map(self._is_ticket, (each.name, each.old_name))) else self._half(each)
            for each in commit.files
            if self._is_wanted(each.name, stems) or self._is_wanted(each.old_name, stems)
        )

    def _half(self, step: FileStep) -> FileStep:
        before = step.before if self._is_ticket(step.old_name) else None
        return replace(step, before=before, after=step.after if not before else None)

    def _is_wanted(self, name: str, stems: frozenset[str] | None) -> bool:
        return (stems is None or _stem(name) in stems) and self._is_ticket(name)

    def _is_ticket(self, name: str) -> bool:
        if name not in self._names:
            folder, path = self._workspace.location.folder, self.repository.top / name
            self._names[name] = path.is_relative_to(folder) and is_ticket_path(folder, path)
        return self._names[name]

    def _states(self, nodes: Iterable[Node], *, bodies: bool) -> dict[Node, State]:
        """The versions that these are, each read once."""
        location, settings = self._workspace.location, self._workspace.settings
        states: dict[Node, State] = {}
        tickets: dict[tuple[str, str], tuple[Ticket | None, str]] = {}
        left = list(dict.fromkeys(nodes))
        while left:
            now, left = left[:_AT_ONCE], left[_AT_ONCE:]
            found = contents(self.repository, [blob for _, blob in now])
            for name, blob in now:
                path = self.repository.top / name
                shown, stem, data = location.shown(path), path.stem, found[blob]
                if (blob, stem) not in tickets:
                    ticket = ticket_in(data, settings, stem=stem, body=bodies)
                    reason = "" if ticket else _reason(data, shown, settings, stem)
                    tickets[blob, stem] = ticket, reason
                states[name, blob] = State(shown, *tickets[blob, stem])
        return states


def _reason(data: bytes, path: str, settings: Settings, stem: str) -> str:
    """Why a file holds no ticket."""
    return read_ticket(data, path, settings, stem=stem).reason.message


def _nodes(step: FileStep) -> Iterator[Node]:
    pairs = ((step.old_name, step.before), (step.name, step.after), *step.parents)
    return ((name, blob) for name, blob in pairs if blob)


def _stem(name: str) -> str:
    return PurePosixPath(name).stem
