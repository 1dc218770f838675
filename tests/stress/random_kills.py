"""SIGKILL at random moments of the write phase, alone and while other commands run."""

from __future__ import annotations

import os
import random
import select
import signal
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from gitrepo import GitRepo

from stress import oracle, sandbox, strace
from stress.kills import judged, rehearsed, row
from stress.oracle import State
from stress.proof import Effort, Promise, Row
from stress.sandbox import Finished

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    from stress.kills import Rehearsal, Verdict
    from stress.strace import Call

SHORT, LONG = 12, 500
_COMPANY = (("devlog", "4", "Meanwhile.", "--as", "ben"), ("create", "Meanwhile"))
_BY_CHANCE = ("create", "undo")
"""In company, which ID is free and which commit is the last is a matter of chance."""
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a command: `delay` seconds after it started its git number `git`."""

    git: int
    delay: float


def part(effort: Effort) -> Iterator[Row]:
    """Kills commands at random moments from their first write on, in turn alone and in company."""
    chance = random.Random(effort.seed)  # noqa: S311
    with sandbox.pool(effort.scratch) as pool:
        rehearsals = rehearsed(pool, effort.scratch)
        fixed = [rehearsal for rehearsal in rehearsals if rehearsal.scenario.name not in _BY_CHANCE]
        tries = []
        for number in range(LONG if effort.long else SHORT):
            in_company, group = bool(number & 1), bool(number & 2)
            rehearsal = chance.choice(fixed if in_company else rehearsals)
            settings = (rehearsal, _moment(rehearsal, chance), group, in_company)
            tries.append((in_company, pool.submit(_kill, effort.scratch, *settings)))
        verdicts = [(in_company, future.result()) for in_company, future in tries]
    for in_company, words in ((False, "alone in the repository"), (True, "among other commands")):
        of_kind = [verdict for company, verdict in verdicts if company == in_company]
        yield row(Promise.KEPT, f"killed at random in the write phase, {words}", of_kind)


def _moment(rehearsal: Rehearsal, chance: random.Random) -> Moment:
    """Returns a moment between the first fsync, that of the ticket or its object, and the end."""
    calls = sorted(rehearsal.calls, key=_seconds)
    first = next(call.seconds for call in calls if call.name == "fsync")
    moment = chance.uniform(first, calls[-1].seconds)
    starts = [call for call in calls if call.process and call.name == "execve"]
    last = max((call for call in starts if call.seconds <= moment), key=_seconds)
    return Moment(last.process, moment - last.seconds)


def _seconds(call: Call) -> float:
    return call.seconds


def _kill(
    scratch: Path, rehearsal: Rehearsal, moment: Moment, group: bool, in_company: bool
) -> Verdict:
    folder = Path(tempfile.mkdtemp(prefix="try-", dir=scratch))
    copy = sandbox.copy(rehearsal.template, folder / "repo")
    words = [_command(args) for args in _COMPANY] if in_company else []
    with _running(copy, folder, words) as company:
        ran = _killed(copy, folder, rehearsal, moment, group=group)
        for process in company:
            process.wait(_SECONDS)
    found = [] if oracle.wait_until_idle(copy) else ["a child holds the lock for ever"]
    state = State.of(copy)
    if in_company:
        acknowledged = [sandbox.outputs_of(folder / str(number))[0] for number in (0, 1)]
        found += _lost_in_company(copy, [process.returncode for process in company], acknowledged)
        state = _without_company(copy, state, rehearsal, acknowledged[1].strip())
    where = (
        f"{rehearsal.scenario.name}: {'its group' if group else 'jticket'} killed"
        f" {moment.delay:.4f} s after it started git {moment.git}"
        f"{', among other commands' if in_company else ''}"
    )
    verdict = judged(copy, state, rehearsal, ran, where, git_killed=group)
    return replace(verdict, losses=(*(f"{loss} <- {where}" for loss in found), *verdict.losses))


def _command(args: tuple[str, ...]) -> list[str]:
    return sandbox.jticket_command(*args)


@contextmanager
def _running(
    copy: Path, folder: Path, commands: list[list[str]]
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Starts commands that nothing disturbs; kills them in the end if they hang."""
    processes = []
    try:
        for number, command in enumerate(commands):
            outputs = folder / str(number)
            outputs.mkdir()
            with (outputs / "out").open("wb") as out, (outputs / "err").open("wb") as err:
                processes.append(sandbox.started(copy, command, {}, out, err))
        yield processes
    finally:
        for process in processes:
            if process.poll() is None:
                sandbox.kill_group(process)


def _killed(
    copy: Path, folder: Path, rehearsal: Rehearsal, moment: Moment, *, group: bool
) -> Finished:
    """Runs a command and kills it at a moment, if it is not done before."""
    announced, outputs = folder / "announced", folder / "output"
    os.mkfifo(announced)
    outputs.mkdir()
    env = strace.variables(os.environ["PATH"], folder, ANNOUNCE=str(announced))
    reader = os.open(announced, os.O_RDWR | os.O_NONBLOCK)
    try:
        with (outputs / "out").open("wb") as out, (outputs / "err").open("wb") as err:
            command = _command(rehearsal.scenario.args)
            process = sandbox.started(copy, command, env, out, err)
            _wait_for_git(reader, process, moment.git)
            time.sleep(moment.delay)
            if process.poll() is None:
                with suppress(ProcessLookupError):
                    (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
            status = process.wait(_SECONDS)
    finally:
        os.close(reader)
    return Finished(status, *sandbox.outputs_of(outputs))


def _wait_for_git(reader: int, process: subprocess.Popen[bytes], number: int) -> None:
    """Returns once a command has started its git of that number, or is done."""
    text = b""
    while process.poll() is None and b"\n%d\n" % number not in b"\n" + text:
        if select.select([reader], [], [], 0.05)[0]:
            text += os.read(reader, 4096)


def _lost_in_company(copy: Path, statuses: list[int], acknowledged: list[str]) -> Iterator[str]:
    """Yields it if one of the other commands failed, or reported what is not in HEAD."""
    if statuses != [0, 0]:
        yield f"another command fails beside it: {statuses} {acknowledged}"
        return
    repo = GitRepo(copy)
    if "\nMeanwhile." not in repo.git("cat-file", "blob", "HEAD:.tickets/JJM-004.md"):
        yield "a devlog entry was reported, but is not in HEAD"
    created = repo.git("cat-file", "blob", f"HEAD:.tickets/{acknowledged[1].strip()}.md")
    if not oracle.is_whole(created.encode() + b"\n") or "\ntitle: Meanwhile\n" not in created:
        yield f"a ticket was reported, but is not in HEAD: {created!r}"


def _without_company(copy: Path, state: State, rehearsal: Rehearsal, created: str) -> State:
    """Returns a state as it would be without what the other commands did."""
    old, new = rehearsal.change.old, rehearsal.change.new
    commits = int(GitRepo(copy).git("rev-list", "--count", f"{old.head}..HEAD"))
    head = {2: old.head, 3: new.head}.get(commits, f"{commits} commits ahead")
    files, index = dict(state.files), dict(state.index)
    name = ".tickets/JJM-004.md"
    files[name], index[name] = old.files[name], old.index[name]
    for entries in (files, index):
        entries.pop(f".tickets/{created}.md", None)
    return State(head, files, index, state.settings)
