"""`diff` on real repositories: ranges, merges of all shapes, broken and missing tickets."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from commandline import done, jticket
from gitrepo import GitRepo

if TYPE_CHECKING:
    from pathlib import Path

FIRST = ".tickets/JJM-001.md"
SECOND = ".tickets/JJM-002.md"


def edit(repo: GitRepo, name: str, before: str, after: str) -> None:
    """Replaces some text in a file."""
    text = (repo.path / name).read_text()
    assert before in text
    repo.write(name, text.replace(before, after, 1))


def diff(repo: GitRepo, *args: str) -> Any:
    return done(repo.path, "diff", *args, "--json").json


def changed(report: Any) -> list[tuple[str, list[str]]]:
    """Returns which tickets changed, and in which fields."""
    return [
        (ticket["id"], [change["field"] for change in ticket["changes"]])
        for ticket in report["changed"]
    ]


@pytest.fixture
def side(repo: GitRepo) -> GitRepo:
    """Returns a repository: its first ticket is high on `side`, its second is low on `main`."""
    repo.git("checkout", "-q", "-b", "side")
    edit(repo, FIRST, "priority: normal", "priority: high")
    repo.commit_all("side")
    repo.git("checkout", "-q", "main")
    edit(repo, SECOND, "priority: normal", "priority: low")
    repo.commit_all("main")
    repo.git("checkout", "-q", "side")
    return repo


def test_without_a_range_a_branch_is_compared_with_where_it_left_main(side: GitRepo) -> None:
    ran = done(side.path, "diff")
    assert ran.err == "note: compared with merge base with main\n"
    assert "JJM-001 First\n  priority: normal → high\n" in ran.out
    assert "JJM-002" not in ran.out
    assert changed(diff(side)) == [("JJM-001", ["priority"])]


def test_a_base_is_compared_with_the_files_in_the_work_tree(side: GitRepo) -> None:
    edit(side, SECOND, "assignee:", "assignee: ana")
    side.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: Third\n---\n")
    report = diff(side, "main")
    assert changed(report) == [("JJM-001", ["priority"]), ("JJM-002", ["assignee"])]
    assert (report["created"], report["head"]) == (["JJM-003"], None)
    assert report["base"] == side.git("merge-base", "main", "side")


def test_two_dots_compare_the_ends_and_three_start_at_the_merge_base(side: GitRepo) -> None:
    both = [("JJM-001", ["priority"]), ("JJM-002", ["priority"])]
    assert changed(diff(side, "main..side")) == both
    assert changed(diff(side, "main..")) == both
    assert changed(diff(side, "main...side")) == [("JJM-001", ["priority"])]
    assert changed(diff(side, "main...")) == [("JJM-001", ["priority"])]
    side.git("checkout", "-q", "main")
    assert changed(diff(side, "..side")) == both
    assert changed(diff(side, "...side")) == [("JJM-001", ["priority"])]
    report = diff(side, "main..side")
    assert (report["base"], report["head"]) == tuple(
        side.git("rev-parse", end) for end in ("main", "side")
    )


def test_dates_and_names_with_dots_or_braces_are_revisions_too(side: GitRepo) -> None:
    edit(side, FIRST, "assignee:", "assignee: ana")
    side.git("commit", "-qam", "a..b", GIT_COMMITTER_DATE="2025-11-01T00:00:00Z")
    assert changed(diff(side, "2025-10-31..HEAD")) == [("JJM-001", ["assignee"])]
    assert changed(diff(side, "2025-10-31")) == [("JJM-001", ["assignee"])]
    assert changed(diff(side, "HEAD^{/side}..HEAD^{/a..b}")) == [("JJM-001", ["assignee"])]
    assert changed(diff(side, "HEAD^{/a..b}")) == []


def test_on_main_itself_uncommitted_changes_are_shown(repo: GitRepo) -> None:
    edit(repo, FIRST, "status: backlog", "status: ready")
    ran = done(repo.path, "diff")
    assert (ran.err, "status: backlog → ready" in ran.out) == ("note: compared with main\n", True)
    repo.git("branch", "-m", "trunk")
    assert "compared with HEAD" in done(repo.path, "diff").err


def test_a_fork_is_compared_with_the_branch_of_its_origin(side: GitRepo, tmp_path: Path) -> None:
    side.git("checkout", "-q", "main")
    side.git("clone", "-q", str(side.path), str(tmp_path / "clone"))
    clone = GitRepo(tmp_path / "clone")
    clone.git("checkout", "-q", "side")
    ran = done(clone.path, "diff")
    assert ran.err == "note: compared with merge base with origin/HEAD\n"
    assert "JJM-001" in ran.out


def test_a_merge_of_main_into_the_branch_does_not_count(side: GitRepo) -> None:
    side.git("merge", "-q", "-m", "merge", "main")
    assert changed(diff(side, "main")) == [("JJM-001", ["priority"])]


def test_a_rebased_branch_has_the_same_diff(side: GitRepo) -> None:
    before = done(side.path, "diff", "main...").out.split("\n", 1)[1]
    side.git("rebase", "-q", "main")
    assert done(side.path, "diff", "main...").out.split("\n", 1)[1] == before


def test_an_octopus_merge_is_compared_like_any_other(side: GitRepo) -> None:
    side.git("checkout", "-q", "-b", "third", "main~1")
    done(side.path, "create", "Third")
    side.git("checkout", "-q", "main")
    side.git("merge", "-q", "-m", "octopus", "side", "third")
    report = diff(side, "HEAD^1..HEAD")
    assert (changed(report), report["created"]) == ([("JJM-001", ["priority"])], ["JJM-003"])
    assert diff(side, "third...HEAD")["created"] == []


def test_a_criss_cross_history_names_the_merge_base_that_is_used(side: GitRepo) -> None:
    old_side, old_main = side.git("rev-parse", "side"), side.git("rev-parse", "main")
    side.git("merge", "-q", "-m", "one", old_main)
    side.git("checkout", "-q", "main")
    side.git("merge", "-q", "-m", "two", old_side)
    ran = done(side.path, "diff", "side...main", "--json")
    assert "several merge bases: " in ran.err
    assert ran.json["base"] == side.git("merge-base", "side", "main")


def test_equal_states_are_reported_as_unchanged(repo: GitRepo) -> None:
    ran = done(repo.path, "diff", "HEAD")
    assert "HEAD" in ran.lines[0]
    assert ran.lines[0].endswith(" → work tree: no ticket changed")
    assert jticket(repo.path, "diff", "HEAD", "--exit-code").status == 0
    edit(repo, FIRST, "priority: normal", "priority: high")
    assert jticket(repo.path, "diff", "HEAD", "--exit-code").status == 1
    assert jticket(repo.path, "diff", "HEAD").status == 0


def test_each_kind_of_change_has_its_wording(repo: GitRepo) -> None:
    repo.write(
        FIRST,
        "---\nid: JJM-001\ntitle: First\ntags: [a, b]\neffort: 2h\n---\n\n## Description\n\n"
        "It does one thing and does it well enough for us.\n\n## Acceptance Criteria\n\n"
        "- [ ] it parses files\n- [ ] it stops\n- [x] it runs\n- [ ] it prints all lines\n\n"
        "## Risks\n\nNone.\n\n## Devlog\n\n### 2025-10-01T00:00:00Z ana\n\nBegun.\n",
    )
    repo.commit_all("more")
    repo.write(
        FIRST,
        "---\nid: JJM-001\ntitle: First\nstatus: ready\ntags: [b, c]\neffort: 5h\n"
        "dependencies: [JJM-002]\n---\n\n## Description\n\n"
        "It does two things and does them\nwell enough for us.\n\n## Acceptance Criteria\n\n"
        "- [x] it parses files\n- [ ] it runs\n- [ ] it prints all the lines\n- [ ] it is new\n\n"
        "## Devlog\n\n### 2025-10-01T00:00:00Z ana\n\nBegun.\n\n"
        "### 2025-10-02T00:00:00Z bo\n\nGoes on.\n\nSlowly.\n",
    )
    out = done(repo.path, "diff", "HEAD").out
    for line in (
        "status: backlog → ready",
        "tags: -a +c",
        "dependencies: +JJM-002",
        "effort: 2h → 5h",
        "criterion ticked: it parses files",
        "criterion unticked: it runs",
        "criterion reworded: it prints all {+the+} lines",
        "criterion added: it is new",
        "criterion dropped: it stops",
        "Description: It does [-one thing-] {+two things+} and does [-it-] {+them+} well enough",
        "Risks: [-None.-]",
        "devlog 2025-10-02T00:00:00Z bo\n    Goes on.\n    Slowly.\n",
        "newly blocked: JJM-001",
        "to do          2h      5h     +3h",
    ):
        assert f"  {line}" in out, out
    assert "Begun" not in out
    (ticket,) = diff(repo, "HEAD")["changed"]
    assert [criterion["change"] for criterion in ticket["criteria"]].count("ticked") == 1
    assert ticket["criteria"][2]["was"] == "it prints all lines"
    assert ticket["devlog"] == [
        {"timestamp": "2025-10-02T00:00:00Z", "author": "bo", "text": "Goes on.\n\nSlowly."}
    ]
    assert ticket["sections"][1] == {
        "heading": "Risks",
        "from": "None.",
        "to": "",
        "words": [{"part": "removed", "text": "None."}],
    }


def test_moved_criteria_are_shown_on_one_line(repo: GitRepo) -> None:
    texts = ["it parses", "it prints all that there is to say of what it found", "it stops"]
    head = (repo.path / FIRST).read_text() + "\n## Acceptance Criteria\n\n"
    repo.write(FIRST, head + "".join(f"- [ ] {text}\n" for text in texts))
    repo.commit_all("criteria")
    repo.write(FIRST, head + "".join(f"- [ ] {text}\n" for text in reversed(texts)))
    note = "criteria moved: it stops; it prints all that … of what it found\n"
    assert f"\n  {note}" in done(repo.path, "diff", "HEAD").out
    page = done(repo.path, "diff", "HEAD", "--format", "markdown").out
    assert f"\n- {note}" in page
    assert "| First | 2 criteria moved |" in page
    (ticket,) = diff(repo, "HEAD")["changed"]
    assert ticket["criteria"][0] == {"change": "moved", "text": "it stops", "was": None}


BODY = """
## Acceptance Criteria

All of these.

- [ ] it parses
  - files

On every machine.

* no criterion
- [x] it stops

### Later

- [ ] it flies

## Devlog

Newest last.

### 2025-10-01T00:00:00Z ana

Begun.
"""


def test_no_line_of_a_ticket_can_change_unnoticed(repo: GitRepo) -> None:
    text = (repo.path / FIRST).read_text().replace("priority: normal", "priority: normal # why")
    lines = (text + BODY).splitlines()
    repo.write(FIRST, "\n".join(lines))
    repo.commit_all("all")
    silent = []
    for at, line in enumerate(lines):
        if line and line != "---":
            changed = [*lines[:at], f"{line}s", *lines[at + 1 :]]
            repo.write(FIRST, "\n".join(changed))
            report = diff(repo, "HEAD")
            if not (report["changed"] or report["unreadable"] or report["renumbered"]):
                silent.append((line, report["restyled"]))
    assert silent == [("priority: normal # why", ["JJM-001"])]


def test_text_around_criteria_and_above_entries_is_compared(repo: GitRepo) -> None:
    text = (repo.path / FIRST).read_text() + BODY
    repo.write(FIRST, text)
    repo.commit_all("all")
    changed = text.replace("All of", "None of").replace("Newest last", "Newest first")
    repo.write(FIRST, changed.replace("On every", "- [ ] it sings\n\nOn every"))
    out = done(repo.path, "diff", "HEAD").out
    assert "\n  criterion added: it sings\n" in out
    assert "\n  Acceptance Criteria: [-All-] {+None+} of these. On every …\n" in out
    assert "\n  Devlog: Newest [-last.-] {+first.+}\n" in out
    page = done(repo.path, "diff", "HEAD", "--format", "markdown").out
    assert "| 1 criterion added, acceptance criteria edited, devlog edited |" in page


def test_changes_only_to_comments_or_layout_are_shown_on_one_line(repo: GitRepo) -> None:
    text = (repo.path / FIRST).read_text()
    repo.write(FIRST, text.replace("priority: normal", 'priority: "normal"'))
    text = (repo.path / SECOND).read_text()
    repo.write(SECOND, text.replace("\n", "\r\n"))
    note = "only comments or layout: JJM-001"
    out = done(repo.path, "diff", "HEAD", "--exit-code").out
    assert "no ticket changed\n\n" + note + "\n\nPlan\n" in out
    page = done(repo.path, "diff", "HEAD", "--format", "markdown").out
    assert f"\n\n{note}\n\n#### Plan\n" in page


def test_a_moved_or_renumbered_ticket_is_still_the_same_ticket(repo: GitRepo) -> None:
    done(repo.path, "complete", "1", "--force", "--no-commit")
    done(repo.path, "archive", "1", "--no-commit")
    text = (repo.path / SECOND).read_text().replace("id: JJM-002", "id: JJM-007")
    (repo.path / SECOND).unlink()
    repo.write(".tickets/JJM-007.md", text)
    report = diff(repo, "HEAD")
    assert (report["created"], report["deleted"]) == ([], [])
    assert report["moved"] == [
        {"id": "JJM-001", "from": FIRST, "to": ".tickets/archive/JJM-001.md"}
    ]
    assert report["renumbered"] == [{"from": "JJM-002", "to": "JJM-007"}]
    out = done(repo.path, "diff", "HEAD").out
    assert "JJM-001 First (moved to .tickets/archive/)\n  status: backlog → done\n" in out
    assert "JJM-007 Second (renumbered, was JJM-002)\n" in out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nowhere", "no commit 'nowhere'"),
        ("nowhere..HEAD", "no commit 'nowhere'"),
        ("HEAD...nowhere", "no commit 'nowhere'"),
        ("a..b..c", "no commit 'a'"),
        ("HEAD..HEAD..HEAD", "no commit 'HEAD..HEAD'"),
        ("1999-01-01", "no commit before 1999-01-01"),
        ("--output=x..HEAD", "no commit '--output=x'"),
        ("HEAD..--output=x", "no commit '--output=x'"),
        ("--all", "no commit '--all'"),
        ("", "no commit ''"),
        ("a\nb", "no commit"),
        ("HEAD:.tickets", "no commit"),
    ],
)
def test_an_unknown_revision_is_an_error(repo: GitRepo, text: str, words: str) -> None:
    before = repo.files()
    ran = jticket(repo.path, "diff", "--", text)
    assert (ran.status, words in ran.err, ran.out) == (1, True, "")
    assert repo.files() == before


def test_histories_without_a_merge_base_are_an_error(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "--orphan", "other")
    repo.commit_all("other")
    ran = jticket(repo.path, "diff", "main")
    assert (ran.status, "main and HEAD have no merge base" in ran.err) == (1, True)
    assert "`jticket diff main..HEAD`" in ran.err
    assert changed(diff(repo, "main..HEAD")) == []


def test_a_shallow_clone_without_the_merge_base_is_an_error(side: GitRepo, tmp_path: Path) -> None:
    url = f"file://{side.path}"
    side.git("clone", "-q", "--depth=1", "--no-single-branch", url, str(tmp_path / "clone"))
    clone = GitRepo(tmp_path / "clone")
    ran = jticket(clone.path, "diff", "origin/main")
    assert (ran.status, "git fetch --unshallow" in ran.err) == (1, True)
    assert changed(diff(clone, "origin/main..HEAD"))


def test_a_clone_without_blobs_whose_origin_is_gone_is_an_error(
    side: GitRepo, tmp_path: Path
) -> None:
    side.git("config", "uploadpack.allowFilter", "true")
    url = f"file://{side.path}"
    side.git("clone", "-q", "--filter=blob:none", "--no-checkout", url, str(tmp_path / "clone"))
    clone = GitRepo(tmp_path / "clone")
    shutil.move(side.path, tmp_path / "gone")
    (clone.path / ".tickets").mkdir()
    ran = jticket(clone.path, "diff", "origin/main")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("error: ")
    assert "Traceback" not in ran.err


def test_a_side_without_tickets_is_empty_and_noted(repo: GitRepo) -> None:
    ran = done(repo.path, "diff", "HEAD~1..HEAD", "--json")
    assert ran.json["created"] == ["JJM-001", "JJM-002"]
    assert ran.err == "note: HEAD~1 has no .tickets: all tickets are new\n"
    assert diff(repo, "HEAD..HEAD~1")["deleted"] == ["JJM-001", "JJM-002"]
    ran = jticket(repo.path, "diff", "HEAD~1..HEAD~1")
    assert (ran.status, "neither HEAD~1 nor HEAD~1 has .tickets" in ran.err) == (1, True)


def test_a_ticket_that_was_broken_is_neither_created_nor_deleted(repo: GitRepo) -> None:
    sound = (repo.path / FIRST).read_text()
    repo.write(FIRST, "---\nid: [\n---\n")
    repo.commit_all("broken")
    report = diff(repo, "HEAD~1..HEAD")
    assert (report["created"], report["deleted"], report["changed"]) == ([], [], [])
    assert [file["path"] for file in report["unreadable"]] == [FIRST]
    assert report["unreadable"][0]["before"] is None
    repo.write(FIRST, sound)
    ran = done(repo.path, "diff", "HEAD")
    assert f"{FIRST} can't be read at HEAD: " in ran.out
    assert "(created)" not in ran.out
    assert "the figures leave out 1 file that can't be read" in ran.out
    assert jticket(repo.path, "diff", "HEAD", "--exit-code").status == 1


def test_a_broken_ticket_that_was_moved_is_recognized_by_its_name(repo: GitRepo) -> None:
    (repo.path / FIRST).unlink()
    repo.write(".tickets/archive/JJM-001.md", "---\nid: [\n---\n")
    assert diff(repo, "HEAD")["deleted"] == []


def test_files_that_a_sparse_checkout_leaves_out_are_not_deleted(repo: GitRepo) -> None:
    done(repo.path, "complete", "1", "--force")
    done(repo.path, "archive", "1")
    repo.git("sparse-checkout", "set", "--no-cone", "/*", "!/.tickets/archive/")
    assert not (repo.path / ".tickets/archive").exists()
    edit(repo, SECOND, "assignee:", "assignee: ana")
    report = diff(repo, "HEAD")
    assert (report["deleted"], changed(report)) == ([], [("JJM-002", ["assignee"])])
    assert report["plan"]["newly_closed"] == []


def test_differing_settings_are_noted(repo: GitRepo) -> None:
    edit(repo, FIRST, "tags: []", "tags: []\neffort: 1d")
    repo.commit_all("effort")
    repo.write(".tickets/config.yml", "prefix: JJM\nhours_per_day: 6\n")
    ran = done(repo.path, "diff", "HEAD", "--json")
    note = "the settings differ (hours_per_day): each side is counted by its own"
    assert note in ran.err
    assert ran.json["plan"]["effort_hours"] == [8, 6]
    assert ran.json["changed"] == []
    page = done(repo.path, "diff", "HEAD", "--format", "markdown").out
    assert f"\n\nNote: {note}\n\n" in page


def test_a_repository_without_a_commit_has_nothing_to_compare(empty_repo: GitRepo) -> None:
    empty_repo.write(".tickets/JJM-001.md", "---\nid: JJM-001\ntitle: T\n---\n")
    empty_repo.git("checkout", "-q", "-b", "old")
    empty_repo.commit_all("old")
    empty_repo.git("checkout", "-q", "--orphan", "new")
    for revisions in ([], ["old"], ["old.."], ["...old"]):
        ran = jticket(empty_repo.path, "diff", *revisions)
        assert (ran.status, "there is no commit yet" in ran.err) == (1, True)
    assert done(empty_repo.path, "diff", "old..old").err == ""


def test_the_files_are_left_alone(side: GitRepo) -> None:
    edit(side, FIRST, "assignee:", "assignee: ana")
    before = side.files(), side.status(), side.head()
    for form in ("text", "markdown", "json"):
        done(side.path, "diff", "main", "--format", form)
    assert (side.files(), side.status(), side.head()) == before


def test_git_is_started_as_often_for_many_changes_as_for_one(
    repo: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jticket.vcs import process

    started: list[object] = []
    start = process.start

    def counted(*args: Any, **options: Any) -> process.Result:
        started.append(args)
        return start(*args, **options)

    monkeypatch.setattr(process, "start", counted)
    edit(repo, FIRST, "assignee:", "assignee: ana")
    repo.commit_all("one")
    done(repo.path, "diff", "HEAD~1..HEAD")
    few = len(started)
    for number in range(3, 40):
        repo.write(f".tickets/JJM-{number:03}.md", f"---\nid: JJM-{number:03}\ntitle: T\n---\n")
    repo.commit_all("many")
    started.clear()
    done(repo.path, "diff", "HEAD~1..HEAD")
    assert len(started) == few


@pytest.mark.parametrize(
    "options", [("--json", "--format", "text"), ("--format", "x"), ("--link-base", "a b")]
)
def test_meaningless_options_are_usage_errors(repo: GitRepo, options: tuple[str]) -> None:
    form = () if "--format" in options else ("--format", "markdown")
    assert jticket(repo.path, "diff", "HEAD", *options, *form).status == 2
