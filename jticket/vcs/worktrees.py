"""The work trees of a clone, and the files in them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.vcs.repository import Repository


@dataclass(frozen=True, slots=True)
class WorkTree:
    """Another work tree: its top folder, commit ("" for none yet) and branch ("" for none)."""

    top: Path
    commit: str
    branch: str


def work_trees(repo: Repository) -> tuple[WorkTree, ...]:
    """Returns the other work trees of the clone, except those whose folder is gone."""
    trees = []
    for facts in _listed(repo):
        top = Path(facts["worktree"])
        if "bare" not in facts and "prunable" not in facts and top != repo.top and top.is_dir():
            commit = facts.get("HEAD", "")
            branch = facts.get("branch", "").removeprefix("refs/heads/")
            trees.append(WorkTree(top, commit if commit.strip("0") else "", branch))
    return tuple(trees)


def work_tree_folders(repo: Repository) -> tuple[Path, ...]:
    """Returns the top folders of all work trees, this one first; some may be gone."""
    return tuple(dict.fromkeys((repo.top, *(Path(facts["worktree"]) for facts in _listed(repo)))))


def work_tree_names(repo: Repository) -> frozenset[str]:
    """Returns the names of the files of this work tree that git knows or would not ignore."""
    words = ("ls-files", "--cached", "--others", "--exclude-standard", "-z")
    names = decoded(repo.run(*words).out).split("\0")
    deleted = decoded(repo.run("ls-files", "--deleted", "-z").out).split("\0")
    return frozenset(names) - frozenset(deleted) - {""}


def uncommitted(repo: Repository, tree: WorkTree, folder: Path) -> tuple[str, ...]:
    """Returns the names of the files below a folder that another work tree has not committed.

    `folder` is that of this work tree. Deleted files are among them, ignored ones are not.
    """
    output = repo.run(
        *("-c", "diff.orderFile=/dev/null"),
        *("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"),
        *("--ignore-submodules=all", *repo.pathspec(folder)),
        cwd=tree.top,
    ).out
    return tuple(record[3:] for record in decoded(output).split("\0") if record)


def _listed(repo: Repository) -> Iterator[dict[str, str]]:
    """Yields git's attributes of each work tree, including this one."""
    if not (repo.common_dir / "worktrees").exists():  # then git would list no other
        return
    output = decoded(repo.run("worktree", "list", "--porcelain", "-z").out)
    for record in output.split("\0\0"):
        facts = dict(line.partition(" ")[::2] for line in record.split("\0") if line)
        if "worktree" in facts:
            yield facts
