"""Questions on a terminal for what a command needs and was not given; never in a pipe."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from prompt_toolkit import PromptSession
    from prompt_toolkit.validation import Validator

_OFF = ("CI", "JTICKET_NO_QUESTIONS")
_ROWS = 8


def may_ask(args: Iterable[str]) -> bool:
    """Returns whether someone is there to answer: at a terminal, and not for a program."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    if not all(stream is not None and stream.isatty() for stream in streams):
        return False
    is_for_program = any(word == "--json" or word.startswith("--fields") for word in args)
    is_off = any(os.environ.get(name) for name in _OFF) or os.environ.get("TERM") == "dumb"
    return not (is_for_program or is_off)


def missing_argument(ctx: click.Context, args: Iterable[str], missing: click.Parameter) -> str:
    """Asks for an argument that was not given; returns "" if there is nobody or nothing to ask.

    It offers what the Tab key completes.

    Raises:
        click.Abort: there is no answer.
    """
    if not isinstance(missing, click.Argument) or not may_ask(args):
        return ""
    items = missing.shell_complete(ctx, "")
    offers = {str(item.value): item.help or "" for item in items}
    word = missing.make_metavar(ctx).strip("[].… ")
    return picked(f"{ctx.command_path} {word}", offers) if offers else ""


def typed(question: str) -> str:
    """Returns a line of text.

    Raises:
        click.Abort: there is no answer.
    """
    return _answer(_session(question, rows=0)).strip()


def picked(question: str, offers: Mapping[str, str], *, default: str = "") -> str:
    """Returns one of some values with their explanations, found by any of its characters.

    Raises:
        click.Abort: there is no answer.
    """
    from prompt_toolkit.completion import FuzzyCompleter, WordCompleter

    lines = {f"{value}  {text}".strip(): value for value, text in offers.items()}
    session = _session(question, rows=min(len(lines), _ROWS))
    session.completer = FuzzyCompleter(WordCompleter(list(lines)), pattern="^.+")
    session.validator = _validator(lines)
    begin = session.default_buffer.start_completion
    answer = _answer(session, default=default, pre_run=lambda: begin(select_first=False))
    return meant(answer, lines)[0]


def meant(answer: str, lines: Mapping[str, str]) -> list[str]:
    """Returns the values that an answer may mean; what is in no line means itself.

    A line or value means itself alone, and so does the number at the end of a value.
    """
    text = answer.strip().casefold()
    values = list(lines.values())
    exact = [value for line, value in lines.items() if text in (line.casefold(), value.casefold())]
    if not exact and text.isdecimal():
        exact = [value for value in values if _number(value) == int(text)]
    pattern = re.compile(".*?".join(map(re.escape, text)))
    alike = [value for line, value in lines.items() if pattern.search(line.casefold())]
    return exact or alike or [answer.strip()]


def _number(value: str) -> int | None:
    match = re.search(r"[0-9]+$", value)
    return int(match[0]) if match else None


def _validator(lines: Mapping[str, str]) -> Validator:
    from prompt_toolkit.validation import Validator

    return Validator.from_callable(
        lambda text: bool(text.strip()) and len(meant(text, lines)) == 1,
        error_message="choose one: Tab or the arrow keys, then Enter",
        move_cursor_to_end=True,
    )


def _session(question: str, *, rows: int) -> PromptSession[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.output import create_output

    os.environ["PROMPT_TOOLKIT_NO_CPR"] = "1"  # some terminals never answer where the cursor is
    return PromptSession(
        f"{question}: ",
        complete_while_typing=True,
        validate_while_typing=False,
        reserve_space_for_menu=rows,
        output=create_output(sys.stderr),
    )


def _answer(
    session: PromptSession[str], *, default: str = "", pre_run: Callable[[], None] | None = None
) -> str:
    try:
        return session.prompt(default=default, pre_run=pre_run)
    except (EOFError, KeyboardInterrupt):
        raise click.Abort from None
