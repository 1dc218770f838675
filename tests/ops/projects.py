"""Projects built from texts, for tests of use cases that need neither a disk nor git."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jticket.model.settings import Settings
from jticket.ops.selection import Selection
from jticket.text.project import Project
from jticket.text.reading import read_ticket

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.text.reading import File

NOW = datetime(2025, 10, 1, 9, 30, tzinfo=UTC)
SETTINGS = Settings(prefix="JJM")
EVERYTHING = Selection({}, closed_too=True)


def ticket_file(number: int, *lines: str, body: str = "") -> File:
    """Returns a ticket in the backlog; lines of front matter replace or follow the usual ones."""
    values = {
        "id": f"JJM-{number:03}",
        "title": f"Ticket {number}",
        "status": "backlog",
        "ticket_type": "task",
        "priority": "normal",
        "created": "2025-10-01T09:30:00Z",
        **dict(line.split(": ", 1) for line in lines),
    }
    front = "".join(f"{key}: {value}\n" for key, value in values.items())
    text = f"---\n{front}---\n\n## Description\n\n{body}\n"
    return _file(number, text)


def broken_file(number: int) -> File:
    """Returns a file that holds no readable ticket."""
    return _file(number, "---\nid: [\n---\n")


def _file(number: int, text: str) -> File:
    stem = f"JJM-{number:03}"
    return read_ticket(text.encode(), f".tickets/{stem}.md", SETTINGS, stem=stem)


def project(*files: File) -> Project:
    """Returns a project of these files."""
    return Project(files, SETTINGS)


def selection(
    *,
    closed_too: bool = False,
    sort: tuple[str, ...] = (),
    limit: int | None = None,
    where: str | None = None,
    **filters: Sequence[str],
) -> Selection:
    """Returns a selection; filters are lists of values by front-matter key."""
    return Selection(filters, closed_too, sort, limit, where)
