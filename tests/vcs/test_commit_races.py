"""Other processes that commit or stage at the same time, and commands that are killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread, Timer

import pytest
from commit_oracle import Snapshot, assert_untouched, commit_one
from gitrepo import GitRepo

from jticket.store.lock import held
from jticket.vcs.commit import index
from jticket.vcs.commit.commit import commit_paths, stage_paths
from jticket.vcs.commit.state import check_committable, check_stageable
from jticket.vcs.errors import HeadMovedError, IndexLockedError, LockLeftError, failed
from jticket.vcs.repository import open_repository

OLD = ".tickets/JJM-001.md"
COMMIT_THEIRS = (
    "unset GIT_INDEX_FILE; echo theirs >> README.md; git commit -q --no-verify -m theirs README.md"
)


def test_a_commit_made_in_the_meantime_becomes_the_parent(repo: GitRepo) -> None:
    once = repo.path.parent / "once"
    repo.hook("pre-commit", f'[ -e "{once}" ] && exit; touch "{once}"; {COMMIT_THEIRS}')
    start = repo.head()
    committed, _ = commit_one(repo, OLD, b"new\n")
    assert committed is not None
    assert repo.git("log", "--format=%s", f"{start}..").split("\n") == [
        "JJM-001: a change",
        "theirs",
    ]
    assert repo.git("diff-tree", "--name-only", "HEAD~1", "HEAD", "-r") == OLD
    assert repo.git("show", "HEAD:README.md") == "# A project\ntheirs"
    assert repo.status() == ""


def test_after_three_attempts_a_moving_branch_is_an_error(repo: GitRepo) -> None:
    runs = repo.path.parent / "runs"
    repo.hook("pre-commit", f'echo x >> "{runs}"; {COMMIT_THEIRS}')
    repo.write(OLD, "staged by hand\n")
    repo.git("add", OLD)
    staged = repo.git("ls-files", "-s", OLD)
    path = repo.write(OLD, "new\n")
    with pytest.raises(HeadMovedError, match="moved on 3 times"):
        commit_paths(open_repository(repo.path), [path], "m")
    assert runs.read_text() == "x\n" * 3
    assert repo.git("ls-files", "-s", OLD) == staged
    assert repo.git("log", "-3", "--format=%s") == "theirs\ntheirs\ntheirs"
    assert path.read_text() == "new\n"


def test_the_commit_goes_to_the_branch_that_a_hook_checked_out(repo: GitRepo) -> None:
    repo.git("branch", "other")
    repo.hook("pre-commit", "unset GIT_INDEX_FILE; git checkout -q other")
    commit_one(repo, OLD, b"new\n")
    assert repo.git("rev-parse", "other") == repo.head()
    assert repo.git("rev-parse", "main") == repo.git("rev-parse", "other~1")


def test_there_is_no_commit_while_another_git_holds_the_index(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_LOCK_TIMEOUT", 0.1)
    path = repo.write(OLD, "new\n")
    repo.write(".git/index.lock", "")
    before = Snapshot.of(repo)
    repository = open_repository(repo.path)
    with pytest.raises(IndexLockedError, match="another git process holds"):
        check_committable(repository, [path])
    with pytest.raises(IndexLockedError, match="another git process holds"):
        commit_paths(repository, [path], "m")
    assert_untouched(repo, before)


@pytest.mark.parametrize("name", ["HEAD.lock", "refs/heads/main.lock"])
def test_a_lock_that_a_git_left_when_it_died_is_named(repo: GitRepo, name: str) -> None:
    path = repo.write(OLD, "new\n")
    lock = repo.write(f".git/{name}", "")
    before = Snapshot.of(repo)
    with pytest.raises(LockLeftError) as caught:
        commit_paths(open_repository(repo.path), [path], "m")
    assert caught.value.lock == lock
    assert str(caught.value.hint).endswith(f"if no git command is running here, remove {lock}")
    assert_untouched(repo, before)
    lock.unlink()
    assert commit_paths(open_repository(repo.path), [path], "m") is not None


def test_a_branch_locked_for_a_moment_is_waited_for(repo: GitRepo) -> None:
    lock = repo.path / ".git/refs/heads/main.lock"
    # From here on: git itself waits a tenth of a second.
    repo.hook("commit-msg", f'touch "{lock}"; (sleep 0.7; rm "{lock}") >/dev/null 2>&1 &')
    committed, _ = commit_one(repo, OLD, b"new\n")
    assert committed is not None
    assert not lock.exists()


def test_no_signal_to_the_command_reaches_a_git_that_holds_a_lock(repo: GitRepo) -> None:
    groups = repo.path.parent / "groups"
    record = f'cut -d " " -f 5 "/proc/$PPID/stat" >> "{groups}"'
    repo.hook("reference-transaction", record)
    repo.hook("post-index-change", f'case "$GIT_INDEX_FILE" in *jticket*) ;; *) {record} ;; esac')
    commit_one(repo, OLD, b"new\n")
    seen = groups.read_text().split()
    assert len(seen) >= 3  # the index, the branch prepared, the branch moved
    assert str(os.getpgrp()) not in seen


def test_before_anything_is_written_an_index_locked_for_a_moment_is_waited_for(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = repo.write(".git/index.lock", "")
    monkeypatch.setattr("jticket.vcs.commit.index.time.sleep", lambda _: lock.unlink())
    check_stageable(open_repository(repo.path), [repo.path / OLD])
    assert not lock.exists()


def test_a_lock_among_the_packed_references_is_recognized() -> None:
    err = "error: Unable to create '/x y/.git/packed-refs.lock': File exists.\n\nAnother git"
    error = failed("update-ref", 128, err)
    assert isinstance(error, LockLeftError)
    assert str(error.lock) == "/x y/.git/packed-refs.lock"


def test_an_index_locked_for_a_moment_is_waited_for(repo: GitRepo) -> None:
    lock = repo.write(".git/index.lock", "")
    timer = Timer(0.3, lock.unlink)
    timer.start()
    committed, _ = commit_one(repo, OLD, b"new\n")
    timer.join()
    assert committed is not None
    assert committed.notices == ()
    assert repo.status() == ""


def test_nothing_is_staged_in_an_index_locked_by_another_git(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_LOCK_TIMEOUT", 0.1)
    path = repo.write(OLD, "new\n")
    repo.write(".git/index.lock", "")
    before = Snapshot.of(repo)
    with pytest.raises(IndexLockedError, match="another git process holds"):
        stage_paths(open_repository(repo.path), [path])
    assert_untouched(repo, before)


def test_files_staged_by_others_in_the_meantime_are_never_lost(repo: GitRepo) -> None:
    names = [f"staged-{number}.txt" for number in range(40)]

    def stage() -> None:
        for name in names:
            repo.write(name, name)
            while name not in repo.git("ls-files"):
                repo.git("add", name, check=False)
            time.sleep(0.01)

    worker = Thread(target=stage)
    worker.start()
    repository = open_repository(repo.path)
    number = 0
    while worker.is_alive():
        path = repo.write(OLD, f"{number}\n")
        commit_paths(repository, [path], f"number {number}")
        number += 1
    worker.join()
    assert number > 1
    assert repo.status().split("\n") == sorted(f"A  {name}" for name in names)
    assert repo.git("diff", "--name-only", "HEAD~1", "HEAD") == OLD


def test_work_trees_that_commit_at_once_lose_nothing(repo: GitRepo) -> None:
    trees = [repo]
    for number in range(3):
        path = repo.path.parent / f"tree-{number}"
        repo.git("worktree", "add", "-q", "-b", f"side-{number}", str(path))
        trees.append(GitRepo(path))
    failures: list[BaseException] = []

    def commit(tree: GitRepo) -> None:
        try:
            for number in range(6):
                repository = open_repository(tree.path)
                with held(repository.lock_path) as descriptor:
                    path = tree.write(OLD, f"{number}\n")
                    locked = repository.with_descriptors(descriptor)
                    assert commit_paths(locked, [path], f"number {number}")
        except BaseException as error:
            failures.append(error)

    workers = [Thread(target=commit, args=(tree,)) for tree in trees]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    for tree in trees:
        assert tree.git("rev-list", "--count", "HEAD") == "8"
        assert tree.status() == ""
    repo.git("fsck", "--strict", "--no-dangling")


def test_what_a_killed_commit_left_is_removed_under_the_lock_alone(repo: GitRepo) -> None:
    left = repo.write(".git/jticket-commit.left/index", "").parent
    repository = open_repository(repo.path)
    commit_paths(repository, [repo.write(OLD, "one\n")], "one")
    assert left.exists()  # without the lock, another command may be using it
    with held(repository.lock_path) as descriptor:
        locked = repository.with_descriptors(descriptor)
        commit_paths(locked, [repo.write(OLD, "two\n")], "two")
    assert not left.exists()


COMMIT_FOREVER = """
import sys
from pathlib import Path
from jticket.store.lock import held
from jticket.vcs.commit.commit import commit_paths
from jticket.vcs.repository import open_repository

top, number = Path(sys.argv[1]), int(sys.argv[2])
repo = open_repository(top)
print("ready", flush=True)
while True:
    number += 1
    with held(repo.lock_path) as descriptor:
        path = top / ".tickets/JJM-001.md"
        path.with_suffix(".tmp").write_text(f"{number}\\n")
        path.with_suffix(".tmp").rename(path)
        commit_paths(repo.with_descriptors(descriptor), [path], f"number {number}")
"""


SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL)


def _kill_while_it_commits(repo: GitRepo, kill: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", COMMIT_FOREVER, str(repo.path), str(1000 * kill)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        # Steps of the golden ratio cover the time of two commits evenly, however many there are.
        time.sleep(0.15 * (kill * 0.618034 % 1))
        if kill % 2:
            process.kill()
        else:
            # Ctrl-C or a closed terminal reach every process of the command.
            os.killpg(process.pid, SIGNALS[kill // 2 % len(SIGNALS)])
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()  # Python drops an interrupt that it gets in a destructor


def _number(text: str) -> int:
    return int(text) if text.strip().isdigit() else 0


def test_a_command_killed_at_any_moment_leaves_a_sound_repository(repo: GitRepo) -> None:
    kills = 250 if os.environ.get("JTICKET_STRESS") else 15
    repository = open_repository(repo.path)
    start = repo.head()
    for kill in range(1, kills + 1):
        where = f"kill {kill}"
        _kill_while_it_commits(repo, kill)
        # Children that outlive their parent hold the lock: it is free when they are done.
        with held(repository.lock_path, timeout=20) as descriptor:
            locks = set((repo.path / ".git").rglob("*.lock")) - {repository.lock_path}
            assert [lock for lock in locks if "jticket-commit" not in str(lock)] == [], where
            committed = _number(repo.git("show", f"HEAD:{OLD}"))
            staged = _number(repo.git("show", f":{OLD}"))
            assert staged >= committed, where
            assert repo.git("diff", "--name-only", start, "HEAD") in {OLD, ""}, where
            path = repo.write(OLD, f"{1000 * kill + 999}\n")
            locked = repository.with_descriptors(descriptor)
            made = commit_paths(locked, [path], "after the kill")
            assert made is not None, where
            assert made.notices == (), where
        (repo.path / ".tickets/JJM-001.tmp").unlink(missing_ok=True)
        assert repo.status() == "", where
        assert list(Path(repo.path / ".git").glob("jticket-commit*")) == [], where
    repo.git("fsck", "--strict", "--no-dangling")
