"""Hostile clones: a victim runs many more commands in each than the suite does."""

from __future__ import annotations

import os
import shutil
from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

from conftest import GITCONFIG, TICKET
from gitrepo import GitRepo, isolated, new_repo
from hostile import all_cases, losses

from stress.proof import Effort, Promise, Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHORT = 8


def part(effort: Effort) -> Iterator[Row]:
    """Tries every case with many commands; the short form some, since the suite tries them all."""
    home = effort.scratch / "home"
    home.mkdir()
    (home / "gitconfig").write_text(GITCONFIG)
    with patch.dict(os.environ, isolated(os.environ, home), clear=True):
        template = _project(effort.scratch / "template")
        lost = []
        cases = all_cases()
        if not effort.long:
            quick = [case for case in cases if not case.is_slow]
            cases = Random(effort.seed).sample(quick, SHORT)  # noqa: S311 - the same ones each time
        for case in cases:
            place = effort.scratch / case.name
            shutil.copytree(template, place / "repo", symlinks=True)
            found = losses(case, GitRepo(place / "repo"), everything=effort.long)
            lost += [f"{case.name}: {loss}" for loss in found]
            shutil.rmtree(place)
    yield Row(Promise.CONFINED, "hostile clones", len(cases), len(cases), tuple(lost))


def _project(path: Path) -> Path:
    repo = new_repo(path)
    repo.write("README.md", "# A project\n")
    repo.commit_all("start")
    repo.write(".tickets/config.yml", "prefix: JJM\n")
    for number, title in ((1, "First"), (2, "Second")):
        name = f"JJM-{number:03}"
        repo.write(f".tickets/{name}.md", TICKET.format(id=name, title=title))
    repo.commit_all("tickets")
    return repo.path
