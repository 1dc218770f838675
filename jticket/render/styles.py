"""The colours of the terminal: one palette that can be read on light and on dark backgrounds.

It has the basic colours that terminals adapt to their themes, and neither yellow nor white. No
colour is the only sign of anything: words or signs say the same without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jticket.model.settings import StatusClass

if TYPE_CHECKING:
    from jticket.model.settings import Settings

PALETTE: Final = {
    "bold": "1",
    "dim": "2",
    "struck": "2;9",
    "red": "31",
    "bold red": "1;31",
    "green": "32",
    "bold blue": "1;34",
    "magenta": "35",
    "bold magenta": "1;35",
    "dim magenta": "2;35",
    "cyan": "36",
}
"""The styles by name, as the parameters of ANSI's "select graphic rendition"."""

ID: Final = "cyan"
WARNING: Final = "magenta"

_STATUSES = {"ready": "bold blue", "review": "magenta"}
_CLASSES = {
    StatusClass.OPEN: None,
    StatusClass.ACTIVE: "bold magenta",
    StatusClass.PARKED: "dim magenta",
    StatusClass.DONE: "green",
    StatusClass.CANCELLED: "struck",
}
_PRIORITIES = {"critical": "bold red", "high": "red", "low": "dim"}


def status_style(status: str, settings: Settings) -> str | None:
    """Returns the style of a status: its own, else that of its class."""
    return _STATUSES.get(status) or _CLASSES[settings.class_of(status)]


def priority_style(priority: str) -> str | None:
    """Returns the style of a priority, None for a usual one."""
    return _PRIORITIES.get(priority)
