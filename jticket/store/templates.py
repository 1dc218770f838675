"""Template files: a project's own, which override the packaged ones."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from jticket.errors import JticketError
from jticket.store.files import MAX_FILE, UnreadableFileError, read_file
from jticket.store.locate import inside, is_in_git

if TYPE_CHECKING:
    from collections.abc import Iterator

SUFFIX: Final = ".j2"
TICKETS: Final = "tickets"
"""The folder of the templates of new tickets, among those of documents."""


class NoTemplatesError(JticketError):
    """Raised when the packaged templates are missing: the installation is broken."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"no templates in {folder}", "install jticket again")


@dataclass(frozen=True, slots=True)
class TemplateSource:
    """The text of a template, and the file that it was read from."""

    text: str
    path: Path


@dataclass(frozen=True, slots=True)
class TemplateFiles:
    """The templates by name, searched for in the project's own folders, then the packaged one.

    The first of `own` comes before the next; the folders need not exist, and have no links in their
    paths. A link that leads out of its folder is a `LeavesFolderError` wherever it is met.
    """

    own: tuple[Path, ...] = ()

    @property
    def has_own_documents(self) -> bool:
        """Whether the project has templates of documents."""
        return any(_templates_in(folder) for folder in self.own)

    def own_path(self, name: str) -> Path | None:
        """Returns the file of the project's own template of that name."""
        return next(filter(None, (_path_in(folder, name) for folder in self.own)), None)

    def packaged_path(self, name: str) -> Path | None:
        """Returns the file of the packaged template of that name."""
        return _path_in(packaged_templates(), name)

    def read_own(self, name: str) -> TemplateSource | None:
        """Returns the project's own template of that name, None where there is none.

        Raises:
            UnreadableFileError: the file can't be read, or is too large.
            UnicodeDecodeError: it is not UTF-8.
        """
        return _read(self.own, name)

    def read_packaged(self, name: str) -> TemplateSource | None:
        """Returns the packaged template of that name, None where there is none."""
        return _read((packaged_templates(),), name)

    def document_names(self) -> set[str]:
        """Returns the names of the templates of documents, the packaged ones among them."""
        folders = (*self.own, packaged_templates())
        return {name for folder in folders for name in _templates_in(folder)}

    def document_sources(self, name: str) -> Iterator[str]:
        """Yields the text of all own templates of documents, then that of a packaged one."""
        for folder in self.own:
            for own in _templates_in(folder):
                yield read_file(folder / own, within=folder).decode(errors="replace")
        if packaged := self.packaged_path(name):
            yield read_file(packaged).decode(errors="replace")


def packaged_templates() -> Path:
    """Returns the folder of the templates that come with the package, installed or in a checkout.

    Raises:
        NoTemplatesError: it is missing.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / TICKETS).is_dir():
            return folder
    raise NoTemplatesError(package / "templates")


def _templates_in(folder: Path) -> list[str]:
    """Returns the names of the templates of documents in a folder."""
    if not folder.is_dir():
        return []
    names = (path.name for path in folder.iterdir() if path.name.endswith(SUFFIX))
    return [name for name in names if _path_in(folder, name)]


def _path_in(folder: Path, name: str) -> Path | None:
    """Returns the file of that name; None if there is none, or the name itself leads elsewhere."""
    path = folder / name
    if not Path(os.path.normpath(path)).is_relative_to(folder) or is_in_git(PurePath(name)):
        return None
    return path if inside(folder, path).is_file() else None


def _read(folders: tuple[Path, ...], name: str) -> TemplateSource | None:
    for folder in folders:
        if path := _path_in(folder, name):
            data = read_file(path, within=folder)
            if len(data) > MAX_FILE:
                raise UnreadableFileError(path, f"larger than {MAX_FILE // 1024} KiB")
            return TemplateSource(data.decode(), path)
    return None
