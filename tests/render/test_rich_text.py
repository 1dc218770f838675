"""Markdown on a terminal: styles of the palette alone, and code that is whole."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from rich.default_styles import DEFAULT_STYLES

from jticket.render.markdown_elements import THEME
from jticket.render.rich_text import markdown
from jticket.render.styles import PALETTE
from jticket.text.printable import width

TEXT = """\
Some `--flag`, **bold**, ~~old~~ and [a link](https://example.com/doc).

# One

### Three

- an item

  ```python
  def reads(path, encoding="utf-8"):
  ```

1. a numbered one

> quoted

| a | b |
|---|---|
| 1 | 2 |

---
"""


def plain(text: str, columns: int) -> str:
    return markdown(text, columns=columns, color=False)


def test_no_color_of_rich_is_left() -> None:
    colored = {
        name
        for name, style in DEFAULT_STYLES.items()
        if name.startswith("markdown.") and (style.color or style.bgcolor)
    }
    assert colored <= {*THEME.styles}
    assert [name for name in colored if THEME.styles[name] == DEFAULT_STYLES[name]] == []


def test_what_is_rendered_has_the_codes_of_the_palette_alone() -> None:
    codes = {
        code
        for part in re.findall(r"\x1b\[([\d;]*)m", markdown(TEXT, columns=80, color=True))
        for code in part.split(";")
    }
    palette = {code for codes in PALETTE.values() for code in codes.split(";")}
    assert codes <= {*palette, "0", "3", "4"}  # and italic, and underlined
    assert {"1", "2", "36"} <= codes


def test_without_colors_code_keeps_its_backticks() -> None:
    assert plain("Use `--flag`.", 80) == "Use `--flag`."
    assert "`" not in markdown("Use `--flag`.", columns=80, color=True)
    assert plain("- the `a` of **`b`**", 80) == " • the `a` of `b`"


@given(st.text(alphabet="ab (,\u65e5\u0301\t", max_size=120), st.integers(20, 60))
def test_no_character_of_code_is_lost(code: str, columns: int) -> None:
    shown = plain(f"```\n{code}\n```\n", columns)
    assert "".join(shown.split()) == "".join(code.split())
    assert max(map(width, shown.split("\n"))) <= columns


def test_code_in_a_list_is_not_cut() -> None:
    shown = plain(f"- item\n\n  ```\n  {'x' * 100} end\n  ```", 40)
    assert shown.count("x") == 100
    assert "end" in shown
