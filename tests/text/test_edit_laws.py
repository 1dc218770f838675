"""Laws of all edits of all front matters, however they are written."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import (
    BODIES,
    LAYOUTS,
    LINE,
    LOADERS,
    SETTINGS,
    TEXTS,
    WORD,
    Front,
    Layout,
    fronts,
    law,
    read,
)

from jticket.model.effort import parse_effort
from jticket.model.schema import BY_KEY, FIELDS
from jticket.text import yaml_tree
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import SetField
from jticket.text.edits.spans import comments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.ticket import Ticket
    from jticket.text.reading import ValidFile

Value = str | tuple[str, ...]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__, scope="module", autouse=True)
def _loader(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_tree, "LOADER", request.param)
        yield


@st.composite
def settings_of_fields(draw: st.DrawFn) -> SetField:
    """Draws a declared key set to a value of its shape: sensible, awkward, or none."""
    field = draw(st.sampled_from([field for field in FIELDS if field.key != "id"]))
    text = st.one_of(WORD, LINE, TEXTS)
    if field.shape.is_list:
        return SetField(field.key, tuple(draw(st.lists(text, max_size=6))))
    return SetField(field.key, draw(st.one_of(text, st.just(""))))


@st.composite
def list_edits(draw: st.DrawFn, front: Front) -> SetField:
    """Draws an edit that adds, removes, changes or moves items of a list."""
    lists = [chunk for chunk in front.chunks if isinstance(chunk.value, tuple)]
    assume(lists)
    chunk = draw(st.sampled_from(lists))
    items = list(chunk.value)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(items)))
        match draw(st.sampled_from(["add", "drop", "change", "move"])):
            case "add":
                items.insert(at, draw(st.one_of(WORD, TEXTS)))
            case "drop" if items:
                items.pop(at % len(items))
            case "change" if items:
                items[at % len(items)] = draw(st.one_of(WORD, TEXTS))
            case "move" if items:
                items.append(items.pop(at % len(items)))
            case _:
                pass
    return SetField(chunk.key, tuple(items))


def expected(ticket: Ticket, edit: SetField) -> Ticket:
    """Returns the ticket that an edit should result in."""
    value: Value = edit.value
    if not value:
        value = BY_KEY[edit.key].default or value
    after = ticket.with_value(edit.key, value)
    if edit.key == "effort":
        hours = parse_effort(str(value), SETTINGS.hours_per_day)
        after = replace(after, effort_hours=hours)
    return after


def comments_of(reading: ValidFile) -> Counter[str]:
    """Returns the comments of the front matter."""
    document = reading.text.document
    return Counter(
        comments(document.text, reading.text.front, document.front_start, document.front_end)
    )


def text_of(reading: ValidFile) -> str:
    """Returns the text of a file."""
    return reading.text.document.text


def assert_edited(front: Front, layout: Layout, body: str, edit: SetField) -> None:
    """Asserts that an edit gives the expected ticket and touches only the key's own lines."""
    before = read(layout.data(f"---\n{front.text}---\n{body}"))
    after = apply_edits(before, [edit])
    assert after.ticket == expected(before.ticket, edit)
    again = read(after.text.document.encoded())
    assert again.ticket == after.ticket
    assert again.diagnostics == after.diagnostics
    assert comments_of(after) == comments_of(before)
    old, new = text_of(before), text_of(after)
    if expected(before.ticket, edit) == before.ticket:
        assert new == old
    elif edit.key in front.values():
        above = "---\n"
        for chunk in front.chunks:
            if chunk.key == edit.key:
                break
            above += chunk.text
        below = f"---\n{front.text}---\n{body}"[len(above) + len(chunk.text) :]
        assert new.startswith(above.replace("\n", layout.newline))
        assert new.endswith(layout.data(below).decode().removeprefix("\ufeff"))
    else:
        assert_only_added(old, new)


def assert_only_added(old: str, new: str) -> None:
    """Asserts that the new text is the old one with lines inserted at one place."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    added = len(after) - len(before)
    assert added > 0
    assert any(after[:at] + after[at + added :] == before for at in range(len(before) + 1))


@law(30)
@given(fronts(), LAYOUTS, BODIES)
def test_a_value_is_read_the_same_in_every_style(front: Front, layout: Layout, body: str) -> None:
    data = layout.data(f"---\n{front.text}---\n{body}")
    reading = read(data)
    for key, value in front.values().items():
        default = BY_KEY[key].default
        assert reading.ticket.value(key) == (value or default or value)
    assert reading.text.document.encoded() == data


@law(30)
@given(fronts(), LAYOUTS, BODIES, settings_of_fields())
def test_an_edit_sets_its_value_and_touches_no_other_line(
    front: Front, layout: Layout, body: str, edit: SetField
) -> None:
    assert_edited(front, layout, body, edit)


@law(30)
@given(st.data(), fronts(), LAYOUTS, BODIES)
def test_an_edit_of_a_list_keeps_the_other_items(
    data: st.DataObject, front: Front, layout: Layout, body: str
) -> None:
    assert_edited(front, layout, body, data.draw(list_edits(front)))


@law(25)
@given(fronts(), LAYOUTS, BODIES)
def test_setting_a_value_again_changes_nothing(front: Front, layout: Layout, body: str) -> None:
    reading = read(layout.data(f"---\n{front.text}---\n{body}"))
    for field in FIELDS:
        edit = SetField(field.key, reading.ticket.value(field.key))
        assert apply_edits(reading, [edit]) is reading


@law(25)
@given(fronts(), LAYOUTS, BODIES, settings_of_fields(), settings_of_fields())
def test_edits_of_two_fields_commute(
    front: Front, layout: Layout, body: str, first: SetField, second: SetField
) -> None:
    assume(first.key != second.key)
    reading = read(layout.data(f"---\n{front.text}---\n{body}"))
    one_way = apply_edits(reading, [first, second])
    other_way = apply_edits(reading, [second, first])
    ticket = expected(expected(reading.ticket, first), second)
    assert one_way.ticket == other_way.ticket == ticket
    if all(edit.value and edit.key in front.values() for edit in (first, second)):
        assert text_of(one_way) == text_of(other_way)


@law(25)
@given(fronts(), LAYOUTS, BODIES, st.lists(settings_of_fields(), min_size=2, max_size=12))
def test_any_sequence_of_edits_gives_the_expected_ticket(
    front: Front, layout: Layout, body: str, edits: list[SetField]
) -> None:
    reading = read(layout.data(f"---\n{front.text}---\n{body}"))
    wanted = reading.ticket
    for edit in edits:
        wanted = expected(wanted, edit)
    assert apply_edits(reading, edits).ticket == wanted
