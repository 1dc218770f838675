"""The JSON of tickets: lossless, harmless, and typed as the config says."""

from __future__ import annotations

import json

import pytest

from jticket.model.columns import columns_of
from jticket.model.computed import COMPUTED
from jticket.model.settings import CustomField, CustomType, Settings
from jticket.render.payload import dumped, number, ticket_json
from jticket.text.project import Project
from jticket.text.reading import ValidFile, read_ticket

FIELDS = tuple(
    CustomField(kind.value, kind, ("a", "b") if kind is CustomType.ENUM else ())
    for kind in CustomType
)
SETTINGS = Settings(prefix="JJM", fields=FIELDS)


def custom(key: str, written: str) -> object:
    data = f"---\nid: JJM-001\ntitle: T\n{key}: {written}\n---\n".encode()
    reading = read_ticket(data, "JJM-001.md", SETTINGS, stem="JJM-001")
    assert isinstance(reading, ValidFile)
    payload = ticket_json(reading, Project((reading,), SETTINGS), full=False)
    text = dumped(payload)
    assert json.loads(text, parse_constant=refuse) == payload
    fields = payload["fields"]
    assert isinstance(fields, dict)
    return fields[key]


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


@pytest.mark.parametrize(
    ("key", "written", "expected"),
    [
        ("integer", "7", 7),
        ("integer", "-007", -7),
        ("integer", "1_000", "1_000"),
        ("integer", "7.0", "7.0"),
        ("number", "0.50", 0.5),
        ("number", "nan", "nan"),
        ("number", ".inf", ".inf"),
        ("number", "1e999", "1e999"),
        ("boolean", "TRUE", True),
        ("boolean", "false", False),
        ("boolean", "yes", "yes"),
        ("date", "2025-01-01", "2025-01-01"),
        ("string", "007", "007"),
        ("string", "", None),
        ("enum", "a", "a"),
        ("list", "[1, no]", ["1", "no"]),
        ("list", "x", "x"),
        ("unheard_of", "1", "1"),
        ("unheard_of", "{a: [b, {c: d}]}", {"a": ["b", {"c": "d"}]}),
    ],
)
def test_custom_values_have_their_declared_type_where_they_fit(
    key: str, written: str, expected: object
) -> None:
    value = custom(key, written)
    assert value == expected
    assert type(value) is type(expected)


def test_control_characters_are_escaped_and_none_is_lost() -> None:
    characters = "".join(map(chr, [*range(0x2100), *range(0xD800, 0xD810), 0xFEFF, 0x1F600]))
    text = dumped({"x": characters})
    assert json.loads(text) == {"x": characters}
    control = {
        *range(0x20),
        *range(0x7F, 0xA0),
        0x61C,
        *range(0x202A, 0x202F),
        0x2066,
        0xFEFF,
        0xD800,
    }
    assert {ord(character) for character in text} & control <= {ord("\n")}
    assert "é" in text


def test_computed_fields_are_columns_and_those_without_a_request_are_in_json() -> None:
    file = read_ticket(b"---\nid: JJM-001\ntitle: T\n---\n", "JJM-001.md", SETTINGS, stem="JJM-001")
    assert isinstance(file, ValidFile)
    payload = ticket_json(file, Project((file,), SETTINGS), full=False, waiting=True)
    unrequested = {key for key, field in COMPUTED.items() if not field.on_request}
    assert COMPUTED.keys() & payload.keys() == unrequested | {"waiting_for"}
    assert {*COMPUTED} <= {*columns_of(SETTINGS)}


def test_hours_are_whole_numbers_where_they_are_whole() -> None:
    data = b"---\nid: JJM-001\ntitle: T\neffort: 1d\n---\n"
    reading = read_ticket(data, "JJM-001.md", SETTINGS, stem="JJM-001")
    assert isinstance(reading, ValidFile)
    hours = ticket_json(reading, Project((reading,), SETTINGS), full=False)["effort_hours"]
    assert (hours, type(hours)) == (8, int)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(None, None), (8.0, 8), (0.1 + 0.2, 0.3), (20.799999999999997, 20.8), (3.9999999999, 4)],
)
def test_hours_come_without_rounding_errors(hours: float | None, expected: float | None) -> None:
    assert repr(number(hours)) == repr(expected)
