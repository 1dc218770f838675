"""YAML as a tree of texts: the values that PyYAML reads, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from strategies import LOADERS, Front, fronts, law

from jticket.model import rules
from jticket.model.ticket import RawMapping
from jticket.text import yaml_tree
from jticket.text.yaml_tree import Mapping, Node, Scalar, Sequence, mapping_of, raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.ticket import Raw


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__, scope="module", autouse=True)
def _loader(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_tree, "LOADER", request.param)
        yield


def plain(value: Raw) -> Any:
    """Returns a raw value as PyYAML's base loader returns it."""
    if isinstance(value, RawMapping):
        return {key: plain(item) for key, item in value.pairs}
    return value if isinstance(value, str) else [plain(item) for item in value]


def all_nodes(node: Node) -> Iterator[Node]:
    """Yields a node and all nodes below it."""
    yield node
    if isinstance(node, Mapping):
        for entry in node.entries:
            yield entry.key
            yield from all_nodes(entry.value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from all_nodes(item)


@law(50)
@given(fronts())
def test_the_tree_has_the_values_of_the_base_loader(front: Front) -> None:
    before = "---\n😀 \n"
    text = f"{before}{front.text}---\n"
    root, problems = mapping_of(text, len(before), len(before) + len(front.text))
    assert problems == []
    assert root is not None
    assert plain(raw(root)) == yaml.load(front.text, Loader=yaml.BaseLoader)  # noqa: S506
    for node in all_nodes(root):
        if not isinstance(node, Scalar) or node.style in ("|", ">") or not node.value:
            continue
        written = text[node.start : node.end]
        assert yaml.load(written, Loader=yaml.BaseLoader) == node.value  # noqa: S506
        assert written[0] == (node.style or written[0])


def test_a_tree_has_styles_and_places() -> None:
    text = "a: [b, 'c']\nd:\n  - e\nf: {g: h}\ni: |\n  j\n"
    root, _ = mapping_of(text, 0, len(text))
    assert root is not None
    a, d, f, i = root.entries
    assert isinstance(a.value, Sequence)
    assert a.value.flow
    assert text[a.value.start : a.value.end] == "[b, 'c']"
    assert [(item.value, item.style) for item in a.value.items if isinstance(item, Scalar)] == [
        ("b", ""),
        ("c", "'"),
    ]
    assert isinstance(d.value, Sequence)
    assert not d.value.flow
    assert isinstance(f.value, Mapping)
    assert f.value.flow
    assert i.value == Scalar(text.index("|"), len(text), "j\n", "|")
    assert root.entry("d") == d
    assert root.entry("z") is None
    assert raw(f.value) == RawMapping((("g", "h"),))


@pytest.mark.parametrize("text", ["", "\n", "# a\n", "  \n\n"])
def test_an_empty_text_is_an_empty_mapping(text: str) -> None:
    assert mapping_of(text, 0, len(text)) == (Mapping(0, 0, (), flow=False), [])


@pytest.mark.parametrize(
    "text", ["a", "- a", "{a: b}", "[a]", "~", "|\n a", "a: b: c", "a: [", "\x00"]
)
def test_a_text_that_is_not_a_block_mapping_is_reported(text: str) -> None:
    root, problems = mapping_of(text, 0, len(text))
    assert root is None
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a: b\na: c\nd: e\n", {"a": "b", "d": "e"}),
        ("a: &x b\nc: *x\n", {"a": "b", "c": ""}),
        ("<<: {a: b}\nc: d\n", {"c": "d"}),
        ("? [a]\n: b\nc: d\n", {"c": "d"}),
        ("a: !!int 5\n", {"a": "5"}),
    ],
)
def test_a_mapping_with_problems_keeps_its_valid_entries(text: str, kept: dict[str, str]) -> None:
    root, problems = mapping_of(text, 0, len(text))
    assert problems
    assert root is not None
    assert plain(raw(root)) == kept


def test_a_key_that_appears_twice_is_reported_with_both_lines() -> None:
    text = "---\na: b\nc: d\na: |\n  e\nf: {g: h, g: i}\n---\n"
    _, problems = mapping_of(text, 4, len(text) - 4)
    assert [(problem.message, problem.fix) for problem in problems] == [
        ("the key 'g' appears twice", "keep one"),
        ("the key 'a' appears twice", "keep the one in line 2 or in line 4"),
    ]


@pytest.mark.parametrize(
    "text", ["a: b\rc: d\n", "a: 'b\r  c'\n", "a: b # c\rd: e\n", "a: b\r\r\nc: d\n", "a: b\r"]
)
def test_a_carriage_return_without_a_newline_is_reported(text: str) -> None:
    root, problems = mapping_of(f"---\n{text}---\n", 4, 4 + len(text))
    assert root is None
    assert [problem.offset for problem in problems] == [4 + text.index("\r")]


def test_a_key_in_quotes_is_not_a_merge_key() -> None:
    assert mapping_of('"<<": a\n', 0, 8)[1] == []


@pytest.mark.parametrize(
    ("text", "deep"),
    [("a: " + "[" * 31 + "]" * 31, False), ("a: " + "[" * 32 + "]" * 32, True)],
)
def test_values_are_nested_at_most_32_levels_deep(text: str, deep: bool) -> None:
    root, problems = mapping_of(text, 0, len(text))
    assert [problem.rule for problem in problems] == [rules.TOO_DEEP] * deep
    assert (root is None) == deep


@pytest.mark.parametrize("loader", LOADERS)
def test_a_directive_with_a_number_too_long_for_python_is_reported(
    loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_tree, "LOADER", loader)
    text = f"%YAML {'9' * 5000}.1\n--- \na: b\n"
    root, problems = mapping_of(text, 0, len(text))
    assert root is None
    assert [problem.message for problem in problems] == ["YAML directives are not supported"]
