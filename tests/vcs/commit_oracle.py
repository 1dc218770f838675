"""Checks a commit of one path with plain git: nothing else may have changed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.vcs.commit.commit import commit_paths
from jticket.vcs.commit.state import check_committable
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from gitrepo import GitRepo

    from jticket.vcs.commit.commit import Committed

# Assume-unchanged, intent-to-add, skip-worktree; git uses an entry's other flags internally.
_LASTING_FLAGS = 0x8000 | 1 << 29 | 1 << 30


@dataclass(frozen=True)
class Snapshot:
    """What must not change: HEAD, the index entries, the work tree, git's own folder."""

    head: str
    branch: str
    index: dict[str, tuple[str, ...]]
    files: dict[str, bytes]
    git_files: frozenset[str]

    @classmethod
    def of(cls, repo: GitRepo) -> Snapshot:
        git_dir = repo.path / repo.git("rev-parse", "--absolute-git-dir")
        common = repo.path / repo.git("rev-parse", "--path-format=absolute", "--git-common-dir")
        return cls(
            repo.head(),
            repo.git("symbolic-ref", "-q", "HEAD", check=False),
            _index(repo),
            repo.files(),
            frozenset(path.name for folder in (git_dir, common) for path in folder.iterdir()),
        )


def commit_one(
    repo: GitRepo, name: str, content: bytes | None, message: str = "JJM-001: a change"
) -> tuple[Committed | None, Snapshot]:
    """Edits and commits one file as a command does; returns the state between the two."""
    repository = open_repository(repo.path)
    path = repo.path / name
    check_committable(repository, [path])
    if content is None:
        path.unlink()
    else:
        repo.write(name, content)
    before = Snapshot.of(repo)
    return commit_paths(repository, [path], message), before


def assert_committed_alone(repo: GitRepo, name: str, kind: str, before: Snapshot) -> None:
    """Asserts that there is one new commit with this change, and everything else is unchanged."""
    after = Snapshot.of(repo)
    parents = repo.git("log", "-1", "--format=%P").split()
    assert parents == ([before.head] if before.head else [])
    assert after.branch == before.branch
    changes = repo.git(
        *("diff-tree", "-r", "-z", "--root", "--no-commit-id", "--name-status", "--no-renames"),
        after.head,
    )
    assert changes == f"{kind}\0{name}\0"
    ours = repo.git("ls-tree", "-z", after.head, "--", f":(literal){name}").partition("\t")[0]
    if kind == "D":
        assert ours == ""
        assert name not in after.index
    else:
        mode, _, oid = ours.split(" ")
        assert oid == repo.git("hash-object", f"--path={name}", "--", name)
        assert after.index[name][:3] == (mode, oid, "0")
        assert not int(after.index[name][3], 16) & 1 << 29
    assert _without(after.index, name) == _without(before.index, name)
    assert after.files == before.files
    stray = after.git_files - before.git_files - {"index", "logs"}
    # A split index of the user may get a new shared file, a private index may not.
    halves = {file for file in stray if file.startswith("sharedindex.")}
    assert stray == halves
    assert len(halves) <= 1


def assert_untouched(repo: GitRepo, before: Snapshot) -> None:
    """Asserts that HEAD, index and work tree are unchanged, and no temporary files are left."""
    after = Snapshot.of(repo)
    assert (after.head, after.branch) == (before.head, before.branch)
    assert after.index == before.index
    assert after.files == before.files
    assert after.git_files - before.git_files == frozenset()


def _index(repo: GitRepo) -> dict[str, tuple[str, ...]]:
    """Returns the index's entries by name: mode, object, stages, lasting flags."""
    listing = repo.git("ls-files", "-s", "-z")
    entries: dict[str, tuple[str, ...]] = {}
    for entry in filter(None, listing.split("\0")):
        facts, _, name = entry.partition("\t")
        entries[name] = (*entries.get(name, ()), *facts.split(" "))
    debug = repo.git("-c", "core.quotePath=false", "ls-files", "--debug", "-z")
    for name, flags in re.findall(r"([^\0]+)\0  ctime:.*?flags: ([0-9a-f]+)\n?", debug, re.DOTALL):
        entries[name] = (*entries[name], f"{int(flags, 16) & _LASTING_FLAGS:x}")
    return entries


def _without(index: dict[str, tuple[str, ...]], name: str) -> dict[str, tuple[str, ...]]:
    return {path: entry for path, entry in index.items() if path != name}
