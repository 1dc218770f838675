"""Hostile clones: each case of `tests/cases/hostile` is used by a victim, and gets nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hostile import Case, all_cases, losses

if TYPE_CHECKING:
    from gitrepo import GitRepo


QUICK = [case for case in all_cases() if not case.is_slow]


@pytest.mark.parametrize("case", QUICK, ids=lambda case: case.name)
def test_an_attacker_gets_nothing(repo: GitRepo, case: Case) -> None:
    assert losses(case, repo) == []
