"""The keys of `config.yml` as they are typed, with dots between the levels, and their values."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Final

from jticket.model.settings_data import NAMED
from jticket.model.suggestions import did_you_mean, one_of
from jticket.text.config_values import READERS

if TYPE_CHECKING:
    from collections.abc import Collection

Path = tuple[str, ...]
"""The keys from the top of the file to a setting."""

_ROWS_OF_LISTS: Final = ("workflow", "required")
_ROWS: Final = (*_ROWS_OF_LISTS, "status_class", "wip_limits")
_FEW: Final = 8
_LISTS: Final = ("ticket_types", "priorities", "working_days", "holidays")


class UnknownSettingError(ValueError):
    """Raised when the config has no such key; `fix` names the nearest."""

    def __init__(self, key: str, known: Collection[str]) -> None:
        super().__init__(f"unknown key '{key}'")
        self.fix = one_of(key, known) if len(known) <= _FEW else did_you_mean(key, known)


def path_of(key: str, known: Collection[str] = READERS) -> Path:
    """Returns the path of a typed key; names may have dots in them, as in `milestones.v1.0.due`.

    `known` are the keys at the top of the file.

    Raises:
        UnknownSettingError: the config has no such key.
    """
    top, _, rest = key.partition(".")
    if top not in known or (rest and top not in (*NAMED, *_ROWS)):
        raise UnknownSettingError(key, known)
    if not rest:
        return (top,)
    name, _, detail = rest.rpartition(".")
    return (top, name, detail) if name and detail in _details(top) else (top, rest)


def value_of(path: Path, text: str) -> str | tuple[str, ...]:
    """Returns the value that a text means for a setting: its items where that is a list."""
    text = text.strip()
    if not text or not is_list(path):
        return text
    return tuple(item.strip() for item in text.split(",") if item.strip())


def is_list(path: Path) -> bool:
    """Returns whether a setting is a list."""
    match path:
        case (key,):
            return key in _LISTS
        case (key, _):
            return key in _ROWS_OF_LISTS
        case (key, _, detail):
            return _details(key).get(detail, False)
    return False


def _details(key: str) -> dict[str, bool]:
    """Returns the details of the names below a key, and whether each is a list."""
    if key not in NAMED:
        return {}
    _, *details = fields(NAMED[key])
    return {detail.name: isinstance(detail.default, tuple) for detail in details}
