"""Pipes, devices and this process's own stdout, which are written to and never replaced."""

from __future__ import annotations

import os
import stat
from threading import Thread
from typing import TYPE_CHECKING, BinaryIO

import pytest

from jticket.store import streams
from jticket.store.streams import is_stream, write_to_stream
from jticket.store.writes import ChangedMeanwhileError, WriteError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


@pytest.fixture
def stdout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[BinaryIO]:
    """A log that is this process's stdout, as far as streams know, and has a line."""
    with (tmp_path / "log").open("wb") as log:
        log.write(b"a line\n")
        log.flush()
        monkeypatch.setattr(streams, "_STDOUT", log.fileno())
        yield log


def test_only_what_can_not_be_replaced_is_a_stream(tmp_path: Path, pipe: Path) -> None:
    (tmp_path / "file").touch()
    names = ("pipe", "file", "none", ".")
    assert [is_stream(tmp_path / name) for name in names] == [True, False, False, False]


def test_a_log_that_is_stdout_is_not_written_from_its_beginning(
    tmp_path: Path, stdout: BinaryIO
) -> None:
    assert is_stream(tmp_path / "log")
    write_to_stream(tmp_path / "log", b"another\n")
    assert (tmp_path / "log").read_bytes() == b"a line\nanother\n"


def test_with_stdout_closed_a_file_is_a_file(tmp_path: Path, stdout: BinaryIO) -> None:
    stdout.close()
    assert not is_stream(tmp_path / "log")


def test_a_pipe_gets_all_of_it(pipe: Path) -> None:
    received = []
    reader = Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    write_to_stream(pipe, b"x" * 200_000)
    reader.join()
    assert received == [b"x" * 200_000]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_that_takes_nothing_is_an_error_that_names_it(tmp_path: Path) -> None:
    full = tmp_path / "full"
    if os.geteuid():
        pytest.skip("making a device needs privileges")
    os.mknod(full, stat.S_IFCHR | 0o666, os.makedev(1, 7))
    with pytest.raises(OSError, match="No space left on device") as caught:
        write_to_stream(full, b"x")
    assert caught.value.filename == str(full)


def test_what_can_not_be_opened_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"can't write .*: Is a directory; nothing was changed"):
        write_to_stream(tmp_path, b"x")


def test_a_stream_that_has_become_a_file_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"theirs")
    with pytest.raises(ChangedMeanwhileError):
        write_to_stream(file, b"mine")
    assert file.read_bytes() == b"theirs"
