"""What a repository must be after a fault, judged with plain git and bytes, not with jticket."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gitrepo import GitRepo

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from stress.sandbox import Finished

_LOCKS = ("index.lock", "HEAD.lock", "packed-refs.lock", "config.lock", "refs/heads/main.lock")
_SECONDS = 20
_TICKET = re.compile(rb"---\nid: (?P<id>[A-Z]+-\d+)\ntitle: [^\n]+\n(?:[^\n]*\n)*?---\n\n## ")


@dataclass(frozen=True, slots=True)
class State:
    """What is in a repository: HEAD, the bytes of the work tree, the index, what is configured."""

    head: str
    files: Mapping[str, bytes]
    index: Mapping[str, str]
    settings: Mapping[str, bytes]

    @classmethod
    def of(cls, path: Path) -> State:
        """Reads a repository."""
        repo = GitRepo(path)
        git_dir = path / ".git"
        entries = repo.git("ls-files", "-s", "-z").split("\0")
        settings = [git_dir / "config", *(git_dir / "hooks").iterdir()]
        return cls(
            repo.head(),
            repo.files(),
            {name: facts for facts, _, name in (entry.partition("\t") for entry in entries)},
            {file.name: file.read_bytes() + b"%o" % file.stat().st_mode for file in settings},
        )


@dataclass(frozen=True, slots=True)
class Change:
    """The states before and after a command that nothing disturbed."""

    old: State
    new: State

    @property
    def names(self) -> frozenset[str]:
        """The files that the command changes."""
        old, new = self.old, self.new
        of_files = {name for name, _ in old.files.items() ^ new.files.items()}
        return frozenset(of_files | {name for name, _ in old.index.items() ^ new.index.items()})

    def is_sane(self) -> bool:
        """Returns whether the undisturbed command committed whole tickets, and those alone."""
        contents = (self.new.files.get(name) for name in self.names)
        whole = all(data is None or is_whole(data) for data in contents)
        return whole and self.new.head != self.old.head and bool(self.names)


def is_whole(data: bytes) -> bool:
    """Returns whether the bytes are a complete ticket."""
    return bool(_TICKET.match(data)) and data.endswith(b"\n")


def wait_until_idle(path: Path) -> bool:
    """Waits until no child of a killed command holds jticket's lock; false if one keeps it."""
    deadline = time.monotonic() + _SECONDS
    with (path / ".git" / "jticket.lock").open("ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    return False
                time.sleep(0.005)
            else:
                return True


def locks_left(path: Path) -> list[str]:
    """Returns the lock files that git created and did not remove."""
    return [name for name in _LOCKS if os.path.lexists(path / ".git" / name)]


def losses(path: Path, state: State, change: Change, ran: Finished) -> Iterator[str]:
    """Yields what is lost after a kill or an error, whatever the command reported.

    A file may be the old or the new one, the commit made or not, and in between the change may be
    staged, or not even that.
    """
    yield from _odd_files(state, change)
    yield from _odd_index(state, change)
    if state.head not in (change.old.head, change.new.head):
        yield f"HEAD is {state.head}, neither the old nor the new commit"
    if state.settings != change.old.settings:
        yield "hooks or configuration changed"
    if state.head == change.new.head and not _is(state, change.new):
        yield "the commit is made, but the work tree or the index would revert it"
    yield from _fsck(path)
    yield from false_success(state, change, ran)
    if ran.status is None:
        yield "the command hung"
    if ran.status == 3 or "Traceback" in ran.out + ran.err:
        yield f"the command crashed: {ran.out} {ran.err}"


def false_success(state: State, change: Change, ran: Finished) -> Iterator[str]:
    """Yields it if a command reported success, and it is not so."""
    if (ran.status == 0 or ran.out) and not _is(state, change.new):
        yield f"reported as done, but not in HEAD: {ran.out!r}"
    if ran.status == 0 and not ran.out:
        yield "exit code 0 without a word"


def false_refusal(state: State, change: Change, ran: Finished) -> Iterator[str]:
    """Yields it if a command refused, but changed something that its message does not name."""
    if ran.status == 0 or _is(state, change.old):
        return
    if state.head == change.new.head:
        truthful = "is done" in ran.err or "committed" in ran.err
    else:
        changed = [name for name in change.names if _differs(state, change.old, name)]
        truthful = all(name.rpartition("/")[2] in ran.err for name in changed)
        truthful = truthful and ("uncommitted" in ran.err or "was changed" in ran.err)
    if not truthful:
        yield f"refused, but {described(state, change)}: {ran.err!r}"


def described(state: State, change: Change) -> str:
    """Returns how far the command came, in words."""
    if state.head != change.old.head:
        return "it is committed"
    names = change.names
    written = any(state.files.get(name) != change.old.files.get(name) for name in names)
    staged = any(state.index.get(name) != change.old.index.get(name) for name in names)
    words = [word for word, true in (("written", written), ("staged", staged)) if true]
    return " and ".join(words) or "nothing has happened"


def _is(state: State, expected: State) -> bool:
    return (state.head, state.files, state.index) == (
        expected.head,
        expected.files,
        expected.index,
    )


def _differs(state: State, old: State, name: str) -> bool:
    return state.files.get(name) != old.files.get(name)


def _odd_files(state: State, change: Change) -> Iterator[str]:
    old, new = change.old.files, change.new.files
    for name in sorted(state.files.keys() - old.keys() - new.keys()):
        yield f"left behind, and git would commit it: {re.sub(r'[0-9]{2,}[.]tmp', 'N.tmp', name)}"
    for name in sorted(old.keys() | new.keys()):
        if state.files.get(name) not in (old.get(name), new.get(name)):
            yield f"{name} is neither the old nor the new file: {state.files.get(name)!r:.200}"
    gone = {name for name in old.keys() - new.keys() if name not in state.files}
    moved = new.keys() - old.keys()
    if gone and not moved <= state.files.keys():
        yield f"gone before its new file is there: {', '.join(sorted(gone))}"


def _odd_index(state: State, change: Change) -> Iterator[str]:
    old, new = change.old.index, change.new.index
    for name in sorted(state.index.keys() | old.keys() | new.keys()):
        if state.index.get(name) not in (old.get(name), new.get(name)):
            yield f"the index has {name} neither as before nor as after"


def _fsck(path: Path) -> Iterator[str]:
    done = subprocess.run(
        ["git", "fsck", "--strict", "--no-dangling", "--no-progress"],
        cwd=path,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or done.stdout:
        yield f"git fsck: {done.stdout} {done.stderr}"
