"""Documents made of the tickets: rendered by a template, written to a file, or held against one."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import JticketError, NotFoundError, RefusedError
from jticket.model.suggestions import one_of
from jticket.ops.selection import find_tickets
from jticket.ops.templates import render_template
from jticket.ops.views.stats import grouping_key_of
from jticket.render.document import DocumentContext
from jticket.render.templates import Job
from jticket.render.terminal import safe
from jticket.store.files import is_ticket_path, write_file
from jticket.store.locate import real_path
from jticket.store.templates import SUFFIX, TemplateFiles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from jticket.ops.selection import Selection
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project

OVERVIEW = "overview.md.j2"
OVERVIEW_BY = "overview-by.md.j2"
_SUFFIXES = ("", SUFFIX, f".md{SUFFIX}", f".html{SUFFIX}", f".txt{SUFFIX}")
_ASKS_GIT = re.compile(r"\bclosed_(?:on|since)\b")
_SECONDS = 30
_MEMORY = 2 * 1024**3


class NoTemplateError(NotFoundError):
    """Raised when there is no template of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no template '{name}'", one_of(name, known))


class NotADocumentError(RefusedError):
    """Says that a document would be written over a ticket or the config."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} belongs to the tickets", "write the document to another file")


@dataclass(frozen=True, slots=True)
class Document:
    """What to make: by which template, for a file at which place (None: nowhere yet).

    `by` groups an overview; `variables` are what a template finds in `vars`.
    """

    template: str
    selection: Selection
    file: Path | None = None
    by: str | None = None
    variables: Mapping[str, str] | None = None


def overview(workspace: Workspace, project: Project, document: Document) -> str:
    """The overview, from the tickets alone: the same tickets make the same bytes.

    Raises:
        UsageError: a filter or grouping that there is not.
        TemplateError: the project's own template is wrong.
    """
    if document.by:
        grouping_key_of(document.by, project.settings)
    files = TemplateFiles((workspace.location.templates,))
    context = _context(workspace, project, document, today=None)
    job = Job((document.template,), files, context, seconds=_SECONDS, memory=_MEMORY)
    return safe(render_template(job, is_own=files.has_own_documents))


def document_by_template(workspace: Workspace, project: Project, document: Document) -> str:
    """The document that a template makes: the project's own, a packaged one, or a file's.

    Raises:
        UsageError: a filter that there is not.
        NoTemplateError: there is no such template.
        TemplateError: the template is wrong.
    """
    name, files = _template_named(workspace, document.template)
    today = workspace.now().astimezone(UTC).date()
    asks_git = any(map(_ASKS_GIT.search, files.document_sources(name)))
    context = _context(workspace, project, document, today=today, asks_git=asks_git)
    job = Job((name,), files, context, seconds=_SECONDS, memory=_MEMORY)
    is_path = len(files.own) > 1
    return safe(render_template(job, is_own=is_path or files.has_own_documents))


def write_document(workspace: Workspace, file: Path, content: str | bytes) -> bool:
    """Writes a document, or a picture, whole or not at all; returns whether that changed the file.

    Raises:
        NotADocumentError: the file is a ticket's, the config, or a template.
        LinkLeavesError: a link in the repository leads out of it.
        JticketError: the disk refuses.
    """
    folder, target = workspace.location.folder, real_path(file)
    if target.is_relative_to(folder) and (
        is_ticket_path(folder, target)
        or target == workspace.location.config
        or target.is_relative_to(workspace.location.templates)
    ):
        raise NotADocumentError(file)
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
    before = read_document(workspace, file)
    if before == data:
        return False
    write_file(file, data, before=before)
    return True


def read_document(workspace: Workspace, file: Path) -> bytes | None:
    """The bytes of a document, None where there is none.

    Raises:
        LinkLeavesError: a link in the repository leads out of it.
        NotFoundError: it can't be read.
    """
    workspace.location.check_links(file)
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotFoundError(f"can't read {file}: {error.strerror}") from None


def template_names(workspace: Workspace) -> list[str]:
    """Returns the templates of documents, the project's own and the packaged ones."""
    files = TemplateFiles((workspace.location.templates,))
    return sorted(files.document_names() - {OVERVIEW_BY})


def _template_named(workspace: Workspace, name: str) -> tuple[str, TemplateFiles]:
    """Returns the template that a name or a path means, and where it and others are read from."""
    templates = workspace.location.templates
    path = workspace.environment.cwd / name
    if (os.sep in name or name.endswith(SUFFIX)) and path.is_file():
        return path.name, TemplateFiles((path.parent, templates))
    files = TemplateFiles((templates,))
    for suffix in _SUFFIXES:
        if files.own_path(name + suffix) or files.packaged_path(name + suffix):
            return name + suffix, files
    known = [
        known_name.removesuffix(SUFFIX).removesuffix(".md")
        for known_name in template_names(workspace)
    ]
    raise NoTemplateError(name, known)


def _context(
    workspace: Workspace,
    project: Project,
    document: Document,
    *,
    today: date | None,
    asks_git: bool = False,
) -> DocumentContext:
    chosen = [
        each.ticket.id
        for each in find_tickets(project, document.selection, workspace.now())
    ]
    location = workspace.location
    place = real_path(document.file).parent if document.file else location.root
    return DocumentContext(
        files=tuple((file.path, file.ticket) for file in project.valid),
        settings=project.settings,
        chosen=tuple(chosen),
        today=today,
        closed_on=_closed_on(workspace, project) if asks_git else {},
        variables=document.variables or {},
        by=document.by,
        folder=Path(os.path.relpath(place, location.root)).as_posix(),
    )


def _closed_on(workspace: Workspace, project: Project) -> dict[str, str]:
    """The day in UTC on which each closed ticket took its status, where git knows it."""
    from jticket.vcs.diff import changed_paths
    from jticket.vcs.log import last_changes

    folder = workspace.location.folder
    try:
        moments = last_changes(workspace.repository, folder, "^status:")
        edited = {change.path.name for change in changed_paths(workspace.repository, folder)}
    except JticketError:
        return {}
    found = {}
    for file in project.valid:
        ticket = file.ticket
        name = PurePosixPath(file.path).name
        moment = moments.get(name)
        if moment and name not in edited and project.settings.is_closed(ticket.status):
            found[ticket.id] = moment.date().isoformat()
    return found
