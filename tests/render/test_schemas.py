"""The JSON Schemas themselves: valid, closed, complete, and changed only with their version."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
import pytest
from golden import GOLDENS, UPDATE
from jsonschema import Draft202012Validator

from jticket.cli.commands import COMMANDS
from jticket.cli.main import group
from jticket.model.computed import ADDED, COMPUTED
from jticket.model.schema import FIELDS, SECTIONS
from jticket.model.settings import Settings
from jticket.model.settings_data import settings_data
from jticket.model.user_settings import UserSettings
from jticket.render.schemas.catalogue import SCHEMAS, NoSchemaError, schema_named
from jticket.text.config_user import USER_READERS
from jticket.text.config_values import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = GOLDENS / "schemas"
OPEN = ("front-matter",)
"""The schemas of an object that may have keys which they do not name."""


def shape(schema: Any) -> Any:
    """Returns a schema without its words and its ID: what a value must be."""
    if isinstance(schema, list):
        return [shape(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    words = ("$id", "title", "description", "examples")
    return {
        key: {name: shape(below) for name, below in value.items()}
        if key in ("properties", "$defs")
        else shape(value)
        for key, value in schema.items()
        if key not in words
    }


def may_replace(before: Any, after: Any) -> bool:
    """Returns whether a schema may take the place of one that was reviewed."""

    def version(schema: Any) -> int:
        return int(schema["$id"].split(":")[3])

    return shape(before) == shape(after) or version(after) > version(before)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_shape_changes_only_together_with_its_version(name: str) -> None:
    golden = FOLDER / f"{name}.json"
    schema = json.loads(json.dumps(SCHEMAS[name].document()))
    reviewed = json.loads(golden.read_text(encoding="utf-8")) if golden.exists() else None
    if UPDATE and (reviewed is None or may_replace(reviewed, schema)):
        text = json.dumps(schema, indent=1, ensure_ascii=False)
        golden.write_text(f"{text}\n", encoding="utf-8")
        reviewed = schema
    assert schema == reviewed, (
        f"{name} is different: if its shape is, raise its version in render/schemas/catalogue.py; "
        "then JTICKET_UPDATE_GOLDENS=1 writes the golden"
    )


def test_the_goldens_are_those_of_the_schemas() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(SCHEMAS)


def test_a_golden_is_replaced_for_other_words_or_for_a_higher_version_alone() -> None:
    before = SCHEMAS["log"].document()
    assert may_replace(before, {**before, "description": "Other words."})
    wider = {**before, "type": ["array", "null"]}
    assert not may_replace(before, wider)
    assert may_replace(before, {**wider, "$id": "urn:jticket:schema:2:log"})
    item = {**before["items"], "title": "Change"}  # type: ignore[dict-item]  # it is an object
    assert may_replace(before, {**before, "items": item})
    renamed: Any = {**item, "properties": {"title": {}}}
    assert not may_replace({**before, "items": item}, {**before, "items": renamed})


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_its_objects_are_closed(name: str) -> None:
    schema = SCHEMAS[name].document()
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:jticket:schema:{SCHEMAS[name].version}:{name}"
    assert schema["description"]
    for place, part in objects(schema):
        if "properties" in part and not (name in OPEN and not place):
            assert part["additionalProperties"] is False, (name, place)


def objects(schema: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yields the parts of a schema that describe objects; not its conditions."""
    if isinstance(schema, list):
        for part in schema:
            yield from objects(part, place)
    elif isinstance(schema, dict):
        if "type" in schema:
            yield place, schema
        for key, part in schema.items():
            if key not in ("if", "then", "else"):
                yield from objects(part, (*place, key))


def test_a_ticket_has_every_field_with_the_words_of_the_tables() -> None:
    properties: Any = SCHEMAS["ticket"].document()["properties"]
    for field in FIELDS:
        assert properties[field.key]["description"] == field.doc
        assert properties[field.key]["title"]
    for section in SECTIONS:
        assert section.key in properties
    for computed in COMPUTED.values():
        assert (computed.key in properties) is not computed.on_request
        assert computed.doc
    new: Any = SCHEMAS["create-input"].document()["$defs"]
    assert set(properties) | set(COMPUTED) | set(ADDED) == set(new["ticket"]["properties"])


def test_the_configs_have_every_setting() -> None:
    for name, keys in (("config", KEYS), ("user-config", USER_READERS)):
        assert set(SCHEMAS[name].shape()["properties"]) == set(keys)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "settings"), [("config", Settings()), ("user-config", UserSettings())]
)
def test_the_defaults_are_a_valid_config(name: str, settings: Settings | UserSettings) -> None:
    data = {key: value for key, value in settings_data(settings).items() if value != ""}
    Draft202012Validator(SCHEMAS[name].document()).validate(data)


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Yields a command, or the commands of a group, with what is typed for it."""
    if isinstance(command, click.Group):
        for word, below in command.commands.items():
            yield from commands(below, f"{name} {word}")
    else:
        yield name, command


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_that_prints_json_has_a_schema(name: str) -> None:
    loaded = group.get_command(click.Context(group), name)
    assert loaded is not None
    for words, command in commands(loaded, name):
        prints = any("--json" in parameter.opts for parameter in command.params)
        covered = [
            schema.name
            for schema in SCHEMAS.values()
            if any(typed.startswith(f"{words} ") for typed in schema.commands)
        ]
        assert bool(covered) is prints, words
        if prints:
            assert schema_named(words).name in SCHEMAS


def test_a_name_that_is_not_a_schema_gets_the_nearest_one() -> None:
    with pytest.raises(NoSchemaError) as raised:
        schema_named("plam")
    assert "plan" in str(raised.value.hint)
