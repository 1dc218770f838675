"""What is wrong in a user's file: rules, and their findings, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How much a finding matters: an error fails a check, the others only with `--strict`."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"

    @property
    def rank(self) -> int:
        """0 for an error, rising as it matters less."""
        return list(Severity).index(self)


class Safety(Enum):
    """Whether a rule's fixes may be applied without asking (after ruff's `Applicability`)."""

    SAFE = "safe"
    """The fix keeps what the author meant; `--fix` applies it."""
    UNSAFE = "unsafe"
    """The fix may change what the ticket says; it is applied only when it is asked for."""
    DISPLAY_ONLY = "display only"
    """The fix is advice for a person: it may have several answers, or none that a program knows."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that files may break: its stable code, and what the guide says about it.

    `safety` is that of the fixes that the program has for some of its findings.
    """

    code: str
    name: str
    severity: Severity
    reason: str
    example: str
    safety: Safety = Safety.DISPLAY_ONLY


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, both numbers counted from 1; columns count characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a file, from a place up to, but not including, another one."""

    start: Place = Place()
    end: Place = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value, which may come from a file, JSON or a command line.

    `index` is the position of the wrong item of a list, `None` where the value itself is wrong.
    """

    rule: Rule
    message: str
    fix: str | None = None
    index: int | None = None

    def message_about(self, key: str) -> str:
        """Returns the message, beginning with the value's key where it does not name that."""
        is_named = key in self.message or key.replace("_", " ") in self.message
        return self.message if is_named else f"{key}: {self.message}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding at its place. `path` is relative to the repository, `fix` says what to do.

    `about` are the tickets or files that the message lists.
    """

    path: str
    span: Span
    rule: Rule
    message: str
    fix: str | None = None
    ticket_id: str | None = None
    about: frozenset[str] = frozenset()

    @property
    def start(self) -> Place:
        """Where it begins."""
        return self.span.start

    @property
    def severity(self) -> Severity:
        """The severity of its rule."""
        return self.rule.severity

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """A key that sorts findings by file, place and code."""
        return (self.path, self.start.line, self.start.column, self.rule.code, self.message)

    @property
    def identity(self) -> tuple[str, str, str, frozenset[str]]:
        """What identifies the finding in another version of its file, wherever it is."""
        return self.path, self.rule.code, self.message, self.about

    @property
    def sentence(self) -> str:
        """The message, followed by the fix if there is one."""
        return f"{self.message} ({self.fix})" if self.fix else self.message

    @property
    def line(self) -> str:
        """`path:line:col: severity CODE message`, as compilers print it."""
        place = f"{self.path}:{self.start.line}:{self.start.column}"
        return f"{place}: {self.severity.value} {self.rule.code} {self.sentence}"
