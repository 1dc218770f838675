"""SIGKILL at every system call that writes, orders or waits, in jticket and in each of its gits."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from concurrent.futures import as_completed
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from stress import aftermath, oracle, sandbox, strace
from stress.oracle import Change, State
from stress.proof import Effort, Promise, Row
from stress.sandbox import SCENARIOS
from stress.strace import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import ProcessPoolExecutor

    from stress.sandbox import Finished, Scenario
    from stress.strace import Call

SHORT = 32
_USELESS = ("pipe2", "execve")  # nothing happens between them and the next call
_WAITING = ("vfork", "wait4")


class Victim(Enum):
    """Who is killed."""

    JTICKET = "jticket alone"
    GIT = "one of its gits alone"
    BOTH = "jticket and its git at once"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A scenario, the repository it begins in, what it should change, and its system calls."""

    scenario: Scenario
    template: Path
    change: Change
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one try: how far the command came, what was lost, which locks were left."""

    hit: bool
    reached: str
    losses: tuple[str, ...]
    locks: tuple[str, ...] = ()


def part(effort: Effort) -> Iterator[Row]:
    """Kills each command at each call; its short form at some."""
    with sandbox.pool(effort.scratch) as pool:
        rehearsals = rehearsed(pool, effort.scratch)
        points = [point for rehearsal in rehearsals for point in _points(rehearsal)]
        tries = {
            pool.submit(kill, effort.scratch, *point): point
            for point in effort.chosen(points, SHORT)
        }
        verdicts: dict[Victim, list[Verdict]] = {victim: [] for victim in Victim}
        for future in as_completed(tries):
            verdicts[tries[future][2]].append(future.result())
    for victim, of_victim in verdicts.items():
        yield row(Promise.KEPT, f"killed at each system call: {victim.value}", of_victim)


def rehearsed(pool: ProcessPoolExecutor, scratch: Path) -> list[Rehearsal]:
    """Returns all scenarios, each run once undisturbed."""
    base = pool.submit(sandbox.prepare, scratch / "base").result()
    return list(pool.map(partial(rehearse, scratch, base), SCENARIOS))


def rehearse(
    scratch: Path, base: Path, scenario: Scenario, package: Path | None = None
) -> Rehearsal:
    """Runs a scenario undisturbed and records it; `package` is a folder to import from."""
    folder = Path(tempfile.mkdtemp(prefix="rehearsal-", dir=scratch))
    template = sandbox.prepared_for(scenario, base, folder / "template")
    copy = sandbox.copy(template, folder / "repo")
    old = State.of(copy)
    words, settings = strace.recording(folder)
    ran = _run(copy, folder, scenario, words, settings, package=package)
    change = Change(old, State.of(copy))
    if ran.status or not change.is_sane():
        raise AssertionError(f"the undisturbed {scenario.name} fails: {ran}")
    calls = tuple(strace.calls(folder))
    shutil.rmtree(copy)
    return Rehearsal(scenario, template, change, calls)


def attempt(
    scratch: Path,
    rehearsal: Rehearsal,
    fault: Fault,
    *,
    package: Path | None = None,
    with_parent: bool = False,
    group: bool = False,
) -> tuple[Path, Finished, bool]:
    """Runs a scenario on a new copy with a fault in it; returns whether it happened.

    `with_parent` kills jticket before it sees that its git was killed, `group` kills jticket's
    process group at once.
    """
    folder = Path(tempfile.mkdtemp(prefix="try-", dir=scratch))
    copy = sandbox.copy(rehearsal.template, folder / "repo")
    words, settings = strace.injecting(folder, fault)
    if with_parent:
        settings["WITH_PARENT"] = "1"
    ran = _run(copy, folder, rehearsal.scenario, words, settings, package=package, group=group)
    return copy, ran, strace.was_injected(folder, fault)


def _run(
    copy: Path,
    folder: Path,
    scenario: Scenario,
    words: list[str],
    settings: dict[str, str],
    *,
    package: Path | None,
    group: bool = False,
) -> Finished:
    env = strace.variables(os.environ["PATH"], folder, **settings)
    command = [*words, *sandbox.jticket_command(*scenario.args)]
    return sandbox.run(copy, command, env, folder / "output", package=package, kill=group)


def row(promise: Promise, tried: str, verdicts: Iterable[Verdict]) -> Row:
    """Returns the row of some tries; losses of one kind are reported once, with their number."""
    verdicts = list(verdicts)
    hits = [verdict for verdict in verdicts if verdict.hit]
    reached = Counter(verdict.reached for verdict in hits)
    ends = ", ".join(f"{count} {words}" for words, count in reached.most_common())
    locks = sum(bool(verdict.locks) for verdict in verdicts)
    left = f"; a git left its lock {locks} times, named afterwards" if locks else ""
    kinds: dict[str, list[str]] = {}
    for loss in chain.from_iterable(verdict.losses for verdict in verdicts):
        what, _, where = loss.partition(" <- ")
        kinds.setdefault(re.sub(r"/\S*/repo/", "", what), []).append(where)
    losses = tuple(f"{what} ({len(places)} times, {places[0]})" for what, places in kinds.items())
    return Row(promise, f"{tried} ({ends}{left})", len(verdicts), len(hits), losses)


def _points(rehearsal: Rehearsal) -> Iterator[tuple[Rehearsal, Call, Victim]]:
    for call in rehearsal.calls:
        if call.name in _USELESS:
            continue
        if call.process:
            yield rehearsal, call, Victim.GIT
            yield rehearsal, call, Victim.BOTH
        else:
            yield rehearsal, call, Victim.JTICKET
            if call.name in _WAITING:
                yield rehearsal, call, Victim.BOTH


def kill(
    scratch: Path, rehearsal: Rehearsal, call: Call, victim: Victim, package: Path | None = None
) -> Verdict:
    """Kills a command at one call, and judges what it leaves."""
    copy, ran, hit = attempt(
        *(scratch, rehearsal, Fault(call, "signal=KILL")),
        package=package,
        with_parent=victim is Victim.BOTH and call.process > 0,
        group=victim is Victim.BOTH,
    )
    waited = oracle.wait_until_idle(copy)
    where = f"{rehearsal.scenario.name}: {victim.value} killed at {call}"
    state = State.of(copy)
    verdict = judged(copy, state, rehearsal, ran, where, git_killed=victim is not Victim.JTICKET)
    hung = () if waited else (f"a child holds the lock for ever <- {where}",)
    return replace(verdict, hit=hit, losses=(*hung, *verdict.losses))


def judged(
    copy: Path, state: State, rehearsal: Rehearsal, ran: Finished, where: str, *, git_killed: bool
) -> Verdict:
    """Judges a repository after a kill, tries the next commands in it, and removes it."""
    change = rehearsal.change
    locks = tuple(oracle.locks_left(copy))
    found = list(oracle.losses(copy, state, change, ran))
    if ran.status and ran.status > 0:
        found += oracle.false_refusal(state, change, ran)
    if locks and not git_killed:
        found.append(f"no git was killed, but one left {', '.join(locks)}")
    found += aftermath.losses(copy, rehearsal.scenario, change)
    shutil.rmtree(copy.parent)
    losses = tuple(f"{loss} <- {where}" for loss in found)
    return Verdict(ran.status != 0, oracle.described(state, change), losses, locks)
