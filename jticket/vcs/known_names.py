"""Which file names any branch, remote, work tree or the history has ever held."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jticket.vcs.environment import LOG_OPTIONS
from jticket.vcs.paths import decoded
from jticket.vcs.worktrees import work_tree_folders

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.vcs.repository import Repository

# `--full-history` walks into branches whose changes a merge threw away, and `-c` shows what a merge
# added that no parent has.
_EVERY_ADDED_FILE: Final = (
    *(*LOG_OPTIONS, "log", "--all", "--full-history", "-c", "--diff-filter=A", "--no-renames"),
    *("--no-ext-diff", "--no-color", "--name-only", "-z", "--format="),
)


def known_names(repo: Repository, folder: Path) -> frozenset[str]:
    """Returns the name of every file that was ever added under `folder`, wherever it is known.

    That is: in the history of HEAD and of every reference, local or remote-tracking, and of the
    HEADs of all work trees; in the index of every work tree; and on disk, in the same folder of
    every work tree, ignored files too. Names are from the repository's top. In a shallow clone the
    history ends where git's does.
    """
    where = repo.pathspec(folder)
    outputs = [decoded(repo.run(*_EVERY_ADDED_FILE, *where).out), *_indexed(repo, where)]
    names = {name for output in outputs for name in output.split("\0") if name}
    for top in work_tree_folders(repo):
        names.update(_on_disk(top, repo.relative(folder)))
    return frozenset(names)


def _indexed(repo: Repository, where: tuple[str, ...]) -> Iterator[str]:
    """Yields what the index of each work tree lists, even of one whose folder is gone."""
    for git_dir in (repo.common_dir, *(repo.common_dir / "worktrees").glob("*")):
        if (git_dir / "index").exists():
            env = {"GIT_DIR": str(git_dir), "GIT_WORK_TREE": str(repo.top)}
            yield decoded(repo.run("ls-files", "-z", *where, env=env).out)


def _on_disk(top: Path, name: str) -> Iterator[str]:
    for folder, folders, files in os.walk(top / name):
        if ".git" in folders:
            folders.remove(".git")
        place = Path(folder).relative_to(top).as_posix()
        prefix = "" if place == "." else f"{place}/"
        yield from (prefix + file for file in files)
