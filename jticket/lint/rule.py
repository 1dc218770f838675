"""A rule of `check`: what it reads, how it reports, and how its findings are recognized again."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from jticket.model.diagnostics import Diagnostic, Rule, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jticket.lint.branch import Branch
    from jticket.lint.branch_files import BranchFiles
    from jticket.lint.hygiene import Hygiene
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule reports: the file, the message, the place, and what to do.

    `file` is a path where the file holds no ticket. The place is the value of a `key` or an item
    of it, the line at an `offset` of the text, or a `span` of a file without a ticket. `about` are
    the tickets or files that the message lists.
    """

    file: ValidFile | str
    message: str
    key: str | None = None
    index: int | None = None
    fix: str | None = None
    offset: int | None = None
    about: frozenset[str] = frozenset()
    span: Span = field(default_factory=Span)

    def diagnostic(self, rule: Rule) -> Diagnostic:
        """Returns the finding of a rule at its place in the file."""
        if isinstance(self.file, str):
            return Diagnostic(self.file, self.span, rule, self.message, self.fix, None, self.about)
        text, span = self.file.text, self.span
        if self.key:
            span = text.span_of(self.key, self.index)
        elif self.offset is not None:
            span = text.document.line_span(self.offset)
        path, ticket_id = self.file.path, self.file.ticket.id
        return Diagnostic(path, span, rule, self.message, self.fix, ticket_id, self.about)


class Recurrence(Enum):
    """How a finding of the base is recognized after a branch fixed a part of it."""

    SAME = "same"
    """It says the same as before."""
    SHRINKS = "shrinks"
    """It lists what is at fault, and the list may have become shorter."""
    RESURFACES = "resurfaces"
    """It hid others, of which one shows when it is fixed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRule(Rule):
    """A rule that looks at all tickets of a project."""

    check: Callable[[Project], Iterable[Finding]]
    recurrence: Recurrence = Recurrence.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRule(Rule):
    """A rule that looks at what a branch changed.

    Where criss-cross merges leave several merge bases, a ticket may have been what it was at any
    of them. `supersedes` are rules whose findings on the same file need not be reported too.
    """

    check: Callable[[Branch], Iterable[Finding]]
    supersedes: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesRule(Rule):
    """A rule that compares the `files` of tickets with those that a branch changed."""

    check: Callable[[BranchFiles], Iterable[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HygieneRule(Rule):
    """A rule that compares tickets with time, git's history, the code and each other."""

    check: Callable[[Hygiene], Iterable[Finding]]
