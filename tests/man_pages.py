"""The manual pages, from the help of the commands and the guide: `from man_pages import …`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
from roff import bold, definitions, escaped, example, heading, markdown

from jticket.cli.commands import COMMANDS, Purpose
from jticket.cli.general import GENERAL
from jticket.cli.help import option_sections
from jticket.cli.main import group

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).parents[1]
MAN = TOP / "jticket" / "guide" / "man"
_GUIDE = TOP / "jticket" / "guide"
_PAGES = ("commands.md", "planning.md", "templates.md", "review.md", "history.md")
_FILES = (
    (".tickets/", "the tickets of a project, a Markdown file each"),
    (".tickets/config.yml", "the settings of a project"),
    ("~/.config/jticket/config.yml", "your own settings"),
)


def pages() -> dict[str, str]:
    """Returns the name of each page, and what it says below its title."""
    own = {f"jticket-{name}": _joined(_command_page(name)) for name in COMMANDS}
    return {"jticket": _joined(_program_page()), **own}


def _joined(lines: Iterator[str]) -> str:
    """Returns the lines of a page; after a heading a paragraph begins by itself."""
    kept: list[str] = []
    for line in lines:
        if line != ".PP" or not (kept and kept[-1].startswith((".SH", ".SS"))):
            kept.append(line)
    return "\n".join(kept)


def titled(name: str, body: str, date: str) -> str:
    """Returns a page with its title."""
    title = f'.TH "{escaped(name.upper())}" "1" "{date}" "jticket" "jticket manual"'
    return "\n".join([title, ".ad l", ".nh", body, ""])


def date_of(page: str) -> str:
    """Returns the date in the title of a page: the day of its last change."""
    found = re.match(r'\.TH "[^"]*" "1" "([0-9-]+)"', page)
    assert found, page[:80]
    return found[1]


def body_of(page: str) -> str:
    """Returns what a page says below its title."""
    return page.partition("\n")[2]


def _guide_section(page: str, title: str) -> str:
    """Returns the text below a second-level heading of the guide."""
    text = (_GUIDE / page).read_text(encoding="utf-8")
    _, found, rest = text.partition(f"\n## {title}\n")
    return re.split(r"(?m)^## ", rest)[0].strip() if found else ""


def _name(name: str, summary: str) -> Iterator[str]:
    yield from (heading("NAME"), f"{escaped(name)} \\- {escaped(summary.rstrip('.'))}")


def _program_page() -> Iterator[str]:
    yield from _name("jticket", "tickets as Markdown files in your git repository")
    yield from (heading("SYNOPSIS"), f"{bold('jticket')} [OPTIONS] COMMAND [ARGS]...")
    yield heading("DESCRIPTION")
    yield from markdown(_guide_section("commands.md", "Habits"))
    yield heading("COMMANDS")
    for purpose in Purpose:
        yield heading(purpose.value, "SS")
        yield from definitions(
            (f"jticket {command.name}", command.summary)
            for command in COMMANDS.values()
            if command.purpose is purpose
        )
    context = click.Context(group, info_name="jticket")
    yield heading("OPTIONS")
    own = [*GENERAL, *group.get_params(context)]
    yield from definitions(filter(None, (option.get_help_record(context) for option in own)))
    yield heading("ENVIRONMENT")
    yield from markdown(_guide_section("configuration.md", "The environment"))
    yield heading("FILES")
    yield from definitions(_FILES)
    yield heading("SEE ALSO")
    others = ", ".join(f"{bold(f'jticket-{name}')}(1)" for name in COMMANDS)
    yield f"{others}, {bold('git')}(1)"
    yield from (".PP", f"The manual: {bold('jticket guide')}.")


def _command_page(name: str) -> Iterator[str]:
    command = group.get_command(click.Context(group, info_name="jticket"), name)
    assert command is not None
    context = click.Context(command, info_name=f"jticket {name}")
    yield from _name(f"jticket-{name}", COMMANDS[name].summary)
    yield heading("SYNOPSIS")
    below = _subcommands(command, context)
    for used, own in below or ((command, context),):
        usage = " ".join(used.collect_usage_pieces(own))
        yield from (".PP", f"{bold(own.command_path)} {escaped(usage)}")
    yield heading("DESCRIPTION")
    yield from _paragraphs(command.help or "")
    for text in filter(None, (_guide_section(page, f"jticket {name}") for page in _PAGES)):
        yield from markdown(text)
    yield heading("OPTIONS")
    for used, own in below or ((command, context),):
        if below:
            yield heading(own.command_path, "SS")
            yield from _paragraphs(used.help or "")
        yield from _options(used, own, named=bool(below))
    yield from (".PP", f"Options of all commands are in {bold('jticket')}(1).")
    yield heading("EXAMPLES")
    epilogs = [used.epilog or "" for used, _ in below or ((command, context),)]
    yield from example("\n".join(epilog.removeprefix("Example: ") for epilog in epilogs))
    yield from (heading("SEE ALSO"), f"{bold('jticket')}(1)")


def _subcommands(
    command: click.Command, context: click.Context
) -> list[tuple[click.Command, click.Context]]:
    if not isinstance(command, click.Group):
        return []
    return [
        (below, click.Context(below, info_name=word, parent=context))
        for word, below in command.commands.items()
    ]


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.strip().split("\n\n"):
        yield from (".PP", escaped(" ".join(paragraph.split())))


def _options(command: click.Command, context: click.Context, *, named: bool) -> Iterator[str]:
    for section, options in option_sections(command).items():
        records = [record for option in options if (record := option.get_help_record(context))]
        if records:
            if section != "Options" and not named:
                yield heading(section, "SS")
            yield from definitions(records)
