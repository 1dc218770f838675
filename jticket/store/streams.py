"""Devices, pipes and this process's own stdout: opened and written to, never replaced."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from jticket.store.writes import ChangedMeanwhileError, WriteError

if TYPE_CHECKING:
    from pathlib import Path

_STDOUT: Final = 1


def is_stream(path: Path) -> bool:
    """Returns whether a path leads to a device, a pipe or this process's own stdout."""
    return path.exists() and not path.is_dir() and (not path.is_file() or _is_stdout(path))


def write_to_stream(path: Path, data: bytes) -> None:
    """Writes to a device, pipe or this process's own stdout; waits for a reader of a pipe.

    Raises:
        ChangedMeanwhileError: it has become a regular file.
        WriteError: it can't be opened.
        OSError: not everything can be written; a `BrokenPipeError` if the reader went away.
    """
    try:
        descriptor = _open_stream(path)
    except OSError as error:
        raise WriteError(path, error.strerror or str(error)) from None
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
    except OSError as error:
        error.filename = str(path)
        raise


def _open_stream(path: Path) -> int:
    if _is_stdout(path):
        return os.dup(
            _STDOUT
        )  # reopened by its name, a log would be overwritten from its beginning
    descriptor = os.open(path, os.O_WRONLY | os.O_NOCTTY | os.O_CLOEXEC)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise ChangedMeanwhileError(path)
    return descriptor


def _is_stdout(path: Path) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(_STDOUT))
    except OSError:  # stdout is closed
        return False
