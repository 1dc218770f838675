"""What was edited by hand: files that differ between HEAD and the work tree or the index."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jticket.vcs.repository import Repository

_ABSENT: Final = "000000"


class Change(Enum):
    """What became of a file since HEAD."""

    ADDED = "added"
    MODIFIED = "modified"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Changed:
    """One file that is not as HEAD has it; `unmerged` when the index holds a conflict of it."""

    path: Path
    change: Change
    unmerged: bool = False


@dataclass(frozen=True, slots=True)
class _Record:
    name: str
    in_head: bool
    in_work: bool
    unmerged: bool = False


def changed_paths(repo: Repository, folder: Path) -> tuple[Changed, ...]:
    """Returns what changed under `folder`, each file by itself, by name.

    Ignored files and repositories inside the folder are left out, and so is a file that was only
    staged and is gone again: there is nothing to commit of it. Paths begin with `folder` as given.
    """
    name = repo.relative(folder)
    output = repo.run(
        *("status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames"),
        *("--ignore-submodules=all", "--", name or "."),
    ).out
    records: dict[str, _Record] = {}
    for record in _records(decoded(output)):
        # A file taken out of the index but left on disk comes twice: as deleted and as untracked.
        known = records.get(record.name, record)
        records[record.name] = _Record(
            record.name,
            known.in_head or record.in_head,
            known.in_work or record.in_work,
            known.unmerged or record.unmerged,
        )
    skipped = len(name) + 1 if name else 0
    return tuple(
        Changed(folder / record.name[skipped:], _change(record), record.unmerged)
        for _, record in sorted(records.items())
        if record.in_head or record.in_work
    )


def _records(output: str) -> Iterator[_Record]:
    for line in output.split("\0"):
        match line[:1]:
            case "1":
                *facts, name = line.split(" ", 8)
                yield _Record(name, facts[3] != _ABSENT, facts[5] != _ABSENT)
            case "u":
                # The second stage is our side of the conflict, which is HEAD.
                *facts, name = line.split(" ", 10)
                yield _Record(name, facts[4] != _ABSENT, facts[6] != _ABSENT, unmerged=True)
            case "?" if not line.endswith("/"):
                yield _Record(line[2:], in_head=False, in_work=True)


def _change(record: _Record) -> Change:
    if not record.in_head:
        return Change.ADDED
    return Change.MODIFIED if record.in_work else Change.DELETED
