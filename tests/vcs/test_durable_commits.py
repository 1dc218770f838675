"""What git itself reports to have flushed to the disk for a commit."""

from __future__ import annotations

import json
import os
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jticket.vcs.commit.commit import commit_paths, stage_paths
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from gitrepo import GitRepo

OLD = ".tickets/JJM-001.md"


@pytest.fixture
def events(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns the file that every git of the test writes its trace to."""
    file = tmp_path / "events"
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(file))
    return file


def flushes(events: Path) -> dict[str, int]:
    """Returns how often each git that wrote anything durably flushed it, by its arguments."""
    arguments: dict[str, str] = {}
    counts: dict[str, int] = {}
    for line in events.read_text().splitlines():
        event = json.loads(line)
        if event["event"] == "start":
            words = event["argv"]
            names = [word for before, word in pairwise(words) if before != "-c"]
            known = [word for word in names if word in KNOWN]
            arguments[event["sid"]] = " ".join(known)
        elif event.get("key") == "fsync/hardware-flush":
            counts[arguments[event["sid"]]] = int(event["value"])
    return counts


KNOWN = ("update-index", "--add", "--index-info", "write-tree", "commit-tree", "update-ref")


def test_a_commit_is_flushed_object_by_object_then_index_and_reference(
    repo: GitRepo, events: Path
) -> None:
    path = repo.write(OLD, "new\n")
    repository = open_repository(repo.path)
    events.unlink()
    assert commit_paths(repository, [path], "m") is not None
    assert flushes(events) == {
        "update-index --add": 1,
        "write-tree": 2,
        "commit-tree": 1,
        "update-index --index-info": 1,
        "update-ref": 1,
    }


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Returns the names of the files that this process flushes."""
    names = set()
    fsync = os.fsync

    def recorded(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        names.add(path.parent.name + path.name)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", recorded)
    return names


def test_what_others_staged_without_a_flush_is_flushed_before_it_is_committed(
    repo: GitRepo, flushed: set[str]
) -> None:
    path = repo.write(OLD, "new\n")
    other = repo.write("README.md", "theirs\n")
    repo.git("add", OLD, "README.md")
    repo.hook("pre-commit", f"echo formatted > {OLD}; git add {OLD}; git write-tree >/dev/null")
    assert commit_paths(open_repository(repo.path), [path], "m") is not None
    assert repo.git("show", f"HEAD:{OLD}") == "formatted"
    objects = {repo.git("rev-parse", f"HEAD:{name}") for name in (OLD, ".tickets", "")}
    assert objects <= flushed
    assert repo.git("hash-object", str(other)) not in flushed


def test_what_is_staged_is_flushed(repo: GitRepo, events: Path) -> None:
    path = repo.write(OLD, "new\n")
    repository = open_repository(repo.path)
    events.unlink()
    stage_paths(repository, [path])
    assert flushes(events) == {
        "update-index --add": 1,
        "write-tree": 2,
        "update-index --index-info": 1,
    }
