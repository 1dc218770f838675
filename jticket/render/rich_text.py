"""Markdown for a terminal, by Rich; loaded only where there is a terminal to look at."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from jticket.render.terminal import safe

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDEST = 100


def markdown(text: str, *, columns: int, color: bool) -> str:
    """The text as a terminal shows it: headings, lists, code; nothing in it acts on it."""
    if not text:
        return ""
    from rich.markdown import Markdown

    return _drawn(Markdown(safe(text), hyperlinks=False), columns=columns, color=color)


def _drawn(what: RenderableType, *, columns: int, color: bool) -> str:
    from rich.console import Console

    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=min(columns, _WIDEST),
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    console.print(what)
    return "\n".join(line.rstrip() for line in buffer.getvalue().strip("\n").split("\n"))
