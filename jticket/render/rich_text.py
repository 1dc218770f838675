"""Markdown for a terminal, by Rich, which is loaded only where there is a terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from jticket.text.printable import safe

if TYPE_CHECKING:
    from rich.console import RenderableType

_MOST_COLUMNS = 100


def markdown(text: str, *, columns: int, color: bool) -> str:
    """Returns Markdown as a terminal shows it: headings, lists, code; no control characters."""
    if not text:
        return ""
    from jticket.render.markdown_elements import TerminalMarkdown

    return _printed(TerminalMarkdown(safe(text), color=color), columns=columns, color=color)


def _printed(renderable: RenderableType, *, columns: int, color: bool) -> str:
    from rich.console import Console

    from jticket.render.markdown_elements import THEME

    buffer = io.StringIO()
    console = Console(
        file=buffer,
        theme=THEME,
        width=min(columns, _MOST_COLUMNS),
        force_terminal=color,
        no_color=not color,
        color_system="standard" if color else None,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    console.print(renderable)
    return "\n".join(line.rstrip() for line in buffer.getvalue().strip("\n").split("\n"))
