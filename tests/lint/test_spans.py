"""The part of a file that a finding is about: a value, an item, a heading, or nothing."""

from __future__ import annotations

import pytest
from checked_projects import file_of, project

from jticket.lint.branch import Branch
from jticket.lint.registry import branch_findings, project_findings
from jticket.model.diagnostics import Diagnostic, Span
from jticket.text.config import read_config

DEVLOG = "\n## Devlog\n\n### 2025-10-02T10:00:00Z ana\n\nBegun.\n"


def excerpt(text: str, finding: Diagnostic) -> str:
    """Returns the part of a text that a finding is about."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    start, end = finding.span.start, finding.span.end
    return text[starts[start.line - 1] + start.column - 1 : starts[end.line - 1] + end.column - 1]


@pytest.mark.parametrize(
    ("front", "code", "expected"),
    [
        ("title: T\nstatus: raedy  # soon", "JT103", "raedy"),
        ("title: T\ntags: [ok, needs review, b] # c", "JT108", "needs review"),
        ("title: T\nasignee: ana", "JT110", "asignee"),
        ("title: ''  # none", "JT101", "''"),
        ("title: no  # really", "JT113", "no"),
        ("title: T\ntags: [a, no]  # c", "JT113", "no"),
        ("title: T\nparent_id: JJM-009  # gone", "JT303", "JJM-009"),
        ("title: T\ndependencies: [JJM-002, JJM-009] # c", "JT304", "JJM-009"),
        ("title: T\ndependencies:\n- JJM-002 # c\n- JJM-001 # c", "JT306", "JJM-001"),
        ("title: T\nparent_id: 'JJM-001' # c", "JT307", "'JJM-001'"),
        ("title: T\ndependencies: [JJM-007]", "JT311", "JJM-007"),
        ("title: T\nstatus: done # c\ndependencies: [JJM-002]", "JT309", "done"),
    ],
)
def test_a_finding_is_about_a_value_or_an_item(front: str, code: str, expected: str) -> None:
    file = file_of("JJM-001", front)
    others = project(file, file_of("JJM-002", "title: Second\naliases: [JJM-007]"))
    findings = [
        finding
        for finding in (*file.diagnostics, *project_findings(others))
        if finding.rule.code == code
    ]
    text = file.text.document.text
    assert [excerpt(text, finding) for finding in findings] == [expected]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("id_widht: 4  # digits", "id_widht"),
        ("id_width: 99  # digits", "99"),
        ("ticket_types: [bug, 'a b', task]", "'a b'"),
        ("services:\n  core: {titel: Core, paths: [src]}", "titel"),
        ("fields: {size: {type: int}}", "int"),
        ("fields: {title: {type: string}}", "title"),
        ("workflow: {ready: [qa, done]}", "qa"),
        ("workflow: {qa: [done]}", "qa"),
        ("status_class: {qa: open, done: done}", "qa"),
        ("required: {story: [Description]}", "story"),
        ("required: {bug: ['', Description]}", "''"),
    ],
)
def test_a_finding_in_the_config_is_about_a_key_a_value_or_an_item(
    config: str, expected: str
) -> None:
    [finding] = read_config(config.encode(), "config.yml", "JJM").diagnostics
    assert excerpt(config, finding) == expected


def test_a_finding_on_a_section_is_about_its_heading() -> None:
    before = project(file_of("JJM-001", "title: T", DEVLOG))
    file = file_of("JJM-001", "title: T", DEVLOG.replace("Begun", "Done"))
    branch = Branch("main", project(file), (before,), before, frozenset({file.path}))
    [finding] = branch_findings(branch)
    assert (finding.rule.code, excerpt(file.text.document.text, finding)) == ("JT504", "## Devlog")


def test_a_finding_without_a_place_has_an_empty_span_at_the_start_of_the_file() -> None:
    before = project(file_of("JJM-001", "title: T", DEVLOG))
    file = file_of("JJM-001", "title: T")
    branch = Branch("main", project(file), (before,), before, frozenset({file.path}))
    [finding] = branch_findings(branch)
    assert (finding.rule.code, finding.span) == ("JT504", Span())
