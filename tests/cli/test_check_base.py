"""`check --base`: findings that a branch caused, without those that were there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import Ran, done, jticket

if TYPE_CHECKING:
    from pathlib import Path

    from gitrepo import GitRepo

ONE = ".tickets/JJM-001.md"
TWO = ".tickets/JJM-002.md"
CONFIG = ".tickets/config.yml"
BROKEN = "---\nid: {id}\ntitle: T\nstatus: dnoe\n---\n"
CRITERIA = "\n## Acceptance Criteria\n\n- [x] one\n- [ ] two\n"
ENTRY = "\n## Devlog\n\n### 2025-10-02T10:00:00Z ana\n\nBegun.\n"


@pytest.fixture
def branch(repo: GitRepo) -> GitRepo:
    """Returns a repository with two tickets on `main` and a branch `feat` that is checked out."""
    repo.git("checkout", "-q", "-b", "feat")
    return repo


def edit(repo: GitRepo, name: str, old: str, new: str) -> None:
    path = repo.path / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def add(repo: GitRepo, name: str, text: str) -> None:
    path = repo.path / name
    path.write_text(path.read_text() + text)


def codes(ran: Ran) -> list[str]:
    return [line.split(" ")[2] for line in ran.lines]


def on_main(repo: GitRepo) -> None:
    """Checks out `main`, to change where the branch starts."""
    repo.git("checkout", "-q", "main")


def branch_again(repo: GitRepo) -> None:
    """Starts the branch again from `main` as it is."""
    repo.commit_all("before")
    repo.git("checkout", "-q", "-B", "feat")


def cross_with_main(repo: GitRepo) -> None:
    """Commits, adds an entry to a ticket on `main`, and merges each side into the other."""
    mine = repo.commit_all("mine")
    on_main(repo)
    add(repo, TWO, ENTRY)
    theirs = repo.commit_all("theirs")
    repo.git("merge", "-q", "--no-edit", mine)
    repo.git("checkout", "-q", "feat")
    repo.git("merge", "-q", "--no-edit", theirs)


def test_a_branch_that_did_nothing_has_no_findings(branch: GitRepo) -> None:
    ran = done(branch.path, "check", "--base", "main")
    assert (ran.out, ran.err) == ("", "0 tickets checked: all is well\n")


def test_old_findings_elsewhere_are_counted(branch: GitRepo) -> None:
    on_main(branch)
    branch.write(".tickets/JJM-003.md", BROKEN.format(id="JJM-003"))
    branch.write(CONFIG, "prefix: JJM\nid_widht: 4\n")
    branch_again(branch)
    branch.write(".tickets/JJM-004.md", BROKEN.format(id="JJM-004"))
    ran = jticket(branch.path, "check", "--base", "main")
    assert ran.status == 1
    assert ran.lines == [
        ".tickets/JJM-004.md:4:9: error JT103 unknown status 'dnoe' (did you mean 'done'?)"
    ]
    assert ran.err == (
        "1 ticket checked: 1 error\n2 old findings elsewhere: `jticket check` shows all\n"
    )
    (branch.path / ".tickets/JJM-004.md").unlink()
    assert done(branch.path, "check", "--base", "main").out == ""


@pytest.mark.parametrize("how", ["committed", "staged", "in the work tree"])
def test_commits_the_index_and_the_work_tree_all_count(branch: GitRepo, how: str) -> None:
    edit(branch, ONE, "status: backlog", "status: dnoe")
    if how != "in the work tree":
        branch.git("add", "-A")
    if how == "committed":
        branch.git("commit", "-qm", "broken")
    ran = jticket(branch.path, "check", "--base", "main")
    assert (ran.status, codes(ran)) == (1, ["JT103"])


def test_a_finding_elsewhere_that_the_branch_caused_is_new(branch: GitRepo) -> None:
    on_main(branch)
    edit(branch, TWO, "tags: []", "tags: []\ndependencies: [JJM-001, JJM-099]")
    branch_again(branch)
    branch.git("rm", "-q", ONE)
    ran = jticket(branch.path, "check", "--base", "main")
    assert (ran.status, ran.lines) == (
        1,
        [f"{TWO}:11:16: error JT304 no ticket JJM-001 (did you mean 'JJM-002'?)"],
    )
    assert "1 old finding elsewhere" in ran.err


def test_the_rest_of_a_long_list_is_old_although_the_message_is_shortened(branch: GitRepo) -> None:
    on_main(branch)
    dependencies = [f"JJM-0{number}" for number in range(11, 19)]
    for name in dependencies:
        branch.write(f".tickets/{name}.md", BROKEN.replace("dnoe", "ready").format(id=name))
    depends = f"status: done\ndependencies: [{', '.join(dependencies)}]"
    edit(branch, ONE, "status: backlog", depends)
    branch_again(branch)
    edit(branch, ".tickets/JJM-011.md", "status: ready", "status: done")
    ran = done(branch.path, "check", "--base", "main")
    assert (ran.out, "1 old finding elsewhere" in ran.err) == ("", True)


def test_the_rest_of_a_partly_fixed_finding_is_old(branch: GitRepo) -> None:
    on_main(branch)
    three = (branch.path / ONE).read_text().replace("JJM-001", "JJM-003")
    for name in ("", "a/", "b/"):
        branch.write(f".tickets/{name}JJM-003.md", three)
    edit(branch, ONE, "tags: []", "tags: []\ndependencies: [JJM-002, JJM-003]")
    edit(branch, ONE, "status: backlog", "status: done")
    branch_again(branch)
    branch.git("rm", "-q", ".tickets/b/JJM-003.md")
    edit(branch, TWO, "status: backlog", "status: cancelled")
    ran = done(branch.path, "check", "--base", "main")
    assert (ran.out, ran.err.splitlines()[1:]) == (
        "",
        ["3 old findings elsewhere: `jticket check` shows all"],
    )
    branch.write(".tickets/c/JJM-003.md", three)
    reported = codes(jticket(branch.path, "check", "--base", "main"))
    assert reported == ["JT301", "JT301", "JT301"]


def test_a_cycle_hidden_by_another_one_is_old(branch: GitRepo) -> None:
    on_main(branch)
    text = (branch.path / ONE).read_text().replace("tags: []", "tags: []\ndependencies: [JJM-001]")
    for n in (2, 3):
        branch.write(f".tickets/JJM-00{n}.md", text.replace("id: JJM-001", f"id: JJM-00{n}"))
    edit(branch, ONE, "tags: []", "tags: []\ndependencies: [JJM-002, JJM-003]")
    branch_again(branch)
    assert "JJM-001 → JJM-002 → JJM-001" in jticket(branch.path, "check").out
    edit(branch, TWO, "dependencies: [JJM-001]", "dependencies: []")
    assert "JJM-001 → JJM-003 → JJM-001" in jticket(branch.path, "check").out
    ran = done(branch.path, "check", "--base", "main")
    assert (ran.out, ran.err.splitlines()[1:]) == (
        "",
        ["1 old finding elsewhere: `jticket check` shows all"],
    )


def test_a_changed_config_causes_findings_everywhere(branch: GitRepo) -> None:
    branch.write(CONFIG, "prefix: JJM\nrequired: {task: [due]}\n")
    ran = jticket(branch.path, "check", "--base", "main")
    assert (ran.status, codes(ran)) == (1, ["JT310", "JT310"])


def test_later_changes_on_the_base_are_not_blamed_on_the_branch(branch: GitRepo) -> None:
    edit(branch, TWO, "priority: normal", "priority: high")
    branch.commit_all("mine")
    on_main(branch)
    edit(branch, ONE, "created: 2025-10-01", "created: 2025-09-01")
    branch.write(".tickets/JJM-003.md", BROKEN.format(id="JJM-003"))
    branch.commit_all("theirs")
    branch.git("checkout", "-q", "feat")
    assert done(branch.path, "check", "--base", "main").err == "1 ticket checked: all is well\n"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("status: backlog", "status: in_progress", ["JT501"]),
        ("status: backlog", "status: ready", []),
        ("status: backlog", "status: review", []),
        ("created: 2025-10-01T09:30:00Z", "created: 2025-10-01T09:30:01Z", ["JT502"]),
        ("created: 2025-10-01T09:30:00Z", "created: 2025-10-01T09:30:00+00:00", []),
        ("created: 2025-10-01T09:30:00Z", "created:", ["JT502"]),
        ("Begun.", "Done.", ["JT504"]),
        ("Z ana\n", "Z bob\n", ["JT504"]),
        ("Begun.\n", "Begun.\n\n### 2025-10-03T10:00:00Z ana\n\nMore.\n", []),
        ("status: backlog", "status: done", ["JT506"]),
        ("- [ ] two", "- [x] two", []),
    ],
)
def test_each_change_has_the_expected_findings(
    branch: GitRepo, before: str, after: str, expected: list[str]
) -> None:
    on_main(branch)
    rows = "backlog: [ready, done], ready: [review], review: [ready], in_progress: [done]"
    branch.write(CONFIG, f"prefix: JJM\nworkflow: {{{rows}, done: [], cancelled: []}}\n")
    add(branch, ONE, CRITERIA + ENTRY)
    branch_again(branch)
    edit(branch, ONE, before, after)
    ran = jticket(branch.path, "check", "--base", "main")
    assert codes(ran) == expected
    assert ran.status == (1 if expected else 0)
    branch.git("mv", "-k", "--", ONE, ".tickets/JJM-001x.md")
    branch.git("mv", "--", ".tickets/JJM-001x.md", ONE)
    branch.commit_all("squashed")
    branch.git("merge", "-q", "-s", "ours", "--no-edit", "main")
    assert codes(jticket(branch.path, "check", "--base", "main")) == expected


def test_a_dropped_entry_is_reported_at_the_heading_of_the_devlog(branch: GitRepo) -> None:
    on_main(branch)
    add(branch, ONE, ENTRY + "\n### 2025-10-03T10:00:00Z bob\n\nMore.\n")
    branch_again(branch)
    edit(branch, ONE, "### 2025-10-02T10:00:00Z ana\n\nBegun.\n\n", "")
    assert jticket(branch.path, "check", "--base", "main").lines == [
        (
            f"{ONE}:17:1: error JT504 the devlog's entry 2025-10-02T10:00:00Z ana was edited"
            " or dropped (put it back and append a new entry)"
        )
    ]


def test_a_devlog_heading_may_be_fixed(branch: GitRepo) -> None:
    on_main(branch)
    add(branch, ONE, f"{ENTRY}\n### yesterday\n\nMore.\n\nAnd more.\n\n### later\n\nLast.\n")
    branch_again(branch)
    edit(branch, ONE, "### yesterday", "### 2025-10-03T10:00:00Z ana")
    assert codes(jticket(branch.path, "check", "--base", "main")) == ["JT202"]
    edit(branch, ONE, "### later", "### 2025-10-04T10:00:00Z ana")
    assert codes(jticket(branch.path, "check", "--base", "main")) == []
    edit(branch, ONE, "And more.", "And less.")
    assert codes(jticket(branch.path, "check", "--base", "main")) == ["JT504"]


def test_done_with_open_criteria_is_reported_once_and_only_if_the_branch_did_it(
    branch: GitRepo,
) -> None:
    on_main(branch)
    edit(branch, TWO, "status: backlog", "status: done")
    add(branch, TWO, CRITERIA)
    add(branch, ONE, CRITERIA)
    branch_again(branch)
    edit(branch, ONE, "status: backlog", "status: done")
    edit(branch, TWO, "priority: normal", "priority: high")
    ran = jticket(branch.path, "check", "--base", "main")
    assert ran.lines == [
        f"{ONE}:4:9: error JT506 JJM-001 became done, but 1 of 2 criteria not ticked: 2",
        f"{TWO}:4:9: warning JT309 JJM-002 is done, but 1 of 2 criteria not ticked: 2",
    ]


def test_a_new_id_needs_the_old_one_among_the_aliases(branch: GitRepo) -> None:
    branch.git("mv", ONE, ".tickets/JJM-101.md")
    edit(branch, ".tickets/JJM-101.md", "id: JJM-001", "id: JJM-101")
    ran = jticket(branch.path, "check", "--base", "main")
    assert ran.lines == [
        ".tickets/JJM-101.md:2:5: error JT503 JJM-001 has become JJM-101 (write aliases: [JJM-001])"
    ]
    edit(branch, ".tickets/JJM-101.md", "tags: []", "tags: []\naliases: [JJM-001]")
    assert done(branch.path, "check", "--base", "main").out == ""
    edit(branch, ".tickets/JJM-101.md", "created: 2025", "created: 2024")
    assert done(branch.path, "check", "--base", "main").out == ""  # an alias of another ticket


def test_tickets_that_swap_their_ids_are_reported(branch: GitRepo) -> None:
    on_main(branch)
    edit(branch, TWO, "title: Second", "title: Parser of the command line")
    branch_again(branch)
    first, second = ((branch.path / name).read_text() for name in (ONE, TWO))
    branch.write(ONE, second.replace("JJM-002", "JJM-001"))
    expected = f"{ONE}:2:5: error JT503 JJM-002 has become JJM-001, which was another ticket"
    branch.git("rm", "-q", TWO)
    ran = jticket(branch.path, "check", "--base", "main")
    assert ran.lines == [f"{expected} (give it back the ID JJM-002)"]
    branch.write(TWO, first.replace("JJM-001", "JJM-002"))
    assert codes(jticket(branch.path, "check", "--base", "main")) == ["JT503", "JT503"]


def test_a_ticket_may_get_the_title_of_another_that_was_created_with_it(branch: GitRepo) -> None:
    edit(branch, ONE, "title: First", "title: Second")
    edit(branch, ONE, "First, in", "Second, in")
    assert done(branch.path, "check", "--base", "main").out == ""


def test_an_invalid_id_and_timestamp_may_be_fixed(branch: GitRepo) -> None:
    on_main(branch)
    edit(branch, ONE, "id: JJM-001", "id: jjm-1")
    edit(branch, TWO, "created: 2025-10-01T09:30:00Z", "created: October")
    branch_again(branch)
    assert done(branch.path, "check", "--fix", ONE).out == ""
    edit(branch, TWO, "created: October", "created: 2025-10-01")
    assert done(branch.path, "check", "--base", "main").out == ""


def test_an_id_that_becomes_invalid_is_reported_once(branch: GitRepo) -> None:
    edit(branch, ONE, "id: JJM-001", "id: jjm-001")
    assert codes(jticket(branch.path, "check", "--base", "main")) == ["JT104", "JT302"]


def test_a_new_id_in_the_old_file_is_reported_whatever_else_changed(branch: GitRepo) -> None:
    edit(branch, ONE, "id: JJM-001", "id: JJM-009")
    edit(branch, ONE, "title: First", "title: Something else entirely")
    edit(branch, ONE, "created: 2025", "created: 2024")
    assert codes(jticket(branch.path, "check", "--base", "main")) == ["JT302", "JT503"]


def test_a_ticket_may_be_deleted_and_another_created(branch: GitRepo) -> None:
    branch.git("rm", "-q", ONE)
    done(branch.path, "create", "Another", JTICKET_NOW="2025-12-01T09:30:00Z")
    ran = done(branch.path, "check", "--base", "main")
    assert (ran.out, ran.err) == ("", "1 ticket checked: all is well\n")


def test_a_moved_ticket_is_the_same_ticket(branch: GitRepo) -> None:
    (branch.path / ".tickets/archive").mkdir()
    branch.git("mv", ONE, ".tickets/archive/JJM-001.md")
    edit(branch, ".tickets/archive/JJM-001.md", "created: 2025", "created: 2024")
    assert codes(jticket(branch.path, "check", "--base", "main")) == ["JT502"]


@pytest.mark.parametrize("moved", [False, True])
def test_files_with_the_same_id_are_each_compared_with_their_own_past(
    branch: GitRepo, *, moved: bool
) -> None:
    on_main(branch)
    elder = (branch.path / ONE).read_text().replace("created: 2025", "created: 2024") + ENTRY
    branch.write(".tickets/a/JJM-001.md", elder)
    branch_again(branch)
    for name in (ONE, ".tickets/a/JJM-001.md"):
        edit(branch, name, "priority: normal", "priority: high")
    if moved:
        branch.git("mv", ".tickets/a", ".tickets/b")
    reported = codes(jticket(branch.path, "check", "--base", "main"))
    assert reported == ["JT301", "JT301"]


def test_an_id_that_the_base_gave_to_another_ticket_is_reported(branch: GitRepo) -> None:
    done(branch.path, "create", "Mine")
    on_main(branch)
    (branch.path / ".tickets/JJM-003.md").unlink(missing_ok=True)
    branch.write(".tickets/JJM-003.md", BROKEN.replace("dnoe", "ready").format(id="JJM-003"))
    branch.commit_all("theirs")
    branch.git("checkout", "-q", "feat")
    ran = jticket(branch.path, "check", "--base", "main")
    assert ran.lines == [
        (
            ".tickets/JJM-003.md:2:5: error JT505 JJM-003 is another ticket at main: 'T'"
            " (give this one another ID)"
        )
    ]


def test_a_ticket_cherry_picked_by_the_base_is_the_same_ticket(branch: GitRepo) -> None:
    done(branch.path, "create", "Mine")
    picked = branch.head()
    done(branch.path, "set", "3", "title=Mine now")
    on_main(branch)
    branch.git("cherry-pick", picked)
    branch.git("commit", "-q", "--amend", "-m", "picked")
    branch.git("checkout", "-q", "feat")
    assert done(branch.path, "check", "--base", "main").out == ""


def test_after_criss_cross_merges_the_other_side_is_not_blamed_on_the_branch(
    branch: GitRepo,
) -> None:
    edit(branch, ONE, "priority: normal", "priority: high")
    cross_with_main(branch)
    assert len(branch.git("merge-base", "--all", "main", "feat").split()) == 2
    assert done(branch.path, "check", "--base", "main").err == "0 tickets checked: all is well\n"
    edit(branch, TWO, "Begun.", "Not begun.")
    ran = jticket(branch.path, "check", "--base", "main")
    assert (codes(ran), ran.err) == (["JT504"], "1 ticket checked: 1 error\n")


def test_after_criss_cross_merges_only_new_changes_are_reported(branch: GitRepo) -> None:
    on_main(branch)
    add(branch, ONE, CRITERIA)
    branch_again(branch)
    edit(branch, ONE, "created: 2025-10-01", "created: 2025-09-01")
    edit(branch, ONE, "status: backlog", "status: done")
    cross_with_main(branch)
    edit(branch, ONE, "priority: normal", "priority: high")
    ran = done(branch.path, "check", "--base", "main")
    assert (codes(ran), ran.err) == (["JT309"], "1 ticket checked: 1 warning\n")
    edit(branch, ONE, "created: 2025-09-01", "created: 2025-08-01")
    ran = jticket(branch.path, "check", "--base", "main")
    assert sorted(codes(ran)) == ["JT309", "JT502"]


@pytest.mark.parametrize("how", ["rebase", "squash", "octopus", "merge of the base"])
def test_it_does_not_matter_how_the_branch_was_made(branch: GitRepo, how: str) -> None:
    on_main(branch)
    add(branch, ONE, ENTRY)
    branch_again(branch)
    edit(branch, ONE, "Begun.", "Not begun.")
    branch.commit_all("mine")
    edit(branch, ONE, "status: backlog", "status: ready")
    branch.commit_all("more")
    on_main(branch)
    edit(branch, TWO, "created: 2025-10-0", "created: 2025-09-0")
    branch.write(".tickets/JJM-003.md", BROKEN.format(id="JJM-003"))
    branch.commit_all("theirs")
    if how == "rebase":
        branch.git("rebase", "-q", "main", "feat")
    elif how == "squash":
        branch.git("checkout", "-q", "-b", "flat")
        branch.git("merge", "-q", "--squash", "feat")
        branch.git("commit", "-q", "-m", "flat")
    elif how == "octopus":
        for side in ("one", "two"):
            branch.git("checkout", "-q", "-b", side, "main~1")
            branch.write(f"src/{side}.py", "")
            branch.commit_all(side)
        branch.git("checkout", "-q", "feat")
        branch.git("merge", "-q", "-m", "octopus", "one", "two", "main")
    else:
        branch.git("checkout", "-q", "feat")
        branch.git("merge", "-q", "--no-edit", "main")
    ran = jticket(branch.path, "check", "--base", "main")
    assert (codes(ran), ran.err) == (
        ["JT504"],
        "1 ticket checked: 1 error\n1 old finding elsewhere: `jticket check` shows all\n",
    )


def test_a_ticket_that_was_unreadable_at_the_base_is_reported_as_a_gap(branch: GitRepo) -> None:
    on_main(branch)
    valid = (branch.path / ONE).read_text()
    branch.write(ONE, "---\nid: [\n---\n")
    branch_again(branch)
    branch.write(ONE, valid)
    ran = done(branch.path, "check", "--base", "main")
    assert ran.out == ""
    assert ran.err.startswith(f"not compared with what it was where the branch left: {ONE}:")


def test_with_a_base_without_tickets_all_tickets_are_new(branch: GitRepo) -> None:
    first = branch.git("rev-list", "--max-parents=0", "HEAD")
    edit(branch, ONE, "status: backlog", "status: dnoe")
    ran = jticket(branch.path, "check", "--base", first)
    assert (codes(ran), ran.err) == (
        ["JT103"],
        (
            f".tickets had no tickets where the branch left {first}: all are new\n"
            "2 tickets checked: 1 error\n"
        ),
    )


def test_a_tickets_folder_that_the_branch_moved_is_reported_as_new(branch: GitRepo) -> None:
    branch.git("mv", ".tickets", "tickets")
    ran = done(branch.path, "--dir", "tickets", "check", "--base", "main")
    assert ran.err == (
        "tickets had no tickets where the branch left main: all are new\n"
        "2 tickets checked: all is well\n"
    )


def test_before_the_first_commit_everything_is_new(empty_repo: GitRepo) -> None:
    empty_repo.write(".tickets/JJM-001.md", BROKEN.format(id="JJM-001"))
    ran = jticket(empty_repo.path, "check", "--base", "HEAD")
    assert (ran.status, codes(ran)) == (1, ["JT103"])


@pytest.mark.parametrize("base", ["nowhere", "--output=x", "", "HEAD:.tickets"])
def test_a_base_that_does_not_exist_is_an_error(branch: GitRepo, base: str) -> None:
    before = branch.files()
    ran = jticket(branch.path, "check", f"--base={base}")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(f"error: no commit '{base}'")
    assert branch.files() == before


def test_a_shallow_clone_without_the_merge_base_is_an_error(
    branch: GitRepo, tmp_path: Path
) -> None:
    branch.commit_all("mine")
    on_main(branch)
    branch.commit_all("theirs")
    clone = tmp_path / "clone"
    branch.git(
        "clone", "-q", "--depth=1", "--no-single-branch", f"file://{branch.path}", str(clone)
    )
    ran = jticket(clone, "check", "--base", "origin/feat")
    assert ran.status == 1
    assert "origin/feat and HEAD have no merge base" in ran.err
    assert "git fetch --unshallow" in ran.err


def test_a_shallow_clone_that_may_lack_the_true_merge_base_has_a_notice(
    branch: GitRepo, tmp_path: Path
) -> None:
    on_main(branch)
    for _ in range(3):
        branch.commit_all("before")
    branch_again(branch)
    branch.commit_all("mine")
    on_main(branch)
    branch.commit_all("theirs")
    branch.git("checkout", "-q", "feat")
    clone = tmp_path / "clone"
    branch.git(
        "clone", "-q", "--depth=3", "--no-single-branch", f"file://{branch.path}", str(clone)
    )
    ran = done(clone, "check", "--base", "origin/main")
    assert ran.err == (
        "this clone is shallow; the true merge base may be a later commit\n"
        "0 tickets checked: all is well\n"
    )
    assert done(branch.path, "check", "--base", "main").err == "0 tickets checked: all is well\n"


def test_tickets_outside_a_sparse_checkout_still_exist(branch: GitRepo) -> None:
    on_main(branch)
    branch.write(".tickets/archive/JJM-003.md", BROKEN.replace("dnoe", "done").format(id="JJM-003"))
    edit(branch, TWO, "tags: []", "tags: []\ndependencies: [JJM-003]")
    branch_again(branch)
    branch.git("sparse-checkout", "set", "--no-cone", "/*", "!/.tickets/archive/")
    assert not (branch.path / ".tickets/archive").exists()
    edit(branch, ONE, "priority: normal", "priority: high")
    ran = done(branch.path, "check", "--base", "main")
    assert (ran.out, ran.err) == ("", "1 ticket checked: all is well\n")


def test_unrelated_histories_are_an_error(branch: GitRepo) -> None:
    tree = branch.git("rev-parse", "HEAD^{tree}")
    alone = branch.git("commit-tree", "-m", "alone", tree)
    ran = jticket(branch.path, "check", "--base", alone)
    assert (ran.status, f"{alone} and HEAD have no merge base" in ran.err) == (1, True)


def test_a_blobless_clone_whose_remote_is_gone_fails_with_a_reason(
    branch: GitRepo, tmp_path: Path
) -> None:
    branch.git("config", "uploadpack.allowFilter", "true")
    edit(branch, ONE, "priority: normal", "priority: high")
    branch.commit_all("mine")
    clone = tmp_path / "clone"
    branch.git("clone", "-q", "--filter=blob:none", f"file://{branch.path}", str(clone))
    branch.path.rename(tmp_path / "gone")
    ran = jticket(clone, "check", "--base", "origin/main")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("error: ")
    assert "fault of jticket" not in ran.err


def test_a_base_outside_a_repository_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".tickets").mkdir()
    ran = jticket(tmp_path, "check", "--base", "main")
    assert (ran.status, "not inside a git repository" in ran.err) == (1, True)


def test_paths_limit_what_is_reported_for_a_branch(branch: GitRepo) -> None:
    for name in (ONE, TWO):
        edit(branch, name, "status: backlog", "status: dnoe")
    ran = jticket(branch.path, "check", "--base", "main", TWO)
    assert (codes(ran), ran.err) == (["JT103"], "1 ticket checked: 1 error\n")


def test_commits_without_a_ticket_are_reported_if_the_config_asks_for_it(branch: GitRepo) -> None:
    on_main(branch)
    branch.write(CONFIG, "prefix: JJM\nrequire_ticket: true\n")
    branch_again(branch)
    for n, message in enumerate(
        [
            "no name in UTF-8",
            "JJM-001: by subject",
            "by trailer\n\nTicket: jjm-2",
            "JJM-099: unknown",
            "feat(parser): conventional (JJM-001)",
            "fix: closed from the body\n\nThis closes JJM-002.",
            "by another trailer\n\nRefs: JJM-1",
        ]
    ):
        branch.write(f"src/{n}.py", "")
        branch.commit_all(message)
    add(branch, ONE, "More.\n")
    branch.commit_all("tickets alone need none")
    branch.write(CONFIG, "prefix: JJM\nrequire_ticket: true\ncommit_subject: '[{id}] {what}'\n")
    branch.write("src/9.py", "")
    branch.commit_all("[JJM-002] as the config has it")
    ran = done(branch.path, "check", "--base", "main")
    assert [line.partition("commit ")[2][11:] for line in ran.lines] == [
        (
            "'no name in UTF-8' names no ticket"
            " (name one in its subject, or end its message with a line Ticket: ID)"
        ),
        (
            "'JJM-099: unknown' names JJM-099, which is not a ticket"
            " (name one in its subject, or end its message with a line Ticket: ID)"
        ),
    ]
    assert [line.partition(" commit")[0] for line in ran.lines] == [
        "src/0.py:1:1: warning JT507",
        "src/3.py:1:1: warning JT507",
    ]
    assert jticket(branch.path, "check", "--base", "main", "--strict").status == 1
    branch.write(CONFIG, "prefix: JJM\nrequire_ticket: maybe\n")
    ran = jticket(branch.path, "check", "--base", "main")
    assert (codes(ran), ran.status) == (["JT402"], 1)


def test_commits_merged_from_a_branch_of_a_ticket_need_not_name_it(branch: GitRepo) -> None:
    on_main(branch)
    branch.write(CONFIG, "prefix: JJM\nrequire_ticket: true\n")
    branch_again(branch)
    for side in ("jjm-002-side", "jjm-099-unknown", "other-jjm-002"):
        branch.git("checkout", "-q", "-b", side, "main")
        branch.write(f"src/{side}.py", "")
        branch.commit_all(f"work on {side}")
        branch.git("checkout", "-q", "feat")
        branch.git("merge", "-q", "--no-ff", "--no-edit", side)
    ran = done(branch.path, "check", "--base", "main")
    assert [line.partition("commit ")[2][11:].partition(" (")[0] for line in ran.lines] == [
        "'work on jjm-099-unknown' names jjm-099, which is not a ticket",
        "'work on other-jjm-002' names no ticket",
    ]


def test_merges_do_not_need_a_ticket(branch: GitRepo) -> None:
    on_main(branch)
    branch.write(CONFIG, "prefix: JJM\nrequire_ticket: true\n")
    branch_again(branch)
    branch.write("src/mine.py", "")
    branch.commit_all("JJM-001: mine")
    branch.git("checkout", "-q", "-b", "side", "main")
    branch.write("src/side.py", "")
    branch.commit_all("JJM-002: side")
    branch.git("checkout", "-q", "feat")
    branch.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    assert done(branch.path, "check", "--base", "main").out == ""


def test_json_has_the_same_shape(branch: GitRepo) -> None:
    edit(branch, ONE, "created: 2025", "created: 2024")
    report = jticket(branch.path, "check", "--base", "main", "--json").json
    assert {*report} == {"findings", "checked", "errors", "warnings", "advice"}
    assert [finding["code"] for finding in report["findings"]] == ["JT502"]


def test_a_deadline_that_passes_is_an_old_finding_in_a_file_that_the_branch_left_alone(
    repo: GitRepo,
) -> None:
    done(repo.path, "create", "Ship", "--due", "2025-09-30")
    repo.git("branch", "-f", "base")
    done(repo.path, "set", "1", "title=Other")
    ran = done(repo.path, "check", "--base", "base")
    assert "JT317" not in ran.out
    assert "1 old finding elsewhere" in ran.err
    done(repo.path, "set", "1", "due=2025-09-29")
    assert "JJM-001 is overdue: due on 2025-09-29" in done(repo.path, "check", "--base", "base").out
