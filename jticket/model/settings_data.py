"""Settings as plain data, in the words of `config.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Final, TypeAlias

from jticket.model.settings import (
    WEEKDAYS,
    CustomField,
    Milestone,
    Person,
    Service,
    Settings,
    TicketType,
    View,
    WipLimits,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.user_settings import UserSettings

Data: TypeAlias = "str | float | bool | list[Data] | dict[str, Data] | None"

NAMED: Final = {
    "services": Service,
    "fields": CustomField,
    "types": TicketType,
    "milestones": Milestone,
    "people": Person,
    "views": View,
}
"""The keys that hold names with details: the attributes of a value after the first, its name."""


def settings_data(settings: Settings | UserSettings) -> dict[str, Data]:
    """Returns all settings in effect by their keys, as the config would say them."""
    data = {setting.name: _data(getattr(settings, setting.name)) for setting in fields(settings)}
    data |= {key: data[key] or {} for key in NAMED if key in data}
    if isinstance(settings, Settings):
        data["working_days"] = [WEEKDAYS[day] for day in sorted(settings.working_days)]
    return data


def value_at(data: Data, path: Sequence[str]) -> Data:
    """Returns the value at a path of keys; None for no value."""
    for key in path:
        if not isinstance(data, dict):
            return None
        data = data.get(key)
    return data


def one_line(value: Data) -> str:
    """Returns a value as it can be typed; a mapping as YAML would have it on one line."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list():
            return ",".join(map(one_line, value))
        case dict():
            pairs = (f"{key}: {_flow(below)}" for key, below in value.items())
            return f"{{{', '.join(pairs)}}}" if value else ""
        case _:
            return str(value)


def _flow(value: Data) -> str:
    return f"[{', '.join(map(_flow, value))}]" if isinstance(value, list) else one_line(value)


def _data(value: object) -> Data:
    match value:
        case None | bool() | str():
            return value
        case int() | float():
            return int(value) if value == int(value) else value
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case WipLimits(statuses, per_person):
            limits: dict[str, Data] = dict(statuses)
            return limits if per_person is None else {**limits, "per_person": per_person}
        case Mapping():
            return {str(key): _data(below) for key, below in value.items()}
        case frozenset():
            return [_data(item) for item in sorted(value)]
        case tuple() if value and is_dataclass(value[0]):
            return dict(map(_named, value))
        case tuple():
            return [_data(item) for item in value]
    raise TypeError(type(value))


def _named(value: object) -> tuple[str, Data]:
    """Returns the name of a value, and its details that are given."""
    if not is_dataclass(value):
        raise TypeError(type(value))
    name, *details = (_data(getattr(value, field.name)) for field in fields(value))
    keys = [field.name for field in fields(value)][1:]
    given = zip(keys, details, strict=True)
    return str(name), {key: detail for key, detail in given if detail not in (None, "", [])}
