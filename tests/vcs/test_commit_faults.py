"""Gits that die or can't be started amid a commit: it is made, or nothing has changed."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import pytest
from commit_oracle import Snapshot, assert_committed_alone, assert_untouched, commit_one

from jticket.vcs import process
from jticket.vcs.commit.commit import commit_paths
from jticket.vcs.errors import GitError, GitNotStartedError
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from gitrepo import GitRepo

NAME = ".tickets/JJM-001.md"


def refuse_to_start(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    """Lets each git that has `word` among its arguments fail to start."""
    start = process.start

    def start_or_fail(folder: Any, args: Any, **options: Any) -> process.Result:
        if word in args:
            raise GitNotStartedError(OSError(errno.EMFILE, "Too many open files"))
        return start(folder, args, **options)

    monkeypatch.setattr(process, "start", start_or_fail)


def changed(repo: GitRepo) -> Snapshot:
    repo.write("README.md", "staged\n")
    repo.git("add", "README.md")
    repo.write(NAME, "changed\n")
    return Snapshot.of(repo)


def test_a_last_git_that_cannot_be_started_leaves_everything_as_it_was(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = changed(repo)
    refuse_to_start(monkeypatch, "update-ref")
    with pytest.raises(GitNotStartedError):
        commit_paths(open_repository(repo.path), [repo.path / NAME], "JJM-001: a change")
    assert_untouched(repo, before)


@pytest.mark.parametrize("word", ["--refresh", "post-commit"])
def test_what_fails_beside_a_commit_does_not_fail_it(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    repo.hook("post-commit", "exit 0")
    refuse_to_start(monkeypatch, word)
    committed, before = commit_one(repo, NAME, b"changed\n")
    assert committed is not None
    assert committed.oid == repo.head()
    assert_committed_alone(repo, NAME, "M", before)


def test_a_git_killed_after_it_moved_the_branch_has_committed(repo: GitRepo) -> None:
    repo.hook("reference-transaction", '[ "$1" != committed ] || kill -KILL $PPID')
    committed, before = commit_one(repo, NAME, b"changed\n")
    assert committed is not None
    assert committed.oid == repo.head()
    assert_committed_alone(repo, NAME, "M", before)


def test_a_git_killed_after_it_wrote_the_index_leaves_everything_as_it_was(repo: GitRepo) -> None:
    changed(repo)
    repo.hook(
        "post-index-change", 'case "$GIT_INDEX_FILE" in *jticket*) ;; *) kill -KILL $PPID ;; esac'
    )
    before = Snapshot.of(repo)
    with pytest.raises(GitError):
        commit_paths(open_repository(repo.path), [repo.path / NAME], "JJM-001: a change")
    assert_untouched(repo, before)
