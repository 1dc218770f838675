"""Fixtures of all tests: an environment without the settings of the user, and real repositories."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from gitrepo import GitRepo, isolated, new_repo
from ticket_repos import two_tickets

if TYPE_CHECKING:
    from pathlib import Path

# A failed assertion in there shows its values too.
pytest.register_assert_rewrite("commit_oracle")

GITCONFIG = """\
[init]
	defaultBranch = main
[gc]
	auto = 0
[maintenance]
	auto = false
[advice]
	detachedHead = false
[protocol "file"]
	allow = always
"""


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Sets the environment of every test; its global configuration is shared: don't write to it."""
    home = tmp_path_factory.mktemp("home")
    (home / "gitconfig").write_text(GITCONFIG)
    return isolated(os.environ, home)


@pytest.fixture(autouse=True)
def _isolated(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in set(os.environ) - set(environment) - {"PYTEST_CURRENT_TEST"}:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """Returns a repository with two commits and two tickets, to be copied for each test."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        return two_tickets(tmp_path_factory.mktemp("template") / "repo").path


@pytest.fixture
def repo(template: Path, tmp_path: Path) -> GitRepo:
    """Returns a clean repository on `main` with `JJM-001.md` and `JJM-002.md` committed."""
    path = tmp_path / "repo"
    shutil.copytree(template, path, symlinks=True)
    return GitRepo(path)


@pytest.fixture
def empty_repo(tmp_path: Path) -> GitRepo:
    """Returns a repository without any commit."""
    return new_repo(tmp_path / "empty")
