"""Findings for GitHub and as SARIF."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

TICKET = ".tickets/JJM-001.md"
ODD_NAMES = ("a,b.md", "::add-mask::x.md", "a%2Cb.md", "a\rb\nc.md", "##[group]x.md", " x =y.md")
ODD_STATUS = "x%0A::set-env name=A::b ##[add-mask]c ,line=9:"


def put(repo: GitRepo, front: str) -> None:
    repo.write(TICKET, f"---\nid: JJM-001\n{front}\n---\n\nBody -- as it is\n")


def test_a_finding_is_an_annotation_on_its_line(repo: GitRepo) -> None:
    put(repo, "title: 'a%b::c'\nstatus: raedy")
    ran = jticket(repo.path, "check", "--format", "github")
    assert ran.status == 1
    [line] = [line for line in ran.lines if line.startswith("::error ")]
    assert f"file={TICKET}" in line
    assert "line=4" in line
    assert "unknown status 'raedy'" in line


def command_of(line: str) -> tuple[str, dict[str, str], str] | None:
    """Returns the command that GitHub's runner finds in a line: name, properties, message."""
    match = re.fullmatch(r"\s*::([\w-]+)(?: (.*?))?::(.*)", line)
    if match is None:
        older = re.search(r"##\[([\w-]+)", line)
        return (older[1], {}, "") if older else None
    pairs = (pair.split("=", 1) for pair in (match[2] or "").strip().split(",") if pair)
    return match[1], {name: unescaped(value) for name, value in pairs}, unescaped(match[3])


def unescaped(text: str) -> str:
    return re.sub("%(25|0D|0A|3A|2C)", lambda code: chr(int(code[1], 16)), text)


def test_the_runner_reads_the_same_findings_as_json_whatever_they_contain(
    repo: GitRepo,
) -> None:
    for name in ODD_NAMES:
        put(repo, f"title: T\nstatus: '{ODD_STATUS}'")
        (repo.path / TICKET).rename(repo.path / ".tickets" / name)
    findings = jticket(repo.path, "check", "--json").json["findings"]
    ran = jticket(repo.path, "check", "--format", "github")
    assert any(ODD_STATUS in finding["message"] for finding in findings)
    commands = [command_of(line) for line in ran.out.removesuffix("\n").split("\n")]
    levels = {"error": "error", "warning": "warning", "advice": "notice"}
    assert [command and command[0] for command in commands] == [
        levels[finding["severity"]] for finding in findings
    ]
    for command, finding in zip(commands, findings, strict=True):
        assert command is not None
        _, properties, message = command
        assert properties["title"].startswith(finding["code"])
        assert properties["file"] == finding["path"]
        assert (properties["line"], properties["col"]) == (
            str(finding["line"]),
            str(finding["column"]),
        )
        fix = f" ({finding['fix']})" if finding["fix"] else ""
        assert message == finding["message"] + fix


def test_notices_among_the_annotations_are_not_commands(repo: GitRepo) -> None:
    put(repo, "title: T\ntags: ['##[add-mask]x', '##[add-mask]x']")
    ran = done(repo.path, "check", "--fix", "--format", "github")
    assert "fixed: " in ran.err
    assert [command_of(line) for line in ran.err.splitlines()] == [None] * 2


def test_sarif_names_each_rule_and_location(repo: GitRepo) -> None:
    put(repo, "title: T\nstatus: raedy")
    log = jticket(repo.path, "check", "--format", "sarif").json
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    [result] = run["results"]
    assert result["level"] == "error"
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "JT103"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == TICKET
    assert place["region"]["startLine"] == 4


def test_sarif_without_findings_has_an_empty_list(repo: GitRepo) -> None:
    assert done(repo.path, "check", "--format", "sarif").json["runs"][0]["results"] == []
