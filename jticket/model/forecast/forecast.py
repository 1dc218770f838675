"""The forecast: many runs through the open tickets, and when they were done in how many of them.

Each run draws a variant of how long tickets take and of how many are in progress at once, and
schedules the open tickets with it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jticket.model.forecast.durations import DurationModel
from jticket.model.forecast.evidence import kind_of
from jticket.model.forecast.schedule import Places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from random import Random

    from jticket.model.forecast.capacity import WorkWeek
    from jticket.model.forecast.clock import WorkClock
    from jticket.model.forecast.durations import Variant
    from jticket.model.forecast.evidence import Evidence, WorkKind
    from jticket.model.forecast.schedule import Agenda
    from jticket.model.settings import Settings

PERCENTS: Final = (50, 85, 95)
"""The chances at which a forecast names a day."""

_MOST_UNPLANNED: Final = 0.5
"""The share of the work that new tickets may take, however many came in the past."""

_PART_OF_A_PLACE: Final = 0.25
"""What a fraction of a ticket in progress must exceed to be a place of its own."""


@dataclass(frozen=True, slots=True)
class Ends:
    """When something was done in each run, as days in order: `percent` names one of them."""

    days: tuple[date, ...]

    def percent(self, percent: int) -> date:
        """Returns the nearest-rank percentile: by then it was done in so many runs of 100."""
        return self.days[percentile_place(percent, len(self.days))]

    def chance_by(self, day: date) -> float:
        """Returns the share of the runs in which it was done by a day, from 0 to 1."""
        return sum(end <= day for end in self.days) / len(self.days)


@dataclass(frozen=True, slots=True)
class GoalForecast:
    """When some open tickets are done: those of a milestone, or all of them, whose name is "".

    `deadline` is the day on which the milestone is due, None for no such day.
    """

    name: str
    deadline: date | None
    tickets: tuple[str, ...]
    ends: Ends

    @property
    def chance_on_time(self) -> float | None:
        """The chance that its deadline is met; None without one."""
        return None if self.deadline is None else self.ends.chance_by(self.deadline)


@dataclass(frozen=True, slots=True)
class Forecast:
    """When all open tickets are done, and those of each milestone.

    `at_once` is how many tickets were in progress at once, on average, and `unplanned` which share
    of them was new work.
    """

    rest: GoalForecast
    milestones: tuple[GoalForecast, ...]
    at_once: float
    unplanned: float

    @property
    def goals(self) -> tuple[GoalForecast, ...]:
        """All open tickets, then each milestone."""
        return self.rest, *self.milestones


@dataclass(frozen=True, slots=True)
class Start:
    """From when on work is forecast: a point of a clock, and its day."""

    clock: WorkClock
    point: float
    day: date

    def ends(self, hours: Sequence[float]) -> Ends:
        """Returns the days on which work ends that takes so many hours from then on."""
        days = {value: self.clock.day(self.point + value) for value in set(hours)}
        return Ends(tuple(max(self.day, days[value]) for value in sorted(hours)))


@dataclass(frozen=True, slots=True)
class Question:
    """What to forecast, how often to run, and for how many workers, None for as many as before."""

    agenda: Agenda
    settings: Settings
    start: Start
    runs: int
    workers: int | None = None


def percentile_place(percent: int, count: int) -> int:
    """Returns the place, from 0, of the nearest-rank percentile of so many sorted values."""
    return max(0, -(-percent * count // 100) - 1)


def forecast(question: Question, evidence: Evidence, random: Random) -> Forecast | None:
    """Returns the forecast; None if nothing is left to be done.

    The same random numbers make the same forecast. There must be enough evidence.
    """
    goals = _goals(question)
    if not goals[""]:
        return None
    runs = _Runs(question, evidence, random)
    hours: dict[str, list[float]] = {name: [] for name in goals}
    for _ in range(question.runs):
        times = runs.finish_times()
        for name, nodes in goals.items():
            hours[name].append(max(times[node] for node in nodes))
    due = {milestone.name: milestone.due for milestone in question.settings.milestones}
    ids = question.agenda.network.ids
    rest, *milestones = (
        GoalForecast(
            name,
            due.get(name),
            tuple(ids[node] for node in nodes),
            question.start.ends(hours[name]),
        )
        for name, nodes in goals.items()
    )
    total = math.fsum(week.in_progress for week in evidence.weeks)
    return Forecast(
        rest,
        tuple(milestones),
        total / math.fsum(week.length for week in evidence.weeks),
        math.fsum(week.unplanned for week in evidence.weeks) / total,
    )


def _goals(question: Question) -> dict[str, list[int]]:
    """Returns the nodes of all tickets under "", and those of each milestone that has any.

    Milestones come in the order of the configuration, others after them by name.
    """
    goals: dict[str, list[int]] = {"": []}
    known = [milestone.name for milestone in question.settings.milestones]
    tickets = question.agenda.network.tickets
    names = {ticket.milestone for ticket in tickets if ticket and ticket.milestone}
    goals |= {name: [] for name in [*known, *sorted(names - {*known})]}
    for node, ticket in enumerate(tickets):
        if ticket is not None:
            goals[""].append(node)
            if ticket.milestone:
                goals[ticket.milestone].append(node)
    return {name: nodes for name, nodes in goals.items() if nodes or not name}


class _Runs:
    """Draws one run after another."""

    def __init__(self, question: Question, evidence: Evidence, random: Random) -> None:
        self._question = question
        self._random = random
        self._weeks = evidence.weeks
        settings = question.settings
        self._durations = DurationModel(evidence.observations, settings.hours_per_day)
        tickets = question.agenda.network.tickets
        kinds = {node: kind_of(ticket, settings) for node, ticket in enumerate(tickets) if ticket}
        self._running: dict[int, float] = {}
        self._in_progress: list[tuple[WorkKind, float]] = []
        for node, kind in kinds.items():
            ticket = tickets[node]
            if ticket is not None and ticket.id in evidence.running:
                self._running[node] = evidence.running[ticket.id]
                self._in_progress.append((kind, evidence.running[ticket.id]))
        self._waiting = [
            (node, self._durations.class_of(kind), self._durations.units(kind))
            for node, kind in kinds.items()
            if node not in self._running
        ]
        self._classes = sorted({self._durations.class_of(kind) for kind in kinds.values()})

    def finish_times(self) -> list[float]:
        """Returns the hours from now at which each node is finished in one run."""
        variant, totals = self._durations.variant(self._random, self._in_progress, self._classes)
        lengths = [0.0] * len(self._question.agenda.network.tickets)
        for node, total in zip(self._running, totals, strict=True):
            lengths[node] = total
        drawn = variant.draw(self._random, len(self._waiting))
        for (node, key, units), residual in zip(self._waiting, drawn, strict=True):
            lengths[node] = variant.scales[key] * units * residual
        places = self._places(variant)
        return self._question.agenda.finish_times(lengths, self._running, places)

    def _places(self, variant: Variant) -> Places:
        """Returns how many tickets are in progress at once in this run."""
        if self._question.workers is not None:
            return Places(self._question.workers)
        at_once = _at_once(self._weeks, self._random)
        count = max(1, math.ceil(at_once - _PART_OF_A_PLACE))
        stretch = max(1.0, count / at_once)
        free_at: tuple[float, ...] = ()
        if stretch > 1 and self._waiting and len(self._running) < count:
            _, key, units = self._waiting[0]
            drawn = variant.draw(self._random, count - len(self._running))
            pause = variant.scales[key] * units * (stretch - 1)
            free_at = tuple(self._random.random() * pause * residual for residual in drawn)
        return Places(count, stretch, free_at)


def _at_once(weeks: Sequence[WorkWeek], random: Random) -> float:
    """Returns how many planned tickets are in progress at once, by weeks weighted at random."""
    weights = [random.expovariate(1) for _ in weeks]
    length, total, unplanned = (
        math.fsum(weight * week[place] for weight, week in zip(weights, weeks, strict=True))
        for place in range(3)
    )
    planned = max(total - unplanned, total * (1 - _MOST_UNPLANNED))
    return max(planned / length, 0.01)
