"""`show --raw`: the text of a ticket's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import NotFoundError
from jticket.model import rules
from jticket.ops.lookup import BrokenTicketError, unreadable_file
from jticket.store.files import read_file

if TYPE_CHECKING:
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.text.reading import File

_BOM = b"\xef\xbb\xbf"


def raw_text(workspace: Workspace | None, project: Project, reference: str) -> str:
    """Returns the text of a ticket's file, even of one that holds no valid ticket.

    Without a workspace, as for a commit, it is the text that was read with the project.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        BrokenTicketError: the file is a link that leads out of the folder, or it was unreadable
            when the project was read and there is no workspace to read it from.
        LeavesFolderError: a link leads out of the tickets folder.
        UnreadableFileError: the file can't be opened.
    """
    file: File
    try:
        file = project.find(reference)
        if workspace is None:
            return file.text.document.text
    except NotFoundError:
        if (unreadable := unreadable_file(project, reference)) is None:
            raise
        if workspace is None or unreadable.reason.rule is rules.LINK_LEAVES:
            raise BrokenTicketError(unreadable) from None
        file = unreadable
    data = read_file(workspace.path_of(file), within=workspace.location.folder)
    return data.removeprefix(_BOM).decode(errors="surrogateescape")
