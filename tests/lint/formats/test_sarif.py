"""The SARIF of every case, checked against the standard's schema and what GitHub asks for.

The schema is abridged to the objects that jticket writes: all their keys, since the standard
allows no others, with a check of each value.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from commandline import jticket

from jticket.lint.registry import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from gitrepo import GitRepo

CASES = sorted((Path(__file__).parents[2] / "cases" / "check").iterdir())
_URI_REFERENCE = re.compile(r"(?:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=]|%[0-9A-F]{2})+")


def text(most: int) -> Callable[[Any], bool]:
    """Returns a check for a text that is not empty and not too long."""
    return lambda value: isinstance(value, str) and 0 < len(value.strip()) <= most


def counted(value: Any) -> bool:
    """Returns whether a value is the number of a line or column."""
    return type(value) is int and value >= 1


def relative(value: Any) -> bool:
    """Returns whether a value is a URI reference without a scheme that stays below its base."""
    parts = urlsplit(value)
    return (
        _URI_REFERENCE.fullmatch(value) is not None
        and (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        and not value.startswith("/")
        and ".." not in value.split("/")
    )


def absolute(value: Any) -> bool:
    """Returns whether a value is an address on the web."""
    return urlsplit(value).scheme == "https" and _URI_REFERENCE.fullmatch(value) is not None


LEVEL = {"none", "note", "warning", "error"}.__contains__
LOG = {
    "$schema": absolute,
    "version": "2.1.0".__eq__,
    "runs": [
        {
            "tool": {
                "driver": {
                    "name": "jticket".__eq__,
                    "version": text(50),
                    "rules": [
                        {
                            "id": text(255),
                            "name": text(255),
                            "shortDescription": {"text": text(1024)},
                            "fullDescription": {"text": text(1024)},
                            "help": {"text": text(5000), "markdown": text(5000)},
                            "defaultConfiguration": {"level": LEVEL},
                        }
                    ],
                }
            },
            "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": text(100)}}},
            "columnKind": {"utf16CodeUnits", "unicodeCodePoints"}.__contains__,
            "results": [
                {
                    "ruleId": CATALOGUE.__contains__,
                    "ruleIndex": range(len(CATALOGUE)).__contains__,
                    "level": LEVEL,
                    "message": {"text": text(100_000)},
                    "locations": [
                        {
                            "physicalLocation": {
                                "artifactLocation": {
                                    "uri": relative,
                                    "uriBaseId": "%SRCROOT%".__eq__,
                                },
                                "region": {"startLine": counted, "startColumn": counted},
                            }
                        }
                    ],
                    "partialFingerprints": {"jticketFinding/v1": text(64)},
                }
            ],
        }
    ],
}


def mistakes(value: Any, wanted: Any, where: str = "") -> list[str]:
    """Returns where a value differs from an object with exact keys, a list of such, or a check."""
    if isinstance(wanted, dict):
        if not isinstance(value, dict) or {*value} != {*wanted}:
            return [f"{where} has other keys"]
        return [
            mistake
            for key in value
            for mistake in mistakes(value[key], wanted[key], f"{where}/{key}")
        ]
    if isinstance(wanted, list):
        if not isinstance(value, list):
            return [f"{where} is not a list"]
        return [
            mistake
            for n, item in enumerate(value)
            for mistake in mistakes(item, wanted[0], f"{where}/{n}")
        ]
    return [] if wanted(value) else [f"{where} is {value!r}"]


def results_of(log: Any) -> tuple[list[dict[str, Any]], list[tuple[str, int, int]]]:
    """Returns the results of a valid log, and their places as files, lines and columns."""
    assert mistakes(log, LOG) == []
    [run] = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len({*rules}) == len(rules)
    results = run["results"]
    assert [rules[result["ruleIndex"]] for result in results] == [
        result["ruleId"] for result in results
    ]
    fingerprints = [result["partialFingerprints"]["jticketFinding/v1"] for result in results]
    assert len({*fingerprints}) == len(fingerprints)
    places = []
    for result in results:
        [location] = result["locations"]
        place = location["physicalLocation"]
        uri, region = place["artifactLocation"]["uri"], place["region"]
        name = unquote(uri, errors="surrogateescape")
        places.append((name, region["startLine"], region["startColumn"]))
    return results, places


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_case_gives_a_valid_log_with_the_findings_of_json(case: Path, tmp_path: Path) -> None:
    project = tmp_path / "jjm"
    shutil.copytree(case / "tickets", project / "tickets")
    findings = jticket(project, "--dir", "tickets", "check", "--json").json["findings"]
    log = jticket(project, "--dir", "tickets", "check", "--format", "sarif").json
    results, places = results_of(log)
    assert places == [(finding["path"], finding["line"], finding["column"]) for finding in findings]
    assert [result["ruleId"] for result in results] == [finding["code"] for finding in findings]
    levels = {"error": "error", "warning": "warning", "advice": "note"}
    assert [result["level"] for result in results] == [
        levels[finding["severity"]] for finding in findings
    ]


def test_any_file_name_can_be_decoded(repo: GitRepo) -> None:
    names = [
        *("a b.md", "a%20b.md", "a#b?c.md", "[x](y).md", "é😀.md", "a:b.md", "https:x.md", "\\.md"),
        *("a\nb.md", "a\x1b[31mb.md", "&'()*+,;=@!$.md", "caf\udce9.md", "\u202e.md"),
    ]
    for name in names:
        repo.write(f".tickets/{name}", "no ticket\n")
    _, places = results_of(jticket(repo.path, "check", "--format", "sarif").json)
    assert places == sorted((f".tickets/{name}", 1, 1) for name in names)


def test_columns_count_characters(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-001.md", "---\nid: JJM-001\ntitle: T\ntags: [😀é, a b]\n---\n")
    _, places = results_of(jticket(repo.path, "check", "--format", "sarif").json)
    assert places == [(".tickets/JJM-001.md", 4, 12)]


def test_a_value_does_not_make_a_link(repo: GitRepo) -> None:
    front = 'id: JJM-001\ntitle: T\nstatus: "[here](1) [there](https://evil.example)"'
    repo.write(".tickets/JJM-001.md", f"---\n{front}\n---\n")
    [result], _ = results_of(jticket(repo.path, "check", "--format", "sarif").json)
    assert "[here] (1) [there] (https" in result["message"]["text"]


def test_a_finding_keeps_its_fingerprint_when_lines_come_and_go_above_it(repo: GitRepo) -> None:
    fingerprints = []
    for more in ("", "# a comment\nphase: P1\n"):
        front = f"id: JJM-001\n{more}title: T\nstatus: raedy\ntags: [a b]\n"
        repo.write(".tickets/JJM-001.md", f"---\n{front}---\n")
        results, _ = results_of(jticket(repo.path, "check", "--format", "sarif").json)
        fingerprints.append([result["partialFingerprints"] for result in results])
    assert fingerprints[0] == fingerprints[1]
    assert len(fingerprints[0]) == 2
