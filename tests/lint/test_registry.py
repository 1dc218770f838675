"""All rules have what the guide needs, and are registered."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

from jticket.lint import rules
from jticket.lint.registry import CATALOGUE, without_superseded
from jticket.lint.rules.done_too_early import DONE_TOO_EARLY
from jticket.lint.rules.done_with_open_criteria import DONE_WITH_OPEN_CRITERIA
from jticket.model import rules as reading_rules
from jticket.model.diagnostics import Diagnostic, Rule, Severity, Span

TESTS = Path(__file__).parents[1]
CASES = {case.name.partition("-")[0] for case in (TESTS / "cases" / "check").iterdir()}
TESTED_IN = {
    "JT001": "lint/test_odd_files.py",
    "JT002": "lint/test_odd_files.py",
    "JT011": "lint/test_odd_files.py",
    **dict.fromkeys((f"JT50{digit}" for digit in range(1, 8)), "cli/test_check_base.py"),
    **dict.fromkeys(("JT601", "JT602", "JT603", "JT604"), "cli/test_check_hygiene.py"),
    **dict.fromkeys(("JT605", "JT606"), "cli/test_check_parked.py"),
    **dict.fromkeys(("JT508", "JT509", "JT510"), "cli/test_check_files.py"),
}
"""Where rules are tested that need more than a folder of files."""


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.code)
def test_every_rule_has_a_reason_an_example_and_a_case(rule: Rule) -> None:
    assert rule.reason.endswith(".")
    assert rule.example
    assert not rule.example.endswith(".")
    if rule.code in CASES:
        assert rule.code not in TESTED_IN
    else:
        source = (TESTS / TESTED_IN[rule.code]).read_text(encoding="utf-8")
        assert rule.code in source


def test_codes_and_names_are_unique_and_in_order() -> None:
    names = [rule.name for rule in CATALOGUE.values()]
    assert len(set(names)) == len(names)
    assert [*CATALOGUE] == sorted(CATALOGUE)
    assert [rule.code for rule in CATALOGUE.values()] == [*CATALOGUE]
    registered = [rule.code for rule in rules.RULES]
    assert registered == sorted(set(registered))
    assert len(CATALOGUE) == len(registered) + len(reading_rules.READING_RULES)


def test_every_rule_of_a_module_is_registered() -> None:
    modules = [
        reading_rules,
        *(
            import_module(f"{rules.__name__}.{module.name}")
            for module in pkgutil.iter_modules(rules.__path__)
        ),
    ]
    values = [value for module in modules for value in vars(module).values()]
    assert {value.code for value in values if isinstance(value, Rule)} == {*CATALOGUE}


def test_severities_are_ranked() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2]


def test_a_finding_supersedes_only_those_in_its_own_file() -> None:
    def finding_of(path: str, rule: Rule) -> Diagnostic:
        return Diagnostic(path, Span(), rule, "…")

    superseding = finding_of("a.md", DONE_WITH_OPEN_CRITERIA)
    superseded, other_file = finding_of("a.md", DONE_TOO_EARLY), finding_of("b.md", DONE_TOO_EARLY)
    other_rule = finding_of("a.md", CATALOGUE["JT103"])
    remaining = without_superseded([superseded, other_file, superseding, other_rule])
    assert remaining == [other_file, superseding, other_rule]
