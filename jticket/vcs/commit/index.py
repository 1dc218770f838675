"""Indexes: private ones to build a commit in, and the user's own, changed for some paths alone.

The user's index is written by git alone, in a process that no signal to the command reaches: killed
while it holds `index.lock`, it would leave that behind and stop every git after it.
"""

from __future__ import annotations

import os
import shutil
import stat
import time
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Final

from jticket.vcs.errors import GitError
from jticket.vcs.paths import decoded, nul_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from jticket.vcs.process import Result
    from jticket.vcs.repository import Repository

_PREFIX: Final = "jticket-commit."
_PATIENCE: Final = 1.0
_PAUSE: Final = 0.02
_AT_ONCE: Final = 500

# A private index lives for one command: what is only there to make the next one faster costs, and
# a split one would leave its other half in the git folder.
_PLAIN: Final = (
    *("-c", "core.splitIndex=false"),
    *("-c", "core.untrackedCache=false"),
    *("-c", "core.fsmonitor=false"),
)

Mark = tuple[int, int, int] | None
"""What tells one state of an index file from the next; None where there is no file."""


@contextmanager
def scratch(repo: Repository) -> Iterator[Path]:
    """Yields a new folder beside the index, always removed.

    Under the lock (`repo.descriptors`), what killed commands left there is swept away too: nobody
    else can be at work.
    """
    if repo.descriptors:
        for leftover in repo.git_dir.glob(f"{_PREFIX}*"):
            shutil.rmtree(leftover, ignore_errors=True)
    folder = repo.git_dir / mkdtemp(prefix=_PREFIX, dir=repo.git_dir)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tree_of_work(repo: Repository, index: Path, base: str, names: Sequence[str]) -> str:
    """Returns the tree `base` with `names` as they are in the work tree (gone where missing).

    `update-index` takes plain names: it never strays into folders, minds no ignore rule or sparse
    checkout, and refuses a file that would displace other files.
    """
    env = {"GIT_INDEX_FILE": str(index), **repo.locale}
    repo.run(*_PLAIN, "read-tree", base, env=env)
    repo.run(
        *_PLAIN,
        *("-c", "core.fsync=objects"),
        *("update-index", "--add", "--remove", "-z", "--stdin"),
        input=nul_list(names),
        env=env,
    )
    return write_tree(repo, index)


def tree_of_entries(repo: Repository, index: Path, base: str, entries: Sequence[bytes]) -> str:
    """Returns the tree `base` with `entries` (`MODE OID<TAB>NAME`) laid over it."""
    env = {"GIT_INDEX_FILE": str(index)}
    repo.run(*_PLAIN, "read-tree", base, env=env)
    records = b"".join(entry + b"\0" for entry in entries)
    repo.run(*_PLAIN, "update-index", "-z", "--index-info", input=records, env=env)
    return write_tree(repo, index)


def write_tree(repo: Repository, index: Path) -> str:
    """Returns the tree that `index` holds."""
    env = {"GIT_INDEX_FILE": str(index)}
    command = (*_PLAIN, "-c", "core.fsync=objects", "write-tree")
    return repo.run(*command, env=env).out.decode().strip()


def index_for_hooks(repo: Repository, index: Path, tree: str) -> None:
    """Makes `index` hold `tree`, with what the user's index knows about unchanged files.

    Without that, a hook that asks `git diff-files` what is not staged would be told: every file.
    """
    _copy(_users_index(repo), index)
    env = {"GIT_INDEX_FILE": str(index)}
    repo.run(*_PLAIN, "reset", "-q", tree, "--", ".", env=env)


def mark(index: Path) -> Mark:
    """Returns what changes whenever the file is written."""
    try:
        found = index.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(frozen=True, slots=True)
class Installed:
    """The user's index after `install`, and a copy of what it was."""

    repo: Repository
    before: Path
    names: frozenset[str]

    def undo(self) -> None:
        """Puts the index back as it was; where others changed it since, only `names`, as in HEAD.

        Does nothing while another git holds the index: then `names` stay staged.
        """
        lock = lock_of_index(self.repo)
        try:
            os.close(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666))
        except FileExistsError:
            return
        index = _users_index(self.repo)
        try:
            alone = self._others(index) == self._others(self.before)
            if alone and self.before.exists():
                self.before.replace(index)
            elif alone:
                index.unlink(missing_ok=True)
        finally:
            lock.unlink()
        if not alone:
            _reset(self.repo, "HEAD", sorted(self.names))

    def _others(self, index: Path) -> list[bytes]:
        env = {"GIT_INDEX_FILE": str(index)}
        entries = self.repo.run("ls-files", "-s", "-v", "-z", env=env).out.split(b"\0")
        return [entry for entry in entries if decoded(entry.partition(b"\t")[2]) not in self.names]


def install(repo: Repository, folder: Path, tree: str, names: Sequence[str]) -> Installed | None:
    """Makes the user's index hold `names` as `tree` has them, and touches no other entry.

    Waits a second for another git to let go of `index.lock`; None when it did not.
    """
    deadline = time.monotonic() + _PATIENCE
    while True:
        _copy(_users_index(repo), folder / "before")
        result = _reset(repo, tree, names)
        if not result.status:
            return Installed(repo, folder / "before", frozenset(names))
        if f"{lock_of_index(repo).name}': File exists" not in result.err:
            raise GitError("reset", result.status, result.err)
        if time.monotonic() > deadline:
            return None
        time.sleep(_PAUSE)


def lock_of_index(repo: Repository) -> Path:
    """Returns the file that a git which writes the index holds."""
    index = _users_index(repo)
    return index.with_name(f"{index.name}.lock")


def _users_index(repo: Repository) -> Path:
    return (repo.git_dir / "index").resolve()


def _reset(repo: Repository, tree: str, names: Sequence[str]) -> Result:
    if not names:
        raise ValueError("without a name, git would reset everything, HEAD included")
    # `git reset` reads the index before it locks it, and so may lose what is staged in between;
    # `update-index` locks it first.
    entries = _entries(repo, tree, names)
    lines = [f"{entries.get(each, f'0 {repo.no_object}')}\t{each}" for each in names]
    result = repo.run(
        *("-c", "core.fsync=index", "update-index", "-z", "--index-info"),
        input=nul_list(lines),
        check=False,
        new_process_group=True,
    )
    if not result.status:
        repo.run("update-index", "-q", "--refresh", check=False, new_process_group=True)
    return result


def _entries(repo: Repository, tree: str, names: Sequence[str]) -> dict[str, str]:
    """Returns mode and object ID of those of `names` that a tree has; HEAD may be unborn."""
    found: dict[str, str] = {}
    for start in range(0, len(names), _AT_ONCE):
        asked = names[start : start + _AT_ONCE]
        words = ("ls-tree", "-z", "--full-tree", tree, "--", *asked)
        for record in decoded(repo.run(*words, check=tree != "HEAD").out).split("\0"):
            facts, tab, name = record.partition("\t")
            mode, _, rest = facts.partition(" ")
            if tab and not rest.startswith("tree "):
                found[name] = f"{mode} {rest.partition(' ')[2]}"
    return found


def _copy(source: Path, target: Path) -> None:
    """Copies an index, if there is one, that others may replace meanwhile.

    The time goes along: git takes a file for possibly changed that is not older than its index.
    """
    try:
        with source.open("rb") as stream, target.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
            found = os.fstat(stream.fileno())
    except FileNotFoundError:
        target.unlink(missing_ok=True)
        return
    target.chmod(stat.S_IMODE(found.st_mode))
    os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))
