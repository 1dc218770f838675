"""The facts of HEAD's history in a file in git's folder, with the commit that they are of."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from jticket import __version__
from jticket.model.ticket_facts import ChangeFacts
from jticket.store.cache import read_cache, write_cache
from jticket.store.files import UnreadableFileError, read_file
from jticket.store.locate import LeavesFolderError
from jticket.store.temporary import STAGING
from jticket.vcs.head_file import head_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from jticket.ops.workspace import Workspace

_FORMAT = 3
"""The format; raise it when the same history gives other facts."""


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """The facts that were computed for a commit; None for the others.

    `ids` are the tickets' IDs by the normal forms of their current and former ones; `is_unique`:
    each of its files had an ID of its own.
    """

    commit: str = ""
    is_unique: bool = False
    ids: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, ChangeFacts] | None = None
    commits: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class FactCache:
    """The cache of one work tree; `key` is what the facts depend on beside the `commit` of HEAD."""

    git_dir: Path
    commit: str
    key: str

    @property
    def path(self) -> Path:
        """The file."""
        return self.git_dir / STAGING / "history.json"

    def read(self) -> StoredFacts:
        """Returns the facts in the file, maybe of another commit; none if it is damaged."""
        content = read_cache(self.path)
        try:
            stored: Any = json.loads(content) if content is not None else {}
            if stored.get("key") != self.key:
                return StoredFacts()
            return StoredFacts(
                _text(stored["commit"]),
                stored["is_unique"] is True,
                {_text(form): _text(ticket_id) for form, ticket_id in stored["ids"].items()},
                _changes(stored["changes"]),
                _commits(stored["commits"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return StoredFacts()

    def write(self, stored: StoredFacts) -> None:
        """Writes facts in place of those in the file."""
        content = {
            "key": self.key,
            "commit": stored.commit,
            "is_unique": stored.is_unique,
            "ids": dict(stored.ids),
            "changes": None if stored.changes is None else _rows(stored.changes),
            "commits": stored.commits,
        }
        write_cache(self.path, json.dumps(content, separators=(",", ":")).encode())


def fact_cache(workspace: Workspace) -> FactCache | None:
    """Returns the cache for HEAD; None outside a repository, or if only git can identify it."""
    location = workspace.location
    head = head_file(location.root)
    if head is None:
        return None
    try:
        config = read_file(location.config, within=location.folder)
    except (LeavesFolderError, UnreadableFileError):
        config = b""
    facts = (_FORMAT, __version__, head.cut, location.shown(location.folder))
    settings = (workspace.settings.prefix, config)
    key = sha256(repr((facts, settings)).encode("utf-8", "surrogateescape")).hexdigest()
    return FactCache(head.git_dir, head.commit, key)


def _text(value: object) -> str:
    """Returns a text.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(value, str):
        raise TypeError
    return value


def _rows(changes: Mapping[str, ChangeFacts]) -> dict[str, tuple[str, ...]]:
    return {
        ticket_id: (
            facts.updated,
            facts.creator,
            facts.creator_key,
            facts.status,
            facts.status_since,
        )
        for ticket_id, facts in changes.items()
    }


def _changes(rows: object) -> Mapping[str, ChangeFacts] | None:
    """Returns the facts of the rows.

    Raises:
        TypeError: they are not facts.
    """
    if rows is None:
        return None
    if not isinstance(rows, dict):
        raise TypeError
    facts = {}
    for ticket_id, row in rows.items():
        if not all(isinstance(text, str) for text in row):
            raise TypeError
        facts[ticket_id] = ChangeFacts(*row)
    return facts


def _commits(counts: object) -> Mapping[str, int] | None:
    if counts is None:
        return None
    if not isinstance(counts, dict) or not all(type(count) is int for count in counts.values()):
        raise TypeError
    return counts
