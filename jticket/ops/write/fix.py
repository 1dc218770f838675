"""`check --fix`: what has one right answer is mended in the files; nothing is committed."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.lint.fixes import REPAIRABLE, repairs
from jticket.model.diagnostics import Severity
from jticket.ops.branches.check import check
from jticket.ops.write.commit_message import Change
from jticket.ops.write.transaction import ConfigUnreadableError, Options, changing
from jticket.text.edits.apply import EditRefusedError, apply_edits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.diagnostics import Diagnostic, Place
    from jticket.ops.branches.check import Checked, Scope
    from jticket.ops.workspace import Workspace

_ROUNDS = 4
"""How often the files are gone through: one mended value may make others readable."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The findings that are no more, those that are left, and why some edits were refused."""

    fixed: tuple[Diagnostic, ...]
    left: Checked
    refused: tuple[str, ...]


def fix(workspace: Workspace, scope: Scope) -> Fixed:
    """Mends what is told of the scope and has one right answer.

    Raises:
        ConfigUnreadableError: the config has errors, so that a value may only seem to be wrong.
        JticketError: the files can't be written, or there is no base.
    """
    for each in workspace.settings_reading.diagnostics:
        if each.severity is Severity.ERROR:
            raise ConfigUnreadableError(each)
    fixed: list[Diagnostic] = []
    refused: list[str] = []
    with changing(workspace, Options(commit=False)) as session:
        left = check(workspace, scope)
        for _ in range(_ROUNDS):
            changes = list(_changes(workspace, left.findings, refused))
            if not any(each.differs for each in changes):
                break
            session.save(changes)
            before, left = left, check(workspace, scope)
            fixed += _gone(before.findings, left.findings)
    return Fixed(tuple(fixed), left, tuple(dict.fromkeys(refused)))


def _changes(
    workspace: Workspace, found: Sequence[Diagnostic], refused: list[str]
) -> Iterator[Change]:
    """What mends the findings, a change a file; a file with several names is changed once."""
    places: defaultdict[str, set[Place]] = defaultdict(set)
    for each in found:
        if each.rule in REPAIRABLE:
            places[each.path].add(each.start)
    project, seen = workspace.project(), set()
    for file in project.valid if places else ():
        path = workspace.path_of(file)
        real = os.path.realpath(path)
        if file.path in places and real not in seen:
            seen.add(real)
            after = file
            for edit in repairs(file, project, path.stem, places[file.path]):
                try:
                    after = apply_edits(after, [edit])
                except EditRefusedError as error:
                    refused.append(error.reason)
            yield Change(file.ticket.id, path, file, after, "mend")


def _gone(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings that are no more, in their order."""
    gone = Counter(each.identity for each in before)
    gone -= Counter(each.identity for each in after)
    for each in before:
        if gone[each.identity]:
            gone[each.identity] -= 1
            yield each
