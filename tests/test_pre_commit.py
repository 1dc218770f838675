"""The hooks for the pre-commit framework, run by it from a clone of this repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commandline import done

if TYPE_CHECKING:
    from gitrepo import GitRepo

TOP = Path(__file__).parents[1]


def tried(repo: GitRepo, home: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Returns what the framework prints when it runs hooks of this checkout in a repository."""
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(TOP), *args]
    return subprocess.run(
        command,
        cwd=repo.path,
        env={**os.environ, "PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not (TOP / ".git").exists(), reason="runs in a checkout")
def test_the_framework_runs_the_hooks_and_an_error_stops_the_commit(
    repo: GitRepo, tmp_path: Path
) -> None:
    pytest.importorskip("pre_commit")
    home = tmp_path / "pre-commit"
    done(repo.path, "overview", "-o", "TICKETS.md")
    repo.git("add", "-A")
    ran = tried(repo, home, "--all-files")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.count("Passed") == 2
    ticket = repo.path / ".tickets" / "JJM-001.md"
    ticket.write_text(ticket.read_text().replace("status: backlog", "status: raedy"))
    repo.git("add", "-A")
    ran = tried(repo, home, "--all-files")
    assert ran.returncode == 1
    assert ran.stdout.count("Failed") == 2
    assert ".tickets/JJM-001.md:4:9: error JT103 unknown status 'raedy'" in ran.stdout
    assert "+++ TICKETS.md (as it should be)" in ran.stdout
    ticket.write_text(ticket.read_text().replace("tags: []", "tags: []\ndependencies: [JJM-002]"))
    ticket.write_text(ticket.read_text().replace("status: raedy", "status: ready"))
    repo.commit_all()
    repo.git("rm", "-q", ".tickets/JJM-002.md")
    ran = tried(repo, home, "jticket-check")
    assert (ran.returncode, "error JT304 no ticket JJM-002" in ran.stdout) == (1, True), ran.stdout
    assert repo.git("config", "--get", "core.hooksPath", check=False) == ""
    assert not (repo.path / ".git/hooks/pre-commit").exists()
