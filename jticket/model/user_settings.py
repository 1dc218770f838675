"""The user's own settings as a value: they hold for all projects on a machine."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jticket.model.settings import View


class ColorChoice(Enum):
    """When results have colours."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class TerminalFormat(Enum):
    """The formats that every list has."""

    TABLE = "table"
    TSV = "tsv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class UserSettings:
    """All keys of the user's own `config.yml`; None, "" and () where they are not given.

    `format` is that of lists on a terminal; `view` is shown where nothing else is asked for, and
    `views` are the user's own.
    """

    me: str = ""
    format: TerminalFormat | None = None
    color: ColorChoice | None = None
    view: str = ""
    views: tuple[View, ...] = ()
