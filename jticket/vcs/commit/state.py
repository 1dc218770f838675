"""Whether the state of a work tree allows a commit."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final

from jticket.vcs.blobs import names_at_head
from jticket.vcs.commit.index import wait_for_user_index
from jticket.vcs.errors import (
    BusyRepositoryError,
    GitError,
    IgnoredPathError,
    NoIdentityError,
    OutsideRepositoryError,
    UnmergedPathError,
)
from jticket.vcs.paths import decoded, nul_list, repo_relative_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from jticket.vcs.repository import Repository

# In this order: a stopped rebase or sequence of picks has the file of a single pick too.
_OPERATIONS: Final = (
    ("rebase-merge", "rebase", "`git rebase --continue` or `git rebase --abort`"),
    ("rebase-apply/applying", "git am", "`git am --continue` or `git am --abort`"),
    ("rebase-apply", "rebase", "`git rebase --continue` or `git rebase --abort`"),
    ("MERGE_HEAD", "merge", "`git merge --continue` or `git merge --abort`"),
    ("CHERRY_PICK_HEAD", "cherry-pick", "`git cherry-pick --continue` or `--abort`"),
    ("REVERT_HEAD", "revert", "`git revert --continue` or `git revert --abort`"),
    ("sequencer", "cherry-pick or revert", "`git cherry-pick --continue` or `--abort`"),
    ("BISECT_LOG", "bisect", "`git bisect reset`"),
)


def check_committable(repo: Repository, paths: Iterable[Path]) -> None:
    """Raises an error if `paths` could not be committed; they need not exist yet.

    `BusyRepositoryError` during another operation, `NoIdentityError`, and what
    `check_stageable` raises.
    """
    _refuse_operations(repo)
    for who in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        result = repo.run("var", who, check=False)
        if "tell me who you are" in result.err or "ident name" in result.err:
            raise NoIdentityError
        if result.status:
            raise GitError("var", result.status, result.err)
    check_stageable(repo, paths)


def check_stageable(repo: Repository, paths: Iterable[Path]) -> None:
    """Raises an error if `paths` could not be staged; they need not exist yet.

    `OutsideRepositoryError` for a path that git would not add, `UnmergedPathError`,
    `IgnoredPathError` for a path that is neither in the index nor in HEAD, or `IndexLockedError`
    if another git holds the index for some seconds, as `git commit -a` does while its editor is
    open.
    """
    wait_for_user_index(repo)
    names = repo_relative_names(repo.top, paths)
    for path in names:
        _refuse_odd_file(path)
    _refuse_unmerged(repo, set(names.values()))
    _refuse_ignored(repo, names)


def _refuse_operations(repo: Repository) -> None:
    for file, operation, finish in _OPERATIONS:
        if (repo.git_dir / file).exists():
            raise BusyRepositoryError(operation, f"finish it first: {finish}")
    # With reftables, these two are references and not files.
    if (repo.common_dir / "reftable").is_dir():
        for name, operation in (("CHERRY_PICK_HEAD", "cherry-pick"), ("REVERT_HEAD", "revert")):
            if repo.run("rev-parse", "-q", "--verify", name, check=False).status == 0:
                finish = f"finish it first: `git {operation} --continue` or `--abort`"
                raise BusyRepositoryError(operation, finish)


def _refuse_odd_file(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISLNK(mode):
        raise OutsideRepositoryError(path, "is a symbolic link")
    if not stat.S_ISREG(mode):
        raise OutsideRepositoryError(path, "is not a regular file")


def _refuse_unmerged(repo: Repository, names: set[str]) -> None:
    for record in decoded(repo.run("ls-files", "-u", "-z").out).split("\0"):
        name = record.partition("\t")[2]
        if name and name in names:
            raise UnmergedPathError(name)


def _refuse_ignored(repo: Repository, names: Mapping[Path, str]) -> None:
    # This command alone refuses literal pathspecs; after `./` there is no pathspec magic.
    result = repo.run(
        *("check-ignore", "-v", "-z", "--stdin"),
        input=nul_list(f"./{name}" for name in names.values()),
        env={"GIT_LITERAL_PATHSPECS": "0"},
        check=False,
    )
    if result.status > 1:
        raise GitError("check-ignore", result.status, result.err)
    fields = iter(decoded(result.out).split("\0")[:-1])
    rules = {
        name.removeprefix("./"): (rule, f"{file}:{line}")
        for file, line, rule, name in zip(fields, fields, fields, fields, strict=True)
        if not rule.startswith("!")
    }
    tracked = names_at_head(repo, rules)
    for name, (rule, place) in rules.items():
        if name not in tracked:
            raise IgnoredPathError(name, rule, place)
