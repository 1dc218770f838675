"""Errors of every change: why nothing was changed, or why a written change is not committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import Advice, JticketError, RefusedError, Remedy
from jticket.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.diagnostics import Diagnostic

_NAMED_FILES = 3


class InHookError(RefusedError):
    """Raised when a hook of jticket's own commit runs a command that changes tickets."""

    def __init__(self) -> None:
        message = "this runs in a hook of a commit that jticket is making"
        super().__init__(message, Advice(Remedy.ONLY_CHECK))


class ConfigUnreadableError(RefusedError):
    """Raised when the settings can't be read: then no ticket is changed."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        message = f"the settings can't be read: {diagnostic.line}"
        super().__init__(message, "fix the config first")
        self.diagnostic = diagnostic


class NotCommittedError(RefusedError):
    """Raised when a commit failed, but what was to be committed is in its files.

    `what` is the text that the user wrote, or a change that can't be undone.
    """

    code = "not_committed"

    def __init__(
        self,
        cause: BaseException,
        paths: Sequence[str],
        ids: Sequence[str],
        *,
        what: str = "the text",
    ) -> None:
        advice = Advice(Remedy.COMMIT_LATER, tuple(ids[:_NAMED_FILES]))
        hint = (f"{what} is in {listed(paths, _NAMED_FILES)}, uncommitted: ", advice)
        if isinstance(cause, JticketError):
            super().__init__(cause.parts, *cause.hints, hint)
        else:
            super().__init__(_reason(cause), hint)
        self.paths, self.ids = tuple(paths), tuple(ids)


def changed_since(paths: Sequence[str]) -> str:
    """Returns a hint that files were not put back, since another program changed them."""
    was, stays = ("was", "it is left as it is")
    if len(paths) > 1:
        was, stays = ("were", "they are left as they are")
    names = listed(paths, _NAMED_FILES)
    return f"{names} {was} changed by another program meanwhile, so {stays}"


def _reason(cause: BaseException) -> str:
    if isinstance(cause, OSError) and cause.filename:
        return f"{cause.filename}: {cause.strerror}"
    return str(cause) or "interrupted"


class InterruptedCommitError(NotCommittedError):
    """Raised when the user stopped the commit, instead of `NotCommittedError`."""

    code = "interrupted"
    exit_code = 130
