"""How often a forecast is right: synthetic projects whose end is known, forecast on the way.

    python tests/benchmarks/forecast.py [PROJECTS] [RUNS] [SCENARIO...]

Each scenario is a way in which projects go: how many tickets are done before the forecast, how many
are left, how much their durations vary, and how many people work. Of each, so many projects (100 by
default) are made at random and forecast with so many runs (200); printed is in how many of them the
rest was done by the day forecast at 50, 85 and 95 percent, and how far off the medians are.
People work from 9 to 17 on weekdays, on one ticket at a time.
"""

from __future__ import annotations

import heapq
import math
import random
import statistics
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from jticket.model.calendar import Calendar
from jticket.model.forecast.clock import WorkClock
from jticket.model.forecast.evidence import evidence_of
from jticket.model.forecast.forecast import PERCENTS, Question, Start, forecast
from jticket.model.forecast.schedule import agenda_of
from jticket.model.graph import Graph
from jticket.model.settings import Settings
from jticket.model.stats.flow import StatusTimeline
from jticket.model.ticket import Ticket

SETTINGS = Settings()
CALENDAR = Calendar()
BEGINNING = date(2025, 1, 6)
HOURS = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """How projects go.

    `sigma` is the standard deviation of the logarithm of hours per hour of effort; `shape` is
    `lognormal`, `pareto` (whose exponent is `sigma`) or `mixture` (one in seven takes six times as
    long). `by_type` is how much types differ, `pause` how long people do other things after a
    ticket, in proportion to it. `growth` is how many tickets are added for each that is done, each
    of which is done next. `efforts` are hours; 0 means none is given. `chained` makes each ticket
    wait for one of the five before it.
    """

    done: int = 12
    rest: int = 10
    sigma: float = 0.6
    shape: str = "lognormal"
    types: tuple[str, ...] = ("task",)
    by_type: float = 0.0
    efforts: tuple[float, ...] = (8,)
    workers: int = 1
    pause: float = 0.0
    growth: float = 0.0
    chained: bool = False


MIXED = ("task", "bug", "issue")
SIZES = (2, 8, 24, 60)
SCENARIOS = {
    "plain": Scenario(),
    "8 done, sigma 1": Scenario(done=8, sigma=1),
    "8 done, 3 left, sigma 1": Scenario(done=8, rest=3, sigma=1),
    "8 done, 40 left, sigma 1": Scenario(done=8, rest=40, sigma=1),
    "12 done, sigma 1": Scenario(done=12, sigma=1),
    "20 done, sigma 1": Scenario(done=20, rest=20, sigma=1),
    "20 done, sigma 1, 3 people": Scenario(done=20, rest=20, sigma=1, workers=3),
    "12 done, sigma 1, 4 people": Scenario(done=12, rest=20, sigma=1, workers=4),
    "small": Scenario(done=12, efforts=(1, 2), sigma=0.8),
    "small, 5 people": Scenario(done=30, rest=40, efforts=(1, 2), sigma=0.8, workers=5),
    "mixed": Scenario(types=MIXED, by_type=0.5, efforts=SIZES, sigma=0.7),
    "mixed, 30 done": Scenario(done=30, rest=30, types=MIXED, by_type=0.5, efforts=SIZES),
    "mixed, 3 people": Scenario(
        done=30, rest=30, types=MIXED, by_type=0.5, efforts=SIZES, sigma=0.7, workers=3
    ),
    "mixed, no effort": Scenario(done=15, types=MIXED, by_type=0.5, efforts=(0,), sigma=0.8),
    "mixture": Scenario(done=15, rest=15, shape="mixture", sigma=0.4),
    "pareto 1.5": Scenario(done=15, rest=15, shape="pareto", sigma=1.5),
    "pareto 1.5, 3 people": Scenario(done=20, rest=15, shape="pareto", sigma=1.5, workers=3),
    "pauses": Scenario(done=15, rest=15, pause=1.0),
    "pauses, 3 people": Scenario(done=15, rest=15, pause=1.0, sigma=1, workers=3),
    "growth": Scenario(done=30, rest=15, growth=0.4),
    "growth, 3 people": Scenario(done=30, rest=20, growth=0.4, workers=3),
    "chains, 3 people": Scenario(done=20, rest=20, chained=True, sigma=0.8, workers=3),
    "large": Scenario(done=100, rest=60, types=MIXED, by_type=0.4, efforts=(2, 8, 24), workers=3),
}


@dataclass(slots=True)
class Job:
    """A ticket with the hours that it takes, and when it was created, begun and done, in hours."""

    ticket: Ticket
    hours: float
    created: float = 0.0
    begun: float = math.inf
    done: float = math.inf
    planned: bool = True


def moment(hours: float) -> datetime:
    """Returns the time at which so many working hours are over."""
    days, rest = divmod(hours, HOURS)
    weeks, day = divmod(int(days), 5)
    start = datetime.combine(BEGINNING, datetime.min.time(), UTC)
    return start + timedelta(days=7 * weeks + day, hours=9 + rest)


class Project:
    """A project from its beginning to its end."""

    def __init__(self, scenario: Scenario, chance: random.Random) -> None:
        self.scenario, self.chance = scenario, chance
        self.jobs: list[Job] = []
        self._pace = chance.gauss(0, 0.5)
        self._by_type = {name: chance.gauss(0, scenario.by_type) for name in scenario.types}
        self._waiting = [self._job() for _ in range(scenario.done + scenario.rest)]
        self._work()

    def _job(self, created: float = 0.0, *, planned: bool = True) -> Job:
        scenario, chance, number = self.scenario, self.chance, len(self.jobs) + 1
        effort, kind = chance.choice(scenario.efforts), chance.choice(scenario.types)
        on: tuple[str, ...] = ()
        if scenario.chained and planned and number > 1:
            on = (f"T-{chance.randrange(max(1, number - 5), number):04}",)
        ticket = Ticket(
            f"T-{number:04}", ticket_type=kind, effort_hours=effort or None, dependencies=on
        )
        hours = (effort or HOURS) * math.exp(self._pace + self._by_type[kind] + self._residual())
        job = Job(ticket, hours, created, planned=planned)
        self.jobs.append(job)
        return job

    def _residual(self) -> float:
        scenario, chance = self.scenario, self.chance
        if scenario.shape == "pareto":
            return math.log(chance.paretovariate(scenario.sigma))
        slow = math.log(6) if scenario.shape == "mixture" and chance.random() < 1 / 7 else 0
        return slow + chance.gauss(0, scenario.sigma)

    def _work(self) -> None:
        """Lets people take tickets in turn, until none is left."""
        people = [0.0] * self.scenario.workers
        done: dict[str, float] = {}
        while self._waiting:
            now = heapq.heappop(people)
            job = next(
                (
                    job
                    for job in self._waiting
                    if all(done.get(key, math.inf) <= now for key in job.ticket.dependencies)
                ),
                None,
            )
            if job is None:
                heapq.heappush(people, min(time for time in done.values() if time > now))
                continue
            self._waiting.remove(job)
            job.begun, job.done = now, now + job.hours
            done[job.ticket.id] = job.done
            pause = self.chance.expovariate(1) * self.scenario.pause * job.hours
            heapq.heappush(people, job.done + pause)
            # So that a project ends, what is added adds nothing.
            if job.planned and self.chance.random() < self.scenario.growth:
                self._waiting.insert(0, self._job(now + 16, planned=False))

    @property
    def now(self) -> float:
        """When so many tickets are done as the scenario says."""
        return sorted(job.done for job in self.jobs)[self.scenario.done - 1] + 0.01

    def end(self, now: float) -> date:
        """Returns the day on which all that was open then is done."""
        left = [job.done for job in self.jobs if job.created <= now < job.done]
        return moment(max(left)).date()


def timeline(job: Job, now: float) -> StatusTimeline:
    """Returns the statuses of a ticket as they were known then."""
    steps = [(moment(job.created), "backlog")]
    steps += [(moment(job.begun), "in_progress")] if job.begun <= now else []
    steps += [(moment(job.done), "done")] if job.done <= now else []
    return StatusTimeline(tuple(steps), moment(job.created))


def asked(project: Project, runs: int) -> tuple[list[date], date, date]:
    """Returns the days that are forecast, when the rest was done, and the day of the forecast."""
    now = project.now
    timelines = {job.ticket.id: timeline(job, now) for job in project.jobs if job.created <= now}
    jobs = {job.ticket.id: job for job in project.jobs}
    tickets = []
    for ticket_id, known in timelines.items():
        ticket = jobs[ticket_id].ticket
        status = known.steps[-1][1] or ""
        tickets.append(
            Ticket(
                ticket.id,
                status=status,
                ticket_type=ticket.ticket_type,
                effort_hours=ticket.effort_hours,
                dependencies=ticket.dependencies,
            )
        )
    graph, clock, today = Graph(tickets, SETTINGS), WorkClock(CALENDAR), moment(now)
    evidence = evidence_of(graph, timelines, clock, today)
    start = Start(clock, clock.point(today), today.date())
    question = Question(agenda_of(graph, None, {}), SETTINGS, start, runs)
    answer = forecast(question, evidence, random.Random(1))  # noqa: S311
    assert answer is not None
    days = [answer.rest.ends.percent(percent) for percent in PERCENTS]
    return days, project.end(now), today.date()


def report(name: str, scenario: Scenario, projects: int, runs: int) -> None:
    """Prints how often the forecasts of a scenario were right."""
    right = dict.fromkeys(PERCENTS, 0)
    ratios, widths = [], []
    for number in range(projects):
        chance = random.Random(f"{name} {number}")  # noqa: S311
        days, end, today = asked(Project(scenario, chance), runs)
        for percent, day in zip(PERCENTS, days, strict=True):
            right[percent] += end <= day
        taken = max(1, (end - today).days)
        ratios.append(max(1, (days[0] - today).days) / taken)
        widths.append(max(1, (days[1] - today).days) / max(1, (days[0] - today).days))
    shares = "  ".join(f"{percent}%: {count / projects:.2f}" for percent, count in right.items())
    print(
        f"{name:28} {shares}  median / actual {statistics.median(ratios):.2f}"
        f"  85% / median {statistics.median(widths):.2f}",
        flush=True,
    )


def main() -> None:
    """Prints the shares by scenario."""
    numbers = [int(text) for text in sys.argv[1:3]]
    projects, runs = (*numbers, *(100, 200)[len(numbers) :])
    for name in sys.argv[3:] or SCENARIOS:
        report(name, SCENARIOS[name], projects, runs)


if __name__ == "__main__":
    main()
