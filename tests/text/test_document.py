"""A file as text: byte order mark, newlines, fences, places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BODIES, LAYOUTS, Front, Layout, fronts, law, read

from jticket.model import rules
from jticket.model.diagnostics import Place, Rule
from jticket.text.document import Document, DocumentError, decoded, split_front_matter

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@law(120)
@given(TEXT, LAYOUTS)
def test_no_edit_means_identical_bytes(text: str, layout: Layout) -> None:
    data = layout.data(f"---\n{text}\n---\n{text}")
    decoded_text, bom = decoded(data)
    document = split_front_matter(decoded_text)
    assert document.with_text(document.text).text == document.text
    assert Document(decoded_text, bom=bom).encoded() == data
    assert bom == data.startswith(b"\xef\xbb\xbf")


@law(60)
@given(fronts(), LAYOUTS, BODIES)
def test_the_byte_order_mark_and_the_bytes_survive_reading(
    front: Front, layout: Layout, body: str
) -> None:
    data = layout.data(f"---\n{front.text}---\n{body}")
    reading = read(data)
    document = reading.text.document
    assert document.encoded() == data
    assert document.newline == layout.newline
    assert document.with_text(document.text) == document
    fence = f"---{layout.newline}"
    assert document.text.startswith(fence + document.front + "---")


@law(120)
@given(st.text(st.sampled_from("a😀\n\r\t\u2028\x85"), max_size=20), st.data())
def test_a_place_counts_lines_by_newlines_and_columns_by_characters(
    text: str, data: st.DataObject
) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset].split("\n")
    assert Document(text).place(offset) == Place(len(before), len(before[-1]) + 1)


@pytest.mark.parametrize(
    ("text", "front", "body"),
    [
        ("---\na\n---\nb\n", "a\n", "b\n"),
        ("---\n---\n", "", ""),
        ("---\n---", "", ""),
        ("--- \t\na\n---  \nb", "a\n", "b"),
        ("---\r\na\r\n---\r\nb", "a\r\n", "b"),
        ("---\na\n ---\n----\n---x\n--- #\n---\n---\n", "a\n ---\n----\n---x\n--- #\n", "---\n"),
    ],
)
def test_the_front_matter_is_between_two_lines_of_three_dashes(
    text: str, front: str, body: str
) -> None:
    document = split_front_matter(text)
    assert document.front == front
    assert document.text[document.body_start :] == body


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", rules.NO_FRONT_MATTER),
        ("\n---\n---\n", rules.NO_FRONT_MATTER),
        (" ---\n---\n", rules.NO_FRONT_MATTER),
        ("----\n---\n", rules.NO_FRONT_MATTER),
        ("--- a\n---\n", rules.NO_FRONT_MATTER),
        ("\ufeff---\n---\n", rules.NO_FRONT_MATTER),
        ("---", rules.UNCLOSED_FRONT_MATTER),
        ("---\n", rules.UNCLOSED_FRONT_MATTER),
        ("---\na: ---\n", rules.UNCLOSED_FRONT_MATTER),
        ("---\r---\r", rules.NO_FRONT_MATTER),
        ("<<<<<<< HEAD\n---\n---\n", rules.CONFLICT_MARKERS),
    ],
)
def test_a_text_without_both_fences_is_not_a_document(text: str, rule: Rule) -> None:
    with pytest.raises(DocumentError) as error:
        split_front_matter(text)
    assert error.value.rule is rule
    assert error.value.start == Place(1, 1)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"a\n\xc3\xa9\xe9", 2, 2),
        (b"\xef\xbb\xbfa\r\nb\xc3", 2, 2),
        ("😀".encode() + b"\x80", 1, 2),
        (b"\xed\xa0\x80", 1, 1),
        (b"\xef\xbb", 1, 1),
    ],
)
def test_bytes_that_are_not_utf8_are_reported_with_their_location(
    data: bytes, line: int, column: int
) -> None:
    with pytest.raises(DocumentError) as error:
        decoded(data)
    assert error.value.rule is rules.NOT_UTF8
    assert error.value.start == Place(line, column)
