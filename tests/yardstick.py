"""Limits on CPU time that hold on any machine, idle or busy: `from yardstick import quick`."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def unit() -> float:
    """Returns the CPU time of a million additions, now; some 50 ms on a laptop."""
    start = time.process_time()
    total = 0
    for number in range(1_000_000):
        total += number
    return time.process_time() - start


@contextmanager
def quick(units: float) -> Iterator[None]:
    """Fails if the block takes more CPU time than so many units, measured before and after it."""
    before = unit()
    start = time.process_time()
    yield
    spent = time.process_time() - start
    slower = max(before, unit())
    assert spent < units * slower, f"{spent / slower:.1f} units, at most {units} are allowed"
