"""The guide is complete: it names every command, option, setting, field and rule."""

from __future__ import annotations

import os
from pathlib import Path

import click
import pytest
from stress.proof import Promise

from jticket.cli.commands import COMMANDS
from jticket.cli.main import group
from jticket.lint.registry import CATALOGUE
from jticket.model.queries.query import Operator
from jticket.model.queries.query_fields import NAMES
from jticket.model.schema import FIELDS, HEADINGS
from jticket.model.settings import CustomType, Settings, StatusClass
from jticket.render.document import DocumentContext
from jticket.render.schemas.catalogue import SCHEMAS
from jticket.text.config_values import KEYS

GUIDE = Path(__file__).parents[1] / "jticket" / "guide"
UPDATE = bool(os.environ.get("JTICKET_UPDATE_GOLDENS"))

COMMAND_PAGES = ("commands.md", "planning.md", "templates.md", "review.md", "history.md")

_INTRODUCTION = """\
# Findings

After reading this page you can understand any finding of `jticket check` and fix it. They are
printed one per line, as compilers do:

```
.tickets/JJM-014.md:5:9: error JT103 unknown status 'inprogress' (did you mean 'in_progress'?)
```

An **error** fails the check (exit code 1). A **warning** or a piece of **advice** does not, unless
`--strict` is given. The codes are stable.

`--fix` fixes what has only one right answer, in the files. It commits nothing, changes only the
values that it names, and says why it leaves a value where a comment would be lost:

- an ID that is missing or written as `jjm-14` becomes the file's name, if that is an ID
- a status, ticket type, priority, service or enum in another case, or with other dashes or spaces
- a reference written as `jjm-14` or `14`, or by a former ID
- an item of a list that appears twice or is empty; one word where a list belongs
- a plain value that other tools misread gets quotes

The remaining findings are printed as usual and decide the exit code. Nothing is fixed while the
config has errors, since a value may then only seem to be wrong.
"""


def page(name: str) -> str:
    return (GUIDE / name).read_text(encoding="utf-8")


def section(heading: str) -> str:
    """Returns the section of a command, and what its page says about all commands."""
    pages = [text for text in map(page, COMMAND_PAGES) if heading in text]
    assert len(pages) == 1, heading
    above = pages[0].split("\n## jticket ")[0]
    return above + pages[0].split(heading)[1].split("\n## ")[0]


def findings_page() -> str:
    rules = (
        f"## {rule.code}\n\n**{rule.name}**, {rule.severity.value}. {rule.reason}\n\n"
        f"For example: {rule.example}.\n"
        for rule in CATALOGUE.values()
    )
    return "\n".join([_INTRODUCTION, *rules])


def test_the_page_of_findings_is_made_from_the_catalogue() -> None:
    if UPDATE:
        (GUIDE / "findings.md").write_text(findings_page(), encoding="utf-8")
    assert page("findings.md") == findings_page()


def test_the_format_page_names_every_field_and_section() -> None:
    text = page("format.md")
    for name in (*(field.key for field in FIELDS), *HEADINGS):
        assert name in text, name


def test_the_page_on_json_names_every_schema_and_what_prints_it() -> None:
    rows = page("json.md")
    for name, schema in SCHEMAS.items():
        (row,) = [line for line in rows.splitlines() if line.startswith(f"| `{name}` |")]
        for command in schema.commands:
            assert f"`{command}`" in row or name == "error", command


def test_the_configuration_page_names_every_setting() -> None:
    text = page("configuration.md")
    for name in KEYS:
        assert f"| `{name}`" in text or f", `{name}`" in text, name
    for name in (
        *(member.value for member in CustomType),
        *(member.value for member in StatusClass),
    ):
        assert name in text, name


def test_the_page_of_queries_names_every_field_and_operator() -> None:
    text = page("queries.md")
    for name in (*NAMES, *(operator.value for operator in Operator)):
        assert f"`{name}" in text, name


def test_the_page_of_templates_names_every_filter_and_name() -> None:
    text = page("templates.md")
    context = DocumentContext((), Settings(), ())
    filters = text.partition("| filter |")[2]
    for name in context.filters():
        assert f"`{name}`" in filters or f"`{name}(" in filters, name
    for name in context.names():
        assert f"`{name}`" in text or f"`{name}." in text, name


@pytest.mark.parametrize("name", COMMANDS)
def test_the_guide_names_every_command_with_all_its_options(name: str) -> None:
    text = section(f"## jticket {name}\n")
    command = group.get_command(click.Context(group), name)
    assert command is not None
    for parameter in command.params:
        for option in parameter.opts if isinstance(parameter, click.Option) else ():
            assert f"`{option}" in text or f" {option}" in text, option


@pytest.mark.parametrize("name", ["workflow.md", "agents.md"])
def test_a_claim_is_said_to_be_unseen_on_other_branches_and_in_other_worktrees(name: str) -> None:
    text = " ".join(page(name).replace("*", "").lower().split())
    claims = text.partition(" a claim is a commit on ")[2][:400]
    for words in ("other branches", "worktrees don't see", "until", "list --branches"):
        assert words in claims, words


def test_pages_link_only_to_what_exists() -> None:
    import re

    codes = {rule.code.lower() for rule in CATALOGUE.values()}
    for path in GUIDE.glob("*.md"):
        text = re.sub(r"(?ms)^```.*?^```$", "", path.read_text(encoding="utf-8"))
        for target in re.findall(r"\]\(([^)]+)\)", text):
            name, _, anchor = target.partition("#")
            if "://" not in target:
                page = path.parent / (name or path.name)
                assert page.exists(), target
                headings = re.findall(r"(?m)^#+ (.+)$", page.read_text(encoding="utf-8"))
                anchors = {re.sub(r"\W+", "-", heading.lower()) for heading in headings}
                assert not anchor or anchor in codes | anchors, target


def test_the_page_on_safety_makes_every_promise_that_is_proved() -> None:
    headings = [line[3:].lower() for line in page("safety.md").splitlines() if line[:3] == "## "]
    for promise in Promise:
        assert promise.value in headings, promise


def test_the_page_on_safety_names_only_tests_that_exist() -> None:
    import re

    names = re.findall(r"`(tests/[^` ]+)", page("safety.md"))
    assert names
    for name in names:
        assert (GUIDE.parents[1] / name).exists(), name
