"""`jticket schema`: which schemas there are, and those of what people write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from commandline import done, jticket
from json_shapes import mistakes

from jticket.render.schemas.catalogue import SCHEMAS

if TYPE_CHECKING:
    from gitrepo import GitRepo

GUIDE = Path(__file__).parents[2] / "jticket" / "guide"


def test_without_a_name_all_schemas_are_listed(tmp_path: Path) -> None:
    ran = done(tmp_path, "schema")
    assert ran.lines == [f"{name}\t{schema.summary}" for name, schema in SCHEMAS.items()]
    listed = done(tmp_path, "schema", "--json").json
    assert [schema["name"] for schema in listed] == list(SCHEMAS)
    assert listed[0]["id"] == "urn:jticket:schema:1:front-matter"


def test_the_list_is_the_same_inside_and_outside_a_project(repo: GitRepo, tmp_path: Path) -> None:
    assert done(repo.path, "schema") == done(tmp_path, "schema")


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_printed(tmp_path: Path, name: str) -> None:
    assert json.loads(done(tmp_path, "schema", name).out) == SCHEMAS[name].document()
    assert done(tmp_path, "schema", name, "--json") == done(tmp_path, "schema", name)


@pytest.mark.parametrize(
    ("command", "name"),
    [("claim", "change"), ("dep add", "change"), ("set", "changes"), ("ready", "list")],
)
def test_a_command_may_be_named(tmp_path: Path, command: str, name: str) -> None:
    assert done(tmp_path, "schema", command) == done(tmp_path, "schema", name)


def test_an_unknown_name_is_an_error_with_the_nearest_one(tmp_path: Path) -> None:
    ran = jticket(tmp_path, "schema", "plam")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "error: there is no schema 'plam'\nhint: did you mean 'plan'?\n"


def test_a_schema_reads_no_project(tmp_path: Path) -> None:
    (tmp_path / ".tickets").write_text("not a folder")
    assert done(tmp_path, "schema", "config").out


def yaml_blocks(page: str) -> list[Any]:
    blocks = (GUIDE / page).read_text(encoding="utf-8").split("```yaml\n")[1:]
    return [
        json.loads(json.dumps(yaml.safe_load(block.split("```")[0]), default=lambda day: str(day)))
        for block in blocks
    ]


def test_the_configs_of_the_guide_are_valid() -> None:
    project, own = yaml_blocks("configuration.md")
    assert mistakes("config", project) == []
    assert mistakes("user-config", own) == []
    assert mistakes("user-config", project)


@pytest.mark.parametrize(
    ("config", "place"),
    [
        ("prefix: jjm", "$.prefix"),
        ("id_width: 0", "$.id_width"),
        ("commit: never", "$.commit"),
        ("commit_subject: '{id}'", "$.commit_subject"),
        ("hours_per_day: 25", "$.hours_per_day"),
        ("services: {a b: }", "$.services"),
        ("priorities: []", "$.priorities"),
        ("workflow: {done: }", "$.workflow.done"),
        ("status_class: {qa: closed}", "$.status_class.qa"),
        ("fields: {size: {}}", "$.fields.size"),
        ("fields: {size: {type: enum}}", "$.fields.size"),
        ("fields: {size: {type: date, values: [a]}}", "$.fields.size"),
        ("fields: {title: {type: date}}", "$.fields"),
        ("types: {spike: {work: perhaps}}", "$.types.spike.work"),
        ("milestones: {MVP: {due: soon}}", "$.milestones.MVP.due"),
        ("people: {ana: {mail: a@b.org}}", "$.people.ana"),
        ("working_days: [monday]", "$.working_days[0]"),
        ("wip_limits: {review: 0}", "$.wip_limits.review"),
        ("views: {mine: {query: open}}", "$.views.mine"),
        ("hold_days: 0", "$.hold_days"),
        ("layout: deep", "$.layout"),
        ("require_ticket: 3", "$.require_ticket"),
        ("colour: red", "$"),
    ],
)
def test_a_mistake_in_the_config_is_one_for_its_schema_and_for_check(
    repo: GitRepo, config: str, place: str
) -> None:
    repo.write(".tickets/config.yml", f"{config}\n")
    assert place in [error.split(": ")[0] for error in mistakes("config", yaml.safe_load(config))]
    assert jticket(repo.path, "check", "--strict", ".tickets/config.yml").status == 1


NEW = [
    {"title": "T"},
    {"title": "T", "effort": 4, "due": None, "tags": ["a"], "dependencies": ["1"]},
    {"title": "T", "acceptance_criteria": ["a", {"text": "b"}, {"text": "c", "done": True}]},
    {"title": "T", "devlog": [{"timestamp": "2025-10-01T09:30:00Z", "author": "ana"}]},
    {"title": "T", "description": "Words.", "sections": {"Else": "Text."}, "technical_notes": ""},
    {"title": "T", "fields": {"size": 3, "areas": ["a", 1, True]}, "why": 1, "blocks": "any"},
]


@pytest.mark.parametrize("ticket", NEW)
def test_what_fits_the_schema_of_new_tickets_is_read(repo: GitRepo, ticket: object) -> None:
    for value in (ticket, [ticket, ticket]):
        assert mistakes("create-input", value) == []
        done(repo.path, "create", "--from-json", "-", stdin=json.dumps(value))


@pytest.mark.parametrize(
    "ticket",
    [
        {},
        {"title": ""},
        {"title": "a\nb"},
        {"title": "T", "surplus": 1},
        {"title": "T", "tags": "a"},
        {"title": "T", "tags": ["a b"]},
        {"title": "T", "id": "jjm-1"},
        {"title": "T", "due": 7},
        {"title": "T", "acceptance_criteria": [""]},
        {"title": "T", "acceptance_criteria": [{"text": "a", "due": 1}]},
        {"title": "T", "devlog": [{"author": "ana", "text": "a"}]},
        {"title": "T", "sections": {"Else": 1}},
        {"title": "T", "fields": {"tags": []}},
        {"title": "T", "description": ["a"]},
    ],
)
def test_a_mistake_in_a_new_ticket_is_one_for_its_schema_and_for_create(
    repo: GitRepo, ticket: object
) -> None:
    assert mistakes("create-input", ticket)
    ran = jticket(repo.path, "create", "--from-json", "-", stdin=json.dumps(ticket))
    assert ran.status == 1, ran


def test_what_show_and_next_print_can_be_created_again(repo: GitRepo) -> None:
    done(repo.path, "create", "Third", "--criterion", "a", "--dep", "1", "-d", "Words.")
    shown = done(repo.path, "show", "1", "3", "--history", "--json").json
    assert mistakes("create-input", shown) == []
    assert mistakes("create-input", done(repo.path, "next", "--json").json) == []
