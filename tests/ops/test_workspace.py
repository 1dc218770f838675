"""What a workspace opens, and when."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

import pytest
from projects import NOW

from jticket.ops.workspace import Environment, open_workspace
from jticket.vcs.errors import NoRepositoryError

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo


def test_a_workspace_opens_its_repository_once_with_the_users_locale(repo: GitRepo) -> None:
    locale = {"LC_ALL": "de_DE.UTF-8"}
    environment = Environment(repo.path / "src", None, lambda: NOW, SystemRandom(), locale)
    workspace = open_workspace(environment)
    assert workspace.repository.top == repo.path
    assert workspace.repository.locale == locale
    assert workspace.repository is workspace.repository


def test_a_workspace_outside_a_repository_can_be_read(tmp_path: Path) -> None:
    (tmp_path / ".tickets").mkdir()
    workspace = open_workspace(Environment(tmp_path, None, lambda: NOW, SystemRandom()))
    assert workspace.project().files == ()
    assert workspace.now() == NOW
    for _ in range(2):
        with pytest.raises(NoRepositoryError):
            _ = workspace.repository
