"""The name of the person who would make the next commit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jticket.vcs.repository import Repository

_NAME: Final = re.compile(r"(.*?) ?<[^<>]*> \d+ [+-]\d{4}")


def author_name(repo: Repository) -> str | None:
    """Returns the name that a commit's author would have; None if git knows none."""
    result = repo.run("var", "GIT_AUTHOR_IDENT", check=False)
    match = _NAME.match(result.out.decode(errors="replace").strip())
    return match[1] or None if match and not result.status else None
