"""How long tickets will take, by how long others took: a model of which each run draws a variant.

The logarithm of a ticket's hours per hour of effort is the sum of a mean, what its type, the size
of its effort, and both together change in it, and a residual. Each of these effects is shrunk
towards zero as if a few more tickets without it had been seen (partial pooling), so that a class
with few tickets takes after wider ones.

How far this can be trusted is part of the forecast. Each run weighs the observations at random
(Rubin 1981, "The Bayesian Bootstrap"), draws the spread of the residuals from its posterior under a
weak prior, and allows that one ticket of n + 1 takes longer than any of n before (Hill 1968).
Tickets in progress, which so far took at least as long as they did, are observations too: a run
draws how long they take in all, and then fits again with them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from jticket.model.forecast.evidence import WorkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from random import Random

    from jticket.model.forecast.evidence import Observation

_POOLING: Final = 4.0
"""How many tickets without an effect of their class count besides those of the class."""

_CLASS_SPREAD: Final = 0.3
"""The standard deviation of what is not known of a class without any ticket."""

_MEAN_SPREAD: Final = 0.4
"""How many standard errors the mean varies beyond the bootstrap."""

_PRIOR_TICKETS: Final = 3
_PRIOR_SPREAD: Final = 0.6
"""The prior of the spread: of so many tickets with this standard deviation."""

_SMOOTHING: Final = 0.2
"""By how many standard deviations an observation may vary."""

_TAIL: Final = 0.25
"""How much longer, on average, a ticket is than the longest one before: e to so many deviations."""

_FARTHEST_BELOW: Final = 2.5
"""The logarithm below the median at which short tickets, such as late claims, are cut off."""

_TRIES = 20
_LINGER = 2.0
_LARGEST = 20.0
_SMALLEST = 1e-6

_Class = tuple[str, int]


class Sizes(NamedTuple):
    """The limits of the classes of effort, in hours."""

    hours_per_day: float

    def class_of(self, kind: WorkKind) -> _Class:
        """Returns a ticket's type, and 0 for no effort, 1 for up to half a day, …, 4."""
        if kind.effort is None:
            return kind.ticket_type, 0
        limits = (self.hours_per_day / 2, self.hours_per_day, 5 * self.hours_per_day)
        return kind.ticket_type, 1 + sum(kind.effort > limit for limit in limits)


@dataclass(frozen=True, slots=True)
class Variant:
    """One guess at how long tickets take: hours of a residual 1 by class, and the residuals."""

    scales: Mapping[_Class, float]
    residuals: Sequence[float]
    weights: Sequence[float]
    beyond: float
    """The mean of the logarithm of how much longer a ticket is than the last residual.

    That is the longest, and stands for all that are longer.
    """

    def draw(self, random: Random, count: int) -> list[float]:
        """Returns residuals of tickets."""
        drawn = random.choices(self.residuals, cum_weights=self.weights, k=count)
        last = self.residuals[-1]
        if self.beyond <= 0:
            return drawn
        rate = 1 / self.beyond
        return [
            last * math.exp(min(random.expovariate(rate), _LARGEST)) if value == last else value
            for value in drawn
        ]


class _Logged(NamedTuple):
    """An observation: its class and the logarithm of its hours per unit of effort."""

    key: _Class
    units: float
    value: float


@dataclass(frozen=True)
class DurationModel:
    """The model of a project's finished tickets, of which there is at least one."""

    observations: Sequence[Observation]
    hours_per_day: float

    @cached_property
    def _sizes(self) -> Sizes:
        return Sizes(self.hours_per_day)

    @cached_property
    def _heeds_effort(self) -> bool:
        """Whether enough tickets had an effort to heed it."""
        with_effort = sum(observation.kind.effort is not None for observation in self.observations)
        return 2 * with_effort >= len(self.observations)

    @cached_property
    def _unit(self) -> float:
        """The effort that a ticket without one counts as."""
        if not self._heeds_effort:
            return 1.0
        known = [item for item in self.observations if item.kind.effort]
        efforts = [math.log(item.kind.effort) for item in known if item.kind.effort]
        ratios = [math.log(item.hours / item.kind.effort) for item in known if item.kind.effort]
        others = [math.log(item.hours) for item in self.observations if not item.kind.effort]
        usual = math.fsum(efforts) / len(efforts)
        ratio = math.fsum(ratios) / len(ratios)
        apart = math.fsum(hours - ratio for hours in others)
        return math.exp((apart + _POOLING * usual) / (len(others) + _POOLING))

    def class_of(self, kind: WorkKind) -> _Class:
        """Returns the class of a ticket."""
        return self._sizes.class_of(
            kind if self._heeds_effort else WorkKind(kind.ticket_type, None)
        )

    def units(self, kind: WorkKind) -> float:
        """Returns the effort that a ticket's duration is in proportion to."""
        return kind.effort if self._heeds_effort and kind.effort else self._unit

    @cached_property
    def _logged(self) -> list[_Logged]:
        units = [self.units(item.kind) for item in self.observations]
        values = [
            math.log(item.hours / unit) for item, unit in zip(self.observations, units, strict=True)
        ]
        lowest = sorted(values)[len(values) // 2] - _FARTHEST_BELOW
        return [
            _Logged(self.class_of(item.kind), unit, max(value, lowest))
            for item, unit, value in zip(self.observations, units, values, strict=True)
        ]

    def variant(
        self, random: Random, running: Sequence[tuple[WorkKind, float]], classes: Sequence[_Class]
    ) -> tuple[Variant, list[float]]:
        """Returns a variant, and the hours that tickets in progress take in all.

        `running` are their kinds and how many hours they took so far; `classes` are those of all
        tickets to forecast.
        """
        variant = _variant(self._logged, random, classes)
        if not running:
            return variant, []
        totals = [self._total(variant, random, kind, elapsed) for kind, elapsed in running]
        augmented = self._logged + [
            _Logged(self.class_of(kind), unit, math.log(max(total, _SMALLEST) / unit))
            for (kind, _), total in zip(running, totals, strict=True)
            for unit in (self.units(kind),)
        ]
        variant = _variant(augmented, random, classes)
        return variant, [self._total(variant, random, kind, elapsed) for kind, elapsed in running]

    def _total(self, variant: Variant, random: Random, kind: WorkKind, elapsed: float) -> float:
        """Returns how long a ticket takes that took `elapsed` hours already.

        One that took longer than the variant has an answer for takes longer in proportion.
        """
        scale = variant.scales[self.class_of(kind)] * self.units(kind)
        for residual in variant.draw(random, _TRIES):
            if scale * residual > elapsed:
                return scale * residual
        return elapsed * min(math.pow(1 - random.random(), -1 / _LINGER), 1000.0)


class _Fit(NamedTuple):
    """A mean, the effects of classes on it, by name, and the residuals, all logarithms."""

    mean: float
    effects: Mapping[object, float]
    residuals: Sequence[float]

    def of(self, key: _Class) -> float:
        """Returns what is expected of a class."""
        return self.mean + math.fsum(self.effects.get(part, 0.0) for part in _parts(key))


def _variant(logged: Sequence[_Logged], random: Random, classes: Sequence[_Class]) -> Variant:
    count = len(logged)
    weights = [random.expovariate(1) for _ in logged]
    factor = count / math.fsum(weights)
    weights = [weight * factor for weight in weights]
    fit = _fitted(logged, weights)
    squares = _sum(weights, (residual * residual for residual in fit.residuals))
    posterior = squares + _PRIOR_TICKETS * _PRIOR_SPREAD**2
    freedom = count - 1 + _PRIOR_TICKETS
    spread = math.sqrt(posterior / random.gammavariate(freedom / 2, 2))
    shift = _MEAN_SPREAD * random.gauss(0, spread / math.sqrt(count))
    shift += _correction(logged, weights, fit)
    scales = {}
    for key in classes:
        known = sum(item.key == key for item in logged)
        apart = random.gauss(0, _CLASS_SPREAD / math.sqrt(1 + known / _POOLING))
        scales[key] = _exp(fit.of(key) + shift + apart)
    deviation = math.sqrt(squares / count)
    stretch = spread / deviation / math.sqrt(1 + _SMOOTHING**2) if deviation > _SMALLEST else 0.0
    noise = spread * (_SMOOTHING if stretch else 1.0)
    values = [_exp(stretch * value + noise * random.gauss(0, 1)) for value in fit.residuals]
    return Variant(
        scales,
        [*values, math.nextafter(max(values), math.inf)],
        list(accumulate([*weights, 1.0])),
        _TAIL * spread,
    )


def _fitted(logged: Sequence[_Logged], weights: Sequence[float]) -> _Fit:
    """Returns the fit of weights that add up to the number of observations.

    The residuals have the mean 0.
    """
    count = len(logged)
    mean = _sum(weights, (item.value for item in logged)) / count
    residuals = [item.value - mean for item in logged]
    effects: dict[object, float] = {}
    names = [_parts(item.key) for item in logged]
    for place in range(3):
        sums: defaultdict[object, float] = defaultdict(float)
        totals: defaultdict[object, float] = defaultdict(float)
        for parts, weight, residual in zip(names, weights, residuals, strict=True):
            sums[parts[place]] += weight * residual
            totals[parts[place]] += weight
        here = {name: sums[name] / (totals[name] + _POOLING) for name in sums}
        effects |= here
        residuals = [r - here[parts[place]] for r, parts in zip(residuals, names, strict=True)]
    rest = _sum(weights, residuals) / count
    return _Fit(mean + rest, effects, [residual - rest for residual in residuals])


def _correction(logged: Sequence[_Logged], weights: Sequence[float], fit: _Fit) -> float:
    """Returns what to add to the mean so that the hours of all tickets add up to what they were.

    Else they don't, where the residuals of some classes vary more than those of others.
    """
    residual = _sum(weights, map(_exp, fit.residuals)) / len(logged)
    expected = _sum(weights, (item.units * _exp(fit.of(item.key)) for item in logged))
    actual = _sum(weights, (item.units * _exp(item.value) for item in logged))
    return math.log(actual / (expected * residual))


def _parts(key: _Class) -> tuple[object, ...]:
    """Returns the names of the effects on a class: of its type, its size, and both."""
    return key[0], key[1], key


def _sum(weights: Sequence[float], values: Iterable[float]) -> float:
    return math.fsum(weight * value for weight, value in zip(weights, values, strict=True))


def _exp(value: float) -> float:
    return math.exp(max(-_LARGEST, min(_LARGEST, value)))
