"""Every transcript in the guide and the README is what the commands print.

A page's ```console blocks run from top to bottom in one scratch repository, as a reader would type
them; `JTICKET_UPDATE_GOLDENS=1` writes what they print into the page. Commit IDs may differ.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from gitrepo import GitRepo, new_repo

TOP = Path(__file__).parents[1]
PAGES = [*sorted((TOP / "jticket" / "guide").glob("*.md")), TOP / "README.md"]
UPDATE = bool(os.environ.get("JTICKET_UPDATE_GOLDENS"))
BLOCK = re.compile(r"(^```console\n)(.*?)(^```$)", re.DOTALL | re.MULTILINE)
COMMIT = re.compile(r"\b[0-9a-f]{7,40}\b")


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GitRepo:
    """Returns an empty repository, with `jticket` and an editor that adds a line on the path.

    The checkout of jticket lies beside it.
    """
    repo = new_repo(tmp_path / "jules")
    (tmp_path / "jticket").symlink_to(TOP)
    tools = GitRepo(tmp_path)
    tools.script("bin/jticket", f'exec {sys.executable} -m jticket "$@"')
    tools.script("bin/my-editor", "sed -i 's/^title: .*/& (now)/' \"$1\"")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(TOP))
    monkeypatch.setenv("JTICKET_NOW", "2025-10-01T09:30:00Z")
    monkeypatch.setenv("COLUMNS", "80")
    return repo


def played(repo: GitRepo, block: str) -> str:
    """Returns a transcript as it is now: each `$` command followed by everything that it prints."""
    lines = []
    for command in commands(block):
        ran = subprocess.run(
            ["bash", "-c", re.sub(r"\n> ?", "\n", command)],
            cwd=repo.path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        out = ran.stdout.replace(str(repo.path), "/home/ana/jules")
        lines.append(f"$ {command}\n{out}" + ("" if not out or out.endswith("\n") else "\n"))
    return "".join(lines)


def commands(block: str) -> list[str]:
    """Returns the commands of a transcript; lines that begin with `> ` go on with the one above."""
    read: list[str] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            read.append(line[2:])
        elif line.startswith(">") and read and read[-1].count("'") % 2:
            read[-1] += f"\n{line}"
    return read


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_print(page: Path, reader: GitRepo) -> None:
    text = page.read_text(encoding="utf-8")
    now = BLOCK.sub(lambda match: match[1] + played(reader, match[2]) + match[3], text)
    if UPDATE:
        page.write_text(now, encoding="utf-8")
    assert COMMIT.sub("COMMIT", now) == COMMIT.sub("COMMIT", text)


def test_a_wrong_transcript_is_detected(reader: GitRepo) -> None:
    assert played(reader, "$ echo yes\nno\n") == "$ echo yes\nyes\n"
