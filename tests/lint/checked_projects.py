"""Projects of a few files in memory, for the tests of rules."""

from __future__ import annotations

from jticket.model.settings import Settings
from jticket.text.project import Project
from jticket.text.reading import ValidFile, read_ticket

SETTINGS = Settings(prefix="JJM")


def file_of(ticket_id: str, front: str, body: str = "", settings: Settings = SETTINGS) -> ValidFile:
    """Returns a ticket's file with these lines below its ID."""
    text = f"---\nid: {ticket_id}\n{front}\n---\n{body}"
    file = read_ticket(text.encode(), f"{ticket_id}.md", settings, stem=ticket_id)
    assert isinstance(file, ValidFile)
    return file


def project(*files: ValidFile, settings: Settings = SETTINGS) -> Project:
    """Returns the project of some files."""
    return Project(files, settings)
