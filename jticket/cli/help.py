"""`jticket help`, `version`; and how the help of every command is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket import __version__
from jticket.cli.commands import COMMANDS, Purpose
from jticket.cli.general import GENERAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BEGIN = (
    ("jticket init", "in your repository, once"),
    ("jticket create 'Fix the parser' -t bug", "prints its ID, JJM-001 say"),
    ("jticket next", "what to do first, and why"),
    ("jticket claim 1", "yours, in progress"),
    ("jticket complete 1", "done; each step is a commit"),
)
_FILTERS = (
    ("jticket list -s ready,review", "A,B: any of these"),
    ("jticket list -p high -l '!cli'", "high, and without the tag cli"),
    ("jticket list --mine", "yours, as -a me"),
    ("jticket board -a -", "-: assigned to no one"),
    ("jticket plan --milestone MVP", "one milestone, or phase or parent"),
    ("jticket list -w 'effort <= 4h and ready'", "a query: `jticket guide queries`"),
    ("jticket stats --at HEAD", "as of a commit, a tag or a day"),
)
_FOLDED = "-C PATH, --dir DIR, --color WHEN, --no-pager: see `jticket --help`."

_SECTIONS = {
    "Filters": ("mine", "where", "view", "at"),
    "Output": (
        *("sort", "group_by", "limit", "columns", "form", "fields", "full", "raw", "as_json"),
        *("watch", "output", "quiet"),
    ),
    "Commit": ("no_commit", "message", "no_verify"),
}
"""The sections of the help and the names of the parameters in each; the others come first."""


def write_program(ctx: click.Context, formatter: click.HelpFormatter) -> None:
    """Writes how to begin, all commands, the filters, and the options of every command."""
    formatter.write_usage("jticket", "[OPTIONS] COMMAND [ARGS]...")
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text("Tickets as Markdown files in your git repository.")
    _write_examples(formatter, "The first five minutes", _BEGIN)
    width = max(map(len, COMMANDS))
    for purpose in Purpose:
        with formatter.section(purpose):
            formatter.write_dl(
                [
                    (f"{command.name:{width}}", command.summary)
                    for command in COMMANDS.values()
                    if command.purpose is purpose
                ]
            )
    _write_examples(formatter, "Filters, in every list and view", _FILTERS)
    version = [parameter for parameter in ctx.command.params if parameter.name == "version"]
    with formatter.section("Options, before or after the command"):
        formatter.write_dl(_records([*GENERAL, *version, *ctx.command.get_params(ctx)[-1:]], ctx))
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(
            "Each command has --help with an example. Read `jticket guide start` first."
        )


def write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    """Writes the options of a command in sections, its own first."""
    *_, help_option = command.get_params(ctx)
    for name, parameters in option_sections(command).items():
        if records := _records(parameters, ctx):
            with formatter.section(name):
                formatter.write_dl(records)
    with formatter.section("General"):
        formatter.write_dl(_records([help_option], ctx))
        formatter.write_text(_FOLDED)


def option_sections(command: click.Command) -> dict[str, list[click.Parameter]]:
    """Returns the options of a command by section, its own first; a section may be empty."""
    sections: dict[str, list[click.Parameter]] = {"Options": [], **{name: [] for name in _SECTIONS}}
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            sections[_section_of(parameter)].append(parameter)
    return sections


def _section_of(parameter: click.Parameter) -> str:
    name = parameter.name or ""
    if name.startswith("filter_"):
        return "Filters"
    return next((section for section, names in _SECTIONS.items() if name in names), "Options")


def _records(parameters: Iterable[click.Parameter], ctx: click.Context) -> list[tuple[str, str]]:
    records = (parameter.get_help_record(ctx) for parameter in parameters)
    return [record for record in records if record is not None]


def _write_examples(
    formatter: click.HelpFormatter, title: str, examples: Sequence[tuple[str, str]]
) -> None:
    with formatter.section(title):
        formatter.write_dl(list(examples), col_max=50)


@click.command("help", epilog="Example: jticket help create")
@click.argument("words", nargs=-1, metavar="[COMMAND]")
@click.pass_context
def help_command(ctx: click.Context, words: Sequence[str]) -> None:
    """Show the help of all commands, or of one."""
    root = ctx.find_root()
    group, context = root.command, root
    rest = list(words)
    while rest and isinstance(group, click.Group):
        name, command, rest = group.resolve_command(context, rest)
        if command is None:
            break
        context = click.Context(command, info_name=name, parent=context)
        group = command
    from jticket.cli.output import print_text

    print_text(f"{group.get_help(context)}\n")


@click.command("version", epilog="Example: jticket version")
def version_command() -> None:
    """Print the version, as --version does."""
    click.echo(f"jticket {__version__}")
