"""Private indexes to build a commit in, and the user's own, in which only given paths change.

Only git writes the user's index, in a process that no signal to the command reaches: if it was
killed while it holds `index.lock`, that file would stay and stop every later git.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from jticket.errors import JticketError
from jticket.vcs.errors import IndexLockedError, failed
from jticket.vcs.paths import decoded, nul_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from jticket.vcs.process import Result
    from jticket.vcs.repository import Repository

_FOLDER_PREFIX: Final = "jticket-commit."
_LOCK_TIMEOUT: Final = 3.0
_LOCK_PAUSE: Final = 0.02
_NAMES_AT_ONCE: Final = 500

# A private index is used by one command only: extensions that speed up the next one only cost time,
# and a split index would leave its other half in the git folder.
_NO_EXTENSIONS: Final = (
    *("-c", "core.splitIndex=false"),
    *("-c", "core.untrackedCache=false"),
    *("-c", "core.fsmonitor=false"),
)

FileSignature = tuple[int, int, int] | None
"""Inode, size and modification time in nanoseconds; None if there is no file."""


@contextmanager
def scratch(repo: Repository) -> Iterator[Path]:
    """Yields a new folder beside the index, which is always removed.

    Under the lock (`repo.descriptors`), folders that killed commands left are removed too, since no
    other command can be using them.
    """
    if repo.descriptors:
        for leftover in repo.git_dir.glob(f"{_FOLDER_PREFIX}*"):
            shutil.rmtree(leftover, ignore_errors=True)
    folder = repo.git_dir / mkdtemp(prefix=_FOLDER_PREFIX, dir=repo.git_dir)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tree_of_work(repo: Repository, index: Path, base: str, names: Sequence[str]) -> str:
    """Returns the tree `base` with `names` as they are in the work tree (gone where missing).

    `update-index` takes literal names: it does not descend into folders, skips ignore rules and
    sparse checkouts, and refuses a file that would replace a folder of other files.
    """
    env = {"GIT_INDEX_FILE": str(index), **repo.locale}
    repo.run(*_NO_EXTENSIONS, "read-tree", base, env=env)
    repo.run(
        *_NO_EXTENSIONS,
        *("-c", "core.fsync=objects"),
        *("update-index", "--add", "--remove", "-z", "--stdin"),
        input=nul_list(names),
        env=env,
    )
    return write_tree(repo, index)


def tree_of_entries(repo: Repository, index: Path, base: str, entries: Sequence[bytes]) -> str:
    """Returns the tree `base` with `entries` (`MODE OID<TAB>NAME`) laid over it."""
    env = {"GIT_INDEX_FILE": str(index)}
    repo.run(*_NO_EXTENSIONS, "read-tree", base, env=env)
    records = b"".join(entry + b"\0" for entry in entries)
    repo.run(*_NO_EXTENSIONS, "update-index", "-z", "--index-info", input=records, env=env)
    return write_tree(repo, index)


def write_tree(repo: Repository, index: Path) -> str:
    """Returns the tree that `index` holds."""
    env = {"GIT_INDEX_FILE": str(index)}
    command = (*_NO_EXTENSIONS, "-c", "core.fsync=objects", "write-tree")
    return repo.run(*command, env=env).out.decode().strip()


def index_for_hooks(repo: Repository, index: Path, tree: str) -> None:
    """Makes `index` hold `tree`, with the file times that the user's index holds.

    Without those, `git diff-files` in a hook would list every file as not staged.
    """
    _copy(_users_index(repo), index)
    env = {"GIT_INDEX_FILE": str(index)}
    repo.run(*_NO_EXTENSIONS, "reset", "-q", tree, "--", ".", env=env)


def file_signature(index: Path) -> FileSignature:
    """Returns a value that changes whenever the file is written."""
    try:
        state = index.stat()
    except FileNotFoundError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """An update of the user's index that can be undone.

    `before` is a copy from before it, `head` the commit or tree that HEAD was then.
    """

    repo: Repository
    before: Path
    head: str
    names: frozenset[str]

    def undo(self) -> None:
        """Restores the index; if others have changed it meanwhile, only `names`.

        What others have committed of `names` stays as in HEAD: from the old entry, the next plain
        `git commit` would revert it. If another git holds the index for a few seconds, `names` stay
        staged.
        """
        moved = self._changed_at_head()
        if not _locked(lock_of_index(self.repo)):
            return
        index = _users_index(self.repo)
        try:
            alone = not moved and self._others(index) == self._others(self.before)
            if alone and self.before.exists():
                self.before.replace(index)
            elif alone:
                index.unlink(missing_ok=True)
        finally:
            lock_of_index(self.repo).unlink()
        if not alone:
            for tree, names in (("HEAD", moved), (self._tree_before(), self.names - moved)):
                if names:
                    _reset(self.repo, tree, sorted(names))

    def _changed_at_head(self) -> frozenset[str]:
        names = sorted(self.names)
        then, now = (_entries(self.repo, tree, names) for tree in (self.head, "HEAD"))
        return frozenset(name for name in names if then.get(name) != now.get(name))

    def _tree_before(self) -> str:
        """Returns the tree that was staged; HEAD if there were conflicts."""
        env = {"GIT_INDEX_FILE": str(self.before)}
        return self.repo.run("write-tree", env=env, check=False).out.decode().strip() or "HEAD"

    def _others(self, index: Path) -> list[bytes]:
        env = {"GIT_INDEX_FILE": str(index)}
        entries = self.repo.run("ls-files", "-s", "-v", "-z", env=env).out.split(b"\0")
        return [entry for entry in entries if decoded(entry.partition(b"\t")[2]) not in self.names]


def wait_for_user_index(repo: Repository) -> None:
    """Waits until no other git command holds the user's index.

    Another one may take it again at once, so this only spares the user a change that would have to
    be undone.

    Raises `IndexLockedError` after a few seconds.
    """
    deadline = time.monotonic() + _LOCK_TIMEOUT
    lock = lock_of_index(repo)
    while os.path.lexists(lock):
        if time.monotonic() > deadline:
            raise IndexLockedError(lock)
        time.sleep(_LOCK_PAUSE)


def update_user_index(
    repo: Repository, folder: Path, tree: str, names: Sequence[str], *, head: str
) -> IndexUpdate:
    """Makes the user's index hold `names` as they are in `tree`, and changes no other entry.

    `head` is the commit or tree that HEAD is.

    Raises `IndexLockedError` if another git holds the index for a few seconds, or `GitError`.
    """
    deadline = time.monotonic() + _LOCK_TIMEOUT
    while True:
        _copy(_users_index(repo), folder / "before")
        update = IndexUpdate(repo, folder / "before", head, frozenset(names))
        result = _reset(repo, tree, names)
        if not result.status:
            return update
        if f"{lock_of_index(repo).name}': File exists" not in result.err:
            with suppress(JticketError):  # the first error says more
                update.undo()  # git may have been killed after it wrote
            raise failed("update-index", result.status, result.err)
        if time.monotonic() > deadline:
            raise IndexLockedError(lock_of_index(repo))
        time.sleep(_LOCK_PAUSE)


def lock_of_index(repo: Repository) -> Path:
    """Returns the lock file that git creates while it writes the index."""
    index = _users_index(repo)
    return index.with_name(f"{index.name}.lock")


def _locked(lock: Path) -> bool:
    """Creates a lock file as git does; false if another git holds it for a few seconds."""
    deadline = time.monotonic() + _LOCK_TIMEOUT
    while True:
        try:
            os.close(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666))
        except FileExistsError:
            if time.monotonic() > deadline:
                return False
            time.sleep(_LOCK_PAUSE)
        else:
            return True


def _users_index(repo: Repository) -> Path:
    return (repo.git_dir / "index").resolve()


def _reset(repo: Repository, tree: str, names: Sequence[str]) -> Result:
    # `git reset` reads the index before it locks it, and so may lose what is staged in between;
    # `update-index` locks it first.
    entries = _entries(repo, tree, names)
    lines = [f"{entries.get(name, f'0 {repo.no_object}')}\t{name}" for name in names]
    result = repo.run(
        *("-c", "core.fsync=index", "update-index", "-z", "--index-info"),
        input=nul_list(lines),
        check=False,
        new_process_group=True,
    )
    if not result.status:
        with suppress(JticketError):  # the entries are right; any git may refresh them later
            repo.run("update-index", "-q", "--refresh", check=False, new_process_group=True)
    return result


def _entries(repo: Repository, tree: str, names: Sequence[str]) -> dict[str, str]:
    """Returns mode and object ID of those of `names` that a tree has, all durable.

    HEAD may be unborn. An object that git had already, staged by hand or by a hook, is on the disk
    only if git was configured so then; so all that lead to `names` are flushed here.
    """
    entries: dict[str, str] = {}
    for start in range(0, len(names), _NAMES_AT_ONCE):
        some = names[start : start + _NAMES_AT_ONCE]
        words = ("ls-tree", "-t", "-r", "-z", "--full-tree", tree, "--", *some)
        wanted = frozenset(some)
        for record in decoded(repo.run(*words, check=tree != "HEAD").out).split("\0")[:-1]:
            facts, _, name = record.partition("\t")
            mode, kind, object_id = facts.split(" ")
            flush_object(repo, object_id)
            if kind != "tree" and name in wanted:
                entries[name] = f"{mode} {object_id}"
    return entries


def flush_object(repo: Repository, object_id: str) -> None:
    """Makes an object durable, if it has a file of its own; git itself does so for packs."""
    with suppress(FileNotFoundError):
        file = repo.common_dir / "objects" / object_id[:2] / object_id[2:]
        descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _copy(source: Path, target: Path) -> None:
    """Copies an index, if there is one, that other processes may replace meanwhile.

    Keeps its time: git treats a file that is not older than its index as possibly changed.
    """
    try:
        with source.open("rb") as stream, target.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
            state = os.fstat(stream.fileno())
    except FileNotFoundError:
        target.unlink(missing_ok=True)
        return
    target.chmod(stat.S_IMODE(state.st_mode))
    os.utime(target, ns=(state.st_atime_ns, state.st_mtime_ns))
