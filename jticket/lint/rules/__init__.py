"""The rules that reading a file does not check, one per module: code, reason, example, check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.lint.rules.alike_titles import ALIKE_TITLES
from jticket.lint.rules.commit_without_ticket import COMMIT_WITHOUT_TICKET
from jticket.lint.rules.completable_epic import COMPLETABLE_EPIC
from jticket.lint.rules.created_rewritten import CREATED_REWRITTEN
from jticket.lint.rules.cycles import DEPENDENCY_CYCLE, MIXED_CYCLE, PARENT_CYCLE
from jticket.lint.rules.dangling_references import (
    DANGLING_DEPENDENCY,
    DANGLING_PARENT,
    DANGLING_RELATION,
)
from jticket.lint.rules.devlog_rewritten import DEVLOG_REWRITTEN
from jticket.lint.rules.done_too_early import DONE_TOO_EARLY
from jticket.lint.rules.done_with_open_criteria import DONE_WITH_OPEN_CRITERIA
from jticket.lint.rules.duplicate_id import DUPLICATE_ID
from jticket.lint.rules.file_name import FILE_NAME
from jticket.lint.rules.former_id import FORMER_ID
from jticket.lint.rules.gone_file import GONE_FILE
from jticket.lint.rules.id_rewritten import ID_REWRITTEN
from jticket.lint.rules.id_taken import ID_TAKEN
from jticket.lint.rules.impossible_due import IMPOSSIBLE_DUE
from jticket.lint.rules.old_hold import OLD_HOLD
from jticket.lint.rules.orphaned_ticket import ORPHANED_TICKET
from jticket.lint.rules.outdated_todo import OUTDATED_TODO
from jticket.lint.rules.overdue import OVERDUE
from jticket.lint.rules.person_spellings import PERSON_SPELLINGS
from jticket.lint.rules.reads_otherwise import READS_OTHERWISE
from jticket.lint.rules.required_missing import REQUIRED_MISSING
from jticket.lint.rules.stale_ticket import STALE_TICKET
from jticket.lint.rules.undeclared_file import UNDECLARED_FILE
from jticket.lint.rules.unknown_mention import UNKNOWN_MENTION
from jticket.lint.rules.unreachable_status import UNREACHABLE_STATUS
from jticket.lint.rules.untouched_file import UNTOUCHED_FILE
from jticket.lint.rules.waited_long_enough import WAITED_LONG_ENOUGH

if TYPE_CHECKING:
    from jticket.lint.rule import BranchRule, FilesRule, HygieneRule, ProjectRule

RULES: tuple[ProjectRule | BranchRule | FilesRule | HygieneRule, ...] = (
    READS_OTHERWISE,
    DUPLICATE_ID,
    FILE_NAME,
    DANGLING_PARENT,
    DANGLING_DEPENDENCY,
    DEPENDENCY_CYCLE,
    PARENT_CYCLE,
    MIXED_CYCLE,
    DONE_TOO_EARLY,
    REQUIRED_MISSING,
    FORMER_ID,
    DANGLING_RELATION,
    COMPLETABLE_EPIC,
    PERSON_SPELLINGS,
    OVERDUE,
    IMPOSSIBLE_DUE,
    UNKNOWN_MENTION,
    UNREACHABLE_STATUS,
    CREATED_REWRITTEN,
    ID_REWRITTEN,
    DEVLOG_REWRITTEN,
    ID_TAKEN,
    DONE_WITH_OPEN_CRITERIA,
    COMMIT_WITHOUT_TICKET,
    UNDECLARED_FILE,
    UNTOUCHED_FILE,
    GONE_FILE,
    STALE_TICKET,
    ORPHANED_TICKET,
    ALIKE_TITLES,
    OUTDATED_TODO,
    WAITED_LONG_ENOUGH,
    OLD_HOLD,
)
"""In the order of their codes."""
