"""A file that a branch changed for a ticket whose `files` do not name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import FilesRule, Finding
from jticket.model.diagnostics import Severity
from jticket.model.planning.file_overlap import matcher
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch_files import BranchFiles


def _check(files: BranchFiles) -> Iterator[Finding]:
    for file, changed in files.worked_on():
        declared = [matcher(entry) for entry in file.ticket.files]
        for name in sorted(changed):
            if not any(matches(name) for matches in declared):
                message = (
                    f"{file.ticket.id} does not declare {quoted(name)}, which this branch changed"
                )
                yield Finding(file, message, "files", fix="add it to files")


UNDECLARED_FILE = FilesRule(
    "JT508",
    "undeclared-file",
    Severity.ADVICE,
    "The branch changed a file for a ticket whose `files` do not name it, so a plan may put work "
    "side by side that changes the same file.",
    "`files: [src/a.py]` and a commit `JJM-014: …` that changes `src/b.py`",
    check=_check,
)
