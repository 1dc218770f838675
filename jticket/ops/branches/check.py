"""`check`: all that is wrong with tickets and config, with some of the files, or by a branch."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.lint.findings import findings
from jticket.model.rules import DONE_TOO_EARLY, DONE_WITH_OPEN_CRITERIA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from jticket.lint.branch import Branch
    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project


@dataclass(frozen=True, slots=True)
class Scope:
    """What is to be told: of some files and folders, of a branch since its base, on `files` too."""

    paths: Sequence[Path] = ()
    base: str | None = None
    files: bool = False

    def holds(self, path: Path) -> bool:
        """Whether a file is one of those that were named, as all are where none was."""
        return not self.paths or any(path.is_relative_to(place) for place in self.paths)


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings in the order of the files, and how many ticket files were looked at.

    `elsewhere` counts the old findings in files that the branch did not touch; `gaps` are
    sentences on what could not be compared.
    """

    findings: tuple[Diagnostic, ...]
    files: int
    elsewhere: int = 0
    gaps: tuple[str, ...] = ()


def check(workspace: Workspace, scope: Scope) -> Checked:
    """Checks the project and tells what lies in the scope.

    Raises:
        JticketError: a base is asked for and there is no such commit, or no repository.
    """
    branch = None
    if scope.base is not None or scope.files:
        from jticket.ops.branches.branch import branch_since

        branch = branch_since(workspace, scope.base)
    project = branch.now if branch else workspace.project()
    found = [*workspace.settings_reading.diagnostics, *_faults(project)]
    looked_at = [each.path for each in project.files]
    old: list[Diagnostic] = []
    gaps: tuple[str, ...] = ()
    if branch:
        if scope.files:
            found += _on_files(workspace, branch, whole_history=scope.base is None)
        if scope.base is not None:
            found, old = _by_the_branch(branch, found, workspace.settings_reading.diagnostics)
            looked_at = [path for path in looked_at if path in branch.touched]
            gaps = tuple(branch.gaps())
    root = workspace.location.root
    told = [each for each in found if scope.holds(root / each.path)]
    return Checked(
        tuple(sorted(told, key=lambda each: each.order)),
        sum(scope.holds(root / path) for path in looked_at),
        len(old),
        gaps,
    )


def _faults(project: Project) -> Iterator[Diagnostic]:
    """What is wrong with the tickets by themselves."""
    for file in project.files:
        yield from file.diagnostics
    yield from findings(project)


def _by_the_branch(
    branch: Branch, found: Iterable[Diagnostic], config: Iterable[Diagnostic]
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The findings that are the branch's doing, and the others.

    Those in files that it touched, those in others that no merge base has, and what only a pair of
    versions shows. What is wrong with a config that it did not touch is old.
    """
    from jticket.lint.baseline import counted, new_and_old
    from jticket.lint.branch_rules import branch_findings
    from jticket.lint.commit_rules import unnamed_commits

    inside: list[Diagnostic] = []
    outside: list[Diagnostic] = []
    for each in found:
        (inside if each.path in branch.touched else outside).append(each)
    known = counted(config)
    for before in branch.before if outside else ():
        known |= counted(_faults(before))
    new, old = new_and_old(outside, known, {file.ticket.id for file in branch.files})
    inside += new
    pairs = branch_findings(branch)
    closed = {each.path for each in pairs if each.rule is DONE_WITH_OPEN_CRITERIA}
    inside = [each for each in inside if each.rule is not DONE_TOO_EARLY or each.path not in closed]
    inside += pairs
    if branch.now.settings.require_ticket:
        inside += unnamed_commits(branch)
    return inside, old


def _on_files(workspace: Workspace, branch: Branch, *, whole_history: bool) -> Iterator[Diagnostic]:
    """What is to be said on `files`; those are gone that the branch, or the history, took away."""
    from jticket.lint.file_rules import Names, file_findings
    from jticket.vcs.diff import DELETED
    from jticket.vcs.log import deleted_names
    from jticket.vcs.repository import open_repository
    from jticket.vcs.worktrees import work_tree_names

    repository = open_repository(workspace.location.holder)
    taken = frozenset(each for each, letter in branch.others.items() if letter == DELETED)
    if whole_history:
        taken |= deleted_names(repository)
    here, gone, top = Names.of(work_tree_names(repository)), Names.of(taken), repository.top
    return file_findings(branch, here, gone, lambda name: os.path.lexists(top / name))
