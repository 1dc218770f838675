"""Dates as people type them: resolved wherever they are typed, stored as ISO dates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

NOW = "2025-10-01T09:30:00Z"  # a Wednesday
CONFIG = "prefix: JJM\nfields:\n  seen: {type: date}\n  note: {type: string}\n"


@pytest.fixture
def project(repo: GitRepo) -> GitRepo:
    """Returns the repository, with a custom field of type date."""
    repo.write(".tickets/config.yml", CONFIG)
    return repo


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2025-12-24", "2025-12-24"),
        ("tomorrow", "2025-10-02"),
        ("friday", "2025-10-03"),
        ("wed", "2025-10-08"),
        ("+3d", "2025-10-04"),
        ("7d", "2025-10-08"),
        ("-2w", "2025-09-17"),
        ("Today + 1w", "2025-10-08"),
    ],
)
def test_a_day_is_stored_as_an_iso_date_by_every_command(
    project: GitRepo, typed: str, stored: str
) -> None:
    created = done(project.path, "create", "A", "--due", typed).out.strip()
    batch = json.dumps({"title": "B", "due": typed, "fields": {"seen": typed, "note": typed}})
    imported = done(project.path, "create", "--from-json", "-", stdin=batch).out.strip()
    done(project.path, "set", "1", f"due={typed}", f"seen={typed}", f"note={typed}")
    fields = {"seen": stored, "note": typed}
    assert due_and_fields(project, created) == (stored, {})
    assert due_and_fields(project, imported) == (stored, fields)
    assert due_and_fields(project, "1") == (stored, fields)
    assert f"set due={stored}, seen={stored}" in project.git("log", "-1", "--format=%s")


def due_and_fields(repo: GitRepo, ticket_id: str) -> tuple[str | None, dict[str, str]]:
    (ticket,) = done(repo.path, "show", ticket_id, "--json").json
    return ticket["due"], {key: value for key, value in ticket["fields"].items() if value}


def test_what_json_shows_creates_the_same_day_again(project: GitRepo) -> None:
    done(project.path, "set", "1", "due=friday")
    shown = done(project.path, "show", "1", "--json").json[0]
    copy = json.dumps({**shown, "id": None})
    ticket_id = done(
        project.path, "create", "--from-json", "-", stdin=copy, JTICKET_NOW="2026-01-01"
    ).out.strip()
    assert due_and_fields(project, ticket_id) == ("2025-10-03", {})


@pytest.mark.parametrize("typed", ["soon", "12h", "2025-10-31T09:30:00Z", "2025-02-30"])
def test_what_is_not_a_day_is_wrong_usage_and_nothing_is_written(
    project: GitRepo, typed: str
) -> None:
    before = project.files()
    commands = [
        (("create", "A", "--due", typed), "", 2),
        (("set", "1", f"due={typed}"), "", 2),
        (("set", "1", f"seen={typed}"), "", 2),
        (("create", "--from-json", "-"), json.dumps({"title": "A", "due": typed}), 1),
    ]
    for args, stdin, status in commands:
        ran = jticket(project.path, *args, stdin=stdin)
        assert (ran.status, f"'{typed}'" in ran.err, "friday" in ran.err) == (status, True, True)
    assert project.files() == before


def test_words_in_a_file_are_an_error_there(project: GitRepo) -> None:
    path = project.path / ".tickets/JJM-001.md"
    path.write_text(path.read_text().replace("created:", "due: tomorrow\ncreated:"))
    ran = jticket(project.path, "check")
    assert (ran.status, "'tomorrow'" in ran.out) == (1, True)


def test_an_empty_value_still_clears_a_day(project: GitRepo) -> None:
    done(project.path, "set", "1", "due=friday")
    done(project.path, "set", "1", "due=")
    assert due_and_fields(project, "1") == (None, {})
