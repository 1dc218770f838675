"""Texts from files, pipes and stdin: limited, so that an endless one is refused, not collected."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from commandline import command, done, environment, jticket

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

MIB = 1024 * 1024
MEMORY = 1024 * MIB
TEXTS = [
    ("create", "A title", "-d"),
    ("devlog", "1", "--as", "ana"),
    ("criterion", "add", "1"),
    ("cancel", "1", "--note"),
]


def limited(
    folder: Path, *words: str, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command in a process that can't take all of the machine's memory."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    with open(stdin or os.devnull, "rb") as stream:  # noqa: PTH123 - a device, read only
        return subprocess.run(
            command(*words),
            cwd=folder,
            stdin=stream,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            env=environment(),
            preexec_fn=limit,
        )


@pytest.mark.parametrize("words", [*TEXTS, ("set", "1")], ids=lambda words: words[0])
def test_an_endless_text_is_refused_with_the_limit(repo: GitRepo, words: tuple[str, ...]) -> None:
    before = repo.head(), repo.files()
    key = "description=" if words[0] == "set" else ""
    ran = limited(repo.path, *words, f"{key}@/dev/zero")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == "error: /dev/zero is larger than 1 MiB\n"
    ran = limited(repo.path, *words, f"{key}@-", stdin="/dev/zero")
    assert (ran.returncode, ran.stderr) == (1, "error: stdin is larger than 1 MiB\n")
    assert (repo.head(), repo.files()) == before


@pytest.mark.parametrize("name", ["/dev/zero", "-"])
def test_endless_json_is_refused_with_the_limit(repo: GitRepo, name: str) -> None:
    ran = limited(repo.path, "create", "--from-json", name, stdin="/dev/zero")
    shown = "stdin" if name == "-" else name
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == f"error: {shown} is larger than 64 MiB\n"


def test_a_huge_file_is_refused(repo: GitRepo, tmp_path: Path) -> None:
    huge = tmp_path / "huge"
    huge.touch()
    os.truncate(huge, 5 * 1024 * MIB)
    ran = limited(repo.path, "create", "A title", "-d", f"@{huge}")
    assert (ran.returncode, ran.stderr) == (1, f"error: {huge} is larger than 1 MiB\n")
    ran = limited(repo.path, "create", "--from-json", str(huge))
    assert (ran.returncode, ran.stderr) == (1, f"error: {huge} is larger than 64 MiB\n")


@pytest.mark.parametrize("size", [12, 2 * MIB])
def test_a_pipe_is_read_up_to_the_limit(repo: GitRepo, tmp_path: Path, size: int) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def feed() -> None:
        with suppress(BrokenPipeError):
            pipe.write_bytes(b"x" * size)

    thread = threading.Thread(target=feed, daemon=True)
    thread.start()
    ran = jticket(repo.path, "create", "A title", "-d", f"@{pipe}")
    thread.join(10)
    assert not thread.is_alive()
    assert (ran.status, ran.err) == (
        (0, "") if size == 12 else (1, f"error: {pipe} is larger than 1 MiB\n")
    )


def test_a_text_of_just_the_limit_is_read(repo: GitRepo, tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("x" * MIB)
    ran = jticket(repo.path, "create", "A title", "-d", f"@{text}")
    assert "is larger than" not in ran.err
    text.write_text("x" * (MIB + 1))
    ran = jticket(repo.path, "create", "A title", "-d", f"@{text}")
    assert ran.err == f"error: {text} is larger than 1 MiB\n"


def test_json_may_be_larger_than_a_text(repo: GitRepo, tmp_path: Path) -> None:
    batch = tmp_path / "batch.json"
    batch.write_text('[{"title": "One"}' + " " * 2 * MIB + "]")
    assert done(repo.path, "create", "--from-json", str(batch)).out == "JJM-003\n"


@pytest.mark.parametrize(
    "words",
    [("create", "A title", "-d", "@pipe"), ("set", "1", "description=@pipe")],
    ids=lambda words: words[0],
)
def test_a_pipe_without_a_writer_says_what_it_waits_for(
    repo: GitRepo, words: tuple[str, ...]
) -> None:
    os.mkfifo(repo.path / "pipe")
    before = repo.head()
    with subprocess.Popen(
        command(*words), cwd=repo.path, stderr=subprocess.PIPE, env=environment()
    ) as child:
        assert child.stderr
        assert child.stderr.readline() == b"waiting for pipe\n"
        child.send_signal(signal.SIGINT)
        assert (child.stderr.read().strip(), child.wait()) == (b"error: interrupted", 130)
    assert repo.head() == before


def test_a_pipe_with_a_writer_is_read(repo: GitRepo) -> None:
    os.mkfifo(repo.path / "pipe")
    writer = threading.Thread(target=lambda: (repo.path / "pipe").write_text("From a pipe."))
    writer.start()
    done(repo.path, "set", "1", "description=@pipe", "--no-commit")
    writer.join()
    assert "From a pipe." in (repo.path / ".tickets/JJM-001.md").read_text()
