"""The lock among processes, threads, and children that outlive their parents."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from jticket.errors import RefusedError
from jticket.store.lock import LockedError, LockUnavailableError, held

if TYPE_CHECKING:
    from pathlib import Path

COUNT_UP = """
import sys
from pathlib import Path
from jticket.store.lock import held
counter = Path(sys.argv[2])
for _ in range(40):
    with held(Path(sys.argv[1])):
        counter.write_text(str(int(counter.read_text()) + 1))
"""

HOLD_AND_SPAWN = """
import subprocess, sys, time
from pathlib import Path
from jticket.store.lock import held
with held(Path(sys.argv[1])) as descriptor:
    sleep = ["sleep", sys.argv[2]]
    child = subprocess.Popen(sleep, pass_fds=[descriptor], stdout=subprocess.DEVNULL)
    print(child.pid, flush=True)
    if sys.argv[3] == "hold":
        time.sleep(60)
"""


def start(script: str, *args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *args],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_processes_exclude_each_other(tmp_path: Path) -> None:
    lock, counter = tmp_path / "lock", tmp_path / "counter"
    counter.write_text("0")
    processes = [start(COUNT_UP, str(lock), str(counter)) for _ in range(4)]
    for process in processes:
        with process:
            assert process.wait() == 0
    assert counter.read_text() == "160"


def test_threads_exclude_each_other(tmp_path: Path) -> None:
    inside: list[int] = []
    seen: list[int] = []

    def enter() -> None:
        with held(tmp_path / "lock"):
            inside.append(1)
            time.sleep(0.02)
            seen.append(len(inside))
            inside.pop()

    threads = [Thread(target=enter) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 5


def test_waiting_too_long_is_an_error_that_names_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with held(path):
        begun = time.monotonic()
        with pytest.raises(LockedError) as caught, held(path, timeout=0.3):
            pytest.fail("two at once")
        assert 0.3 <= time.monotonic() - begun < 3
    assert isinstance(caught.value, RefusedError)
    assert caught.value.message == f"another jticket command holds the lock {path} (waited 0.3 s)"
    assert "another jticket command is running" in str(caught.value.hint)
    with held(path, timeout=0):
        pass


def test_an_error_releases_the_lock(tmp_path: Path) -> None:
    with pytest.raises(KeyError), held(tmp_path / "lock"):
        raise KeyError
    with held(tmp_path / "lock", timeout=0):
        pass


def test_a_lock_that_can_not_be_released_does_not_undo_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlock(_descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    with monkeypatch.context() as patched:
        patched.setattr("filelock.unlock_descriptor", unlock)
        with held(tmp_path / "lock"):
            pass
    with held(tmp_path / "lock", timeout=0):
        pass


def test_a_child_keeps_the_lock_of_a_killed_parent(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with start(HOLD_AND_SPAWN, str(path), "60", "hold") as parent:
        child = int(line_of(parent))
        parent.kill()
    try:
        with pytest.raises(LockedError), held(path, timeout=0.2):
            pytest.fail("the child still works")
    finally:
        os.kill(child, signal.SIGKILL)
    with held(path, timeout=5):
        pass


def test_a_daemon_that_outlives_the_command_does_not_keep_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with start(HOLD_AND_SPAWN, str(path), "60", "release") as parent:
        child = int(line_of(parent))
        assert parent.wait() == 0
    try:
        with held(path, timeout=0):
            pass
    finally:
        os.kill(child, signal.SIGKILL)


def test_the_file_stays_and_its_mode_follows_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    before = os.umask(0o027)
    try:
        with held(path) as descriptor:
            assert os.get_inheritable(descriptor)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    inode = path.stat().st_ino
    with held(path):
        assert path.stat().st_ino == inode
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)


def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(LockUnavailableError, match="symbolic links") as caught:
        enter(tmp_path / "lock")
    assert caught.value.hint == "the lock must not be a symbolic link: remove it"
    assert not (tmp_path / "elsewhere").exists()


def enter(path: Path) -> None:
    with held(path, timeout=0):
        pass


def test_a_lock_that_can_not_be_opened_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    with pytest.raises(LockUnavailableError) as caught:
        enter(tmp_path / "lock")
    message = f"can't take the lock {tmp_path}/lock: Is a directory; nothing was changed"
    assert caught.value.message == message
    assert caught.value.hint == "the lock must be a file: remove the folder"
    with pytest.raises(LockUnavailableError, match="No such file") as caught:
        enter(tmp_path / "none/lock")
    assert caught.value.hint is None


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.EROFS, "the file system is read-only: change tickets in a copy"),
        (errno.EACCES, "to change tickets you need write permission for that folder"),
    ],
)
def test_a_lock_that_may_not_be_written_is_an_error_that_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, hint: str
) -> None:
    def refused(_path: Path, _flags: int, _mode: int) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(LockUnavailableError, match=os.strerror(number)) as caught:
        enter(tmp_path / "lock")
    assert str(caught.value.hint).startswith(hint)


def test_a_lock_of_another_member_is_taken_without_writing_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lock").touch()
    system = os.open

    def as_a_member(path: Path, flags: int, mode: int) -> int:
        if flags & os.O_RDWR:
            raise PermissionError
        return system(path, flags, mode)

    def not_the_owner(_descriptor: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "open", as_a_member)
    monkeypatch.setattr(os, "utime", not_the_owner)
    with held(tmp_path / "lock"), pytest.raises(LockedError):
        enter(tmp_path / "lock")


def test_a_file_system_without_locks_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(_descriptor: int, *, blocking: bool) -> bool:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("filelock.lock_descriptor", without)
    with pytest.raises(LockUnavailableError, match="No locks available") as caught:
        enter(tmp_path / "lock")
    assert caught.value.hint == "keep the files on a file system that has locks"


def test_the_timeout_starts_again_when_the_lock_changes_hands(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    crowd = f"""
import sys, time
from pathlib import Path
from jticket.store.lock import held
end = time.monotonic() + 3
while time.monotonic() < end:
    with held(Path({str(path)!r})):
        print("in", flush=True)
        time.sleep(0.3)
"""
    with subprocess.Popen([sys.executable, "-c", crowd], stdout=subprocess.PIPE) as holders:
        assert holders.stdout is not None
        holders.stdout.readline()
        for _ in range(2):
            with held(path, timeout=1.0):
                pass
        holders.wait()
    assert holders.returncode == 0


def test_a_lock_that_fails_to_close_does_not_fail_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = os.close

    def failing(descriptor: int) -> None:
        close(descriptor)
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with held(tmp_path / "lock"):
        monkeypatch.setattr(os, "close", failing)
    monkeypatch.undo()
    with held(tmp_path / "lock", timeout=0):
        pass
