"""What a command does to a file: what was read there, and what is to be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from jticket.text.reading import ValidFile

if TYPE_CHECKING:
    from pathlib import Path

    from jticket.text.reading import File


class WrittenFile(Protocol):
    """What a command does to one file; None means that there is no file."""

    @property
    def id(self) -> str:
        """What messages call the file's content."""

    @property
    def path(self) -> Path:
        """Where the file is."""

    @property
    def old_bytes(self) -> bytes | None:
        """The bytes that were read."""

    @property
    def new_bytes(self) -> bytes | None:
        """The bytes to write."""

    @property
    def moved_from(self) -> Path | None:
        """Where the unchanged file was, if it only moves."""

    @property
    def mode(self) -> int | None:
        """The permissions of the file that was read, if it is removed."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a command does to one file; None means that there is no file.

    `what` are the command's words for it, for the commit's subject; "" where the difference between
    the files says it best. With `moved_from`, it is the unchanged file of that place, where another
    change says that there is none any more. `mode` are the permissions of a file that is removed.
    `is_forced`: it is not allowed, which was overridden.
    """

    id: str
    path: Path
    before: File | None
    after: File | None
    what: str = ""
    moved_from: Path | None = None
    mode: int | None = None
    is_forced: bool = False

    @property
    def old_bytes(self) -> bytes | None:
        """The bytes that were read."""
        return file_bytes(self.before)

    @property
    def new_bytes(self) -> bytes | None:
        """The bytes to write."""
        return file_bytes(self.after)

    @property
    def differs(self) -> bool:
        """Whether there is anything to write."""
        return self.old_bytes != self.new_bytes


def file_bytes(file: File | None) -> bytes | None:
    """Returns the bytes of a file; None for no file."""
    if isinstance(file, ValidFile):
        return file.text.document.encoded()
    return file.data if file else None
