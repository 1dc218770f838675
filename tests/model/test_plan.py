"""Plans: compared with brute force in small projects, and with known facts of a big one."""

from __future__ import annotations

import json
import time
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from graphs import LONG, SETTINGS, law, numbered
from hypothesis import given
from hypothesis import strategies as st
from plans import Literal, efforts

from jticket.model.cycles import Edges
from jticket.model.effort import parse_effort
from jticket.model.graph import Graph
from jticket.model.planning.file_overlap import overlap
from jticket.model.planning.plan import ExpectedTime, Plan, plan
from jticket.model.ticket import Ticket

if TYPE_CHECKING:
    from collections.abc import Sequence

FACTS = json.loads((Path(__file__).parents[1] / "data" / "jjm-facts.json").read_text())


def exactly(hours: float) -> Fraction:
    """Returns hours as the exact fraction."""
    return Fraction(hours).limit_denominator(10_000)


def task(number: int, hours: float | None, *on: int, **values: str | tuple[str, ...]) -> Ticket:
    """Returns a ticket with its hours, its dependencies given by their numbers."""
    return Ticket(
        numbered(number),
        effort_hours=hours,
        dependencies=tuple(map(numbered, on)),
        **values,  # type: ignore[arg-type]
    )


def planned(*tickets: Ticket, workers: int | None = None, chosen: set[str] | None = None) -> Plan:
    """Returns the plan of some tickets."""
    return plan(Graph(tickets, SETTINGS), chosen, workers=workers)


def numbers(ids: Sequence[str]) -> list[int]:
    """Returns the numbers of IDs."""
    return [int(ticket_id.rpartition("-")[2]) for ticket_id in ids]


def collide(facts: Literal, first_id: str, second_id: str) -> bool:
    """Returns whether the files of two tickets overlap."""
    return any(
        overlap(first, second)
        for first in facts.by_id[first_id].files
        for second in facts.by_id[second_id].files
    )


@law(60)
@given(efforts(), st.data())
def test_timings_and_the_critical_path_are_those_of_all_paths(
    tickets: list[Ticket], data: st.DataObject
) -> None:
    some = data.draw(st.one_of(st.none(), st.sets(st.sampled_from([t.id for t in tickets]))))
    facts, result = Literal(tickets, some), plan(Graph(tickets, SETTINGS), some)
    assert set(result.timings) == set(facts.planned)
    assert exactly(result.critical_path_hours) == facts.end == exactly(result.finish_hours)
    assert exactly(result.total_hours) == sum(facts.length.values())
    spanning = [path for path in facts.paths if facts.long(path) == facts.end]
    assert result.critical_path == min(spanning, default=())
    for ticket_id, timing in result.timings.items():
        start, last = facts.earliest[ticket_id], facts.latest[ticket_id]
        assert exactly(timing.earliest_start) == start
        assert exactly(timing.earliest_finish) == start + facts.length[ticket_id]
        assert exactly(timing.latest_start) == last
        assert exactly(timing.latest_finish) == last + facts.length[ticket_id]
        assert exactly(timing.slack) == last - start
        assert timing.critical == (last == start)
        following = min((facts.earliest[n] for n in facts.after[ticket_id]), default=facts.end)
        assert exactly(timing.free_slack) == following - start - facts.length[ticket_id]


@law(60)
@given(efforts())
def test_a_wave_takes_free_tickets_without_overlaps_by_latest_start(
    tickets: list[Ticket],
) -> None:
    facts, result = Literal(tickets), plan(Graph(tickets, SETTINGS))
    left, done, expected = set(facts.planned), set[str](), []
    while left:
        wave: list[str] = []
        for ticket_id in sorted(left, key=lambda ticket: (facts.latest[ticket], ticket)):
            if facts.before[ticket_id] <= done and not any(
                collide(facts, ticket_id, n) for n in wave
            ):
                wave.append(ticket_id)
        expected.append(tuple(wave))
        done.update(wave)
        left.difference_update(wave)
    assert list(result.waves) == expected


@law(60)
@given(efforts())
def test_the_order_always_takes_the_most_urgent_available_ticket(tickets: list[Ticket]) -> None:
    facts, result = Literal(tickets), plan(Graph(tickets, SETTINGS))
    done: list[str] = []
    while len(done) < len(facts.planned):
        available = {n for n in facts.planned if n not in done and facts.before[n] <= {*done}}
        done.append(facts.by_urgency(available)[0])
    assert list(result.order) == done


def list_schedule(
    facts: Literal, workers: int, share: bool, releases: dict[str, Fraction]
) -> list[tuple[str, int, Fraction]]:
    """Returns a list schedule by its definition, moment by moment: ticket, worker and start."""
    moments = {Fraction(0), *releases.values()}
    now, done, left = Fraction(0), set[str](), set(facts.planned)
    running: dict[int, tuple[str, Fraction]] = {}
    stints = []
    while left or running:
        for worker in range(1, workers + 1):
            free = {
                ticket_id
                for ticket_id in left
                if facts.before[ticket_id] <= done
                and releases.get(ticket_id, 0) <= now
                and (share or not any(collide(facts, ticket_id, n) for n, _ in running.values()))
            }
            if worker not in running and free:
                ticket_id = facts.by_urgency(free)[0]
                stints.append((ticket_id, worker, now))
                running[worker] = (ticket_id, now + facts.length[ticket_id])
                left.remove(ticket_id)
        ahead = {moment for moment in moments if moment > now}
        now = min([*(finish for _, finish in running.values()), *ahead])
        done |= {ticket_id for ticket_id, finish in running.values() if finish == now}
        running = {worker: job for worker, job in running.items() if job[1] != now}
    return stints


@law(60)
@given(efforts(), st.integers(1, 3), st.booleans(), st.data())
def test_idle_workers_take_the_most_urgent_released_ticket_whose_files_are_free(
    tickets: list[Ticket], workers: int, share: bool, data: st.DataObject
) -> None:
    facts = Literal(tickets)
    releases = data.draw(st.dictionaries(st.sampled_from([*facts.by_id]), st.integers(0, 4)))
    result = plan(Graph(tickets, SETTINGS), workers=workers, share_files=share, not_before=releases)
    stints = [(stint.id, stint.worker, exactly(stint.start)) for stint in result.schedule]
    exact = {ticket_id: Fraction(hours) for ticket_id, hours in releases.items()}
    assert stints == list_schedule(facts, workers, share, exact)
    for stint in result.schedule:
        assert exactly(stint.finish) == exactly(stint.start) + facts.length[stint.id]
    assert result.finish_hours == max((stint.finish for stint in result.schedule), default=0)
    assert exactly(result.lower_bound_hours) == max(
        facts.end, sum(facts.length.values(), Fraction(0)) / workers
    )
    assert result.finish_hours >= result.lower_bound_hours - 1e-9
    assert result.expected == {
        stint.id: ExpectedTime(stint.start, stint.finish) for stint in result.schedule
    }


@law(60)
@given(efforts(), st.data())
def test_without_workers_a_ticket_is_expected_as_early_as_what_precedes_it_and_its_release_allow(
    tickets: list[Ticket], data: st.DataObject
) -> None:
    facts, graph = Literal(tickets), Graph(tickets, SETTINGS)
    releases = data.draw(st.dictionaries(st.sampled_from([*facts.by_id]), st.integers(0, 4)))
    result = plan(graph, not_before=releases)

    def start(ticket_id: str) -> Fraction:
        before = [start(needed) + facts.length[needed] for needed in facts.before[ticket_id]]
        return max([Fraction(releases.get(ticket_id, 0)), *before])

    assert set(result.expected) == set(facts.planned)
    for ticket_id, span in result.expected.items():
        assert exactly(span.start) == start(ticket_id)
        assert exactly(span.finish) == start(ticket_id) + facts.length[ticket_id]
    unreleased = plan(graph)
    assert (result.timings, result.waves, result.order, result.critical_path) == (
        *(unreleased.timings, unreleased.waves, unreleased.order),
        unreleased.critical_path,
    )


@law(60)
@given(efforts(), st.data())
def test_exactly_the_tickets_that_wait_for_themselves_are_left_out(
    tickets: list[Ticket], data: st.DataObject
) -> None:
    some = data.draw(st.one_of(st.none(), st.sets(st.sampled_from([t.id for t in tickets]))))
    facts, result = Literal(tickets, some), plan(Graph(tickets, SETTINGS), some)
    assert list(result.left_out) == sorted(facts.left_out)
    assert bool(result.cycles) == bool(result.left_out)
    assert {cycle.ids[0] for cycle in result.cycles} <= facts.left_out
    ids = facts.planned
    assert list(result.missing_effort) == [n for n in ids if facts.by_id[n].effort_hours is None]


def test_a_project_of_62_tickets_has_its_known_length_and_path() -> None:
    tickets = [
        Ticket(
            fact["id"],
            effort_hours=parse_effort(fact["effort"], 8),
            dependencies=tuple(fact["dependencies"]),
            files=tuple(fact["files"]),
        )
        for fact in FACTS
    ]
    result = planned(*tickets, workers=3)
    assert (len(tickets), result.total_hours, result.critical_path_hours) == (62, 314, 45)
    assert numbers(result.critical_path) == [1, 3, 4, 6, 7, 13, 14, 16, 24, 60]
    assert result.lower_bound_hours == pytest.approx(314 / 3)
    assert not result.missing_effort
    assert not result.cycles


def test_rounding_gives_no_critical_ticket_slack() -> None:
    tenths = [task(n, 0.1, *([n - 1] if n > 1 else [])) for n in range(1, 11)]
    result = planned(*tenths, task(11, 1.0), task(12, 1 / 3), task(13, 2 / 3, 12))
    assert result.critical_path_hours == 1.0
    assert all(timing.critical for timing in result.timings.values())


def test_the_numerically_lowest_of_equally_long_paths_is_critical() -> None:
    result = planned(task(9, 1.0), task(10, 1.0), task(1001, 2.0, 9, 10), task(999, 2.0, 10))
    assert numbers(result.critical_path) == [9, 1001]


def test_epics_pass_on_precedence_but_are_not_planned() -> None:
    tickets = [
        task(1, None, ticket_type="epic"),
        task(2, 1.0, parent_id=numbered(1)),
        task(3, None, 1, ticket_type="epic"),
        task(4, 2.0, parent_id=numbered(3)),
        task(5, 4.0, 3),
    ]
    result = planned(*tickets)
    assert [numbers(wave) for wave in result.waves] == [[2], [4], [5]]
    assert set(numbers(list(result.timings))) == {2, 4, 5}
    assert result.missing_effort == ()


def test_two_big_epics_in_a_row_do_not_multiply_the_edges() -> None:
    count = 3000
    tickets = [task(1, None, ticket_type="epic"), task(2, None, 1, ticket_type="epic")]
    tickets += [task(n + 3, 1.0, parent_id=numbered(1 + n % 2)) for n in range(2 * count)]
    start = time.process_time()
    assert [len(wave) for wave in planned(*tickets).waves] == [count, count]
    assert time.process_time() - start < 5


def test_an_epic_without_open_work_still_orders_tickets() -> None:
    result = planned(task(1, 1.0), task(2, None, 1, ticket_type="epic"), task(3, 1.0, 2))
    assert result.critical_path_hours == 2


def test_open_children_come_before_a_parent_that_is_not_an_epic() -> None:
    result = planned(task(1, 1.0), task(2, 1.0, parent_id=numbered(1)))
    assert numbers(result.order) == [2, 1]


def test_tickets_that_a_filter_leaves_out_take_no_time_but_keep_the_order() -> None:
    tickets = (task(1, 1.0, 2), task(2, 5.0, 3), task(3, 1.0))
    result = planned(*tickets, chosen={numbered(1), numbered(3)})
    assert numbers(result.critical_path) == [3, 1]
    assert result.critical_path_hours == result.total_hours == 2


def test_done_hours_are_those_of_done_tickets_and_not_of_cancelled_ones_or_epics() -> None:
    result = planned(
        task(1, 1.0, status="done"),
        task(2, 2.0, status="cancelled"),
        task(3, 4.0, status="done", ticket_type="epic"),
        task(4, 8.0, 1),
    )
    assert (result.done_hours, result.total_hours) == (1, 8)


def test_cycles_are_named_and_the_rest_is_planned() -> None:
    result = planned(
        task(1, 1.0), task(2, 1.0, 1, 3), task(3, 1.0, 2), task(4, 1.0, 3), task(5, 1.0, 5)
    )
    assert [str(cycle) for cycle in result.cycles] == [
        "JJM-002 → JJM-003 → JJM-002",
        "JJM-005 → JJM-005",
    ]
    assert numbers(result.left_out) == [2, 3, 5]
    assert numbers(result.critical_path) == [1, 4]


@pytest.mark.parametrize(
    ("tickets", "edges", "ids"),
    [
        (
            (task(1, 1.0, parent_id="JJM-002"), task(2, 1.0, parent_id="JJM-001")),
            Edges.PARENTS,
            [1, 2],
        ),
        (
            (task(1, None, ticket_type="epic"), task(2, 1.0, 1, parent_id="JJM-001")),
            Edges.BOTH,
            [2, 1],
        ),
    ],
)
def test_a_cycle_lists_its_edges(tickets: tuple[Ticket, ...], edges: Edges, ids: list[int]) -> None:
    (cycle,) = planned(*tickets).cycles
    assert (cycle.edges, numbers(cycle.ids)) == (edges, ids)


def test_a_plan_for_no_workers_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one worker"):
        planned(task(1, 1.0), workers=0)


def test_a_project_without_open_tickets_has_an_empty_plan() -> None:
    result = planned(workers=2)
    assert (result.critical_path, result.waves, result.order, result.finish_hours) == (
        (),
        (),
        (),
        0,
    )


def test_a_very_long_chain_is_planned() -> None:
    tickets = [task(n, 1.0, *([n - 1] if n else [])) for n in range(LONG)]
    start = time.process_time()
    result = planned(*tickets, workers=3)
    assert len(result.critical_path) == len(result.waves) == result.finish_hours == LONG
    assert time.process_time() - start < 20
