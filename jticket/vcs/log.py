"""The commits that touched the files below a folder, and their changes, from one git process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from jticket.vcs.blobs import regular_file
from jticket.vcs.environment import LOG_OPTIONS
from jticket.vcs.errors import MissingObjectError, failed
from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from jticket.vcs.process import Result
    from jticket.vcs.repository import Repository

_TRAILERS: Final = "%(trailers:key=Ticket,key=Refs,valueonly,unfold)"
_FIELDS: Final = ("%H", "%an", "%ae", "%ct", "%P", "%s", "%b", _TRAILERS)
_FORMAT: Final = "%x00".join(_FIELDS) + "%x00"
_UNCONFIGURED: Final = (
    *("--no-ext-diff", "--no-color", "--no-decorate", "--no-notes"),
    *("--encoding=UTF-8", "-O/dev/null"),
)
"""Output that a user's configuration does not change."""


class Step(Enum):
    """What a commit did to a file; one that became a link, or was one, is modified."""

    ADDED = "A"
    MODIFIED = "M"
    DELETED = "D"
    RENAMED = "R"


@dataclass(frozen=True, slots=True)
class FileStep:
    """What one commit did to one file: names from the top, and blobs, None for no file.

    For a file that a merge itself changed, `before` is None even if its parents had the file, since
    they differ; `parents` holds the name and blob in each of them.
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

    `subject` is the first paragraph of its message, `body` the rest; `tickets` are the values of
    its `Ticket:` and `Refs:` trailers, as written.
    """

    id: str
    author: str
    email: str
    moment: datetime
    parents: tuple[str, ...]
    subject: str
    body: str
    tickets: tuple[str, ...]
    files: tuple[FileStep, ...]


def versions(
    repo: Repository, folder: Path | None, *revisions: str, most: int | None = None
) -> Iterator[Commit]:
    """Yields the commits that touched files below a folder (None: all commits), newest first.

    `most` limits their number. `revisions` are object IDs, `^ID` or `A..B`; without any, HEAD.
    Ordered by the committers' dates, but a commit comes before its parents. A file counts as moved
    if at least half of its content is the same.

    Raises:
        MissingObjectError: this clone lacks objects that git needs for that.
        GitError: git fails.
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
    yield from _logged(repo, (*files, *(revisions or ("HEAD",)), *repo.pathspec(folder)))


def moments(repo: Repository, folder: Path | None, *revisions: str) -> Iterator[datetime]:
    """Returns the times of the commits that `versions` yields, in the same order."""
    shape = ("--format=%ct", "--date-order", "-s", "-z")
    output = _output(repo, (*shape, *(revisions or ("HEAD",)), *repo.pathspec(folder)))
    return map(_moment, filter(None, output.split("\0")))


def commits(repo: Repository, *revisions: str) -> Iterator[Commit]:
    """Yields commits as `versions` does, all of them, without the files that they touched."""
    yield from _logged(repo, ("--date-order", "-s", "-z", *(revisions or ("HEAD",)), "--"))


def own_line(repo: Repository, folder: Path, most: int) -> Iterator[Commit]:
    """Yields the commits of the checked-out branch itself that touched files below a folder.

    Newest first and without merges, what they brought, and the files; at most as many as `most`.
    """
    shape = (f"--max-count={most}", "--first-parent", "--no-merges", "-s", "-z")
    yield from _logged(repo, (*shape, "HEAD", *repo.pathspec(folder)))


def with_files(repo: Repository, object_ids: Iterable[str]) -> Iterator[Commit]:
    """Yields these commits with the files that they touched, a merge's against its first parent.

    A file that was moved is one deleted and one added.
    """
    stdin = "".join(f"{object_id}\n" for object_id in object_ids).encode()
    if stdin:
        shape = ("--raw", "--diff-merges=first-parent", "--no-renames", "--no-abbrev", "-z")
        yield from _logged(repo, ("--no-walk=unsorted", "--stdin", *shape), stdin)


def last_change(repo: Repository, path: Path, line: str) -> datetime | None:
    """Returns when HEAD's history last changed a line of a file that matches a pattern; UTC.

    None if no commit did.
    """
    return last_changes(repo, path, line).get(path.name)


def last_changes(repo: Repository, place: Path, line: str) -> dict[str, datetime]:
    """Returns when a line that matches a pattern last changed, in a file or each below a folder.

    In UTC, by the files' names, which they keep when they are moved to another folder: that changes
    no line.
    """
    mark = "\1"
    result = repo.run(
        *(*LOG_OPTIONS, "log", *_UNCONFIGURED, "--find-renames=100%", "--name-only", "-z"),
        *(f"-G{line}", f"--format={mark}%ct", "HEAD", "--", repo.relative(place) or "."),
        check=False,
    )
    if result.status:
        return {}  # no commit yet
    moments: dict[str, datetime] = {}
    for record in decoded(result.out).split(mark)[1:]:
        seconds, *names = [part.strip("\n") for part in record.split("\0") if part.strip("\n")]
        for name in names:
            moments.setdefault(PurePosixPath(name).name, _moment(seconds))
    return moments


def deleted_names(repo: Repository) -> frozenset[str]:
    """Returns the files that a first-parent commit of HEAD's history, or a merge, deleted."""
    result = repo.run(
        *(*LOG_OPTIONS, "log", *_UNCONFIGURED, "--diff-filter=D", "--no-renames", "--name-only"),
        *("-m", "--first-parent", "-z", "--format=", "HEAD", "--"),
        check=False,
    )
    if result.status:
        return frozenset()  # no commit yet
    return frozenset(decoded(result.out).split("\0")) - {""}


def _logged(repo: Repository, args: tuple[str, ...], stdin: bytes = b"") -> Iterator[Commit]:
    mark = uuid4().hex  # no text in a commit can look like the beginning of the next
    output = _output(repo, (f"--format={mark}{_FORMAT}", *args), stdin)
    for record in output.split(mark)[1:]:
        yield _commit(record)


def _output(repo: Repository, args: tuple[str, ...], stdin: bytes = b"") -> str:
    """Returns what `git log` prints, whatever the user configured; "" before the first commit."""
    result = repo.run(
        *(*LOG_OPTIONS, "-c", "diff.renameLimit=5000"),
        *("-c", "trailer.separators=:", "-c", "core.commentChar=#"),
        *("log", *_UNCONFIGURED, *args),
        input=stdin,
        check=False,
    )
    if result.status:
        _explain(repo, result)
        return ""
    return decoded(result.out)


def _explain(repo: Repository, result: Result) -> None:
    """Raises what went wrong, unless there is no commit yet."""
    reason = failed("log", result.status, result.err)
    head = repo.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}", check=False)
    if not head.status or isinstance(reason, MissingObjectError):
        raise reason


def _commit(record: str) -> Commit:
    commit_id, author, email, seconds, parents, subject, body, trailers, *rest = record.split("\0")
    return Commit(
        commit_id,
        author,
        email,
        _moment(seconds),
        tuple(parents.split()),
        subject,
        body,
        tuple(ticket.strip() for ticket in trailers.splitlines() if ticket.strip()),
        tuple(_steps(rest)),
    )


def commit_moment(repo: Repository, commit: str) -> datetime:
    """Returns the committer's date of a commit, by its object ID, in UTC.

    Raises `GitError` if git can't read it.
    """
    result = repo.run("show", "-s", "--format=%ct", "--end-of-options", commit)
    return _moment(result.out.decode())


def _moment(seconds: str) -> datetime:
    """Returns a committer's date; the beginning of 1970 if it is not a date."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _steps(parts: list[str]) -> Iterator[FileStep]:
    """Yields the files of a commit from its raw lines, `:modes blobs letter` and then the names.

    A merge's line has as many colons as parents, a letter per parent, and a name per parent.
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
        changes = words[-1]
        if parents > 1:
            names = parts[place : place + parents + 1]
            place += parents + 1
            had = tuple(zip(names, map(regular_file, blobs[:-1], modes[:-1]), strict=False))
            after = regular_file(blobs[-1], modes[-1])
            step = Step.MODIFIED if after else Step.DELETED
            name = names[-1]
            yield FileStep(step, name, name, None, after, by_merge=True, parents=had)
            continue
        step = Step(changes[0]) if changes[0] in "AMDR" else Step.MODIFIED
        old_name = name = parts[place]
        place += 1
        if step is Step.RENAMED:
            name = parts[place]
            place += 1
        before, after = regular_file(blobs[0], modes[0]), regular_file(blobs[1], modes[1])
        yield FileStep(step, name, old_name, before, after)
