"""The project's settings: defaults, statuses in their order, classes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from bodies import body

from jticket.model.field import Shape
from jticket.model.schema import BY_KEY, FIELDS, KEYS, SECTIONS, SectionField, section_named
from jticket.model.settings import (
    STATUS_CLASSES,
    WORKFLOW,
    CustomField,
    CustomType,
    Settings,
    StatusClass,
    derived_prefix,
)
from jticket.model.ticket import Criterion, Ticket


def test_statuses_go_from_open_to_closed_with_new_ones_after_built_in_ones() -> None:
    settings = Settings(
        workflow=MappingProxyType({"qa": (), **WORKFLOW, "idea": (), "released": ()}),
        status_class=MappingProxyType(
            {
                **STATUS_CLASSES,
                "qa": StatusClass.ACTIVE,
                "idea": StatusClass.OPEN,
                "released": StatusClass.DONE,
            }
        ),
    )
    assert settings.statuses == (
        *("backlog", "ready", "idea", "in_progress", "review", "qa"),
        *("done", "released", "cancelled"),
    )
    assert settings.is_active("qa")
    assert settings.is_closed("released")
    assert not settings.is_closed("idea")


def test_a_status_without_a_class_counts_as_open() -> None:
    settings = Settings(workflow=MappingProxyType({**WORKFLOW, "odd": ()}))
    assert settings.class_of("odd") is settings.class_of("unheard-of") is StatusClass.OPEN
    assert settings.statuses.index("odd") == 2


def test_defaults_are_those_of_the_format() -> None:
    settings = Settings()
    assert settings.default_ticket_type == "task"
    assert settings.default_priority == "normal"
    assert settings.statuses == tuple(WORKFLOW)
    renamed = replace(settings, ticket_types=("story", "chore"), priorities=("p3", "p1"))
    assert (renamed.default_ticket_type, renamed.default_priority) == ("story", "p3")


def test_a_custom_field_is_found_by_its_key() -> None:
    points = CustomField("points", CustomType.INTEGER)
    assert Settings(fields=(points,)).custom_field("points") is points
    assert Settings(fields=(points,)).custom_field("size") is None


@pytest.mark.parametrize(
    ("folder", "prefix"),
    [
        ("jules-job-manager", "JULE"),
        ("a1", "A"),
        ("42", "T"),
        ("", "T"),
        ("été", "T"),
        ("x y", "XY"),
    ],
)
def test_the_prefix_is_derived_from_the_name_of_the_folder(folder: str, prefix: str) -> None:
    assert derived_prefix(folder) == prefix


def test_a_ticket_has_every_field_of_the_table() -> None:
    ticket = Ticket("JJM-001")
    for field in FIELDS:
        empty: object = () if field.shape.is_list else field.default
        assert ticket.value(field.key) == (empty if field.key != "id" else "JJM-001")
    assert KEYS[:9] == tuple(field.key for field in FIELDS if field.always)
    assert BY_KEY["files"].shape is Shape.PATHS
    assert (
        Ticket("A-1", body=body(criteria=(Criterion("a", True), Criterion("b")))).criteria_done == 1
    )


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_a_section_is_found_ignoring_case_and_spaces(section: SectionField) -> None:
    heading = section.heading
    assert section_named(f"  {heading.upper().replace(' ', '   ')} ") is section
    assert section_named(f"{heading}s") is None
