"""Fixes from a file to a file: what is fixed, what is left, and that nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from checked_projects import SETTINGS, file_of, project
from yardstick import quick

from jticket.lint.fixes import fixed
from jticket.lint.registry import project_findings
from jticket.model.diagnostics import Safety
from jticket.text.reading import ValidFile, read_ticket

if TYPE_CHECKING:
    from jticket.model.diagnostics import Diagnostic
    from jticket.text.project import Project

OTHERS = (file_of("JJM-002", "title: Second\naliases: [JJM-007]"),)


def checked(front: str) -> tuple[ValidFile, Project, list[Diagnostic]]:
    """Returns a file, its project and the findings on it."""
    file = file_of("JJM-001", front, "\nBody -- as it is\n")
    all_files = project(file, *OTHERS)
    others = (finding for finding in project_findings(all_files) if finding.path == file.path)
    return file, all_files, [*file.diagnostics, *others]


def text_of(front: str) -> str:
    return f"---\nid: JJM-001\n{front}\n---\n\nBody -- as it is\n"


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("title: T\nstatus: In Progress # c", "title: T\nstatus: in_progress # c"),
        ("title: T\ntags: cli", "title: T\ntags: [cli]"),
        ("title: T\ntags: [a, a, '']", "title: T\ntags: [a]"),
        ("title: T\nparent_id: jjm-2", "title: T\nparent_id: JJM-002"),
        ("title: T\ndependencies: [JJM-0002]", "title: T\ndependencies: [JJM-002]"),
        ("title: T\ndependencies: [JJM-007]", "title: T\ndependencies: [JJM-002]"),
        ("title: no", 'title: "no"'),
        ("title: T\ntags: [no, no]", 'title: T\ntags: ["no"]'),
    ],
)
def test_a_finding_with_one_possible_fix_is_fixed(front: str, after: str) -> None:
    file, all_files, findings = checked(front)
    assert any(finding.rule.safety is Safety.SAFE for finding in findings)
    result = fixed(file, findings, all_files)
    assert result.text.document.text == text_of(after)
    assert file.text.document.text == text_of(front)


@pytest.mark.parametrize(
    "front",
    [
        "title: T\nstatus: whatever",
        "title: T\ntags: a b",
        "title: T\nparent_id: JJM-999",
        "title: T\nasignee: ana",
    ],
)
def test_a_finding_with_several_possible_fixes_is_left_alone(front: str) -> None:
    file, all_files, findings = checked(front)
    assert findings
    assert fixed(file, findings, all_files) == file


def test_only_the_given_findings_are_fixed() -> None:
    file, all_files, findings = checked("title: T\nstatus: Ready\npriority: High")
    status = [finding for finding in findings if "status" in finding.message]
    result = fixed(file, status, all_files)
    assert result.text.document.text == text_of("title: T\nstatus: ready\npriority: High")
    assert fixed(file, [], all_files) == file


@pytest.mark.parametrize("safety", [Safety.UNSAFE, Safety.DISPLAY_ONLY])
def test_a_fix_that_is_not_safe_is_not_applied(safety: Safety) -> None:
    file, all_files, findings = checked("title: T\nstatus: Ready")
    rule = replace(findings[0].rule, safety=safety)
    unsafe = [replace(finding, rule=rule) for finding in findings]
    assert fixed(file, findings, all_files) != file
    assert fixed(file, unsafe, all_files) == file


def test_findings_on_another_file_fix_nothing() -> None:
    file, all_files, _ = checked("title: T\nstatus: Ready")
    text = file.text.document.text.encode()
    other_file = read_ticket(text, "sub/JJM-001.md", SETTINGS, stem="JJM-001")
    assert other_file.diagnostics
    assert fixed(file, other_file.diagnostics, all_files) == file


def test_a_refused_edit_is_reported_and_the_others_are_made() -> None:
    front = "title: T\nstatus: Ready\ntags:\n  # about it\n  cli"
    file, all_files, findings = checked(front)
    reasons: list[str] = []
    result = fixed(file, findings, all_files, on_refusal=reasons.append)
    assert result.text.document.text == text_of(front.replace("Ready", "ready"))
    assert reasons == ["JJM-001.md: setting tags would lose the comment '# about it'"]


def test_thousands_of_items_are_fixed_quickly() -> None:
    numbers = range(1, 3001)
    file, all_files, findings = checked(f"title: T\ntags: [{', '.join(map(str, numbers))}]")
    with quick(60):
        result = fixed(file, findings, all_files)
    quoted = ", ".join(f'"{number}"' for number in numbers)
    assert result.text.document.text == text_of(f"title: T\ntags: [{quoted}]")
