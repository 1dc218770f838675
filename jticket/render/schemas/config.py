"""The shapes of `config.yml`, the project's and the user's own, and of what `config` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jticket.model.ids import PREFIX_PATTERN
from jticket.model.schema import BY_KEY, SECTION_KEYS
from jticket.model.settings import (
    WEEKDAYS,
    CommitMode,
    CustomType,
    IdScheme,
    Layout,
    StatusClass,
)
from jticket.model.user_settings import ColorChoice, TerminalFormat
from jticket.render.schemas.shapes import (
    anything,
    choice,
    closed,
    count,
    date,
    either,
    flag,
    listed,
    mapped,
    number,
    or_null,
    text,
)
from jticket.render.schemas.tickets import titled

if TYPE_CHECKING:
    from enum import Enum

    from jticket.render.payload import Json
    from jticket.render.schemas.shapes import Shape

_WORD: Final = "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"
_DURATION: Final[Shape] = {"type": ["string", "number"], "minimum": 0, "examples": [0, "4h"]}
_MOST: Final = 999_999


def _all_optional(properties: dict[str, Shape], doc: str = "") -> Shape:
    """Returns the shape of a mapping in which no key is required, nor a value after a key."""
    nullable = {key: or_null(shape) for key, shape in properties.items()}
    return closed(nullable, doc, optional=properties)


def _words(doc: str, **facts: Json) -> Shape:
    return listed(text(pattern=_WORD), doc, **facts)


def _of_enum(values: type[Enum], doc: str) -> Shape:
    return choice((str(value.value) for value in values), doc)


def _by_name(details: Shape, doc: str, *, is_word: bool = True) -> Shape:
    names: dict[str, Json] = {"propertyNames": {"pattern": _WORD}} if is_word else {}
    return mapped(or_null(details), doc, **names)


def _custom_field() -> Shape:
    is_enum: Json = {"properties": {"type": {"const": CustomType.ENUM.value}}}
    field = closed(
        {
            "type": _of_enum(CustomType, "what its values are"),
            "values": listed(text(), "those of an enum", minItems=1),
        },
        optional=("values",),
    )
    return {
        **field,
        "if": is_enum,
        "then": {"required": ["values"]},
        "else": {"properties": {"values": False}},
    }


def _custom_fields() -> Shape:
    taken: list[Json] = [*BY_KEY, *SECTION_KEYS, "sections", "fields"]
    return mapped(
        titled("Custom field", _custom_field()),
        "front-matter keys of the project's own",
        propertyNames={"pattern": "^[A-Za-z_][A-Za-z0-9_-]{0,39}$", "not": {"enum": taken}},
    )


def _views() -> Shape:
    keys = "one, or several"
    view = _all_optional(
        {
            "where": text("a query; `jticket guide queries` has its words"),
            "sort": either(text(), listed(text()), doc=f"{keys}; -KEY reverses it"),
            "columns": either(text(), listed(text()), doc=keys),
        }
    )
    return _by_name(titled("View", view), "named lists of tickets, for --view")


def _calendar() -> dict[str, Shape]:
    return {
        "working_days": listed(
            choice(WEEKDAYS), "the days of the week on which people work", minItems=1
        ),
        "holidays": listed(date(), "days off"),
    }


def _named() -> dict[str, Shape]:
    service = _all_optional({"title": text(), "paths": listed(text("a path or a glob"))})
    milestone = _all_optional({"due": date(), "goal": text()})
    person = _all_optional({"name": text(), "email": text("no two people share one")})
    return {
        "services": mapped(
            or_null(service),
            "the services that service_id may name",
            propertyNames={"pattern": "^[A-Za-z0-9][A-Za-z0-9._/-]*$"},
        ),
        "milestones": _by_name(milestone, "the milestones", is_word=False),
        "people": _by_name(person, "the people to whom tickets are assigned", is_word=False),
    }


def config() -> Shape:
    """Returns the shape of the project's settings, all of them optional."""
    work = _all_optional({"work": flag("false: never available or planned")})
    return _all_optional(
        {
            "prefix": text("what IDs begin with", pattern=f"^{PREFIX_PATTERN}$"),
            "id_scheme": _of_enum(IdScheme, "how new IDs are made"),
            "id_width": count("the least number of digits", least=1, maximum=12),
            "commit": _of_enum(CommitMode, "what a command does after it has changed a ticket"),
            "commit_subject": text(
                "the subject of commits, with {id} and {what}",
                allOf=[{"pattern": r"\{id\}"}, {"pattern": r"\{what\}"}],
            ),
            "hours_per_day": number("the hours of a day of effort", exclusiveMinimum=0, maximum=24),
            "default_effort": {**_DURATION, "description": "the effort of a ticket without one"},
            "ticket_types": _words("the possible types", minItems=1),
            "priorities": _words("from the lowest to the highest", minItems=1),
            "workflow": mapped(
                listed(text()),
                "the statuses that may follow each",
                propertyNames={"pattern": _WORD},
            ),
            "status_class": mapped(_of_enum(StatusClass, "what a status means"), "by status"),
            "required": mapped(listed(text(pattern=r"\S")), "fields and sections by ticket type"),
            "fields": _custom_fields(),
            "types": _by_name(work, "ticket types, and whether they are work"),
            **_named(),
            **_calendar(),
            "wip_limits": mapped(
                count(least=1, maximum=_MOST), "how many tickets may have a status; per_person"
            ),
            "views": _views(),
            "default_view": text("what list and board show by default", pattern=_WORD),
            "hold_days": count("when a hold is too old", least=1, maximum=_MOST),
            "layout": _of_enum(Layout, "how the files of new tickets are arranged"),
            "require_ticket": flag("whether a commit that names no ticket is a warning"),
        }
    )


def user_config() -> Shape:
    """Returns the shape of the user's own settings."""
    return _all_optional(
        {
            "me": text("who you are"),
            "format": _of_enum(TerminalFormat, "for lists on a terminal"),
            "color": _of_enum(ColorChoice, "when results have colors"),
            "view": text("what list and board show by default", pattern=_WORD),
            "views": _views(),
        }
    )


def settings() -> Shape:
    """Returns the shape of all settings with their sources."""
    setting = closed(
        {
            "key": text(),
            "value": anything("as the config would say it; null for none"),
            "source": choice(("default", "config.yml", "user")),
        }
    )
    return listed(titled("Setting", setting))


def chosen_settings() -> Shape:
    """Returns the shape of the settings that were asked for or set."""
    return mapped(anything("as the config would say it; null for none"), "by key")


def project() -> Shape:
    """Returns the shape of a project that was made."""
    return closed(
        {
            "folder": text("the tickets folder"),
            "prefix": text("what IDs begin with"),
            "created": listed(text("a path")),
            "commit": or_null(text("the commit's ID")),
        }
    )


def example_project() -> Shape:
    """Returns the shape of an example project that was made."""
    return closed(
        {
            "folder": text(),
            "tickets": count(),
            "commit": or_null(text("the commit's ID")),
        }
    )


def schemas() -> Shape:
    """Returns the shape of the list of schemas."""
    schema = closed(
        {
            "name": text(),
            "version": count(least=1),
            "id": text("the $id of the schema"),
            "summary": text(),
            "commands": listed(text(), "what prints or reads it"),
        }
    )
    return listed(titled("Schema", schema))
