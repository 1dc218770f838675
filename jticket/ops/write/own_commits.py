"""Which commits jticket made: those of ticket files alone, with a subject of its shape."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from jticket.model.ids import is_id
from jticket.store.files import is_ticket_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jticket.model.settings import Settings
    from jticket.ops.workspace import Workspace
    from jticket.vcs.log import Commit
    from jticket.vcs.repository import Repository

_DEFAULT_SUBJECT = "{id}: {what}"
_NAMES = r"(?P<id>[^\s,]+(?:, [^\s,]+)*|\d+ tickets)"
_WHAT = "(?P<what>.+)"
_SEARCHED = 1000


class Subject(NamedTuple):
    """The subject of a commit that jticket made: the tickets, and what was done to them."""

    named: str
    what: str


def subject_of(text: str, settings: Settings) -> Subject | None:
    """Returns the parts of a subject; None if it is not of the shape that jticket gives one.

    That is the settings' own, or the default one, since settings change.
    """
    for template in dict.fromkeys((settings.commit_subject, _DEFAULT_SUBJECT)):
        shape = re.escape(template)
        shape = shape.replace(re.escape("{id}"), _NAMES, 1).replace(re.escape("{what}"), _WHAT, 1)
        match = re.fullmatch(shape, text)
        if match and _are_tickets(match["id"]):
            return Subject(match["id"], match["what"])
    return None


def _are_tickets(named: str) -> bool:
    return named.endswith(" tickets") or all(map(is_id, named.split(", ")))


def own_commits(workspace: Workspace, repository: Repository) -> Iterator[Commit]:
    """Yields the commits that jticket made on the branch itself, newest first, with their files."""
    from jticket.vcs.log import own_line, with_files

    folder, settings = workspace.location.folder, workspace.settings
    for commit in own_line(repository, folder, _SEARCHED):
        if subject_of(commit.subject, settings) is None:
            continue
        (whole,) = with_files(repository, [commit.id])
        if not other_files(whole, repository, folder):
            yield whole


def other_files(commit: Commit, repository: Repository, folder: Path) -> list[str]:
    """Returns the files of a commit that are not tickets, by their names from the top."""
    return [
        step.name for step in commit.files if ticket_path(step.name, repository, folder) is None
    ]


def ticket_path(name: str, repository: Repository, folder: Path) -> Path | None:
    """Returns the path of a ticket's file, by its name from the top; None for any other file."""
    place, top = PurePosixPath(name), repository.relative(folder)
    if not place.is_relative_to(top):
        return None
    path = folder / place.relative_to(top)
    return path if is_ticket_path(folder, path) else None
