"""Numbers of criteria as people type them: `2`, `1-3`, `all`."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import click

from jticket.errors import UsageError
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ALL: Final = "all"
_DIGITS = 9

number_type = click.IntRange(min=1)


def numbers_of(words: Sequence[str], *, all_allowed: bool = True) -> Iterable[int] | None:
    """Returns the numbers that words mean, None for all.

    Raises:
        UsageError: a word is neither a number, counted from 1, nor a range.
    """
    if all_allowed and ALL in words:
        return None
    return chain.from_iterable([_range(word) for word in words])


def _range(word: str) -> range:
    first, dash, last = word.partition("-")
    ends = (first, last if dash else first)
    if not all(end.isascii() and end.isdigit() and len(end) <= _DIGITS for end in ends):
        raise _not_a_number(word)
    start, stop = map(int, ends)
    if not 1 <= start <= stop:
        raise _not_a_number(word)
    return range(start, stop + 1)


def _not_a_number(word: str) -> UsageError:
    hint = "criteria are counted from 1: write 2, or a range such as 1-3"
    return UsageError(f"N: {quoted(word)} is not the number of a criterion", hint)
