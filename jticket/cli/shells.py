"""Completion in bash, zsh, fish and PowerShell: what they ask, and words quoted as each needs them.

Words come from tickets, which may come from a stranger. A shell must neither run nor expand them,
and none of them may act on the terminal.
"""

from __future__ import annotations

import os
import re
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

import click
from click.shell_completion import ShellComplete, add_completion_class

from jticket.cli.shell_scripts import BASH, FISH, POWERSHELL, ZSH
from jticket.cli.typed_line import TypedLine, typed_line
from jticket.errors import JticketError
from jticket.text.printable import cut, safe_line, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from click.shell_completion import CompletionItem

SEPARATOR = "\x1f"
"""What separates the words that a shell sends."""

_BARE = re.compile(r"[\w@%+=:,./-]+")
_UNSAFE = re.compile(r"([^\w@%+=:,./-])")
_POWERSHELL_BARE = re.compile(r"[A-Za-z0-9][\w./:=+-]*|--?[A-Za-z][\w-]*", re.ASCII)
_POWERSHELL_QUOTES = re.compile("(['\u2018\u2019\u201a\u201b])")
_INSERTING = ("37", "42")
"""The types of completion in which bash inserts what others only list: `%` and `*`."""

_WIDEST_WORD = 32


class Shell(ShellComplete):
    """What all shells have in common: words with their descriptions, one per line."""

    name: ClassVar[str]

    def typed(self) -> TypedLine:
        """Returns what is typed: the words before the last, and the last, which may be quoted."""
        *words, last = _words_sent()
        line = typed_line(last)
        return TypedLine(words, line.last, line.quote)

    @abstractmethod
    def lines(self, offers: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Yields a line for each word that is offered, with its description."""

    def complete(self) -> str:
        """Returns what the shell's script reads; nothing when anything fails."""
        line = self.typed()
        try:
            items = self.get_completions(line.words[1:], line.last)
        except (JticketError, click.ClickException, OSError):
            return ""
        return "\n".join(self.lines([*_offers(items, line.last)]))


def _words_sent() -> list[str]:
    return os.environ.get("_JTICKET_WORDS", "").split(SEPARATOR)


def _offers(items: Sequence[CompletionItem], typed: str) -> Iterator[tuple[str, str]]:
    """Yields the words themselves with safe descriptions; an option's value after the option."""
    option, equals, _ = typed.partition("=")
    head = f"{option}=" if equals and typed.startswith("--") else ""
    for item in items:
        if item.type == "plain" and item.value.isprintable():
            yield f"{head}{item.value}", safe_line(item.help or "").strip()


class Bash(Shell):
    """bash, which inserts what all words have in common, as it is."""

    name = "bash"
    source_template = BASH

    def typed(self) -> TypedLine:
        """Returns what is typed, and where bash's own last word begins in the last word."""
        breaks = os.environ.get("_JTICKET_BREAKS", "")
        self._line = typed_line(os.environ.get("_JTICKET_LINE", ""), breaks)
        return self._line

    def lines(self, offers: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Yields words, quoted, with descriptions if there are several: bash only lists them then.

        A line `nospace` says that more is to be typed after the word.
        """
        words = [
            (quoted, text)
            for word, text in offers
            if (quoted := self._replacement(word)) is not None
        ]
        if words and all(word.endswith("=") for word, _ in words):
            yield "nospace"
        if len(words) == 1 or os.environ.get("_JTICKET_TYPE") in _INSERTING:
            words = [(word, "") for word, _ in words]
        for line in _table(words, "({})"):
            yield f"+{line}"

    def _replacement(self, word: str) -> str | None:
        """Returns what bash inserts for a word; None for one that can't be quoted here."""
        line = self._line
        head, tail = word[: line.head], word[line.head :]
        if head.casefold() != line.last[: line.head].casefold():
            return None
        if line.quote == "'":
            return None if "'" in tail else tail
        if line.quote:  # in double quotes, bash keeps the backslash before an exclamation mark
            return None if "!" in tail else re.sub(r'([$`"\\])', r"\\\1", tail)
        return _UNSAFE.sub(r"\\\1", tail)


def _table(words: Sequence[tuple[str, str]], form: str) -> Iterator[str]:
    """Yields words with their descriptions beside them, in the columns of the terminal."""
    columns = _columns()
    shown = [word for word, text in words if text and width(word) <= _WIDEST_WORD]
    pad = max(map(width, shown), default=0)
    for word, text in words:
        start = word + " " * (pad - width(word)) + "  "
        room = columns - width(start) - len(form.format(""))
        yield start + form.format(cut(text, room)) if text and room > 1 else word


def _columns() -> int:
    """Returns the columns that a line may take; the last one stays free."""
    columns = os.environ.get("COLUMNS", "")
    return (int(columns[:5]) if columns.isascii() and columns.isdigit() else 80) - 1


class Zsh(Shell):
    """zsh, which quotes what it inserts and shows other texts in its list."""

    name = "zsh"
    source_template = ZSH

    def typed(self) -> TypedLine:
        """Returns what is typed, from which zsh has removed the quotes."""
        *words, last = _words_sent()
        return TypedLine(words, last)

    def lines(self, offers: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Yields words, and after a tab what the list shows for them."""
        for (word, _), shown in zip(offers, _table(offers, "-- {}"), strict=True):
            yield f"{word}\t{shown}"


class Fish(Shell):
    """fish, which quotes what it inserts and shows descriptions by itself."""

    name = "fish"
    source_template = FISH

    def lines(self, offers: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Yields words, and after a tab their descriptions."""
        for word, text in offers:
            yield f"{word}\t{text}" if text else word


class PowerShell(Shell):
    """PowerShell, which inserts words as they are and shows a text and a tooltip."""

    name = "powershell"
    source_template = POWERSHELL

    def lines(self, offers: Sequence[tuple[str, str]]) -> Iterator[str]:
        """Yields quoted words, and after tabs the words and their descriptions."""
        for word, text in offers:
            yield f"{for_powershell(word)}\t{word}\t{text or word}"


def for_powershell(word: str) -> str:
    """Returns a word as PowerShell takes it literally."""
    if _POWERSHELL_BARE.fullmatch(word):
        return word
    doubled = _POWERSHELL_QUOTES.sub(r"\1\1", word)
    return f"'{doubled}'"


SHELLS = {shell.name: shell for shell in (Bash, Zsh, Fish, PowerShell)}
"""Each shell by its name."""


def register() -> None:
    """Makes click complete with these shells."""
    for name, shell in SHELLS.items():
        add_completion_class(shell, name)
