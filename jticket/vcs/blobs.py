"""What a commit holds below a folder: read from git's objects, the work tree left alone.

A revision is resolved to an object ID before it goes on any other command line, so that nothing
that a user types reaches git as an option.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from jticket.errors import NotFoundError
from jticket.model.validation import quoted
from jticket.vcs.errors import GitError, MissingObjectError
from jticket.vcs.merge_base import is_shallow
from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from pathlib import Path

    from jticket.vcs.repository import Repository

_OBJECT_ID: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SEARCH: Final = ":/"
_TOO_OLD: Final = re.compile(r"log for '.*' only (?:goes back to|has) ")
_YOUNG: Final = "the reflog here is younger; a date alone, like 2025-01-31, goes by the commits"
_FILES: Final = ("100644", "100755", "100664")


class NoRevisionError(NotFoundError):
    """Says that a revision names no commit."""

    code = "no_revision"

    def __init__(self, text: str, hint: str | None = None) -> None:
        super().__init__(f"no commit {quoted(text)}", hint)


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit: its name from the repository's top, and its content's object ID."""

    name: str
    object_id: str


def commit_named(repo: Repository, revision: str) -> str:
    """Returns the object ID of the commit that a revision names.

    Raises `NoRevisionError`.
    """
    if "\0" in revision or "\n" in revision:
        raise NoRevisionError(revision)
    # Of a search git takes all that follows for the text, and it finds nothing but commits.
    peeled = revision if revision.startswith(_SEARCH) else f"{revision}^{{commit}}"
    result = repo.run("rev-parse", "--verify", "--end-of-options", peeled, check=False)
    found = result.out.decode(errors="replace").strip()
    if _TOO_OLD.search(result.err):  # git answers all the same, with the oldest that it remembers
        raise NoRevisionError(revision, _YOUNG)
    if result.status or not _OBJECT_ID.fullmatch(found):
        raise NoRevisionError(revision, _hint(repo))
    return found


def _hint(repo: Repository) -> str:
    if is_shallow(repo):
        more = "`git fetch --unshallow` brings older commits, `git fetch origin NAME` a branch"
        return f"this clone is shallow; {more}"
    return "give a branch, a tag, a commit (`git log --oneline --all`) or a date like 2025-01-31"


def commit_before(repo: Repository, moment: datetime, *, start: str = "HEAD") -> str | None:
    """Returns the last first-parent commit from `start` that is older than a moment.

    None where every one is younger. By the committer's dates; `start` is an object ID or HEAD.
    """
    seconds = ceil(moment.timestamp())
    if seconds <= 0:  # to git every commit is of 1970 or later, and an earlier date none at all
        return None
    result = repo.run(
        *("rev-list", "--first-parent", "-1", f"--before=@{seconds - 1} +0000", start, "--"),
        check=False,
    )
    return result.out.decode().strip() or None


def files_at(repo: Repository, commit: str, folder: Path) -> tuple[Blob, ...]:
    """Returns the plain files that a commit holds below a folder; links and submodules are none.

    `commit` is an object ID. Raises `GitError` when the tree is not there.
    """
    name = repo.relative(folder)
    where = ("--", f"{name}/") if name else ()
    output = repo.run("ls-tree", "-r", "-z", "--full-tree", commit, *where).out
    blobs = []
    for record in decoded(output).split("\0"):
        facts, tab, path = record.partition("\t")
        if tab and facts.startswith(_FILES):
            blobs.append(Blob(path, facts.split(" ")[2]))
    return tuple(blobs)


def skipped_files(repo: Repository, folder: Path) -> tuple[Blob, ...]:
    """Returns the files below a folder that a sparse checkout leaves out of the work tree."""
    name = repo.relative(folder)
    where = ("--", f"{name}/") if name else ()
    blobs = []
    for record in decoded(repo.run("ls-files", "-t", "-s", "-z", *where).out).split("\0"):
        facts, tab, path = record.partition("\t")
        if tab and facts.startswith("S ") and facts[2:].startswith(_FILES):
            blobs.append(Blob(path, facts.split(" ")[2]))
    return tuple(blobs)


def contents(repo: Repository, object_ids: Iterable[str]) -> Mapping[str, bytes]:
    """Returns the contents of blobs by their object IDs, each read once, in one go.

    Raises `MissingObjectError` for one that this clone does not have.
    """
    wanted = list(dict.fromkeys(object_ids))
    if not wanted:
        return {}
    stdin = "".join(f"{each}\n" for each in wanted).encode()
    output = repo.run("cat-file", "--batch=%(objectname) %(objectsize)", input=stdin).out
    found: dict[str, bytes] = {}
    place = 0
    for object_id in wanted:
        end = output.find(b"\n", place)
        if end < 0:
            raise GitError("cat-file", 0, "its output ends too early")
        head = output[place:end].decode().split(" ")
        if len(head) != 2 or not head[1].isdigit():
            raise MissingObjectError(object_id)
        start = end + 1
        place = start + int(head[1]) + 1
        found[object_id] = output[start : place - 1]
    return found
