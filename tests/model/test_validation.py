"""Checks of the values of fields."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from graphs import SETTINGS, law, pieces
from hypothesis import given
from hypothesis import strategies as st

from jticket.model import rules
from jticket.model.schema import BY_KEY, FIELDS
from jticket.model.settings import CustomField, CustomType, Service
from jticket.model.ticket import Raw, RawMapping
from jticket.model.validation import choices_of, custom_problems, problems
from jticket.model.wording import is_one_line

if TYPE_CHECKING:
    from jticket.model.field import Field

WITH_SERVICES = replace(SETTINGS, services=(Service("sso"), Service("web/app")))


def codes(key: str, value: str | tuple[str, ...]) -> list[str]:
    """Returns the codes of what is wrong with a field's value."""
    return [problem.rule.code for problem in problems(BY_KEY[key], value, SETTINGS)]


VALID: list[tuple[str, str | tuple[str, ...]]] = [
    ("id", "JJM-001"),
    ("title", "a" * 200),
    ("title", "😀" * 200),
    ("title", "\u202e\u200b"),
    ("status", "in_progress"),
    ("created", "2025-10-01"),
    ("service_id", "a.b/c-d_E9"),
    ("tags", ("a", "ä-ö", "#x", "a:b")),
    ("dependencies", ("JJM-001", "JJM-x7k2")),
    ("assignee", "Ana Author"),
    ("wait_until", "2026-01-05"),
    ("on_hold", "answer from legal, and from ana"),
    ("relates_to", ("JJM-001",)),
    ("refs", ("gh:owner/repo#12", "jira:PROJ-3", "https://example.org/a?b=c#d", "mailto:a@b.c")),
    ("aliases", ("JJM-7", "tk-5f35", "BACK-222.1", "486d1c2f-3400-4821-a4c4-85dd795d1106")),
    ("effort", "0h"),
    ("due", "2025-10-31"),
    ("files", ("src/", "*.py", "a b", "..x/y", "x..", "a/...", "é")),
]


@pytest.mark.parametrize(("key", "value"), VALID)
def test_a_valid_value_has_no_problem(key: str, value: str | tuple[str, ...]) -> None:
    assert codes(key, value) == []


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_an_empty_value_is_valid(field: Field) -> None:
    assert codes(field.key, "") == codes(field.key, ()) == []


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("title", "a" * 201, ["JT107"]),
        ("assignee", "ana, ben", ["JT107"]),
        ("assignee", "ana\nben", ["JT107"]),
        ("wait_until", "soon", ["JT106"]),
        ("on_hold", "two\nlines", ["JT107"]),
        ("found_in", "x", ["JT104"]),
        ("refs", ("12", "gh:", ":x", "a b:c", "std::x", "a:b", "a:b"), ["JT108"] * 5 + ["JT112"]),
        ("aliases", ("two words", "a,b"), ["JT108", "JT108"]),
        ("title", "a\u2028b", ["JT107"]),
        ("phase", "a" * 500, []),
        ("milestone", "a\x7f", ["JT107"]),
        ("status", "Done", ["JT103"]),
        ("service_id", "-a", ["JT108"]),
        ("service_id", "é", ["JT108"]),
        ("tags", ("a", "a b", "a", "a\xa0b"), ["JT108", "JT112", "JT108"]),
        ("dependencies", ("JJM-1", "JJM-1", "x"), ["JT112", "JT104"]),
        ("files", ("/", "\\x", "c:/x", "a/..", "..\\x", "a\tb"), ["JT109"] * 6),
        ("effort", "1h 1d", ["JT105"]),
        ("due", "2025-10-31T10:00:00Z", ["JT106"]),
    ],
)
def test_a_bad_value_has_its_problems(
    key: str, value: str | tuple[str, ...], expected: list[str]
) -> None:
    assert codes(key, value) == expected


def test_a_problem_names_the_item_and_the_fix() -> None:
    word, repeated = problems(BY_KEY["tags"], ("ok", "needs review", "ok"), SETTINGS)
    assert (word.index, word.message) == (1, "'needs review' is not a single word")
    assert word.fix == "write needs-review"
    assert (repeated.index, repeated.message) == (2, "tags has 'ok' twice")


def test_a_service_must_be_listed_in_the_config() -> None:
    [problem] = problems(BY_KEY["service_id"], "ssso", WITH_SERVICES)
    assert (problem.rule, problem.fix) == (rules.DANGLING_SERVICE, "did you mean 'sso'?")
    assert not list(problems(BY_KEY["service_id"], "web/app", WITH_SERVICES))
    assert choices_of(BY_KEY["service_id"], WITH_SERVICES) == ("sso", "web/app")
    assert choices_of(BY_KEY["service_id"], SETTINGS) is None
    assert choices_of(BY_KEY["status"], SETTINGS) == SETTINGS.statuses
    assert choices_of(BY_KEY["title"], SETTINGS) is None


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("jjm-002", "write JJM-002"),
        ("2", "write JJM-002"),
        ("999999999", "write JJM-999999999"),
        ("1000000000", "an ID looks like JJM-001"),
        ("x", "an ID looks like JJM-001"),
    ],
)
def test_an_invalid_id_is_corrected_if_it_is_an_id_in_another_notation(text: str, fix: str) -> None:
    [problem] = problems(BY_KEY["parent_id"], text, SETTINGS)
    assert (problem.rule, problem.fix) == (rules.BAD_ID, fix)


@pytest.mark.parametrize(
    ("custom_type", "valid", "invalid"),
    [
        (CustomType.STRING, "anything¦1¦a⏎b", ""),
        (CustomType.INTEGER, "0¦-7¦+12¦999999999999999999", "1.0¦1e3¦x¦٣¦1_000¦0x1¦ 1¦--1"),
        (CustomType.NUMBER, "0¦-7.5¦+12", "1e3¦.5¦1.¦inf¦nan¦1,5"),
        (CustomType.BOOLEAN, "true¦False¦TRUE", "yes¦no¦1¦on"),
        (CustomType.DATE, "2025-10-31", "2025-13-01¦today¦2025-10-31T00:00"),
        (CustomType.ENUM, "S¦XL", "s¦XXL"),
    ],
)
def test_a_custom_value_has_the_declared_type(
    custom_type: CustomType, valid: str, invalid: str
) -> None:
    field = CustomField("size", custom_type, ("S", "XL"))
    assert all(not list(custom_problems(field, value)) for value in pieces(valid))
    for value in pieces(invalid) if invalid else []:
        [problem] = custom_problems(field, value)
        assert problem.rule is rules.BAD_CUSTOM_VALUE
    assert not list(custom_problems(field, ""))
    [problem] = custom_problems(field, ("a",))
    assert problem.rule is rules.WRONG_SHAPE


@pytest.mark.parametrize("value", ["a", RawMapping(()), (("a",),), (RawMapping(()),)])
def test_a_custom_list_is_flat(value: Raw) -> None:
    field = CustomField("names", CustomType.LIST)
    assert not list(custom_problems(field, ("a", "b")))
    [problem] = custom_problems(field, value)
    assert problem.message == "names is a list"


@law(300)
@given(
    st.sampled_from(FIELDS),
    st.one_of(st.text(max_size=30), st.lists(st.text(max_size=8), max_size=4).map(tuple)),
)
def test_a_message_is_one_line_whatever_the_value(
    field: Field, value: str | tuple[str, ...]
) -> None:
    for problem in problems(field, value, WITH_SERVICES):
        assert problem.message
        assert is_one_line(problem.message)
