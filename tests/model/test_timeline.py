"""What differs between versions of a ticket, as rows of its history; what a merge changed."""

from __future__ import annotations

from bodies import with_body

from jticket.model.history.timeline import FieldEdit, FileState, edits, first_edits, merged_edits
from jticket.model.ticket import Criterion, DevlogEntry, RawMapping, Section, Ticket

BASE = Ticket("JJM-001", title="T", created="2025-10-01")


def state(path: str = "a.md", unreadable: str = "", **values: object) -> FileState:
    return FileState(path, with_body(BASE, **values), unreadable)


def test_a_missing_scalar_is_none_and_an_empty_list_is_a_list() -> None:
    after = state(assignee="ana", tags=("x",), fields=(("odd", RawMapping((("a", "b"),))),))
    assert list(edits(state(), after)) == [
        FieldEdit("assignee", None, "ana"),
        FieldEdit("tags", (), ("x",)),
        FieldEdit("odd", None, RawMapping((("a", "b"),))),
    ]
    assert next(edits(after, state())) == FieldEdit("assignee", "ana", None)


def test_a_new_file_is_a_creation_and_a_missing_one_a_deletion() -> None:
    assert list(edits(None, state())) == [FieldEdit("created", None, "2025-10-01")]
    assert list(edits(state("x/a.md"), None)) == [FieldEdit("deleted", "x/a.md", None)]
    assert list(edits(None, None)) == []


def test_a_gap_has_a_beginning_and_an_end() -> None:
    broken = state(unreadable="why")
    assert list(edits(state(), broken)) == [FieldEdit("unreadable", None, "why")]
    assert list(edits(broken, broken)) == []
    fixed = list(edits(broken, state(status="done")))
    assert fixed == [FieldEdit("unreadable", "why", None), FieldEdit("status", "backlog", "done")]
    assert list(edits(None, FileState("a.md", None, "why"))) == [
        FieldEdit("created", None, None),
        FieldEdit("unreadable", None, "why"),
    ]


def test_a_rewritten_devlog_entry_is_removed_and_added() -> None:
    old, new = (DevlogEntry("2025-10-02", "ana", text) for text in ("old", "new"))
    assert list(edits(state(devlog=(old,)), state(devlog=(new,)))) == [
        FieldEdit("devlog", "2025-10-02 ana\n\nold", None),
        FieldEdit("devlog", None, "2025-10-02 ana\n\nnew"),
    ]


def test_a_criterion_reworded_and_ticked_has_a_row_for_each_change() -> None:
    before = state(criteria=(Criterion("the parser works"),))
    after = state(criteria=(Criterion("the parser works well", done=True),))
    assert list(edits(before, after)) == [
        FieldEdit("criteria", "[ ] the parser works", "[ ] the parser works well"),
        FieldEdit("criteria", "[ ] the parser works well", "[x] the parser works well"),
    ]


def test_criteria_that_change_places_have_no_rows() -> None:
    first, second = Criterion("it parses"), Criterion("it stops")
    assert list(edits(state(criteria=(first, second)), state(criteria=(second, first)))) == []


def test_first_values_are_edits_from_none_without_the_creation_itself() -> None:
    rows = list(first_edits(state(tags=("x",), sections=(Section("", "first"),))))
    assert FieldEdit("status", None, "backlog") in rows
    assert FieldEdit("tags", None, ("x",)) in rows
    assert FieldEdit("preamble", None, "first") in rows
    assert FieldEdit("path", None, "a.md") in rows
    assert not any(row.field == "created" for row in rows)
    assert all(row.before is None for row in rows)


def test_a_merge_that_takes_a_side_or_joins_lists_changes_nothing() -> None:
    ours, theirs = state(status="done", tags=("a", "b")), state("x/a.md", tags=("a", "c"))
    merged = state("x/a.md", status="done", tags=("a", "b", "c"))
    assert list(merged_edits([ours, theirs], merged)) == []


def test_a_merge_with_a_value_of_neither_side_is_an_edit_from_the_first_parent() -> None:
    ours, theirs = state(status="done"), state(status="review", tags=("a",))
    merged = state(status="ready", tags=("b",))
    assert list(merged_edits([ours, theirs], merged)) == [
        FieldEdit("status", "done", "ready"),
        FieldEdit("tags", (), ("b",)),
    ]


def test_a_merge_that_drops_a_value_of_all_sides_is_an_edit() -> None:
    ours, theirs = state(tags=("a", "b"), assignee="ana"), state(tags=("a", "c"), assignee="ana")
    merged = state(tags=("b", "c"))
    assert list(merged_edits([ours, theirs], merged)) == [
        FieldEdit("assignee", "ana", None),
        FieldEdit("tags", ("a", "b"), ("b", "c")),
    ]


def test_a_merge_that_drops_or_adds_the_file_is_an_edit() -> None:
    assert list(merged_edits([state(), state("b.md")], None)) == [
        FieldEdit("deleted", "a.md", None)
    ]
    assert [row.field for row in merged_edits([], state())] == ["created"]


def test_edits_of_very_many_sections_take_time_in_proportion_to_them() -> None:
    class Counted(str):
        compared = 0

        def __eq__(self, other: object) -> bool:
            Counted.compared += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    count = 400
    sections = tuple(Section(Counted(f"S{number}"), "text") for number in range(count))
    assert len(list(edits(state(), state(sections=sections)))) == count
    assert Counted.compared < 10 * count
