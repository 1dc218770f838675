"""The pictures in the README show what the commands print on a terminal.

`JTICKET_UPDATE_GOLDENS=1` draws them again. What is compared is the text that one sees, so that
another version of Rich, which draws differently, does no harm.
"""

from __future__ import annotations

import fcntl
import html
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).parents[1]
UPDATE = bool(os.environ.get("JTICKET_UPDATE_GOLDENS"))
NOW = "2025-10-01T09:30:00Z"
COLUMNS, LINES = 110, 60

LIGHT = TerminalTheme(
    *((255, 255, 255), (31, 35, 40)),
    [
        *((31, 35, 40), (207, 34, 46), (17, 99, 41), (125, 78, 0)),
        *((9, 105, 218), (130, 80, 223), (27, 124, 131), (110, 119, 129)),
    ],
    [
        *((87, 96, 106), (164, 14, 38), (26, 127, 55), (99, 60, 1)),
        *((33, 139, 255), (163, 117, 245), (49, 146, 170), (140, 149, 159)),
    ],
)
DARK = TerminalTheme(
    *((13, 17, 23), (230, 237, 243)),
    [
        *((72, 79, 88), (255, 123, 114), (63, 185, 80), (210, 153, 34)),
        *((88, 166, 255), (188, 140, 255), (57, 197, 207), (177, 186, 196)),
    ],
    [
        *((110, 118, 129), (255, 161, 152), (86, 211, 100), (227, 179, 65)),
        *((121, 192, 255), (210, 168, 255), (86, 212, 221), (240, 246, 252)),
    ],
)

COMMIT = re.compile(r"\b[0-9a-f]{10}\b")

FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
}}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
"""Rich's own format loads fonts from other sites."""


def changed_demo(folder: Path) -> Path:
    """Returns the demo, on a branch that changes some tickets."""
    demo = folder / "demo"
    run_in(folder, "jticket", "init", "--example", "demo")
    run_in(demo, "git", "branch", "-M", "main")
    run_in(demo, "git", "switch", "-q", "-c", "web-api")
    for command in (
        ("claim", "38", "--as", "ana"),
        ("tick", "38", "1"),
        ("create", "Rate limits", "--effort", "6h", "--dep", "38", "--criterion", "429 says when"),
        ("set", "39", "priority=critical"),
    ):
        run_in(demo, "jticket", *command)
    return demo


def run_in(folder: Path, program: str, *arguments: str) -> None:
    called = [sys.executable, "-m", "jticket"] if program == "jticket" else [program]
    subprocess.run(
        [*called, *arguments], cwd=folder, env=variables(), capture_output=True, check=True
    )


def variables() -> dict[str, str]:
    ours = {"JTICKET_NOW": NOW, "PYTHONPATH": str(TOP), "TERM": "xterm-256color", "PAGER": "cat"}
    return {**os.environ, **ours, "COLUMNS": str(COLUMNS), "LINES": str(LINES)}


def on_a_terminal(folder: Path, *arguments: str) -> str:
    """Returns what a command prints on a terminal, escape sequences included."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "jticket", *arguments],
        cwd=folder,
        env=variables(),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.STDOUT,
    ) as process:
        os.close(theirs)
        printed = b"".join(chunks(ours))
    assert process.returncode == 0, printed
    os.close(ours)
    return printed.decode().replace("\r\n", "\n")


def chunks(descriptor: int) -> Iterator[bytes]:
    """Yields what comes from a terminal until its other end is closed."""
    while True:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # so Linux reports the end
            return
        if not chunk:
            return
        yield chunk


def drawn(texts: list[Text], theme: TerminalTheme) -> str:
    """Returns an SVG picture of what a terminal shows."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(
            record=True,
            width=COLUMNS,
            file=nowhere,
            force_terminal=True,
            color_system="standard",
            _environ={"TERM": "xterm-256color"},  # a dumb one is always 80 columns wide
        )
        for text in texts:
            console.print(text)
    return console.export_svg(
        title="", theme=theme, code_format=FORMAT, unique_id="jticket", font_aspect_ratio=0.61
    )


def visible(svg: str) -> list[str]:
    """Returns the lines of text that a picture shows."""
    rows: dict[float, list[tuple[float, str]]] = {}
    shown = ET.fromstring(svg)  # noqa: S314 - it is our own
    for element in shown.iter("{http://www.w3.org/2000/svg}text"):
        place = float(element.get("y", "0")), float(element.get("x", "0"))
        rows.setdefault(place[0], []).append((place[1], html.unescape(element.text or "")))
    lines = ("".join(text for _, text in sorted(rows[row])) for row in sorted(rows))
    words = (" ".join(line.replace("\xa0", " ").split()) for line in lines)
    return [COMMIT.sub("COMMIT", line) for line in words]


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> list[Text]:
    """Returns what the three commands print, each after its prompt."""
    demo = changed_demo(tmp_path_factory.mktemp("picture"))
    texts = []
    for arguments in (
        ("board", "--milestone", "MVP"),
        ("next",),
        ("diff", "main"),
    ):
        shown = " ".join(["jticket", *arguments])
        texts.append(Text.assemble(("$ ", "bold green"), (shown, "bold")))
        texts.append(Text.from_ansi(on_a_terminal(demo, *arguments).rstrip("\n")))
        texts.append(Text(""))
    return texts[:-1]


@pytest.mark.parametrize(("name", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_the_picture_shows_what_the_commands_print(
    screens: list[Text], name: str, theme: TerminalTheme
) -> None:
    picture = TOP / f".github/terminal-{name}.svg"
    svg = drawn(screens, theme)
    if UPDATE:
        picture.write_text(svg, encoding="utf-8")
    assert visible(picture.read_text(encoding="utf-8")) == visible(svg)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_picture_loads_and_runs_nothing(name: str) -> None:
    svg = (TOP / f".github/terminal-{name}.svg").read_text(encoding="utf-8")
    active = r"<script|<image|<foreignObject|@import|@font-face|url\((?!#)|\bon\w+="
    assert not re.search(active, svg)
    assert set(re.findall(r"https?://[^\s\"<]+", svg)) <= {"http://www.w3.org/2000/svg"}


def test_the_readme_shows_both() -> None:
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    dark = '<source media="(prefers-color-scheme: dark)" srcset=".github/terminal-dark.svg">'
    assert dark in readme
    assert re.search(r'<img [^>]*src="\.github/terminal-light\.svg"', readme)
