"""Markdown without HTML: whatever the text, a renderer sees no tag and no comment."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markup import PARSER, tokens

from jticket.text.inert_html import without_html

PIECES = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<script>",
        "<!--",
        "-->",
        "<!-->",
        "<img src=x onerror=a()>",
        "<![CDATA[",
        "]]>",
        "<?x",
        "?>",
        "<!X>",
        "`",
        "``",
        "```",
        "~~~",
        "\\",
        "\\`",
        "\n",
        "\n\n",
        "    ",
        "- ",
        "> ",
        "1. ",
        "# ",
        "|",
        "| a | b |\n|---|---|\n",
        "text",
        " ",
        "\t",
        "[x](",
        ")",
        "---",
        "<https://x.org>",
        "&lt;",
    ]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


def html_of(text: str) -> list[str]:
    return [token.content for token in tokens(text) if token.type.startswith("html")]


@given(TEXTS)
@example("<!-- \n```\n-->\n<b>\n```\n<img src=x onerror=a()>\n")
@example("# a `\n<b> ` x")
@example("x ` y\n` <b> `")
@example("| ` | <b> ` |\n|---|---|\n| ` | <b> ` |")
@example("\\`<b>`")
def test_a_renderer_sees_no_html(text: str) -> None:
    assert html_of(without_html(text)) == []


@given(TEXTS)
def test_a_criterion_has_no_html_either(text: str) -> None:
    item = without_html(f"[ ] {text}").replace("\n", "\n  ")
    assert html_of(f"- {item}\n\nafter") == []


@given(TEXTS)
def test_what_is_inert_stays_as_it_is(text: str) -> None:
    inert = without_html(text)
    assert without_html(inert) == inert


@pytest.mark.parametrize(
    "text",
    [
        "a < b, a<5, `Vec<String>` and <https://x.org/y>",
        "```html\n<b>\n```\n",
        "- item\n\n  ~~~\n  <b>\n  ~~~\n",
        "``<a> ` <b>`` and `<c>`",
    ],
)
def test_code_comparisons_and_addresses_stay(text: str) -> None:
    assert without_html(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a <b>c</b>", "a &lt;b>c&lt;/b>"),
        ("<details>\n<summary>x</summary>", "&lt;details>\n&lt;summary>x&lt;/summary>"),
        ("one<!-- a note --> two", "one two"),
        ("one\n\n<!-- a\n\nnote -->\n\ntwo", "one\n\n\n\ntwo"),
        ("`<!-- shown -->`", "`<!-- shown -->`"),
        ("never closed <!-- x\n\ny -->", "never closed &lt;!-- x\n\ny -->"),
    ],
)
def test_tags_show_as_text_and_comments_not_at_all(text: str, shown: str) -> None:
    assert without_html(text) == shown
    assert PARSER.render(shown)
