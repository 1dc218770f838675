"""What changed between two versions of a ticket, and the phrase for it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from bodies import body, with_body
from graphs import law
from hypothesis import given
from hypothesis import strategies as st

from jticket.model.compare.changes import Changes, FieldChange, changes, described
from jticket.model.compare.criteria import CriterionChange
from jticket.model.ticket import Criterion, DevlogEntry, RawMapping, Section, Ticket

TICKET = Ticket("JJM-001", title="Parser", tags=("cli", "mvp"), assignee="ana")
A, B, C = DevlogEntry("2025-10-01", "a", "x"), DevlogEntry("2025-10-02", "b", ""), Criterion("c")


def criteria(*texts: str) -> tuple[Criterion, ...]:
    """Returns criteria; an `x` before the text ticks one."""
    return tuple(Criterion(text.removeprefix("x "), text.startswith("x ")) for text in texts)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ({}, ""),
        ({"status": "done"}, "status backlog → done"),
        ({"assignee": ""}, "assignee cleared"),
        ({"phase": "MVP"}, "phase MVP"),
        ({"tags": ("mvp", "new", "cli")}, "tags +new"),
        ({"tags": ("x",)}, "tags +x -cli -mvp"),
        ({"tags": ("mvp", "cli")}, "tags reordered"),
        ({"tags": ()}, "tags -cli -mvp"),
        ({"files": tuple("abcdefgh")}, "files +a +b +c +d +e +f and 2 more"),
        ({"title": "a very long title that goes on and on and on and on"}, "title Parser → a very"),
        ({"title": "two\nlines"}, "title Parser → two lines"),
        ({"fields": (("x", RawMapping((("a", "b"),))),)}, "x {…}"),
        ({"fields": (("x", ("a", ("b",))),)}, "x [a, [b]]"),
        (
            {"description": "a", "technical_notes": "b"},
            "description edited, technical notes edited",
        ),
        ({"sections": (Section("", "a"), Section("Risks", "b"))}, "preamble edited, risks edited"),
        ({"criteria": criteria("a", "b")}, "2 criteria added"),
        ({"criteria": criteria("a")}, "1 criterion added"),
        ({"devlog": (A,)}, "devlog"),
        ({"devlog": (A, B)}, "2 devlog entries"),
        ({"effort": "6h", "effort_hours": 6.0}, "effort 6h"),
    ],
)
def test_a_change_has_its_phrase(after: dict[str, object], words: str) -> None:
    difference = changes(TICKET, with_body(TICKET, **after))
    assert described(difference).startswith(words)
    assert bool(difference) == bool(after)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (("a", "b"), ("x a", "b"), [("ticked", "a", "")]),
        (("x a",), ("a",), [("unticked", "a", "")]),
        (("a", "b"), ("b", "a"), [("moved", "b", "")]),
        (("a", "b", "c", "d"), ("b", "c", "d", "a"), [("moved", "a", "")]),
        (("a", "b", "c"), ("c", "a", "x b"), [("moved", "c", ""), ("ticked", "b", "")]),
        (("a", "b"), ("new", "b"), [("added", "new", ""), ("dropped", "a", "")]),
        (("a",), (), [("dropped", "a", "")]),
        (
            ("it parses files",),
            ("it parses all files",),
            [("reworded", "it parses all files", "it parses files")],
        ),
        (
            ("it parses files",),
            ("x it parses all files",),
            [
                ("reworded", "it parses all files", "it parses files"),
                ("ticked", "it parses all files", ""),
            ],
        ),
        (
            ("it parses files",),
            ("zzz",),
            [("added", "zzz", ""), ("dropped", "it parses files", "")],
        ),
        (("a", "a"), ("a", "x a"), [("ticked", "a", "")]),
        (
            ("one fish", "two fish"),
            ("two fishes", "one fish"),
            [("reworded", "two fishes", "two fish"), ("moved", "two fishes", "")],
        ),
    ],
)
def test_criteria_are_matched_by_their_text(
    before: tuple[str, ...], after: tuple[str, ...], expected: list[tuple[str, str, str]]
) -> None:
    old, new = (
        with_body(TICKET, criteria=criteria(*before)),
        with_body(TICKET, criteria=criteria(*after)),
    )
    assert list(changes(old, new).criteria) == [CriterionChange(*parts) for parts in expected]


def test_a_devlog_that_lost_an_entry_is_rewritten() -> None:
    difference = changes(with_body(TICKET, devlog=(A, A)), with_body(TICKET, devlog=(A, B)))
    assert (difference.devlog_added, difference.devlog_rewritten) == ((B,), True)
    assert described(difference) == "devlog, devlog rewritten"


def test_a_change_may_be_left_out() -> None:
    difference = changes(TICKET, replace(TICKET, status="done", phase="x"))
    assert difference.without("status").fields == (FieldChange("phase", "", "x"),)
    assert not changes(TICKET, replace(TICKET, phase="x")).without("phase")


def test_two_sections_of_one_name_are_distinguished_by_their_order() -> None:
    first = with_body(TICKET, sections=(Section("N", "a"), Section("N", "b"), Section("M", "c")))
    second = with_body(TICKET, sections=(Section("M", "c"), Section("N", "b"), Section("N", "a")))
    assert changes(first, second).sections == ("N",)


TICKETS = st.builds(
    Ticket,
    st.just("JJM-001"),
    title=st.sampled_from("ab"),
    tags=st.lists(st.sampled_from("xyz"), max_size=3).map(tuple),
    fields=st.lists(st.tuples(st.sampled_from("pq"), st.sampled_from("12")), max_size=2).map(
        lambda pairs: tuple(dict(pairs).items())
    ),
    body=st.builds(
        body,
        description=st.sampled_from(["", "a"]),
        criteria=st.lists(
            st.builds(Criterion, st.sampled_from(["a", "b", "aa"]), st.booleans()), max_size=4
        ).map(tuple),
        devlog=st.lists(st.sampled_from([A, B]), max_size=3).map(tuple),
        sections=st.lists(st.builds(Section, st.sampled_from("MN"), st.just("x")), max_size=2).map(
            tuple
        ),
    ),
)


@law(100)
@given(TICKETS, TICKETS)
def test_equal_tickets_have_no_changes_and_different_ones_have_some(
    first: Ticket, second: Ticket
) -> None:
    assert changes(first, first) == Changes()
    difference = changes(first, second)
    same = with_body(second, criteria=first.criteria, devlog=first.devlog, sections=first.sections)
    same = replace(
        same, fields=first.fields if dict(first.fields) == dict(second.fields) else second.fields
    )
    assert bool(difference.fields) == (with_body(same, description=first.description) != first)
    assert bool(difference.criteria) == (first.criteria != second.criteria)
    assert bool(described(difference)) == bool(difference)
    back = changes(second, first)
    flipped = [FieldChange(change.key, change.after, change.before) for change in back.fields]
    assert sorted(map(repr, flipped)) == sorted(map(repr, difference.fields))


def test_very_many_changes_are_described_quickly() -> None:
    many = 5_000
    old = with_body(
        replace(TICKET, tags=tuple(f"a{n}" for n in range(many))),
        criteria=criteria(*(f"a criterion, number {n}" for n in range(many))),
        sections=tuple(Section(f"a{n}", "x") for n in range(many)),
        devlog=tuple(DevlogEntry("2025-10-01", str(n), "") for n in range(many)),
    )
    new = with_body(
        replace(TICKET, tags=tuple(f"b{n}" for n in range(many))),
        criteria=criteria(*(f"another criterion, number {n}" for n in range(many))),
        sections=tuple(Section(f"b{n}", "x") for n in range(many)),
        devlog=tuple(DevlogEntry("2025-10-02", str(n), "") for n in range(many)),
    )
    start = time.process_time()
    assert len(described(changes(old, new))) < 250_000
    few = with_body(new, criteria=new.criteria[:300])
    assert changes(with_body(old, criteria=old.criteria[:40]), few)
    assert time.process_time() - start < 10
