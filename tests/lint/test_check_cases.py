"""Every rule, held against small projects with the expected findings beside them.

JTICKET_UPDATE_GOLDENS=1 writes the expectations anew; read them before they are committed.
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
UPDATE = bool(os.environ.get("JTICKET_UPDATE_GOLDENS"))

MADE_HERE = {"JT001", "JT002", "JT011", "JT312"}
"""Rules whose cases other tests make: `test_odd_files` pipes, large files and links, `test_tables`
a relation that the format does not have yet."""

OF_BRANCHES = {code for code in CATALOGUE if code.startswith("JT5")}
"""Rules that need a repository with two versions: `test_check_base` and `test_check_files`."""


def checked(case: Path, tmp_path: Path, *options: str) -> Ran:
    project = tmp_path / "jjm"
    shutil.copytree(case / "tickets", project / "tickets", dirs_exist_ok=True)
    return jticket(project, "--dir", "tickets", "check", *options)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_findings_are_those_that_the_case_expects(case: Path, tmp_path: Path) -> None:
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
def test_json_says_the_same_as_the_lines(case: Path, tmp_path: Path) -> None:
    lines = checked(case, tmp_path).out.splitlines()
    ran = checked(case, tmp_path, "--json")
    found = ran.json["findings"]
    said = [
        f"{each['path']}:{each['line']}:{each['column']}: {each['severity']} {each['code']}"
        for each in found
    ]
    assert said == [re.split(r"(?<= JT\d\d\d) ", line)[0] for line in lines]
    for each, line in zip(found, lines, strict=True):
        fix = f" ({each['fix']})" if each["fix"] else ""
        assert line.endswith(fix)
        assert {*each} == {*("path", "line", "column", "code", "severity", "message", "id", "fix")}
    counts = {
        plural: sum(each["severity"] == one for each in found)
        for one, plural in (("error", "errors"), ("warning", "warnings"), ("advice", "advice"))
    }
    assert {key: ran.json[key] for key in counts} == counts


def test_there_is_a_case_for_every_rule() -> None:
    covered = {case.name.partition("-")[0] for case in CASES} | MADE_HERE | OF_BRANCHES
    assert covered >= set(CATALOGUE)
