"""Computes the facts of tickets from git's history."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.dates import format_timestamp
from jticket.model.history.commit_links import normal_form
from jticket.model.ticket_facts import ChangeFacts
from jticket.ops.history.linked_commits import linked_commits
from jticket.ops.history.reader import history_reader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jticket.model.settings import Settings
    from jticket.ops.history.entries import History
    from jticket.ops.history.records import TicketRecord
    from jticket.ops.workspace import Workspace
    from jticket.vcs.repository import Repository


class ComputedFacts:
    """The facts of the tickets of a commit, or of HEAD.

    Each raises a `JticketError` if there is no repository or no git, or the clone lacks objects.
    """

    def __init__(self, workspace: Workspace, at: str | None) -> None:
        self._workspace = workspace
        self._reader = history_reader(workspace, at)

    @property
    def repository(self) -> Repository:
        """The repository that the facts come from."""
        return self._reader.repository

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The tickets' IDs by the normal forms of their current and former ones."""
        return _ids(self._history)

    @property
    def is_unique(self) -> bool:
        """Whether each file has an ID of its own."""
        heads = [end.id for _, end in self._history.heads]
        return len({*heads}) == len(heads)

    @property
    def git_dir(self) -> Path:
        """The folder of git that the facts come from."""
        return self._reader.repository.git_dir

    def changes(self) -> dict[str, ChangeFacts]:
        """Returns what the commits that changed each ticket say."""
        return _changes(self._history, self._workspace.settings)

    def commits(self) -> dict[str, int]:
        """Returns how many commits of code name each ticket."""
        linked = linked_commits(self._reader, self._workspace, self.ids)
        return {end.id: len(linked.get(end.id, ())) for _, end in self._history.heads}

    @cached_property
    def _history(self) -> History:
        return self._reader.history(bodies=False)


def _changes(history: History, settings: Settings) -> dict[str, ChangeFacts]:
    ids: defaultdict[TicketRecord, list[str]] = defaultdict(list)
    for record, head in history.heads:
        ids[record].append(head.id)
    updated: dict[str, str] = {}
    creators: dict[str, tuple[str, str]] = {}
    for change in history.changes:
        end = history.ends.get(change.version)
        for ticket_id in ids.get(change.record, ()):
            if end is None or end.id == ticket_id:
                if not change.is_move:
                    updated.setdefault(ticket_id, format_timestamp(change.commit.moment))
                if not change.befores:
                    author = change.commit.author
                    key = settings.author_key(author, change.commit.email)
                    creators[ticket_id] = (author, key)
    statuses = _statuses(history)
    return {
        head.id: ChangeFacts(
            updated.get(head.id, ""),
            *creators.get(head.id, ("", "")),
            *statuses.get(head.id, ("", "")),
        )
        for _, head in history.heads
    }


def _statuses(history: History) -> dict[str, tuple[str, str]]:
    """Returns the status of each ticket at HEAD, and when it got it if that is known.

    Of several files with one ID the first counts, as in the graph.
    """
    current: dict[str, str] = {}
    for _, end in history.heads:
        if end.state.ticket and not end.state.unreadable:
            current.setdefault(end.id, end.state.ticket.status)
    statuses: dict[str, tuple[str, str]] = {}
    for status_history in history.living_statuses():
        last = status_history.steps[-1] if status_history.steps else None
        is_known = status_history.begins or len(status_history.steps) > 1
        if last and last.status and is_known and last.status == current.get(status_history.id):
            statuses.setdefault(status_history.id, (last.status, format_timestamp(last.moment)))
    return statuses


def _ids(history: History) -> dict[str, str]:
    """Returns the IDs of HEAD's tickets by the normal forms of their current and former IDs."""
    ids = {normal_form(end.id): end.id for _, end in history.heads}
    for _, end in history.heads:
        for alias in end.state.ticket.aliases if end.state.ticket else ():
            ids.setdefault(normal_form(alias), end.id)
    return ids
