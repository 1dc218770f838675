"""The parts of a JSON Schema (draft 2020-12): texts, numbers, lists, closed objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jticket.render.payload import Json

Shape: TypeAlias = "dict[str, Json]"


def _described(shape: Shape, doc: str, **facts: Json) -> Shape:
    return {**shape, **facts, **({"description": doc} if doc else {})}


def anything(doc: str) -> Shape:
    """Returns the shape of any value."""
    return {"description": doc}


def text(doc: str = "", **facts: Json) -> Shape:
    """Returns the shape of a text."""
    return _described({"type": "string"}, doc, **facts)


def date(doc: str = "") -> Shape:
    """Returns the shape of a day, as `2025-10-31`."""
    return text(doc, format="date", pattern=r"^\d{4}-\d{2}-\d{2}$")


def timestamp(doc: str = "") -> Shape:
    """Returns the shape of a moment in UTC, as `2025-10-01T09:30:00Z`."""
    return text(doc, format="date-time", pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")


def number(doc: str = "", **facts: Json) -> Shape:
    """Returns the shape of a number."""
    return _described({"type": "number"}, doc, **facts)


def hours(doc: str = "") -> Shape:
    """Returns the shape of a duration in hours."""
    return number(doc, minimum=0)


def share(doc: str) -> Shape:
    """Returns the shape of a part of one."""
    return number(doc, minimum=0, maximum=1)


def count(doc: str = "", *, least: int = 0, **facts: Json) -> Shape:
    """Returns the shape of a whole number."""
    return _described({"type": "integer", "minimum": least}, doc, **facts)


def flag(doc: str = "") -> Shape:
    """Returns the shape of `true` or `false`."""
    return _described({"type": "boolean"}, doc)


def choice(values: Iterable[str], doc: str = "") -> Shape:
    """Returns the shape of one of some words."""
    return text(doc, enum=list(values))


def or_null(shape: Shape) -> Shape:
    """Returns a shape that may also be `null`."""
    kind, values = shape.get("type"), shape.get("enum")
    if isinstance(kind, list):
        return shape if "null" in kind else {**shape, "type": [*kind, "null"]}
    if not isinstance(kind, str):
        return {"anyOf": [shape, {"type": "null"}]}
    nullable: Shape = {**shape, "type": [kind, "null"]}
    return {**nullable, "enum": [*values, None]} if isinstance(values, list) else nullable


def listed(items: Shape, doc: str = "", **facts: Json) -> Shape:
    """Returns the shape of a list."""
    return _described({"type": "array", "items": items}, doc, **facts)


def pair(items: Shape, doc: str) -> Shape:
    """Returns the shape of a list of two, the values before and after."""
    return listed(items, doc, minItems=2, maxItems=2)


def ids(doc: str = "") -> Shape:
    """Returns the shape of a list of IDs."""
    return listed(text(), doc)


def closed(
    properties: Mapping[str, Shape], doc: str = "", *, optional: Iterable[str] = ()
) -> Shape:
    """Returns the shape of an object with these keys and no others; all but some are required."""
    left_out = set(optional)
    required: list[Json] = [key for key in properties if key not in left_out]
    shape: Shape = {"type": "object", "properties": dict(properties)}
    if required:
        shape["required"] = required
    return _described(shape, doc, additionalProperties=False)


def mapped(values: Shape, doc: str = "", **facts: Json) -> Shape:
    """Returns the shape of an object whose keys are names."""
    return _described({"type": "object"}, doc, additionalProperties=values, **facts)


def either(*shapes: Shape, doc: str = "") -> Shape:
    """Returns the shape of a value that has one of some shapes."""
    return _described({"anyOf": list(shapes)}, doc)
