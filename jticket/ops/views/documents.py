"""`overview` and `render`: documents made of the tickets by a template, and written to files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from jticket.errors import JticketError, RefusedError
from jticket.ops.selection import select_tickets
from jticket.ops.templates import render_template
from jticket.ops.views.document_templates import find_template, overview_template
from jticket.ops.views.grouping import grouping_key_of
from jticket.render.document import DocumentContext
from jticket.render.templates import Job
from jticket.store.files import UnreadableFileError, is_ticket_path, read_file
from jticket.store.locate import ATTRIBUTES, is_in_git, is_in_repository_folder, real_path
from jticket.store.streams import is_stream, write_to_stream
from jticket.store.writes import Area, write_file
from jticket.text.printable import safe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jticket.ops.selection import Selection
    from jticket.ops.views.document_templates import DocumentTemplate
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project

MAX_DOCUMENT = 64 * 1024**2
_SECONDS = 30
_MEMORY = 2 * 1024**3


class NotADocumentError(RefusedError):
    """Raised when a document would overwrite a ticket, a template, the config or git's files."""

    def __init__(self, path: Path, owner: str) -> None:
        super().__init__(f"{path} belongs to {owner}", "write the document to another file")


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A document to make: of which tickets, and for which file, None for none yet.

    `by` groups an overview; `variables` are what a template finds in `vars`.
    """

    selection: Selection
    file: Path | None = None
    by: str | None = None
    variables: Mapping[str, str] | None = None


def overview(workspace: Workspace, project: Project, document: DocumentRequest) -> str:
    """Returns the overview, from the tickets alone: the same tickets make the same bytes.

    It does not change with the clock: a ticket that waits for a day is parked.

    Raises:
        UsageError: a value that a field can't have, a wrong query, or a wrong grouping.
        TemplateError: the project's own template is wrong.
    """
    if document.by:
        grouping_key_of(document.by, project.settings)
    template = overview_template(workspace, grouped=bool(document.by))
    return _rendered(template, _context(workspace, project.on(None), document, now=None))


def document_by_template(
    workspace: Workspace, project: Project, name: str, document: DocumentRequest
) -> str:
    """Returns the document that a template makes, by the template's name or path.

    Raises:
        UsageError: a value that a field can't have, or a wrong query.
        NoTemplateError: there is no such template.
        TemplateError: the template is wrong.
    """
    template = find_template(workspace, name)
    closed_on = _closed_on(workspace, project) if template.may_ask_closing_dates() else None
    return _rendered(template, _context(workspace, project, document, workspace.now(), closed_on))


def write_document(workspace: Workspace, file: Path, content: str | bytes) -> bool:
    """Writes a document or a picture; returns whether the file changed.

    A regular file is replaced completely or not at all. A device or pipe is written to.

    Raises:
        NotADocumentError: the file is a ticket, the config, a template, or one of git's.
        LinkLeavesError: a link in the repository leads out of it.
        LeavesFolderError: the folder of templates is a link out of the tickets folder.
        JticketError: the file can't be written.
        OSError: a device or pipe does not take everything.
    """
    workspace.location.check_links(file)
    _check_owner(workspace, file)
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogateescape")
    if is_stream(file):
        write_to_stream(file, data)
        return True
    before = read_document(workspace, file)
    if before == data:
        return False
    write_file(file, data, before=before, area=_area(workspace, file))
    return True


def read_document(workspace: Workspace, file: Path) -> bytes | None:
    """Returns the bytes of a document, None if there is no file.

    Raises:
        LinkLeavesError: a link in the repository leads out of it.
        UnreadableFileError: it can't be read, is too large, or is not a regular file.
    """
    workspace.location.check_links(file)
    if not file.exists():
        return None
    data = read_file(file, limit=MAX_DOCUMENT)
    if len(data) > MAX_DOCUMENT:
        raise UnreadableFileError(file, f"larger than {MAX_DOCUMENT // 1024**2} MiB")
    return data


def _area(workspace: Workspace, file: Path) -> Area:
    """Returns where a document may be written: in the repository, or where the user named it."""
    root = workspace.location.root
    if real_path(file).is_relative_to(root):
        return Area(root, top=root)
    return Area(top=root)


def _check_owner(workspace: Workspace, file: Path) -> None:
    """Refuses a file of git's or jticket's own, by its name and by where a link leads."""
    location = workspace.location
    settings = (location.config, location.folder / ATTRIBUTES)
    for path in (real_path(file), real_path(file.parent) / file.name):
        if is_in_git(path) or is_in_repository_folder(path):
            raise NotADocumentError(file, "git")
        is_ticket = path.is_relative_to(location.folder) and is_ticket_path(location.folder, path)
        is_setting = path in (*settings, *map(real_path, settings))
        if is_ticket or is_setting or path.is_relative_to(location.templates):
            raise NotADocumentError(file, "the tickets")


def _rendered(template: DocumentTemplate, context: DocumentContext) -> str:
    job = Job((template.name,), template.files, context, seconds=_SECONDS, memory=_MEMORY)
    return safe(render_template(job, is_own=template.is_own))


def _context(
    workspace: Workspace,
    project: Project,
    document: DocumentRequest,
    now: datetime | None,
    closed_on: Mapping[str, str] | None = None,
) -> DocumentContext:
    files = select_tickets(project, document.selection, workspace.now())
    root = workspace.location.root
    folder = root
    if document.file and not is_stream(document.file):
        folder = real_path(document.file).parent
    return DocumentContext(
        files=tuple((file.path, file.ticket) for file in project.valid),
        settings=project.settings,
        chosen=tuple(file.ticket.id for file in files),
        now=now,
        closed_on=closed_on or {},
        variables=document.variables or {},
        by=document.by,
        folder=Path(os.path.relpath(folder, root)).as_posix(),
    )


def _closed_on(workspace: Workspace, project: Project) -> dict[str, str]:
    """Returns, by ID, the day in UTC on which a closed ticket took its status, if git knows it."""
    from jticket.vcs.diff import changed_paths
    from jticket.vcs.log import last_changes

    folder = workspace.location.folder
    try:
        moments = last_changes(workspace.repository, folder, "^status:")
        edited = {change.path.name for change in changed_paths(workspace.repository, folder)}
    except JticketError:
        return {}
    days = {}
    for file in project.valid:
        name = PurePosixPath(file.path).name
        moment = moments.get(name)
        if moment and name not in edited and project.settings.is_closed(file.ticket.status):
            days[file.ticket.id] = moment.date().isoformat()
    return days
