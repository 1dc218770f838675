"""`check`: all that is wrong with tickets and config, or with some of the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.lint.findings import findings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from jticket.model.diagnostics import Diagnostic
    from jticket.ops.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings in the order of the files, and how many ticket files were looked at."""

    findings: tuple[Diagnostic, ...]
    files: int


def check(workspace: Workspace, paths: Sequence[Path] = ()) -> Checked:
    """Checks the project; with paths only what lies in these files and folders is told."""
    project, root = workspace.project(), workspace.location.root
    found = [*workspace.settings_reading.diagnostics]
    found += [each for reading in project.readings for each in reading.diagnostics]
    found += findings(project)
    looked_at = [each.path for each in project.readings]
    if paths:
        found = [each for each in found if _lies_in(root / each.path, paths)]
        looked_at = [path for path in looked_at if _lies_in(root / path, paths)]
    return Checked(tuple(sorted(found, key=lambda each: each.order)), len(looked_at))


def _lies_in(path: Path, places: Sequence[Path]) -> bool:
    return any(path.is_relative_to(place) for place in places)
