"""States in which nothing may be committed: refused before anything is written, with a hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commit_oracle import Snapshot, assert_untouched
from gitrepo import GitRepo, new_repo

from jticket.vcs.commit import state
from jticket.vcs.commit.commit import commit_paths
from jticket.vcs.commit.state import check_committable, check_stageable
from jticket.vcs.errors import (
    BusyRepositoryError,
    GitError,
    IgnoredPathError,
    NoIdentityError,
    OutsideRepositoryError,
    UnmergedPathError,
)
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Callable

OLD = ".tickets/JJM-001.md"
NEW = ".tickets/JJM-009.md"


def _diverge(repo: GitRepo) -> None:
    """Makes `side`, two commits that both clash with `main` in README.md."""
    repo.git("checkout", "-q", "-b", "side")
    for text in ("side one\n", "side two\n"):
        repo.write("README.md", text)
        repo.commit_all(text.strip())
    repo.git("checkout", "-q", "main")
    repo.write("README.md", "main\n")
    repo.commit_all("main")


def merge(repo: GitRepo) -> None:
    _diverge(repo)
    repo.git("merge", "-q", "side", check=False)


def merge_resolved(repo: GitRepo) -> None:
    merge(repo)
    repo.git("add", "README.md")


def merge_not_committed(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write("side.txt", "side\n")
    repo.commit_all()
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "side")


def rebase_merge_backend(repo: GitRepo) -> None:
    _diverge(repo)
    repo.git("rebase", "-q", "--merge", "side", check=False)


def rebase_apply_backend(repo: GitRepo) -> None:
    _diverge(repo)
    repo.git("rebase", "-q", "--apply", "side", check=False)


def rebase_stopped_to_edit(repo: GitRepo) -> None:
    repo.git("rebase", "-q", "-i", "HEAD~1", GIT_SEQUENCE_EDITOR="sed -i s/^pick/edit/")


def am(repo: GitRepo) -> None:
    _diverge(repo)
    patch = repo.git("format-patch", "-1", "--stdout", "side")
    repo.git("am", "-q", "-3", stdin=patch + "\n", check=False)


def cherry_pick(repo: GitRepo) -> None:
    _diverge(repo)
    repo.git("cherry-pick", "side", check=False)


def cherry_picks_with_one_committed(repo: GitRepo) -> None:
    _diverge(repo)
    repo.git("cherry-pick", "side~1", "side", check=False)
    repo.write("README.md", "resolved\n")
    repo.git("commit", "-q", "-a", "-m", "resolved")


def revert(repo: GitRepo) -> None:
    repo.write("README.md", "another\n")
    repo.commit_all()
    repo.write("README.md", "yet another\n")
    repo.commit_all()
    repo.git("revert", "--no-edit", "HEAD~1", check=False)


def bisect(repo: GitRepo) -> None:
    repo.git("bisect", "start", "HEAD", "HEAD~1")


OPERATIONS: dict[str, tuple[Callable[[GitRepo], None], str]] = {
    "merge": (merge, "merge"),
    "merge resolved": (merge_resolved, "merge"),
    "merge not committed": (merge_not_committed, "merge"),
    "rebase, merge backend": (rebase_merge_backend, "rebase"),
    "rebase, apply backend": (rebase_apply_backend, "rebase"),
    "rebase stopped to edit": (rebase_stopped_to_edit, "rebase"),
    "am": (am, "git am"),
    "cherry-pick": (cherry_pick, "cherry-pick"),
    "cherry-picks, one committed": (cherry_picks_with_one_committed, "cherry-pick or revert"),
    "revert": (revert, "revert"),
    "bisect": (bisect, "bisect"),
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_is_committed_in_the_middle_of_another_operation(repo: GitRepo, name: str) -> None:
    begin, operation = OPERATIONS[name]
    begin(repo)
    before = Snapshot.of(repo)
    with pytest.raises(BusyRepositoryError) as caught:
        check_committable(open_repository(repo.path), [repo.path / OLD])
    assert caught.value.operation == operation
    assert caught.value.hint
    assert_untouched(repo, before)
    # Staging, however, is part of such an operation.
    check_stageable(open_repository(repo.path), [repo.path / OLD])


def test_operations_that_are_references_are_detected(repo: GitRepo) -> None:
    (repo.path / ".git/reftable").mkdir()
    repository = open_repository(repo.path)
    check_committable(repository, [repo.path / OLD])
    repo.git("tag", "REVERT_HEAD")
    with pytest.raises(BusyRepositoryError, match="a revert is in progress"):
        check_committable(repository, [repo.path / OLD])


@pytest.mark.parametrize("who", ["AUTHOR", "COMMITTER"])
def test_without_an_identity_both_commands_are_named(
    repo: GitRepo, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.git("config", "user.useConfigOnly", "true")
    monkeypatch.delenv(f"GIT_{who}_NAME")
    monkeypatch.delenv(f"GIT_{who}_EMAIL")
    before = Snapshot.of(repo)
    with pytest.raises(NoIdentityError) as caught:
        check_committable(open_repository(repo.path), [repo.path / OLD])
    assert "git config --global user.name" in str(caught.value.hint)
    assert "git config --global user.email" in str(caught.value.hint)
    assert_untouched(repo, before)


def test_a_date_that_git_rejects_is_an_error_of_git(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_AUTHOR_DATE", "the day before")
    with pytest.raises(GitError, match="invalid date format: the day before"):
        check_committable(open_repository(repo.path), [repo.path / OLD])


def test_an_ignored_path_is_refused_with_the_rule_and_its_line(repo: GitRepo) -> None:
    repo.write(".gitignore", "*.log\n*.md\n!kept.md\n")
    repository = open_repository(repo.path)
    with pytest.raises(IgnoredPathError) as caught:
        check_committable(repository, [repo.path / OLD, repo.path / NEW])
    assert caught.value.message == f"{NEW} is ignored by git: rule '*.md' at .gitignore:2"

    check_committable(repository, [repo.path / OLD, repo.path / "kept.md"])
    repo.git("rm", "-q", "--cached", OLD)
    check_committable(repository, [repo.path / OLD])
    repo.write(NEW, "forced\n")
    repo.git("add", "-f", NEW)
    check_committable(repository, [repo.path / NEW])


def test_names_that_look_like_patterns_are_taken_literally(repo: GitRepo) -> None:
    repo.write(".git/info/exclude", "a.md\n")
    repository = open_repository(repo.path)
    check_committable(repository, [repo.path / "[ab].md", repo.path / ":(top)a.md"])
    with pytest.raises(IgnoredPathError, match=r"at \.git/info/exclude:1"):
        check_committable(repository, [repo.path / "x\ny" / "a.md"])


def test_a_path_with_a_conflict_is_refused_and_others_are_not(repo: GitRepo) -> None:
    repo.write(OLD, "stashed\n")
    repo.git("stash", "-q")
    repo.write(OLD, "committed\n")
    repo.commit_all()
    repo.git("stash", "pop", "-q", check=False)
    before = Snapshot.of(repo)
    repository = open_repository(repo.path)
    with pytest.raises(UnmergedPathError, match=f"{OLD} has an unresolved merge conflict"):
        check_committable(repository, [repo.path / NEW, repo.path / OLD])
    assert_untouched(repo, before)
    check_committable(repository, [repo.path / NEW])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("inner/x.md", "is in the nested repository"),
        ("inner/deep/x.md", "is in the nested repository"),
        ("module/x.md", "is in the nested repository"),
        ("link/x.md", "is reached through the symbolic link"),
        ("link/deeper/x.md", "is reached through the symbolic link"),
        ("link.md", "is a symbolic link"),
        ("folder.md", "is not a regular file"),
        (".git/x.md", "is in git's own folder"),
        ("src/.GIT/x.md", "is in git's own folder"),
        ("../x.md", "is not inside the repository"),
    ],
)
def test_paths_that_git_would_not_add_are_refused(repo: GitRepo, name: str, reason: str) -> None:
    new_repo(repo.path / "inner")
    other_repo = new_repo(repo.path.parent / "other")
    other_repo.write("x", "x\n")
    other_repo.commit_all()
    repo.git("submodule", "add", "-q", str(other_repo.path), "module")
    (repo.path / "link").symlink_to(".tickets")
    (repo.path / "link.md").symlink_to("README.md")
    (repo.path / "folder.md").mkdir()
    before = Snapshot.of(repo)
    with pytest.raises(OutsideRepositoryError, match=reason):
        check_committable(open_repository(repo.path), [repo.path / name])
    assert_untouched(repo, before)


def test_a_file_that_replaces_a_folder_is_refused_by_the_commit(repo: GitRepo) -> None:
    (repo.path / "README.md").unlink()
    path = repo.write("README.md/JJM-009.md", "in the place of a file\n")
    before = Snapshot.of(repo)
    with pytest.raises(GitError):
        commit_paths(open_repository(repo.path), [path], "m")
    assert_untouched(repo, before)


def test_a_file_in_a_submodule_that_is_not_checked_out_is_refused_by_the_commit(
    repo: GitRepo,
) -> None:
    other_repo = new_repo(repo.path.parent / "other")
    other_repo.write("x", "x\n")
    other_repo.commit_all()
    repo.git("submodule", "add", "-q", str(other_repo.path), "module")
    repo.commit_all()
    repo.git("submodule", "deinit", "-q", "-f", "module")
    path = repo.write("module/x.md", "inside\n")
    before = Snapshot.of(repo)
    with pytest.raises(GitError):
        commit_paths(open_repository(repo.path), [path], "m")
    assert_untouched(repo, before)


def test_a_detached_head_is_not_refused(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--detach")
    check_committable(open_repository(repo.path), [repo.path / OLD])


def test_ignore_rules_that_git_can_not_look_up_are_an_error(repo: GitRepo) -> None:
    repository = open_repository(repo.path)
    repo.write(".git/config", "[broken\n")
    with pytest.raises(GitError, match="bad config line"):
        state._refuse_ignored(repository, {repo.path / NEW: NEW})
