"""`--at`: every view as of a commit or a date, from git's objects alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

VIEWS = [
    ("list", "--all"),
    ("search", "First", "--all"),
    ("ready",),
    ("blocked",),
    ("tree", "--all"),
    ("graph", "--all"),
    ("plan",),
    ("next",),
    ("stats",),
    ("board",),
    ("overview",),
    ("render", "phases"),
    ("show", "1"),
    ("show", "1", "--raw"),
    ("show", "1", "--json"),
]


def on(day: str) -> dict[str, str]:
    return {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}


@pytest.fixture
def past(repo: GitRepo) -> GitRepo:
    """Returns a repository whose first ticket is claimed, done and moved, a day apart."""
    repo.git("tag", "v1")
    done(repo.path, "claim", "1", "--as", "ana", **on("2025-10-02"))
    done(repo.path, "complete", "1", **on("2025-10-03"))
    done(repo.path, "archive", "1", **on("2025-10-04"))
    return repo


@pytest.mark.parametrize("view", VIEWS, ids=" ".join)
def test_a_view_of_an_older_commit_shows_what_it_showed_then(
    repo: GitRepo, view: tuple[str, ...]
) -> None:
    then = done(repo.path, *view).out
    repo.git("tag", "then")
    done(repo.path, "set", "1", "title=Changed", "effort=5h", "status=cancelled")
    done(repo.path, "create", "First again", "--dep", "2")
    assert done(repo.path, *view, "--at", "then").out == then
    assert done(repo.path, *view).out != then


def test_the_work_tree_is_left_alone(past: GitRepo) -> None:
    (past.path / ".tickets" / "JJM-002.md").write_text("broken")
    before = past.files(), past.git("status", "--porcelain"), past.head()
    assert done(past.path, "list", "--at", "v1", "--format", "ids").lines == ["JJM-001", "JJM-002"]
    assert (past.files(), past.git("status", "--porcelain"), past.head()) == before


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2025-10-03", "in_progress"),
        ("2025-10-02T12:00:01Z", "in_progress"),
        ("2025-10-02T12:00:00Z", "backlog"),
        ("2025-10-04", "done"),
        ("HEAD", "done"),
        ("main~2", "in_progress"),
        ("v1", "backlog"),
        (":/JJM-001: claim", "in_progress"),
        ("HEAD^{/claim}", "in_progress"),
    ],
)
def test_a_date_means_the_last_commit_before_it(past: GitRepo, at: str, status: str) -> None:
    assert done(past.path, "show", "1", "--at", at, "--json").json[0]["status"] == status


def test_a_date_follows_first_parents(past: GitRepo) -> None:
    past.git("checkout", "-q", "-b", "side", "v1")
    done(past.path, "set", "2", "priority=high", **on("2025-10-02"))
    past.git("checkout", "-q", "main")
    past.git("merge", "-q", "--no-ff", "-m", "merge", "side", check=True, **on("2025-10-06"))
    ran = done(past.path, "show", "2", "--at", "2025-10-05", "--json")
    assert ran.json[0]["priority"] == "normal"
    ran = done(past.path, "show", "2", "--at", "2025-10-07", "--json")
    assert ran.json[0]["priority"] == "high"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("nowhere", "no commit 'nowhere'"),
        ("1999-01-01", "no commit before 1999-01-01"),
        ("--output=x", "no commit '--output=x'"),
        ("", "no commit ''"),
        ("HEAD:.tickets", "no commit"),
        ("a\nb", "no commit 'a\\nb'"),
        ("HEAD^{tree}", "no commit"),
        ("^HEAD", "no commit"),
        ("HEAD..HEAD", "no commit"),
        (":/never said", "no commit"),
        ("2025-02-30", "or a date like 2025-01-31"),
        ("someday", "or a date like 2025-01-31"),
        ("yesterday", "no commit before yesterday"),
        ("0001-01-01", "no commit before 0001-01-01"),
        ("1969-12-31T23:59:59Z", "no commit before"),
        ("1970-01-01", "no commit before"),
        ("x" * 10_000, "…'"),
    ],
)
def test_a_revision_that_does_not_exist_is_an_error(past: GitRepo, at: str, words: str) -> None:
    before = past.files()
    ran = jticket(past.path, "list", f"--at={at}")
    assert (ran.status, words in ran.err, ran.out) == (1, True, "")
    assert len(ran.err) < 300
    assert past.files() == before


def test_a_state_older_than_the_reflog_is_an_error(past: GitRepo) -> None:
    """Git takes the oldest state that it remembers, with a warning."""
    for at in ("main@{1999-01-01}", "main@{99}"):
        ran = jticket(past.path, "list", "--at", at)
        assert (ran.status, ran.out, "the reflog here is younger" in ran.err) == (1, "", True)
    assert done(past.path, "list", "--at", "main@{2025-10-02T13:00:00}").out


def test_a_fraction_of_a_second_includes_the_commit_of_that_second(past: GitRepo) -> None:
    show = ("show", "1", "--json", "--at")
    assert done(past.path, *show, "2025-10-02T12:00:00.5Z").json[0]["status"] == "in_progress"


def test_a_shallow_clone_says_how_to_get_the_rest(past: GitRepo, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    past.git("clone", "-q", "--depth=1", f"file://{past.path}", str(clone))
    for at in ("HEAD~1", "2025-10-02", "v1"):
        ran = jticket(clone, "list", "--at", at)
        assert (ran.status, "`git fetch --unshallow` fetches" in ran.err) == (1, True)


@pytest.mark.parametrize("kind", ["file", "link", "submodule"])
def test_a_path_that_was_not_a_folder_then_has_no_tickets(past: GitRepo, kind: str) -> None:
    mode, content = {
        "file": ("100644 blob", past.git("hash-object", "-w", "--stdin", stdin="text")),
        "link": ("120000 blob", past.git("hash-object", "-w", "--stdin", stdin="elsewhere")),
        "submodule": ("160000 commit", past.head()),
    }[kind]
    tree = past.git("mktree", "--missing", stdin=f"{mode} {content}\t.tickets\n")
    commit = past.git("commit-tree", "-m", kind, tree)
    ran = jticket(past.path, "plan", "--at", commit)
    assert (ran.status, "has no .tickets" in ran.err, ran.out) == (1, True, "")


def test_a_commit_without_tickets_is_an_error(past: GitRepo) -> None:
    empty = past.git(
        "commit-tree", "-m", "empty", past.git("hash-object", "-t", "tree", "/dev/null")
    )
    ran = jticket(past.path, "list", "--at", empty.strip())
    assert (ran.status, "has no .tickets" in ran.err) == (1, True)


def test_a_ticket_that_was_broken_then_is_left_out_and_named(repo: GitRepo) -> None:
    sound = (repo.path / ".tickets/JJM-001.md").read_text()
    repo.write(".tickets/JJM-001.md", "---\nid: [\n---\n")
    repo.git("commit", "-qam", "broken")
    repo.write(".tickets/JJM-001.md", sound)
    ran = done(repo.path, "list", "--at", "HEAD", "--format", "ids")
    assert ran.lines == ["JJM-002"]
    assert "left out: .tickets/JJM-001.md" in ran.err
    assert jticket(repo.path, "show", "1", "--at", "HEAD", "--raw").status == 1


def test_the_settings_of_that_commit_apply(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nhours_per_day: 6\n")
    done(repo.path, "set", "1", "effort=1d")
    repo.git("add", "-A")
    repo.git("commit", "-qm", "six")
    repo.write(".tickets/config.yml", "prefix: JJM\n")
    show = ("show", "1", "--json")
    assert done(repo.path, *show, "--at", "HEAD").json[0]["effort_hours"] == 6
    assert done(repo.path, *show).json[0]["effort_hours"] == 8


def test_without_a_repository_the_error_gives_the_reason(tmp_path: Path) -> None:
    (tmp_path / ".tickets").mkdir()
    ran = jticket(tmp_path, "list", "--at", "HEAD")
    assert (ran.status, "not inside a git repository" in ran.err) == (1, True)


def test_a_blobless_clone_fetches_what_it_needs(past: GitRepo, tmp_path: Path) -> None:
    past.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    past.git("clone", "-q", "--filter=blob:none", f"file://{past.path}", str(clone))
    assert done(clone, "list", "--at", "v1", "--format", "ids").lines == ["JJM-001", "JJM-002"]
    past.path.rename(tmp_path / "gone")
    ran = jticket(clone, "list", "--at", "HEAD~2")
    assert (ran.status, "Traceback" in ran.err) == (1, False)
    assert "error: " in ran.err


@pytest.mark.parametrize("word", ["yesterday", "1d ago", "1d", "today - 1d", "thursday"])
def test_a_word_that_is_not_a_revision_is_a_day_in_the_past(past: GitRepo, word: str) -> None:
    now = {"JTICKET_NOW": "2025-10-03T00:00:00Z"}
    was = done(past.path, "show", "1", "--json", "--at", "2025-10-02T00:00:00Z").json
    assert done(past.path, "show", "1", "--json", "--at", word, **now).json == was


def test_a_branch_that_is_called_as_a_day_is_the_branch(past: GitRepo) -> None:
    past.git("branch", "yesterday")
    later = {"JTICKET_NOW": "2025-10-03T00:00:00Z"}
    shown = done(past.path, "show", "1", "--json", "--at", "yesterday", **later).json
    assert shown == done(past.path, "show", "1", "--json").json


def test_a_plan_of_then_begins_on_the_day_of_then(past: GitRepo) -> None:
    planned = done(past.path, "plan", "--json", "--at", "2025-10-03").json
    assert planned["finish_date"] == "2025-10-03"
