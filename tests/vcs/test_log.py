"""The commits that touched some files: moves, merges, trailers, and text that would confuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.vcs.log import Commit, Step, moments, versions
from jticket.vcs.repository import open_repository

if TYPE_CHECKING:
    from gitrepo import GitRepo

A, B = ".tickets/JJM-001.md", ".tickets/JJM-002.md"


def told(repo: GitRepo, *revisions: str) -> list[Commit]:
    folder = repo.path / ".tickets"
    return list(versions(open_repository(folder), folder, *revisions))


def commit(repo: GitRepo, message: str) -> str:
    repo.git("add", "-A")
    repo.git("commit", "-q", "--allow-empty", "-m", message)
    return repo.git("rev-parse", "HEAD")


def blob(repo: GitRepo, revision: str, name: str) -> str:
    return repo.git("rev-parse", f"{revision}:{name}")


def test_each_commit_tells_its_files_and_their_blobs_newest_first(repo: GitRepo) -> None:
    repo.write(A, "one\n")
    first = commit(repo, "first")
    repo.write("code.py", "x\n")
    commit(repo, "elsewhere")
    (repo.path / B).unlink()
    second = commit(repo, "second")
    newest, before, *_ = told(repo)
    assert [newest.id, before.id] == [second, first]
    assert [(each.step, each.name) for each in newest.files] == [(Step.DELETED, B)]
    assert newest.files[0].after is None
    assert before.files[0].after == blob(repo, first, A)
    assert before.files[0].before == blob(repo, f"{first}~", A)


def test_a_move_keeps_both_names(repo: GitRepo) -> None:
    (repo.path / ".tickets/archive").mkdir()
    repo.git("mv", A, ".tickets/archive/JJM-001.md")
    commit(repo, "move")
    [step] = told(repo)[0].files
    assert (step.step, step.old_name, step.name) == (Step.RENAMED, A, ".tickets/archive/JJM-001.md")
    assert step.before == step.after


def test_a_merge_tells_only_what_it_changed_itself(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    repo.write(A, "side\n")
    commit(repo, "side")
    repo.git("checkout", "-q", "main")
    repo.write(B, "main\n")
    commit(repo, "main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "side")
    repo.write(B, "evil\n")
    merge = commit(repo, "merge")
    newest = told(repo)[0]
    assert (newest.id, len(newest.parents)) == (merge, 2)
    [step] = newest.files
    assert (step.name, step.by_merge, step.after) == (B, True, blob(repo, merge, B))
    assert {each.subject for each in told(repo)} >= {"side", "main", "merge"}


def test_trailers_name_tickets(repo: GitRepo) -> None:
    repo.write(A, "x\n")
    commit(repo, "subject\n\nbody\n\nTicket: JJM-014\nTicket: JJM-015\nSigned-off-by: Ana <a@b>")
    assert told(repo)[0].tickets == ("JJM-014", "JJM-015")
    repo.git("config", "trailer.separators", "#")
    repo.git("config", "core.commentChar", "T")
    assert told(repo)[0].tickets == ("JJM-014", "JJM-015")


def test_text_in_commits_and_names_confuses_nothing(repo: GitRepo) -> None:
    name = ".tickets/a\nb :100644 \x01.md"
    repo.write(name, "x\n")
    commit(repo, "\x01 :100644 100644 0 0 M\x1b[2J")
    newest = told(repo)[0]
    assert [each.name for each in newest.files] == [name]
    assert newest.subject.startswith("\x01")


def test_the_first_so_many_and_the_moments_of_all(repo: GitRepo) -> None:
    for day in (3, 2, 4):  # the clock went back
        repo.write(A, f"{day}\n")
        repo.git("add", "-A")
        date = f"2025-10-{day:02}T12:00:00Z"
        repo.git("commit", "-q", "-m", "x", GIT_COMMITTER_DATE=date)
    commit(repo, "of no ticket")
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
    found, place = told(repo), open_repository(folder)
    assert [each.moment.day for each in found] == [4, 2, 3, 1]
    assert list(moments(place, folder)) == [each.moment for each in found]
    for most in range(6):
        assert list(versions(place, folder, most=most)) == found[:most]


def test_a_range_and_an_empty_repository(repo: GitRepo, empty_repo: GitRepo) -> None:
    first = repo.git("rev-parse", "HEAD")
    repo.write(A, "x\n")
    second = commit(repo, "second")
    assert [each.id for each in told(repo, f"{first}..{second}")] == [second]
    (empty_repo.path / ".tickets").mkdir()
    assert told(empty_repo) == []
    place = empty_repo.path / ".tickets"
    assert list(moments(open_repository(place), place)) == []
