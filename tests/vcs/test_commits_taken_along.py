"""A plain `git commit` in the moment when a change is staged and its branch is not yet moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from jticket.vcs import process
from jticket.vcs.commit import index
from jticket.vcs.commit.commit import commit_paths
from jticket.vcs.errors import HeadMovedError, HookFailedError, LockLeftError
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gitrepo import GitRepo

NAME = ".tickets/JJM-001.md"
NEW = ".tickets/JJM-003.md"


def before_update_ref(monkeypatch: pytest.MonkeyPatch, *acts: Callable[[], object]) -> None:
    """Does one act before each attempt to move the branch, as long as there are any."""
    start, left = process.start, list(acts)

    def start_after_act(folder: Any, args: Any, **options: Any) -> process.Result:
        if "update-ref" in args and left:
            left.pop(0)()
        return start(folder, args, **options)

    monkeypatch.setattr(process, "start", start_after_act)


def locks_left_before_update_ref(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """Has another git lock HEAD and the index before the branch is moved; returns the locks."""
    head_lock, index_lock = repo.path / ".git/HEAD.lock", repo.path / ".git/index.lock"

    def lock_both() -> None:
        head_lock.touch()
        index_lock.touch()

    before_update_ref(monkeypatch, lock_both)
    return head_lock, index_lock


def theirs(repo: GitRepo, *arguments: str) -> Callable[[], object]:
    """Returns what makes a plain commit: of what is staged, unless `arguments` say otherwise."""

    def commit() -> None:
        repo.git("commit", "-q", "--no-verify", "--allow-empty", "-m", "theirs", *arguments)

    return commit


def commit_only_readme(repo: GitRepo) -> Callable[[], object]:
    def commit() -> None:
        with (repo.path / "README.md").open("a") as file:
            file.write("theirs\n")
        theirs(repo, "README.md")()

    return commit


@pytest.mark.parametrize("name", [NEW, NAME])
def test_a_change_that_a_plain_commit_took_along_is_not_reverted_by_the_next(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = repo.write(name, "new\n")
    before_update_ref(monkeypatch, theirs(repo))
    assert commit_paths(open_repository(repo.path), [path], "m") is None
    assert repo.status() == ""
    theirs(repo)()
    assert repo.git("show", f"HEAD:{name}") == "new"


def test_a_removal_that_a_plain_commit_took_along_is_not_reverted_by_the_next(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.path / NAME
    path.unlink()
    before_update_ref(monkeypatch, theirs(repo))
    assert commit_paths(open_repository(repo.path), [path], "m") is None
    theirs(repo)()
    assert NAME not in repo.git("ls-tree", "-r", "--name-only", "HEAD").splitlines()


def test_between_two_attempts_no_plain_commit_can_revert_the_change(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.write(NEW, "new\n")
    before_update_ref(monkeypatch, commit_only_readme(repo))
    hook = f'git ls-files -s {NEW} >> "{repo.path.parent}/staged"'
    repo.hook("pre-commit", f"unset GIT_INDEX_FILE; {hook}")
    assert commit_paths(open_repository(repo.path), [path], "m") is not None
    # Nothing when the first attempt began, the change when the second one did.
    assert (repo.path.parent / "staged").read_text().count(NEW) == 1
    assert repo.git("show", f"HEAD:{NEW}") == "new"
    assert repo.status() == ""


def test_a_change_taken_along_at_the_last_attempt_does_not_fail(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.write(NEW, "new\n")
    only_readme = commit_only_readme(repo)
    before_update_ref(monkeypatch, only_readme, only_readme, theirs(repo))
    assert commit_paths(open_repository(repo.path), [path], "m") is None
    assert repo.status() == ""
    assert repo.git("show", f"HEAD:{NEW}") == "new"


@pytest.mark.parametrize("staged", ["", "staged by hand\n"])
def test_a_branch_that_moves_at_every_attempt_leaves_what_was_staged(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch, staged: str
) -> None:
    if staged:
        repo.write(NAME, staged)
        repo.git("add", NAME)
    entry = repo.git("ls-files", "-s", NAME)
    path = repo.write(NAME, "new\n")
    before_update_ref(monkeypatch, *[commit_only_readme(repo)] * 3)
    with pytest.raises(HeadMovedError):
        commit_paths(open_repository(repo.path), [path], "m")
    assert repo.git("ls-files", "-s", NAME) == entry


def test_a_hook_that_refuses_the_second_attempt_leaves_nothing_staged(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.write(NEW, "new\n")
    once = repo.path.parent / "once"
    repo.hook("pre-commit", f'[ ! -e "{once}" ] && touch "{once}"')
    before_update_ref(monkeypatch, commit_only_readme(repo))
    with pytest.raises(HookFailedError):
        commit_paths(open_repository(repo.path), [path], "m")
    assert repo.status() == f"?? {NEW}"


def test_of_a_change_taken_along_in_part_the_index_keeps_that_part(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [repo.write(name, "new\n") for name in (NAME, NEW)]
    lock = repo.path / ".git/HEAD.lock"
    before_update_ref(monkeypatch, theirs(repo, "--only", NEW), lock.touch)
    with pytest.raises(LockLeftError):
        commit_paths(open_repository(repo.path), paths, "m")
    lock.unlink()
    assert repo.status() == f" M {NAME}"


def test_an_update_is_undone_once_another_git_has_released_the_index(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.write(NEW, "new\n")
    head_lock, index_lock = locks_left_before_update_ref(repo, monkeypatch)
    monkeypatch.setattr("jticket.vcs.commit.index.time.sleep", lambda _: index_lock.unlink())
    with pytest.raises(LockLeftError):
        commit_paths(open_repository(repo.path), [path], "m")
    head_lock.unlink()
    assert repo.status() == f"?? {NEW}"


def test_a_change_stays_staged_where_the_index_stays_locked(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = repo.write(NEW, "new\n")
    head_lock, index_lock = locks_left_before_update_ref(repo, monkeypatch)
    monkeypatch.setattr(index, "_LOCK_TIMEOUT", 0.1)
    with pytest.raises(LockLeftError):
        commit_paths(open_repository(repo.path), [path], "m")
    head_lock.unlink()
    index_lock.unlink()
    assert repo.status() == f"A  {NEW}"
