"""Small projects, a rule each, with the expected findings beside them.

JTICKET_UPDATE_GOLDENS=1 writes the expectations again; read them before they are committed.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commandline import jticket

from jticket.lint.registry import CATALOGUE

if TYPE_CHECKING:
    from commandline import Ran

CASES = sorted((Path(__file__).parents[1] / "cases" / "check").iterdir())
KEYS = {"path", "line", "column", "code", "severity", "message", "id", "fix"}
UPDATE = bool(os.environ.get("JTICKET_UPDATE_GOLDENS"))


def checked(case: Path, tmp_path: Path, *options: str) -> Ran:
    """Checks a copy of a case's tickets."""
    project = tmp_path / "jjm"
    shutil.copytree(case / "tickets", project / "tickets", dirs_exist_ok=True)
    return jticket(project, "--dir", "tickets", "check", *options)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_has_the_findings_that_it_expects(case: Path, tmp_path: Path) -> None:
    ran = checked(case, tmp_path)
    expected = case / "expected.txt"
    if UPDATE:
        expected.write_text(ran.out, encoding="utf-8")
    assert ran.out == expected.read_text(encoding="utf-8")
    assert ran.status == (1 if ": error JT" in ran.out else 0)
    code = case.name.partition("-")[0]
    if code in CATALOGUE:
        assert f": {CATALOGUE[code].severity.value} {code} " in ran.out
    elif case.name == "clean":
        assert (ran.out, ran.err) == ("", "4 tickets checked: all is well\n")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_json_reports_the_same_as_the_lines(case: Path, tmp_path: Path) -> None:
    lines = checked(case, tmp_path).out.splitlines()
    ran = checked(case, tmp_path, "--json")
    findings = ran.json["findings"]
    places = [
        f"{finding['path']}:{finding['line']}:{finding['column']}:"
        f" {finding['severity']} {finding['code']}"
        for finding in findings
    ]
    assert places == [re.split(r"(?<= JT\d\d\d) ", line)[0] for line in lines]
    for finding, line in zip(findings, lines, strict=True):
        fix = f" ({finding['fix']})" if finding["fix"] else ""
        assert line.endswith(fix)
        assert {*finding} == KEYS
    counts = {
        plural: sum(finding["severity"] == singular for finding in findings)
        for singular, plural in (("error", "errors"), ("warning", "warnings"), ("advice", "advice"))
    }
    assert {key: ran.json[key] for key in counts} == counts
