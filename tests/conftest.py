"""Fixtures of all tests: an environment without the settings of the user, and real repositories."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from gitrepo import GitRepo, isolated, new_repo

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

TICKET = """\
---
id: {id}
title: {title}
status: backlog
ticket_type: task
priority: normal
created: 2025-10-01T09:30:00Z
assignee:
service_id:
tags: []
---

## Description

{title}, in a few words.
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
        repo = new_repo(tmp_path_factory.mktemp("template") / "repo")
        repo.write("README.md", "# A project\n")
        repo.write("src/app.py", "".join(f"line_{n} = {n}\n" for n in range(1, 31)))
        repo.commit_all("start")
        repo.write(".tickets/config.yml", "prefix: JJM\n")
        for number, title in ((1, "First"), (2, "Second")):
            name = f"JJM-{number:03}"
            repo.write(f".tickets/{name}.md", TICKET.format(id=name, title=title))
        repo.commit_all("tickets")
    return repo.path


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
