"""When files changed, as git remembers it; asked in bulk, never a process a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from jticket.vcs.paths import decoded, repo_relative_names

if TYPE_CHECKING:
    from pathlib import Path

    from jticket.vcs.repository import Repository

_COMMIT: Final = "\1"


def last_change(repo: Repository, path: Path, line: str) -> datetime | None:
    """Returns when HEAD's history last changed a line of a file that matches; UTC.

    None where no commit did.
    """
    return last_changes(repo, path, line).get(path.name)


def last_changes(repo: Repository, place: Path, line: str) -> dict[str, datetime]:
    """Returns for a file, or each below a folder, when a matching line last changed; UTC.

    By the files' names, which they keep when they are moved to another folder: moving one changes
    no line of it.
    """
    name = repo_relative_names(repo.top, (place,))[place]
    result = repo.run(
        *("log", "--find-renames=100%", "--no-show-signature", "--name-only", "-z"),
        *(f"-G{line}", f"--format={_COMMIT}%ct", "HEAD", "--", name or "."),
        check=False,
    )
    if result.status:
        return {}  # no commit yet
    found: dict[str, datetime] = {}
    for part in decoded(result.out).split(_COMMIT)[1:]:
        seconds, *names = [each.strip("\n") for each in part.split("\0") if each.strip("\n")]
        moment = datetime.fromtimestamp(int(seconds), UTC)
        for each in names:
            found.setdefault(PurePosixPath(each).name, moment)
    return found
