"""Where the user's own settings are, and their bytes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jticket.store.files import read_file

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE: Final = Path("jticket", "config.yml")


def user_config_path(environ: Mapping[str, str]) -> Path | None:
    """Returns where the file is by the XDG Base Directory Specification; None without a home.

    A relative `XDG_CONFIG_HOME` does not count: it would lead into whatever folder this runs in.
    """
    for folder in (environ.get("XDG_CONFIG_HOME"), _default(environ.get("HOME"))):
        if folder and Path(folder).is_absolute():
            return Path(folder) / _FILE
    return None


def read_user_file(path: Path) -> bytes | None:
    """Returns the bytes of the file; None where there is none.

    Raises:
        UnreadableFileError: it can't be read.
    """
    return read_file(path) if os.path.lexists(path) else None


def _default(home: str | None) -> str | None:
    return str(Path(home) / ".config") if home else None
