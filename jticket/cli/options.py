"""Options that several commands share, and arguments that may be read from a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jticket.cli.completers import complete_revisions, completer_of
from jticket.errors import BadDataError, NotFoundError, UsageError
from jticket.model.schema import FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.ops.selection import Selection
    from jticket.ops.write.transaction import Options

Command = TypeVar("Command", bound="Callable[..., Any]")

at_option = click.option(
    "--at",
    metavar="REV-OR-DATE",
    shell_complete=complete_revisions,
    help="As of a commit, or the last one before a date.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def commit_options(*, force: bool = False) -> Callable[[Command], Command]:
    """The options of every command that changes tickets."""

    def add(command: Command) -> Command:
        if force:
            command = click.option("--force", is_flag=True, help="Override the workflow.")(command)
        command = click.option(
            "--no-verify", is_flag=True, help="Skip the hooks pre-commit and commit-msg."
        )(command)
        command = click.option(
            "-m", "--message", metavar="MESSAGE", help="What the commit says behind the ID."
        )(command)
        return click.option("--no-commit", is_flag=True, help="Only write the file.")(command)

    return add


def writing_options(
    *, no_commit: bool, message: str | None, no_verify: bool, force: bool = False
) -> Options:
    """The value of `commit_options`.

    Raises:
        UsageError: the message is no text.
    """
    from jticket.ops.write.transaction import Options

    message = checked_text(message, "--message") or None
    return Options(commit=not no_commit, message=message, verify=not no_verify, force=force)


def filter_options(command: Command) -> Command:
    """The filters of `list` (repeatable, comma lists, `!value` for not, `-` for none), `--at`."""
    command = at_option(command)
    command = click.option(
        "--where", multiple=True, metavar="QUERY", help="By a query; see `jticket guide queries`."
    )(command)
    for field in reversed(FILTERS):
        command = click.option(
            f"--{field.name.replace('_', '-')}",
            f"filter_{field.key}",
            multiple=True,
            metavar="VALUE",
            shell_complete=completer_of(field),
            help=f"By {field.key}.",
        )(command)
    return command


def pop_selection(
    options: dict[str, Any],
    *,
    closed_too: bool = False,
    sort: str | None = None,
    limit: int | None = None,
) -> Selection:
    """Takes the values of `filter_options` out of a command's keyword arguments.

    Raises:
        UsageError: several queries, or one that is no text.
    """
    from jticket.ops.selection import Selection

    keys = [key for key in options if key.startswith("filter_")]
    filters = {key.removeprefix("filter_"): options.pop(key) for key in keys}
    queries: tuple[str, ...] = options.pop("where")
    if len(queries) > 1:
        raise UsageError("--where is given more than once", "join the queries with `and`")
    where = checked_text(queries[0], "--where") if queries else ""
    return Selection(filters, closed_too, sort, limit, where or None)


def text_argument(value: str, name: str) -> str:
    """A text as it is given, or from a file (`@FILE`) or stdin (`@-`); `@@` is a plain `@`.

    Raises:
        NotFoundError: the file can't be read.
        UsageError: the text is no UTF-8.
        BadDataError: the file is no UTF-8.
    """
    if not value.startswith("@") or value == "@":
        return checked_text(value, name, strip=False)
    if value.startswith("@@"):
        return checked_text(value[1:], name, strip=False)
    return read_text(value[1:], "@FILE reads a file; write @@ for a text that begins with @")


def read_text(name: str, hint: str | None = None) -> str:
    """The text of a file, `-` for stdin; `hint` goes with the error when it can't be read.

    Raises:
        NotFoundError: the file can't be read.
        BadDataError: it is no UTF-8.
    """
    shown = "stdin" if name == "-" else name
    try:
        data = _stdin() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise NotFoundError(f"can't read {shown}: {reason}", hint) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadDataError(f"{shown} is no UTF-8 (byte {error.start + 1})") from None


def _stdin() -> bytes:
    if sys.stdin is None:
        raise OSError("it is closed")
    return sys.stdin.buffer.read()


def checked_text(value: str | None, name: str, *, strip: bool = True) -> str:
    """A command-line value, without the blanks around it; "" where it was not given.

    Raises:
        UsageError: it holds bytes that are no text.
    """
    text = value or ""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise UsageError(f"{name} is no UTF-8 text")
    return text.strip() if strip else text
