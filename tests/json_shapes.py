"""JSON held against its schema, and made wrong on purpose: `from json_shapes import …`."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from jticket.render.schemas.catalogue import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]


def validator(name: str) -> Draft202012Validator:
    """Returns what checks values against a schema, the formats of texts too."""
    schema = json.loads(json.dumps(SCHEMAS[name].document()))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def mistakes(name: str, value: object) -> list[str]:
    """Returns what is wrong with a value by a schema."""
    errors = validator(name).iter_errors(value)
    return [f"{error.json_path}: {error.message[:300]}" for error in errors]


def mutations(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yields wrong variants of a valid value: a key removed, one added, one of another type."""
    checks = validator(name)
    seen: set[Path] = set()
    for path, schema in _objects(checks, checks.schema, value, ()):
        place = tuple("*" if isinstance(step, int) else step for step in path)
        present = _at(value, path)
        key = (*place, *sorted(present))
        if key in seen or schema.get("additionalProperties", True) is not False:
            continue
        seen.add(key)
        yield f"{place} with another key", _changed(value, path, {**present, "surplus": 1})
        for name_of in schema.get("required", ()):
            rest = {other: present[other] for other in present if other != name_of}
            yield f"{place} without {name_of}", _changed(value, path, rest)
        for name_of in present:
            types = schema["properties"][name_of].get("type")
            if types is not None:
                wrong = {**present, name_of: _wrong(types)}
                yield f"{place} with another type of {name_of}", _changed(value, path, wrong)


def _wrong(types: str | list[str]) -> object:
    return [["a list"]] if "object" in types or "string" in types else {"not": "this"}


def _objects(
    checks: Draft202012Validator, schema: Any, value: Any, path: Path
) -> Iterator[tuple[Path, Any]]:
    """Yields the place of each object in a value, and its part of the schema."""
    if "$ref" in schema:
        *_, name = schema["$ref"].split("/")
        schema = checks.schema["$defs"][name]  # type: ignore[index]  # it is an object
    for choice in schema.get("anyOf", ()):
        whole = {**choice, "$defs": checks.schema.get("$defs", {})}  # type: ignore[union-attr]
        if checks.evolve(schema=whole).is_valid(value):
            yield from _objects(checks, choice, value, path)
            return
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _objects(checks, schema.get("items", {}), item, (*path, number))
    elif isinstance(value, dict):
        yield path, schema
        for key, item in value.items():
            below = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
            if isinstance(below, dict):
                yield from _objects(checks, below, item, (*path, key))


def _at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def _changed(value: Any, path: Path, part: object) -> Any:
    """Returns a copy of a value with another part at a place."""
    if not path:
        return part
    changed = copy.deepcopy(value)
    *above, last = path
    _at(changed, tuple(above))[last] = part
    return changed
