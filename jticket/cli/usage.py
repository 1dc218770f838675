"""Wrong usage in our words, not click's: what is wrong, and what to write instead."""

from __future__ import annotations

import ast
import re
from shlex import quote
from typing import TYPE_CHECKING

import click

from jticket.cli.commands import COMMANDS, Purpose
from jticket.cli.words import OPTIONS, hint_for
from jticket.model.suggestions import nearest, one_of
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

_VALUE = re.compile(r"(.+?) is not (?:one of|a valid|in the range) ", re.DOTALL)


class ExtraArgumentsError(click.UsageError):
    """Raised when there are more arguments than the command takes."""

    def __init__(self, arguments: Sequence[str], ctx: click.Context) -> None:
        super().__init__("too many arguments", ctx)
        self.arguments = arguments


class UnknownCommandError(click.UsageError):
    """Raised when the first of the arguments is not a command, nor another word for one."""

    def __init__(self, arguments: Sequence[str], ctx: click.Context) -> None:
        super().__init__("unknown command", ctx)
        self.arguments = arguments


def words_of(error: click.UsageError) -> tuple[str, str | None]:
    """Returns the message of an error and its hint."""
    ctx = error.ctx
    if ctx is None:
        return error.format_message(), None
    match error:
        case UnknownCommandError():
            return _unknown_command(error.arguments, ctx)
        case ExtraArgumentsError():
            return _extra_arguments(error.arguments, ctx)
        case click.NoSuchOption():
            return _unknown_option(error.option_name, ctx)
        case click.BadOptionUsage():
            return _value_of_option(error.option_name, ctx)
        case click.MissingParameter():
            return _missing(error, ctx)
        case click.BadParameter():
            return _bad_value(error, ctx)
    if isinstance(ctx.command, click.Group):  # nothing follows its name
        return f"{_name(ctx)} needs one of its commands", _one_of_its_commands(ctx)
    return error.format_message(), _help(ctx)


def _unknown_command(arguments: Sequence[str], ctx: click.Context) -> tuple[str, str]:
    """Returns the words for a command that does not exist.

    A word that is only spelled like a command's name leads to that command's help, not to running
    it, since it may have meant something else.
    """
    word, group = arguments[0], " ".join(ctx.command_path.split()[1:])
    message = (
        f"{_name(ctx)} has no command {quoted(word)}" if group else f"no command {quoted(word)}"
    )
    if hint := hint_for(arguments, group, _commands(ctx)):
        return message, hint
    if not group and (name := nearest(word, _commands(ctx))):
        return message, f"the nearest is {name}: `jticket {name} --help`"
    return message, _one_of_its_commands(ctx)


def _one_of_its_commands(ctx: click.Context) -> str:
    if ctx.parent is None:
        return "`jticket --help` shows all commands"
    return f"one of {', '.join(_commands(ctx))}; {_help(ctx)}"


def _commands(ctx: click.Context) -> list[str]:
    return ctx.command.list_commands(ctx) if isinstance(ctx.command, click.Group) else []


def _extra_arguments(arguments: Sequence[str], ctx: click.Context) -> tuple[str, str]:
    """Returns the words for arguments that a command does not take."""
    first = quoted(arguments[0])
    if not _pieces(ctx):
        return f"{_name(ctx)} takes only options, not {first}", _help_beyond(arguments[0], ctx)
    quotes = "; a text of several words needs quotes" if _takes_text(ctx) else ""
    return f"{first} is one argument too many", f"write `{_usage(ctx)}`{quotes}; {_help(ctx)}"


def _help_beyond(argument: str, ctx: click.Context) -> str:
    """Returns the hint for an argument of a view: it may be a word to find, or a ticket."""
    command = COMMANDS.get(ctx.info_name or "")
    if command and command.purpose in (Purpose.FIND, Purpose.PLAN):
        return f"`jticket search {quote(argument)}` finds words, `jticket show ID` shows a ticket"
    return _help(ctx)


def _takes_text(ctx: click.Context) -> bool:
    return any("TEXT" in piece for piece in _pieces(ctx))


def _unknown_option(name: str, ctx: click.Context) -> tuple[str, str]:
    """Returns the words for an option that a command does not have, and what may be meant."""
    known = [
        option
        for parameter in ctx.command.get_params(ctx)
        if isinstance(parameter, click.Option)
        for option in (*parameter.opts, *parameter.secondary_opts)
    ]
    meant = next((option for option in OPTIONS.get(name, ()) if option in known), None)
    if meant is None and name.startswith("--"):
        meant = nearest(name, [option for option in known if option.startswith("--")])
    did_you_mean = f"did you mean {meant}? " if meant else ""
    return f"{_name(ctx)} has no option {name}", f"{did_you_mean}{_help(ctx)}"


def _value_of_option(name: str, ctx: click.Context) -> tuple[str, str]:
    """Returns the words for an option without its value, or a flag that was given one."""
    option = next(
        (parameter for parameter in ctx.command.get_params(ctx) if name in parameter.opts), None
    )
    if isinstance(option, click.Option) and option.is_flag:
        return f"{name} takes no value", f"write {name} alone; {_help(ctx)}"
    metavar = option.make_metavar(ctx) if option else "VALUE"
    return f"{name} needs a value", f"write {name} {metavar}; {_help(ctx)}"


def _missing(error: click.MissingParameter, ctx: click.Context) -> tuple[str, str]:
    name = error.param.make_metavar(ctx) if error.param else "an argument"
    if isinstance(error.param, click.Option):
        name = error.param.opts[-1]
    return f"{_name(ctx)} needs {name}", f"write `{_usage(ctx)}`; {_help(ctx)}"


def _bad_value(error: click.BadParameter, ctx: click.Context) -> tuple[str, str]:
    """Returns the words for a value that an option or argument can't have."""
    parameter = error.param
    if parameter is None:
        return error.format_message(), _help(ctx)
    is_option = isinstance(parameter, click.Option)
    name = parameter.opts[-1] if is_option else parameter.make_metavar(ctx).rstrip(".")
    match = _VALUE.match(error.message)
    if match is None:
        return f"{name}: {error.message}", _help(ctx)
    value, kind = _given(match[1]), parameter.type
    if isinstance(kind, click.Choice):
        return f"{name}: unknown value {quoted(value)}", one_of(value, map(str, kind.choices))
    if isinstance(kind, click.IntRange):
        most = "or more" if kind.max is None else f"to {kind.max}"
        return f"{name}: {quoted(value)} is not a whole number, {kind.min} {most}", _help(ctx)
    return f"{name}: {quoted(value)} is not {kind.name}", _help(ctx)


def _given(text: str) -> str:
    """Returns a value from click's message, which quotes it as Python does."""
    try:
        return str(ast.literal_eval(text))
    except (ValueError, SyntaxError):
        return text


def _name(ctx: click.Context) -> str:
    return f"`{ctx.command_path}`"


def _help(ctx: click.Context) -> str:
    return f"`{ctx.command_path} --help` shows what it takes"


def _pieces(ctx: click.Context) -> list[str]:
    """Returns the arguments of a command, as its usage line has them."""
    return [
        parameter.make_metavar(ctx)
        for parameter in ctx.command.params
        if isinstance(parameter, click.Argument)
    ]


def _usage(ctx: click.Context) -> str:
    return " ".join([ctx.command_path, *_pieces(ctx)])
