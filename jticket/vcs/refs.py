"""Which files any branch, remote, work tree or the history knows, in bulk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jticket.vcs.paths import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.vcs.repository import Repository

# `--full-history` walks into branches whose changes a merge threw away, and `-c` shows what a merge
# added that no parent has. Configuration may turn the first commit's files off, or follow renames.
_EVERY_ADDED_FILE: Final = (
    *("-c", "log.showRoot=true", "-c", "log.follow=false", "-c", "log.showSignature=false"),
    *("log", "--all", "--full-history", "-c", "--diff-filter=A", "--no-renames"),
    *("--no-ext-diff", "--no-color", "--name-only", "-z", "--format="),
)


def known_names(repo: Repository, folder: Path) -> frozenset[str]:
    """Returns the name of every file that was ever added under `folder`, wherever it is known.

    That is: in the history of HEAD and of every reference, local or remote-tracking, of the HEADs
    of all work trees; in the index of every work tree; and on disk, in the same folder of every
    work tree, ignored files too. Names are from the repository's top. In a shallow clone the
    history ends where git's does.
    """
    name = repo.relative(folder)
    where = ("--", name) if name else ("--",)
    names = {decoded(repo.run(*_EVERY_ADDED_FILE, *where).out)}
    names.update(_indexed(repo, where))
    known = {entry for output in names for entry in output.split("\0") if entry}
    for top in _work_trees(repo):
        known.update(_lying_in(top, name))
    return frozenset(known)


def _indexed(repo: Repository, where: tuple[str, ...]) -> Iterator[str]:
    """Yields what the index of each work tree lists, of one whose folder is gone too."""
    for git_dir in (repo.common_dir, *(repo.common_dir / "worktrees").glob("*")):
        if (git_dir / "index").exists():
            env = {"GIT_DIR": str(git_dir), "GIT_WORK_TREE": str(repo.top)}
            yield decoded(repo.run("ls-files", "-z", *where, env=env).out)


def _work_trees(repo: Repository) -> Iterator[Path]:
    yield repo.top
    if not (repo.common_dir / "worktrees").exists():  # then git would name no other
        return
    for line in decoded(repo.run("worktree", "list", "--porcelain", "-z").out).split("\0"):
        if line.startswith("worktree "):
            yield Path(line.removeprefix("worktree "))


def _lying_in(top: Path, name: str) -> Iterator[str]:
    for folder, folders, files in os.walk(top / name):
        if ".git" in folders:
            folders.remove(".git")
        place = Path(folder).relative_to(top).as_posix()
        prefix = "" if place == "." else f"{place}/"
        yield from (prefix + file for file in files)
