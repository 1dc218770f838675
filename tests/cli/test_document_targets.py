"""Where `-o` and `--plot` write: devices and pipes as they are, and nothing of git's or jticket's.

The devices are made in the test's own folder, never those of the machine.
"""

from __future__ import annotations

import os
import stat
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest
from commandline import command, done, environment, jticket, process

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

NULL, ZERO, FULL = os.makedev(1, 3), os.makedev(1, 5), os.makedev(1, 7)
PLOT = ("stats", "--since", "2025-01-01", "--plot")
WRITERS = [("overview", "-o"), ("render", "phases", "-o"), PLOT]


def device(path: Path, number: int) -> Path:
    """Returns a character device made at a path, if this machine allows making and opening one."""
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, number)
        os.close(os.open(path, os.O_RDWR))
    except PermissionError:
        pytest.skip("devices need privileges")
    return path


def reader(pipe: Path) -> tuple[threading.Thread, list[bytes]]:
    """Starts reading a pipe; the list holds what came when the thread is done."""
    received: list[bytes] = []
    thread = threading.Thread(target=lambda: received.append(pipe.read_bytes()), daemon=True)
    thread.start()
    return thread, received


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
def test_a_device_is_written_to_and_stays_a_device(
    repo: GitRepo, tmp_path: Path, words: tuple[str, ...]
) -> None:
    if words is PLOT:
        pytest.importorskip("matplotlib")
    null = device(tmp_path / "null.svg", NULL)
    before = null.stat()
    assert done(repo.path, *words, str(null)).err.endswith("null.svg: written\n")
    after = null.lstat()
    assert stat.S_ISCHR(after.st_mode)
    assert (after.st_ino, after.st_rdev) == (before.st_ino, before.st_rdev)
    assert sorted(os.listdir(tmp_path)) == ["null.svg", "repo"]


def test_a_device_behind_a_link_stays_one_too(repo: GitRepo, tmp_path: Path) -> None:
    null = device(tmp_path / "null", NULL)
    (tmp_path / "link").symlink_to("null")
    done(repo.path, "overview", "-o", str(tmp_path / "link"))
    assert stat.S_ISCHR(null.lstat().st_mode)
    assert (tmp_path / "link").is_symlink()


def test_a_device_that_takes_nothing_is_an_error(repo: GitRepo, tmp_path: Path) -> None:
    full = device(tmp_path / "full", FULL)
    ran = jticket(repo.path, "overview", "-o", str(full))
    assert (ran.status, ran.err) == (1, f"error: {full}: No space left on device\n")


def test_a_pipe_receives_the_document_and_stays_a_pipe(repo: GitRepo, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    thread, received = reader(pipe)
    process(repo.path, "overview", "-o", str(pipe))
    assert pipe.is_fifo()
    thread.join(10)
    assert received[0].decode().startswith("# Tickets overview")
    assert sorted(os.listdir(tmp_path)) == ["pipe", "repo"]


def test_a_pipe_or_device_is_never_compared_with(repo: GitRepo, tmp_path: Path) -> None:
    pipe, zero = tmp_path / "pipe", device(tmp_path / "zero", ZERO)
    os.mkfifo(pipe)
    for path in (pipe, zero):
        ran = jticket(repo.path, "overview", "--check", str(path))
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == f"error: can't read {path}: not a regular file\n"
    done(repo.path, "overview", "-o", str(zero))


def test_a_huge_file_is_not_read_to_be_compared(repo: GitRepo, tmp_path: Path) -> None:
    huge = tmp_path / "huge"
    huge.touch()
    os.truncate(huge, 5 * 1024**3)
    for option in ("-o", "--check"):
        ran = jticket(repo.path, "overview", option, str(huge))
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == f"error: can't read {huge}: larger than 64 MiB\n"
    assert huge.stat().st_size == 5 * 1024**3


def test_a_reader_that_goes_away_ends_it_quietly(repo: GitRepo) -> None:
    with subprocess.Popen(
        command("overview", "-o", "/dev/stdout"),
        cwd=repo.path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        assert (child.stderr.read(), child.wait()) == (b"", 0)


def test_stdout_is_written_to_by_its_name_whatever_it_is(repo: GitRepo, tmp_path: Path) -> None:
    printed = process(repo.path, "overview").out
    assert process(repo.path, "overview", "-o", "/dev/stdout").out == printed
    log = tmp_path / "log"
    log.write_text("before\n")
    with log.open("a") as stream:
        subprocess.run(
            command("overview", "-o", "/dev/stdout"),
            cwd=repo.path,
            stdout=stream,
            stderr=subprocess.DEVNULL,
            env=environment(),
            check=True,
        )
    assert log.read_text() == f"before\n{printed}"


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
@pytest.mark.parametrize("place", [".git/hooks/x.svg", ".git/x.svg", "sub/.GIT/x.svg"])
def test_nothing_of_git_s_own_is_written(repo: GitRepo, words: tuple[str, ...], place: str) -> None:
    if words is PLOT:
        pytest.importorskip("matplotlib")
    ran = jticket(repo.path, *words, place)
    assert (ran.status, ran.out.count("\n") if words is not PLOT else 0) == (1, 0)
    assert ran.err == (f"error: {place} belongs to git\nhint: write the document to another file\n")
    assert not (repo.path / place).exists()


def test_a_ticket_a_template_and_the_config_are_known_behind_links(repo: GitRepo) -> None:
    repo.write(".tickets/.store/three", "---\nid: JJM-003\ntitle: T\n---\n")
    (repo.path / ".tickets/JJM-003.md").symlink_to(".store/three")
    repo.write(".tickets/.store/settings", "prefix: JJM\n")
    (repo.path / ".tickets/config.yml").unlink()
    (repo.path / ".tickets/config.yml").symlink_to(".store/settings")
    repo.write(".tickets/.own/x.md.j2", "x")
    (repo.path / ".tickets/templates").symlink_to(".own")
    before = repo.files()
    for name in ("JJM-003.md", "config.yml", ".store/settings", ".own/x.md.j2"):
        ran = jticket(repo.path, "overview", "-o", f".tickets/{name}")
        assert (ran.status, "belongs to the tickets" in ran.err) == (1, True), name
    assert repo.files() == before


@pytest.mark.parametrize("kind", [("--bare", "evil"), ("--separate-git-dir", "evil", "work")])
@pytest.mark.parametrize("place", ["evil/hooks/post-commit", "evil/config", "evil/new/x.md"])
def test_a_git_folder_of_another_name_is_known(
    repo: GitRepo, kind: tuple[str, ...], place: str
) -> None:
    repo.git("init", "-q", *kind)
    before = repo.files()
    ran = jticket(repo.path, "overview", "-o", place)
    assert (ran.status, ran.err) == (
        1,
        f"error: {place} belongs to git\nhint: write the document to another file\n",
    )
    assert repo.files() == before


def test_the_attributes_of_the_tickets_are_not_a_document(repo: GitRepo) -> None:
    repo.write(".tickets/.gitattributes", "*.md merge=union\n")
    (repo.path / "LINK.md").symlink_to(".tickets/.gitattributes")
    for name in (".tickets/.gitattributes", "LINK.md"):
        ran = jticket(repo.path, "overview", "-o", name)
        assert (ran.status, "belongs to the tickets" in ran.err) == (1, True), name
    assert repo.files()[".tickets/.gitattributes"] == b"*.md merge=union\n"
