"""The entry point of the command line: commands loaded lazily, and the only error boundary."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import click

from jticket import __version__
from jticket.cli.command import CommandGroup, ours
from jticket.cli.commands import COMMANDS
from jticket.cli.general import color_asked, folder_named
from jticket.errors import JticketError
from jticket.vcs.environment import redirecting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import NoReturn, TextIO

    from click.shell_completion import CompletionItem

    from jticket.errors import Fact


COMPLETING = "_JTICKET_COMPLETE"
"""The variable by which a shell asks what the Tab key may offer."""

INTERRUPTED: Final = 130


class Program(CommandGroup):
    """The program itself, whose commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Returns the commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Returns the command of a name, from its module."""
        return ours(COMMANDS[cmd_name].load()) if cmd_name in COMMANDS else None

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Returns the commands that begin with a word, or the options, without importing any."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [
            CompletionItem(name, help=command.summary)
            for name, command in COMMANDS.items()
            if name.startswith(incomplete)
        ]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes how to begin, the commands in their groups, and what all of them take."""
        from jticket.cli.help import write_program

        write_program(ctx, formatter)


@click.group(cls=Program)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def group(ctx: click.Context) -> None:
    """Tickets as Markdown files in your git repository."""
    from jticket.cli.app import App

    ctx.obj = App(folder=folder_named(ctx), color=color_asked(ctx))


def main() -> NoReturn:
    """Runs the command line and exits."""
    for name in redirecting(os.environ):
        del os.environ[name]  # in a git hook they would lead to another repository
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the caller closed it
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115 — open until exit
        with suppress(AttributeError):
            getattr(sys, name).reconfigure(errors="backslashreplace")
    status = run(sys.argv[1:])
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        # From here on the answer stands: an interrupt while Python ends must not replace it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    if status == INTERRUPTED:
        # Python remembers an interrupt inside `exec`, as dataclasses use it while a module loads,
        # and would end by the signal, though it was caught.
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(status)
    sys.exit(status)


def run(args: Sequence[str]) -> int:
    """Runs one command and returns its exit code; no exception leaves it.

    0: done, 1: refused or a negative answer, 2: wrong usage, 3: a bug in jticket, 130: interrupted.
    """
    try:
        return _run(args)
    except Exception as error:
        # Without descriptors or memory, Python can't even load the module that words the error.
        cause = error.__context__ or error
        hint = f"; {cause.hint}" if isinstance(cause, JticketError) and cause.hint else ""
        text = f"{cause}{hint}"
        line = "".join(character if character.isprintable() else " " for character in text)
        with suppress(OSError, ValueError):
            sys.stderr.write(f"error: {line}\n")
        return 1 if isinstance(error, OSError | ImportError | MemoryError) else 3


def _run(args: Sequence[str]) -> int:
    as_json = any(word == "--json" or word.split("=")[0] == "--fields" for word in args)
    if COMPLETING in os.environ:
        from jticket.cli.shells import register

        register()
    try:
        result = group.main([*args] or ["--help"], prog_name="jticket", standalone_mode=False)
        sys.stdout.flush()
    except JticketError as error:
        from jticket.cli.errors import excerpt_of, hint_of, message_of

        return _fail(
            *(error.exit_code, error.code, message_of(error), hint_of(error)),
            as_json=as_json,
            excerpt=excerpt_of(error),
            facts=error.facts,
        )
    except click.UsageError as error:
        from jticket.cli.usage import words_of

        return _fail(2, "usage", *words_of(error), as_json=as_json)
    except click.ClickException as error:
        return _fail(1, "error", error.format_message(), None, as_json=as_json)
    except (click.Abort, KeyboardInterrupt):
        return _fail(INTERRUPTED, "interrupted", "interrupted", None, as_json=as_json)
    except (BrokenPipeError, SystemExit):  # click exits when the reader closes the pipe
        _abandon(sys.stdout)
        return 0
    except OSError as error:
        _abandon(sys.stdout)
        what = f"{error.filename or 'input or output'}: {error.strerror or error}"
        return _fail(1, "io_error", what, None, as_json=as_json)
    except Exception as error:
        log = _log(error)
        where = f"the traceback is in {log}; please report it" if log else "please report it"
        message = f"a fault of jticket's own: {type(error).__name__}: {error}"
        return _fail(3, "internal", message, where, as_json=as_json)
    return result if isinstance(result, int) else 0


def _fail(
    status: int,
    code: str,
    message: str,
    hint: str | None,
    *,
    as_json: bool,
    excerpt: tuple[str, ...] = (),
    facts: Mapping[str, Fact] | None = None,
) -> int:
    from jticket.text.printable import safe

    try:
        sys.stdout.flush()
    except OSError:  # it may be what failed
        _abandon(sys.stdout)
    lines = [f"error: {safe(message)}"]
    if excerpt:
        lines = [lines[0] + (f" ({safe(hint)})" if hint else ""), *map(safe, excerpt)]
    elif hint:
        lines.append(f"hint: {safe(hint)}")
    if as_json:
        from jticket.render.payload import dumped

        error = {"code": code, "message": message, "hint": hint, "facts": dict(facts or {})}
        lines.append(dumped({"error": error}, indent=None))
    try:
        click.echo("\n".join(lines), err=True)
    except OSError:  # stderr is closed
        _abandon(sys.stderr)
    return status


def _abandon(stream: TextIO) -> None:
    """Discards what is left in a buffer, so that it does not fail at Python's exit."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _log(error: Exception) -> Path | None:
    """Writes a traceback to a file, and returns its path."""
    import tempfile
    import traceback
    from pathlib import Path

    text = "".join(traceback.format_exception(error))
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="jticket-", suffix=".log", delete=False, errors="backslashreplace"
        ) as file:
            file.write(f"jticket {__version__}, Python {sys.version}\n\n{text}")
        return Path(file.name)
    except OSError:
        return None
