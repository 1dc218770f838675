"""Errors of the system in each write, fsync, rename, open and lock of jticket and of its gits."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from stress import aftermath, oracle, sandbox
from stress.kills import Verdict, attempt, rehearsed, row
from stress.oracle import State
from stress.proof import Effort, Promise, Row
from stress.strace import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stress.kills import Rehearsal
    from stress.oracle import Change
    from stress.sandbox import Finished

SHORT = 32

_FULL = ("ENOSPC", "EDQUOT", "EIO")
_NAMING = (*_FULL, "EROFS")
ERRORS = {
    "openat": (*_NAMING, "EMFILE", "EACCES"),
    **dict.fromkeys(("write", "pwrite64", "sendfile", "copy_file_range", "ftruncate"), _FULL),
    **dict.fromkeys(("fsync", "fdatasync", "close"), _FULL),
    **dict.fromkeys(("rename", "renameat", "renameat2", "link", "linkat"), _NAMING),
    **dict.fromkeys(("mkdir", "mkdirat", "symlink"), _NAMING),
    **dict.fromkeys(("unlink", "unlinkat", "rmdir"), ("EIO", "EROFS", "EACCES")),
    **dict.fromkeys(("chmod", "fchmod", "utimensat"), ("EPERM", "EROFS", "EIO")),
    **dict.fromkeys(("flock", "fcntl"), ("ENOLCK", "EIO")),
    **dict.fromkeys(("vfork", "fork", "clone", "clone3"), ("EAGAIN", "ENOMEM")),
    "pipe2": ("EMFILE", "ENFILE"),
}
"""The errors that are injected into each call; a `close` fails on network disks."""

_LASTING = {
    "openat": ("EMFILE",),
    **dict.fromkeys(("write", "mkdir"), ("ENOSPC",)),
    **dict.fromkeys(("rename", "link"), ("EROFS",)),
    **dict.fromkeys(("fsync", "flock"), ("EIO",)),
    **dict.fromkeys(("vfork", "clone"), ("EAGAIN",)),
}
"""The errors that may well stay: a disk that is full, a process that has no descriptor left."""


def part(effort: Effort) -> Iterator[Row]:
    """Fails each call with each of its errors; its short form some."""
    with sandbox.pool(effort.scratch) as pool:
        rehearsals = rehearsed(pool, effort.scratch)
        points = [point for rehearsal in rehearsals for point in _points(rehearsal)]
        chosen = effort.chosen(points, SHORT)
        tries = [(pool.submit(fail, effort.scratch, *point), point[1]) for point in chosen]
        verdicts = [(future.result(), fault.call.process) for future, fault in tries]
    of_jticket = [verdict for verdict, process in verdicts if not process]
    of_git = [verdict for verdict, process in verdicts if process]
    what = "an error in each write, fsync, rename, open and lock"
    yield row(Promise.TRUTHFUL, f"{what} of jticket", of_jticket)
    yield row(Promise.TRUTHFUL, f"{what} of its gits", of_git)


def _points(rehearsal: Rehearsal) -> Iterator[tuple[Rehearsal, Fault]]:
    for call in rehearsal.calls:
        # What a git prints goes into a pipe, which can't be full or fail.
        if call.process and call.text.startswith(("write(1,", "write(2,")):
            continue
        for error in ERRORS.get(call.name, ()):
            yield rehearsal, Fault(call, f"error={error}")
        for error in _LASTING.get(call.name, ()):
            yield rehearsal, Fault(call, f"error={error}", lasting=True)


def fail(scratch: Path, rehearsal: Rehearsal, fault: Fault, package: Path | None = None) -> Verdict:
    """Runs a command with one failing call, and judges what it reports and leaves."""
    copy, ran, hit = attempt(scratch, rehearsal, fault, package=package)
    change = rehearsal.change
    found = [] if oracle.wait_until_idle(copy) else ["a child holds the lock for ever"]
    state = State.of(copy)
    found += oracle.losses(copy, state, change, ran)
    # Where no write succeeds any more, no message does, and Python ends with 120.
    if not (fault.lasting and fault.call.name == "write" and ran.status == 120):
        found += _untrue(state, change, ran)
    # A git that can't remove its own lock leaves it; the next command must say what to do then.
    kept = fault.call.text if fault.call.process and fault.call.name.startswith("unlink") else ""
    locks = oracle.locks_left(copy)
    if own := [name for name in locks if f'/{name}"' not in kept]:
        found.append(f"left {', '.join(own)}")
    if not found:
        found += aftermath.losses(copy, rehearsal.scenario, change)
    shutil.rmtree(copy.parent)
    where = f" <- {rehearsal.scenario.name}: {fault}"
    losses = tuple(loss + where for loss in found)
    return Verdict(hit, _reported(ran.status), losses, tuple(locks))


def _untrue(state: State, change: Change, ran: Finished) -> Iterator[str]:
    yield from oracle.false_refusal(state, change, ran)
    if ran.status not in (0, 1):
        yield f"exit code {ran.status}: {ran.err}"
    if ran.status and not ran.err.startswith("error: "):
        yield f"refused without a reason: {ran.err!r}"


def _reported(status: int | None) -> str:
    return "refused" if status else "done all the same"
