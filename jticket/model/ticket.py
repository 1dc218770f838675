"""The ticket as a value: what its file says, before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from jticket.model.schema import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class RawMapping:
    """A mapping in the front matter, as pairs in the file's order."""

    pairs: tuple[tuple[str, Raw], ...]


Raw: TypeAlias = "str | tuple[Raw, ...] | RawMapping"
"""A front-matter value as text: a scalar, a list, or a mapping."""

Value: TypeAlias = "str | tuple[str, ...]"
"""The value of a key that the schema declares; "" and () mean none."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """An acceptance criterion; `text` includes the lines nested below it, without their indent."""

    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class DevlogEntry:
    """An entry of the devlog; the timestamp is kept as it is written."""

    timestamp: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A second-level section without a meaning; heading "" is the text before the first one."""

    heading: str
    text: str


@dataclass(frozen=True, eq=False)
class Body:
    """The body of a ticket.

    `texts` holds the free-text sections with a meaning, by key, if they have text; `sections` holds
    the others, in the file's order.
    """

    texts: Mapping[str, str]
    criteria: tuple[Criterion, ...]
    devlog: tuple[DevlogEntry, ...]
    sections: tuple[Section, ...]

    @property
    def criteria_done(self) -> int:
        """The number of ticked criteria."""
        return sum(criterion.done for criterion in self.criteria)

    def changed(self, **changes: Any) -> Body:
        """Returns the body with other values of some attributes."""
        return Body(**(dict(zip(_BODY_FIELDS, self._values, strict=True)) | changes))

    def with_text(self, key: str, text: str) -> Body:
        """Returns the body with another text in a section of that key, "" for none."""
        texts = {name: old for name, old in self.texts.items() if name != key}
        return self.changed(texts=texts | ({key: text} if text else {}))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Body) and self._values == other._values

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.texts.items())), *self._values[1:]))

    @property
    def _values(self) -> tuple[Any, ...]:
        return self.texts, self.criteria, self.devlog, self.sections


EMPTY_BODY = Body({}, (), (), ())
_BODY_FIELDS = tuple(field.name for field in fields(Body))


class LazyBody(Body):
    """A body that is read on first use; lists and plans never need it."""

    def __init__(self, read: Callable[[], Body]) -> None:
        object.__setattr__(self, "_read", read)

    def __getattr__(self, name: str) -> Any:
        if name not in _BODY_FIELDS:
            raise AttributeError(name)
        self.__dict__.update(vars(self._read()))
        return self.__dict__[name]

    def __reduce__(self) -> tuple[type[Body], tuple[Any, ...]]:
        return Body, self._values


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket. Front-matter values are the file's own text; "" and () mean none.

    `more` holds the keys that the schema declares but that have no attribute here, as pairs in the
    schema's order, `fields` the undeclared keys in the file's order. `effort_hours` is the effort
    in hours, None if there is none or it can't be parsed.
    """

    id: str
    title: str = ""
    status: str = "backlog"
    ticket_type: str = "task"
    priority: str = "normal"
    created: str = ""
    assignee: str = ""
    service_id: str = ""
    tags: tuple[str, ...] = ()
    parent_id: str = ""
    dependencies: tuple[str, ...] = ()
    effort: str = ""
    due: str = ""
    phase: str = ""
    milestone: str = ""
    files: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    more: tuple[tuple[str, Value], ...] = ()
    fields: tuple[tuple[str, Raw], ...] = ()
    effort_hours: float | None = None
    body: Body = EMPTY_BODY

    @classmethod
    def of(cls, values: Mapping[str, Value], **others: Any) -> Ticket:
        """Returns a ticket from the values of declared keys and other attributes."""
        own = {key: value for key, value in values.items() if key in _ATTRIBUTES}
        more = {key: value for key, value in values.items() if key not in own}
        return cls(**own, more=_in_order(more), **others)  # type: ignore[arg-type]  # shapes fit

    def value(self, key: str) -> Value:
        """Returns the value of a key that the schema declares."""
        if key in _ATTRIBUTES:
            value: Value = getattr(self, key)
            return value
        return dict(self.more).get(key, () if BY_KEY[key].shape.is_list else "")

    def with_value(self, key: str, value: Value) -> Ticket:
        """Returns the ticket with another value of a declared key."""
        if key in _ATTRIBUTES:
            return replace(self, **{key: value})  # type: ignore[arg-type]  # the table's shapes fit
        return replace(self, more=_in_order({**dict(self.more), key: value}))

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The acceptance criteria."""
        return self.body.criteria

    @property
    def criteria_done(self) -> int:
        """The number of ticked criteria."""
        return self.body.criteria_done

    @property
    def criteria_total(self) -> int:
        """The number of criteria."""
        return len(self.body.criteria)

    def text(self, key: str) -> str:
        """Returns the text of a section of free text, by its key; "" for none."""
        return self.body.texts.get(key, "")

    @property
    def description(self) -> str:
        """The description."""
        return self.text("description")

    @property
    def technical_notes(self) -> str:
        """The technical notes."""
        return self.text("technical_notes")

    @property
    def devlog(self) -> tuple[DevlogEntry, ...]:
        """The entries of the devlog, in the file's order."""
        return self.body.devlog

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections without a meaning."""
        return self.body.sections


_ATTRIBUTES = frozenset(field.name for field in fields(Ticket)) & BY_KEY.keys()


def _in_order(values: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
    """Returns the values that are not empty, in the schema's order."""
    return tuple((key, values[key]) for key in BY_KEY if values.get(key)) if values else ()
