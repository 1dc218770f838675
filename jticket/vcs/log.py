"""Which commits touched the files below a folder, and what they made of each; one git for all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from jticket.vcs.errors import MissingObjectError, failed
from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jticket.vcs.process import Result
    from jticket.vcs.repository import Repository

_FIELDS: Final = ("%H", "%an", "%ae", "%ct", "%P", "%s", "%(trailers:key=Ticket,valueonly,unfold)")
_FORMAT: Final = "%x00".join(_FIELDS) + "%x00"
_EMPTY: Final = re.compile(r"0+")
_PLAIN: Final = (
    *("--no-ext-diff", "--no-color", "--no-decorate", "--no-notes"),
    *("--encoding=UTF-8", "-O/dev/null"),
)
"""What a user's configuration must not change."""


class Step(Enum):
    """What a commit made of a file."""

    ADDED = "A"
    MODIFIED = "M"
    DELETED = "D"
    RENAMED = "R"
    TYPE_CHANGED = "T"


@dataclass(frozen=True, slots=True)
class FileStep:
    """A file's way through one commit: names from the top and blobs, None where there was none.

    What a merge itself changed has `before` None even if its parents had the file: they differ.
    `parents` tell what each of them had, name and blob.
    """

    step: Step
    name: str
    old_name: str
    before: str | None
    after: str | None
    by_merge: bool = False
    parents: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched the files asked for; `moment` is the committer's, in UTC.

    `tickets` are the values of its `Ticket:` trailers, as they are written.
    """

    id: str
    author: str
    email: str
    moment: datetime
    parents: tuple[str, ...]
    subject: str
    tickets: tuple[str, ...]
    files: tuple[FileStep, ...]


def versions(
    repo: Repository, folder: Path | None, *revisions: str, most: int | None = None
) -> Iterator[Commit]:
    """Yields the commits that touched files below a folder (None: all commits), newest first.

    With `most` no more than the first so many.

    `revisions` are object IDs, `^ID` or `A..B` of such; without any, HEAD. By the committers'
    dates, but a commit comes before its parents. Moves are found where the content stayed at least
    half the same.

    Raises:
        MissingObjectError: this clone lacks what it takes to find them.
        GitError: git can't tell.
    """
    files = (
        *(() if most is None else (f"--max-count={most}",)),
        "--date-order",
        "--raw",
        "-c",
        "--combined-all-paths",
        "--no-abbrev",
        "-z",
        "--find-renames=50%",
    )
    yield from _logged(repo, (*files, *(revisions or ("HEAD",)), *_below(repo, folder)))


def moments(repo: Repository, folder: Path | None, *revisions: str) -> Iterator[datetime]:
    """Returns when the commits were made that `versions` yields, in the same order."""
    shape = ("--format=%ct", "--date-order", "-s", "-z")
    output = _output(repo, (*shape, *(revisions or ("HEAD",)), *_below(repo, folder)))
    return map(_moment, filter(None, output.split("\0")))


def commits(repo: Repository, *revisions: str) -> Iterator[Commit]:
    """Yields commits as `versions` does, all of them, without the files that they touched."""
    yield from _logged(repo, ("--date-order", "-s", "-z", *(revisions or ("HEAD",)), "--"))


def with_files(repo: Repository, object_ids: Iterable[str]) -> Iterator[Commit]:
    """Yields these commits with the files that they touched, a merge's against its first parent.

    A file that was moved is one that went and one that came.
    """
    stdin = "".join(f"{each}\n" for each in object_ids).encode()
    if stdin:
        shape = ("--raw", "--diff-merges=first-parent", "--no-renames", "--no-abbrev", "-z")
        yield from _logged(repo, ("--no-walk=unsorted", "--stdin", *shape), stdin)


def cut_off(repo: Repository) -> frozenset[str]:
    """Returns the commits at which a shallow clone ends: what they hold may be older than they."""
    try:
        return frozenset((repo.common_dir / "shallow").read_text("ascii").split())
    except FileNotFoundError:
        return frozenset()


def _below(repo: Repository, folder: Path | None) -> tuple[str, ...]:
    name = repo.relative(folder) if folder is not None else ""
    return ("--", name) if name else ("--",)


def _logged(repo: Repository, args: tuple[str, ...], stdin: bytes = b"") -> Iterator[Commit]:
    mark = uuid4().hex  # nothing that a commit holds can look like the beginning of the next
    output = _output(repo, (f"--format={mark}{_FORMAT}", *args), stdin)
    for record in output.split(mark)[1:]:
        yield _commit(record)


def _output(repo: Repository, args: tuple[str, ...], stdin: bytes = b"") -> str:
    """What `git log` prints, whatever the user configured; nothing where there is no commit yet."""
    result = repo.run(
        *("-c", "log.showSignature=false", "-c", "log.follow=false", "-c", "log.showRoot=true"),
        *("-c", "diff.renameLimit=5000", "-c", "trailer.separators=:", "-c", "core.commentChar=#"),
        *("log", *_PLAIN, *args),
        input=stdin,
        check=False,
    )
    if result.status:
        _explain(repo, result)
        return ""
    return decoded(result.out)


def _explain(repo: Repository, result: Result) -> None:
    """Raises what went wrong, unless it is that there is no commit yet."""
    reason = failed("log", result.status, result.err)
    head = repo.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}", check=False)
    if not head.status or isinstance(reason, MissingObjectError):
        raise reason


def _commit(record: str) -> Commit:
    commit_id, author, email, seconds, parents, subject, trailers, *rest = record.split("\0")
    return Commit(
        commit_id,
        author,
        email,
        _moment(seconds),
        tuple(parents.split()),
        subject,
        tuple(each.strip() for each in trailers.splitlines() if each.strip()),
        tuple(_steps(rest)),
    )


def _moment(seconds: str) -> datetime:
    """A committer's date; the beginning of 1970 for one that is none."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _steps(parts: list[str]) -> Iterator[FileStep]:
    """The raw lines of a commit, `:modes blobs letter`, each with its names behind it.

    A merge's have as many colons as parents, all letters in one word, and each parent's name.
    """
    place = 0
    while place < len(parts):
        head = parts[place].strip("\n")
        place += 1
        if not head.startswith(":"):
            continue
        parents = len(head) - len(head.lstrip(":"))
        words = head.lstrip(":").split(" ")
        modes, blobs = words[: parents + 1], words[parents + 1 : 2 * parents + 2]
        letters = words[-1]
        if parents > 1:
            names = parts[place : place + parents + 1]
            place += parents + 1
            had = tuple(zip(names, map(_blob, blobs[:-1], modes[:-1]), strict=False))
            after = _blob(blobs[-1], modes[-1])
            step = Step.MODIFIED if after else Step.DELETED
            name = names[-1]
            yield FileStep(step, name, name, None, after, by_merge=True, parents=had)
            continue
        step = Step(letters[0]) if letters[0] in "AMDRT" else Step.MODIFIED
        old_name = name = parts[place]
        place += 1
        if step is Step.RENAMED:
            name = parts[place]
            place += 1
        before, after = _blob(blobs[0], modes[0]), _blob(blobs[1], modes[1])
        yield FileStep(step, name, old_name, before, after)


def _blob(object_id: str, mode: str) -> str | None:
    """The object ID of a plain file's content; None for none, a link or a submodule."""
    return object_id if mode.startswith("100") and not _EMPTY.fullmatch(object_id) else None
