"""Numbered attempts in processes of their own, so that one may crash or hang and is reported."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.sharedctypes import RawValue
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.process import BaseProcess
    from pathlib import Path
    from typing import Any

GIGABYTE = 1024**3


@dataclass(frozen=True, slots=True)
class Attempt:
    """The result of one attempt: what happened in it, counted by name, and what was lost."""

    events: tuple[str, ...] = ()
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What an attempt may take.

    `seconds` are of CPU time, since other processes may have the CPU; after `patience` seconds by
    the clock it counts as hanging. `memory` is in bytes of address space.
    """

    seconds: float
    patience: float = 60
    memory: int = 2 * GIGABYTE


@dataclass(slots=True)
class Tally:
    """The sum of attempts."""

    tries: int = 0
    events: Counter[str] = field(default_factory=Counter)
    losses: list[str] = field(default_factory=list)

    def add(self, attempt: Attempt) -> None:
        """Adds an attempt."""
        self.tries += 1
        self.events.update(attempt.events)
        self.losses += attempt.losses


@dataclass(slots=True)
class _Worker:
    """A process that makes the attempts `current`, `current + step`, … below `count`."""

    current: Any
    since: float
    seen: int
    process: BaseProcess
    file: Path


def tally(
    count: int,
    attempt: Callable[[int], Attempt],
    folder: Path,
    limits: Limits,
    *,
    processes: int = 2,
) -> Tally:
    """Makes the attempts 0 to `count` - 1 in forked processes and returns their sum.

    An attempt that takes longer than `limits`, or whose process dies, is a loss; the next one is
    made in a new process.
    """
    workers = [
        _started(first, count, processes, attempt, folder, limits) for first in range(processes)
    ]
    total = Tally()
    while workers:
        time.sleep(0.05)
        for worker in list(workers):
            if (problem := _problem(worker, limits)) is None:
                continue
            workers.remove(worker)
            _collect(worker.file, total)
            if problem:
                number = worker.current.value
                total.add(Attempt((), (f"number {number} {problem}",)))
                following = number + processes
                workers.append(_started(following, count, processes, attempt, folder, limits))
    return total


def _problem(worker: _Worker, limits: Limits) -> str | None:
    """Returns how a worker failed, "" if it finished, None while it works."""
    process = worker.process
    if process.exitcode is not None:
        return f"ended its process with {process.exitcode}" if process.exitcode else ""
    if (now := worker.current.value) != worker.seen:
        worker.seen, worker.since = now, time.monotonic()
    if time.monotonic() - worker.since <= limits.patience:
        return None
    process.kill()
    process.join()
    return f"hung for {limits.patience:g} s"


def _started(
    first: int,
    count: int,
    step: int,
    attempt: Callable[[int], Attempt],
    folder: Path,
    limits: Limits,
) -> _Worker:
    context = multiprocessing.get_context("fork")
    current = RawValue("l", first)
    file = folder / f"attempts-{first}.jsonl"
    file.unlink(missing_ok=True)

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        with file.open("w") as out:
            for number in range(first, count, step):
                current.value = number
                began = time.process_time()
                made = attempt(number)
                losses = list(made.losses)
                if (took := time.process_time() - began) > limits.seconds:
                    losses.append(f"number {number} took {took:.1f} s")
                out.write(json.dumps([made.events, losses]) + "\n")
                out.flush()
        os._exit(0)  # what the parent set up is the parent's to clean up

    process = context.Process(target=work)
    process.start()
    return _Worker(current, time.monotonic(), first, process, file)


def _collect(file: Path, total: Tally) -> None:
    """Adds the attempts that a worker finished; it may have died in the middle of a line."""
    if not file.exists():
        return
    for line in file.read_text().splitlines(keepends=True):
        if line.endswith("\n"):
            events, losses = json.loads(line)
            total.add(Attempt(tuple(events), tuple(losses)))
