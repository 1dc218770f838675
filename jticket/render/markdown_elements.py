"""How Rich draws Markdown here: our palette, headings at the left, and code without a background.

This module loads Rich, so it is imported only where Markdown is drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.markdown import CodeBlock, Heading, Markdown
from rich.text import Text
from rich.theme import Theme

from jticket.render.wrapping import folded

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

_CODE_INDENT = "    "

THEME = Theme(
    {
        "markdown.code": "cyan",
        "markdown.code_block": "cyan",
        "markdown.block_quote": "dim",
        "markdown.list": "none",
        "markdown.item.bullet": "bold",
        "markdown.item.number": "bold",
        "markdown.hr": "dim",
        **{f"markdown.h{level}": "bold" for level in range(1, 8)},
        "markdown.link": "cyan",
        "markdown.link_url": "cyan",
        "markdown.kbd": "bold",
        "markdown.table.border": "dim",
        "markdown.table.header": "bold",
    }
)
"""Rich's styles of Markdown in the colours of `render.styles`, none of them yellow."""


class _PlainHeading(Heading):
    """A heading at the left, on a line of its own."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        text = self.text.copy()
        text.justify = "left"
        yield text


class _IndentedCode(CodeBlock):
    """A block of code: indented, and what is too long goes on below its line's first word."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = max(options.max_width - len(_CODE_INDENT), 1)
        lines = str(self.text).rstrip().expandtabs(4).split("\n")
        shown = [_CODE_INDENT + piece for line in lines for piece in folded(line, room)]
        style = console.get_style(self.style_name)
        yield Text("\n".join(shown), style=style, no_wrap=True, overflow="ignore")


class TerminalMarkdown(Markdown):
    """Markdown with these headings and code blocks; code without a color has its backticks."""

    elements: ClassVar = {
        **Markdown.elements,
        "heading_open": _PlainHeading,
        "fence": _IndentedCode,
        "code_block": _IndentedCode,
    }

    def __init__(self, text: str, *, color: bool) -> None:
        super().__init__(text, hyperlinks=False)
        for block in () if color else self.parsed:
            for token in block.children or ():
                if token.type == "code_inline":
                    token.content = f"`{token.content}`"
