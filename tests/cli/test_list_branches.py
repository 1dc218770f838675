"""`list --branches`: what other branches, remotes and work trees made of the tickets."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from commandline import done, jticket
from gitrepo import GitRepo

if TYPE_CHECKING:
    from pathlib import Path

FIRST = ".tickets/JJM-001.md"
CHANGES = "status backlog → review, assignee ana"


def on_branch(repo: GitRepo, name: str, *command: str, start: str = "main") -> None:
    """Runs a command on a branch of its own and comes back."""
    repo.git("checkout", "-q", "-B", name, start)
    done(repo.path, *command)
    repo.git("checkout", "-q", "main")


def states(folder: Path, *args: str) -> dict[str, list[tuple[str | None, str | None]]]:
    """Returns where each ticket differs: the references and the statuses there."""
    listed: list[dict[str, Any]] = done(folder, "list", "--branches", "--json", *args).json
    return {
        ticket["id"]: [(state["ref"], state["status"]) for state in ticket["branches"]]
        for ticket in listed
    }


def test_one_command_shows_who_has_a_ticket_on_which_branch(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "feat/x")
    done(repo.path, "claim", "1", "--as", "ana")
    done(repo.path, "submit", "1")
    tip = repo.head()
    repo.git("checkout", "-q", "main")
    assert done(repo.path, "list", "--branches").lines == [
        "JJM-001\tbacklog\tnormal\ttask\t-\tFirst\tmain\t-",
        "JJM-001\treview\tnormal\ttask\tana\tFirst\tfeat/x\tstatus backlog → review, assignee ana",
    ]
    [ticket] = done(repo.path, "list", "--branches", "--json").json
    assert (ticket["id"], ticket["status"], ticket["here"]) == ("JJM-001", "backlog", True)
    assert ticket["branches"] == [
        {
            "ref": "feat/x",
            "commit": tip,
            "status": "review",
            "assignee": "ana",
            "priority": "normal",
            "title": "First",
            "path": FIRST,
            "changes": CHANGES,
            "work_tree": None,
            "committed": True,
        }
    ]
    table = done(repo.path, "list", "--branches", "--format", "table").lines
    assert [line.split()[:3] for line in table] == [
        ["ID", "STATUS", "ASSIGNEE"],
        ["JJM-001", "backlog", "main"],
        ["review", "ana", "feat/x"],
    ]


def test_a_branch_that_only_lags_behind_is_not_listed(repo: GitRepo) -> None:
    repo.git("branch", "old")
    on_branch(repo, "feat", "set", "2", "priority=high")
    done(repo.path, "claim", "1", "--as", "ana")
    assert states(repo.path) == {"JJM-002": [("feat", "backlog")]}
    repo.git("checkout", "-q", "old")
    assert states(repo.path) == {
        "JJM-001": [("main", "in_progress")],
        "JJM-002": [("feat", "backlog")],
    }


def test_merged_and_squashed_branches_are_not_listed_even_after_more_edits(repo: GitRepo) -> None:
    on_branch(repo, "merged", "claim", "1", "--as", "ana")
    on_branch(repo, "squashed", "claim", "2", "--as", "ben")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "merged")
    repo.git("merge", "-q", "--squash", "squashed")
    repo.git("commit", "-q", "-m", "squash")
    done(repo.path, "set", "2", "title=Second thoughts")
    assert states(repo.path) == {}


def test_a_return_to_an_older_state_is_a_change(repo: GitRepo) -> None:
    before = (repo.path / FIRST).read_bytes()
    done(repo.path, "claim", "1", "--as", "ana")
    repo.git("checkout", "-q", "-b", "undo")
    repo.write(FIRST, before)
    repo.commit_all("undo")
    repo.git("checkout", "-q", "main")
    assert states(repo.path) == {"JJM-001": [("undo", "backlog")]}


def test_after_merging_the_current_branch_only_newer_changes_count(repo: GitRepo) -> None:
    on_branch(repo, "feat", "set", "2", "priority=high")
    done(repo.path, "claim", "1", "--as", "ana")
    repo.git("checkout", "-q", "feat")
    repo.git("merge", "-q", "--no-ff", "-m", "sync", "main")
    repo.git("checkout", "-q", "main")
    done(repo.path, "submit", "1")
    assert states(repo.path) == {"JJM-002": [("feat", "backlog")]}


def test_created_deleted_moved_and_renumbered_tickets_are_listed(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "feat")
    done(repo.path, "create", "Third")
    repo.git("rm", "-q", FIRST)
    (repo.path / ".tickets/archive").mkdir()
    repo.git("mv", ".tickets/JJM-002.md", ".tickets/archive/JJM-002.md")
    repo.commit_all("more")
    repo.git("checkout", "-q", "main")
    assert states(repo.path) == {"JJM-001": [("feat", None)], "JJM-003": [("feat", "backlog")]}
    listed = {
        ticket["id"]: ticket for ticket in done(repo.path, "list", "--branches", "--json").json
    }
    assert [listed[ticket_id]["here"] for ticket_id in ("JJM-001", "JJM-003")] == [True, False]
    assert listed["JJM-001"]["branches"][0]["changes"] == "deleted"
    lines = done(repo.path, "list", "--branches").lines
    assert lines == [
        "JJM-001\tbacklog\tnormal\ttask\t-\tFirst\tmain\t-",
        "JJM-001\t-\t-\t-\t-\t-\tfeat\tdeleted",
        "JJM-003\tbacklog\tnormal\ttask\t-\tThird\tfeat\tcreated",
    ]
    on_branch(repo, "renumber", "set", "2", "title=Other")
    repo.git("checkout", "-q", "renumber")
    text = (repo.path / ".tickets/JJM-002.md").read_text()
    text = text.replace("id: JJM-002", "id: JJM-009").replace("tags: []", "aliases: [JJM-002]")
    repo.git("mv", ".tickets/JJM-002.md", ".tickets/JJM-009.md")
    repo.write(".tickets/JJM-009.md", text)
    repo.commit_all("renumber")
    repo.git("checkout", "-q", "main")
    assert states(repo.path)["JJM-002"] == [("renumber", "backlog")]


def test_another_ticket_with_the_same_id_is_reported(repo: GitRepo) -> None:
    text = (repo.path / FIRST).read_text().replace("JJM-001", "JJM-003")
    repo.git("checkout", "-q", "-b", "feat")
    theirs = text.replace("First", "Theirs").replace("2025-10-01", "2025-11-11")
    repo.write(".tickets/JJM-003.md", theirs)
    repo.commit_all("theirs")
    repo.git("checkout", "-q", "main")
    repo.write(".tickets/JJM-003.md", text.replace("First", "Ours"))
    repo.commit_all("ours")
    assert done(repo.path, "list", "--branches").lines == [
        "JJM-003\tbacklog\tnormal\ttask\t-\tOurs\tmain\t-",
        "JJM-003\tbacklog\tnormal\ttask\t-\tTheirs\tfeat\tanother ticket: Theirs",
    ]


def test_a_tag_of_the_same_name_does_not_rename_the_current_branch(repo: GitRepo) -> None:
    on_branch(repo, "feat", "set", "1", "priority=high")
    repo.git("tag", "main")
    assert done(repo.path, "list", "--branches").lines[0].split("\t")[6] == "main"


def test_remote_branches_that_are_equal_or_lag_behind_are_not_repeated(
    repo: GitRepo, tmp_path: Path
) -> None:
    on_branch(repo, "feat", "claim", "1", "--as", "ana")
    on_branch(repo, "theirs", "claim", "2", "--as", "ben")
    clone = GitRepo(tmp_path / "clone")
    repo.git("clone", "-q", ".", str(clone.path))
    clone.git("branch", "feat", "origin/feat")
    assert states(clone.path) == {
        "JJM-001": [("feat", "in_progress")],
        "JJM-002": [("origin/theirs", "in_progress")],
    }
    clone.git("checkout", "-q", "feat")
    done(clone.path, "submit", "1")
    clone.git("checkout", "-q", "main")
    assert states(clone.path)["JJM-001"] == [("feat", "review")]
    clone.git("branch", "-q", "-f", "feat", "main")
    assert states(clone.path)["JJM-001"] == [("origin/feat", "in_progress")]


def test_uncommitted_changes_in_other_work_trees_are_listed(repo: GitRepo, tmp_path: Path) -> None:
    linked = GitRepo(tmp_path / "other tree")
    repo.git("worktree", "add", "-q", "-b", "feat", str(linked.path))
    done(linked.path, "claim", "1", "--as", "ana", "--no-commit")
    done(linked.path, "create", "New", "--no-commit")
    (linked.path / ".tickets/JJM-002.md").unlink()
    listed = done(repo.path, "list", "--branches", "--json").json
    assert [(ticket["id"], ticket["branches"][0]["status"]) for ticket in listed] == [
        ("JJM-001", "in_progress"),
        ("JJM-002", None),
        ("JJM-003", "backlog"),
    ]
    state = listed[0]["branches"][0]
    assert (state["ref"], state["committed"]) == ("feat", False)
    assert state["work_tree"] == str(linked.path)
    lines = done(repo.path, "list", "--branches").lines
    assert lines[1].split("\t")[6] == "feat in other tree, uncommitted"
    linked.git("checkout", "-q", "--detach")
    linked.commit_all("detached")
    assert {tuple(references) for references in states(repo.path).values()} == {
        ((None, "in_progress"),),
        ((None, None),),
        ((None, "backlog"),),
    }
    shutil.rmtree(linked.path)
    assert states(repo.path) == {}


def test_filters_look_at_every_state_of_a_ticket(repo: GitRepo) -> None:
    on_branch(repo, "feat", "claim", "1", "--as", "ana")
    on_branch(repo, "other", "set", "2", "priority=high")
    assert list(states(repo.path, "--assignee", "ana")) == ["JJM-001"]
    assert list(states(repo.path, "--status", "in_progress")) == ["JJM-001"]
    assert list(states(repo.path, "--where", "priority = high")) == ["JJM-002"]
    assert list(states(repo.path, "--status", "backlog")) == ["JJM-001", "JJM-002"]
    assert list(states(repo.path, "--limit", "1", "--sort", "-id")) == ["JJM-002"]
    done(repo.path, "cancel", "1")
    assert list(states(repo.path)) == ["JJM-001", "JJM-002"]


def test_a_ticket_that_is_broken_on_a_branch_is_named_and_hides_nothing(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "feat")
    repo.write(FIRST, "no front matter \x1b[2J\n")
    done(repo.path, "set", "2", "priority=high")
    repo.commit_all("break")
    repo.git("checkout", "-q", "main")
    ran = done(repo.path, "list", "--branches", "--format", "ids")
    assert ran.lines == ["JJM-002"]
    assert ran.err.startswith("left out: feat: .tickets/JJM-001.md:1:1: error ")


def test_without_other_branches_or_commits_nothing_is_listed(
    repo: GitRepo, empty_repo: GitRepo
) -> None:
    assert states(repo.path) == {}
    ran = done(repo.path, "list", "--branches", "--format", "table")
    assert (ran.out, ran.err) == ("", "no other branch has changed a ticket that is to be listed\n")
    (empty_repo.path / ".tickets").mkdir()
    assert states(empty_repo.path) == {}


def test_a_branch_without_tickets_is_not_listed(repo: GitRepo) -> None:
    repo.git("branch", "early", "main~1")
    repo.git("checkout", "-q", "--orphan", "pages")
    repo.git("rm", "-rfq", ".")
    repo.write("index.html", "hello")
    repo.commit_all("pages")
    repo.git("checkout", "-q", "main")
    assert states(repo.path) == {}


@pytest.mark.parametrize(
    "name", ["a\u2028b", "a\x85b", "'$(id)'", 'a"}{@b', "-x", "\u202ea", "é→🎉"]
)
def test_branches_of_any_name_are_listed_harmlessly(repo: GitRepo, name: str) -> None:
    on_branch(repo, "feat", "set", "1", "priority=high")
    repo.git("update-ref", f"refs/heads/{name}", "feat")
    repo.git("branch", "-D", "feat")
    assert states(repo.path) == {"JJM-001": [(name, "backlog")]}
    out = done(repo.path, "list", "--branches").out
    assert not {"\u2028", "\x85", "\u202e"} & {*out}
    assert len(out.split("\n")) == 3


@pytest.mark.parametrize("mode", ["100644", "120000", "160000"])
def test_a_branch_that_replaces_the_folder_deletes_the_tickets(repo: GitRepo, mode: str) -> None:
    kind = "commit" if mode == "160000" else "blob"
    content = repo.head() if kind == "commit" else repo.git("rev-parse", f"HEAD:{FIRST}")
    tree = repo.git("mktree", stdin=f"{mode} {kind} {content}\t.tickets\n")
    repo.git("branch", "odd", repo.git("commit-tree", "-p", "HEAD", "-m", "odd", tree))
    assert states(repo.path) == {"JJM-001": [("odd", None)], "JJM-002": [("odd", None)]}


def test_a_work_tree_in_which_the_folder_is_a_file_is_read(repo: GitRepo, tmp_path: Path) -> None:
    linked = GitRepo(tmp_path / "other")
    repo.git("worktree", "add", "-q", "-b", "odd", str(linked.path))
    shutil.rmtree(linked.path / ".tickets")
    linked.write(".tickets", "a file")
    assert states(repo.path) == {"JJM-001": [("odd", None)], "JJM-002": [("odd", None)]}


def test_an_unrelated_branch_created_all_its_tickets(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--orphan", "other")
    done(repo.path, "claim", "1", "--as", "ana")
    repo.git("checkout", "-q", "main")
    assert states(repo.path) == {"JJM-001": [("other", "in_progress")]}


def test_a_linked_work_tree_lists_the_main_one_as_another(repo: GitRepo, tmp_path: Path) -> None:
    linked = GitRepo(tmp_path / "other")
    repo.git("worktree", "add", "-q", "-b", "feat", str(linked.path))
    done(repo.path, "claim", "1", "--as", "ana", "--no-commit")
    assert states(linked.path) == {"JJM-001": [("main", "in_progress")]}
    assert states(repo.path) == {}


def test_a_damaged_work_tree_is_named_and_its_links_are_not_followed(
    repo: GitRepo, tmp_path: Path
) -> None:
    linked = GitRepo(tmp_path / "other")
    repo.git("worktree", "add", "-q", "-b", "feat", str(linked.path))
    secret = tmp_path / "secret.md"
    secret.write_text("---\nid: JJM-009\ntitle: Secret\n---\n")
    (linked.path / ".tickets/JJM-009.md").symlink_to(secret)
    assert states(repo.path) == {}
    linked.git("add", "-A")
    (repo.path / ".git/worktrees/other/index").write_bytes(b"damaged")
    ran = done(repo.path, "list", "--branches")
    assert ran.err.startswith(f"left out: {linked.path}: ")


def test_the_users_git_configuration_changes_nothing(repo: GitRepo, tmp_path: Path) -> None:
    on_branch(repo, "feat", "claim", "1", "--as", "ana")
    on_branch(repo, "squashed", "set", "2", "priority=high")
    repo.git("merge", "-q", "--squash", "squashed")
    repo.commit_all("squash")
    done(repo.path, "set", "2", "priority=low")
    linked = GitRepo(tmp_path / "other")
    repo.git("worktree", "add", "-q", "-b", "new", str(linked.path))
    done(linked.path, "create", "Third", "--no-commit")
    wanted = {"JJM-001": [("feat", "in_progress")], "JJM-003": [("new", "backlog")]}
    assert states(repo.path) == wanted
    for name, value in (
        ("diff.orderFile", "/nowhere/order"),
        ("diff.relative", "true"),
        ("diff.renames", "copies"),
        ("log.diffMerges", "off"),
        ("log.showSignature", "true"),
        ("log.abbrevCommit", "true"),
        ("core.abbrev", "4"),
        ("core.quotePath", "true"),
        ("color.ui", "always"),
        ("status.showUntrackedFiles", "no"),
        ("status.branch", "true"),
        ("status.short", "true"),
    ):
        repo.git("config", name, value)
    assert states(repo.path) == wanted


def test_without_a_repository_the_error_gives_the_reason(tmp_path: Path) -> None:
    (tmp_path / ".tickets").mkdir()
    ran = jticket(tmp_path, "list", "--branches")
    assert (ran.status, "not inside a git repository" in ran.err) == (1, True)


def test_a_shallow_clone_names_the_branches_that_it_cannot_judge(
    repo: GitRepo, tmp_path: Path
) -> None:
    on_branch(repo, "feat", "claim", "1", "--as", "ana")
    done(repo.path, "set", "2", "priority=high")
    clone = tmp_path / "clone"
    repo.git("clone", "-q", "--depth=1", "--no-single-branch", f"file://{repo.path}", str(clone))
    ran = done(clone, "list", "--branches")
    assert ran.out == ""
    assert ran.err.startswith("left out: origin/feat: this shallow clone does not reach ")
    GitRepo(clone).git("fetch", "-q", "--unshallow")
    assert states(clone) == {"JJM-001": [("origin/feat", "in_progress")]}


def test_a_blobless_clone_says_what_is_missing(repo: GitRepo, tmp_path: Path) -> None:
    on_branch(repo, "feat", "claim", "1", "--as", "ana")
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.path}", str(clone))
    repo.path.rename(tmp_path / "gone")
    for asked in (("list", "--branches"), ("list", "--at", "origin/feat")):
        ran = jticket(clone, *asked)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("error: this clone lacks the object ")
        assert "`git fetch --refetch`" in ran.err
    (tmp_path / "gone").rename(repo.path)
    assert states(clone) == {"JJM-001": [("origin/feat", "in_progress")]}


def test_with_at_branches_are_compared_with_that_commit(repo: GitRepo) -> None:
    on_branch(repo, "feat", "claim", "1", "--as", "ana")
    done(repo.path, "set", "2", "priority=high")
    assert states(repo.path, "--at", "feat") == {"JJM-002": [("main", "backlog")]}


@pytest.mark.parametrize("seed", range(4))
def test_the_changes_of_random_histories_are_those_since_the_merge_bases(
    repo: GitRepo, seed: int
) -> None:
    """Compares merges, octopus merges and criss-crosses with one git process per question."""
    chance = random.Random(seed)  # noqa: S311  # a history, not a secret
    names = ["main", "a", "b", "c"]
    for name in names[1:]:
        repo.git("branch", name)
    for step in range(24):
        repo.git("checkout", "-q", chance.choice(names))
        if chance.random() < 0.4:
            merged = chance.sample(names, chance.choice([1, 1, 2]))
            ran = repo.git("merge", "-q", "--no-ff", "-m", "m", "-s", "ours", *merged, check=False)
            assert "fatal" not in ran
        else:
            number = chance.choice([1, 2])
            done(repo.path, "set", str(number), f"title=t{step}")
    repo.git("checkout", "-q", "main")
    wanted = expected(repo, names[1:])
    assert wanted
    assert states(repo.path) == wanted


def expected(repo: GitRepo, names: list[str]) -> dict[str, list[tuple[str, str]]]:
    """Returns the same by asking git about each branch and ticket."""
    changes: dict[str, list[tuple[str, str]]] = {}
    for number in (1, 2):
        path = f".tickets/JJM-{number:03}.md"
        for name in names:
            bases = repo.git("merge-base", "--all", "HEAD", name).split()
            blob = repo.git("rev-parse", f"{name}:{path}")
            old = [repo.git("rev-parse", f"{revision}:{path}") for revision in (*bases, "HEAD")]
            since = repo.git("log", "--format=%H", "HEAD", "--not", *bases).split()
            had = {repo.git("rev-parse", f"{revision}:{path}") for revision in since}
            if blob not in (*old, *had):
                changes.setdefault(f"JJM-{number:03}", []).append((name, "backlog"))
    return changes
