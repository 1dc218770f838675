"""A file that an open ticket declares and that was deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rule import FilesRule, Finding
from jticket.model.diagnostics import Severity
from jticket.model.planning.file_overlap import normalised
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.lint.branch_files import BranchFiles


def _check(files: BranchFiles) -> Iterator[Finding]:
    now = files.branch.now
    for file in now.valid:
        if now.settings.is_closed(file.ticket.status):
            continue
        for index, entry in enumerate(file.ticket.files):
            if files.present.has(entry) or not files.deleted.has(entry):
                continue
            if not files.is_in_work_tree(normalised(entry)):
                message = f"{quoted(entry)} is no longer in the work tree"
                fix = "give its path now, or remove it"
                yield Finding(file, message, "files", index, fix)


GONE_FILE = FilesRule(
    "JT510",
    "gone-file",
    Severity.ADVICE,
    "An open ticket names a file that existed once and no longer does.",
    "`files: [src/old.py]` after `git mv src/old.py src/new.py`",
    check=_check,
)
