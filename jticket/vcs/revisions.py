"""Which commit a revision, a date or HEAD is.

A revision is resolved to an object ID before it is put on any other command line, so that nothing
that a user types reaches git as an option.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

from jticket.errors import NotFoundError
from jticket.model.wording import quoted
from jticket.vcs.errors import GitError
from jticket.vcs.paths import decoded
from jticket.vcs.refs import HEADS, head_ref
from jticket.vcs.shallow import is_shallow

if TYPE_CHECKING:
    from datetime import datetime

    from jticket.vcs.repository import Repository

_OBJECT_ID: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SEARCH: Final = ":/"
_BEFORE_REFLOG: Final = re.compile(r"log for '.*' only (?:goes back to|has) ")
_REFLOG_HINT: Final = (
    "the reflog here is younger; a date alone, like 2025-01-31, is looked up in the commits"
)
_EMPTY_TREES: Final = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


class NoRevisionError(NotFoundError):
    """Raised when a revision names no commit."""

    code = "no_revision"

    def __init__(self, text: str, hint: str | None = None) -> None:
        super().__init__(f"no commit {quoted(text)}", hint)


@dataclass(frozen=True, slots=True)
class Head:
    """What HEAD points at: its commit (None before the first one), tree and branch.

    `branch` is None on a detached HEAD; `tree` is the empty one before the first commit.
    """

    oid: str | None
    tree: str
    branch: str | None


def commit_named(repo: Repository, revision: str) -> str:
    """Returns the object ID of the commit that a revision names.

    Raises `NoRevisionError`.
    """
    if "\0" in revision or "\n" in revision:
        raise NoRevisionError(revision)
    # git takes everything after `:/` for the text to search for, and only searches commits.
    peeled = revision if revision.startswith(_SEARCH) else f"{revision}^{{commit}}"
    result = repo.run("rev-parse", "--verify", "--end-of-options", peeled, check=False)
    object_id = result.out.decode(errors="replace").strip()
    if _BEFORE_REFLOG.search(result.err):  # git answers anyway, with the oldest entry
        raise NoRevisionError(revision, _REFLOG_HINT)
    if result.status or not _OBJECT_ID.fullmatch(object_id):
        raise NoRevisionError(revision, _hint(repo))
    return object_id


def commit_before(repo: Repository, moment: datetime, *, start: str = "HEAD") -> str | None:
    """Returns the last first-parent commit from `start` that is older than a moment.

    None if all of them are younger. By the committer's dates; `start` is an object ID or HEAD.
    """
    seconds = ceil(moment.timestamp())
    if seconds <= 0:  # git dates no commit before 1970, and does not accept an earlier date
        return None
    result = repo.run(
        *("rev-list", "--first-parent", "-1", f"--before=@{seconds - 1} +0000", start, "--"),
        check=False,
    )
    return result.out.decode().strip() or None


def read_head(repo: Repository) -> Head:
    """Returns what HEAD points at.

    Raises `GitError` if that can't be read.
    """
    # One git process reports all three, so that they belong together.
    result = repo.run(
        *("rev-parse", "HEAD", "HEAD^{tree}", "--symbolic-full-name", "HEAD"), check=False
    )
    if result.status == 0:
        oid, tree, *names = decoded(result.out).rstrip("\n").split("\n")
        # If a tag or branch is called HEAD too, git prints no full name.
        name = names[0] if names else head_ref(repo)
        return Head(oid, tree, None if name in ("", "HEAD") else name.removeprefix(HEADS))
    name = head_ref(repo)
    if not name or repo.run("rev-parse", "-q", "--verify", "HEAD", check=False).status == 0:
        raise GitError("rev-parse", result.status, result.err)
    return Head(None, _EMPTY_TREES[repo.object_format], name.removeprefix(HEADS))


def _hint(repo: Repository) -> str:
    if is_shallow(repo):
        more = "`git fetch --unshallow` fetches older commits, `git fetch origin NAME` a branch"
        return f"this clone is shallow; {more}"
    return "give a branch, a tag, a commit (`git log --oneline --all`) or a date like 2025-01-31"
