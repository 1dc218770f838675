"""The person who would make the next commit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from jticket.vcs.repository import Repository

_IDENTITY: Final = re.compile(r"(.*?) ?<([^<>]*)> \d+ [+-]\d{4}")


class Author(NamedTuple):
    """The author of a commit."""

    name: str
    email: str


def author(repo: Repository) -> Author | None:
    """Returns the author that a commit would have; None if git knows no name."""
    result = repo.run("var", "GIT_AUTHOR_IDENT", check=False)
    match = _IDENTITY.match(result.out.decode(errors="replace").strip())
    if result.status or match is None or not match[1]:
        return None
    return Author(match[1], match[2])


def set_user(repo: Repository, user: Author) -> None:
    """Sets the author of commits in this repository alone."""
    repo.run("config", "user.name", user.name)
    repo.run("config", "user.email", user.email)
