"""The commands after a fault: they must work unaided, and leave only the user's own work."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from commandline import jticket
from gitrepo import GitRepo

from stress.oracle import State, locks_left

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from commandline import Ran

    from stress.oracle import Change
    from stress.sandbox import Scenario

_OTHER = ".tickets/JJM-004.md"


def losses(path: Path, scenario: Scenario, change: Change) -> Iterator[str]:
    """Yields what goes wrong with another ticket, the same command again, and a commit of it all.

    A lock that a killed git left is removed, once the next command has named it.
    """
    yield from _locked(path)
    state = State.of(path)
    other = jticket(path, "set", "4", "priority=low")
    if other.status or f"{_OTHER}\0" != _committed(path):
        yield f"the next command, on another ticket, fails: {other.err}"
    elif GitRepo(path).git("rev-parse", "HEAD^") != state.head:
        yield "the next command does not build on what was committed before"
    again = jticket(path, *scenario.args)
    new = change.new.files
    is_written = all(state.files.get(name) == new.get(name) for name in change.names)
    if again.status and not (is_written and again.status == 1):
        yield f"the same command again fails: {again.err}"
    rest = jticket(path, "commit")
    if rest.status:
        yield f"`jticket commit` of what is left fails: {rest.err}"
    yield from _not_only_yours(path, change)


def _locked(path: Path) -> Iterator[str]:
    while locks := locks_left(path):
        blocked: Ran = jticket(path, "set", "4", "priority=low")
        named = [name for name in locks if name in blocked.err]
        if blocked.status != 1 or not named or "remove" not in blocked.err:
            yield f"a killed git left {locks[0]}; what to do is not said: {blocked.err!r}"
        for name in named or locks:
            (path / ".git" / name).unlink()


def _committed(path: Path) -> str:
    return GitRepo(path).git("diff-tree", "-r", "-z", "--name-only", "--no-commit-id", "HEAD")


def _not_only_yours(path: Path, change: Change) -> Iterator[str]:
    """Yields what differs from the user's work in progress, once all else is committed."""
    state = State.of(path)
    tickets = frozenset(name for name in state.files if name.startswith(".tickets/JJM-"))
    tickets |= frozenset(name for name in state.files if name.startswith(".tickets/archive/JJM-"))
    for name in change.old.files.keys() - tickets - change.names:
        if state.files[name] != change.old.files[name]:
            yield f"the user's {name} changed"
    for name in change.old.index.keys() - tickets - change.names:
        if state.index.get(name) != change.old.index[name]:
            yield f"the user's staged {name} changed"
    status = GitRepo(path).git("status", "--porcelain", "--untracked-files=all")
    lines = {line for line in status.splitlines() if ".tickets/" in line}
    if lines:
        yield f"left for git to commit: {', '.join(sorted(lines))}"
    git_dir = path / ".git"
    stray = [name for name in os.listdir(git_dir) if name.startswith("jticket") and "." in name]
    if stray != ["jticket.lock"]:
        yield f"left in .git: {stray}"
