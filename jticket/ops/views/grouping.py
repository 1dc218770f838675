"""Tickets in groups, by a field under the name that people use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.stats.grouping import grouping_key, groupings, groups
from jticket.model.suggestions import one_of
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jticket.model.settings import Settings
    from jticket.model.stats.grouping import Group
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile


class BadGroupingError(UsageError):
    """Raised when tickets can't be grouped by a name."""

    def __init__(self, name: str, settings: Settings) -> None:
        super().__init__(f"can't group by {quoted(name)}", one_of(name, groupings(settings)))


def grouping_keys_of(names: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """Returns the keys that names or comma lists of names mean, each once.

    Raises:
        BadGroupingError: tickets can't be grouped by one of them.
    """
    parts = (part for text in names for part in text.split(","))
    return tuple(dict.fromkeys(grouping_key_of(part, settings) for part in parts))


def grouping_key_of(name: str, settings: Settings) -> str:
    """Returns the key that a name means.

    Raises:
        BadGroupingError: tickets can't be grouped by it.
    """
    key = grouping_key(name.strip(), settings)
    if key is None:
        raise BadGroupingError(name, settings)
    return key


def grouped(
    files: Iterable[ValidFile], project: Project, *, by: str
) -> tuple[str, tuple[Group[ValidFile], ...]]:
    """Returns the key that a name means, and tickets in groups by it, each in the order given.

    Raises:
        BadGroupingError: tickets can't be grouped by that name.
    """
    key = grouping_key_of(by, project.settings)
    return key, groups(files, lambda file: file.ticket, key, project.graph)
