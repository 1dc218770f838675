"""Files with problems, with the expected findings beside each.

`JTICKET_UPDATE_GOLDENS=1 pytest tests/text/test_reading_cases.py` writes the findings again.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from strategies import LOADERS, PATH, SETTINGS, STEM, assert_read_alike

from jticket.model import rules
from jticket.model.rules import READING_RULES
from jticket.model.settings import CustomField, CustomType
from jticket.text import yaml_tree
from jticket.text.reading import read_ticket, unreadable

if TYPE_CHECKING:
    from jticket.model.diagnostics import Rule

CASES = sorted((Path(__file__).parents[1] / "cases" / "read").glob("*.md"))
UPDATE = bool(os.environ.get("JTICKET_UPDATE_GOLDENS"))
CASE_SETTINGS = replace(
    SETTINGS,
    fields=(
        *SETTINGS.fields,
        CustomField("urgent", CustomType.BOOLEAN),
        CustomField("when", CustomType.DATE),
        CustomField("size", CustomType.ENUM, ("S", "M", "L", "XL")),
        CustomField("ratio", CustomType.NUMBER),
    ),
)
ELSEWHERE = {
    rules.UNREADABLE: "no bytes to read",
    rules.LINK_LEAVES: "no bytes to read",
    rules.TOO_LARGE: "made by the test of the limits",
}


def findings(data: bytes) -> str:
    """Returns the findings of a file, one per line."""
    reading = read_ticket(data, PATH, CASE_SETTINGS, stem=STEM)
    assert all(finding.path == PATH for finding in reading.diagnostics)
    return "".join(
        f"{finding.start.line}:{finding.start.column}: "
        f"{finding.severity.value} {finding.rule.code} {finding.sentence}\n"
        for finding in reading.diagnostics
    )


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_file_has_the_findings_that_are_expected(
    case: Path, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_tree, "LOADER", loader)
    actual, expected = findings(case.read_bytes()), case.with_suffix(".expected")
    if UPDATE and loader is LOADERS[0]:
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_bulk_reader_reads_the_same_ticket(case: Path) -> None:
    data = case.read_bytes()
    for variant in (data, b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n")):
        assert_read_alike(variant, CASE_SETTINGS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_has_the_finding_in_its_name(case: Path) -> None:
    code = case.stem.partition("-")[0]
    expected = case.with_suffix(".expected").read_text(encoding="utf-8")
    if code.startswith("JT"):
        assert f" {code} " in expected
    elif code == "sound":
        assert expected == ""


def test_every_rule_that_reading_finds_has_a_case() -> None:
    there = {case.stem.partition("-")[0] for case in CASES}
    wanted = {
        code
        for code, rule in READING_RULES.items()
        if code.startswith(("JT0", "JT1", "JT2")) and rule not in ELSEWHERE
    }
    assert wanted <= there


def test_every_expectation_has_its_file() -> None:
    expected = {path.stem for path in CASES[0].parent.glob("*.expected")}
    assert expected == {case.stem for case in CASES}


@pytest.mark.parametrize("rule", [rules.UNREADABLE, rules.LINK_LEAVES])
def test_a_file_that_cannot_be_opened_is_reported_on_its_first_line(rule: Rule) -> None:
    reading = unreadable(PATH, rule, "no permission", "grant it")
    (finding,) = reading.diagnostics
    assert (finding.rule, finding.start.line, finding.start.column) == (rule, 1, 1)
    assert finding.sentence == "no permission (grant it)"
