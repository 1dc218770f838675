"""Commands as people type them: general options anywhere, groups in the help, plain mistakes."""

from __future__ import annotations

import sys

import click

from jticket.cli.general import GENERAL


class Command(click.Command):
    """A command of ours, made from one of click's by `ours`."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Returns the command's own parameters, and the general options."""
        *own, last = super().get_params(ctx)
        return [*own, *GENERAL, last]

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """Returns the names of `--help`, whatever context asks first: click keeps the answer."""
        return ["-h", "--help"]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Returns the option `--help`, whose text is read in the pager if it is long."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the command line.

        Raises:
            click.UsageError: it is wrong; the error knows of which command.
        """
        allowed, ctx.allow_extra_args = ctx.allow_extra_args, True
        try:
            rest = self._parsed(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest and not allowed and not ctx.resilient_parsing:
            from jticket.cli.usage import ExtraArgumentsError

            raise ExtraArgumentsError(rest, ctx)
        return rest

    def _parsed(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the command line; what is missing is asked for where someone is there to answer."""
        try:
            return super().parse_args(ctx, list(args))
        except click.MissingParameter as error:
            if error.param is None or ctx.resilient_parsing:
                raise
            from jticket.cli.asking import missing_argument

            answer = missing_argument(ctx, args, error.param)
            if not answer:
                raise
        return self._parsed(ctx, [*args, answer])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options in groups, after what a group of commands holds."""
        from jticket.cli.help import write_options

        write_options(self, ctx, formatter)


class CommandGroup(Command, click.Group):
    """A group of commands of ours."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands of the group, and the options."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Returns the command to run, by its name or another word for it.

        Raises:
            click.UsageError: there is no such command; the hint is the one that is meant.
        """
        known = self.list_commands(ctx)
        if args and args[0] not in known:
            from jticket.cli.words import words_meant

            meant = words_meant(args, " ".join(ctx.command_path.split()[1:]), known)
            if meant is None and not ctx.resilient_parsing:
                from jticket.cli.usage import UnknownCommandError

                raise UnknownCommandError(args, ctx)
            args = meant or args
        return super().resolve_command(ctx, args)


def _show_help(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    """Prints the help of a command, and ends it."""
    if value and not ctx.resilient_parsing:
        text = f"{ctx.get_help()}\n"
        if sys.stdout.isatty():  # else there is no pager to load
            from jticket.cli.output import print_text

            print_text(text)
        else:
            click.echo(text, nl=False)
        ctx.exit()


def ours(command: click.Command) -> click.Command:
    """Returns a command with our habits, from one that click's decorators made."""
    facts = {
        "name": command.name,
        "callback": command.callback,
        "params": command.params,
        "help": command.help,
        "epilog": command.epilog,
        "short_help": command.short_help,
        "context_settings": command.context_settings,
        "hidden": command.hidden,
    }
    if isinstance(command, click.Group):
        inner = {name: ours(subcommand) for name, subcommand in command.commands.items()}
        return CommandGroup(commands=inner, **facts)  # type: ignore[arg-type]
    return Command(**facts)  # type: ignore[arg-type]
