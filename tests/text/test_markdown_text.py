"""Pieces of Markdown: split, normalised, closed, with headings demoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import TEXTS, law, pieces

from jticket.text.markdown_text import (
    close_open_blocks,
    demote_headings,
    last_line_end,
    normalised,
    prose,
    split_sections,
)
from jticket.text.outline import outline

MARKDOWN = st.lists(
    st.sampled_from(
        pieces(
            "# a¦## a¦### a¦###### a¦a¦b #¦===¦---¦¦```¦~~~¦<!--¦-->¦<div>¦<pre>¦</pre>¦- a¦"
            "  b¦> c¦    d¦#¦## ##¦<?¦␍"
        )
    ),
    max_size=10,
).map("\n".join)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("\n\n  a\nb  \n\n", "  a\nb"),
        ("a\r\nb\r\n", "a\nb"),
        ("a\rb", "a\nb"),
        (" \t\n", ""),
        ("<!-- what is in, what is out -->\n", ""),
        ("  <!-- a -->\n\n<!-- b\nc -->", ""),
        ("<!-->", ""),
        ("<!-- a -->\nb", "<!-- a -->\nb"),
        ("<!-- a", "<!-- a"),
        ("\xa0", "\xa0"),
    ],
)
def test_prose_has_no_blank_lines_around_it_and_is_empty_for_comments(
    text: str, value: str
) -> None:
    assert prose(text) == value


def test_text_is_split_at_its_second_level_headings() -> None:
    text = "a\r\n\r\n## Devlog\r\n\r\nb\r\n### c\r\n```\r\n## d\r\n```\r\n## E ##\r\n"
    assert split_sections(text) == [("", "a"), ("Devlog", "b\n### c\n```\n## d\n```"), ("E", "")]
    assert split_sections("## A\rb") == [("", ""), ("A", "b")]
    assert split_sections("") == [("", "")]


@law(200)
@given(MARKDOWN)
def test_splitting_loses_nothing_but_blank_lines(text: str) -> None:
    first, *others = split_sections(text)
    parts = [first[1], *(f"## {heading} ##\n{below}" for heading, below in others)]
    again = "\n\n".join(parts)
    assert split_sections(again) == [first, *others]
    assert all(
        heading.level != 2 for _, below in [first, *others] for heading in outline(below).headings
    )


@pytest.mark.parametrize(
    ("text", "demoted"),
    [
        ("# a\n## b\n# c", "#### a\n##### b\n#### c"),
        ("### a\n###### b", "#### a\n###### b"),
        ("#### a", "#### a"),
        ("text\n\n  ## a ##\n", "text\n\n  #### a ##\n"),
        ("a\n===\nb", "#### a\nb"),
        ("a\nb\n---", "#### a b"),
        ("x\n\na #\n---", "x\n\n#### a # ####"),
        ("a\n\nb\n===\n# c", "a\n\n#### b\n#### c"),
        ("```\n# a\n```", "```\n# a\n```"),
        ("> # a", "> # a"),
        ("#", "####"),
    ],
)
def test_headings_in_a_devlog_entry_are_demoted_below_its_own(text: str, demoted: str) -> None:
    assert demote_headings(text) == demoted


@law(250)
@given(MARKDOWN)
def test_demoted_headings_open_neither_an_entry_nor_a_section(text: str) -> None:
    once = demote_headings(normalised(text))
    structure = outline(once)
    assert all(heading.level > 3 for heading in structure.headings)
    assert structure.underlined == ()
    assert demote_headings(once) == once


@law(250)
@given(MARKDOWN)
def test_open_blocks_are_closed(text: str) -> None:
    closed = close_open_blocks(normalised(text))
    assert close_open_blocks(closed) == closed
    assert outline(f"{closed}\n\n# end").headings[-1].text == "end"


@law(200)
@given(st.one_of(TEXTS, MARKDOWN))
def test_normalising_is_idempotent(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert normalised(f"\n \t\r\n{once}\r\n\n") == once
    assert not once.startswith("\n")
    assert prose(prose(text)) == prose(text)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("## a\n\nb\nc\n\n\n", 5, 9),
        ("## a\r\n\r\nb\r\n\r\n", 6, 9),
        ("## a\n\n\n", 5, 4),
        ("## a\r\n\r\n", 6, 4),
        ("## a", 4, 4),
        ("## a\nb", 5, 6),
        ("## a\nb  \n", 5, 8),
        ("", 0, 0),
        ("\n\n", 0, 0),
    ],
)
def test_the_end_of_the_last_line_is_found(text: str, start: int, end: int) -> None:
    assert last_line_end(text, start, len(text)) == end
