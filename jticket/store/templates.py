"""Template files: a project's own, which override the packaged ones."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jticket.errors import JticketError
from jticket.store.files import MAX_FILE, UnreadableFileError, read_file
from jticket.store.locate import real_path

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

    The first of `own` comes before the next; the folders need not exist.
    """

    own: tuple[Path, ...] = ()

    @property
    def has_own_documents(self) -> bool:
        """Whether the project has templates of documents."""
        return any(path.is_file() for folder in self.own for path in _templates_in(folder))

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
        return _read(self.own_path(name))

    def read_packaged(self, name: str) -> TemplateSource | None:
        """Returns the packaged template of that name, None where there is none."""
        return _read(self.packaged_path(name))

    def document_names(self) -> set[str]:
        """Returns the names of the templates of documents, the packaged ones among them."""
        folders = (*self.own, packaged_templates())
        return {path.name for folder in folders for path in _templates_in(folder)}

    def document_sources(self, name: str) -> Iterator[str]:
        """Yields the text of all own templates of documents, then that of a packaged one."""
        packaged = self.packaged_path(name)
        paths = [path for folder in self.own for path in _templates_in(folder)]
        for path in (*paths, *([packaged] if packaged else [])):
            yield read_file(path).decode(errors="replace")


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


def _templates_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [path for path in folder.iterdir() if path.name.endswith(SUFFIX)]


def _path_in(folder: Path, name: str) -> Path | None:
    """Returns the file of that name, unless the name or a link leads out of the folder."""
    real = real_path(folder / name)
    is_inside = real.is_relative_to(real_path(folder))
    return folder / name if is_inside and real.is_file() else None


def _read(path: Path | None) -> TemplateSource | None:
    if path is None:
        return None
    data = read_file(path)
    if len(data) > MAX_FILE:
        raise UnreadableFileError(path, f"larger than {MAX_FILE // 1024} KiB")
    return TemplateSource(data.decode(), path)
