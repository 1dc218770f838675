"""`check --fix`: what has one right answer is mended in the files; nothing is committed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.lint.repairs import REPAIRABLE, repairs
from jticket.ops.checking import check
from jticket.ops.message import Change
from jticket.ops.writing import Options, changing
from jticket.text.edit import EditRefusedError, edited

if TYPE_CHECKING:
    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.checking import Checked, Scope
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.text.reading import Reading

_ROUNDS = 4
"""How often a file is gone through: one mended value may make others readable."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The findings that are no more, those that are left, and why some edits were refused."""

    fixed: tuple[Diagnostic, ...]
    left: Checked
    refused: tuple[str, ...]


def fix(workspace: Workspace, scope: Scope) -> Fixed:
    """Mends what is told of the scope and has one right answer.

    Raises:
        JticketError: the files can't be written, the settings can't be read, or there is no base.
    """
    refused: list[str] = []
    with changing(workspace, Options(commit=False)) as session:
        before = check(workspace, scope)
        paths = {each.path for each in before.findings if each.kind in REPAIRABLE}
        changes = []
        for reading in session.project.readings:
            if reading.path in paths and reading.ticket is not None:
                after = _mended(workspace, reading, session.project, refused)
                path = workspace.path_of(reading)
                changes.append(Change(reading.ticket.id, path, reading, after, "mend"))
        session.save(changes)
        after_all = check(workspace, scope)
    gone = Counter(map(_key, before.findings)) - Counter(map(_key, after_all.findings))
    fixed = []
    for each in before.findings:
        if gone[_key(each)]:
            gone[_key(each)] -= 1
            fixed.append(each)
    return Fixed(tuple(fixed), after_all, tuple(dict.fromkeys(refused)))


def _mended(
    workspace: Workspace, reading: Reading, project: Project, refused: list[str]
) -> Reading:
    """The ticket after all repairs that can be made safely."""
    stem = workspace.path_of(reading).stem
    current = reading
    for _ in range(_ROUNDS):
        before = current
        for edit in repairs(current, project, stem):
            try:
                current = edited(current, [edit], workspace.settings, stem=stem)
            except EditRefusedError as error:
                refused.append(error.message)
        if current is before:
            break
    return current


def _key(found: Diagnostic) -> tuple[str, str, str]:
    return found.path, found.kind.code, found.message
