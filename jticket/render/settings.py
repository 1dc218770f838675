"""Settings as lines and cells, for `config`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.model.settings_data import one_line
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jticket.model.settings_data import Data


def plain_lines(value: Data) -> list[str]:
    """Returns a value for a pipe: one line; for a mapping a line for each key, tabs between."""
    if isinstance(value, dict):
        columns = columns_of(value)
        rows = [[name, *cells(row, columns)] for name, row in value.items()]
        return ["\t".join(map(safe_line, row)) for row in rows]
    return [safe_line(one_line(value))]


def cells(row: Data, columns: Sequence[str]) -> list[str]:
    """Returns the details of a name, in columns; the value itself where it has no details."""
    pairs = _row(row)
    return [one_line(pairs.get(column)) or "-" for column in columns]


def columns_of(value: Mapping[str, Data]) -> list[str]:
    """Returns the details that names have."""
    return list(dict.fromkeys(key for row in value.values() for key in _row(row)))


def _row(row: Data) -> dict[str, Data]:
    return row if isinstance(row, dict) else {"value": row}
