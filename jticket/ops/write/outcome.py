"""The result of a change, which a surface prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from jticket.ops.write.change import Change
    from jticket.ops.write.summary import Summary
    from jticket.text.project import Project
    from jticket.text.reading import File
    from jticket.vcs.commit.commit import Committed


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a change: the tickets before and after it, and what it did to each.

    `changes` has those that changed nothing, too. Where the change is committed, `before` has the
    tickets as they were in HEAD.
    """

    before: Project
    project: Project
    changes: tuple[Change, ...] = ()
    summaries: tuple[Summary, ...] = ()
    committed: Committed | None = None
    notices: tuple[str, ...] = ()


def as_in_head(
    project: Project, changes: Sequence[Change], at_head: Mapping[Path, File] | None
) -> Project:
    """Returns the tickets with the files of a change as in HEAD; as they are where that is None."""
    if at_head is None:
        return project
    known = {file.path for file in project.files}
    new = {change.after.path for change in changes if change.after and change.path not in at_head}
    return project.with_files(at_head.values(), gone=new & known)


def notices_of(committed: Committed | None) -> tuple[str, ...]:
    """Returns what the user should know about a commit."""
    if committed is None:
        return ()
    if committed.branch is not None:
        return committed.notices
    return (*committed.notices, f"HEAD is detached: commit {committed.short} is on no branch")
