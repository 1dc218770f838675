"""Caches in git's own folder: files that may be lost at any time and are computed again."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from jticket.store.temporary import open_folder, temporary_file

if TYPE_CHECKING:
    from pathlib import Path

_MOST = 64 * 1024 * 1024


def read_cache(path: Path) -> bytes | None:
    """Returns what was written to a cache; None if it is missing, damaged or not readable."""
    try:
        with path.open("rb") as file:
            digest, _, content = file.read(_MOST + 1).partition(b"\n")
    except OSError:
        return None
    return content if digest == _digest(content) else None


def write_cache(path: Path, content: bytes) -> None:
    """Writes a cache completely or not at all; where it can't be written, there is none."""
    if len(content) > _MOST // 2:
        return
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        folder = open_folder(path.parent)
        try:
            data = _digest(content) + b"\n" + content
            with temporary_file(folder, data, durable=False) as name:
                os.rename(name, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        finally:
            os.close(folder)


def _digest(content: bytes) -> bytes:
    return sha256(content).hexdigest().encode()
