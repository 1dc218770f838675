"""`check`: what is wrong with tickets and config, everywhere, in some files, or on a branch."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import JticketError
from jticket.lint.registry import (
    branch_findings,
    files_findings,
    project_findings,
    without_superseded,
)
from jticket.lint.rules.unknown_mention import UNKNOWN_MENTION
from jticket.model.ids import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from jticket.lint.branch import Branch
    from jticket.lint.branch_files import BranchFiles
    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project


@dataclass(frozen=True, slots=True)
class Scope:
    """What to report: some files and folders, a branch since its base, `files` against changes."""

    paths: Sequence[Path] = ()
    base: str | None = None
    files: bool = False

    def holds(self, path: Path) -> bool:
        """Returns whether a file is among the named ones; without names, all are."""
        return not self.paths or any(path.is_relative_to(named) for named in self.paths)


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings in the order of the files, and the number of ticket files that were checked.

    `elsewhere` counts the old findings in files that the branch did not touch; `gaps` are
    sentences on what could not be compared. `project` are the tickets that were checked.
    """

    findings: tuple[Diagnostic, ...]
    files: int
    project: Project
    elsewhere: int = 0
    gaps: tuple[str, ...] = ()


def check(workspace: Workspace, scope: Scope) -> Checked:
    """Checks the project and returns what is in the scope.

    Raises:
        JticketError: a base is asked for and there is no such commit, or no repository.
    """
    branch = None
    if scope.base is not None or scope.files:
        from jticket.ops.branches.branch import branch_since

        branch = branch_since(workspace, scope.base)
    project = branch.now.on(workspace.today) if branch else workspace.project()
    config = workspace.settings_reading.diagnostics
    findings = [*config, *_ticket_findings(project)]
    checked = [file.path for file in project.files]
    old: list[Diagnostic] = []
    gaps: tuple[str, ...] = ()
    if branch and scope.files:
        files = _branch_files(workspace, branch, all_history=scope.base is None)
        findings += files_findings(files)
    if branch and scope.base is not None:
        findings, old = _by_the_branch(branch, findings, config, workspace.today)
        checked = [path for path in checked if path in branch.touched]
        gaps = tuple(branch.gaps())
    root = workspace.location.root
    reported = [finding for finding in findings if scope.holds(root / finding.path)]
    reported = _without_former_mentions(workspace, reported)
    return Checked(
        tuple(sorted(reported, key=lambda finding: finding.order)),
        sum(scope.holds(root / path) for path in checked),
        project,
        len(old),
        gaps,
    )


def _without_former_mentions(workspace: Workspace, findings: list[Diagnostic]) -> list[Diagnostic]:
    """Returns the findings without the names of tickets that git knows: deleted, or on a branch.

    Git is only asked if a text names a ticket that does not exist.
    """
    if not any(finding.rule is UNKNOWN_MENTION for finding in findings):
        return findings
    from jticket.vcs.known_names import known_names

    try:
        names = known_names(workspace.repository, workspace.location.folder)
    except JticketError:  # without a repository there is no history to ask
        return findings
    known = {_normal_form(PurePosixPath(name).stem) for name in names}
    return [
        finding
        for finding in findings
        if finding.rule is not UNKNOWN_MENTION or known.isdisjoint(map(_normal_form, finding.about))
    ]


def _normal_form(ticket_id: str) -> str | tuple[str, int]:
    """Returns what all spellings of an ID share: `JJM-5` is `JJM-005`."""
    return number_of(ticket_id) or ticket_id


def _ticket_findings(project: Project) -> Iterator[Diagnostic]:
    """Yields what is wrong with the tickets of one version."""
    for file in project.files:
        yield from project.diagnostics_of(file)
    yield from project_findings(project)


def _by_the_branch(
    branch: Branch, findings: Iterable[Diagnostic], config: Iterable[Diagnostic], today: date
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Returns the findings that the branch is responsible for, and the old ones.

    The former are those in files that it touched, those in other files that no merge base has,
    and those that only a comparison shows; both sides are judged by the day of today. What is wrong
    with a config that it did not touch is old.
    """
    from jticket.lint.baseline import counted, new_and_old

    inside: list[Diagnostic] = []
    outside: list[Diagnostic] = []
    for finding in findings:
        (inside if finding.path in branch.touched else outside).append(finding)
    known = counted(config)
    for before in branch.before if outside else ():
        known |= counted(_ticket_findings(before.on(today)))
    new, old = new_and_old(outside, known, {file.ticket.id for file in branch.files})
    return without_superseded([*inside, *new, *branch_findings(branch)]), old


def _branch_files(workspace: Workspace, branch: Branch, *, all_history: bool) -> BranchFiles:
    """Returns the branch's files; deleted ones are those of the branch, or of all history."""
    from jticket.lint.branch_files import BranchFiles, FileNames
    from jticket.vcs.diff import DELETED
    from jticket.vcs.log import deleted_names
    from jticket.vcs.worktrees import work_tree_names

    repository = workspace.repository
    deleted = frozenset(name for name, status in branch.other_files.items() if status == DELETED)
    if all_history:
        deleted |= deleted_names(repository)
    top = repository.top
    return BranchFiles(
        branch,
        present=FileNames.of(work_tree_names(repository)),
        deleted=FileNames.of(deleted),
        is_in_work_tree=lambda name: os.path.lexists(top / name),
    )
