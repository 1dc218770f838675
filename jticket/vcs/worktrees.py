"""The other work trees of a clone, and what is not committed in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from jticket.vcs.repository import Repository


@dataclass(frozen=True, slots=True)
class WorkTree:
    """Another work tree: where it lies, its commit ("" for none yet), its branch ("" for none)."""

    top: Path
    commit: str
    branch: str


def work_trees(repo: Repository) -> tuple[WorkTree, ...]:
    """Returns the work trees of the clone but this one, without those whose folder is gone."""
    if not (repo.common_dir / "worktrees").exists():  # then git would name no other
        return ()
    output = decoded(repo.run("worktree", "list", "--porcelain", "-z").out)
    found = []
    for record in output.split("\0\0"):
        facts = dict(line.partition(" ")[::2] for line in record.split("\0") if line)
        top = Path(facts.get("worktree", ""))
        if "worktree" not in facts or "bare" in facts or "prunable" in facts:
            continue
        if top != repo.top and top.is_dir():
            commit = facts.get("HEAD", "").strip("0")
            branch = facts.get("branch", "").removeprefix("refs/heads/")
            found.append(WorkTree(top, facts["HEAD"] if commit else "", branch))
    return tuple(found)


def uncommitted(repo: Repository, tree: WorkTree, folder: Path) -> tuple[str, ...]:
    """Returns the names below a folder whose files in a work tree are not as its commit has them.

    `folder` is that of this work tree. Deleted files are among them, ignored ones are not.
    """
    name = repo.relative(folder)
    output = repo.run(
        *("-c", "diff.orderFile=/dev/null"),
        *("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"),
        *("--ignore-submodules=all", "--", *((name,) if name else ())),
        cwd=tree.top,
    ).out
    return tuple(record[3:] for record in decoded(output).split("\0") if record)
