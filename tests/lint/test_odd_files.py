"""Files that are not plain tickets: pipes, links, large files, folders without permission."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo


def findings(repo: GitRepo) -> list[str]:
    return [line.removeprefix(".tickets/") for line in jticket(repo.path, "check").lines]


def test_a_pipe_with_a_tickets_name_is_unreadable_and_does_not_block(repo: GitRepo) -> None:
    os.mkfifo(repo.path / ".tickets/JJM-003.md")
    assert findings(repo) == ["JJM-003.md:1:1: error JT001 not a regular file"]
    assert done(repo.path, "list", "--format", "ids").out == "JJM-001\nJJM-002\n"


def test_a_folder_with_a_tickets_name_is_a_folder(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md/JJM-004.md", "---\nid: JJM-004\ntitle: T\n---\n")
    assert findings(repo) == []
    assert done(repo.path, "show", "4").lines[0] == "JJM-004  T"


def test_a_dangling_link_is_unreadable(repo: GitRepo) -> None:
    (repo.path / ".tickets/JJM-003.md").symlink_to("nowhere.md")
    assert findings(repo) == ["JJM-003.md:1:1: error JT001 No such file or directory"]


def test_a_link_to_itself_is_unreadable(repo: GitRepo) -> None:
    (repo.path / ".tickets/JJM-003.md").symlink_to("JJM-003.md")
    (line,) = findings(repo)
    assert line.startswith("JJM-003.md:1:1: error JT001 Too many levels of symbolic links")


@pytest.mark.parametrize("target", ["/etc/passwd", "../src/app.py", "/nowhere/at/all.md"])
def test_a_link_that_leads_out_is_reported_and_not_followed(repo: GitRepo, target: str) -> None:
    (repo.path / ".tickets/JJM-003.md").symlink_to(target)
    (line,) = findings(repo)
    assert line.startswith("JJM-003.md:1:1: error JT011 the link leads out of the tickets folder")
    shown = jticket(repo.path, "show", "3")
    assert shown.status == 1
    raw = jticket(repo.path, "show", "3", "--raw")
    assert (raw.status, raw.out) == (1, "")


def test_a_linked_folder_that_leads_out_is_reported_and_not_entered(
    repo: GitRepo, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "JJM-009.md").write_text("---\nid: JJM-009\ntitle: T\n---\n")
    (repo.path / ".tickets/more").symlink_to(outside)
    (line,) = findings(repo)
    assert line.startswith("more:1:1: error JT011")
    assert jticket(repo.path, "show", "9").status == 1


def test_a_link_within_the_folder_is_followed(repo: GitRepo) -> None:
    repo.write(".tickets/.store/three", "---\nid: JJM-003\ntitle: Stored\n---\n")
    (repo.path / ".tickets/JJM-003.md").symlink_to(".store/three")
    (repo.path / ".tickets/loop").symlink_to(".")
    assert findings(repo) == []
    assert done(repo.path, "show", "3").lines[0] == "JJM-003  Stored"


def test_a_linked_ticket_is_not_replaced_by_a_commit(repo: GitRepo) -> None:
    repo.write(".tickets/.store/three", "---\nid: JJM-003\ntitle: Stored\n---\n")
    (repo.path / ".tickets/JJM-003.md").symlink_to(".store/three")
    before = repo.files()
    ran = jticket(repo.path, "set", "3", "title=New")
    assert ran.status == 1
    assert "is a symbolic link" in ran.err
    assert repo.files() == before


def test_a_file_over_a_mebibyte_is_refused(repo: GitRepo) -> None:
    head = "---\nid: JJM-003\ntitle: T\n---\n\n"
    repo.write(".tickets/JJM-003.md", head + "x" * (1024 * 1024 - len(head)))
    repo.write(".tickets/JJM-004.md", head.replace("003", "004") + "x" * (1024 * 1024))
    (line,) = findings(repo)
    assert line.startswith("JJM-004.md:1:1: error JT002")


def test_front_matter_over_64_kib_is_refused(repo: GitRepo) -> None:
    tags = ", ".join(f"t{n}" for n in range(12_000))
    repo.write(".tickets/JJM-003.md", f"---\nid: JJM-003\ntitle: T\ntags: [{tags}]\n---\n")
    (line,) = findings(repo)
    assert line.startswith("JJM-003.md:1:1: error JT002 the front matter has ")


def test_a_text_that_would_become_too_large_is_refused(repo: GitRepo) -> None:
    before = repo.files()
    text = "x" * (1024 * 1024)
    ran = jticket(repo.path, "set", "1", "description=@-", stdin=text)
    assert ran.status == 1
    assert "more than 1048576 bytes" in ran.err
    assert jticket(repo.path, "create", "T", "-d", "@-", stdin=text).status == 1
    assert repo.files() == before


def test_hidden_files_readme_and_templates_are_not_tickets(repo: GitRepo) -> None:
    names = (
        "README.md",
        "sub/README.md",
        ".draft.md",
        ".d/x.md",
        "templates/a/b.md",
        "x.txt",
        "y.MD",
    )
    for name in names:
        repo.write(f".tickets/{name}", "x\n")
    assert findings(repo) == []


def test_a_config_that_is_a_link_out_of_the_folder_is_not_read(
    repo: GitRepo, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.yml"
    secret.write_text("prefix: ABC\nsecret: value\n")
    config = repo.path / ".tickets/config.yml"
    config.unlink()
    config.symlink_to(secret)
    (line,) = findings(repo)
    assert line.startswith("config.yml:1:1: error JT011 the link leads out of the tickets folder")
    assert "value" not in line
    assert jticket(repo.path, "create", "T").status == 1


def test_a_config_that_is_a_folder_is_unreadable(repo: GitRepo) -> None:
    (repo.path / ".tickets/config.yml").unlink()
    (repo.path / ".tickets/config.yml").mkdir()
    assert findings(repo) == ["config.yml:1:1: error JT001 Is a directory"]


def test_a_file_without_permission_is_unreadable(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def opened(path: Path, *args: int, dir_fd: int | None = None) -> int:
        if str(path).endswith("JJM-002.md"):  # permissions would not keep out root
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, dir_fd=dir_fd)

    monkeypatch.setattr("os.open", opened)
    assert findings(repo) == ["JJM-002.md:1:1: error JT001 Permission denied"]
    assert done(repo.path, "list", "--format", "ids").out == "JJM-001\n"
    ran = jticket(repo.path, "set", "2", "priority=high")
    assert (
        "JJM-002 can't be read: .tickets/JJM-002.md:1:1: error JT001 Permission denied" in ran.err
    )


def test_a_folder_that_cannot_be_listed_is_reported(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write(".tickets/closed/JJM-003.md", "---\nid: JJM-003\ntitle: T\n---\n")
    real = os.scandir

    def scandir(path: Path) -> object:
        if str(path).endswith("closed"):  # permissions would not keep out root
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("os.scandir", scandir)
    (line,) = findings(repo)
    assert line.startswith("closed:1:1: error JT001")
    assert done(repo.path, "list", "--format", "ids").out == "JJM-001\nJJM-002\n"


def test_a_tickets_folder_that_cannot_be_listed_is_an_error(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def scandir(path: Path) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("os.scandir", scandir)
    ran = jticket(repo.path, "list")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == f"error: {repo.path}/.tickets: Permission denied\n"
