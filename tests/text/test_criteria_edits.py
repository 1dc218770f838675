"""Laws of the edits of criteria: reworded, removed, moved; every other byte stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import law, read

from jticket.text.edits.apply import EditRefusedError, apply_edits
from jticket.text.edits.edit import MoveCriterion, RemoveCriterion, RewordCriterion

if TYPE_CHECKING:
    from jticket.text.edits.edit import Edit
    from jticket.text.reading import ValidFile

HEAD = "---\nid: JJM-001\ntitle: T\n---\n\n## Acceptance Criteria\n\n"


def file_of(criteria: str, newline: str = "\n") -> ValidFile:
    return read((HEAD + criteria).replace("\n", newline))


def edited(file: ValidFile, *edits: Edit) -> str:
    return apply_edits(file, edits).text.document.text


WORDS = st.text(st.sampled_from("ab é[]`*x."), min_size=1).map(str.strip).filter(bool)
NESTED = st.lists(
    st.sampled_from(
        [
            *("  more words", "  - nested", "  - [ ] not a criterion", "", "  > quoted"),
            *("  ```\n  - [ ] code\n  ```", "\t- by a tab", "lazy words"),
        ]
    ),
    max_size=3,
)
GAPS = st.sampled_from(
    ["", "\n", "\n\n", "\nA paragraph.\n\n", "- a plain item\n", "\n### More\n\n"]
)
MARKERS = st.sampled_from(["- ", "* ", "-\t", "NUMBER. ", "NUMBER) "])


@st.composite
def bodies(draw: st.DrawFn) -> ValidFile:
    """Draws a ticket with criteria of one style, nested lines, and text between them."""
    marker, blocks = draw(MARKERS), []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        box = draw(st.sampled_from(["[ ] ", "[x] ", "[X]\t"]))
        lines = [marker.replace("NUMBER", str(number)) + box + draw(WORDS), *draw(NESTED)]
        blocks += ["\n".join(lines).rstrip("\n") + "\n", draw(GAPS)]
    text = "".join(blocks)
    end = draw(st.sampled_from(["", "\n## Devlog\n\n### 2025-10-01T09:30:00Z ana\n\nText.\n"]))
    text = text.rstrip("\n") if draw(st.booleans()) and not end else text + end
    return file_of(text, draw(st.sampled_from(["\n", "\r\n"])))


def number_in(data: st.DataObject, file: ValidFile) -> int:
    return data.draw(st.integers(1, max(len(file.ticket.criteria), 1)))


@law(150)
@given(bodies(), st.data(), WORDS)
def test_a_reworded_criterion_changes_only_its_first_paragraph(
    file: ValidFile, data: st.DataObject, words: str
) -> None:
    number = number_in(data, file)
    try:
        after = apply_edits(file, [RewordCriterion(number, words)])
    except EditRefusedError:
        return
    old, new = file.text.document.text, after.text.document.text
    place = file.text.body.criterion_places[number - 1]
    assert new[: place.box + 1] == old[: place.box + 1]
    assert new.endswith(old[place.item.end :])
    criterion, was = after.ticket.criteria[number - 1], file.ticket.criteria[number - 1]
    assert criterion.text.split("\n")[0] == words
    assert criterion.done == was.done
    kept = criterion.text.split("\n")[1:]
    assert kept == was.text.split("\n")[len(was.text.split("\n")) - len(kept) :]


@law(150)
@given(bodies(), st.data())
def test_a_removed_criterion_takes_only_its_lines_and_blank_ones(
    file: ValidFile, data: st.DataObject
) -> None:
    number = number_in(data, file)
    try:
        after = apply_edits(file, [RemoveCriterion(number)])
    except EditRefusedError:
        return
    old, new = file.text.document.text, after.text.document.text
    item = file.text.body.criterion_places[number - 1].item
    gone = len(old) - len(new)
    starts = [at for at in range(len(new) + 1) if old[:at] + old[at + gone :] == new]
    assert any(
        not (old[at : item.start] + old[item.end : at + gone]).strip()
        for at in starts
        if at <= item.start and item.end <= at + gone
    )
    left = list(file.ticket.criteria)
    del left[number - 1]
    assert list(after.ticket.criteria) == left


@law(200)
@given(bodies(), st.data())
def test_there_and_back_a_moved_criterion_changes_no_byte(
    file: ValidFile, data: st.DataObject
) -> None:
    number, to = number_in(data, file), number_in(data, file)
    try:
        after = apply_edits(file, [MoveCriterion(number, to)])
    except EditRefusedError:
        return
    back = apply_edits(after, [MoveCriterion(to, number)])
    assert back.text.document.encoded() == file.text.document.encoded()
    first, last = sorted((number, to))
    places = file.text.body.criterion_places
    old, new = file.text.document.text, after.text.document.text
    assert new.startswith(old[: places[first - 1].item.start])
    assert new.endswith(old[places[last - 1].item.end :])
    assert len(new) == len(old)
    criteria = list(file.ticket.criteria)
    criteria.insert(to - 1, criteria.pop(number - 1))
    assert list(after.ticket.criteria) == criteria


NESTED_LIST = "- [ ] one\n  and on\n\n  - deep\n- [x] two\n- [ ] three\n"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("before", "edit", "after"),
    [
        (
            NESTED_LIST,
            RewordCriterion(1, "new"),
            "- [ ] new\n\n  - deep\n- [x] two\n- [ ] three\n",
        ),
        (NESTED_LIST, RewordCriterion(2, "2"), NESTED_LIST.replace("two", "2")),
        (NESTED_LIST, RemoveCriterion(1), "- [x] two\n- [ ] three\n"),
        (NESTED_LIST, RemoveCriterion(3), NESTED_LIST.replace("- [ ] three\n", "")),
        (
            NESTED_LIST,
            MoveCriterion(1, 3),
            "- [x] two\n- [ ] three\n- [ ] one\n  and on\n\n  - deep\n",
        ),
        ("- [ ] a\n\n- [ ] b\n\n- [ ] c\n", RemoveCriterion(2), "- [ ] a\n\n- [ ] c\n"),
        ("- [ ] a\n\n- [ ] b\n\n- [ ] c\n", RemoveCriterion(3), "- [ ] a\n\n- [ ] b\n"),
        ("- [ ] a\n- [ ] b", RemoveCriterion(2), "- [ ] a"),
        ("1. [ ] a\n2. [ ] b\n3. [ ] c\n", MoveCriterion(3, 1), "1. [ ] c\n2. [ ] a\n3. [ ] b\n"),
        ("-\t[ ] a\n\t- x\n-\t[ ] b\n", MoveCriterion(2, 1), "-\t[ ] b\n-\t[ ] a\n\t- x\n"),
        ("- [ ] a\n\n## Devlog\n", RemoveCriterion(1), "## Devlog\n"),
    ],
)
def test_only_the_lines_of_the_criterion_change(
    before: str, edit: Edit, after: str, newline: str
) -> None:
    assert edited(file_of(before, newline), edit) == (HEAD + after).replace("\n", newline)


@pytest.mark.parametrize("edit", [RemoveCriterion(4), MoveCriterion(1, 4), RewordCriterion(0, "x")])
def test_a_criterion_that_does_not_exist_is_refused(edit: Edit) -> None:
    with pytest.raises(EditRefusedError, match="only 3 of them"):
        edited(file_of(NESTED_LIST), edit)
