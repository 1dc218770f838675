"""What every part of the proof is given and what it reports; knows no part."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")


class Promise(Enum):
    """The promises of the guide's page on safety."""

    DURABLE = "success is reported only when it is durable"
    KEPT = "what was reported is never lost"
    TRUTHFUL = "a refusal changes nothing and says so truthfully"
    YOURS = "your repository, index, hooks and unstaged work are yours"
    CONFINED = "nothing in a clone runs, reaches outside it or acts on its reader"
    NO_CRASH = "no input causes a traceback, a crash, a hang or a silent guess"
    DISPOSABLE = "caches are disposable"


@dataclass(frozen=True, slots=True)
class Effort:
    """How much a part should try: `long` is everything, else about a tenth of a minute's work.

    `scratch` is an empty folder of the part's own; `seed` makes what is random the same again.
    `share` is (K, N) for the Kth of N equal parts of what takes hours.
    """

    long: bool
    seed: int
    scratch: Path
    share: tuple[int, int] = (1, 1)

    def chosen(self, points: Sequence[T], short: int) -> Sequence[T]:
        """Returns the share of the points, or in the short form a few at random."""
        if not self.long:
            return random.Random(self.seed).sample(points, short)  # noqa: S311
        first, step = self.share
        return points[first - 1 :: step]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was tried, how often, and what was lost.

    `faults` counts the faults that were really injected. Each of `losses` is a sentence that says
    how to see it again.
    """

    promise: Promise
    tried: str
    tries: int
    faults: int
    losses: tuple[str, ...] = ()


Part: TypeAlias = Callable[[Effort], Iterator[Row]]
