"""All rules by their codes, and the findings of those in `lint.rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import BranchRule, FilesRule, HygieneRule, ProjectRule
from jticket.lint.rules import RULES
from jticket.model.rules import READING_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jticket.lint.branch import Branch
    from jticket.lint.branch_files import BranchFiles
    from jticket.lint.hygiene import Hygiene
    from jticket.model.diagnostics import Diagnostic, Rule
    from jticket.text.project import Project

CATALOGUE: dict[str, Rule] = {
    rule.code: rule
    for rule in sorted((*READING_RULES.values(), *RULES), key=lambda rule: rule.code)
}


def project_findings(project: Project) -> Iterator[Diagnostic]:
    """Yields what is wrong with the tickets of a project, besides what reading found."""
    for rule in RULES:
        if isinstance(rule, ProjectRule):
            for finding in rule.check(project):
                yield finding.diagnostic(rule)


def branch_findings(branch: Branch) -> Iterator[Diagnostic]:
    """Yields what is wrong with the changes of a branch, each finding once."""
    diagnostics = (
        finding.diagnostic(rule)
        for rule in RULES
        if isinstance(rule, BranchRule)
        for finding in rule.check(branch)
    )
    yield from dict.fromkeys(diagnostics)  # several merge bases may show the same


def files_findings(files: BranchFiles) -> Iterator[Diagnostic]:
    """Yields where the `files` of tickets differ from what a branch changed."""
    for rule in RULES:
        if isinstance(rule, FilesRule):
            for finding in rule.check(files):
                yield finding.diagnostic(rule)


def hygiene_findings(hygiene: Hygiene) -> Iterator[Diagnostic]:
    """Yields what is out of date in a project, by the time, git's history and the code."""
    for rule in RULES:
        if isinstance(rule, HygieneRule):
            for finding in rule.check(hygiene):
                yield finding.diagnostic(rule)


def without_superseded(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Returns the findings without those that a finding of another rule on their file replaces."""
    diagnostics = list(diagnostics)
    superseded = {
        (diagnostic.path, rule.code)
        for diagnostic in diagnostics
        if isinstance(diagnostic.rule, BranchRule)
        for rule in diagnostic.rule.supersedes
    }
    return [
        diagnostic
        for diagnostic in diagnostics
        if (diagnostic.path, diagnostic.rule.code) not in superseded
    ]
