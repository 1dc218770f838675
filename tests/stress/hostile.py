"""Hostile clones: a victim runs many more commands in each than the suite does."""

from __future__ import annotations

import os
import shutil
from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

from conftest import GITCONFIG
from gitrepo import GitRepo, isolated
from hostile import all_cases, losses
from ticket_repos import two_tickets

from stress.proof import Effort, Promise, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORT = 8


def part(effort: Effort) -> Iterator[Row]:
    """Tries every case with many commands; the short form some, since the suite tries them all."""
    home = effort.scratch / "home"
    home.mkdir()
    (home / "gitconfig").write_text(GITCONFIG)
    with patch.dict(os.environ, isolated(os.environ, home), clear=True):
        template = two_tickets(effort.scratch / "template").path
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
