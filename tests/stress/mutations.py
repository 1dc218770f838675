"""Documents to read: real, awkward and drawn ones, and what chance makes of their bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import awkward
import strategies
from hypothesis import HealthCheck, Phase, given, seed, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

ROOT = Path(__file__).parents[2]
BOM = b"\xef\xbb\xbf"
KIB_64 = 64 * 1024
MIB_4 = 4 * 1024 * 1024

PIECES = [
    *(b"\x00", b"\r", b"\n", b"\r\n", b"\t", b" ", b"\x85", b"\xc2\x85", b"\xe2\x80\xa8", BOM),
    *(
        b"\x1b[31m",
        b"\x7f",
        b"\xe2\x80\xae",
        b"\xe2\x81\xa6",
        b"\xff",
        b"\xed\xa0\x80",
        b"\xf0\x9f",
    ),
    *(b"---\n", b"----\n", b"...\n", b"--- a\n", b"%YAML 1.2\n", b"<<<<<<< a\n", b">>>>>>> b\n"),
    *(
        b"&a ",
        b"*a",
        b"!!str ",
        b"!x ",
        b"<<: *a\n",
        b"? ",
        b"- ",
        b": ",
        b"#",
        b" # c",
        b"'",
        b'"',
    ),
    *(b"[", b"]", b"{", b"}", b",", b"|\n", b">-\n", b"\\", b"```\n", b"~~~\n", b"<!--", b"-->"),
    *(b"## Devlog\n", b"## Description\n", b"## Acceptance Criteria\n", b"- [ ] a\n", b"<div>\n"),
    *(b"id: JJM-014\n", b"title: b\n", b"tags: [a, b]\n", b"files:\n- a\n", b"x-y: z\n", b"\xe9"),
    *(b"[" * 40, b"{a: " * 40, b"- " * 40, b"a" * 5000, b"> " * 120, b"title: |\n  a\n\n", b"1. "),
]


NUMBERS = ["9" * 5000, "-" + "1" * 400, "1e999", "9" * 20 + "w", "0.0000001h", "٣h", "²", "1_0h"]


def corpus(number: int) -> list[bytes]:
    """Returns documents to begin with: files of the tests and the example, and drawn ones."""
    files = [
        *sorted((ROOT / "tests/cases/read").glob("*.md")),
        *sorted((ROOT / "tests/cases/check").rglob("*.md")),
        *sorted((ROOT / ".tickets-example").rglob("*.md")),
    ]
    known = [path.read_bytes() for path in files] + [strategies.EXAMPLE.encode()]
    for title, status, priority, who, phase, effort, rest in awkward.ROWS:
        text = f"---\nid: JJM-014\ntitle: {title}\nstatus: {status}\npriority: {priority}\n"
        text += f"assignee: {who}\nphase: {phase}\neffort: {effort}\n{rest}\n---\n"
        known.append(text.encode())
    return known + drawn(number)


def drawn(number: int, examples: int = 250) -> list[bytes]:
    """Returns documents in every legal style of front matter, drawn from a seed."""
    documents: list[bytes] = []

    @seed(number)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategies.fronts(), strategies.LAYOUTS, strategies.BODIES)
    def keep(front: strategies.Front, layout: strategies.Layout, body: str) -> None:
        documents.append(layout.data(f"---\n{front.text}---\n{body}"))

    keep()
    return documents


def mutated(chance: Random, known: list[bytes]) -> bytes:
    """Returns a document after no, one or several mutations."""
    data = chance.choice(known)
    for _ in range(chance.choice([0, 0, 1, 1, 1, 2, 3, 8])):
        data = chance.choice(MUTATIONS)(chance, data, known)
    if chance.random() < 0.004:
        data = at_the_edge(chance, data)
    return data[: 1024 * 1024 + 100]


def flipped_bit(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    """Flips a bit."""
    if not data:
        return b"\x80"
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def inserted(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    """Inserts a piece that has a meaning somewhere, or a word that YAML misreads."""
    at = chance.randrange(len(data) + 1)
    awkward_text = chance.choice(strategies.AWKWARD).encode("utf-8", "surrogatepass")
    return data[:at] + chance.choice([chance.choice(PIECES), awkward_text]) + data[at:]


def inserted_at_a_line(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    """Inserts such a piece where a line or a value begins."""
    starts = [at + 1 for at, byte in enumerate(data) if byte in b"\n "]
    at = chance.choice([0, *starts])
    return data[:at] + chance.choice(PIECES) + data[at:]


def replaced_value(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    """Gives a line with a colon another value."""
    lines = data.splitlines(keepends=True)
    with_keys = [number for number, line in enumerate(lines) if b":" in line]
    if not with_keys:
        return data
    number = chance.choice(with_keys)
    key = lines[number].partition(b":")[0]
    value = chance.choice(
        [*strategies.AWKWARD, "", "|", ">-", "[a, b]", "'a", '"a', "\n  - a", *NUMBERS]
    )
    lines[number] = key + b": " + value.encode("utf-8", "surrogatepass") + b"\n"
    return b"".join(lines)


def moved_lines(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    """Swaps, repeats, deletes, indents or outdents a line."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            lines[one], lines[two] = lines[two], lines[one]
        case 1:
            lines.insert(two, lines[one])
        case 2:
            del lines[one]
        case 3:
            lines[one] = b" " * chance.randrange(1, 5) + lines[one]
        case _:
            lines[one] = lines[one].lstrip(b" ")
    return b"".join(lines)


def cut(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    """Cuts a part out, or everything after a place."""
    start = chance.randrange(len(data) + 1)
    end = chance.choice([len(data), min(len(data), start + chance.randrange(1, 40))])
    return data[:start] + data[end:]


def spliced(chance: Random, data: bytes, known: list[bytes]) -> bytes:
    """Continues with the end of another document, as a bad merge does."""
    other = chance.choice(known)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def other_newlines(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    """Replaces all newlines, or those of some lines."""
    newline = chance.choice([b"\r\n", b"\r\n", b"\r", b"\n\n", b"\xc2\x85", b" \n"])
    if chance.random() < 0.7:
        return data.replace(b"\n", newline)
    return b"".join(
        line.removesuffix(b"\n") + newline
        if line.endswith(b"\n") and chance.random() < 0.2
        else line
        for line in data.splitlines(keepends=True)
    )


def with_mark(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    """Adds or removes a byte order mark, or one of another encoding."""
    return (
        data.removeprefix(BOM)
        if chance.random() < 0.3
        else chance.choice([BOM, BOM, BOM, b"\xff\xfe", b"\n"]) + data
    )


def huge(chance: Random, data: bytes, _: list[bytes]) -> bytes:
    """Repeats a line or a piece many times."""
    lines = data.splitlines(keepends=True) or [b"a\n"]
    piece = chance.choice([chance.choice(lines), chance.choice(PIECES)])
    at = sum(map(len, lines[: chance.randrange(len(lines) + 1)]))
    times = min(chance.choice([20, 200, 2000]), MIB_4 // len(piece))
    return data[:at] + piece * times + data[at:]


def at_the_edge(chance: Random, data: bytes) -> bytes:
    """Makes the front matter about as large as is allowed."""
    first, newline, rest = data.partition(b"\n")
    size = rest.find(b"\n---")
    missing = KIB_64 - max(size, 0) - len(b"x-fill: \n") + chance.randrange(-3, 4)
    return first + newline + b"x-fill: " + b"f" * max(missing, 0) + b"\n" + rest


MUTATIONS: tuple[Callable[[Random, bytes, list[bytes]], bytes], ...] = (
    *(flipped_bit, inserted, inserted, inserted_at_a_line, inserted_at_a_line, replaced_value),
    *(replaced_value, moved_lines, moved_lines, cut, spliced, other_newlines, with_mark, huge),
)
