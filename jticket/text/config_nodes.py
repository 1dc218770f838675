"""Reads the nodes of `config.yml`: texts, lists, mappings, choices; says what is wrong with one."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jticket.model import rules
from jticket.model.suggestions import one_of
from jticket.model.wording import is_one_line, quoted
from jticket.text.document import TextProblem
from jticket.text.yaml_tree import Entry, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from enum import Enum

    from jticket.model.diagnostics import Rule

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
"""A name that the config gives to something."""

_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


class SettingError(ValueError):
    """Raised when a setting can't be used; carries the problem with its place and its fix."""

    def __init__(
        self, node: Node, message: str, fix: str | None = None, rule: Rule = rules.CONFIG_VALUE
    ) -> None:
        super().__init__(message)
        self.problem = TextProblem(rule, node.start, message, fix, node.end)


@contextmanager
def collected(problems: list[TextProblem]) -> Iterator[None]:
    """Collects a setting's problem instead of raising it: the other settings still count."""
    try:
        yield
    except SettingError as error:
        problems.append(error.problem)


def text_of(node: Node) -> str:
    """Returns a node's one line of text."""
    if not isinstance(node, Scalar):
        raise SettingError(node, "one value belongs here, not a list or mapping")
    if not is_one_line(node.value):
        raise SettingError(node, "the value is not one line of plain text")
    return node.value


def texts_of(node: Node) -> list[Scalar]:
    """Returns the items of a list of words."""
    if isinstance(node, Sequence):
        items = [item for item in node.items if isinstance(item, Scalar)]
        if len(items) == len(node.items):
            return items
    raise SettingError(node, "a list of words belongs here", "write [one, two]")


def entries_of(node: Node) -> tuple[Entry, ...]:
    """Returns the entries of a mapping."""
    if isinstance(node, Mapping):
        return node.entries
    raise SettingError(node, "a mapping belongs here", "write key: value, one per line")


def choice_of(choices: type[Enum]) -> Callable[[Node, list[TextProblem]], Enum]:
    """Returns a reader of the values of an enum."""

    def read(node: Node, _: list[TextProblem]) -> Enum:
        text = text_of(node)
        known = {str(choice.value): choice for choice in choices}
        if text not in known:
            raise SettingError(node, f"unknown value {quoted(text)}", one_of(text, known))
        return known[text]

    return read


def flag_of(node: Node, _: list[TextProblem]) -> bool:
    """Returns what `true` or `false` says."""
    text = text_of(node)
    if text not in ("true", "false"):
        raise SettingError(node, f"{quoted(text)} is neither true nor false", "write true or false")
    return text == "true"


def unknown_key(entry: Entry, known: tuple[str, ...]) -> TextProblem:
    """Returns the problem of a key that a setting does not have."""
    key = entry.key.value
    message, start, end = f"unknown key '{key}'", entry.key.start, entry.key.end
    return TextProblem(rules.CONFIG_UNKNOWN_KEY, start, message, one_of(key, known), end)


def word_of(node: Node, what: str) -> str:
    """Returns a node's word; `what` is what messages call it."""
    text = text_of(node)
    if not WORD.fullmatch(text):
        fix = "letters, digits, _ and -, at most 40"
        raise SettingError(node, f"{quoted(text)} is not a {what}", fix)
    return text


def number_of(node: Node) -> int:
    """Returns a whole number from 1."""
    text = text_of(node)
    if not _NUMBER.fullmatch(text):
        raise SettingError(node, f"{quoted(text)} is not a number from 1 to 999999")
    return int(text)


def is_empty(node: Node) -> bool:
    """Returns whether a key has nothing after its colon."""
    return isinstance(node, Scalar) and not node.value
