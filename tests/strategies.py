"""Examples for laws about texts: front matters in every legal style, bodies, awkward texts."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

import yaml
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from jticket.model.schema import FIELDS
from jticket.model.settings import CustomField, CustomType, Settings
from jticket.model.ticket import EMPTY_BODY
from jticket.text.bulk_reader import TicketReader
from jticket.text.reading import File, ValidFile, read_ticket

STRESS = bool(os.environ.get("JTICKET_STRESS"))
LOADERS = [getattr(yaml, "CBaseLoader", yaml.BaseLoader), yaml.BaseLoader]
PATH = ".tickets/JJM-014.md"
STEM = "JJM-014"
SETTINGS = Settings(
    prefix="JJM",
    fields=(
        CustomField("customer", CustomType.STRING),
        CustomField("points", CustomType.INTEGER),
        CustomField("reviewers", CustomType.LIST),
    ),
)
EXAMPLE = """\
---
id: JJM-014
title: CLI entry point and argument parser
status: backlog
ticket_type: issue
priority: high
created: 2025-10-01T09:30:00Z
assignee: ana
service_id: jules-job-manager
tags: [cli, mvp]
parent_id: JJM-066
dependencies: [JJM-006, JJM-013]
effort: 6h
phase: "MVP Phase 4: CLI Interface"
milestone: MVP
files:
  - jules_job_manager/src/main.py
---

## Description

Why this work matters, what is in and what is out.

## Acceptance Criteria

- [x] `main()` parses its arguments
- [ ] an unknown command exits with 2

## Technical Notes

Hints for whoever builds it.

## Devlog

### 2025-10-02T10:00:00Z ana

Parser in place; subcommands next.
"""


def law(examples: int) -> settings:
    """Returns Hypothesis settings for a law; JTICKET_STRESS=1 tries 25 times as many examples."""
    return settings(
        max_examples=examples * 25 if STRESS else examples,
        derandomize=not STRESS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


def read_any(text: str | bytes, stem: str = STEM) -> File:
    """Reads a text that may not be a ticket."""
    data = text.encode() if isinstance(text, str) else text
    return read_ticket(data, PATH, SETTINGS, stem=stem)


def read(text: str | bytes, stem: str = STEM) -> ValidFile:
    """Reads a text that is a ticket."""
    file = read_any(text, stem)
    assert isinstance(file, ValidFile), file.reason.line
    return file


def pieces(text: str) -> list[str]:
    """Splits a text at `¦`; `⏎`, `␍` and `⇥` stand for the control characters that they show."""
    return text.translate({ord("⏎"): "\n", ord("␍"): "\r", ord("⇥"): "\t"}).split("¦")


READERS: dict[int, TicketReader] = {}
"""Readers by settings, so that all examples share what was parsed once."""


def assert_read_alike(data: bytes, config: Settings) -> None:
    """Asserts that a bulk reader reads the same ticket, with and without its body."""
    reader = READERS.setdefault(id(config), TicketReader(config))
    for stem in (STEM, "notes"):
        file = read_ticket(data, PATH, config, stem=stem)
        ticket = file.ticket if isinstance(file, ValidFile) else None
        assert reader.ticket(data, stem=stem) == ticket
        front = ticket and replace(ticket, body=EMPTY_BODY)
        assert reader.ticket(data, stem=stem, body=False) == front


AWKWARD = pieces(
    "yes¦no¦null¦~¦true¦on¦off¦y¦N¦1.10¦0012¦0x1F¦1_000¦.5¦1e3¦.inf¦.nan¦12:30:45¦2025-01-01¦"
    "2025-10-01T09:30:00Z¦=¦<<¦!x¦&x¦*x¦|¦>¦|-¦%¦@¦`¦-¦?¦:¦--¦---¦...¦[]¦{}¦[¦]¦{¦}¦,¦#¦a:b¦a:¦"
    "a#b¦-a¦?a¦:a¦'a'¦\"a\"¦a'¦a\"¦\\¦\\n¦a\\¦%TAG¦!!str¦<<:¦a?b¦src/?.py¦a:?b¦0o7¦+1¦-1¦.¦..¦"
    "1.¦1:30¦0b1¦a: b¦a #b¦a # b¦ a¦a ¦- a¦? a¦: a¦a, b¦a⏎b¦a␍⏎b¦a⇥b¦⇥a¦a\x00b¦a\x1b[31mb¦"
    "a\x7fb¦a\x85b¦a\u2028b¦\u2029¦a\u202eb¦\ufeffa¦a\ufeffb¦\u200b¦\xa0¦a\xa0b¦\ufffe¦\uffff¦"
    "😀¦a 😀: b¦é¦--- a¦... a¦<<<<<<< a"
)
TEXTS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.text(st.sampled_from("ab:#-?,[]{}'\"\\ \n\t|>&*!%@`0.~=<é😀\x85\u2028"), max_size=12),
)
"""Any text, often one that YAML would read as something else."""
WORD = st.text(st.sampled_from("abcXYZ09éß😀_"), min_size=1, max_size=6)
LINE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
"""Words that need no quotes."""


@dataclass(frozen=True)
class Chunk:
    """Lines of a front matter with the key and value that they hold, if any."""

    key: str
    value: str | tuple[str, ...]
    text: str


def double_quoted(text: str) -> str:
    """Returns the text in double quotes, all but printable ASCII escaped."""
    out = []
    for char in text:
        code = ord(char)
        if char in '\\"':
            out.append("\\" + char)
        elif 0x20 <= code < 0x7F:
            out.append(char)
        else:
            out.append(f"\\x{code:02x}" if code < 256 else f"\\U{code:08x}")
    return '"' + "".join(out) + '"'


def single_quoted(text: str) -> str:
    """Returns the text in single quotes."""
    return "'" + text.replace("'", "''") + "'"


Quote = Callable[[str], str]
QUOTES: list[Quote] = [str, str, str, single_quoted, double_quoted]
COMMENT = st.sampled_from(["", "", "", " # why", "  #", "   # 'a: b' # c"])
TRAILING = st.one_of(st.just(""), COMMENT, st.sampled_from([" ", "   "]))


@st.composite
def keys(draw: st.DrawFn, key: str) -> str:
    """Draws a key with its colon."""
    form = draw(st.sampled_from([key] * 6 + [f"'{key}'", f'"{key}"']))
    return form + draw(st.sampled_from([":"] * 6 + [" :", "  :"]))


@st.composite
def scalar_chunks(draw: st.DrawFn, key: str, indent: str) -> Chunk:
    """Draws a key with a single value, in any style."""
    start = indent + draw(keys(key))
    deeper = indent + draw(st.sampled_from([" ", "  ", "    "]))
    value, end = draw(LINE), draw(TRAILING)
    words = value.split()
    style = draw(
        st.sampled_from(
            ["plain"] * 4 + ["single", "double", "empty", "next", "wide", "wide double", "block"]
        )
    )
    blank = draw(st.sampled_from([" ", " ", "  "]))
    match style:
        case "plain":
            return Chunk(key, value, f"{start}{blank}{value}{end}\n")
        case "single":
            value += draw(st.sampled_from(["", "'", ": a", " # b", '"']))
            return Chunk(key, value, f"{start}{blank}{single_quoted(value)}{end}\n")
        case "double":
            value = draw(TEXTS)
            return Chunk(key, value, f"{start}{blank}{double_quoted(value)}{end}\n")
        case "empty":
            return Chunk(key, "", f"{start}{end}\n")
        case "next":
            comment = draw(st.sampled_from(["", "", f"{deeper}# about it\n"]))
            return Chunk(key, value, f"{start}{end}\n{comment}{deeper}{value}\n")
        case "wide":
            return Chunk(key, value, f"{start} {f'{chr(10)}{deeper}'.join(words)}{end}\n")
        case "wide double":
            return Chunk(key, value, f'{start} "{f"{chr(10)}{deeper}".join(words)}"{end}\n')
        case _:
            return draw(block_chunks(key, start, deeper, words))


@st.composite
def block_chunks(draw: st.DrawFn, key: str, start: str, deeper: str, words: list[str]) -> Chunk:
    """Draws a literal or folded value."""
    style = draw(st.sampled_from("|>"))
    chomp = draw(st.sampled_from(["", "-", "+"]))
    digit = str(len(deeper) - len(start) + len(start.lstrip(" "))) if draw(st.booleans()) else ""
    order = draw(st.sampled_from([digit + chomp, chomp + digit]))
    comment = draw(st.sampled_from(["", "", " # why"]))
    below = draw(st.sampled_from(["", "", "\n", "\n\n"]))
    lines = "".join(f"{deeper}{word}\n" for word in words)
    value = ("\n" if style == "|" else " ").join(words)
    return Chunk(key, value, f"{start} {style}{order}{comment}\n{lines}{below}")


@st.composite
def list_chunks(draw: st.DrawFn, key: str, indent: str) -> Chunk:
    """Draws a key with a list, in any style."""
    start = indent + draw(keys(key))
    items = draw(st.lists(WORD, max_size=5))
    quote = draw(st.sampled_from(QUOTES))
    end = draw(TRAILING)
    style = draw(st.sampled_from(["flow", "flow", "wide", "block", "block"]))
    if style == "flow" or not items:
        comma = draw(st.sampled_from([", ", ", ", ",", " , "]))
        pad = draw(st.sampled_from(["", "", " "]))
        last = draw(st.sampled_from(["", "", ","])) if items else ""
        inside = comma.join(map(quote, items)) + last
        return Chunk(key, tuple(items), f"{start} [{pad}{inside}{pad}]{end}\n")
    if style == "wide":
        return draw(wide_chunks(key, start, indent, items, quote))
    dash = indent + draw(st.sampled_from(["", "  ", "    "])) + "-"
    blank = draw(st.sampled_from([" ", " ", "   ", f"\n{dash}     ".replace("-", " ")]))
    lines = [f"{start}{end}\n"]
    for item in items:
        lines.append(draw(st.sampled_from(["", "", "", f"{indent}# about the next\n", "\n"])))
        lines.append(f"{dash}{blank}{quote(item)}{draw(TRAILING)}\n")
    return Chunk(key, tuple(items), "".join(lines))


@st.composite
def wide_chunks(
    draw: st.DrawFn,
    key: str,
    start: str,
    indent: str,
    items: list[str],
    quote: Quote,
) -> Chunk:
    """Draws a key with a flow list of several lines."""
    lines = [f"{start} ["]
    for index, item in enumerate(items):
        last = index == len(items) - 1
        comma = draw(st.sampled_from(["", ","])) if last else ","
        lines.append(quote(item) + comma)
        lines.append(draw(st.sampled_from([" ", f"\n{indent}  ", f" # c{index}\n{indent}   "])))
    lines.append(f"{draw(st.sampled_from(['', f'{chr(10)}{indent} ']))}]{draw(TRAILING)}\n")
    return Chunk(key, tuple(items), "".join(lines))


@st.composite
def other_chunks(draw: st.DrawFn, indent: str) -> Chunk:
    """Draws an undeclared key, or blank lines and comments."""
    nested = "x-nested:\n  a:\n    - b: c\n      d: |\n        # text\n\n  e: f # g\n"
    text = "x-text: |\n  # text\n\n  more\n\n"
    lines = draw(
        st.sampled_from(
            ["\n", "   \n", "# a comment\n", "# key: value\n", "x-other: {a: [b, c], d: e} # f\n"]
        )
        | st.sampled_from([nested, text])
    )
    return Chunk("", "", "".join(f"{indent}{line}" for line in lines.splitlines(keepends=True)))


@dataclass(frozen=True)
class Front:
    """A front matter: its chunks, in the order of its lines."""

    chunks: tuple[Chunk, ...]

    @property
    def text(self) -> str:
        """Returns the lines between the fences, with `\\n`."""
        return "".join(chunk.text for chunk in self.chunks)

    def values(self) -> dict[str, str | tuple[str, ...]]:
        """Returns the values of the declared keys."""
        return {chunk.key: chunk.value for chunk in self.chunks if chunk.key}


@st.composite
def fronts(draw: st.DrawFn) -> Front:
    """Draws a front matter with an ID, a title, and other keys in any order and style."""
    indent = draw(st.sampled_from(["", "", "", " ", "  "]))
    wanted = [field for field in FIELDS if field.key not in ("id", "title")]
    some = draw(st.lists(st.sampled_from(wanted), unique=True, max_size=8))
    chunks = [Chunk("id", STEM, f"{indent}{draw(keys('id'))} {STEM}{draw(TRAILING)}\n")]
    chunks.append(draw(scalar_chunks("title", indent)))
    for field in some:
        kind = list_chunks if field.shape.is_list else scalar_chunks
        chunks.append(draw(kind(field.key, indent)))
    if draw(st.booleans()):
        chunks = draw(st.permutations(chunks))
    seen: set[str] = set()
    out: list[Chunk] = []
    for chunk in chunks:
        if draw(st.integers(0, 3)) == 0:
            extra = draw(other_chunks(indent))
            name = extra.text.strip().partition(":")[0]
            if not name.startswith("x-") or name not in seen:
                out.append(extra)
                seen.add(name)
        out.append(chunk)
    return Front(tuple(out))


BODIES = st.sampled_from(
    [
        "",
        "\n",
        "\n## Description\n\nWhy.\n",
        "\n\n## description ##\n\ntext\n\n## Notes\n\n---\n\n```\n## Devlog\n```\n",
        "\nintro\n\n## Devlog\n\n### 2025-10-02T10:00:00Z ana\n\ntext\n",
        "## Acceptance Criteria\n- [ ] a\n- [X] b\n  more\n\n1. [ ] c\n",
    ]
)


@dataclass(frozen=True)
class Layout:
    """How a text is encoded as bytes."""

    newline: str
    bom: bool
    final_newline: bool

    def data(self, text: str) -> bytes:
        """Returns the bytes of a text that has `\\n` newlines and ends with one."""
        if not self.final_newline:
            text = text.removesuffix("\n")
        data = text.replace("\n", self.newline).encode()
        return b"\xef\xbb\xbf" + data if self.bom else data


LAYOUTS = st.builds(Layout, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
