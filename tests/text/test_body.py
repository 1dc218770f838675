"""A body's sections, criteria and devlog."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import LINE, law, pieces

from jticket.model import rules
from jticket.model.ticket import Criterion, DevlogEntry, Section
from jticket.text.body import read_body
from jticket.text.markdown_text import prose


@pytest.mark.parametrize(
    "heading",
    [
        "## Description",
        "## DESCRIPTION",
        "## description ##",
        "  ##   Description",
        "##\tdescriptION",
    ],
)
def test_the_heading_of_a_section_may_vary_in_case(heading: str) -> None:
    assert read_body(f"{heading}\ntext\n").value.texts.get("description", "") == "text"


def test_sections_come_in_any_order_and_any_may_be_absent() -> None:
    body = read_body("\n## Technical Notes\nb\n\n## Risks\nc\n\n## Description\n\na\n")
    assert (
        body.value.texts.get("description", ""),
        body.value.texts.get("technical_notes", ""),
    ) == ("a", "b")
    assert body.value.sections == (Section("Risks", "c"),)
    assert body.value.criteria == ()
    assert body.value.devlog == ()
    assert [(part.heading, part.name) for part in body.parts] == [
        ("Technical Notes", "Technical Notes"),
        ("Risks", None),
        ("Description", "Description"),
    ]


def test_text_above_the_first_heading_is_a_section_without_one() -> None:
    body = read_body("\nintro\n\n# Title\n\n## Description\na\n")
    assert body.value.sections == (Section("", "intro\n\n# Title"),)


def test_a_repeated_section_is_kept_as_text_and_reported() -> None:
    text = "## Description\na\n## DESCRIPTION\nb\n## Notes\nc\n## Notes\nd\n"
    body = read_body(text)
    assert body.value.texts.get("description", "") == "a"
    assert body.value.sections == (
        Section("DESCRIPTION", "b"),
        Section("Notes", "c"),
        Section("Notes", "d"),
    )
    assert [(problem.rule, problem.offset) for problem in body.problems] == [
        (rules.REPEATED_SECTION, text.index("## DESC"))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "## Description\n```\n## Devlog\n```\n",
        "## Description\n<!--\n## Devlog\n-->\n",
        "## Description\n- a\n\n  ## Devlog\n",
        "## Description\n> ## Devlog\n",
        "## Description\n<div>\n## Devlog\n</div>\n",
        "## Description\n    ## Devlog\n",
        "## Description\n### Devlog\n",
        "## Description\n# Devlog\n",
        "## Description\nDevlog\n------\n",
    ],
)
def test_a_heading_that_is_part_of_something_else_opens_no_section(text: str) -> None:
    body = read_body(text)
    assert [part.name for part in body.parts] == ["Description"]
    assert body.value.texts.get("description", "") == prose(text.partition("\n")[2])


def test_a_line_of_dashes_is_text() -> None:
    assert (
        read_body("## Description\na\n\n---\n\nb\n---\nc\n").value.texts.get("description", "")
        == "a\n\n---\n\nb\n---\nc"
    )


@pytest.mark.parametrize(
    ("line", "criterion"),
    [
        ("- [ ] a", Criterion("a")),
        ("* [x] a", Criterion("a", done=True)),
        ("+ [X] a", Criterion("a", done=True)),
        ("1. [ ] a", Criterion("a")),
        ("23) [x] a  ", Criterion("a", done=True)),
        ("   -   [ ]   a", Criterion("a")),
        ("-\t[ ]\ta", Criterion("a")),
        ("- [ ] [x] a", Criterion("[x] a")),
        ("- [ ] a\n  b", Criterion("a\nb")),
        ("- [ ] a\nb", Criterion("a\nb")),
        ("- [ ] a\n\n  b\n\n      code\n", Criterion("a\n\nb\n\n    code")),
        ("- [ ] a\n  - [x] b\n    c", Criterion("a\n- [x] b\n  c")),
        ("1. [ ] a\n   ```\n   x\n   ```", Criterion("a\n```\nx\n```")),
        ("- [ ] a\n\tb", Criterion("a\nb")),
        ("- [ ] # a", Criterion("# a")),
    ],
)
def test_a_task_item_is_a_criterion(line: str, criterion: Criterion) -> None:
    body = read_body(f"## Acceptance criteria\n\n{line}\n\nprose\n")
    assert body.value.criteria == (criterion,)


@pytest.mark.parametrize(
    "line",
    pieces(
        "- a¦-[ ] a¦- [] a¦- [ ]a¦- [ ]¦- [y] a¦- (x) a¦[ ] a¦-      [ ] a¦- - [ ] a¦> - [ ] a¦"
        "```⏎- [ ] a⏎```¦<!--⏎- [ ] a⏎-->¦- a⏎  - [ ] b¦    - [ ] a¦1234567890. [ ] a¦"
        "a⏎2. [ ] b"
    ),
)
def test_lines_that_only_look_like_task_items_are_not_criteria(line: str) -> None:
    assert read_body(f"## Acceptance Criteria\n\n{line}\n").value.criteria == ()


def test_criteria_are_the_items_of_their_section_in_order() -> None:
    body = read_body(
        "## Description\n- [ ] no\n## Acceptance Criteria\n### Must\n- [ ] a\n- b\n\n1. [x] c\n"
        "### May\n* [ ] d\n\n## Notes\n- [ ] no\n"
    )
    assert [criterion.text for criterion in body.value.criteria] == ["a", "c", "d"]


def test_the_location_of_a_criterion_is_that_of_its_box() -> None:
    text = "## Acceptance Criteria\n- [ ] a\n  1. [x] no\n- [x] b\n"
    places = read_body(text).criterion_places
    assert [text[place.box - 1 : place.box + 3] for place in places] == ["[ ] ", "[x] "]


def test_devlog_entries_are_third_level_headings() -> None:
    body = read_body(
        "## Devlog\n<!-- oldest first -->\n### 2025-10-02T10:00:00Z ana\n\ntext\n\n#### more\n\n"
        "```\n### 2025-10-03 no\n```\n### 2025-10-04 Bob de Boer ###\n"
        "### 2025-10-05T10:00+02:00   c\n\n## Notes\n### 2025-10-06 no\n"
    )
    assert body.value.devlog == (
        DevlogEntry(
            "2025-10-02T10:00:00Z", "ana", "text\n\n#### more\n\n```\n### 2025-10-03 no\n```"
        ),
        DevlogEntry("2025-10-04", "Bob de Boer", ""),
        DevlogEntry("2025-10-05T10:00+02:00", "c", ""),
    )
    assert body.problems == ()


@pytest.mark.parametrize(
    "heading", ["yesterday", "2025-10-02", "2025-13-02 ana", "ana 2025-10-02", ""]
)
def test_another_third_level_heading_in_the_devlog_is_reported(heading: str) -> None:
    text = f"## Devlog\n### 2025-10-01 ana\na\n### {heading}\nb\n"
    body = read_body(text)
    assert [(problem.rule, problem.offset) for problem in body.problems] == [
        (rules.BAD_DEVLOG_HEADING, text.index(f"### {heading}\nb"))
    ]
    assert [entry.text for entry in body.value.devlog] == [f"a\n### {heading}\nb"]


def test_an_entry_after_a_later_one_is_reported() -> None:
    body = read_body(
        "## Devlog\n### 2025-10-02T00:00:00+05:00 a\n### 2025-10-01T20:00:00Z b\n### 2025-10-01 c\n"
    )
    assert [problem.rule for problem in body.problems] == [rules.DEVLOG_ORDER]
    assert [entry.author for entry in body.value.devlog] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n", True),
        ("a\n<<<<<<< HEAD\n||||||| base\n=======\n>>>>>>> x\n", True),
        ("<<<<<<< HEAD\r\na\r\n=======\r\nb\r\n>>>>>>> x\r\n", True),
        ("```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n```\n", False),
        ("<<<<<<< HEAD\na\n", False),
        ("a\n=======\n>>>>>>> x\n", False),
        (" <<<<<<< HEAD\n=======\n>>>>>>> x\n", False),
        ("<<<<<<< HEAD\n>>>>>>> x\n=======\n", False),
    ],
)
def test_conflict_markers_are_reported_unless_they_are_an_example(
    text: str, reported: bool
) -> None:
    problems = read_body(text).problems
    assert [problem.rule for problem in problems] == [rules.CONFLICT_MARKERS] * reported
    assert all(text.startswith("<<<<<<< ", problem.offset) for problem in problems)


@law(100)
@given(st.lists(st.tuples(LINE, st.booleans()), max_size=6), st.sampled_from(["\n", "\r\n"]))
def test_criteria_are_read_as_they_are_written(
    wanted: list[tuple[str, bool]], newline: str
) -> None:
    lines = [f"- [{'x' if done else ' '}] {text}" for text, done in wanted]
    body = read_body(newline.join(["## Acceptance Criteria", "", *lines, ""]))
    assert body.value.criteria == tuple(Criterion(text, done) for text, done in wanted)
