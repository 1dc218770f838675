"""Edits of the body: tick a criterion, append one or an entry, set a section."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from bodies import with_body
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import LAYOUTS, LINE, TEXTS, Layout, law, pieces, read

from jticket.model.schema import HEADINGS
from jticket.model.ticket import Criterion, DevlogEntry, Section
from jticket.text.body import read_body
from jticket.text.edits.apply import EditRefusedError, apply_edits
from jticket.text.edits.edit import (
    AddCriterion,
    AddEntry,
    Edit,
    SetField,
    SetSection,
    Tick,
    expected_ticket,
)
from jticket.text.markdown_text import close_open_blocks, demote_headings, normalised, prose

if TYPE_CHECKING:
    from jticket.model.ticket import Ticket
    from jticket.text.reading import ValidFile

FRONT = "---\nid: JJM-014\ntitle: a\n---\n"
WHEN = "2025-10-03T10:00:00Z"
TEXT = st.one_of(
    TEXTS,
    st.lists(
        st.sampled_from(
            pieces(
                "a¦b  ¦¦- c¦  d¦    e¦1. f¦> g¦```¦~~~ h¦# i¦### j¦#### k¦<!-- l¦-->¦<div>¦"
                "</div>¦<pre>¦m⏎===¦n⏎---¦---¦- [ ] o¦* * *¦⇥p¦| q |¦[r]: s¦<b>¦<!-- t -->¦"
                "\\# u"
            )
        ),
        min_size=1,
        max_size=6,
    ).map("\n".join),
)
CONTENTS = st.lists(
    st.sampled_from(
        [
            *pieces(
                "text⏎¦text⏎more⏎¦⏎¦⏎⏎¦- a⏎- b⏎¦* [ ] c⏎¦1. [x] d⏎   e⏎¦2) [ ] f⏎⏎3) [ ] g⏎¦"
                "- [X] h⏎  - [ ] i⏎⏎  j⏎¦   - [ ] k⏎¦<!-- l -->⏎¦```⏎## Devlog⏎- [ ] m⏎```⏎¦> n⏎¦"
                "### o⏎¦    p⏎¦---⏎¦<b>⏎⏎¦### 2025-10-02 bob⏎r⏎¦-⇥[ ] s⏎⏎-⇥[x] t⏎"
            ),
            f"### {WHEN} ana\n\nq\n\n",
        ]
    ),
    max_size=4,
).map("".join)
DRAWN_HEADINGS = st.sampled_from(
    pieces(
        "## Description¦## Acceptance Criteria¦##  acceptance criteria ##¦## Technical Notes¦"
        "## Devlog¦## DEVLOG¦## Notes¦## Risks #¦##"
    )
)


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Draws a body of sections in any order, some of them repeated."""
    parts = [draw(st.sampled_from(["", "", "\n", "\nintro\n\n", "# Title\n", "<!-- a -->\n"]))]
    for heading in draw(st.lists(DRAWN_HEADINGS, max_size=6)):
        parts.append(f"{heading}\n{draw(CONTENTS)}")
        parts.append(draw(st.sampled_from(["", "\n", "\n\n"])))
    return "".join(parts)


def lines(reading: ValidFile) -> list[str]:
    """Returns the lines of a file."""
    return reading.text.document.text.split("\n")


def body_of(text: str, *edits: Edit) -> str:
    """Returns the body after some edits."""
    after = apply_edits(read(FRONT + text), edits)
    return after.text.document.text.removeprefix(FRONT)


@law(80)
@given(bodies(), LAYOUTS, TEXT, LINE)
def test_an_entry_is_appended_and_nothing_else_changes(
    body: str, layout: Layout, text: str, author: str
) -> None:
    before = read(layout.data(FRONT + body))
    after = apply_edits(before, [AddEntry(WHEN, author, text)])
    entry = DevlogEntry(WHEN, author, close_open_blocks(demote_headings(normalised(text))))
    assert after.ticket == with_body(before.ticket, devlog=(*before.ticket.devlog, entry))
    assert_only_added(before, after)
    assert_same_elsewhere(before, after, "Devlog")


@law(80)
@given(bodies(), LAYOUTS, TEXT.filter(str.strip), st.booleans())
def test_a_criterion_is_appended_and_nothing_else_changes(
    body: str, layout: Layout, text: str, done: bool
) -> None:
    before = read(layout.data(FRONT + body))
    text = normalised(text).strip(" \t")
    assume(text[:1].strip())
    after = apply_edits(before, [AddCriterion(text, done)])
    criteria = (*before.ticket.criteria, Criterion(text, done))
    assert after.ticket == with_body(before.ticket, criteria=criteria)
    assert_only_added(before, after)
    assert_same_elsewhere(before, after, "Acceptance Criteria")


@law(80)
@given(bodies(), LAYOUTS, st.integers(0, 20), st.booleans())
def test_ticking_changes_one_character(body: str, layout: Layout, at: int, done: bool) -> None:
    before = read(layout.data(FRONT + body))
    if before.ticket and not before.ticket.criteria:
        before = apply_edits(before, [AddCriterion("a"), AddCriterion("b")])
    criteria = list(before.ticket.criteria)
    number = at % len(criteria) + 1
    criteria[number - 1] = replace(criteria[number - 1], done=done)
    after = apply_edits(before, [Tick(number, done)])
    assert after.ticket == with_body(before.ticket, criteria=tuple(criteria))
    old, new = before.text.document.text, after.text.document.text
    changed = [
        at for at, (before, after) in enumerate(zip(old, new, strict=True)) if before != after
    ]
    assert len(changed) == (before.ticket != after.ticket)
    again = apply_edits(after, [Tick(number, not done), Tick(number, done)])
    assert again.ticket == after.ticket


@law(120)
@given(
    bodies(),
    LAYOUTS,
    st.sampled_from(["Description", "Technical Notes", "Notes", "New", "Risks", ""]),
    TEXT,
)
def test_a_section_is_set_and_nothing_else_changes(
    body: str, layout: Layout, heading: str, text: str
) -> None:
    before = read(layout.data(FRONT + body))
    # The value of a section whose heading is empty looks like that of the text above the first.
    assume(heading or all(part.heading for part in before.text.body.parts))
    text = close_open_blocks(normalised(text))
    after = apply_edits(before, [SetSection(heading, text)])
    assert text_of(after.ticket, heading, after.text.body.preamble) == prose(text)
    assert_same_elsewhere(before, after, heading)
    assert apply_edits(after, [SetSection(heading, text)]) is after
    keys = {"Description": "description", "Technical Notes": "technical_notes"}
    key = keys.get(heading, "sections")
    same = with_body(after.ticket, **{key: getattr(before.ticket, key)})
    assert same == before.ticket


def text_of(ticket: Ticket, heading: str, preamble: str) -> str:
    """Returns the text of a section."""
    match heading:
        case "":
            return preamble
        case "Description":
            return ticket.description
        case "Technical Notes":
            return ticket.technical_notes
        case _:
            return next((part.text for part in ticket.sections if part.heading == heading), "")


def assert_only_added(before: ValidFile, after: ValidFile) -> None:
    """Asserts that lines were inserted at one place; a file's last line may gain its newline."""
    old, new = lines(before), lines(after)
    added = len(new) - len(old)
    assert added > 0
    bare_old, bare_new = ([line.removesuffix("\r") for line in side] for side in (old, new))
    assert any(
        bare_new[:at] + bare_new[at + added :] == bare_old for at in range(len(bare_old) + 1)
    )


def assert_same_elsewhere(before: ValidFile, after: ValidFile, heading: str) -> None:
    """Asserts that all other sections kept their bytes, except for blank lines at their ends."""
    name = heading if heading in HEADINGS else None
    old, new = (
        [
            (part.heading, reading.text.document.text[part.start : part.end].rstrip("\r\n"))
            for part in reading.text.body.parts
            if (part.name != name if name else part.heading != heading)
        ]
        for reading in (before, after)
        if reading.text
    )
    assert new == old


@law(60)
@given(bodies(), LAYOUTS, st.data())
def test_any_sequence_of_edits_gives_the_expected_ticket(
    body: str, layout: Layout, data: st.DataObject
) -> None:
    reading = read(layout.data(FRONT + body))
    wanted = reading.ticket
    for _ in range(5):
        edit: Edit
        match data.draw(st.sampled_from(["entry", "criterion", "tick", "field"])):
            case "entry":
                edit = AddEntry(WHEN, "ana", "text")
                entry = DevlogEntry(WHEN, "ana", "text")
                wanted = with_body(wanted, devlog=(*wanted.devlog, entry))
            case "criterion":
                text = data.draw(LINE)
                edit = AddCriterion(text)
                wanted = with_body(wanted, criteria=(*wanted.criteria, Criterion(text)))
            case "tick" if wanted.criteria:
                number = data.draw(st.integers(1, len(wanted.criteria)))
                edit = Tick(number)
                criteria = list(wanted.criteria)
                criteria[number - 1] = replace(criteria[number - 1], done=True)
                wanted = with_body(wanted, criteria=tuple(criteria))
            case _:
                edit = SetField("assignee", data.draw(LINE))
                wanted = replace(wanted, assignee=str(edit.value))
        reading = apply_edits(reading, [edit])
        assert reading.ticket == wanted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "\n## Acceptance Criteria\n\n- [ ] new\n"),
        ("\n## Acceptance Criteria\n", "\n## Acceptance Criteria\n\n- [ ] new\n"),
        (
            "\n## Acceptance Criteria\n\n<!-- how to know -->\n",
            "\n## Acceptance Criteria\n\n<!-- how to know -->\n\n- [ ] new\n",
        ),
        (
            "\n## Acceptance Criteria\n\n- [ ] a\n\nprose\n",
            "\n## Acceptance Criteria\n\n- [ ] a\n- [ ] new\n\nprose\n",
        ),
        (
            "\n## Acceptance Criteria\n\n- [ ] a\n  more\n- b\n",
            "\n## Acceptance Criteria\n\n- [ ] a\n  more\n- [ ] new\n- b\n",
        ),
        (
            "\n## Acceptance Criteria\n\n* [ ] a\n\n* [ ] b\n",
            "\n## Acceptance Criteria\n\n* [ ] a\n\n* [ ] b\n\n* [ ] new\n",
        ),
        (
            "\n## Acceptance Criteria\n\n9) [ ] a\n## Devlog\n",
            "\n## Acceptance Criteria\n\n9) [ ] a\n10) [ ] new\n## Devlog\n",
        ),
        (
            "\n## Acceptance Criteria\n1. [ ] a\n1. [ ] b\n",
            "\n## Acceptance Criteria\n1. [ ] a\n1. [ ] b\n1. [ ] new\n",
        ),
        (
            "\n## Acceptance Criteria\n  -   [ ] a",
            "\n## Acceptance Criteria\n  -   [ ] a\n  -   [ ] new",
        ),
        (
            "\n## Technical Notes\n\na\n\n## Devlog\n",
            "\n## Acceptance Criteria\n\n- [ ] new\n\n## Technical Notes\n\na\n\n## Devlog\n",
        ),
        (
            "\n## Description\na\n## Other\n",
            "\n## Description\na\n\n## Acceptance Criteria\n\n- [ ] new\n\n## Other\n",
        ),
    ],
)
def test_a_criterion_is_added_after_the_last_in_its_style(before: str, after: str) -> None:
    assert body_of(before, AddCriterion("new")) == after


def test_further_lines_of_a_criterion_are_indented_below_the_first() -> None:
    assert body_of(
        "\n## Acceptance Criteria\n\n10. [x] a\n", AddCriterion("b\n\n- c\n", done=True)
    ) == ("\n## Acceptance Criteria\n\n10. [x] a\n11. [x] b\n\n    - c\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "\n## Devlog\n\n### T ana\n\nx\n"),
        ("\n## Devlog\n", "\n## Devlog\n\n### T ana\n\nx\n"),
        (
            "\n## Devlog\n\n<!-- oldest first -->",
            "\n## Devlog\n\n<!-- oldest first -->\n\n### T ana\n\nx",
        ),
        ("\n## Devlog\n## Notes\na\n", "\n## Devlog\n\n### T ana\n\nx\n\n## Notes\na\n"),
        ("\n## Devlog\n\n\n\n## Notes\n", "\n## Devlog\n\n### T ana\n\nx\n\n\n\n## Notes\n"),
        (
            "\n## Description\n\na\n\n\n",
            "\n## Description\n\na\n\n## Devlog\n\n### T ana\n\nx\n\n\n",
        ),
        ("\n## Notes\n- a", "\n## Notes\n- a\n\n## Devlog\n\n### T ana\n\nx"),
    ],
)
def test_an_entry_is_added_at_the_end_of_the_devlog(before: str, after: str) -> None:
    assert body_of(before, AddEntry(WHEN, "ana", "x")) == after.replace("T", WHEN, 1)


@pytest.mark.parametrize("front", ["---\nid: JJM-014\ntitle: a\n---", "---\nid: JJM-014\n---\n"])
def test_a_file_without_a_body_can_get_one(front: str) -> None:
    after = apply_edits(read(front), [AddEntry(WHEN, "ana", "x")])
    assert after.text.document.text == (f"{front.rstrip()}\n\n## Devlog\n\n### {WHEN} ana\n\nx\n")


@pytest.mark.parametrize(
    ("text", "edit"),
    [
        ("---\nid: JJM-014\ntitle: a\n---\r\n", SetSection("Description", "b")),
        ("---\nid: JJM-014\ntitle: a\n---\r\n", AddEntry(WHEN, "ana", "b")),
        (f"{FRONT}\n## Devlog\n\n### {WHEN} ana\n\nb\r\n", AddEntry(WHEN, "ana", "c")),
        (f"{FRONT}\n## Acceptance Criteria\n\n- [ ] a\r\n", AddCriterion("b")),
        (f"{FRONT}\n## Acceptance Criteria\r\n", AddCriterion("b")),
        (f"{FRONT}\nabove\r\n", SetSection("Notes", "b")),
    ],
)
def test_what_is_added_leaves_the_line_above_its_own_ending(text: str, edit: Edit) -> None:
    after = apply_edits(read(text), [edit]).text.document.text
    assert after.startswith(text)
    assert after.endswith("\n")
    assert not after.endswith("\r\n")


@pytest.mark.parametrize("author", ["a # b", "C#", "#", "ana ##", "[x](y)", "<b>", "\\#", "é 😀"])
def test_an_author_may_have_any_name_of_one_line(author: str) -> None:
    after = apply_edits(read(FRONT), [AddEntry(WHEN, author, "x")])
    assert after.ticket.devlog == (DevlogEntry(WHEN, author, "x"),)


@pytest.mark.parametrize(
    ("before", "heading", "text", "after"),
    [
        ("## Description\na\n", "Description", "b", "## Description\nb\n"),
        (
            "## Description\n\n\na\nc\n\n## X\n",
            "Description",
            "b",
            "## Description\n\n\nb\n\n## X\n",
        ),
        ("## Description\n## X\n", "Description", "b", "## Description\n\nb\n\n## X\n"),
        ("## Description\n\na\n\n## X\n", "Description", "", "## Description\n\n## X\n"),
        ("## Description\na\n## X\n", "Description", "<b>", "## Description\n<b>\n\n## X\n"),
        ("## description\na\n", "DESCRIPTION", "b", "## description\nb\n"),
        ("## Devlog\n", "DESCRIPTION", "b", "\n## Description\n\nb\n\n## Devlog\n"),
        ("## Devlog\n", "Risks", "b", "\n## Risks\n\nb\n\n## Devlog\n"),
        ("## Devlog\n## X\na\n", "Risks", "b", "## Devlog\n## X\na\n\n## Risks\n\nb\n"),
        ("## X\na\n", "X", "b\n", "## X\nb\n"),
        ("\nintro\n\n## X\n", "", "b", "\nb\n\n## X\n"),
        ("\n## X\n", "", "b", "\nb\n\n## X\n"),
        ("## X\n", "Y", "", "## X\n"),
    ],
)
def test_a_section_keeps_the_blank_lines_around_it(
    before: str, heading: str, text: str, after: str
) -> None:
    assert body_of(before, SetSection(heading, text)) == after


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (Tick(0), "there is no criterion 0"),
        (Tick(3), "there is no criterion 3"),
        (AddCriterion(" \n"), "a criterion"),
        (AddEntry("yesterday", "ana", "x"), "a devlog entry"),
        (AddEntry(WHEN, "", "x"), "a devlog entry"),
        (AddEntry(WHEN, "a\nb", "x"), "a devlog entry"),
        (SetSection("Description", "a\n\n## Devlog\n\nb"), "the section 'Description'"),
        (SetSection("a\n## b", "c"), "the section 'a"),
    ],
)
def test_an_edit_that_would_not_give_the_expected_ticket_is_refused(
    edit: Edit, reason: str
) -> None:
    before = read(f"{FRONT}## Acceptance Criteria\n- [ ] a\n- [ ] b\n")
    with pytest.raises(EditRefusedError, match="nothing was changed") as refusal:
        apply_edits(before, [edit])
    assert reason in str(refusal.value)


def test_nothing_is_added_after_a_fence_that_is_never_closed() -> None:
    before = read(f"{FRONT}## Description\n```\na\n")
    with pytest.raises(EditRefusedError, match="never closed"):
        apply_edits(before, [AddEntry(WHEN, "ana", "x")])


def test_a_section_reads_the_same_in_a_file_and_alone() -> None:
    text = "- [ ] a\n  b\n- [x] c"
    after = apply_edits(read(FRONT), [SetSection("Acceptance Criteria", text)])
    assert after.ticket.criteria == read_body(f"## Acceptance Criteria\n{text}\n").value.criteria
    assert after.ticket.sections == ()
    assert Section("", "") not in after.ticket.sections


BODY_OF_CARRIAGE_RETURNS = (
    "## Description\r\rText.\r\r## Acceptance Criteria\r\r- [ ] a\r\r- [ ] b\r\r"
    "## Technical Notes\r\rHints.\r\r## Devlog\r\r### 2025-10-02T10:00:00Z ana\r\rDone.\r"
)


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        (SetSection("Description", "New"), "Text.", "New"),
        (SetSection("Description", ""), "\r\rText.", ""),
        (SetSection("Technical Notes", "New"), "Hints.", "New"),
        (Tick(2, done=True), "[ ] b", "[x] b"),
        (AddCriterion("c"), "- [ ] b", "- [ ] b\n\n- [ ] c"),
    ],
)
def test_a_carriage_return_ends_a_line_as_it_does_in_markdown(
    edit: Edit, before: str, after: str
) -> None:
    file = read(f"{FRONT}{BODY_OF_CARRIAGE_RETURNS}")
    expected = f"{FRONT}{BODY_OF_CARRIAGE_RETURNS.replace(before, after)}"
    assert apply_edits(file, [edit]).text.document.text == expected


def test_a_file_that_would_be_too_large_is_refused() -> None:
    edit = SetSection("Description", "x" * 1024 * 1024)
    with pytest.raises(EditRefusedError, match="would have more than 1048576 bytes; nothing was"):
        apply_edits(read(FRONT), [edit])


def test_the_devlog_can_be_set_as_text() -> None:
    entry = f"### {WHEN} ana\n\nDone."
    after = apply_edits(read(FRONT), [SetSection("devlog", entry)])
    assert after.ticket.devlog == (DevlogEntry(WHEN, "ana", "Done."),)


def test_an_empty_section_that_is_missing_is_expected_to_stay_so() -> None:
    before = read(f"{FRONT}\n## Notes\n\nText.\n")
    expected = expected_ticket(before.ticket, SetSection("Risks", ""), before.text.settings)
    assert expected == before.ticket
    assert apply_edits(before, [SetSection("Risks", "")]) is before
