"""The columns that a list of tickets can have, which are also the keys to sort it by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jticket.model.computed import COMPUTED
from jticket.model.schema import BY_KEY

if TYPE_CHECKING:
    from jticket.model.settings import Settings

AGE: Final = "age"
"""How long ago a ticket was created: a column, but not a key of JSON."""

_FIRST_COMPUTED = ("path", "blocks", "children", "criteria", "effort_hours")
_COMPUTED_COLUMNS = (*dict.fromkeys([*_FIRST_COMPUTED, *COMPUTED]), AGE)


def columns_of(settings: Settings) -> tuple[str, ...]:
    """Returns all columns: the front matter's keys, computed fields, custom fields."""
    return (*BY_KEY, *_COMPUTED_COLUMNS, *(field.key for field in settings.fields))
