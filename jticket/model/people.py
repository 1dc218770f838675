"""The words for the person at work, and the error if nothing names that person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jticket.errors import Advice, RefusedError, Remedy

if TYPE_CHECKING:
    from typing import NoReturn

ASKER: Final = ("me", "@me")
"""The words for the person at work, in any case."""


class NoNameError(RefusedError):
    """Raised when the name of the person at work is needed, but not known."""

    code = "no_name"

    def __init__(self) -> None:
        super().__init__("nothing says who you are", Advice(Remedy.WHO_YOU_ARE))


def means_asker(name: str) -> bool:
    """Returns whether a name means the person at work, whoever that is."""
    return name.casefold() in ASKER


def unknown_asker() -> NoReturn:
    """Raises the error for a project that is read without a person at work.

    Raises:
        NoNameError: always.
    """
    raise NoNameError
