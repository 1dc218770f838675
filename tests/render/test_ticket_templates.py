"""Templates of new tickets: packaged ones, the project's own, and hostile ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

from jticket.model.settings import TICKET_TYPES
from jticket.store.templates import packaged_templates

if TYPE_CHECKING:
    from gitrepo import GitRepo

BUG = ".tickets/templates/tickets/bug.md.j2"


def body(repo: GitRepo, ticket: str = "JJM-003") -> str:
    return repo.files()[f".tickets/{ticket}.md"].decode().split("---\n", 2)[2].strip("\n")


@pytest.mark.parametrize("kind", TICKET_TYPES)
def test_each_type_has_prompts_that_count_as_empty(repo: GitRepo, kind: str) -> None:
    ticket = done(repo.path, "create", "A title", "-t", kind, "--json").json
    assert (ticket["description"], ticket["technical_notes"]) == ("", "")
    assert ticket["acceptance_criteria"] == []
    assert "<!--" in body(repo)
    assert "- [" not in (packaged_templates() / "tickets" / f"{kind}.md.j2").read_text()


def test_a_template_of_the_project_replaces_the_packaged_one(repo: GitRepo) -> None:
    repo.write(BUG, "## Description\n\n{{ ticket.title }}, {{ ticket.priority }}.\n")
    done(repo.path, "create", "It breaks", "-t", "bug", "-p", "high")
    assert body(repo) == "## Description\n\nIt breaks, high."
    done(repo.path, "create", "A task")
    assert "It breaks" not in body(repo, "JJM-004")


def test_a_template_of_the_project_can_extend_the_packaged_one(repo: GitRepo) -> None:
    repo.write(BUG, '{% include "default/tickets/bug.md.j2" %}\n## Logs\n')
    done(repo.path, "create", "It breaks", "-t", "bug")
    assert body(repo).startswith("## Description")
    assert body(repo).endswith("## Logs")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("one\n{{ nothing }}", "bug.md.j2:2: 'nothing' is undefined"),
        ("one\n\n{% if %}", "bug.md.j2:3: Expected an expression"),
        ("{{ ().__class__.__base__ }}", "bug.md.j2:1: access to attribute '__class__'"),
        ("{{ 1 / 0 }}", "bug.md.j2:1: division by zero"),
        ("{% include '/etc/hostname' %}", "/etc/hostname"),
        ("{% include '../../config.yml' %}", "config.yml"),
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "second",
        ),
        ("{{ 'x' * 10 ** 10 }}", "bug.md.j2"),
    ],
)
def test_an_invalid_or_hostile_template_is_reported_and_nothing_is_written(
    repo: GitRepo, source: str, words: str
) -> None:
    repo.write(BUG, source)
    before = repo.head(), repo.files()
    ran = jticket(repo.path, "create", "It breaks", "-t", "bug")
    assert (ran.status, words in ran.err) == (1, True), ran.err
    assert "Traceback" not in ran.err
    assert (repo.head(), repo.files()) == before


def test_a_link_out_of_the_templates_folder_is_not_followed(repo: GitRepo) -> None:
    secret = repo.write("../secret.md", "secret")
    (repo.path / BUG).parent.mkdir(parents=True)
    (repo.path / BUG).symlink_to(secret)
    ran = jticket(repo.path, "create", "It breaks", "-t", "bug")
    assert (ran.status, "bug.md.j2 leads out of" in ran.err) == (1, True)
    assert ".tickets/JJM-003.md" not in repo.files()
