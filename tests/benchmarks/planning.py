"""How the time of a plan grows with a project, compared with n log n of its tickets and edges.

    python tests/benchmarks/planning.py [TICKETS...]

Each shape of project is planned for three workers at each size (1,000, 10,000 and 100,000 tickets
by default). Printed is the growth of the time from one size to the next over that of
n log n, n being tickets and edges: about 1 or less means no worse than that. The absolute times
mean nothing on a busy machine; the least of a few runs is taken.
"""

from __future__ import annotations

import math
import random
import sys
import time
from itertools import pairwise
from typing import TYPE_CHECKING

from jticket.model.graph import Graph
from jticket.model.planning.plan import plan
from jticket.model.settings import Settings
from jticket.model.ticket import Ticket

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1_000, 10_000, 100_000)
RUNS = {1_000: 5, 10_000: 3}
SETTINGS = Settings()


def ticket(number: int, on: list[int], *files: str, parent: int = 0, kind: str = "task") -> Ticket:
    """Returns a ticket of an hour or three, its dependencies given by their numbers."""
    return Ticket(
        f"JJM-{number:06d}",
        ticket_type=kind,
        parent_id=f"JJM-{parent:06d}" if parent else "",
        dependencies=tuple(f"JJM-{number:06d}" for number in on),
        effort_hours=1.0 + number % 3,
        files=files,
    )


def chain(count: int) -> list[Ticket]:
    """Returns a chain in which each ticket comes after the one before."""
    return [ticket(n, [n - 1] if n > 1 else []) for n in range(1, count + 1)]


def woven(count: int) -> list[Ticket]:
    """Returns tickets with three random dependencies and two files each."""
    chance = random.Random(count)  # noqa: S311  # a project, not a secret
    return [
        ticket(
            n,
            sorted({chance.randrange(1, n) for _ in range(3)}) if n > 1 else [],
            *(f"src/{chance.randrange(count // 30)}/{chance.randrange(10)}.py" for _ in range(2)),
        )
        for n in range(1, count + 1)
    ]


def one_file(count: int) -> list[Ticket]:
    """Returns tickets that all change one file, every third its folder."""
    return [ticket(n, [], "src/main.py" if n % 3 else "src/") for n in range(1, count + 1)]


def epics(count: int) -> list[Ticket]:
    """Returns ten epics in a row, with a tenth of the tickets below each."""
    heads = [ticket(n, [n - 1] if n > 1 else [], kind="epic") for n in range(1, 11)]
    return heads + [ticket(n, [], parent=1 + n % 10) for n in range(11, count + 1)]


def measured(project: list[Ticket]) -> float:
    """Returns the least seconds of processor time that a plan takes."""
    times = []
    for _ in range(RUNS.get(len(project), 1)):
        graph = Graph(project, SETTINGS)
        start = time.process_time()
        plan(graph, workers=3)
        times.append(time.process_time() - start)
    return min(times)


def cost(project: list[Ticket]) -> float:
    """Returns n log n, n being tickets and edges."""
    size = sum(1 + len(ticket.dependencies) + bool(ticket.parent_id) for ticket in project)
    return size * math.log(size)


def report(shape: Callable[[int], list[Ticket]], sizes: list[int]) -> None:
    """Prints the growth of one shape."""
    taken = []
    for size in sizes:
        project = shape(size)
        taken.append((size, measured(project), cost(project)))
    for (small, before, less), (large, after, more) in pairwise(taken):
        growth = after / before / (more / less)
        print(f"{shape.__name__}, {small} to {large} tickets : n log n = {growth:.2f}", flush=True)


def main() -> None:
    """Prints the ratios."""
    sizes = [int(argument) for argument in sys.argv[1:]] or list(SIZES)
    for shape in (chain, woven, one_file, epics):
        report(shape, sizes)


if __name__ == "__main__":
    main()
