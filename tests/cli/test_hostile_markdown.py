"""No value of a ticket becomes markup in a Markdown output: hostile text in every field."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

import pytest
from commandline import done
from markup import foreign_markup, tokens

from jticket.model.field import Shape
from jticket.model.schema import FIELDS
from jticket.store.templates import packaged_templates

if TYPE_CHECKING:
    from gitrepo import GitRepo

LINES: Final = (
    "<script>a()</script> ](javascript:b()) [x](javascript:c) ![y](http://z) | <!-- &lt;i&gt;",
    "`<script>a()</script>` ``<img src=x>`` | `",
    "` <script>a()</script> | [x](http://y) <http://z> [r]: http://s",
    "a\n\n<script>a()</script>\n\n[r]: http://s\n\n[r]",
    "--> --- | # <!-- ``` ![x][JJM-001] </details><b>",
)
WORDS: Final = (
    "<script>`](javascript:b)|<!--&lt;[x](http://y)",
    "`<img/src=x>`",
    "`<script>a()</script>",
    "<script>a()</script>",
    "--><b>",
)
CASES: Final = tuple(zip(LINES, WORDS, strict=True))
TAGS_OF_DIFF: Final = frozenset(
    f"<{slash}{tag}>" for tag in ("details", "summary", "span", "ins", "del") for slash in ("", "/")
) | {"<br>", "<details><summary>Details</summary>"}
DOCUMENTS: Final = sorted(path.name for path in packaged_templates().glob("*.md.j2"))


def value(shape: Shape, text: str, word: str) -> object:
    """Returns what a field of that shape holds."""
    one_line = text.replace("\n", " ")
    values: dict[Shape, object] = {
        Shape.LINE: one_line,
        Shape.STATUS: word,
        Shape.TICKET_TYPE: word,
        Shape.PRIORITY: word,
        Shape.SERVICE: word,
        Shape.WORDS: [word],
        Shape.IDS: [word],
        Shape.ID: word,
        Shape.PATHS: [one_line, f"dir/{one_line}"],
        Shape.EFFORT: "6h",
        Shape.DATE: "2025-01-01",
        Shape.TIMESTAMP: "2025-10-01T09:30:00Z",
    }
    return values.get(shape)


def ticket(ticket_id: str, text: str, word: str, **given: object) -> str:
    keys = {field.key: value(field.shape, text, word) for field in FIELDS}
    keys |= {"id": ticket_id, "aliases": [word], "extra": text.replace("\n", " "), **given}
    front = "".join(f"{key}: {json.dumps(item)}\n" for key, item in keys.items() if item)
    line = text.replace("\n", " ")
    entry = f"### 2025-10-01T09:30:00Z {line}\n\n{line}\n"
    return f"---\n{front}---\n\n## Devlog\n\n{entry}"


def write_hostile(repo: GitRepo, text: str, word: str) -> None:
    """Writes tickets of each class of status, with the text in every field."""
    one_line = json.dumps(text.replace("\n", " "))
    quoted = json.dumps(word)
    repo.write(
        ".tickets/config.yml",
        f"prefix: JJM\nservices:\n  {quoted}:\n    title: {one_line}\n"
        f"ticket_types: [task, epic, {quoted}]\npriorities: [normal, {quoted}]\n"
        f"fields:\n  extra:\n    type: string\n",
    )
    kinds: tuple[dict[str, object], ...] = (
        {"status": "in_progress"},
        {"status": "done", "phase": text.replace("\n", " ") + "2"},
        {"status": "ready", "ticket_type": "task", "dependencies": ["JJM-001"]},
        {"status": "ready", "ticket_type": "epic"},
    )
    for number, given in enumerate(kinds, 1):
        content = ticket(f"JJM-00{number}", text, word, **given)
        repo.write(f".tickets/JJM-00{number}.md", content)


@pytest.mark.parametrize(("text", "word"), CASES)
def test_no_value_becomes_markup_in_a_document(repo: GitRepo, text: str, word: str) -> None:
    write_hostile(repo, text, word)
    documents = [("render", name) for name in DOCUMENTS if name != "overview-by.md.j2"]
    groupings = [*(field.name for field in FIELDS if field.group), "extra"]
    for command in [*documents, ("overview",), *(("overview", "--by", by) for by in groupings)]:
        page = done(repo.path, *command).out
        assert "JJM-00" in page
        assert foreign_markup(page) == [], command


@pytest.mark.parametrize(("text", "word"), CASES)
def test_no_value_becomes_markup_in_a_review(repo: GitRepo, text: str, word: str) -> None:
    repo.commit_all("before")
    write_hostile(repo, text, word)
    page = done(repo.path, "diff", "HEAD", "--format", "markdown").out
    assert foreign_markup(page, TAGS_OF_DIFF) == []
    repo.commit_all("hostile")
    write_hostile(repo, "plain", "task")
    page = done(repo.path, "diff", "HEAD", "--format", "markdown").out
    assert foreign_markup(page, TAGS_OF_DIFF) == []


@pytest.mark.parametrize("opening", ["```", "~~~~ python", "<!-- open", "<script>", "<![CDATA["])
@pytest.mark.parametrize("section", ["Description", "Technical Notes"])
def test_a_block_that_a_section_leaves_open_ends_with_it(
    repo: GitRepo, opening: str, section: str
) -> None:
    body = f"\n## {section}\n\nText.\n\n{opening}\n"
    repo.write(".tickets/JJM-001.md", f"---\nid: JJM-001\ntitle: A\n---\n{body}")
    page = done(repo.path, "render", "phases").out
    headings = [token.content for token in tokens(page) if token.level == 1]
    assert "JJM-002: Second" in headings
