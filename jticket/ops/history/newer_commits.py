"""Brings facts that were computed for a commit up to one of its descendants, by what lies between.

Only where that is sure to give what the full history gives: a few commits in a line, which edit
tickets but add, move, delete and renumber none. Otherwise all is computed again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from jticket.errors import JticketError
from jticket.model.dates import format_timestamp
from jticket.ops.history.linked_commits import linked_commits
from jticket.ops.history.reader import HistoryReader
from jticket.vcs.log import commits
from jticket.vcs.shallow import cut_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jticket.model.ticket_facts import ChangeFacts
    from jticket.ops.history.fact_cache import StoredFacts
    from jticket.ops.history.reader import EditedTicket
    from jticket.ops.workspace import Workspace
    from jticket.vcs.log import Commit
    from jticket.vcs.repository import Repository

_MOST_COMMITS: Final = 1000


def brought_up_to(
    commit: str, stored: StoredFacts, workspace: Workspace, repository: Repository
) -> StoredFacts | None:
    """Returns the facts as of a commit, from those of an older one; None if that is not sure."""
    if not stored.is_unique or cut_off(repository):
        return None
    span = f"{stored.commit}..{commit}"
    try:
        between = tuple(commits(repository, span))
        if len(between) > _MOST_COMMITS or not _is_line(between, stored.commit, commit):
            return None
        reader = HistoryReader(workspace, repository, span)
        edited = reader.edited()
        if edited is None:
            return None
        changes = None if stored.changes is None else _with_edits(stored.changes, edited)
        if changes is None and stored.changes is not None:
            return None
        counts = stored.commits
        if counts is not None:
            linked = linked_commits(reader, workspace, stored.ids)
            counts = {name: count + len(linked.get(name, ())) for name, count in counts.items()}
    except JticketError:  # that commit is gone, or the clone lacks something
        return None
    return replace(stored, commit=commit, changes=changes, commits=counts)


def _is_line(between: Sequence[Commit], oldest: str, newest: str) -> bool:
    """Returns whether each commit, newest first, has the next one as its only parent."""
    ids = [*(commit.id for commit in between), oldest]
    parents = [commit.parents for commit in between]
    return ids[0] == newest and parents == [(older,) for older in ids[1:]]


def _with_edits(
    changes: Mapping[str, ChangeFacts], edited: Iterable[EditedTicket]
) -> dict[str, ChangeFacts] | None:
    """Returns the facts after edits; None if one is of a ticket whose facts are not known."""
    facts = dict(changes)
    for edit in edited:
        known, moment = facts.get(edit.after.id), format_timestamp(edit.commit.moment)
        if known is None or known.status != edit.before.status:
            return None
        since = known.status_since if edit.after.status == known.status else moment
        facts[edit.after.id] = replace(
            known, updated=moment, status=edit.after.status, status_since=since
        )
    return facts
