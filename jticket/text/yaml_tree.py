"""YAML as a tree of texts with their spans: no guessed types, no aliases, no merge keys.

The tree is built from the parser's events, so that its depth is known before anything recurses
and aliases, which can expand a small text without bounds, are refused before they are followed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import yaml

from jticket.model import rules
from jticket.model.ticket import RawMapping
from jticket.model.wording import quoted
from jticket.text.document import TextProblem
from jticket.text.yaml_errors import BAD_ESCAPE, syntax_problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from jticket.model.ticket import Raw

MAX_DEPTH = 32
BLOCK_STYLES = ("|", ">")
LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""PyYAML's C loader, ten times as fast as the Python one, if it is installed."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\(?:u|U0000)([dD][89a-fA-F][0-9a-fA-F]{2})")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_FIX_KEY = "write key: value"
_FIX_REMOVE = "remove it"


class Scalar(NamedTuple):
    """A single value; `style` is the mark that it begins with: "", ', ", | or >."""

    start: int
    end: int
    value: str
    style: str = ""


class Sequence(NamedTuple):
    """A list, in flow style (`[a, b]`) or with one item per line."""

    start: int
    end: int
    items: tuple[Node, ...]
    flow: bool


class Entry(NamedTuple):
    """A key and its value."""

    key: Scalar
    value: Node


class Mapping(NamedTuple):
    """A mapping, in flow style (`{a: b}`) or with one key per line."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    flow: bool

    def entry(self, key: str) -> Entry | None:
        """Returns the entry of a key."""
        return next((entry for entry in self.entries if entry.key.value == key), None)


Node = Scalar | Sequence | Mapping


def raw(node: Node) -> Raw:
    """Returns a node's value as text, without its places."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return tuple(raw(item) for item in node.items)
    return RawMapping(tuple((entry.key.value, raw(entry.value)) for entry in node.entries))


def custom_value(node: Node) -> Raw:
    """Returns the value of an undeclared key; a block scalar's final newline is not part of it."""
    value = raw(node)
    is_block = isinstance(node, Scalar) and node.style in BLOCK_STYLES
    return value.removesuffix("\n") if is_block and isinstance(value, str) else value


def mapping_of(text: str, start: int, end: int) -> tuple[Mapping | None, list[TextProblem]]:
    """Returns the mapping in `text[start:end]`, with offsets into `text`, and what is wrong.

    None if the text is not YAML or not a block mapping. A mapping with problems is incomplete: it
    lacks what was refused, such as the second of two equal keys. An empty text is an empty mapping.
    A carriage return alone is refused: it ends a line in YAML, but not in git or most editors.
    """
    problems: list[TextProblem] = []
    if lone := _LONE_RETURN.search(text, start, end):
        message = "a carriage return without a newline"
        fix = "end the line with a newline"
        return None, [TextProblem(rules.YAML_SYNTAX, lone.start(), message, fix)]
    try:
        root = _tree(text, start, end, problems)
    except yaml.YAMLError as error:
        deep = _depth_problem(text[start:end], start)
        problems.append(deep or syntax_problem(error, text, start, end))
        return None, problems
    if root is None and not problems:
        return Mapping(start, start, (), flow=False), problems
    if isinstance(root, Mapping) and not root.flow:
        return root, problems
    if root is not None:
        what = "a mapping in braces" if isinstance(root, Mapping) else "not a mapping"
        problems.append(
            TextProblem(rules.NOT_A_MAPPING, root.start, what, f"{_FIX_KEY}, one per line")
        )
    return None, problems


class _Builder:
    """Collects the children of a list or mapping from the parser's events."""

    __slots__ = ("children", "flow", "is_mapping", "start")

    def __init__(self, start: int, *, is_mapping: bool, flow: bool) -> None:
        self.start = start
        self.flow = flow
        self.is_mapping = is_mapping
        self.children: list[Node] = []

    def finished(self, end: int, text: str, problems: list[TextProblem]) -> Node:
        if not self.is_mapping:
            return Sequence(self.start, end, tuple(self.children), self.flow)
        entries: dict[str, Entry] = {}
        for key, value in zip(self.children[::2], self.children[1::2], strict=True):
            if not isinstance(key, Scalar):
                problems.append(
                    TextProblem(
                        rules.NOT_A_MAPPING, key.start, "a key can't be a list or mapping", _FIX_KEY
                    )
                )
            elif key.value == "<<" and not key.style:
                problems.append(
                    TextProblem(
                        rules.YAML_FEATURE, key.start, "a merge key is not supported", _FIX_REMOVE
                    )
                )
            elif key.value in entries:
                message = f"the key {quoted(key.value)} appears twice"
                fix = _which_to_keep(text, entries[key.value].key.start, key.start)
                problems.append(TextProblem(rules.DUPLICATE_KEY, key.start, message, fix))
            else:
                entries[key.value] = Entry(key, value)
        return Mapping(self.start, end, tuple(entries.values()), self.flow)


def _which_to_keep(text: str, first: int, second: int) -> str:
    """Returns the fix for a key at two offsets: not the message, so that lines may move."""
    lines = [text.count("\n", 0, offset) + 1 for offset in (first, second)]
    return (
        "keep one"
        if lines[0] == lines[1]
        else "keep the one in line {} or in line {}".format(*lines)
    )


def _tree(text: str, base: int, stop: int, problems: list[TextProblem]) -> Node | None:
    """Returns the outermost node of a part; None if there is none, or if reading had to stop."""
    root: Node | None = None
    stack: list[_Builder] = []
    for event in _events(text[base:stop], LOADER):
        kind = type(event)
        if kind is yaml.StreamStartEvent or kind is yaml.StreamEndEvent:
            continue
        start, end = base + event.start_mark.index, base + event.end_mark.index
        node: Node | None = None
        if kind is yaml.ScalarEvent:
            node = Scalar(start, end, event.value, event.style or "")
            if event.anchor or event.tag:
                problems += _features(event, start)
        elif kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
            is_mapping = kind is yaml.MappingStartEvent
            stack.append(_Builder(start, is_mapping=is_mapping, flow=bool(event.flow_style)))
            if event.anchor or event.tag:
                problems += _features(event, start)
            if len(stack) > MAX_DEPTH:
                problems.append(_too_deep(start))
                return None
        elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
            node = stack.pop().finished(end, text, problems)
        elif kind is yaml.AliasEvent:
            node = Scalar(start, end, "")
            message = f"the alias *{event.anchor} is not supported"
            problems.append(TextProblem(rules.YAML_FEATURE, start, message, "write the value out"))
        elif kind is yaml.DocumentStartEvent and (root or event.version or event.tags):
            what = "a second document is" if root else "YAML directives are"
            problems.append(
                TextProblem(rules.YAML_FEATURE, start, f"{what} not supported", _FIX_REMOVE)
            )
            return None
        if node is not None and stack:
            stack[-1].children.append(node)
        elif node is not None:
            root = node
    return root


def _events(text: str, loader_class: type) -> Iterator[Any]:  # the stubs make marks optional
    """Yields the parser's events; a number that Python can't hold is an error of YAML, too.

    The Python parser lets a `ValueError` of `chr` or `int` through, and reads the escape of a
    surrogate, which no file can hold. The C one refuses both.
    """
    loader: Any = loader_class(text)
    in_python = isinstance(loader, yaml.scanner.Scanner)
    try:
        while loader.check_event():
            event = loader.get_event()
            if in_python and isinstance(event, yaml.ScalarEvent):
                _refuse_surrogates(event, text)
            yield event
    except ValueError:
        raise yaml.MarkedYAMLError(problem=BAD_ESCAPE, problem_mark=loader.get_mark()) from None
    finally:
        loader.dispose()


def _refuse_surrogates(event: Any, text: str) -> None:
    if not _SURROGATE.search(event.value):
        return
    mark, escape = event.start_mark, _SURROGATE_ESCAPE.search(text, event.start_mark.index)
    index = escape.start(1) if escape else mark.index
    place = yaml.Mark(mark.name, index, mark.line, mark.column, None, 0)
    raise yaml.MarkedYAMLError(problem=BAD_ESCAPE, problem_mark=place)


def _depth_problem(text: str, base: int) -> TextProblem | None:
    """Returns the problem of a text that can't be parsed because it is nested too deep.

    Since 0.2.6 libyaml limits the depth itself, and as it scans ahead, its error comes before the
    events that show the depth. The Python parser has no such limit.
    """
    depth = 0
    try:
        for event in _events(text, yaml.BaseLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                return _too_deep(base + event.start_mark.index)
    except yaml.YAMLError:
        pass
    return None


def _too_deep(start: int) -> TextProblem:
    return TextProblem(
        rules.TOO_DEEP, start, f"values are nested more than {MAX_DEPTH} levels deep"
    )


def _features(event: Any, start: int) -> Iterator[TextProblem]:
    """Yields a problem for each anchor and tag of a value."""
    if event.anchor:
        message = f"the anchor &{event.anchor} is not supported"
        yield TextProblem(rules.YAML_FEATURE, start, message, _FIX_REMOVE)
    if event.tag:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        yield TextProblem(
            rules.YAML_FEATURE, start, f"the YAML tag {tag} is not supported", _FIX_REMOVE
        )
