"""From bytes to a ticket: its values, which other readers see as well."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bodies
import frontmatter
import pytest
import yaml
from frontmatter.default_handlers import YAMLHandler
from hypothesis import given
from strategies import (
    BODIES,
    EXAMPLE,
    LAYOUTS,
    PATH,
    SETTINGS,
    STEM,
    Front,
    Layout,
    assert_read_alike,
    fronts,
    law,
    read,
    read_any,
)

from jticket.model.diagnostics import Place, Span
from jticket.model.schema import FIELDS
from jticket.model.ticket import Criterion, DevlogEntry, RawMapping, Ticket
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import SetField
from jticket.text.reading import ValidFile, read_ticket


class TextHandler(YAMLHandler):
    """Reads every scalar as text."""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        return dict(yaml.load(fm, Loader=yaml.BaseLoader))  # noqa: S506


def test_the_example_of_the_format_is_read_as_documented() -> None:
    reading = read(EXAMPLE)
    assert reading.diagnostics == ()
    assert reading.ticket == Ticket(
        id="JJM-014",
        title="CLI entry point and argument parser",
        status="backlog",
        ticket_type="issue",
        priority="high",
        created="2025-10-01T09:30:00Z",
        assignee="ana",
        service_id="jules-job-manager",
        tags=("cli", "mvp"),
        parent_id="JJM-066",
        dependencies=("JJM-006", "JJM-013"),
        effort="6h",
        effort_hours=6.0,
        phase="MVP Phase 4: CLI Interface",
        milestone="MVP",
        files=("jules_job_manager/src/main.py",),
        body=bodies.body(
            description="Why this work matters, what is in and what is out.",
            criteria=(
                Criterion("`main()` parses its arguments", done=True),
                Criterion("an unknown command exits with 2"),
            ),
            technical_notes="Hints for whoever builds it.",
            devlog=(
                DevlogEntry("2025-10-02T10:00:00Z", "ana", "Parser in place; subcommands next."),
            ),
        ),
    )


@law(50)
@given(fronts(), LAYOUTS, BODIES)
def test_the_bulk_reader_reads_the_same_ticket(front: Front, layout: Layout, body: str) -> None:
    assert_read_alike(layout.data(f"---\n{front.text}---\n{body}"), SETTINGS)


@law(50)
@given(fronts(), LAYOUTS, BODIES)
def test_python_frontmatter_reads_the_same_texts(front: Front, layout: Layout, body: str) -> None:
    text = layout.data(f"---\n{front.text}---\n{body}").decode().removeprefix("\ufeff")
    page = frontmatter.loads(text, handler=TextHandler())
    ticket = read(text).ticket
    assert ticket
    for field in FIELDS:
        seen = page.metadata.get(field.key)
        if isinstance(seen, list):
            assert ticket.value(field.key) == tuple(seen)
        elif seen:
            assert ticket.value(field.key) == str(seen).strip() or seen == ticket.value(field.key)
    reading = read(text)
    document = reading.text.document
    assert page.content == document.text[document.body_start :].replace("\r\n", "\n").strip()


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("007", "007"),
        ("no", "no"),
        ("1.10", "1.10"),
        ("12:30:45", "12:30:45"),
        ("null", "null"),
        ("~", "~"),
        ("'a  b'", "a  b"),
        ('" a "', " a "),
        ('"\\u00e9\\n"', "é\n"),
        ("|\n  a\n  b\n", "a\nb"),
        (">\n  a\n  b\n\n", "a b"),
        ("a\n  b", "a b"),
        ("a#b # c", "a#b"),
    ],
)
def test_a_scalar_is_what_the_reader_sees(written: str, title: str) -> None:
    ticket = read(f"---\nid: JJM-014\ntitle: {written}\n---\n").ticket
    assert ticket
    assert ticket.title == title


def test_a_missing_value_has_its_default() -> None:
    ticket = read("---\nid: JJM-014\ntitle: a\nstatus:\ntags:\npriority: ''\n---\n").ticket
    assert ticket == Ticket("JJM-014", "a")
    settings = replace(SETTINGS, ticket_types=("story",), priorities=("p2", "p1"))
    again = read_ticket(b"---\nid: JJM-014\n---\n", PATH, settings, stem=STEM)
    assert isinstance(again, ValidFile)
    assert (again.ticket.ticket_type, again.ticket.priority) == ("story", "p2")


def test_an_invalid_value_is_kept_as_far_as_its_shape_allows() -> None:
    ticket = read("---\nid: x\ntitle: [a]\nstatus: dnoe\ntags: a\neffort: 1:30\n---\n").ticket
    assert ticket == Ticket("x", status="dnoe", effort="1:30")


def test_undeclared_keys_are_kept_in_their_order() -> None:
    ticket = read("---\nid: JJM-014\nz: 1\na: [b, {c: d}]\nm:\n  x:\n---\n").ticket
    assert ticket
    assert ticket.fields == (
        ("z", "1"),
        ("a", ("b", RawMapping((("c", "d"),)))),
        ("m", RawMapping((("x", ""),))),
    )


@pytest.mark.parametrize("style", ["|", ">", "|-", ">-", "|2", ">+"])
def test_the_final_newline_of_a_block_scalar_is_not_part_of_a_custom_value(style: str) -> None:
    file = read(f"---\nid: JJM-014\ntitle: a\ncustomer: {style}\n  Acme\n---\n")
    assert file.ticket.fields == (("customer", "Acme"),)
    assert apply_edits(file, [SetField("customer", "Acme")]) is file


@pytest.mark.parametrize(("stem", "ticket_id"), [("JJM-007", "JJM-007"), ("notes", None)])
def test_the_name_of_a_file_is_used_for_a_missing_id(stem: str, ticket_id: str | None) -> None:
    reading = read_any("---\ntitle: a\n---\n", stem)
    assert (reading.ticket.id if isinstance(reading, ValidFile) else None) == ticket_id
    assert {finding.ticket_id for finding in reading.diagnostics} == {ticket_id}


def test_findings_carry_the_id_of_their_ticket() -> None:
    assert [finding.ticket_id for finding in read("---\nid: A-1\n---\n").diagnostics] == ["A-1"]
    assert {finding.ticket_id for finding in read_any("---\n&a b: c\n---\n").diagnostics} == {STEM}


def test_a_value_has_a_place() -> None:
    text = "---\nid: JJM-014\ntitle:\ntags: [😀, b]\nfiles:\n  - c\n---\n"
    span_of = read(text).text.span_of
    assert span_of("id") == Span(Place(2, 5), Place(2, 12))
    assert span_of("title") == Span(Place(3, 1), Place(3, 6))
    assert span_of("tags", 1) == Span(Place(4, 11), Place(4, 12))
    assert span_of("tags", 9) == span_of("tags") == Span(Place(4, 7), Place(4, 13))
    assert span_of("files", 0) == Span(Place(6, 5), Place(6, 6))
    assert span_of("due") == Span()


def test_a_diagnostic_has_a_start_and_an_end() -> None:
    text = "---\nid: JJM-014\ntitle: 😀\ntags: [😀, 😀 b]\n---\n## Devlog\r\n### x\r\n"
    file = read(text)
    item, heading = file.diagnostics
    assert item.span == Span(Place(4, 11), Place(4, 14))
    assert heading.span == Span(Place(7, 1), Place(7, 6))
    document = file.text.document
    assert document.utf16(item.span.start) == Place(4, 12)
    assert document.utf16(item.span.end) == Place(4, 16)
