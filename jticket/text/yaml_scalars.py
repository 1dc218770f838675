"""Writes a text as a YAML scalar that every reader reads as that text."""

from __future__ import annotations

import re

import yaml

_PLAIN_START = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=]|-(?=[^\s\-])")
_UNSAFE_IN_PLAIN = re.compile(r":(?:\s|$)|\s#|^---|^\.\.\.|[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd]")
_ASTRAL = re.compile(r"[\U00010000-\U0010ffff]")
_FLOW_INDICATORS = re.compile(r"[,\[\]{}?]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_YAML_1_1_BOOLEANS = frozenset(["y", "Y", "n", "N"])
_RESOLVERS: dict[str | None, list[tuple[str, re.Pattern[str]]]] = (
    yaml.SafeLoader.yaml_implicit_resolvers
)


def scalar(text: str, *, style: str = "", flow: bool = False, typed: bool = False) -> str:
    """Returns the text as a scalar, in the given style (`'` or `"`) if that can hold it.

    `flow`: the scalar is an item of `[…]`. `typed`: the schema gives the value a type (a date, a
    duration), so that it stays plain although other tools do not read it as text.
    """
    if not text:
        return '""' if flow or style == '"' else "''" if style == "'" else ""
    if style == "'" and not _needs_escapes(text):
        return "'" + text.replace("'", "''") + "'"
    if style not in ("'", '"') and _is_plain(text, flow) and (typed or reads_as_text(text)):
        return text
    return '"' + "".join(_escaped(char) for char in text) + '"'


def reads_as_text(plain: str) -> bool:
    """Returns whether readers that guess types read a plain scalar as text."""
    resolvers = [*_RESOLVERS.get(plain[:1], ()), *_RESOLVERS.get(None, ())]
    guessed = any(pattern.match(plain) for _, pattern in resolvers)
    return not guessed and plain not in _YAML_1_1_BOOLEANS


def _is_plain(text: str, flow: bool) -> bool:
    return (
        _PLAIN_START.match(text) is not None
        and text == text.strip()
        and _UNSAFE_IN_PLAIN.search(_ASTRAL.sub("x", text)) is None
        and "\u2028" not in text
        and "\u2029" not in text
        and "\ufeff" not in text
        and not (flow and _FLOW_INDICATORS.search(text))
    )


def _needs_escapes(text: str) -> bool:
    return any(_escaped(char) != char for char in text if char not in '\\"')


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    code = ord(char)
    if 0x20 <= code < 0x7F or 0xA0 <= code < 0xD800 or code >= 0x10000:
        return char if char not in "\u2028\u2029" else f"\\u{code:04X}"
    if 0xE000 <= code <= 0xFFFD and code != 0xFEFF:
        return char
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"
