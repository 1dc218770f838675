"""Finding the repository, naming files in it, and running git there."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from gitrepo import GitRepo, new_repo

from jticket.errors import JticketError
from jticket.vcs import process
from jticket.vcs.errors import (
    BareRepositoryError,
    GitError,
    GitMissingError,
    GitTooOldError,
    NoRepositoryError,
    OutsideRepositoryError,
    UntrustedRepositoryError,
)
from jticket.vcs.repository import Repository, open_repository

if TYPE_CHECKING:
    from pathlib import Path


def test_the_modules_load_no_gitpython() -> None:
    code = (
        "import sys, jticket.vcs.commit.commit, jticket.vcs.known_names, jticket.vcs.diff;"
        "import jticket.store.lock;"
        "sys.exit(bool({'git', 'filelock'} & sys.modules.keys()))"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], check=True, env=env)


def test_a_repository_is_found_from_any_folder_in_it(repo: GitRepo) -> None:
    git_dir = repo.path / ".git"
    expected = Repository(repo.path, git_dir, git_dir, "sha1")
    assert open_repository(repo.path) == expected
    assert open_repository(repo.path / "src") == expected
    assert expected.lock_path == git_dir / "jticket.lock"
    assert expected.no_object == "0" * 40


def test_linked_work_trees_share_the_lock(repo: GitRepo) -> None:
    path = repo.path.parent / "linked"
    repo.git("worktree", "add", "-q", str(path))
    found = open_repository(path)
    assert found.top == path
    assert found.git_dir == repo.path / ".git/worktrees/linked"
    assert found.lock_path == repo.path / ".git/jticket.lock"


def test_a_submodule_is_a_repository_of_its_own(repo: GitRepo) -> None:
    above = new_repo(repo.path.parent / "above")
    above.git("submodule", "add", "-q", str(repo.path), "sub")
    found = open_repository(above.path / "sub")
    assert found.top == above.path / "sub"
    assert found.common_dir == above.path / ".git/modules/sub"


@pytest.mark.parametrize("name", ["with space", "new\nline", "~", "$HOME", "-x", "ünï", "a\udce9b"])
def test_odd_names_of_folders_are_no_obstacle(tmp_path: Path, name: str) -> None:
    repo = new_repo(tmp_path / name)
    found = open_repository(repo.path)
    assert (found.top, found.git_dir) == (repo.path, repo.path / ".git")
    assert found.run("rev-parse", "--show-cdup").out == b"\n"


def test_sha256_is_known(tmp_path: Path) -> None:
    found = open_repository(new_repo(tmp_path / "r", "--object-format=sha256").path)
    assert found.object_format == "sha256"
    assert found.no_object == "0" * 64


def test_outside_a_repository_git_init_is_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(NoRepositoryError) as caught:
        open_repository(tmp_path)
    assert caught.value.code == "no_repository"
    assert "git init" in str(caught.value.hint)


def test_gits_own_folder_is_no_work_tree(repo: GitRepo) -> None:
    with pytest.raises((NoRepositoryError, BareRepositoryError)):
        open_repository(repo.path / ".git")


def test_a_bare_repository_is_refused_even_inside_another(repo: GitRepo) -> None:
    repo.git("init", "-q", "--bare", "fixtures/evil")
    for folder in ("fixtures/evil", "fixtures/evil/refs"):
        with pytest.raises(BareRepositoryError) as caught:
            open_repository(repo.path / folder)
        assert caught.value.code == "bare_repository"
    # It may call itself a work tree, with settings that git would then follow.
    evil = GitRepo(repo.path / "fixtures/evil")
    evil.git("config", "core.bare", "false")
    evil.git("config", "core.worktree", str(evil.path))
    with pytest.raises(BareRepositoryError):
        open_repository(evil.path)
    repo.git("config", "core.bare", "true")
    with pytest.raises(BareRepositoryError):
        open_repository(repo.path)


def test_a_repository_of_somebody_else_brings_gits_advice(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UntrustedRepositoryError) as caught:
        open_repository(repo.path)
    assert f"`git config --global --add safe.directory {repo.path}`" in str(caught.value.hint)


def test_a_broken_configuration_is_gits_own_error(repo: GitRepo) -> None:
    repo.write(".git/config", "[broken\n")
    with pytest.raises(GitError, match="git rev-parse failed: bad config line 1 in file"):
        open_repository(repo.path)


def test_a_pruned_work_tree_is_not_called_no_repository(repo: GitRepo) -> None:
    repo.write("lost/.git", "gitdir: /nowhere/at/all\n")
    with pytest.raises(GitError, match="not a git repository: /nowhere/at/all"):
        open_repository(repo.path / "lost")


def test_a_work_tree_that_does_not_lead_back_is_refused(repo: GitRepo, tmp_path: Path) -> None:
    other = tmp_path / "other"
    (other / "sub").mkdir(parents=True)
    repo.git("config", "core.worktree", str(other))
    with pytest.raises(NoRepositoryError):
        open_repository(repo.path)
    repo.git("config", "core.worktree", str(repo.path / "src"))
    assert open_repository(repo.path / "src").top == repo.path / "src"


def test_without_git_that_is_said(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "import sys; from pathlib import Path; from jticket.vcs.repository import open_repository\n"
        "from jticket.vcs.errors import GitMissingError\n"
        "try: open_repository(Path(sys.argv[1]))\n"
        "except GitMissingError as error: print(error.code)\n"
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PATH": str(tmp_path)}
    for quiet in ("raise", "quiet"):
        env["GIT_PYTHON_REFRESH"] = quiet
        command = [sys.executable, "-c", code, str(repo.path)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        assert done.stdout == "git_missing\n"
    open_repository(repo.path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissingError):
        open_repository(repo.path)


@pytest.mark.parametrize(
    ("version", "old"),
    [("2.37.9", True), ("1.9", True), ("2.38.0", False), ("2.51.GIT", False), ("3.0.1", False)],
)
def test_an_old_git_is_named_with_what_is_asked_for(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, old: bool
) -> None:
    open_repository(repo.path)
    fake = tmp_path / "bin/git"
    fake.parent.mkdir()
    fake.write_text(f"#!/bin/sh\necho git version {version}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    if not old:
        process.check_version()
        return
    with pytest.raises(GitTooOldError) as caught:
        open_repository(repo.path)
    assert version in caught.value.message
    assert "2.38" in str(caught.value.hint)


def test_errors_of_git_are_one_sentence(repo: GitRepo) -> None:
    repository = open_repository(repo.path)
    with pytest.raises(GitError) as caught:
        repository.run("-c", "core.fsync=none", "rev-parse", "--verify", "nothing")
    assert caught.value.message == "git rev-parse failed: Needed a single revision"
    assert isinstance(caught.value, JticketError)
    result = repository.run("rev-parse", "--verify", "nothing", check=False)
    assert (result.status, result.out) == (128, b"")


def test_output_and_input_pass_as_they_are_however_long(repo: GitRepo) -> None:
    content = b"\0\xff\r\n" * 500_000
    repository = open_repository(repo.path)
    oid = repository.run("hash-object", "-w", "--stdin", input=content).out.decode().strip()
    assert repository.run("cat-file", "blob", oid).out == content
    echoed = repository.run("cat-file", "--batch-check", input=b"no-such-name\n" * 50_000)
    assert len(echoed.out) == 50_000 * len(b"no-such-name missing\n")


def test_a_folder_that_is_gone_is_an_error_and_no_other_repository(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = open_repository(repo.path)
    monkeypatch.chdir(new_repo(tmp_path / "here").path)
    repo.path.rename(tmp_path / "gone")
    with pytest.raises(GitError, match="cannot change to"):
        repository.run("rev-parse", "--show-toplevel")


def test_children_inherit_the_descriptors_and_only_those(repo: GitRepo) -> None:
    reading, writing = os.pipe()
    kept = open_repository(repo.path).with_descriptors(writing)
    repo.git("config", "alias.say", f"!echo hello > /dev/fd/{writing}")
    assert kept.descriptors == (writing,)
    kept.run("say")
    os.close(writing)
    with open(reading, "rb") as stream:  # noqa: PTH123 - a descriptor
        assert stream.read() == b"hello\n"
    assert open_repository(repo.path).run("say", check=False).status != 0


def test_names_are_relative_to_the_top(repo: GitRepo, tmp_path: Path) -> None:
    repository = open_repository(repo.path)
    link = tmp_path / "link"
    link.symlink_to(repo.path)
    inner = tmp_path / "inner"
    inner.symlink_to(repo.path / "src")
    for path, name in (
        (repo.path, ""),
        (repo.path / "a b" / "c\nd.md", "a b/c\nd.md"),
        (link / ".tickets" / "x.md", ".tickets/x.md"),
        (inner / "x.md", "src/x.md"),
        (inner / "deep" / "x.md", "src/deep/x.md"),
        (repo.path / "src" / ".." / "--x", "--x"),
    ):
        assert repository.relative(path) == name
    (repo.path / "src" / "loop").symlink_to(repo.path)
    for path in (tmp_path / "x", repo.path / "src" / "loop" / "x", tmp_path / "repo-not" / "x"):
        with pytest.raises(OutsideRepositoryError):
            repository.relative(path)
