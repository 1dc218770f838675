"""Draws argument lists from click's own commands, so that most of them are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.main import group
from jticket.model.schema import FIELDS, GROUPINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

HOSTILE = [
    *(
        "",
        " ",
        "-",
        "--",
        "@",
        "@@",
        "@-",
        "@missing",
        "@notes.txt",
        "@.",
        "=",
        "=cmd|'/c calc'!A1",
    ),
    *(
        "--output=x",
        "--upload-pack=touch x",
        "-o",
        "-C.",
        "--exec=touch x",
        "HEAD:",
        ":/x",
        "^HEAD",
    ),
    *("a\x1b[31mb\x07", "a\u202eb\u2066", "a\nb", "a\r\nb", "\t", "\udcff", "\x7f\x9b", "\ufeffa"),
    *(
        "x" * 5000,
        "9" * 400,
        "-1",
        "0",
        "1e9",
        "٣",
        "ΑΒΓ",
        "../../x",
        "/",
        "~",
        "*",
        "[",
        "%s",
        "{0}",
    ),
    *("{{ 7 * 7 }}", "$(touch x)", "`touch x`", "; touch x", "!status", "a,b", ",", "!", "%", "\\"),
    *(
        "null",
        "None",
        "JJM-",
        "JJM-0",
        "JJM-999999999999999999999",
        "HEAD~999",
        "main@{1}",
        "a..b..c",
    ),
]
IDS = ["JJM-001", "2", "jjm-3", "4", "JJM-005", "6", "JJM-007", "8", "9", "OLD-1"]
STATUSES = ["backlog", "ready", "in_progress", "review", "done", "cancelled"]
DATES = ["2025-10-01", "2025-09-30", "2025-12-31", "2025-10-01T09:30:00Z"]
REVISIONS = ["HEAD", "HEAD~1", "main", "side", "v1", "main~2", *DATES]
TEXTS = ["a text", "two\n\nparagraphs", "- [ ] a\n- b", "@notes.txt", "@-", "```\nopen", *HOSTILE]
FILES = ["out.md", "sub/out.md", "./out.txt", "new/out.md", "../beside.md", "out.svg", "README.md"]
QUERIES = [
    *("status = done", "priority >= high and not blocked", "tag = cli or tag = mvp", "open"),
    *(
        "title ~ parser",
        "effort > 2h",
        "due < 2025-12-31",
        "(ready or assignee = ana)",
        "points > 1",
    ),
    *(
        "not (status in (done, review))",
        "customer = x",
        "files ~ src",
        "created > 2025-01-01",
        "a =",
    ),
]
OF_FIELD = {
    "status": [*STATUSES, "backlog,ready", "!done"],
    "ticket_type": ["epic", "issue", "bug", "spike", "task", "!epic"],
    "priority": ["low", "normal", "high", "critical", "high,critical"],
    "assignee": ["ana", "bob", "-", "me", "@me", "!ana"],
    "service_id": ["core", "web", "-"],
    "tags": ["cli", "mvp", "cli,mvp", "!cli"],
    "parent_id": ["JJM-001", "-", "1"],
    "dependencies": ["JJM-002", "3"],
    "phase": ["Phase 1", "Phase 2", "-"],
    "milestone": ["MVP", "-"],
    "effort": ["6h", "90m", "1.5d", "1w", "1d 4h", "3", "0"],
    "due": DATES,
    "files": ["src/", "src/app.py", "src/*.py"],
    "title": ["A new title", "Ünïcode 😀"],
    "aliases": ["OLD-9"],
    "customer": ["x", "y: z"],
    "points": ["3", "8"],
}
NAMED = {
    "references": IDS,
    "reference": IDS,
    "ids": IDS,
    "on": IDS,
    "start": IDS,
    "status": STATUSES,
    "words": ["parser", "A title", "Fix the\tparser", "first", "second"],
    "numbers": ["1", "2", "3"],
    "text": TEXTS,
    "description": TEXTS,
    "note": TEXTS,
    "criterion": TEXTS,
    "message": TEXTS,
    "actor": ["ana", "bob", "Cara C"],
    "author": ["ana", "Ana", "bob"],
    "where": QUERIES,
    "at": REVISIONS,
    "base": REVISIONS,
    "revisions": [*REVISIONS, "main..side", "main...side", "v1..HEAD"],
    "since": [*DATES, "30d", "2w"],
    "older_than": ["90d", "0d", "1w"],
    "output": FILES,
    "file": FILES,
    "plot": ["flow.svg", "flow.png", "sub/flow.svg"],
    "sort": ["priority", "-due", "id", "title", "effort", "status"],
    "columns": ["id,title", "status,id,due", "id,points,customer", "id,blocks,ready"],
    "by": [field.name for field in GROUPINGS],
    "fields": [field.key for field in FIELDS],
    "field": [field.key for field in FIELDS],
    "template": ["phases", "changelog", "plan", "standup", "overview", "own", "overview-by"],
    "pairs": ["a=b", "title=x"],
    "topic": ["start", "format", "queries", "workflow", "git"],
    "paths": [".tickets", ".tickets/JJM-001.md", "README.md", "src"],
    "from_json": ["new.json", "-"],
    "link_base": ["https://example.org/blob/main"],
    "prefix": ["JJM", "ABC"],
    "limit": ["1", "3", "100"],
    "workers": ["1", "2", "5"],
}
"""Values that make sense, by the name of the parameter."""


def commands() -> dict[str, click.Command]:
    """Returns all commands that do something, by their words."""
    return dict(_leaves(group, click.Context(group), ()))


def options_given(arguments: Sequence[str], known: dict[str, click.Command]) -> set[str]:
    """Returns the words that are not the value of the option before them, as `-m --json` has it."""
    parameters = [parameter for command in known.values() for parameter in command.params]
    options = [parameter for parameter in parameters if isinstance(parameter, click.Option)]
    valued = {name for option in options if not option.is_flag for name in option.opts}
    pairs = zip(("", *arguments), arguments, strict=False)
    return {word for before, word in pairs if before not in valued}


def _leaves(
    command: click.Command, context: click.Context, words: tuple[str, ...]
) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield " ".join(words), command
        return
    for name in command.list_commands(context):
        if inner := command.get_command(context, name):
            yield from _leaves(inner, context, (*words, name))


def drawn_arguments(chance: Random, known: dict[str, click.Command]) -> list[str]:
    """Draws a command with some of its options and its arguments."""
    name = chance.choice(list(known))
    parameters = known[name].params
    options = [option for option in parameters if isinstance(option, click.Option)]
    arguments: list[str] = []
    count = min(chance.choice([0, 1, 1, 2, 2, 3, 5]), len(options))
    for option in chance.sample(options, count):
        arguments += _written(chance, option)
    for argument in parameters:
        if isinstance(argument, click.Argument):
            arguments += _positional(chance, argument, name)
    if chance.random() < 0.1:
        chance.shuffle(arguments)
    if chance.random() < 0.05:
        arguments.insert(chance.randrange(len(arguments) + 1), chance.choice(HOSTILE))
    general = []
    if chance.random() < 0.1:
        general += ["--color", chance.choice(["always", "never", "auto"])]
    if chance.random() < 0.06:
        general += ["--dir", chance.choice([".tickets", "nowhere", ".", "src", *HOSTILE])]
    return [*general, *name.split(), *arguments]


def _written(chance: Random, option: click.Option) -> list[str]:
    word = chance.choice([*option.opts, *option.secondary_opts])
    if option.is_flag:
        return [word]
    times = chance.choice([1, 1, 2]) if option.multiple else 1
    written: list[str] = []
    for _ in range(times):
        value = _value(chance, option)
        is_joined = word.startswith("--") and (value.startswith("-") or chance.random() < 0.4)
        written += [f"{word}={value}"] if is_joined else [word, value]
    return written


def _positional(chance: Random, argument: click.Argument, command: str) -> list[str]:
    if command == "set":
        ids = [_sensible(chance, IDS) for _ in range(chance.choice([1, 1, 2]))]
        return [*ids, *(_assignment(chance) for _ in range(chance.choice([1, 1, 2, 3])))]
    most = chance.choice([1, 1, 2, 3]) if argument.nargs < 0 else 1
    least = 1 if argument.required else 0
    return [_value(chance, argument) for _ in range(chance.randint(least, most))]


def _assignment(chance: Random) -> str:
    key = chance.choice([*OF_FIELD, "description", "technical_notes"])
    is_list = key in ("tags", "dependencies", "files", "aliases")
    operator = chance.choice(["=", "+=", "-="]) if is_list else "="
    value = _sensible(chance, [*OF_FIELD.get(key, TEXTS), ""])
    return f"{key}{operator}{value}"


def _value(chance: Random, parameter: click.Parameter) -> str:
    name = str(parameter.name)
    if isinstance(parameter.type, click.Choice):
        return _sensible(chance, list(map(str, parameter.type.choices)))
    key = name.removeprefix("filter_")
    values = NAMED.get(name) or OF_FIELD.get(key) or NAMED.get(key)
    return _sensible(chance, values or OF_FIELD["title"])


def _sensible(chance: Random, values: Sequence[str]) -> str:
    return chance.choice(HOSTILE if chance.random() < 0.1 else values)
