"""Hostile and broken files: refused or read, and fast; never a traceback."""

from __future__ import annotations

import time
from operator import attrgetter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    EXAMPLE,
    LOADERS,
    SETTINGS,
    STRESS,
    assert_read_alike,
    law,
    pieces,
    read,
    read_any,
)
from yardstick import quick, unit

from jticket.model import rules
from jticket.model.diagnostics import Severity
from jticket.text import yaml_tree
from jticket.text.document import MAX_FILE, MAX_FRONT_MATTER
from jticket.text.edits.apply import EditRefusedError, apply_edits
from jticket.text.edits.edit import AddCriterion, AddEntry, Edit, SetField, SetSection
from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from collections.abc import Iterator

FRONT = "---\nid: JJM-014\ntitle: a\n---\n"
SIZE = MAX_FILE - 200 if STRESS else MAX_FILE // 32
UNITS = 300 if STRESS else 60
"""CPU time: far more than reading takes, far less than anything quadratic would."""

SECTIONS = ["", "## Acceptance Criteria\n\n", "## Devlog\n\n### 2025-10-02 ana\n\n"]
SECTIONS += ["## Description\n\n", "```\n"] if STRESS else []
PIECES = [
    *pieces(
        "- ¦- a ¦[¦![¦<¦<a ¦<a b=\"¦<a b='¦#¦# ¦⇥¦ ¦`¦` ¦~¦>¦> ¦*¦_ ¦1¦1.¦-⇥¦&¦\xa0¦\u2028¦=¦"
        "\\¦|¦<!¦</¦⏎¦ ⏎¦a⏎¦<⏎¦- a⏎¦- [ ] a⏎¦1. a⏎¦>⏎¦> a⏎¦```⏎¦~~~⏎¦### x⏎¦## x⏎¦## Devlog⏎¦"
        "a⏎=⏎¦␍¦␍⏎¦<!--⏎¦<!-- -->⏎¦-->⏎¦<div>⏎⏎¦<<<<<<< a⏎¦<<<<<<< a⏎=======⏎¦"
        "<<<<<<< a⏎=======⏎>>>>>>>⏎¦### 2025-01-01 ana⏎¦    x⏎¦⇥x⏎¦- [ ] a⏎  - b⏎  c⏎¦- - -⏎¦"
        "- ```⏎¦> a⏎b⏎¦a  ⏎¦[ ] "
    ),
    "# a" + " " * 5000 + "b\n",
    "- " * 90 + "x\n" + " " * 180 + "x\n",
    "<a " + "b " * 1000,
    "### 2025-01-01 " + " " * 3000 + "\n",
    "- [ ]" + " " * 3000 + "\n",
]
OPENINGS = ["- " * 120 + "x\n", ">" * 120 + "x\n", "1. " * 120 + "x\n"]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_tree, "LOADER", request.param)


def units_to_read(text: str) -> float:
    """Returns the CPU time that reading takes, in units."""
    start = time.process_time()
    assert read(text.encode()[:MAX_FILE].decode(errors="ignore")).diagnostics is not None
    return (time.process_time() - start) / unit()


@pytest.mark.parametrize("section", SECTIONS, ids=repr)
def test_a_large_body_is_read_quickly(section: str) -> None:
    slow = {}
    for piece in PIECES:
        text = FRONT + section + piece * (SIZE // len(piece.encode()))
        if (took := units_to_read(text)) > UNITS:
            slow[piece[:20]] = took
    assert slow == {}


@pytest.mark.parametrize("opening", OPENINGS, ids=lambda opening: opening[:6])
@pytest.mark.parametrize("piece", ["\n", "x\n", ">\n", "- a\n", "    x\n"], ids=repr)
def test_deeply_nested_blocks_are_read_quickly(opening: str, piece: str) -> None:
    assert units_to_read(FRONT + opening + piece * (SIZE // len(piece))) < UNITS


def test_sixty_thousand_lines_are_read_quickly() -> None:
    lines = "## Description\nSome text\n\n- item of text\n  more\n> quote\n" * 10_000
    assert units_to_read(FRONT + lines) < UNITS


def fronts() -> Iterator[tuple[str, str]]:
    """Yields front matters that crashed a parser, and the code of the expected finding."""
    yield "x: " + "[" * 25_000, "JT010"
    yield "x: " + "{a: " * 10_000, "JT010"
    yield "x:\n " + "- " * 25_000, "JT010"
    yield "x: " + "[" * 25_000 + "]" * 25_000, "JT010"
    yield "".join(" " * depth + "x:\n" for depth in range(250)), "JT010"
    yield "? " * 25_000, "JT010"
    yield (
        "a: &a [x, x]\n"
        + "".join(
            f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        "JT007",
    )
    yield "a: &a {x: y}\n<<: *a\n", "JT007"
    yield "a: &a [*a]\n", "JT007"
    yield "a: " + "&" * 30_000, "JT006"
    yield "a: '" + "''" * 30_000, "JT006"
    yield 'a: "' + "\\" * 60_001 + "\n", "JT006"
    yield "\x00" * 1000, "JT006"
    yield "a: x" + "y" * MAX_FRONT_MATTER, "JT002"
    yield "a:\n" + "é\n" * 32_000, "JT002"
    yield "tags: [" + "a, " * 20_000 + "a]", "JT112"
    yield "tags: [" + "*a, " * 14_000 + "a]", "JT007"
    yield "".join(f"k{number}: x\n" for number in range(6_000)), "JT110"
    yield "".join(f"&a{number} x{number}: y\n" for number in range(3_000)), "JT007"
    yield "k: x\n" * 13_000, "JT009"
    yield "effort: " + "9" * 60_000, "JT105"
    yield "effort: " + "9 " * 30_000, "JT105"
    yield "effort: 1" + " " * 60_000 + "x", "JT105"
    yield "points: " + "9" * 60_000, "JT111"
    yield "due: " + "9" * 60_000, "JT106"
    yield "due: 9999-99-99", "JT106"
    yield "created: 0001-01-01T00:00:00+23:59", "JT106"
    yield "created: 9999-12-31T23:59:59-23:59", "JT106"
    yield "parent_id: A-" + "9" * 60_000, "JT104"
    yield "parent_id: " + "9" * 60_000, "JT104"
    yield "parent_id: " + "A" * 60_000, "JT104"
    yield "status: " + "x" * 60_000, "JT103"
    yield "files: [" + "../" * 15_000 + "]", "JT109"
    yield 'tags: ["' + "a " * 30_000 + '"]', "JT108"
    yield "service_id: " + "a" * 60_000 + "!", "JT108"
    yield 'phase: "' + "\\n" * 30_000 + '"', "JT107"


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("front", "code"), list(fronts()), ids=[f"{code}-{n}" for n, (_, code) in enumerate(fronts())]
)
def test_a_hostile_front_matter_is_reported_quickly(front: str, code: str) -> None:
    with quick(UNITS):
        reading = read_any(f"---\nid: JJM-014\ntitle: a\n{front}\n---\n")
    assert code in {finding.rule.code for finding in reading.diagnostics}
    assert all(len(finding.sentence) < 400 for finding in reading.diagnostics)


def test_a_file_may_have_one_mebibyte_at_most() -> None:
    data = (FRONT + "a" * (MAX_FILE - len(FRONT))).encode()
    assert len(data) == MAX_FILE
    assert read(data).ticket
    (finding,) = read_any(data + b"a").diagnostics
    assert (finding.rule, finding.start.line, finding.start.column) == (rules.TOO_LARGE, 1, 1)
    assert finding.sentence == "the file has 1048577 bytes (at most 1048576)"


def test_a_front_matter_may_have_64_kibibytes_at_most() -> None:
    front = "id: JJM-014\ntitle: a\nphase: "
    text = front + "é" * ((MAX_FRONT_MATTER - len(front) - 2) // 2) + "a\n"
    assert len(text.encode()) == MAX_FRONT_MATTER
    assert read(f"---\n{text}---\n").ticket
    (finding,) = read_any(f"---\n{text[:-1]}a\n---\n").diagnostics
    assert finding.rule is rules.TOO_LARGE
    assert "65537 bytes" in finding.message


def test_an_edit_that_would_make_a_file_too_large_is_refused() -> None:
    small = read(FRONT)
    with pytest.raises(EditRefusedError, match="more than 1048576 bytes"):
        apply_edits(small, [SetSection("Description", "a\n" * MAX_FILE)])
    with pytest.raises(EditRefusedError, match="at most 65536"):
        apply_edits(small, [SetField("phase", "a" * MAX_FRONT_MATTER)])


@pytest.mark.parametrize(
    "text",
    [
        f"---\nid: JJM-014\ntitle: a\ntags: [{'a, ' * 18_000}a]\n---\n",
        f"---\nid: JJM-014\ntitle: a\ntags: [\n{'a,' * 18_000}\n]\n---\n",
        f"---\nid: JJM-014\ntitle: a\ntags:\n{'- a' + chr(10)}{('- a' + chr(10)) * 15_000}---\n",
    ],
    ids=["flow", "wide", "block"],
)
def test_a_long_list_is_edited_quickly(text: str) -> None:
    reading = read(text)
    tags = reading.ticket.tags
    values = ((*tags, "b"), ("b", *tags), tags[:-1], ("x", *tags[5:-5], "y"), ("b",) * 9, ())
    with quick(4 * UNITS):
        for value in values:
            after = apply_edits(reading, [SetField("tags", value)])
            assert after.ticket.tags == value


def test_a_long_body_is_edited_quickly() -> None:
    criteria, devlogs = "- [ ] a\n" * 20_000, "## Devlog\n" * 5_000
    reading = read(f"{FRONT}## Acceptance Criteria\n{criteria}{devlogs}")
    entry = AddEntry("2025-10-02", "ana", "x\n" * 10_000)
    edits: list[Edit] = [AddCriterion("b"), entry, SetField("phase", "x")]
    with quick(4 * UNITS):
        after = apply_edits(reading, edits)
    assert len(after.ticket.criteria) == 20_001


MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, len(EXAMPLE)),
        st.integers(0, 12),
        st.one_of(
            st.binary(max_size=6),
            st.sampled_from(
                [
                    *pieces(
                        "---⏎¦⏎¦⇥¦: ¦ #¦- ¦[¦]¦{¦'¦\"¦|⏎¦&a ¦*a¦!x ¦<<: ¦? ¦## ¦### ¦```⏎¦<!--¦"
                        "- [ ] ¦␍¦\x00¦é¦\u2028¦\ufeff¦😀¦%¦@¦>-⏎¦2025-10-01T"
                    ),
                    "9" * 30,
                ]
            ).map(str.encode),
        ),
    ),
    max_size=6,
)


def assert_readable_or_refused(data: bytes) -> None:
    """Asserts that reading gives a ticket or an error, and an edit a ticket or a refusal."""
    reading = read_any(data)
    errors = [error for error in reading.diagnostics if error.severity is Severity.ERROR]
    assert isinstance(reading, ValidFile) or errors
    assert_read_alike(data, SETTINGS)
    lines = data.count(b"\n") + 1
    assert all(1 <= finding.start.line <= lines for finding in reading.diagnostics)
    assert all(finding.start.column >= 1 for finding in reading.diagnostics)
    assert list(reading.diagnostics) == sorted(reading.diagnostics, key=attrgetter("order"))
    if not isinstance(reading, ValidFile):
        return
    edits: tuple[Edit, ...] = (
        SetField("status", "done"),
        SetField("tags", ("a", "b")),
        SetField("files", ()),
        SetField("due", ""),
        AddCriterion("a"),
        AddEntry("2025-10-02", "ana", "# a\n```"),
        SetSection("Description", "a"),
    )
    for edit in edits:
        try:
            after = apply_edits(reading, [edit])
        except EditRefusedError:
            continue
        assert read(after.text.document.encoded()).ticket == after.ticket


@pytest.mark.usefixtures("_loader")
@law(60)
@given(st.binary(max_size=60))
def test_any_bytes_give_a_ticket_or_a_finding(data: bytes) -> None:
    assert_readable_or_refused(data)
    assert_readable_or_refused(b"---\n" + data + b"\n---\n" + data)


@pytest.mark.usefixtures("_loader")
@law(60)
@given(MUTATIONS, st.booleans())
def test_a_damaged_ticket_gives_a_ticket_or_a_finding(
    mutations: list[tuple[int, int, bytes]], windows: bool
) -> None:
    data = EXAMPLE.encode()
    if windows:
        data = data.replace(b"\n", b"\r\n")
    for at, length, piece in mutations:
        data = data[:at] + piece + data[at + length :]
    assert_readable_or_refused(data)
