"""The outline sees the outermost headings and items that a full Markdown parser sees."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from strategies import law, pieces

from jticket.text.outline import outline

if TYPE_CHECKING:
    from markdown_it.token import Token

Seen = tuple[list[tuple[int, int, str]], list[int], list[tuple[int, int, int]]]
"""Headings (line, level, text), items (line), underlined headings (line, line below, level)."""

PARSER = MarkdownIt("commonmark", {"maxNesting": 1000})
LINE_END = re.compile(r"\r\n?|\n")
TOO_FAR = re.compile(r"(?:^|[\r\n])[> \t]*(?: {4}|\t)[ \t]*[-+*>_#<`~=0-9]")
"""Lines in which the full parser lets a mark indented by four columns open a block."""

MARKS = pieces("¦¦¦ ¦  ¦   ¦> ¦>¦- ¦-  ¦1. ¦2) ¦10. ¦+ ¦-⇥")
CORES = pieces(
    "## Description¦#¦##¦# #¦## a ##  ¦## a #b¦##⇥x¦###### y ######¦####### z¦#hash¦"
    "## a \\##¦text¦¦¦---¦- - -¦* * *¦***¦___¦===¦= =¦--¦-¦1.¦2.¦0. x¦1) x¦```¦````¦~~~¦"
    "``` a`b¦```py¦~~~ `x`¦<!--¦-->¦<!-- x -->¦<!-->¦<div>¦</div¦<div¦<b>¦<b x='1' y>¦"
    "</b >¦<b¦<script>¦</script>¦<pre>¦<?php¦?>¦<!DOCTYPE¦<![CDATA[¦]]>¦<http://x>¦- [ ] a¦"
    "[x] b¦[ ] ```¦é¦\xa0x¦\x0bx¦a\\¦12¦123456789. y¦1234567890. z¦١. x¦| a |¦word ## no¦"
    "<textarea>¦<style¦<details>¦<summary¦<!x¦>¦+¦**¦_ _ x¦🙂¦a⇥b"
)


@st.composite
def lines(draw: st.DrawFn) -> str:
    """Draws a line that begins a block or looks as if it did."""
    marks = "".join(draw(st.lists(st.sampled_from(MARKS), max_size=3)))
    return marks + draw(st.sampled_from(CORES)) + draw(st.sampled_from(["\n"] * 8 + ["\r\n", "\r"]))


@st.composite
def nested(draw: st.DrawFn, depth: int = 0) -> str:
    """Draws well-formed blocks in nested lists and quotes."""
    blocks = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["leaf", "leaf", "list", "quote"] if depth < 3 else ["leaf"]))
        if kind == "leaf":
            blocks.append(
                draw(
                    st.sampled_from(
                        pieces(
                            "text⏎more¦# h¦```⏎# no⏎⏎- no⏎```¦    code¦<!--⏎# x⏎-->¦a⏎===¦***¦"
                            "<div>⏎# no⏎⏎¦[ ] task¦<b>⏎- no⏎"
                        )
                    )
                )
            )
            continue
        inner = draw(nested(depth + 1)).split("\n")
        mark = "> " if kind == "quote" else draw(st.sampled_from(["- ", "1. ", "*   ", "12) "]))
        pad = "> " if kind == "quote" else " " * len(mark)
        rest = [pad + line if line or kind == "quote" else "" for line in inner[1:]]
        blocks.append("\n".join([mark + inner[0], *rest]))
    return draw(st.sampled_from(["\n", "\n\n"])).join(blocks)


def seen_by_parser(text: str) -> Seen:
    """Returns what the full parser sees."""
    tokens = PARSER.parse(text)
    headings, underlined = [], []
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.level == 0:
            first, last = lines_of(token)
            if token.markup.startswith("#"):
                headings.append((first, int(token.tag[1]), inline.content))
            else:
                underlined.append((first, last, int(token.tag[1])))
    items = [
        lines_of(token)[0]
        for token in tokens
        if token.type == "list_item_open" and token.level == 1
    ]
    return headings, items, underlined


def lines_of(token: Token) -> tuple[int, int]:
    """Returns the first line of a block and the line after its last."""
    assert token.map
    return token.map[0], token.map[1]


def seen_by_outline(text: str) -> Seen:
    """Returns what the outline sees."""
    structure = outline(text)
    count = len(LINE_END.findall(text)) + (not text.endswith(("\r", "\n")))

    def line(offset: int) -> int:
        return count if offset >= len(text) else len(LINE_END.findall(text, 0, offset))

    return (
        [(line(head.start), head.level, head.text) for head in structure.headings],
        [line(item.start) for item in structure.items],
        [(line(head.start), line(head.end), head.level) for head in structure.underlined],
    )


@law(250)
@given(st.lists(lines(), min_size=1, max_size=8).map("".join), st.booleans())
@example("> a\n>\n2. b", False)
@example("> - a\n>\n>   b\nc", False)
@example("-\n\n  a\n", False)
@example("- a\n\t- b\n\n\tc\nd", False)
@example("- ```\n# a\n", False)
@example("> ```\n# a\n", False)
@example("- a\n    # lazy\n", False)
def test_the_outline_is_that_of_a_markdown_parser_for_any_lines(text: str, cut: bool) -> None:
    if cut:
        text = text.rstrip("\r\n")
    assume(not TOO_FAR.search(text))
    assert seen_by_outline(text) == seen_by_parser(text)


@law(120)
@given(nested())
def test_the_outline_is_that_of_a_markdown_parser_for_nested_blocks(text: str) -> None:
    assert seen_by_outline(text) == seen_by_parser(text)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("## Devlog", "Devlog"),
        ("   ##  Devlog  ##  ", "Devlog"),
        ("## Devlog #", "Devlog"),
        ("## C#", "C#"),
        ("## C \\#", "C \\#"),
        ("##", ""),
        ("## ##", ""),
        ("##\tDevlog\t##", "Devlog"),
        ("## a\tb", "a\tb"),
    ],
)
def test_a_heading_has_its_text_without_the_marks_around_it(line: str, text: str) -> None:
    assert [heading.text for heading in outline(f"{line}\n").headings] == [text]


@pytest.mark.parametrize(
    "text",
    pieces(
        "#Devlog¦####### Devlog¦    ## Devlog¦⇥## Devlog¦\\## Devlog¦> ## Devlog¦- ## Devlog¦"
        "```⏎## Devlog⏎```¦~~~ a⏎## Devlog⏎~~~¦````⏎```⏎## Devlog⏎````¦<!--⏎## Devlog⏎-->¦"
        "<!--⏎⏎## Devlog¦<div>⏎## Devlog⏎</div>¦<pre>⏎⏎## Devlog⏎⏎</pre>¦Devlog⏎---¦"
        "- a⏎⏎  ## Devlog"
    ),
)
def test_lines_that_only_look_like_headings_are_not_headings(text: str) -> None:
    assert outline(f"{text}\n").headings == ()


@pytest.mark.parametrize(
    ("text", "width", "content"),
    [
        ("- a", 2, "a"),
        ("-   a", 4, "a"),
        ("-      a", 2, "     a"),
        ("  * a", 4, "a"),
        ("12. a", 4, "a"),
        ("-\ta", 4, "a"),
        (" -\ta", 4, "a"),
        ("-\t\ta", 2, "\ta"),
        ("-", 2, ""),
        ("-   ", 2, "  "),
        ("- - a", 2, "- a"),
    ],
)
def test_an_item_knows_where_its_text_begins(text: str, width: int, content: str) -> None:
    (item,) = outline(text).items
    assert (item.width, text[item.content :]) == (width, content)
    assert text[item.start : item.marker].strip() == ""


def test_an_item_ends_with_its_last_line_that_is_not_blank() -> None:
    text = "- a\nlazy\n\n  b\n\n\n- c\n\nd\n"
    assert [text[item.start : item.end] for item in outline(text).items] == [
        "- a\nlazy\n\n  b",
        "- c",
    ]


@pytest.mark.parametrize(
    ("text", "closing"),
    [
        ("a\n```py\nb", "```"),
        ("~~~~\n~~~", "~~~~"),
        ("<!-- a", "-->"),
        ("<!-- a -->", ""),
        ("<?php", "?>"),
        ("<![CDATA[ a", "]]>"),
        ("<!DOCTYPE", ">"),
        ("<SCRIPT>\na", "</SCRIPT>"),
        ("<pre>\na</pre>", ""),
        ("<div>\na", ""),
        ("- ```\n  a", ""),
        ("> ```\n> a", ""),
        ("a <!-- b", ""),
        ("    ```", ""),
    ],
)
def test_an_open_block_is_reported_with_what_would_close_it(text: str, closing: str) -> None:
    assert outline(text).unclosed == closing
    assert outline(f"{text}\n{closing}\n\n# a\n").headings[-1].text == "a"


def test_only_the_given_part_of_a_text_is_read() -> None:
    text = "## a\n## b\n## c\n"
    assert [heading.text for heading in outline(text, 5, 10).headings] == ["b"]
    assert [heading.start for heading in outline(text, 5, 10).headings] == [5]
