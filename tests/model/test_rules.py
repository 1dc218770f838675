"""The catalogue of the rules that are checked while a file is read."""

from __future__ import annotations

from graphs import SETTINGS

from jticket.model import rules
from jticket.model.field import Shape
from jticket.model.schema import FIELDS
from jticket.model.settings import CustomField, CustomType
from jticket.model.validation import custom_problems, problems


def test_an_enum_of_the_config_is_described_under_the_rule_that_reports_it() -> None:
    [problem] = custom_problems(CustomField("size", CustomType.ENUM, ("S", "M")), "XL")
    assert problem.rule is rules.BAD_CUSTOM_VALUE
    assert "enum" in rules.BAD_CUSTOM_VALUE.reason
    assert "enum" not in rules.UNKNOWN_VALUE.reason


def test_the_rule_of_unknown_values_is_that_of_statuses_types_and_priorities() -> None:
    shapes = {
        field.shape
        for field in FIELDS
        for problem in problems(field, "nonsense", SETTINGS)
        if problem.rule is rules.UNKNOWN_VALUE
    }
    assert shapes == {Shape.STATUS, Shape.TICKET_TYPE, Shape.PRIORITY}
    for words in ("statuses", "ticket types", "priorities"):
        assert words in rules.UNKNOWN_VALUE.reason.casefold()
