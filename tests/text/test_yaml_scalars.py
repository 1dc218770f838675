"""Every reader reads a written scalar as its text."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import frontmatter
import pytest
import yaml
from frontmatter.default_handlers import YAMLHandler
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import AWKWARD, LOADERS, TEXTS, law

from jticket.text.yaml_scalars import reads_as_text, scalar

LOADER_IDS = [loader.__name__ for loader in LOADERS]
STYLES = st.sampled_from(["", "'", '"'])


def loaded(text: str, loader: type) -> Any:
    """Returns what a loader of PyYAML reads."""
    return yaml.load(text, Loader=loader)  # noqa: S506  # the base and safe loaders only


class TextHandler(YAMLHandler):
    """Reads every scalar as text."""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        return dict(loaded(fm, yaml.BaseLoader))


def values(text: str) -> list[object]:
    """Returns what various readers read from a front matter with the key `a`."""
    page = f"---\n{text}\n---\n"
    read: list[object] = [loaded(text, loader)["a"] for loader in LOADERS]
    read.append(frontmatter.loads(page).metadata["a"])
    read.append(frontmatter.load(io.StringIO(page)).metadata["a"])
    read.append(frontmatter.loads(page, handler=TextHandler()).metadata["a"])
    read.append(loaded(text, yaml.SafeLoader)["a"])
    return read


@law(150)
@given(TEXTS.filter(bool), STYLES)
def test_every_reader_reads_a_written_text_as_that_text(text: str, style: str) -> None:
    assert all(value == text for value in values(f"a: {scalar(text, style=style)}"))


@law(80)
@given(st.lists(TEXTS, min_size=1), STYLES)
def test_every_reader_reads_a_written_flow_list_as_these_texts(
    items: list[str], style: str
) -> None:
    written = ", ".join(scalar(item, flow=True, style=style) for item in items)
    assert all(value == items for value in values(f"a: [{written}]"))


@law(80)
@given(st.lists(TEXTS.filter(bool), min_size=1), STYLES)
def test_every_reader_reads_a_written_block_list_as_these_texts(
    items: list[str], style: str
) -> None:
    written = "\n".join(f"- {scalar(item, style=style)}" for item in items)
    assert all(value == items for value in values(f"a:\n{written}"))


@law(80)
@given(TEXTS.filter(bool))
def test_a_written_key_is_read_as_that_text(text: str) -> None:
    for loader in LOADERS:
        assert loaded(f"{scalar(text)}: b", loader) == {text: "b"}


@pytest.mark.parametrize("text", AWKWARD)
def test_an_awkward_text_survives_in_every_place(text: str) -> None:
    assert set(map(str, values(f"a: {scalar(text)}"))) == {text}
    assert all(value == [text] for value in values(f"a: [{scalar(text, flow=True)}]"))


@pytest.mark.parametrize(
    "text",
    [
        "Fix the parser",
        "don't stop",
        'the "best" one',
        "C++ and C#",
        "a:b",
        "v1.10.2",
        "src/jticket/*.py",
        "a - b",
        "1 of 3",
        "http://example.org/?a=b&c",
        "Größe 😀",
        "nothing",
        "x & y",
        "50 %",
    ],
)
def test_plain_words_need_no_quotes(text: str) -> None:
    assert scalar(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("no", '"no"'),
        ("1.10", '"1.10"'),
        ("a: b", '"a: b"'),
        ("a\nb", '"a\\nb"'),
        ('say "yes": now', '"say \\"yes\\": now"'),
        ("", ""),
    ],
)
def test_other_texts_get_double_quotes(text: str, written: str) -> None:
    assert scalar(text) == written


def test_existing_quotes_are_kept() -> None:
    assert scalar("it's", style="'") == "'it''s'"
    assert scalar("plain", style='"') == '"plain"'
    assert scalar("a\tb", style="'") == '"a\\tb"'
    assert scalar("", style="'") == "''"


def test_a_date_that_the_schema_expects_stays_plain() -> None:
    assert scalar("2025-10-01", typed=True) == "2025-10-01"
    assert yaml.safe_load(scalar("2025-10-01", typed=True)) == date(2025, 10, 1)
    assert scalar("2025-10-01") == '"2025-10-01"'


def test_an_empty_text_in_a_list_is_written_as_quotes() -> None:
    assert scalar("", flow=True) == '""'


@law(150)
@given(st.text(st.sampled_from("0123456789abefnoruxyNOTZ.:-+_~= "), min_size=1, max_size=8))
@example("=")
@example("<<")
@example("2025-01-01 12:00:00")
def test_a_plain_text_reads_as_text_where_no_reader_guesses(text: str) -> None:
    text = text.strip()
    try:
        guessed = yaml.safe_load(f"a: {text}")["a"]
    except (yaml.YAMLError, ValueError):
        return
    if not isinstance(guessed, str):
        assert not reads_as_text(text)
    elif guessed == text and text not in "yYnN=":
        assert reads_as_text(text)
