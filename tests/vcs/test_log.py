"""The commits that touched some files: moves, merges, trailers, and misleading text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jticket.vcs.log import Commit, Step, last_change, last_changes, moments, versions
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from gitrepo import GitRepo

A, B = ".tickets/JJM-001.md", ".tickets/JJM-002.md"


def logged(repo: GitRepo, *revisions: str) -> list[Commit]:
    folder = repo.path / ".tickets"
    return list(versions(open_repository(folder), folder, *revisions))


def make_commit(repo: GitRepo, message: str) -> str:
    repo.git("add", "-A")
    repo.git("commit", "-q", "--allow-empty", "-m", message)
    return repo.git("rev-parse", "HEAD")


def blob(repo: GitRepo, revision: str, name: str) -> str:
    return repo.git("rev-parse", f"{revision}:{name}")


def test_commits_have_their_files_and_blobs_newest_first(repo: GitRepo) -> None:
    repo.write(A, "one\n")
    first = make_commit(repo, "first")
    repo.write("code.py", "x\n")
    make_commit(repo, "elsewhere")
    (repo.path / B).unlink()
    second = make_commit(repo, "second")
    newest, before, *_ = logged(repo)
    assert [newest.id, before.id] == [second, first]
    assert [(file.step, file.name) for file in newest.files] == [(Step.DELETED, B)]
    assert newest.files[0].after is None
    assert before.files[0].after == blob(repo, first, A)
    assert before.files[0].before == blob(repo, f"{first}~", A)


def test_a_move_keeps_both_names(repo: GitRepo) -> None:
    (repo.path / ".tickets/archive").mkdir()
    repo.git("mv", A, ".tickets/archive/JJM-001.md")
    make_commit(repo, "move")
    [step] = logged(repo)[0].files
    assert (step.step, step.old_name, step.name) == (Step.RENAMED, A, ".tickets/archive/JJM-001.md")
    assert step.before == step.after


def test_a_merge_has_only_the_files_that_it_changed_itself(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write(A, "side\n")
    make_commit(repo, "side")
    repo.git("checkout", "-q", "main")
    repo.write(B, "main\n")
    make_commit(repo, "main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "side")
    repo.write(B, "evil\n")
    merge = make_commit(repo, "merge")
    newest = logged(repo)[0]
    assert (newest.id, len(newest.parents)) == (merge, 2)
    [step] = newest.files
    assert (step.name, step.by_merge, step.after) == (B, True, blob(repo, merge, B))
    assert {commit.subject for commit in logged(repo)} >= {"side", "main", "merge"}


def test_trailers_name_tickets(repo: GitRepo) -> None:
    repo.write(A, "x\n")
    make_commit(repo, "subject\n\nbody\n\nTicket: JJM-014\nRefs: JJM-015\nSigned-off-by: Ana <a@b>")
    assert logged(repo)[0].tickets == ("JJM-014", "JJM-015")
    assert logged(repo)[0].body.startswith("body\n\nTicket: JJM-014\n")
    repo.git("config", "trailer.separators", "#")
    repo.git("config", "core.commentChar", "T")
    assert logged(repo)[0].tickets == ("JJM-014", "JJM-015")


def test_text_that_looks_like_output_of_git_is_not_parsed(repo: GitRepo) -> None:
    name = ".tickets/a\nb :100644 \x01.md"
    repo.write(name, "x\n")
    make_commit(repo, "\x01 :100644 100644 0 0 M\x1b[2J")
    newest = logged(repo)[0]
    assert [file.name for file in newest.files] == [name]
    assert newest.subject.startswith("\x01")


def test_the_number_of_commits_can_be_limited_and_all_have_moments(repo: GitRepo) -> None:
    for day in (3, 2, 4):  # the clock went back
        repo.write(A, f"{day}\n")
        repo.git("add", "-A")
        date = f"2025-10-{day:02}T12:00:00Z"
        repo.git("commit", "-q", "-m", "x", GIT_COMMITTER_DATE=date)
    make_commit(repo, "of no ticket")
    for name, value in (
        ("log.showSignature", "true"),
        ("log.follow", "true"),
        ("log.diffMerges", "off"),
        ("color.ui", "always"),
        ("format.pretty", "%x00"),
        ("log.date", "relative"),
    ):
        repo.git("config", name, value)
    folder = repo.path / ".tickets"
    commits, place = logged(repo), open_repository(folder)
    assert [commit.moment.day for commit in commits] == [4, 2, 3, 1]
    assert list(moments(place, folder)) == [commit.moment for commit in commits]
    for most in range(6):
        assert list(versions(place, folder, most=most)) == commits[:most]


def test_the_log_takes_a_range_and_an_empty_repository(repo: GitRepo, empty_repo: GitRepo) -> None:
    first = repo.git("rev-parse", "HEAD")
    repo.write(A, "x\n")
    second = make_commit(repo, "second")
    assert [commit.id for commit in logged(repo, f"{first}..{second}")] == [second]
    (empty_repo.path / ".tickets").mkdir()
    assert logged(empty_repo) == []
    place = empty_repo.path / ".tickets"
    assert list(moments(open_repository(place), place)) == []


@pytest.mark.parametrize(
    "setting",
    ["log.showRoot=false", "log.follow=true", "diff.orderFile=missing", "color.ui=always"],
)
def test_the_last_change_of_a_line_is_the_same_whatever_the_settings(
    empty_repo: GitRepo, setting: str
) -> None:
    empty_repo.write("old/x.md", "status: ready\n")
    make_commit(empty_repo, "first")
    (empty_repo.path / "new").mkdir()
    empty_repo.git("mv", "old/x.md", "new/x.md")
    empty_repo.git("commit", "-q", "-m", "move", GIT_COMMITTER_DATE="2025-10-03T12:00:00Z")
    repository = open_repository(empty_repo.path)
    path = empty_repo.path / "new/x.md"
    in_file = last_change(repository, path, "^status:")
    in_folder = last_changes(repository, empty_repo.path, "^status:")
    assert in_file is not None
    assert in_folder["x.md"] < in_file  # a file by itself was added by the move
    empty_repo.git("config", *setting.split("="))
    assert last_change(repository, path, "^status:") == in_file
    assert last_changes(repository, empty_repo.path, "^status:") == in_folder
    assert last_change(repository, path, "^priority:") is None
