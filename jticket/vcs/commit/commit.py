"""Commits that hold the given files as they are in the work tree, and nothing else.

Whatever else is staged, half staged, dirty or in conflict stays exactly so. The commit is built in
a private index, checked by the user's hooks, and added to the branch only if that has not moved.
The caller holds `Repository.lock_path` and has called `state.check_committable` before it wrote the
files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jticket.errors import JticketError
from jticket.vcs.commit import index as indexes
from jticket.vcs.commit.draft import CommitDraft
from jticket.vcs.commit.hooks import Hooks
from jticket.vcs.errors import GitError, HeadMovedError, HookFailedError, failed
from jticket.vcs.paths import decoded, repo_relative_names
from jticket.vcs.revisions import read_head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from jticket.vcs.commit.index import IndexUpdate
    from jticket.vcs.repository import Repository
    from jticket.vcs.revisions import Head

_ATTEMPTS: Final = 3
_BOOLEANS: Final = frozenset({"commit.gpgsign", "jticket.verify"})
_KEYS: Final = r"^(commit\.gpgsign|jticket\.verify|core\.hookspath|hook\..*)$"


@dataclass(frozen=True, slots=True)
class Committed:
    """A commit that was made on `branch`; None for a detached HEAD."""

    oid: str
    branch: str | None
    notices: tuple[str, ...]

    @property
    def short(self) -> str:
        """The abbreviated object ID, long enough to stay unique."""
        return self.oid[:10]


class _HeadMoved(Exception):  # noqa: N818 - never leaves this module
    """Raised when another commit was made since HEAD was read; `update` is not undone."""

    def __init__(self, update: IndexUpdate) -> None:
        super().__init__()
        self.update = update


def commit_paths(
    repo: Repository, paths: Iterable[Path], message: str, *, verify: bool = True
) -> Committed | None:
    """Commits `paths`, whether added, modified or deleted, and returns the commit.

    None if they are already as in HEAD: then nothing at all is touched. None, too, if another git
    committed them at the same moment. `verify=False`, or `jticket.verify` set to false in git's
    configuration, skips the hooks `pre-commit` and `commit-msg`. What a pre-commit hook stages of
    these paths is committed; other files that it stages are left out, with a notice.

    Raises `HookFailedError`, `EmptyMessageError`, `HeadMovedError`, `IndexLockedError`,
    `LockLeftError`, `OutsideRepositoryError` or `GitError`; then HEAD and the index are as before.
    """
    names = _names(repo, paths)
    if not names:
        return None
    settings = _settings(repo)
    hooks = Hooks(repo, configured=not settings.keys() <= _BOOLEANS)
    verify = verify and settings.get("jticket.verify", True)
    sign = settings.get("commit.gpgsign", False)

    def commit_on(head: Head, folder: Path) -> Committed | None:
        draft = CommitDraft(repo, folder, head, names, message, verify, hooks)
        return _commit(draft, sign=sign)

    with indexes.scratch(repo) as folder:
        return _repeated(repo, folder, names, commit_on)


def _repeated(
    repo: Repository,
    folder: Path,
    names: tuple[str, ...],
    commit_on: Callable[[Head, Path], Committed | None],
) -> Committed | None:
    """Commits on HEAD, and again where that moves meanwhile.

    In between, `names` stay staged: a plain `git commit` may just have taken them along, and from
    an index without them the next one would revert them.
    """
    updates: list[IndexUpdate] = []  # the first one has what was staged before all of them
    for number in range(_ATTEMPTS):
        own = folder / str(number)
        own.mkdir()
        try:
            return commit_on(read_head(repo), own)
        except _HeadMoved as moved:
            updates.append(moved.update)
        except JticketError:
            if updates:
                updates[0].undo()
            raise
    head = read_head(repo)
    if indexes.tree_of_work(repo, folder / "index", head.tree, names) == head.tree:
        return None
    updates[0].undo()
    raise HeadMovedError(_ATTEMPTS)


def not_in_head(repo: Repository, paths: Iterable[Path]) -> tuple[Path, ...]:
    """Returns those of `paths` that are not in HEAD as they are in the work tree.

    Whatever the index holds, and whatever git is to assume of a file. A missing file that
    HEAD has counts too. Raises `OutsideRepositoryError` or `GitError`.
    """
    names = repo_relative_names(repo.top, paths)
    with indexes.scratch(repo) as folder:
        head = read_head(repo).tree
        tree = indexes.tree_of_work(repo, folder / "index", head, sorted(set(names.values())))
        changed = repo.run("diff-tree", "-r", "-z", "--name-only", "--no-renames", head, tree)
    differing = frozenset(decoded(changed.out).split("\0"))
    return tuple(path for path, name in names.items() if name in differing)


def stage_paths(repo: Repository, paths: Iterable[Path]) -> None:
    """Stages `paths` as they are in the work tree, deleted ones too, and no other files.

    Raises `IndexLockedError`, `OutsideRepositoryError` or `GitError`.
    """
    names = _names(repo, paths)
    if not names:
        return
    with indexes.scratch(repo) as folder:
        head = read_head(repo).tree
        tree = indexes.tree_of_work(repo, folder / "index", head, names)
        indexes.update_user_index(repo, folder, tree, names, head=head)


def _commit(draft: CommitDraft, *, sign: bool) -> Committed | None:
    repo, head = draft.repo, draft.head
    tree = indexes.tree_of_work(repo, draft.folder / "index", head.tree, draft.names)
    if tree == head.tree:
        return None
    notices: list[str] = []
    tree = draft.verified(tree, notices)
    if tree == head.tree:
        return None
    indexes.flush_object(repo, tree)
    message = draft.worded(tree, notices)
    parent = ("-p", head.oid) if head.oid else ()
    made = repo.run(
        *("-c", "core.fsync=objects", "-c", "i18n.commitEncoding=UTF-8"),
        *("commit-tree", tree, *parent, *(("-S",) if sign else ()), "-F", "-"),
        input=message.encode("utf-8", "surrogateescape"),
    )
    oid = made.out.decode().strip()
    _advance(draft, oid, message)
    try:
        notices += draft.hooks.run("post-commit")
    except JticketError as error:
        # Whatever it is, it must not undo in the work tree what is committed.
        reason = error.output if isinstance(error, HookFailedError) else error.message
        notices.append(f"the post-commit hook failed after the commit was made: {reason}")
    return Committed(oid, head.branch, tuple(notices))


def _advance(draft: CommitDraft, oid: str, message: str) -> None:
    """Moves the branch to `oid`, after the user's index is brought up to date.

    The index comes first: if the command is killed in between, the change is staged but not
    committed, which `git status` shows. The other way round, the next plain `git commit` would
    revert it. For the same reason there is no commit while another git holds the index.
    """
    repo, head = draft.repo, draft.head
    update = indexes.update_user_index(repo, draft.folder, oid, draft.names, head=head.tree)
    kind = "commit" if head.oid else "commit (initial)"
    subject = message.partition("\n")[0]
    try:
        moved = repo.run(
            # A fetch or a gc in another work tree may hold the reference for a moment.
            *("-c", "core.fsync=reference", "-c", "core.filesRefLockTimeout=2000"),
            *("update-ref", "-m", f"{kind}: {subject}", "HEAD", oid, head.oid or repo.no_object),
            check=False,
            new_process_group=True,
        )
    except JticketError:  # it was not even started
        update.undo()
        raise
    if moved.status:
        now = read_head(repo).oid
        if now == oid:
            return  # git was killed after it had moved the branch
        if now != head.oid:
            raise _HeadMoved(update)
        update.undo()
        raise failed("update-ref", moved.status, moved.err)


def _names(repo: Repository, paths: Iterable[Path]) -> tuple[str, ...]:
    return tuple(sorted(set(repo_relative_names(repo.top, paths).values())))


def _settings(repo: Repository) -> dict[str, bool]:
    """Returns the settings in git's configuration, and true for each key that may define hooks.

    Raises `GitError`.
    """
    result = repo.run("config", "-z", "--type=bool-or-str", "--get-regexp", _KEYS, check=False)
    if result.status > 1:
        raise GitError("config", result.status, result.err)
    settings: dict[str, bool] = {}
    for entry in filter(None, decoded(result.out).split("\0")):
        key, _, value = entry.partition("\n")
        if key in _BOOLEANS and value not in ("true", "false"):
            raise GitError("config", result.status, f"'{value}' is not a value for {key}")
        settings[key] = value == "true" if key in _BOOLEANS else True
    return settings
