"""Shallow clones, and where their history ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.vcs.repository import open_repository
from jticket.vcs.shallow import cut_off, is_shallow

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo


def test_a_shallow_clone_is_cut_off_at_its_oldest_commit(repo: GitRepo, tmp_path: Path) -> None:
    repo.git("clone", "-q", "--depth=1", f"file://{repo.path}", str(tmp_path / "clone"))
    clone = open_repository(tmp_path / "clone")
    assert is_shallow(clone)
    assert cut_off(clone) == {repo.head()}
    complete = open_repository(repo.path)
    assert not is_shallow(complete)
    assert cut_off(complete) == frozenset()
