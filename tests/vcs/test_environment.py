"""The inherited variables that are dropped, and the harm that they would do."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from gitrepo import GitRepo, new_repo

from jticket.vcs.environment import redirecting, spoken_locale

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_variables_that_git_calls_local_to_a_repository_are_dropped() -> None:
    command = ["git", "rev-parse", "--local-env-vars"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert "GIT_DIR" in listed
    assert redirecting(dict.fromkeys(listed, "x")) == set(listed) - {"GIT_CONFIG_COUNT"}


def test_a_variable_that_is_not_listed_is_dropped() -> None:
    others = ("GIT_QUARANTINE_PATH", "GIT_EXTERNAL_DIFF", "GIT_NAMESPACE", "GIT_OF_TOMORROW")
    assert redirecting(dict.fromkeys(others, "")) == set(others)


def test_variables_that_people_set_on_purpose_are_kept() -> None:
    kept = (
        *("GIT_AUTHOR_NAME", "GIT_AUTHOR_DATE", "GIT_COMMITTER_EMAIL", "GIT_CONFIG_GLOBAL"),
        *("GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0"),
        *("GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT", "GIT_EDITOR"),
        *("GIT_CEILING_DIRECTORIES", "GIT_EXEC_PATH", "GIT_TRACE2_PERF", "GIT_SSL_CAINFO"),
        *("GIT_PYTHON_GIT_EXECUTABLE", "PATH", "HOME", "LC_ALL"),
    )
    assert redirecting(dict.fromkeys(kept, "x")) == frozenset()


def test_every_variable_of_a_hook_that_redirects_is_dropped(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    repo.hook("post-commit", f'env | grep ^GIT_ | cut -d= -f1 > "{seen}"')
    path = tmp_path / "linked"
    repo.git("worktree", "add", "-q", str(path))
    linked = GitRepo(path)
    linked.write("x", "x\n")
    linked.git("add", "x")
    linked.git("-c", "core.abbrev=9", "commit", "-q", "-m", "m")
    names = set(seen.read_text().split())
    assert {"GIT_INDEX_FILE", "GIT_CONFIG_PARAMETERS"} <= names
    other_repo = new_repo(tmp_path / "other")
    for name in names - os.environ.keys():
        monkeypatch.setenv(name, "anything")
    for name in redirecting(os.environ):
        monkeypatch.delenv(name)
    assert other_repo.git("rev-parse", "--show-toplevel") == str(other_repo.path)


def test_an_unset_locale_is_passed_on_as_an_empty_one() -> None:
    assert spoken_locale({"LC_ALL": "C.UTF-8", "LC_TIME": "x"}) == {
        "LANGUAGE": "",
        "LC_ALL": "C.UTF-8",
    }
