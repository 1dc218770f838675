"""The forecast: schedules, percentiles and chances against their definitions."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from plans import efforts

from jticket.model.calendar import Calendar
from jticket.model.effort import MICROSECONDS_PER_HOUR, hours_to_length
from jticket.model.forecast.capacity import WorkWeek
from jticket.model.forecast.clock import WorkClock
from jticket.model.forecast.durations import DurationModel, Variant
from jticket.model.forecast.evidence import Evidence, Observation, WorkKind
from jticket.model.forecast.forecast import (
    PERCENTS,
    Ends,
    Forecast,
    Question,
    Start,
    forecast,
    percentile_place,
)
from jticket.model.forecast.schedule import Places, agenda_of
from jticket.model.graph import Graph
from jticket.model.planning.scheduling import list_schedule
from jticket.model.settings import Milestone, Settings
from jticket.model.ticket import Ticket

if TYPE_CHECKING:
    from jticket.model.forecast.schedule import Agenda

MONDAY = date(2025, 6, 2)
CLOCK = WorkClock(Calendar())
START = Start(CLOCK, CLOCK.start(MONDAY), MONDAY)
TASK = WorkKind("task", 8.0)
SURE = (8.0,) * 40
SETTINGS = Settings(milestones=(Milestone("MVP", MONDAY + timedelta(days=20)), Milestone("Later")))


def seeded(seed: int) -> Random:
    return Random(seed)  # noqa: S311  # chances, not secrets


def task(number: int, *on: int, effort: float | None = 8.0, milestone: str = "") -> Ticket:
    return Ticket(
        f"T-{number:03}",
        ticket_type="task",
        effort_hours=effort,
        milestone=milestone,
        dependencies=tuple(f"T-{other:03}" for other in on),
    )


def agenda(*tickets: Ticket, **not_before: float) -> Agenda:
    times = {key.replace("_", "-"): hours for key, hours in not_before.items()}
    return agenda_of(Graph(tickets, SETTINGS), None, times)


def past(*hours: float, running: dict[str, float] | None = None, at_once: float = 1.0) -> Evidence:
    observations = tuple(Observation(TASK, each) for each in hours)
    return Evidence(observations, running or {}, (WorkWeek(40, 40 * at_once, 0),), 0)


def made(
    todo: Agenda, evidence: Evidence, *, runs: int = 200, seed: int = 1, workers: int | None = None
) -> Forecast:
    question = Question(todo, SETTINGS, START, runs, workers)
    answer = forecast(question, evidence, seeded(seed))
    assert answer is not None
    return answer


# A run.


@given(
    efforts(),
    st.integers(1, 4),
    st.dictionaries(st.integers(0, 20), st.sampled_from((0.5, 1.0, 4.0))),
)
def test_a_run_is_the_list_schedule_of_the_plan_when_no_place_stays_empty(
    tickets: list[Ticket], workers: int, waits: dict[int, float]
) -> None:
    todo = agenda_of(Graph(tickets, SETTINGS), None, {})
    network = todo.network
    releases = {node: hours for node, hours in waits.items() if node in todo.ranked}
    todo = type(todo)(network, todo.ranked, releases)
    expected = {
        task.id: task.finish
        for task in list_schedule(
            network,
            todo.ranked,
            {},
            workers,
            {node: hours_to_length(hours) for node, hours in releases.items()},
        )
    }
    hours = [length / MICROSECONDS_PER_HOUR for length in network.lengths]
    times = todo.finish_times(hours, {}, Places(workers))
    found = {network.ids[node]: times[node] for node in todo.ranked}
    assert found == pytest.approx(expected)


@given(
    st.lists(st.floats(0, 9), min_size=1, max_size=8),
    st.integers(1, 4),
    st.sampled_from((1.0, 1.5, 3.0)),
    st.integers(0, 3),
)
def test_a_run_without_dependencies_is_the_same_either_way(
    hours: list[float], count: int, stretch: float, running: int
) -> None:
    assume(running <= len(hours))
    todo = agenda(*(task(number) for number in range(1, len(hours) + 1)))
    begun = {node: hours[node] / 2 for node in range(running)}
    free_at = tuple(n / 2 for n in range(max(0, count - running)))
    places = Places(count, stretch, free_at)
    direct = todo.finish_times(hours, begun, places)
    held = type(todo)(todo.network, todo.ranked, {todo.ranked[0]: 0.0})
    assert held.finish_times(hours, begun, places) == pytest.approx(direct, abs=1e-6)


def test_a_place_stays_empty_for_a_while_after_a_ticket() -> None:
    times = agenda(task(1), task(2)).finish_times([2, 2], {}, Places(1, 1.5))
    assert times == [2, 5]


def test_more_tickets_in_progress_than_places_are_all_finished_before_others_begin() -> None:
    todo = agenda(task(1), task(2), task(3))
    assert todo.finish_times([4, 6, 1], {0: 1.0, 1: 1.0}, Places(1)) == [3, 5, 6]


def test_a_ticket_waits_for_those_that_it_depends_on_even_if_places_are_free() -> None:
    todo = agenda(task(1), task(2, 1), task(3))
    at = todo.network.ids.index
    hours = dict(zip(("T-001", "T-002", "T-003"), (3, 1, 9), strict=True))
    times = todo.finish_times([hours[key] for key in todo.network.ids], {}, Places(3))
    assert [times[at(key)] for key in hours] == [3, 4, 9]


# Percentiles and chances.


@given(st.lists(st.integers(0, 30), min_size=1), st.integers(1, 100))
def test_a_percentile_is_the_first_day_with_so_many_runs_up_to_it(
    days: list[int], percent: int
) -> None:
    ends = Ends(tuple(MONDAY + timedelta(days=day) for day in sorted(days)))
    expected = next(day for day in ends.days if 100 * ends.chance_by(day) >= percent - 1e-9)
    assert ends.percent(percent) == expected
    assert ends.percent(percent) in ends.days


def test_the_percentile_of_a_hundred_runs_is_the_one_of_that_number() -> None:
    assert [percentile_place(percent, 100) for percent in (1, 50, 95, 100)] == [0, 49, 94, 99]
    assert [percentile_place(percent, 3) for percent in (1, 34, 67, 100)] == [0, 1, 2, 2]


def test_drawn_durations_add_up_as_an_exact_enumeration_says() -> None:
    outcomes, weights = (1.0, 2.0, 5.0), (3, 2, 1)
    exact: defaultdict[float, float] = defaultdict(float)
    for chosen in itertools.product(range(3), repeat=3):
        chance = 1.0
        for place in chosen:
            chance *= weights[place] / 6
        exact[sum(outcomes[place] for place in chosen)] += chance
    variant = Variant({}, (*outcomes, 5.0), (3, 5, 6, 6), 0.0)
    random, todo = seeded(1), agenda(task(1), task(2), task(3))
    runs = 20_000
    found = Counter(
        max(todo.finish_times(variant.draw(random, 3), {}, Places(1))) for _ in range(runs)
    )
    assert set(found) == set(exact)
    for total, chance in exact.items():
        assert found[total] / runs == pytest.approx(chance, abs=0.012)


def test_what_took_a_day_each_is_forecast_to_take_about_a_day_each() -> None:
    todo = agenda(*(task(number) for number in range(1, 11)))
    rest = made(todo, past(*SURE)).rest
    assert date(2025, 6, 12) <= rest.ends.percent(50) <= date(2025, 6, 17)
    assert len(rest.tickets) == 10


@settings(max_examples=20)
@given(st.lists(st.floats(0.1, 100), min_size=8, max_size=20), st.integers(0, 99))
def test_the_days_rise_with_the_chance(hours: list[float], seed: int) -> None:
    todo = agenda(task(1, milestone="MVP"), task(2), task(3, 2, milestone="Later"))
    answer = made(todo, past(*hours), runs=30, seed=seed)
    for goal in answer.goals:
        days = [goal.ends.percent(percent) for percent in PERCENTS]
        assert days == sorted(days)
        assert days[0] >= MONDAY
        assert goal.ends.percent(100) <= answer.rest.ends.percent(100)


def test_one_seed_makes_one_forecast_and_another_another() -> None:
    todo = agenda(*(task(number) for number in range(1, 11)))
    evidence = past(2, 8, 30, 4, 4, 9, 12, 3, running={"T-001": 5.0})
    assert made(todo, evidence) == made(todo, evidence)
    assert made(todo, evidence) != made(todo, evidence, seed=2)


def test_more_workers_are_done_earlier_than_the_past_alone_would_have_it() -> None:
    todo = agenda(*(task(number) for number in range(1, 13)))
    days = [made(todo, past(*SURE), workers=workers).rest.ends.percent(85) for workers in (1, 2, 6)]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) == 3
    twice = made(todo, past(*SURE, at_once=2.0)).rest.ends.percent(50)
    assert twice < made(todo, past(*SURE)).rest.ends.percent(50)


def test_a_milestone_is_done_when_its_own_tickets_are() -> None:
    first = [task(number, milestone="MVP") for number in range(1, 4)]
    others = [task(number, 1, milestone="Later") for number in range(4, 20)]
    answer = made(agenda(*first, *others), past(*SURE))
    names = [(goal.name, goal.deadline, len(goal.tickets)) for goal in answer.milestones]
    assert names == [("MVP", SETTINGS.milestones[0].due, 3), ("Later", None, 16)]
    mvp, later = answer.milestones
    assert mvp.ends.percent(95) < later.ends.percent(50)
    assert later.ends == answer.rest.ends
    assert later.chance_on_time is None


def test_the_chance_of_a_milestone_is_the_share_of_runs_that_meet_its_day() -> None:
    todo = agenda(*(task(number, milestone="MVP") for number in range(1, 14)))
    answer = made(todo, past(*SURE, *(30.0,) * 3))
    (mvp,) = answer.milestones
    day = SETTINGS.milestones[0].due
    assert day is not None
    expected = sum(end <= day for end in mvp.ends.days) / 200
    assert mvp.chance_on_time == expected
    assert 0 < expected < 1


def test_nothing_is_forecast_where_nothing_is_left() -> None:
    assert forecast(Question(agenda(), SETTINGS, START, 10), past(*SURE), seeded(1)) is None


# How long tickets take.


def medians(model: DurationModel, *kinds: WorkKind) -> list[float]:
    random = seeded(1)
    classes = sorted({model.class_of(kind) for kind in kinds})
    drawn: dict[WorkKind, list[float]] = {kind: [] for kind in kinds}
    for _ in range(400):
        variant, _ = model.variant(random, [], classes)
        for kind in kinds:
            (residual,) = variant.draw(random, 1)
            drawn[kind].append(variant.scales[model.class_of(kind)] * model.units(kind) * residual)
    return [sorted(drawn[kind])[200] for kind in kinds]


def test_a_type_that_took_longer_is_forecast_to_take_longer() -> None:
    bug = WorkKind("bug", 8.0)
    seen = [Observation(TASK, 8.0)] * 30 + [Observation(bug, 40.0)] * 30
    short, long, unseen = medians(DurationModel(seen, 8.0), TASK, bug, WorkKind("spike", 8.0))
    assert short == pytest.approx(8, rel=0.2)
    assert long == pytest.approx(40, rel=0.2)
    assert short < unseen < long


def test_few_tickets_of_a_type_are_pulled_towards_all() -> None:
    bug = WorkKind("bug", 8.0)
    seen = [Observation(TASK, 8.0)] * 30 + [Observation(bug, 80.0)]
    task_hours, bug_hours = medians(DurationModel(seen, 8.0), TASK, bug)
    assert task_hours < bug_hours < 40


def test_twice_the_effort_takes_twice_as_long() -> None:
    model = DurationModel([Observation(TASK, 16.0)] * 20, 8.0)
    half, double = medians(model, WorkKind("task", 8.0), WorkKind("task", 16.0))
    assert half == pytest.approx(16, rel=0.2)
    assert double == pytest.approx(32, rel=0.3)


def test_tickets_without_an_effort_take_as_long_as_such_tickets_did() -> None:
    free = WorkKind("task", None)
    mixed = [Observation(TASK, 8.0)] * 20 + [Observation(free, 24.0)] * 20
    sized, unsized = medians(DurationModel(mixed, 8.0), TASK, free)
    assert sized == pytest.approx(8, rel=0.2)
    assert unsized == pytest.approx(24, rel=0.2)
    only = DurationModel([Observation(free, 12.0)] * 20, 8.0)
    assert medians(only, free, WorkKind("task", 80.0)) == pytest.approx([12, 12], rel=0.3)


@given(st.lists(st.floats(0.1, 50), min_size=8, max_size=12), st.floats(0, 500), st.integers(0, 9))
def test_a_ticket_in_progress_takes_longer_than_it_already_did(
    hours: list[float], elapsed: float, seed: int
) -> None:
    model = DurationModel([Observation(TASK, each) for each in hours], 8.0)
    _, (total,) = model.variant(seeded(seed), [(TASK, elapsed)], [model.class_of(TASK)])
    assert total >= elapsed


def test_tickets_that_take_long_already_make_others_longer() -> None:
    todo = agenda(*(task(number) for number in range(1, 8)))
    seen = (4.0, 8.0, 6.0, 9.0, 8.0, 12.0, 8.0, 7.0, 5.0, 9.0)
    fresh = made(todo, past(*seen, running={"T-001": 0.0, "T-002": 0.0}, at_once=2.0))
    stuck = made(todo, past(*seen, running={"T-001": 60.0, "T-002": 60.0}, at_once=2.0))
    assert stuck.rest.ends.percent(50) > fresh.rest.ends.percent(50)


# The clock.


def test_working_time_counts_days_and_parts_of_days_but_no_days_off() -> None:
    def point(day: int, hour: int) -> float:
        return CLOCK.point(datetime(2025, 6, day, hour, tzinfo=UTC))

    assert point(3, 0) - point(2, 0) == 8
    assert point(2, 12) - point(2, 0) == 4
    assert point(9, 6) - point(6, 18) == 4
    assert point(7, 3) == point(8, 22) == point(9, 0)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_the_day_of_a_moment_is_its_own_or_the_working_day_before(moment: datetime) -> None:
    day = CLOCK.day(CLOCK.point(moment))
    assert day <= moment.date()
    assert (moment.date() - day).days <= 3
    assert day.weekday() < 5
