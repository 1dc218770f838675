"""`check --files`: what tickets declare, compared with what a branch changed and what exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import Ran, done, jticket

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

UNDECLARED, UNTOUCHED, GONE = "JT508", "JT509", "JT510"


def ticket(repo: GitRepo, number: int, *files: str, status: str = "in_progress") -> None:
    """Writes a ticket that declares files."""
    lines = "".join(f"  - {name!r}\n" for name in files)
    text = f"id: JJM-00{number}\ntitle: T\nstatus: {status}\nfiles:\n{lines}"
    repo.write(f".tickets/JJM-00{number}.md", f"---\n{text}---\n")


def findings_of(ran: Ran) -> list[tuple[str, str, str]]:
    """Returns the ticket, the code and the file of each finding on `files`."""
    findings = []
    for finding in ran.json["findings"]:
        if finding["code"] in (UNDECLARED, UNTOUCHED, GONE):
            assert finding["severity"] == "advice"
            name = finding["message"].split("'")[1]
            findings.append((finding["id"], finding["code"], name))
    return findings


def files(repo: GitRepo, *options: str) -> list[tuple[str, str, str]]:
    """Returns what `check --files` reports, which never fails the check."""
    return findings_of(done(repo.path, "check", "--files", "--json", *options))


def change(repo: GitRepo, message: str, *names: str) -> None:
    """Commits a change of files."""
    for name in names:
        path = repo.path / name
        before = path.read_text() if path.exists() else ""
        repo.write(name, f"{before}{message}\n")
    repo.commit_all(message)


@pytest.fixture
def branch(repo: GitRepo) -> GitRepo:
    """Returns a repository with work on JJM-001, which declares `src/app.py`, on `feat`."""
    repo.write("src/old.py", "old\n")
    ticket(repo, 1, "src/app.py", status="ready")
    repo.commit_all("more")
    repo.git("checkout", "-q", "-b", "feat")
    ticket(repo, 1, "src/app.py")
    repo.commit_all("JJM-001: claim")
    return repo


def test_a_changed_and_declared_file_is_not_reported(branch: GitRepo) -> None:
    change(branch, "JJM-001: work", "src/app.py")
    ran = done(branch.path, "check", "--files", "--strict")
    assert (ran.out, ran.err) == ("", "2 tickets checked: all is well\n")


def test_a_changed_file_that_is_not_declared_is_reported(branch: GitRepo) -> None:
    change(branch, "JJM-001: work", "src/app.py", "src/new.py", "docs/a b.md")
    ran = done(branch.path, "check", "--files")
    start = ".tickets/JJM-001.md:6:3: advice JT508 JJM-001 does not declare"
    assert ran.lines == [
        f"{start} 'docs/a b.md', which this branch changed (add it to files)",
        f"{start} 'src/new.py', which this branch changed (add it to files)",
    ]
    assert jticket(branch.path, "check", "--files", "--strict").status == 1


def test_a_declared_file_that_is_not_changed_is_reported_while_the_ticket_is_active(
    branch: GitRepo,
) -> None:
    ticket(branch, 1, "src/app.py", "src/old.py")
    change(branch, "JJM-001: work", "src/app.py")
    [line] = done(branch.path, "check", "--files").lines
    assert line == (
        ".tickets/JJM-001.md:7:5: advice JT509 JJM-001 declares 'src/old.py',"
        " which this branch has not changed"
    )
    ticket(branch, 1, "src/app.py", "src/old.py", status="done")
    assert files(branch) == []


def test_a_ticket_without_files_declares_nothing(branch: GitRepo) -> None:
    branch.write(".tickets/JJM-001.md", "---\nid: JJM-001\ntitle: T\nstatus: in_progress\n---\n")
    change(branch, "JJM-001: work", "src/app.py")
    assert files(branch) == []


def test_uncommitted_changes_count(branch: GitRepo) -> None:
    branch.write("src/app.py", "changed\n")
    branch.write("src/staged.py", "new\n")
    branch.git("add", "src/staged.py")
    branch.write("src/untracked.py", "new\n")
    branch.write("ignored.log", "new\n")
    branch.write(".gitignore", "*.log\n")
    assert files(branch) == [
        ("JJM-001", UNDECLARED, ".gitignore"),
        ("JJM-001", UNDECLARED, "src/staged.py"),
        ("JJM-001", UNDECLARED, "src/untracked.py"),
    ]


@pytest.mark.parametrize(
    "entry",
    ["src", "src/", "./src//", "src/**", "**/*.py", "src/*", "src/[a-p]*.py", "src/app.py", "."],
)
def test_folders_and_globs_declare_what_they_name(branch: GitRepo, entry: str) -> None:
    ticket(branch, 1, entry)
    change(branch, "JJM-001: work", "src/app.py")
    assert files(branch) == []


@pytest.mark.parametrize(
    "entry", ["sr", "src/*.md", "**/*.md", "src/app.p", "app.py", "SRC/app.py", "src/?"]
)
def test_an_entry_that_matches_other_names_declares_nothing(branch: GitRepo, entry: str) -> None:
    ticket(branch, 1, entry)
    change(branch, "JJM-001: work", "src/app.py")
    expected = {("JJM-001", UNDECLARED, "src/app.py"), ("JJM-001", UNTOUCHED, entry)}
    assert {*files(branch)} == expected


@pytest.mark.parametrize(
    "name",
    ["src/[id].py", "src/*.py", "src/a b.py", "src/é😀.py", "src/?", "src/a\tb", "-x", ":!y"],
)
def test_a_name_with_special_characters_matches_only_itself(branch: GitRepo, name: str) -> None:
    ticket(branch, 1, "src/i.py", "src/a.py", "src/b")
    change(branch, "JJM-001: work", name, "src/i.py", "src/a.py", "src/b")
    [(_, code, _)] = files(branch)
    assert code == UNDECLARED
    ticket(branch, 1, "src/*", "-x", ":!y")
    assert UNDECLARED not in [code for _, code, _ in files(branch)]


def test_a_name_with_brackets_is_declared_literally(branch: GitRepo) -> None:
    ticket(branch, 1, "app/[id]/page.tsx")
    change(branch, "JJM-001: work", "app/[id]/page.tsx")
    assert files(branch) == []
    branch.git("rm", "-q", "app/[id]/page.tsx")
    branch.commit_all("JJM-001: away")
    assert files(branch) == [
        ("JJM-001", UNTOUCHED, "app/[id]/page.tsx"),
        ("JJM-001", GONE, "app/[id]/page.tsx"),
    ]


def test_a_glob_does_not_match_a_name_that_contains_a_similar_glob(branch: GitRepo) -> None:
    ticket(branch, 1, "src/?.py")
    change(branch, "JJM-001: work", "src/[i].py")
    assert {*files(branch)} == {
        ("JJM-001", UNDECLARED, "src/[i].py"),
        ("JJM-001", UNTOUCHED, "src/?.py"),
    }


def test_a_name_that_is_not_utf8_is_reported(branch: GitRepo) -> None:
    change(branch, "JJM-001: work", "src/app.py", "src/caf\udce9.py")
    assert len(files(branch)) == 1
    ran = done(branch.path, "check", "--files")
    assert "\\udce9" in ran.out


def test_a_moved_file_is_missing_and_undeclared(branch: GitRepo) -> None:
    branch.git("mv", "src/app.py", "src/main.py")
    branch.commit_all("JJM-001: move")
    assert files(branch) == [
        ("JJM-001", UNDECLARED, "src/main.py"),
        ("JJM-001", GONE, "src/app.py"),
    ]


@pytest.mark.parametrize("how", ["committed", "staged", "in the work tree"])
def test_a_declared_file_that_was_deleted_is_missing(branch: GitRepo, how: str) -> None:
    ticket(branch, 3, "src/old.py", status="backlog")
    change(branch, "JJM-001: work", "src/app.py")
    (branch.path / "src/old.py").unlink()
    if how != "in the work tree":
        branch.git("add", "-A")
    if how == "committed":
        branch.commit_all("JJM-001: delete")
    gone = ("JJM-003", GONE, "src/old.py")
    assert gone in files(branch)
    assert gone in files(branch, "--base", "main")
    ran = done(branch.path, "check", "--files")
    assert (
        ".tickets/JJM-003.md:6:5: advice JT510 'src/old.py' is no longer in the work tree"
        " (give its path now, or remove it)"
    ) in ran.lines


def test_a_file_deleted_before_the_branch_is_reported_only_without_a_base(repo: GitRepo) -> None:
    change(repo, "one", "lib/a.py", "lib/b.py")
    repo.git("rm", "-rq", "lib")
    repo.commit_all("two")
    ticket(repo, 1, "lib", "lib/", "lib/*.py", "lib/a.py", "later.py", status="backlog")
    ticket(repo, 2, "lib/a.py", status="done")
    repo.commit_all("tickets")
    repo.git("checkout", "-q", "-b", "feat")
    entries = ("lib", "lib/", "lib/*.py", "lib/a.py")
    assert files(repo) == [("JJM-001", GONE, entry) for entry in entries]
    assert files(repo, "--base", "main") == []


def test_a_file_that_a_merge_deleted_is_missing(branch: GitRepo) -> None:
    branch.git("checkout", "-q", "-b", "side", "main")
    branch.git("rm", "-q", "src/old.py")
    branch.commit_all("side")
    branch.git("checkout", "-q", "main")
    branch.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    ticket(branch, 2, "src/old.py", status="backlog")
    assert files(branch) == [("JJM-002", GONE, "src/old.py")]


def test_a_file_that_git_ignores_exists(repo: GitRepo) -> None:
    change(repo, "one", "build/out.txt")
    repo.git("rm", "-q", "build/out.txt")
    repo.write(".gitignore", "build/\n")
    repo.commit_all("two")
    repo.write("build/out.txt", "made\n")
    ticket(repo, 1, "build/out.txt", "build", status="backlog")
    assert files(repo) == []


def test_a_file_that_was_created_again_exists(repo: GitRepo) -> None:
    change(repo, "one", "a.txt")
    repo.git("rm", "-q", "a.txt")
    repo.commit_all("two")
    repo.write("a.txt", "again\n")
    ticket(repo, 1, "a.txt", status="backlog")
    assert files(repo) == []


def test_a_commit_changes_files_for_the_tickets_that_it_names(branch: GitRepo) -> None:
    ticket(branch, 2, "src/two.py")
    change(branch, "JJM-001: one", "src/app.py", "src/of_one.py")
    change(branch, "two\n\nTicket: jjm-2", "src/two.py", "src/of_two.py")
    change(branch, "JJM-001, JJM-002: both", "src/both.py")
    change(branch, "nobody", "src/nobody.py")
    assert files(branch) == [
        ("JJM-001", UNDECLARED, "src/both.py"),
        ("JJM-001", UNDECLARED, "src/of_one.py"),
        ("JJM-002", UNDECLARED, "src/both.py"),
        ("JJM-002", UNDECLARED, "src/of_two.py"),
    ]


def test_a_subject_in_the_format_of_the_settings_names_tickets(branch: GitRepo) -> None:
    branch.write(".tickets/config.yml", "prefix: JJM\ncommit_subject: '[{id}] {what}'\n")
    ticket(branch, 2, "src/two.py")
    change(branch, "[JJM-001] one", "src/of_one.py", "src/app.py")
    change(branch, "[JJM-002] two", "src/two.py")
    assert files(branch) == [("JJM-001", UNDECLARED, "src/of_one.py")]


def test_a_branch_with_a_single_ticket_changes_all_files_for_it(branch: GitRepo) -> None:
    change(branch, "no name", "src/app.py", "src/new.py")
    assert files(branch) == [("JJM-001", UNDECLARED, "src/new.py")]


def test_with_several_tickets_a_commit_that_names_none_counts_for_none(branch: GitRepo) -> None:
    ticket(branch, 2, "src/two.py")
    change(branch, "no name", "src/new.py")
    assert files(branch) == []


def test_a_reverted_change_does_not_count(branch: GitRepo) -> None:
    change(branch, "JJM-001: one", "src/app.py", "src/new.py")
    branch.git("rm", "-q", "src/new.py")
    branch.commit_all("JJM-001: not so")
    assert files(branch) == []


def test_later_changes_on_the_base_do_not_count(branch: GitRepo) -> None:
    change(branch, "JJM-001: one", "src/app.py")
    branch.git("checkout", "-q", "main")
    change(branch, "theirs", "src/theirs.py")
    branch.git("checkout", "-q", "feat")
    assert files(branch) == []
    branch.git("merge", "-q", "--no-edit", "main")
    assert files(branch) == []


def test_a_rebase_does_not_change_the_findings(branch: GitRepo) -> None:
    change(branch, "JJM-001: one", "src/new.py")
    branch.git("checkout", "-q", "main")
    change(branch, "theirs", "src/theirs.py")
    branch.git("checkout", "-q", "feat")
    before = files(branch)
    branch.git("rebase", "-q", "main")
    assert files(branch) == before
    assert len(before) == 2


def test_a_squash_does_not_change_the_findings(branch: GitRepo) -> None:
    change(branch, "JJM-001: one", "src/new.py")
    change(branch, "JJM-001: two", "src/app.py", "src/more.py")
    before = files(branch)
    branch.git("reset", "-q", "--soft", "main")
    branch.commit_all("all of it")
    assert files(branch) == before
    assert len(before) == 2


def test_commits_of_merged_branches_count_for_their_tickets(branch: GitRepo) -> None:
    ticket(branch, 2, "src/two.py")
    change(branch, "JJM-001: one", "src/app.py")
    for number in (1, 2):
        branch.git("checkout", "-q", "-b", f"side{number}", "main")
        change(branch, f"JJM-002: side {number}", f"src/side{number}.py")
    branch.git("checkout", "-q", "feat")
    branch.git("merge", "-q", "--no-ff", "-m", "octopus", "side1", "side2")
    assert files(branch) == [
        ("JJM-002", UNDECLARED, "src/side1.py"),
        ("JJM-002", UNDECLARED, "src/side2.py"),
        ("JJM-002", UNTOUCHED, "src/two.py"),
    ]


def test_on_the_default_branch_uncommitted_changes_count(repo: GitRepo) -> None:
    ticket(repo, 1, "src/app.py")
    repo.write("src/new.py", "new\n")
    assert files(repo) == [
        ("JJM-001", UNDECLARED, "src/new.py"),
        ("JJM-001", UNTOUCHED, "src/app.py"),
    ]
    repo.commit_all("JJM-001: done")
    assert files(repo) == []


def test_files_outside_a_repository_are_an_error(tmp_path: Path) -> None:
    (tmp_path / ".tickets").mkdir()
    ran = jticket(tmp_path, "check", "--files")
    assert (ran.status, ran.out) == (1, "")
    assert "not inside a git repository" in ran.err


def test_without_a_default_branch_uncommitted_changes_count(branch: GitRepo) -> None:
    branch.git("branch", "-D", "-q", "main")
    change(branch, "JJM-001: work", "src/new.py")
    assert files(branch) == []
    ticket(branch, 1, "src/app.py", "src/more.py")
    branch.write("src/more.py", "new\n")
    assert files(branch) == [("JJM-001", UNTOUCHED, "src/app.py")]


def test_before_the_first_commit_every_file_counts_as_changed(empty_repo: GitRepo) -> None:
    ticket(empty_repo, 1, "src/app.py", "docs/")
    empty_repo.write("src/app.py", "app\n")
    empty_repo.write("src/other.py", "other\n")
    assert files(empty_repo) == [
        ("JJM-001", UNDECLARED, "src/other.py"),
        ("JJM-001", UNTOUCHED, "docs/"),
    ]


def test_a_detached_head_is_a_branch_too(branch: GitRepo) -> None:
    branch.git("checkout", "-q", "--detach")
    change(branch, "JJM-001: one", "src/app.py", "src/new.py")
    assert files(branch) == [("JJM-001", UNDECLARED, "src/new.py")]


def test_files_in_another_tickets_folder_do_not_count(repo: GitRepo) -> None:
    repo.git("mv", ".tickets", "docs")
    repo.commit_all("elsewhere")
    repo.git("checkout", "-q", "-b", "feat")
    repo.write(
        "docs/JJM-001.md",
        "---\nid: JJM-001\ntitle: T\nstatus: in_progress\nfiles: [src/app.py]\n---\n",
    )
    change(repo, "JJM-001: work", "src/app.py", "docsy/x.md")
    ran = done(repo.path, "--dir", "docs", "check", "--files", "--json")
    assert findings_of(ran) == [("JJM-001", UNDECLARED, "docsy/x.md")]
    ran = done(repo.path / "src", "--dir", "../docs", "check", "--files", "--json")
    assert findings_of(ran) == [("JJM-001", UNDECLARED, "docsy/x.md")]


def test_paths_limit_the_findings_on_files(branch: GitRepo) -> None:
    change(branch, "JJM-001: work", "src/app.py", "src/new.py")
    assert files(branch, ".tickets/JJM-002.md") == []
    assert len(files(branch, ".tickets/JJM-001.md")) == 1


def test_with_a_base_a_file_that_the_branch_deleted_is_reported_on_untouched_tickets(
    branch: GitRepo,
) -> None:
    branch.git("checkout", "-q", "main")
    ticket(branch, 2, "src/old.py", status="backlog")
    branch.commit_all("a ticket")
    branch.git("checkout", "-q", "-B", "feat")
    branch.git("rm", "-q", "src/old.py")
    branch.commit_all("away")
    assert files(branch, "--base", "main") == [("JJM-002", GONE, "src/old.py")]


def test_a_submodule_is_one_file(branch: GitRepo, tmp_path: Path) -> None:
    branch.git("clone", "-q", "--bare", str(branch.path), str(tmp_path / "lib.git"))
    branch.git("submodule", "--quiet", "add", str(tmp_path / "lib.git"), "lib")
    branch.git("add", "-A")
    branch.git("commit", "-qm", "JJM-001: lib")
    assert files(branch) == [
        ("JJM-001", UNDECLARED, ".gitmodules"),
        ("JJM-001", UNDECLARED, "lib"),
        ("JJM-001", UNTOUCHED, "src/app.py"),
    ]
    ticket(branch, 1, "lib/src/app.py", ".gitmodules")
    assert files(branch) == []
    (branch.path / "lib/src/app.py").write_text("dirty\n")
    assert files(branch) == []


def test_a_file_outside_a_sparse_checkout_still_exists(branch: GitRepo) -> None:
    ticket(branch, 2, "src/old.py", "docs/a.md", status="backlog")
    change(branch, "JJM-001: work", "src/app.py", "docs/a.md")
    before = files(branch)
    branch.git("sparse-checkout", "set", "--cone", ".tickets", "docs")
    assert not (branch.path / "src").exists()
    assert files(branch) == before == [("JJM-001", UNDECLARED, "docs/a.md")]


def test_a_shallow_clone_has_the_same_findings_or_an_error(branch: GitRepo, tmp_path: Path) -> None:
    change(branch, "JJM-001: work", "src/new.py")
    clone = tmp_path / "clone"
    url = f"file://{branch.path}"
    branch.git("clone", "-q", "--depth=1", "--no-single-branch", url, str(clone))
    ran = jticket(clone, "check", "--files", "--base", "origin/main")
    assert ran.status == 1
    assert "git fetch --unshallow" in ran.err
    branch.git("clone", "-q", "--depth=3", "--no-single-branch", url, f"{clone}3")
    ran = done(tmp_path / "clone3", "check", "--files", "--json", "--base", "origin/main")
    assert findings_of(ran) == files(branch, "--base", "main")


def test_hostile_names_reach_neither_git_nor_the_terminal(branch: GitRepo) -> None:
    ticket(branch, 1, "--output=x", ":(exclude)*", "src/app.py")
    change(branch, "JJM-001: work", "src/app.py", "a\x1b[31mb", "c\nd", "::error::x")
    before = branch.files()
    ran = done(branch.path, "check", "--files")
    assert "\x1b" not in ran.out
    assert len(ran.lines) == 5
    ran = done(branch.path, "check", "--files", "--format", "github")
    assert all(line.startswith("::notice file=.tickets/JJM-001.md,") for line in ran.lines)
    assert branch.files() == before
