"""The manual pages in `man`: as the help and the guide say it, and without a warning.

JTICKET_UPDATE_GOLDENS=1 writes them again; a page that changed gets the day's date. groff reads
them where it is installed; where JTICKET_PROGRAMS is set it must be, and man and mandoc too.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from golden import UPDATE
from man_pages import MAN, body_of, date_of, pages, titled
from roff import escaped, markdown

from jticket.cli.commands import COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

PAGES = pages()
PROGRAMS = bool(os.environ.get("JTICKET_PROGRAMS"))
needs_groff = pytest.mark.skipif(
    not PROGRAMS and shutil.which("groff") is None, reason="groff is not installed"
)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_help_and_guide_say(name: str) -> None:
    path = MAN / f"{name}.1"
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    now = titled(name, PAGES[name], today)
    if UPDATE and not (path.exists() and body_of(path.read_text()) == body_of(now)):
        path.write_text(now, encoding="ascii")
    page = path.read_text(encoding="ascii")
    assert page == titled(name, PAGES[name], date_of(page)), (
        "help or guide changed: JTICKET_UPDATE_GOLDENS=1 pytest tests/test_man_pages.py"
    )


def test_every_command_has_a_page_and_there_are_no_others() -> None:
    named = {path.name for path in MAN.iterdir()}
    assert named == {"jticket.1", *(f"jticket-{name}.1" for name in COMMANDS)}


def formatted(path: Path, *more: str) -> tuple[str, str]:
    """Returns a page as `man` shows it, and the warnings."""
    ran = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8", "-P-cbou", *more, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout, ran.stderr


@needs_groff
@pytest.mark.parametrize("name", PAGES)
def test_groff_warns_of_nothing(name: str) -> None:
    text, warnings = formatted(MAN / f"{name}.1")
    assert warnings == ""
    for heading in ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"):
        assert f"\n{heading}\n" in f"\n{text}", heading


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.skipif(not PROGRAMS, reason="JTICKET_PROGRAMS is not set")
def test_mandoc_and_man_warn_of_nothing(name: str) -> None:
    path = str(MAN / f"{name}.1")
    lint = subprocess.run(
        ["mandoc", "-Tlint", "-Wwarning", path], capture_output=True, text=True, check=False
    )
    assert (lint.stdout, lint.stderr) == ("", "")
    man = subprocess.run(
        ["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", path],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "MANROFFSEQ": ""},
    )
    assert man.stderr == ""


@needs_groff
@pytest.mark.parametrize("name", PAGES)
def test_hyphens_are_those_of_a_keyboard(name: str) -> None:
    text, _ = formatted(MAN / f"{name}.1")
    assert not re.search("[\u2010-\u2015\u2212]", text.replace("\u2014", "").replace("\u2013", ""))
    assert "--help" in text or name != "jticket"


@needs_groff
def test_options_can_be_searched_for() -> None:
    text, _ = formatted(MAN / "jticket-create.1")
    for option in ("--from-json", "--no-commit", "-m, --message"):
        assert option in text


def test_markdown_becomes_roff() -> None:
    lines = list(
        markdown(
            "A `--x` and **b**, [c](d.md).\n.e\n\n- one\n- two\n\n| a | b |\n|-|-|\n| `c` | d |"
        )
    )
    assert lines == [
        *(".PP", "A \\fB\\-\\-x\\fR and \\fBb\\fR, c.\n\\&.e"),
        *(".IP \\(bu 2", "one", ".IP \\(bu 2", "two"),
        *(".TP", "\\fBc\\fR", "d"),
    ]


def test_no_text_is_a_request() -> None:
    assert escaped(".so /etc/passwd\n'br\n\\fB") == "\\&.so /etc/passwd\n\\(aqbr\n\\efB"
    assert escaped("a → b") == "a \\[u2192] b"
