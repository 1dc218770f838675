"""Commands that write at the same time: each gets its own ID and commit, nothing is lost."""

from __future__ import annotations

import os
import subprocess
import time
from typing import TYPE_CHECKING

from commandline import command, done, environment, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

PROCESSES, EACH = (20, 10) if os.environ.get("JTICKET_STRESS") else (8, 4)


def test_concurrent_creates_each_get_an_id_and_a_commit(empty_repo: GitRepo) -> None:
    done(empty_repo.path, "init", "--prefix", "JJM")
    create = " ".join(command("create", '"ticket $1.$n"'))
    loop = f"for n in $(seq {EACH}); do {create} || exit 1; done"
    running = [
        subprocess.Popen(
            ["sh", "-c", loop, "sh", str(number)],
            cwd=empty_repo.path,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    outputs = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, outputs
    total = PROCESSES * EACH
    expected = [f"JJM-{number:03}" for number in range(1, total + 1)]
    assert sorted(line for out, _ in outputs for line in out.split()) == expected
    assert sorted(done(empty_repo.path, "list", "--format", "ids").lines) == expected
    subjects = empty_repo.git("log", "--format=%s", "--reverse").splitlines()
    assert [line.partition(":")[0] for line in subjects] == ["tickets", *expected]
    assert empty_repo.status() == ""
    assert empty_repo.git("fsck", "--no-dangling") == ""


def test_concurrent_changes_to_one_ticket_are_all_kept(repo: GitRepo) -> None:
    running = [
        subprocess.Popen(
            command("set", "1", f"tags+=t{number}"),
            cwd=repo.path,
            env=environment(),
            stdout=subprocess.DEVNULL,
        )
        for number in range(6)
    ]
    assert [process.wait() for process in running] == [0] * 6
    (ticket,) = done(repo.path, "show", "1", "--json").json
    assert sorted(ticket["tags"]) == [f"t{number}" for number in range(6)]
    assert repo.git("rev-list", "--count", "HEAD") == "8"
    assert repo.status() == ""


def test_nothing_is_committed_while_git_commit_a_waits_for_its_editor(repo: GitRepo) -> None:
    waiting, finish = repo.path.parent / "waiting", repo.path.parent / "finish"
    editor = repo.script(
        ".git/editor", f'touch "{waiting}"; while [ ! -e "{finish}" ]; do sleep 0.05; done'
    )
    repo.write("README.md", "theirs\n")
    repo.git("add", "-N", "README.md")
    head, files = repo.head(), repo.files()
    variables = {**environment(), "GIT_EDITOR": str(editor)}
    with subprocess.Popen(
        ["git", "commit", "-q", "-a", "-e", "-m", "theirs"], cwd=repo.path, env=variables
    ) as git:
        try:
            while not waiting.exists():
                time.sleep(0.02)
            ran = jticket(repo.path, "create", "Meanwhile")
            assert (ran.status, repo.head(), repo.files()) == (1, head, files)
            assert "another git process holds" in ran.err
        finally:
            finish.touch()
    assert git.returncode == 0
    (ticket_id,) = done(repo.path, "create", "Meanwhile").lines
    assert repo.git("log", "-2", "--format=%s") == f"{ticket_id}: create: Meanwhile\ntheirs"
    assert repo.status() == ""
