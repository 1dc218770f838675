"""A file that an active ticket declares and the branch has not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.branch_files import FileNames
from jticket.lint.rule import FilesRule, Finding
from jticket.model.diagnostics import Severity
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch_files import BranchFiles


def _check(files: BranchFiles) -> Iterator[Finding]:
    branch = files.branch
    changed = FileNames.of(frozenset(branch.other_files))
    for file, _ in files.worked_on():
        ticket = file.ticket
        if not branch.now.settings.is_active(ticket.status):
            continue
        for index, entry in enumerate(ticket.files):
            if not changed.has(entry):
                message = f"{ticket.id} declares {quoted(entry)}, which this branch has not changed"
                yield Finding(file, message, "files", index)


UNTOUCHED_FILE = FilesRule(
    "JT509",
    "untouched-file",
    Severity.ADVICE,
    "A ticket that this branch works on names a file that the branch has not changed.",
    "`files: [src/a.py]` and a branch that changes `src/b.py` alone",
    check=_check,
)
