"""Options that commands share, which exclude each other, and arguments read from a file."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click
from click.core import ParameterSource

from jticket.cli.completers import (
    complete_people,
    complete_query,
    complete_revisions,
    complete_views,
    completer_of,
)
from jticket.cli.json_fields import changed_json_options
from jticket.cli.output import waiting_for
from jticket.cli.quiet import quiet_option
from jticket.errors import BadDataError, NotFoundError, UsageError
from jticket.model.people import ASKER
from jticket.model.schema import FILTERS
from jticket.store.files import MAX_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jticket.model.field import Field
    from jticket.ops.selection import Selection
    from jticket.ops.write.options import Options

Command = TypeVar("Command", bound="Callable[..., Any]")

at_option = click.option(
    "--at",
    metavar="REV-OR-DATE",
    shell_complete=complete_revisions,
    help="As of a commit, or the last one before a date.",
)
actor_option = click.option(
    "--as", "actor", metavar="WHO", shell_complete=complete_people, help="Who you are."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def exclusive(option: str, *others: str, hint: str | None = None) -> Callable[[Command], Command]:
    """Returns a decorator that declares an option and each of the others exclusive.

    `--format ids` means the option with that value. Write the decorator below those of the options.
    """

    def refuse(ctx: click.Context) -> None:
        for other_option in others:
            if _is_given(ctx, option) and _is_given(ctx, other_option):
                raise UsageError(f"{option} and {other_option} exclude each other", hint)

    return _with_check(refuse)


def requires(
    option: str, *others: str, message: str | None = None, hint: str | None = None
) -> Callable[[Command], Command]:
    """Returns a decorator that declares an option useless without one of the others.

    Its arguments are written as those of `exclusive`.
    """

    def refuse(ctx: click.Context) -> None:
        if _is_given(ctx, option) and not any(
            _is_given(ctx, other_option) for other_option in others
        ):
            raise UsageError(message or f"{option} needs {others[0]}", hint)

    return _with_check(refuse)


def _with_check(check: Callable[[click.Context], None]) -> Callable[[Command], Command]:
    """Returns a decorator that runs the check on a command line before the command."""

    def add(command: Command) -> Command:
        @wraps(command)
        def checked(*args: Any, **options: Any) -> Any:
            check(click.get_current_context())
            return command(*args, **options)

        return cast("Command", checked)

    return add


def _is_given(ctx: click.Context, words: str) -> bool:
    """Returns whether the command line has an option, or `--OPTION VALUE` with that value."""
    option, _, value = words.partition(" ")
    name = next(param.name for param in ctx.command.params if option in param.opts) or ""
    is_given = ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
    return is_given and (not value or value == ctx.params[name])


def format_options(choices: Sequence[str], *, about: str) -> Callable[[Command], Command]:
    """Returns a decorator that adds `--format` and `--json`, which exclude each other."""

    def add(command: Command) -> Command:
        command = json_option(exclusive("--json", "--format")(command))
        choice = click.Choice(choices)
        return click.option("--format", "form", type=choice, help=about)(command)

    return add


def commit_options(*, force: bool = False) -> Callable[[Command], Command]:
    """Returns a decorator that adds the options of commands that change tickets."""

    def add(command: Command) -> Command:
        if force:
            command = click.option("--force", is_flag=True, help="Override the workflow.")(command)
        command = click.option(
            "--no-verify", is_flag=True, help="Skip the hooks pre-commit and commit-msg."
        )(command)
        command = click.option(
            "-m", "--message", metavar="MESSAGE", help="The subject after the ID."
        )(command)
        command = click.option("--no-commit", is_flag=True, help="Only write the file.")(command)
        return quiet_option(command)

    return add


def note_options(*, force: bool = False) -> Callable[[Command], Command]:
    """Returns a decorator that adds `--note`, `--as`, `commit_options`, `--json` and `--fields`."""
    note = click.option(
        "--note", metavar="TEXT", help="A devlog entry in the same commit (@FILE, @-)."
    )
    options = commit_options(force=force)
    return lambda command: note(actor_option(options(changed_json_options(command))))


def writing_options(
    *,
    no_commit: bool,
    message: str | None,
    no_verify: bool,
    force: bool = False,
    actor: str | None = None,
) -> Options:
    """Returns the values of `commit_options` and `actor_option`.

    Raises:
        UsageError: the message is not text.
    """
    from jticket.ops.write.options import Options

    message = checked_text(message, "--message") or None
    return Options(
        commit=not no_commit,
        message=message,
        verify=not no_verify,
        force=force,
        actor=actor,
    )


def filter_options(command: Command) -> Command:
    """Adds `--at`, `--view`, `--where` and the filters.

    Filters take comma lists, `!VALUE` for not, `-` for none.
    """
    command = at_option(command)
    command = click.option(
        "--view",
        metavar="NAME",
        shell_complete=complete_views,
        help="A named view of config.yml; - for none.",
    )(command)
    command = click.option(
        "-w",
        "--where",
        multiple=True,
        metavar="QUERY",
        shell_complete=complete_query,
        help="By a query; see `jticket guide queries`.",
    )(command)
    command = click.option("--mine", is_flag=True, help="Assigned to you.")(command)
    for field in reversed(FILTERS):
        command = click.option(
            *option_names(field),
            f"filter_{field.key}",
            multiple=True,
            metavar="VALUE",
            shell_complete=completer_of(field),
            help=f"By {field.key}.",
        )(command)
    return exclusive("--mine", "--assignee")(command)


def option_names(field: Field) -> tuple[str, ...]:
    """Returns the short and the long form of a field's option."""
    letter = field.option.letter if field.option else ""
    return (*([f"-{letter}"] if letter else []), f"--{field.name.replace('_', '-')}")


def pop_selection(
    options: dict[str, Any], *, closed_too: bool = False, default_view: bool = False
) -> Selection:
    """Takes `filter_options`, `--sort` and `--limit` out of a command's keyword arguments.

    With `default_view` the user's usual view or the project's counts if nothing else is asked for.

    Raises:
        UsageError: several queries, one that is not text, or an unknown view.
    """
    from jticket.cli.views import chosen_view
    from jticket.ops.selection import Selection

    keys = [key for key in options if key.startswith("filter_")]
    filters = {key.removeprefix("filter_"): options.pop(key) for key in keys}
    if options.pop("mine"):
        filters["assignee"] = (ASKER[0],)
    queries: tuple[str, ...] = options.pop("where")
    if len(queries) > 1:
        raise UsageError("--where is given more than once", "join the queries with `and`")
    where = checked_text(queries[0], "--where") if queries else ""
    asks_nothing = not (where or closed_too or any(filters.values()))
    view = chosen_view(options.pop("view"), default=default_view and asks_nothing)
    sort = tuple(key.strip() for text in options.pop("sort", ()) for key in text.split(","))
    return Selection(filters, closed_too, sort, options.pop("limit", None), where or None, view)


def text_argument(value: str, name: str) -> str:
    """Returns a text as it was typed, or read from a file (`@FILE`) or stdin (`@-`).

    A text that begins with `@` is typed with `@@`.

    Raises:
        NotFoundError: the file can't be read.
        UsageError: the text is not UTF-8.
        BadDataError: the file is too large, or not UTF-8.
    """
    if not value.startswith("@") or value == "@":
        return checked_text(value, name, strip=False)
    if value.startswith("@@"):
        return checked_text(value[1:], name, strip=False)
    return read_text(value[1:], "@FILE reads a file; write @@ for a text that begins with @")


def read_text(name: str, hint: str | None = None, *, limit: int = MAX_FILE) -> str:
    """Returns the text of a file, `-` for stdin; `hint` is that of the error for a missing file.

    No more than `limit` bytes are read, since a device or pipe may have no end.

    Raises:
        NotFoundError: the file can't be read.
        BadDataError: it is larger than `limit`, or not UTF-8.
    """
    shown = "stdin" if name == "-" else name
    try:
        data = _stdin(limit + 1) if name == "-" else _start_of(Path(name), limit + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise NotFoundError(f"can't read {shown}: {reason}", hint) from None
    if len(data) > limit:
        raise BadDataError(f"{shown} is larger than {limit // 1024**2} MiB")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadDataError(f"{shown} is not UTF-8 (byte {error.start + 1})") from None


def _stdin(size: int) -> bytes:
    if sys.stdin is None:
        raise OSError("it is closed")
    with waiting_for("stdin; Ctrl-D ends it") if sys.stdin.isatty() else nullcontext():
        return sys.stdin.buffer.read(size)


def _start_of(path: Path, size: int) -> bytes:
    with waiting_for(str(path)) if path.is_fifo() else nullcontext(), path.open("rb") as file:
        return file.read(size)


def checked_text(value: str | None, name: str, *, strip: bool = True) -> str:
    """Returns a command-line value without the spaces around it; "" where it was not given.

    Raises:
        UsageError: it holds bytes that are not text.
    """
    text = value or ""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise UsageError(f"{name} is not UTF-8 text")
    return text.strip() if strip else text
