"""Plans: against brute force in small projects, and the known facts of a big one."""

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
from jticket.model.planning.plan import Plan, plan
from jticket.model.ticket import Ticket

if TYPE_CHECKING:
    from collections.abc import Sequence

FACTS = json.loads((Path(__file__).parents[1] / "data" / "jjm-facts.json").read_text())


def exactly(hours: float) -> Fraction:
    """Hours as the fraction that was meant."""
    return Fraction(hours).limit_denominator(10_000)


def task(number: int, hours: float | None, *on: int, **values: str | tuple[str, ...]) -> Ticket:
    """A ticket by its number, its hours and the numbers of what it depends on."""
    return Ticket(
        numbered(number),
        effort_hours=hours,
        dependencies=tuple(map(numbered, on)),
        **values,  # type: ignore[arg-type]
    )


def planned(*tickets: Ticket, workers: int | None = None, chosen: set[str] | None = None) -> Plan:
    """The plan of some tickets."""
    return plan(Graph(tickets, SETTINGS), chosen, workers=workers)


def numbers(ids: Sequence[str]) -> list[int]:
    """IDs as their numbers."""
    return [int(each.rpartition("-")[2]) for each in ids]


def collide(facts: Literal, one: str, two: str) -> bool:
    """Whether the files of two tickets overlap."""
    return any(
        overlap(first, second)
        for first in facts.by_id[one].files
        for second in facts.by_id[two].files
    )


@law(60)
@given(efforts(), st.data())
def test_timings_and_the_critical_path_are_those_of_all_paths(
    tickets: list[Ticket], data: st.DataObject
) -> None:
    some = data.draw(st.one_of(st.none(), st.sets(st.sampled_from([t.id for t in tickets]))))
    facts, found = Literal(tickets, some), plan(Graph(tickets, SETTINGS), some)
    assert set(found.timings) == set(facts.planned)
    assert exactly(found.critical_path_hours) == facts.end == exactly(found.finish_hours)
    assert exactly(found.total_hours) == sum(facts.length.values())
    spanning = [path for path in facts.paths if facts.long(path) == facts.end]
    assert found.critical_path == min(spanning, default=())
    for each, timing in found.timings.items():
        start, last = facts.earliest[each], facts.latest[each]
        assert exactly(timing.earliest_start) == start
        assert exactly(timing.earliest_finish) == start + facts.length[each]
        assert exactly(timing.latest_start) == last
        assert exactly(timing.latest_finish) == last + facts.length[each]
        assert exactly(timing.slack) == last - start
        assert timing.critical == (last == start)
        following = min((facts.earliest[n] for n in facts.after[each]), default=facts.end)
        assert exactly(timing.free_slack) == following - start - facts.length[each]


@law(60)
@given(efforts())
def test_a_wave_takes_free_tickets_without_overlaps_by_latest_start(
    tickets: list[Ticket],
) -> None:
    facts, found = Literal(tickets), plan(Graph(tickets, SETTINGS))
    left, done, expected = set(facts.planned), set[str](), []
    while left:
        wave: list[str] = []
        for each in sorted(left, key=lambda ticket: (facts.latest[ticket], ticket)):
            if facts.before[each] <= done and not any(collide(facts, each, n) for n in wave):
                wave.append(each)
        expected.append(tuple(wave))
        done.update(wave)
        left.difference_update(wave)
    assert list(found.waves) == expected


@law(60)
@given(efforts())
def test_the_order_always_takes_the_most_urgent_available_ticket(tickets: list[Ticket]) -> None:
    facts, found = Literal(tickets), plan(Graph(tickets, SETTINGS))
    done: list[str] = []
    while len(done) < len(facts.planned):
        available = {n for n in facts.planned if n not in done and facts.before[n] <= {*done}}
        done.append(facts.by_urgency(available)[0])
    assert list(found.order) == done


def list_schedule(facts: Literal, workers: int, share: bool) -> list[tuple[str, int, Fraction]]:
    """List scheduling by its definition: moment by moment, ticket, worker and start."""
    now, done, left = Fraction(0), set[str](), set(facts.planned)
    running: dict[int, tuple[str, Fraction]] = {}
    found = []
    while left or running:
        for worker in range(1, workers + 1):
            free = {
                each
                for each in left
                if facts.before[each] <= done
                and (share or not any(collide(facts, each, n) for n, _ in running.values()))
            }
            if worker not in running and free:
                each = facts.by_urgency(free)[0]
                found.append((each, worker, now))
                running[worker] = (each, now + facts.length[each])
                left.remove(each)
        now = min(finish for _, finish in running.values())
        done |= {each for each, finish in running.values() if finish == now}
        running = {worker: each for worker, each in running.items() if each[1] != now}
    return found


@law(60)
@given(efforts(), st.integers(1, 3), st.booleans())
def test_idle_workers_take_the_most_urgent_ticket_whose_files_are_free(
    tickets: list[Ticket], workers: int, share: bool
) -> None:
    facts = Literal(tickets)
    found = plan(Graph(tickets, SETTINGS), workers=workers, share_files=share)
    stints = [(each.id, each.worker, exactly(each.start)) for each in found.schedule]
    assert stints == list_schedule(facts, workers, share)
    for each in found.schedule:
        assert exactly(each.finish) == exactly(each.start) + facts.length[each.id]
    assert found.finish_hours == max((each.finish for each in found.schedule), default=0)
    assert exactly(found.lower_bound_hours) == max(
        facts.end, sum(facts.length.values(), Fraction(0)) / workers
    )
    assert found.finish_hours >= found.lower_bound_hours - 1e-9


@law(60)
@given(efforts(), st.data())
def test_exactly_the_tickets_that_wait_for_themselves_are_left_out(
    tickets: list[Ticket], data: st.DataObject
) -> None:
    some = data.draw(st.one_of(st.none(), st.sets(st.sampled_from([t.id for t in tickets]))))
    facts, found = Literal(tickets, some), plan(Graph(tickets, SETTINGS), some)
    assert list(found.left_out) == sorted(facts.left_out)
    assert bool(found.cycles) == bool(found.left_out)
    assert {cycle.ids[0] for cycle in found.cycles} <= facts.left_out
    ids = facts.planned
    assert list(found.missing_effort) == [n for n in ids if facts.by_id[n].effort_hours is None]


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
    found = planned(*tickets, workers=3)
    assert (len(tickets), found.total_hours, found.critical_path_hours) == (62, 314, 45)
    assert numbers(found.critical_path) == [1, 3, 4, 6, 7, 13, 14, 16, 24, 60]
    assert found.lower_bound_hours == pytest.approx(314 / 3)
    assert not found.missing_effort
    assert not found.cycles


def test_rounding_gives_no_critical_ticket_slack() -> None:
    tenths = [task(n, 0.1, *([n - 1] if n > 1 else [])) for n in range(1, 11)]
    found = planned(*tenths, task(11, 1.0), task(12, 1 / 3), task(13, 2 / 3, 12))
    assert found.critical_path_hours == 1.0
    assert all(timing.critical for timing in found.timings.values())


def test_the_numerically_lowest_of_equally_long_paths_is_critical() -> None:
    found = planned(task(9, 1.0), task(10, 1.0), task(1001, 2.0, 9, 10), task(999, 2.0, 10))
    assert numbers(found.critical_path) == [9, 1001]


def test_epics_pass_on_precedence_but_are_not_planned() -> None:
    tickets = [
        task(1, None, ticket_type="epic"),
        task(2, 1.0, parent_id=numbered(1)),
        task(3, None, 1, ticket_type="epic"),
        task(4, 2.0, parent_id=numbered(3)),
        task(5, 4.0, 3),
    ]
    found = planned(*tickets)
    assert [numbers(wave) for wave in found.waves] == [[2], [4], [5]]
    assert set(numbers(list(found.timings))) == {2, 4, 5}
    assert found.missing_effort == ()


def test_two_big_epics_in_a_row_do_not_multiply_the_edges() -> None:
    count = 3000
    tickets = [task(1, None, ticket_type="epic"), task(2, None, 1, ticket_type="epic")]
    tickets += [task(n + 3, 1.0, parent_id=numbered(1 + n % 2)) for n in range(2 * count)]
    start = time.process_time()
    assert [len(wave) for wave in planned(*tickets).waves] == [count, count]
    assert time.process_time() - start < 5


def test_an_epic_without_open_work_still_orders_tickets() -> None:
    found = planned(task(1, 1.0), task(2, None, 1, ticket_type="epic"), task(3, 1.0, 2))
    assert found.critical_path_hours == 2


def test_open_children_come_before_a_parent_that_is_not_an_epic() -> None:
    found = planned(task(1, 1.0), task(2, 1.0, parent_id=numbered(1)))
    assert numbers(found.order) == [2, 1]


def test_tickets_that_a_filter_leaves_out_take_no_time_but_keep_the_order() -> None:
    tickets = (task(1, 1.0, 2), task(2, 5.0, 3), task(3, 1.0))
    found = planned(*tickets, chosen={numbered(1), numbered(3)})
    assert numbers(found.critical_path) == [3, 1]
    assert found.critical_path_hours == found.total_hours == 2


def test_done_hours_are_those_of_done_tickets_and_not_of_cancelled_ones_or_epics() -> None:
    found = planned(
        task(1, 1.0, status="done"),
        task(2, 2.0, status="cancelled"),
        task(3, 4.0, status="done", ticket_type="epic"),
        task(4, 8.0, 1),
    )
    assert (found.done_hours, found.total_hours) == (1, 8)


def test_cycles_are_named_and_the_rest_is_planned() -> None:
    found = planned(
        task(1, 1.0), task(2, 1.0, 1, 3), task(3, 1.0, 2), task(4, 1.0, 3), task(5, 1.0, 5)
    )
    assert [str(cycle) for cycle in found.cycles] == [
        "JJM-002 → JJM-003 → JJM-002",
        "JJM-005 → JJM-005",
    ]
    assert numbers(found.left_out) == [2, 3, 5]
    assert numbers(found.critical_path) == [1, 4]


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
    found = planned(workers=2)
    assert (found.critical_path, found.waves, found.order, found.finish_hours) == ((), (), (), 0)


def test_a_very_long_chain_is_planned() -> None:
    tickets = [task(n, 1.0, *([n - 1] if n else [])) for n in range(LONG)]
    start = time.process_time()
    found = planned(*tickets, workers=3)
    assert len(found.critical_path) == len(found.waves) == found.finish_hours == LONG
    assert time.process_time() - start < 20
