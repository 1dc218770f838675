"""What can't be done: every error that a user may see, each with the way out.

What is wrong *in a user's file* is no error but a `Diagnostic` (`jticket.model.diagnostics`).
"""

from __future__ import annotations

from typing import ClassVar


class JticketError(Exception):
    """Says that an operation can't be done: a message, a hint, a stable code and an exit code.

    `excerpt` are lines that show people the place of the mistake in what they wrote.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1
    excerpt: tuple[str, ...] = ()

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(JticketError):
    """Says that the command line itself is wrong."""

    code = "usage"
    exit_code = 2


class NotFoundError(JticketError):
    """Says that what was asked for is not there."""

    code = "not_found"


class RefusedError(JticketError):
    """Says that the tool will not do this, and why."""

    code = "refused"


class ConflictError(JticketError):
    """Says that somebody else changed what this command was about to change."""

    code = "conflict"


class BadDataError(JticketError):
    """Says that a file or JSON document can't be used as it is."""

    code = "bad_data"
