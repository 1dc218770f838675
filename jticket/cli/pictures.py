"""`--plot FILE`: pictures that a command draws besides what it prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jticket.cli.output import notice
from jticket.errors import UsageError

if TYPE_CHECKING:
    from jticket.cli.app import App


def picture_file(name: str | None) -> Path | None:
    """Returns the file to draw, None for none.

    Raises:
        UsageError: its suffix is not that of a format that can be drawn.
        NoPlotsError: the library that draws is not installed.
    """
    if name is None:
        return None
    from jticket.render.plot import FORMATS, can_plot

    file = Path(name)
    if picture_format(file) not in FORMATS:
        raise UsageError(f"--plot: {name} is neither .svg nor .png")
    can_plot()
    return file


def picture_format(file: Path) -> str:
    """Returns the format that a file's name asks for."""
    return file.suffix.lower().removeprefix(".")


def write_picture(app: App, file: Path, picture: bytes) -> None:
    """Writes a picture, and reports on stderr that it did.

    Raises:
        NotADocumentError: the file is a ticket, the config, a template, or one of git's.
        JticketError: the file can't be written.
    """
    from jticket.ops.views.documents import write_document

    written = write_document(app.workspace(), file, picture)
    notice(f"{file}: {'written' if written else 'up to date'}")
