"""Text inside Markdown for a forge: it shows as it is, and notifies no one."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from jticket.render.markdown_escape import code_span, markdown_text, quoted_text
from jticket.text.printable import safe_line

PARSER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def cell(text: str) -> str:
    """Returns the HTML of a text in a table's cell."""
    page: str = PARSER.render(f"| a |\n|---|\n| {text} |\n")
    match = re.search(r"<td>(.*)</td>", page)
    assert match, page
    return match[1]


def shown(page: str) -> str:
    """Returns what a reader sees of some HTML."""
    return html.unescape(re.sub(r"</?(?:code|span)>", "", page))


TEXTS = [
    "hi @ana, see #12 and GH-3, (org/repo#5) or !7",
    "@ana",
    "**@ana** _@org/team_ `@ana`",
    "a@b`@c|d",
    "\\@ana",
    "C# and fish & chips cost 5$",
    "cost $5, then $6 and $x$",
    "https://github.com/o/r/issues/1 and www.example.com",
    "1. one",
    "- two",
    "# three",
    "<script>alert(1)</script> <!-- &amp; -->",
    "[l](http://x) ![i](y)",
    "0123456789abcdef0123456789abcdef01234567",
    "ac1dc0de and (deadbeef) at 12:30:45, 2025-10-01T09:30:00Z",
    "done :+1: a :octocat:, :100:",
    "a\nb\x1b[31m",
    "``` ```` `",
    "x | y || z",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_quoted_text_is_displayed_as_it_is(text: str) -> None:
    assert shown(cell(quoted_text(text))) == safe_line(text)


@pytest.mark.parametrize("text", TEXTS)
def test_text_that_notifies_someone_becomes_code(text: str) -> None:
    outside = re.sub(r"<code>.*?</code>", "", cell(quoted_text(text)))
    notifying = r"@\w|#\w|!\d|GH-\d|://|www\.|\b[0-9a-f]{7,}\b|:[a-z+]+:|:1"
    assert not re.search(notifying, html.unescape(outside))


def test_punctuation_around_a_mention_stays_outside_the_code() -> None:
    assert quoted_text('(#1) "@ana", see [x](http://y).') == (
        '(`#1`) "`@ana`", see \\[`x](http://y`).'
    )
    assert quoted_text("12:30:45") == "12:30:45"


@settings(max_examples=400, derandomize=True, deadline=None, database=None)
@given(st.text(st.sampled_from("a1 @#`|\\*_~<>&;[](){}'\"!$-.:/\n")))
def test_no_text_escapes_from_its_context(text: str) -> None:
    page = cell(quoted_text(text))
    assert set(re.findall(r"<(\w+)", page)) <= {"code", "span"}
    outside = html.unescape(re.sub(r"<code>.*?</code>", "\0", page))
    assert not re.search(r"[@#][a1]|!1|:/{2}|(?<!\d):[a1]+:(?!\d)|\b[a1]{7}\b", outside)
    assert shown(page).strip() == safe_line(text).strip()


def test_a_text_that_begins_like_a_list_is_not_one() -> None:
    assert PARSER.render(markdown_text("1. one")) == "<p>1. one</p>\n"


@pytest.mark.parametrize("text", ["Learn C #", "a ##", "#", "## a ###", "C#"])
def test_number_signs_at_the_end_of_a_heading_are_text(text: str) -> None:
    assert PARSER.render(f"# {markdown_text(text)}") == f"<h1>{text}</h1>\n"


@pytest.mark.parametrize(
    "text", ["a", "a`b", "`", "``a`", "a ``` b", " a ", "` <b> `", "src/<script>`.py", "&lt;", "\\"]
)
def test_a_code_span_shows_exactly_its_text(text: str) -> None:
    page = PARSER.render(f"- {code_span(text)} b")
    match = re.fullmatch(r"<ul>\n<li><code>(.*)</code> b</li>\n</ul>\n", page)
    assert match, page
    assert html.unescape(match[1]) == text


def test_a_code_span_of_nothing_is_nothing() -> None:
    assert (code_span(""), code_span(None)) == ("", "")
