"""`set`: fields and texts of one or several tickets, in one commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

PLAIN = """\
---
# kept
id: JJM-003
title:   "Old title"   # a comment
status: backlog
ticket_type: task
priority: normal
created: 2025-10-01T09:30:00Z
assignee:
service_id:
tags: [cli, mvp]
dependencies:
  - JJM-001
  # between
  - JJM-002
customer: ACME
---

Some text.

## Description

Words.
"""

CUSTOM = (
    "prefix: JJM\nfields:\n  points: {type: integer}\n  ratio: {type: number}\n"
    "  urgent: {type: boolean}\n  team: {type: enum, values: [red, blue]}\n"
    "  seen: {type: date}\n  links: {type: list}\n  customer: {type: string}\n"
)


@pytest.fixture
def project(repo: GitRepo) -> GitRepo:
    """Returns the repository with a third ticket that has comments and odd spacing."""
    repo.write(".tickets/JJM-003.md", PLAIN)
    repo.write(
        ".tickets/archive/JJM-030.md", "---\nid: JJM-030\ntitle: E\nticket_type: epic\n---\n"
    )
    repo.commit_all("a third")
    return repo


def text_of(repo: GitRepo, number: int = 3) -> str:
    return (repo.path / f".tickets/JJM-{number:03}.md").read_bytes().decode()


def value(repo: GitRepo, key: str, number: int = 3) -> object:
    ticket = done(repo.path, "show", str(number), "--json").json[0]
    return ticket[key] if key in ticket else ticket["fields"].get(key)


@pytest.mark.parametrize(
    ("assignment", "key", "expected"),
    [
        ('title=New: it\'s "so"', "title", 'New: it\'s "so"'),
        ("priority=critical", "priority", "critical"),
        ("priority=", "priority", "normal"),
        ("ticket_type=bug", "ticket_type", "bug"),
        ("assignee=ana b", "assignee", "ana b"),
        ("service_id=a/b", "service_id", "a/b"),
        ("tags=x,y", "tags", ["x", "y"]),
        ("tags=", "tags", []),
        ("tags+=x,cli", "tags", ["cli", "mvp", "x"]),
        ("tags-=cli,unknown", "tags", ["mvp"]),
        ("parent_id=30", "parent_id", "JJM-030"),
        ("dependencies=2", "dependencies", ["JJM-002"]),
        ("dependencies-=1", "dependencies", ["JJM-002"]),
        ("dependencies-=jjm-2,1", "dependencies", []),
        ("effort=1d 4h", "effort", "1d 4h"),
        ("effort= 90m ", "effort", "90m"),
        ("due=2025-12-24", "due", "2025-12-24"),
        ("phase=P: 1", "phase", "P: 1"),
        ("milestone=no", "milestone", "no"),
        ("files=src/a.py,docs/", "files", ["src/a.py", "docs/"]),
        ("files=a, b\nc\n", "files", ["a, b", "c"]),
        ("files+=src/*.py", "files", ["src/*.py"]),
        ("description=New\n\ntext", "description", "New\n\ntext"),
        ("description=", "description", ""),
        ("technical_notes=T", "technical_notes", "T"),
        ("customer=007", "customer", "007"),
        ("customer=", "customer", None),
        ("points=5", "points", 5),
        ("ratio=-0.5", "ratio", -0.5),
        ("urgent=True", "urgent", True),
        ("team=blue", "team", "blue"),
        ("seen=2025-01-01", "seen", "2025-01-01"),
        ("links=a,b", "links", ["a", "b"]),
    ],
)
def test_every_kind_of_field_can_be_set(
    project: GitRepo, assignment: str, key: str, expected: object
) -> None:
    project.write(".tickets/config.yml", CUSTOM)
    before = text_of(project).splitlines()
    ran = done(project.path, "set", "3", assignment)
    assert value(project, key) == expected
    after = text_of(project).splitlines()
    kept = [line for line in before if not line.startswith((f"{key}:", "  - "))]
    if key not in ("description", "technical_notes"):
        assert [line for line in after if line in kept] == kept
    assert ran.out.startswith("JJM-003 ")
    assert project.status() == " M .tickets/config.yml"


def test_setting_a_value_changes_only_its_own_bytes(project: GitRepo) -> None:
    done(project.path, "set", "3", "title=New")
    assert text_of(project) == PLAIN.replace('"Old title"', '"New"')


def test_crlf_and_byte_order_mark_survive(project: GitRepo) -> None:
    data = b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode()
    project.write(".tickets/JJM-003.md", data)
    done(project.path, "set", "3", "tags+=x", "description=a\nb")
    wanted = PLAIN.replace("mvp]", "mvp, x]").replace("Words.", "a\nb").replace("\n", "\r\n")
    assert text_of(project) == "\ufeff" + wanted


def test_the_change_is_printed_and_in_the_subject(project: GitRepo) -> None:
    ran = done(project.path, "set", "3", "priority=high", "tags+=x", "description=New")
    assert ran.out == "JJM-003 Old title: priority normal → high, tags +x, description edited\n"
    assert project.subject() == "JJM-003: set priority=high, tags+=x; description edited"


def test_references_are_written_in_full(project: GitRepo) -> None:
    done(project.path, "set", "3", "parent_id=30", "dependencies-=1")
    assert project.subject() == "JJM-003: set parent_id=JJM-030, dependencies-=JJM-001"


def test_long_values_and_lines_are_shortened_in_the_subject(project: GitRepo) -> None:
    done(project.path, "set", "3", f"phase={'word ' * 30}")
    assert project.subject() == "JJM-003: set phase=word word word word word word wor…"


def test_a_value_that_contains_words_of_the_subject_stays_intact(project: GitRepo) -> None:
    done(project.path, "set", "3", "title=x; set y", "priority=high")
    assert project.subject() == "JJM-003: set title=x; set y, priority=high"


def test_several_tickets_change_in_one_commit(project: GitRepo) -> None:
    before = project.head()
    ran = done(project.path, "set", "1", "3", "JJM-001", "priority=high", "tags+=mvp,x")
    assert ran.lines == [
        "JJM-001 First: priority normal → high, tags +mvp +x",
        "JJM-003 Old title: priority normal → high, tags +x",
    ]
    assert project.git("rev-parse", "HEAD^") == before
    assert project.subject() == "JJM-001, JJM-003: set priority=high, tags+=mvp,x"
    assert value(project, "tags", 1) == ["mvp", "x"]


def test_with_more_than_three_tickets_the_subject_counts_and_the_body_lists_them(
    project: GitRepo,
) -> None:
    done(project.path, "create", "Four", "--tag", "x")
    done(project.path, "set", "1", "2", "3", "31", "tags+=x", "priority=high")
    assert project.git("log", "-1", "--format=%B").rstrip().splitlines() == [
        "4 tickets: set tags+=x, priority=high; set priority=high",
        "",
        "JJM-001: set tags+=x, priority=high",
        "JJM-002: set tags+=x, priority=high",
        "JJM-003: set tags+=x, priority=high",
        "JJM-031: set priority=high",
    ]


def test_only_changed_tickets_are_committed(project: GitRepo) -> None:
    done(project.path, "set", "1", "priority=high")
    ran = done(project.path, "set", "1", "2", "priority=high")
    assert ran.lines[0].startswith("JJM-002 Second: ")
    assert len(ran.lines) == 1
    assert project.git("show", "--format=", "--name-only") == ".tickets/JJM-002.md"


@pytest.mark.parametrize(
    "assignment",
    [
        "title=Old title",
        "priority=normal",
        "tags=cli,mvp",
        "tags+=cli",
        "tags-=ux",
        "dependencies=1,2",
        "assignee=",
        "phase=",
        "files=",
        "parent_id=",
        "description=Words.",
        "technical_notes=",
        "status=backlog",
        "customer=ACME",
    ],
)
def test_setting_the_same_value_changes_and_commits_nothing(
    project: GitRepo, assignment: str
) -> None:
    project.write(".tickets/config.yml", CUSTOM)
    before = (project.head(), project.files())
    ran = done(project.path, "set", "3", assignment)
    assert (ran.out, ran.err) == ("", "note: nothing to change\n")
    assert (project.head(), project.files()) == before


def test_clearing_a_text_that_was_never_written_changes_nothing(repo: GitRepo) -> None:
    done(repo.path, "create", "New")
    before = repo.files()
    assert done(repo.path, "set", "3", "description=").err == "note: nothing to change\n"
    assert repo.files() == before


def test_a_default_value_is_not_written(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\n---\n")
    before = repo.files()
    done(repo.path, "set", "3", "status=backlog", "priority=normal", "tags=")
    assert repo.files() == before


def test_texts_come_from_files_and_stdin(project: GitRepo) -> None:
    project.write("text.md", "From a file.\n")
    done(project.path, "set", "3", "description=@text.md", "title=@-", stdin="From stdin\n")
    assert value(project, "description") == "From a file."
    assert value(project, "title") == "From stdin"
    done(project.path, "set", "3", "assignee=@@ana", "phase=@")
    assert (value(project, "assignee"), value(project, "phase")) == ("@ana", "@")
    ran = jticket(project.path, "set", "3", "assignee=@ana")
    assert ran.status == 1
    assert "can't read ana" in ran.err
    assert "write @@ for a text that begins with @" in ran.err


def test_a_text_with_headings_is_split_into_sections(project: GitRepo) -> None:
    text = (
        "Why.\n\n## Acceptance Criteria\n\n- [ ] one\n\n## Technical Notes\n\nHow.\n\n## Own\n\nx"
    )
    done(project.path, "set", "3", f"description={text}")
    assert value(project, "description") == "Why."
    assert value(project, "acceptance_criteria") == [{"text": "one", "done": False}]
    assert value(project, "technical_notes") == "How."
    assert value(project, "sections") == {"": "Some text.", "Own": "x"}


def test_a_text_never_replaces_a_devlog(project: GitRepo) -> None:
    entry = "\n## Devlog\n\n### 2025-01-01 ana\n\nOld.\n"
    project.write(".tickets/JJM-003.md", PLAIN + entry)
    text = "description=x\n\n## Devlog\n\n### 2025-02-02 ben\n"
    ran = jticket(project.path, "set", "3", text)
    assert ran.status == 2
    assert "the ticket has one already" in ran.err
    assert text_of(project) == PLAIN + entry
    done(project.path, "set", "1", text)
    assert value(project, "devlog", 1) == [{"timestamp": "2025-02-02", "author": "ben", "text": ""}]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["3", "titel=x"], "unknown key 'titel'\nhint: did you mean 'title'?"),
        (["3", "custmer=x"], "unknown key 'custmer'\nhint: did you mean 'customer'?"),
        (["3", "id=JJM-9"], "id is written once and can't be set"),
        (["3", "created=2025-01-01"], "created is written once and can't be set"),
        (["3", "title+=x"], "title is not a list\nhint: title=VALUE sets it"),
        (["3", "description-=x"], "description is not a list"),
        (["3", "title="], "a ticket always has a title"),
        (["3", "status="], "a ticket always has a status"),
        (["3", "title=a\nb"], "title is not one line of plain text"),
        (["3", f"title={'x' * 201}"], "the title has 201 characters\nhint: at most 200"),
        (["3", "title=\udcff"], "title is not UTF-8 text"),
        (["3", "description=\udcff"], "description is not UTF-8 text"),
        (["3", "status=dnoe"], "unknown status 'dnoe'\nhint: did you mean 'done'?"),
        (["3", "priority=1"], "unknown priority '1'\nhint: one of low, normal, high, critical"),
        (["3", "effort=1:30"], "effort: '1:30' is not a duration"),
        (["3", "due=soon"], "due: 'soon' is not a date"),
        (["3", "tags=a b"], "tags: 'a b' is not a single word\nhint: write a-b"),
        (["3", "files=../x"], "files: '../x' leads out of the repository"),
        (["3", "points=many"], "points: 'many' is not an integer"),
        (["3", "urgent=1"], "urgent: '1' is not a boolean"),
        (["3", "team=rde"], "unknown team 'rde'\nhint: did you mean 'red'?"),
        (["3"], "nothing is given to set\nhint: jticket set ID... KEY=VALUE..."),
        (["title=x"], "no ID is given\nhint: jticket set ID... KEY=VALUE..."),
        ([], "`jticket set` needs ID... KEY=VALUE..."),
    ],
)
def test_invalid_assignments_are_usage_errors(
    project: GitRepo, arguments: list[str], error: str
) -> None:
    project.write(".tickets/config.yml", CUSTOM)
    before = project.files()
    ran = jticket(project.path, "set", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {error}")
    assert project.files() == before


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["99", "title=x"], "no ticket '99'"),
        (["1", "99", "title=x"], "no ticket '99'"),
        (["3", "parent_id=99"], "no ticket '99'"),
        (["3", "dependencies+=99"], "no ticket '99'"),
    ],
)
def test_missing_tickets_are_not_found(project: GitRepo, arguments: list[str], error: str) -> None:
    before = project.files()
    ran = jticket(project.path, "set", *arguments)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(f"error: {error}")
    assert project.files() == before


def test_json_prints_the_tickets_as_they_are_now(project: GitRepo) -> None:
    ran = done(project.path, "set", "3", "1", "priority=high", "--json")
    assert [(ticket["id"], ticket["priority"]) for ticket in ran.json] == [
        ("JJM-003", "high"),
        ("JJM-001", "high"),
    ]
    (shown,) = done(project.path, "show", "3", "--json").json
    assert ran.json[0] == {**shown, "commit": project.head()}


def test_deleted_or_renamed_dependencies_can_be_removed(project: GitRepo) -> None:
    text = PLAIN.replace("- JJM-001", "- JJM-077").replace("- JJM-002", "- JJM-088")
    project.write(".tickets/JJM-003.md", text)
    path = project.path / ".tickets/JJM-001.md"
    path.write_text(path.read_text().replace("tags: []", "tags: []\naliases: [JJM-077]"))
    assert value(project, "dependencies") == ["JJM-077", "JJM-088"]
    done(project.path, "set", "3", "dependencies-=1,88")
    assert value(project, "dependencies") == []


class TestWorkflow:
    """A status follows the workflow table, and done requires more."""

    def test_allowed_steps_are_accepted(self, project: GitRepo) -> None:
        for status in ("ready", "backlog", "in_progress", "review", "in_progress", "ready"):
            done(project.path, "set", "1", f"status={status}")
        assert project.subject() == "JJM-001: status in_progress → ready"

    @pytest.mark.parametrize("status", ["review", "done"])
    def test_a_step_that_is_not_in_the_table_is_refused(
        self, project: GitRepo, status: str
    ) -> None:
        before = project.files()
        ran = jticket(project.path, "set", "1", f"status={status}", "priority=high")
        assert ran.status == 1
        assert ran.err == (
            f"error: JJM-001 can't go from backlog to {status}"
            " (only to ready, in_progress, cancelled)\n"
            "hint: first `jticket claim JJM-001`\n"
        )
        assert project.files() == before

    def test_force_allows_the_step_and_says_so(self, project: GitRepo) -> None:
        done(project.path, "set", "1", "status=review", "--force")
        assert project.subject() == "JJM-001: status backlog → review (forced)"
        done(project.path, "set", "2", "status=ready", "--force")
        assert project.subject() == "JJM-002: status backlog → ready"

    def test_done_requires_criteria_dependencies_and_children(self, project: GitRepo) -> None:
        project.write(
            ".tickets/JJM-031.md",
            "---\nid: JJM-031\ntitle: T\nstatus: review\ndependencies: [JJM-001, JJM-002]\n---\n\n"
            "## Acceptance Criteria\n\n- [x] a\n- [ ] b\n- [ ] c\n",
        )
        done(project.path, "create", "Child", "--parent", "31", "--no-commit")
        ran = jticket(project.path, "set", "31", "status=done")
        assert ran.status == 1
        assert ran.err.startswith(
            "error: JJM-031 can't be done: 2 of 3 criteria not ticked: 2, 3;"
            " it waits for JJM-001, JJM-002; it has open children: JJM-032\n"
        )
        done(project.path, "set", "31", "status=done", "--force")
        assert project.subject().startswith("JJM-031: create: T (forced)")

    def test_tickets_completed_together_do_not_wait_for_each_other(self, project: GitRepo) -> None:
        done(project.path, "set", "2", "parent_id=1")
        done(project.path, "set", "1", "2", "status=in_progress")
        assert jticket(project.path, "set", "1", "status=done").status == 1
        done(project.path, "set", "1", "2", "status=done")
        done(project.path, "set", "3", "dependencies=", "status=in_progress")
        done(project.path, "set", "3", "dependencies=1", "status=done")

    def test_other_values_set_by_the_same_command_count(self, project: GitRepo) -> None:
        done(project.path, "set", "3", "status=in_progress")
        assert jticket(project.path, "set", "3", "status=done").status == 1
        done(project.path, "set", "3", "status=done", "dependencies=")
        assert project.subject() == "JJM-003: set dependencies=; status in_progress → done"

    def test_an_unknown_status_may_be_left(self, project: GitRepo) -> None:
        project.write(".tickets/JJM-031.md", "---\nid: JJM-031\ntitle: T\nstatus: paused\n---\n")
        project.commit_all("by hand")
        done(project.path, "set", "31", "status=ready")
        assert project.subject() == "JJM-031: status paused → ready"

    def test_the_configured_workflow_applies(self, project: GitRepo) -> None:
        project.write(
            ".tickets/config.yml",
            "prefix: JJM\nworkflow:\n  ready: [qa]\n  qa: [done]\nstatus_class: {qa: active}\n",
        )
        done(project.path, "set", "1", "status=ready")
        assert jticket(project.path, "set", "1", "status=in_progress").status == 1
        done(project.path, "set", "1", "status=qa")
        done(project.path, "set", "1", "status=done")


class TestCycles:
    """Nothing closes a cycle, and an existing cycle can be opened."""

    def test_a_cycle_of_dependencies_is_shown_in_full(self, project: GitRepo) -> None:
        done(project.path, "set", "1", "dependencies=2")
        before = project.files()
        ran = jticket(project.path, "set", "2", "dependencies=3")
        assert ran.status == 1
        cycles = ("JJM-001 → JJM-002 → JJM-003 → JJM-001", "JJM-002 → JJM-003 → JJM-002")
        assert ran.err.splitlines()[0].removeprefix("error: that would close a cycle: ") in cycles
        assert project.files() == before

    @pytest.mark.parametrize("assignment", ["dependencies+=3", "parent_id=3"])
    def test_a_ticket_cannot_refer_to_itself(self, project: GitRepo, assignment: str) -> None:
        ran = jticket(project.path, "set", "3", assignment)
        assert ran.status == 1
        assert "cycle: JJM-003 → JJM-003" in ran.err

    def test_a_cycle_of_parents_is_refused(self, project: GitRepo) -> None:
        done(project.path, "set", "1", "parent_id=2")
        ran = jticket(project.path, "set", "2", "parent_id=1")
        assert ran.status == 1
        assert "cycle: JJM-001 → JJM-002 → JJM-001" in ran.err

    def test_a_cycle_of_dependencies_and_parents_is_refused(self, project: GitRepo) -> None:
        done(project.path, "set", "1", "ticket_type=epic")
        done(project.path, "set", "3", "dependencies=", "parent_id=1")
        ran = jticket(project.path, "set", "3", "dependencies=1")
        assert ran.status == 1
        assert "cycle: JJM-001 → JJM-003 → JJM-001" in ran.err

    def test_a_ticket_that_becomes_an_epic_cannot_close_a_cycle(self, project: GitRepo) -> None:
        done(project.path, "set", "3", "dependencies=")
        done(project.path, "set", "1", "dependencies=2")
        done(project.path, "set", "2", "dependencies=3")
        done(project.path, "set", "3", "parent_id=30")
        done(project.path, "set", "30", "ticket_type=task", "dependencies=1")
        ran = jticket(project.path, "set", "30", "ticket_type=epic")
        assert ran.status == 1
        assert "cycle: JJM-001 → JJM-002 → JJM-003 → JJM-030 → JJM-001" in ran.err

    def test_several_tickets_of_one_command_cannot_close_a_cycle(self, project: GitRepo) -> None:
        done(project.path, "set", "3", "dependencies=")
        assert jticket(project.path, "set", "1", "2", "dependencies=1,2").status == 1

    def test_an_existing_cycle_can_be_removed_edge_by_edge(self, repo: GitRepo) -> None:
        edges = {1: "JJM-002, JJM-003", 2: "JJM-001", 3: "JJM-002"}
        for number, needed in edges.items():
            text = f"---\nid: JJM-{number:03}\ntitle: T\ndependencies: [{needed}]\n---\n"
            repo.write(f".tickets/JJM-{number:03}.md", text)
        done(repo.path, "set", "1", "dependencies-=2")
        done(repo.path, "set", "3", "priority=high", "ticket_type=bug")
        done(repo.path, "set", "2", "dependencies=")
        assert jticket(repo.path, "check").status == 0


class TestCommits:
    """What a commit of `set` holds and says."""

    def test_manual_edits_committed_along_with_it_are_named(self, project: GitRepo) -> None:
        text = PLAIN.replace("Words.", "Other words.").replace("assignee:", "assignee: ana")
        project.write(".tickets/JJM-003.md", text)
        done(project.path, "set", "3", "priority=high")
        assert project.subject() == "JJM-003: set priority=high; assignee ana, description edited"
        assert project.status() == ""

    def test_the_subject_says_that_a_ticket_was_created_by_hand(self, project: GitRepo) -> None:
        project.write(".tickets/JJM-031.md", "---\nid: JJM-031\ntitle: T\n---\n")
        done(project.path, "set", "31", "priority=high")
        assert project.subject() == "JJM-031: create: T"

    def test_the_message_option_replaces_the_subject_and_keeps_the_id(
        self, project: GitRepo
    ) -> None:
        done(project.path, "set", "1", "3", "priority=high", "-m", "as agreed\n\nwith ana")
        body = project.git("log", "-1", "--format=%B").rstrip()
        assert body == "JJM-001, JJM-003: as agreed\n\nwith ana"

    def test_no_commit_writes_and_leaves_the_index_alone(self, project: GitRepo) -> None:
        before = project.head()
        done(project.path, "set", "3", "priority=high", "--no-commit")
        assert project.head() == before
        assert project.status() == " M .tickets/JJM-003.md"
        assert project.git("diff", "--cached", "--name-only") == ""
        assert value(project, "priority") == "high"

    def test_stage_only_stages_and_off_only_writes(self, project: GitRepo) -> None:
        project.write(".tickets/config.yml", "prefix: JJM\ncommit: stage\n")
        before = project.head()
        done(project.path, "set", "3", "priority=high")
        assert project.git("diff", "--cached", "--name-only") == ".tickets/JJM-003.md"
        project.write(".tickets/config.yml", "prefix: JJM\ncommit: off\n")
        done(project.path, "set", "1", "priority=high")
        assert project.git("diff", "--cached", "--name-only") == ".tickets/JJM-003.md"
        assert project.head() == before

    def test_nothing_else_is_committed(self, project: GitRepo) -> None:
        project.write("staged.txt", "x")
        project.git("add", "staged.txt")
        project.write(".tickets/JJM-001.md", PLAIN.replace("003", "001"))
        before = project.status()
        done(project.path, "set", "3", "priority=high")
        assert project.git("show", "--format=", "--name-only") == ".tickets/JJM-003.md"
        assert project.status() == before

    def test_restoring_the_value_in_head_commits_nothing(self, project: GitRepo) -> None:
        done(project.path, "set", "3", "priority=high", "--no-commit")
        before = project.head()
        ran = done(project.path, "set", "3", "priority=normal")
        assert ran.out == "JJM-003 Old title: as in the last commit\n"
        assert (project.head(), project.status()) == (before, "")

    def test_a_detached_head_is_reported(self, project: GitRepo) -> None:
        project.git("switch", "-q", "--detach")
        ran = done(project.path, "set", "3", "priority=high", "--json")
        assert ran.err.startswith("note: HEAD is detached: commit ")

    def test_a_change_during_a_merge_is_refused_before_anything_is_written(
        self, project: GitRepo
    ) -> None:
        project.git("switch", "-q", "-c", "side")
        project.write("a", "1")
        project.commit_all("side")
        project.git("switch", "-q", "main")
        project.git("merge", "-q", "--no-ff", "--no-commit", "side")
        before = project.files()
        ran = jticket(project.path, "set", "3", "priority=high")
        assert ran.status == 1
        assert "a merge is in progress" in ran.err
        assert project.files() == before


def test_a_file_that_cannot_be_edited_safely_is_refused_with_the_line(project: GitRepo) -> None:
    project.write(".tickets/JJM-031.md", "---\n{id: JJM-031, title: T}\n---\n")
    before = project.files()
    ran = jticket(project.path, "set", "31", "priority=high")
    assert ran.status == 1
    assert ".tickets/JJM-031.md:2:1: error JT008 " in ran.err
    assert project.files() == before


def test_an_unreadable_config_prevents_changes(project: GitRepo) -> None:
    project.write(".tickets/config.yml", "prefix: [\n")
    ran = jticket(project.path, "set", "3", "priority=high")
    assert ran.status == 1
    assert "error: the settings can't be read: .tickets/config.yml:" in ran.err
    assert "hint: fix the config first" in ran.err
    assert text_of(project) == PLAIN


def test_keys_may_have_the_names_of_options_and_queries(project: GitRepo) -> None:
    names = ["type=bug", "parent=30", "service=sso", "tag+=core", "dep-=1", "wait-until=+3d"]
    out = done(project.path, "set", "3", *names).out
    assert "ticket_type task → bug, service_id sso, tags +core, parent_id JJM-030" in out
    (ticket,) = done(project.path, "show", "3", "--json").json
    assert (ticket["ticket_type"], ticket["parent_id"]) == ("bug", "JJM-030")
    assert (ticket["service_id"], ticket["wait_until"]) == ("sso", "2025-10-04")
    assert (ticket["tags"], ticket["dependencies"]) == (["cli", "mvp", "core"], ["JJM-002"])


def test_a_custom_field_hides_the_name_of_another(project: GitRepo) -> None:
    project.write(".tickets/config.yml", "prefix: JJM\nfields:\n  service: {type: string}\n")
    done(project.path, "set", "3", "service=gold")
    (ticket,) = done(project.path, "show", "3", "--json").json
    assert (ticket["service_id"], ticket["fields"]["service"]) == (None, "gold")


@pytest.mark.parametrize("word", ["-", "none", "None", ""])
def test_the_words_for_no_value_clear(project: GitRepo, word: str) -> None:
    keys = ("assignee", "parent", "service", "milestone", "due", "effort", "dep", "found_in")
    done(project.path, "set", "3", "assignee=ana", "parent=30", "service=x", "milestone=MVP")
    done(project.path, "set", "3", "due=+3d", "effort=2h", "found_in=1")
    done(project.path, "set", "3", *(f"{key}={word}" for key in keys))
    (ticket,) = done(project.path, "show", "3", "--json").json
    for key in ("assignee", "parent_id", "service_id", "milestone", "due", "effort", "found_in"):
        assert ticket[key] is None, key
    assert ticket["dependencies"] == []


def test_none_is_a_value_where_it_can_be_one(project: GitRepo) -> None:
    config = "prefix: JJM\nservices:\n  none: {title: Not a service}\n"
    project.write(".tickets/config.yml", config)
    done(project.path, "set", "3", "phase=none", "service=none", "tags=none", "title=-")
    (ticket,) = done(project.path, "show", "3", "--json").json
    assert (ticket["phase"], ticket["service_id"]) == ("none", "none")
    assert (ticket["tags"], ticket["title"]) == (["none"], "-")
    done(project.path, "set", "3", "phase=-", "service=-", "tags=-")
    (ticket,) = done(project.path, "show", "3", "--json").json
    assert (ticket["phase"], ticket["service_id"], ticket["tags"]) == (None, None, [])
