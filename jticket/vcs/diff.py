"""The files that differ: between commits, from HEAD, and in the work tree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from jticket.vcs.blobs import regular_file
from jticket.vcs.environment import LOG_OPTIONS
from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from jticket.vcs.ancestry import Ancestry
    from jticket.vcs.divergence import Fork
    from jticket.vcs.repository import Repository

ADDED: Final = "A"
"""git's status letter for a file that was added."""

DELETED: Final = "D"
"""git's status letter for a file that was deleted."""

_ABSENT: Final = "000000"
_NO_ORDER: Final = ("-c", "diff.orderFile=/dev/null")  # git fails if the user's own is missing
_COMMIT: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_RAW: Final = re.compile(r":+(?:[0-7]{6} )+(?:[0-9a-f]+ )*([0-9a-f]+) [A-Z]+")


class ChangeKind(Enum):
    """What happened to a file since HEAD."""

    ADDED = "added"
    MODIFIED = "modified"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that differs from HEAD; `unmerged` if the index holds a conflict of it."""

    path: Path
    change: ChangeKind
    unmerged: bool = False


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that a branch changed: its name from the top, and blobs, None for no file."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class _Record:
    name: str
    in_head: bool
    in_work: bool
    unmerged: bool = False


def changed_paths(repo: Repository, folder: Path) -> tuple[Changed, ...]:
    """Returns the files under `folder` that differ from HEAD, sorted by name.

    Ignored files and repositories inside the folder are left out, and so is a file that was only
    staged and is deleted again: there is nothing to commit. Paths begin with `folder` as given.
    """
    output = repo.run(
        *("status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames"),
        *("--ignore-submodules=all", *repo.pathspec(folder)),
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
    name = repo.relative(folder)
    skipped = len(name) + 1 if name else 0
    return tuple(
        Changed(folder / record.name[skipped:], _change(record), record.unmerged)
        for _, record in sorted(records.items())
        if record.in_head or record.in_work
    )


def differing(repo: Repository, commit: str) -> dict[str, str]:
    """Returns the files in which the work tree differs from a commit, by name from the top.

    Each with git's status letter (`A`, `M`, `D`, `T`); untracked files that are not ignored count
    as added, and a file that moved as one deleted and one added.
    """
    output = repo.run(
        *("diff", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative", "--no-color"),
        *("--ignore-submodules=dirty", "--name-status", "-z", commit, "--"),
    ).out
    words = decoded(output).split("\0")
    changes = dict(zip(words[1::2], words[::2], strict=False))
    untracked = decoded(repo.run("ls-files", "--others", "--exclude-standard", "-z").out)
    for name in untracked.split("\0"):
        if name:  # a file that was only taken out of the index is not deleted
            changes[name] = "M" if name in changes else ADDED
    return changes


def changed_files(
    repo: Repository, forks: Iterable[Fork], folder: Path
) -> dict[str, tuple[FileChange, ...]]:
    """Returns what each commit changed below a folder since its merge bases, by its object ID.

    With several bases, the files that differ from all of them. A commit without a merge base is
    left out.
    """
    pairs = [(fork.commit, base) for fork in forks for base in fork.bases]
    if not pairs:
        return {}
    output = repo.run(
        *(*_NO_ORDER, "diff-tree", "--stdin", "--always", "-r", "-z", "--raw", "--no-renames"),
        *("--no-abbrev", *repo.pathspec(folder)),
        input="".join(f"{commit} {base}\n" for commit, base in pairs).encode(),
    ).out
    changed: dict[str, tuple[FileChange, ...]] = {}
    for (commit, _), files in zip(pairs, _differences(decoded(output)), strict=True):
        if commit in changed:
            also = {(file.name, file.after) for file in files}
            files = [file for file in changed[commit] if (file.name, file.after) in also]
        changed[commit] = tuple(files)
    return changed


def introduced(
    repo: Repository, wanted: Collection[str], folder: Path, ancestry: Ancestry
) -> dict[str, tuple[str, ...]]:
    """Returns the commits of a history that gave files below a folder some contents.

    By the contents' object IDs; those that no commit introduced are left out.
    """
    if not wanted or ancestry.head is None:
        return {}
    output = repo.run(
        *(*LOG_OPTIONS, *_NO_ORDER, "log", "--raw", "-c", "-z", "--no-abbrev", "--no-renames"),
        *("--no-color", "--format=%H", ancestry.head, *repo.pathspec(folder)),
    ).out
    commits: dict[str, tuple[str, ...]] = {}
    commit = ""
    for part in decoded(output).split("\0"):
        text = part.strip("\n")
        if _COMMIT.fullmatch(text):
            commit = text
        elif (match := _RAW.match(text)) and match[1] in wanted:
            commits[match[1]] = (*commits.get(match[1], ()), commit)
    return commits


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


def _change(record: _Record) -> ChangeKind:
    if not record.in_head:
        return ChangeKind.ADDED
    return ChangeKind.MODIFIED if record.in_work else ChangeKind.DELETED


def _differences(output: str) -> list[list[FileChange]]:
    """Returns the files of each pair, printed as an ID, then `:modes blobs letter` and names."""
    pairs: list[list[FileChange]] = []
    parts = iter(output.split("\0"))
    for part in parts:
        if part.startswith(":"):
            old_mode, new_mode, old_id, new_id, _ = part[1:].split(" ")
            name = next(parts)
            before, after = regular_file(old_id, old_mode), regular_file(new_id, new_mode)
            if before or after:
                pairs[-1].append(FileChange(name, before, after))
        elif part:
            pairs.append([])
    return pairs
