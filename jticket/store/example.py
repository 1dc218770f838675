"""The files of the example project, which come with the package."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jticket.errors import JticketError, RefusedError
from jticket.model.wording import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE_DAY: Final = date(2025, 10, 1)
"""The day on which the example project is as its tickets say."""


class NoExampleError(JticketError):
    """Raised when the packaged example is missing: the installation is broken."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no example project in {folder}", "install jticket again")


class OccupiedFolderError(RefusedError):
    """Raised when the example can't be made in a folder because something is in it."""

    code = "occupied"

    def __init__(self, folder: str) -> None:
        super().__init__(f"{quoted(folder)} exists and is not empty", "name a new folder")
        self.folder = folder


@contextmanager
def vacant_folder(folder: Path, shown: str) -> Iterator[None]:
    """Lets a folder be made and filled; after an error it is as it was, empty or missing.

    Raises:
        OccupiedFolderError: there is something in the folder, or it is a file.
    """
    existed = os.path.lexists(folder)
    if existed and (not folder.is_dir() or any(folder.iterdir())):
        raise OccupiedFolderError(shown)
    try:
        yield
    except BaseException:
        for path in [*folder.iterdir()] if existed else [folder]:
            shutil.rmtree(path, ignore_errors=True)
        raise


def example_files() -> dict[str, bytes]:
    """Returns the content of each file of the example by its path from the tickets folder.

    Raises:
        NoExampleError: they are missing.
    """
    folder = _example_folder()
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def _example_folder() -> Path:
    """Returns the folder of the example, installed or in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "example", package.parent / ".tickets-example"):
        if (folder / "config.yml").is_file():
            return folder
    raise NoExampleError(package / "example")
