"""Files as commits, HEAD and the index hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jticket.vcs.blobs import (
    Blob,
    checked_out,
    contents,
    files_at,
    names_at_head,
    read_at_head,
    regular_file,
    skipped_files,
)
from jticket.vcs.errors import MissingObjectError, OutsideRepositoryError
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from gitrepo import GitRepo


@pytest.mark.parametrize(
    ("mode", "is_regular"),
    [("100644", True), ("100664", True), ("100755", True), ("120000", False), ("160000", False)],
)
def test_plain_files_are_listed_whatever_their_permissions(
    repo: GitRepo, mode: str, is_regular: bool
) -> None:
    blob = repo.git("rev-parse", "HEAD:README.md")
    # Old versions of git wrote 100664, which no command of today does.
    record = f"{mode} file\0".encode() + bytes.fromhex(blob)
    tree = repo.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=record)
    commit = repo.git("commit-tree", "-m", "modes", tree)
    files = files_at(open_repository(repo.path), commit, repo.path)
    assert files == ((Blob("file", blob),) if is_regular else ())
    assert regular_file(blob, mode) == (blob if is_regular else None)


def test_a_side_without_a_file_has_no_blob() -> None:
    assert regular_file("0" * 40, "000000") is None


def test_only_files_below_the_folder_are_listed(repo: GitRepo) -> None:
    repo.write(".tickets-old/x.md", "x")
    commit = repo.commit_all()
    repository = open_repository(repo.path)
    names = [file.name for file in files_at(repository, commit, repo.path / ".tickets")]
    assert names == [".tickets/JJM-001.md", ".tickets/JJM-002.md", ".tickets/config.yml"]
    assert files_at(repository, commit, repo.path / "README.md") == ()


def test_files_that_a_sparse_checkout_leaves_out_are_listed(repo: GitRepo) -> None:
    repository = open_repository(repo.path)
    assert skipped_files(repository, repo.path / ".tickets") == ()
    repo.git("status")  # a copy's times are all new, and git keeps files that may have changed
    repo.git("sparse-checkout", "set", "--no-cone", "/*", "!/.tickets/JJM-002.md", "!/src/")
    blob = repo.git("rev-parse", "HEAD:.tickets/JJM-002.md")
    assert skipped_files(repository, repo.path / ".tickets") == (Blob(".tickets/JJM-002.md", blob),)


def test_contents_are_read_by_object_id_and_a_missing_one_is_an_error(repo: GitRepo) -> None:
    texts = ("", "\n", "two\nlines", "100644 missing\n")
    blobs = {repo.git("hash-object", "-w", "--stdin", stdin=text): text.encode() for text in texts}
    repository = open_repository(repo.path)
    assert contents(repository, [*blobs, *blobs]) == blobs
    assert contents(repository, []) == {}
    with pytest.raises(MissingObjectError, match="lacks the object 1111111111"):
        contents(repository, [*blobs, "1" * 40])


def test_the_contents_of_files_in_head_are_read_by_path(repo: GitRepo) -> None:
    names = ("a b.md", "n\nl.md", "-x", ":(top)y", "link", "sub/ü.md", "caf\udce9", "empty")
    contents: dict[str, bytes | None] = dict.fromkeys(names, b"content\nof\n\x00it")
    contents["empty"] = b""
    for name, content in contents.items():
        if name != "link" and content is not None:
            repo.write(name, content)
    (repo.path / "link").symlink_to("README.md")
    contents["link"] = b"README.md"
    repo.commit_all()
    for name in names:
        (repo.path / name).unlink()
    repo.write("fresh\nfile missing", "not in HEAD")
    contents.update({"fresh\nfile missing": None, "sub2/x": None})
    (repo.path / "sub").rmdir()
    wanted = {repo.path / name: content for name, content in contents.items()}
    repository = open_repository(repo.path)
    assert read_at_head(repository, wanted) == wanted
    assert read_at_head(repository, [repo.path / ".tickets"]) == {repo.path / ".tickets": None}
    existing = {name for name, content in contents.items() if content is not None}
    assert names_at_head(repository, contents) == existing
    assert names_at_head(repository, ()) == frozenset()


def test_before_the_first_commit_head_is_empty(empty_repo: GitRepo) -> None:
    path = empty_repo.write("x", "x")
    repository = open_repository(empty_repo.path)
    assert read_at_head(repository, [path]) == {path: None}
    with pytest.raises(OutsideRepositoryError):
        read_at_head(repository, [empty_repo.path.parent / "y"])


def test_blobs_are_read_as_git_checks_them_out(repo: GitRepo) -> None:
    repo.write(".gitattributes", "*.crlf eol=crlf\n")
    repo.write("a b\nc.crlf", "one\ntwo\n")
    repo.write("plain", b"\0\r\n")
    repo.commit_all("files")
    opened = open_repository(repo.path)
    blobs = [blob for blob in files_at(opened, repo.head(), repo.path) if "app" not in blob.name]
    read = {blob.name: data for blob, data in checked_out(opened, [*blobs, *blobs]).items()}
    assert read["a b\nc.crlf"] == b"one\r\ntwo\r\n"
    assert read["plain"] == b"\0\r\n"
    assert checked_out(opened, []) == {}
    with pytest.raises(MissingObjectError, match="0123456789"):
        checked_out(opened, [*blobs, Blob("gone", "0123456789" * 4), blobs[0]])
