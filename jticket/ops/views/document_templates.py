"""The template of a document: the project's own, a packaged one, or a file named by its path."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.model.suggestions import one_of
from jticket.store.locate import real_path
from jticket.store.templates import SUFFIX, TemplateFiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.ops.workspace import Workspace

OVERVIEW = "overview.md.j2"
OVERVIEW_BY = "overview-by.md.j2"
_SUFFIXES = ("", SUFFIX, f".md{SUFFIX}", f".html{SUFFIX}", f".txt{SUFFIX}")
_CLOSING_DATES = re.compile(r"\bclosed_(?:on|since)\b")


class NoTemplateError(NotFoundError):
    """Raised when there is no template of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no template '{name}'", one_of(name, known))


@dataclass(frozen=True, slots=True)
class DocumentTemplate:
    """A template by its file name, and where it and those that it includes are read from.

    `is_own`: any of the project's own templates may take part, so it must not render in this
    process.
    """

    name: str
    files: TemplateFiles
    is_own: bool

    def may_ask_closing_dates(self) -> bool:
        """Returns whether it may ask when tickets were closed, which only git knows.

        Raises:
            UnreadableFileError: a template can't be read.
        """
        return any(map(_CLOSING_DATES.search, self.files.document_sources(self.name)))


def overview_template(workspace: Workspace, *, grouped: bool) -> DocumentTemplate:
    """Returns the template of the overview, by a field or not."""
    files = _files(workspace)
    return DocumentTemplate(OVERVIEW_BY if grouped else OVERVIEW, files, files.has_own_documents)


def find_template(workspace: Workspace, name: str) -> DocumentTemplate:
    """Returns the template that a name, with or without suffixes, or a path means.

    Raises:
        NoTemplateError: there is no such template.
        LinkLeavesError: a link in the repository leads out of it.
        LeavesFolderError: a link leads out of the tickets folder.
    """
    files = _files(workspace)
    path = workspace.environment.cwd / name
    if (os.sep in name or name.endswith(SUFFIX)) and path.is_file():
        workspace.location.check_links(path)
        folder = real_path(path.parent)
        return DocumentTemplate(path.name, TemplateFiles((folder, *files.own)), is_own=True)
    for suffix in _SUFFIXES:
        own = files.own_path(name + suffix)
        if own or files.packaged_path(name + suffix):
            is_own = own is not None or files.has_own_documents
            return DocumentTemplate(name + suffix, files, is_own)
    known = [known.removesuffix(SUFFIX).removesuffix(".md") for known in template_names(workspace)]
    raise NoTemplateError(name, known)


def template_names(workspace: Workspace) -> list[str]:
    """Returns the names of the templates for documents, the project's own and the packaged.

    Raises:
        NoTemplatesError: the packaged templates are missing.
        OSError: a folder of templates can't be listed.
    """
    return sorted(_files(workspace).document_names() - {OVERVIEW_BY})


def _files(workspace: Workspace) -> TemplateFiles:
    return TemplateFiles((workspace.location.templates,))
