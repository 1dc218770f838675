"""The fields that come from git's history, read on demand."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from jticket.model.ticket_facts import TicketFacts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jticket.model.ticket_facts import ChangeFacts
    from jticket.ops.history.computed_facts import ComputedFacts
    from jticket.ops.history.fact_cache import FactCache, StoredFacts
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project


def with_facts(workspace: Workspace, project: Project, at: str | None = None) -> Project:
    """Returns a project whose tickets have the facts of HEAD's history, or of a commit's.

    Git is only asked when one of the facts is read, which raises a `JticketError` if there is no
    repository or no git, or the clone lacks objects.
    """
    facts = _Facts(workspace, at)
    return replace(project, facts=TicketFacts(facts.changes, facts.commits))


class _Facts:
    """Reads the facts from the cache, or computes them and writes the cache."""

    def __init__(self, workspace: Workspace, at: str | None) -> None:
        self._workspace = workspace
        self._at = at

    def changes(self) -> Mapping[str, ChangeFacts]:
        """Returns what the commits that changed each ticket say."""
        stored = self._stored()
        if stored is not None and stored.changes is not None:
            return stored.changes
        changes = self._computed.changes()
        self._store(stored, changes=changes)
        return changes

    def commits(self) -> Mapping[str, int]:
        """Returns how many commits of code name each ticket."""
        stored = self._stored()
        if stored is not None and stored.commits is not None:
            return stored.commits
        commits = self._computed.commits()
        self._store(stored, commits=commits)
        return commits

    def _stored(self) -> StoredFacts | None:
        """Returns the facts in the cache, brought up to HEAD; None if there are none of HEAD."""
        cache = self._cache
        if cache is None:
            return None
        stored = cache.read()
        if not stored.commit or stored.commit == cache.commit:
            return stored if stored.commit else None
        if not self._is_sure:
            return None
        from jticket.ops.history.newer_commits import brought_up_to

        newer = brought_up_to(cache.commit, stored, self._workspace, self._computed.repository)
        if newer is not None:
            cache.write(newer)
        return newer

    def _store(
        self,
        stored: StoredFacts | None,
        *,
        changes: Mapping[str, ChangeFacts] | None = None,
        commits: Mapping[str, int] | None = None,
    ) -> None:
        """Adds facts to those that the cache has of the same commit."""
        cache = self._cache
        if cache is None or not self._is_sure:
            return
        from jticket.ops.history.fact_cache import StoredFacts

        cache.write(
            StoredFacts(
                cache.commit,
                self._computed.is_unique,
                self._computed.ids,
                changes if changes is not None or stored is None else stored.changes,
                commits if commits is not None or stored is None else stored.commits,
            )
        )

    @cached_property
    def _cache(self) -> FactCache | None:
        from jticket.ops.history.fact_cache import fact_cache

        return fact_cache(self._workspace) if self._at is None else None

    @property
    def _is_sure(self) -> bool:
        """Whether git agrees where the cache is."""
        return self._cache is not None and self._cache.git_dir == self._computed.git_dir

    @cached_property
    def _computed(self) -> ComputedFacts:
        from jticket.ops.history.computed_facts import ComputedFacts

        return ComputedFacts(self._workspace, self._cache.commit if self._cache else self._at)
