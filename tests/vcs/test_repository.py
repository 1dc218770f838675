"""Finding the repository, naming files in it, and running git there."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from gitrepo import GitRepo, new_repo

from jticket.errors import JticketError
from jticket.vcs.errors import (
    BareRepositoryError,
    GitError,
    NoRepositoryError,
    OutsideRepositoryError,
    UntrustedRepositoryError,
)
from jticket.vcs.repository import Repository, open_repository

if TYPE_CHECKING:
    from pathlib import Path


def test_the_modules_do_not_import_gitpython() -> None:
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
    repository = open_repository(path)
    assert repository.top == path
    assert repository.git_dir == repo.path / ".git/worktrees/linked"
    assert repository.lock_path == repo.path / ".git/jticket.lock"


def test_a_submodule_is_a_repository_of_its_own(repo: GitRepo) -> None:
    above = new_repo(repo.path.parent / "above")
    above.git("submodule", "add", "-q", str(repo.path), "sub")
    repository = open_repository(above.path / "sub")
    assert repository.top == above.path / "sub"
    assert repository.common_dir == above.path / ".git/modules/sub"


@pytest.mark.parametrize("name", ["with space", "new\nline", "~", "$HOME", "-x", "ünï", "a\udce9b"])
def test_folders_may_have_any_name(tmp_path: Path, name: str) -> None:
    repo = new_repo(tmp_path / name)
    repository = open_repository(repo.path)
    assert (repository.top, repository.git_dir) == (repo.path, repo.path / ".git")
    assert repository.run("rev-parse", "--show-cdup").out == b"\n"


def test_a_repository_may_use_sha256(tmp_path: Path) -> None:
    repository = open_repository(new_repo(tmp_path / "r", "--object-format=sha256").path)
    assert repository.object_format == "sha256"
    assert repository.no_object == "0" * 64


def test_outside_a_repository_the_hint_is_git_init(tmp_path: Path) -> None:
    with pytest.raises(NoRepositoryError) as caught:
        open_repository(tmp_path)
    assert caught.value.code == "no_repository"
    assert "git init" in str(caught.value.hint)


def test_gits_own_folder_is_not_a_work_tree(repo: GitRepo) -> None:
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


def test_a_repository_of_another_user_is_refused_with_gits_advice(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(UntrustedRepositoryError) as caught:
        open_repository(repo.path)
    assert f"`git config --global --add safe.directory {repo.path}`" in str(caught.value.hint)


def test_a_broken_configuration_is_an_error_of_git(repo: GitRepo) -> None:
    repo.write(".git/config", "[broken\n")
    with pytest.raises(GitError, match="git rev-parse failed: bad config line 1 in file"):
        open_repository(repo.path)


def test_a_pruned_work_tree_is_an_error_of_git(repo: GitRepo) -> None:
    repo.write("lost/.git", "gitdir: /nowhere/at/all\n")
    with pytest.raises(GitError, match="not a git repository: /nowhere/at/all"):
        open_repository(repo.path / "lost")


def test_a_work_tree_that_does_not_lead_back_is_refused(repo: GitRepo, tmp_path: Path) -> None:
    other_folder = tmp_path / "other"
    (other_folder / "sub").mkdir(parents=True)
    repo.git("config", "core.worktree", str(other_folder))
    with pytest.raises(NoRepositoryError):
        open_repository(repo.path)
    repo.git("config", "core.worktree", str(repo.path / "src"))
    assert open_repository(repo.path / "src").top == repo.path / "src"


def test_errors_of_git_are_one_sentence(repo: GitRepo) -> None:
    repository = open_repository(repo.path)
    with pytest.raises(GitError) as caught:
        repository.run("-c", "core.fsync=none", "rev-parse", "--verify", "nothing")
    assert caught.value.message == "git rev-parse failed: Needed a single revision"
    assert isinstance(caught.value, JticketError)
    result = repository.run("rev-parse", "--verify", "nothing", check=False)
    assert (result.status, result.out) == (128, b"")


def test_long_input_and_output_are_passed_unchanged(repo: GitRepo) -> None:
    content = b"\0\xff\r\n" * 500_000
    repository = open_repository(repo.path)
    oid = repository.run("hash-object", "-w", "--stdin", input=content).out.decode().strip()
    assert repository.run("cat-file", "blob", oid).out == content
    echoed = repository.run("cat-file", "--batch-check", input=b"no-such-name\n" * 50_000)
    assert len(echoed.out) == 50_000 * len(b"no-such-name missing\n")


def test_a_missing_folder_is_an_error_even_inside_another_repository(
    repo: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = open_repository(repo.path)
    monkeypatch.chdir(new_repo(tmp_path / "here").path)
    repo.path.rename(tmp_path / "gone")
    with pytest.raises(GitError, match="cannot change to"):
        repository.run("rev-parse", "--show-toplevel")


def test_children_inherit_the_given_descriptors_and_no_others(repo: GitRepo) -> None:
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
