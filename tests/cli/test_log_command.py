"""`log` and `show --history`: what the commands print about the history in git."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

A = ".tickets/JJM-001.md"
EVIL = "a\x1b[31m\u202eb\x07"


def on(day: int, author: str = "Ana Author") -> dict[str, str]:
    date = f"2025-10-{day:02}T12:00:00Z"
    return {"GIT_AUTHOR_NAME": author, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}


@pytest.fixture
def past(repo: GitRepo) -> GitRepo:
    """Returns a repository with a ticket claimed, finished and archived, and one tagged."""
    done(repo.path, "claim", "1", "--as", "ana", **on(2))
    done(repo.path, "set", "2", "tags=cli,mvp", **on(3, "Bo"))
    done(repo.path, "complete", "1", **on(4, "Bo"))
    done(repo.path, "archive", "1", **on(5))
    return repo


def code(repo: GitRepo, day: int, message: str) -> str:
    """Commits a change of code."""
    with (repo.path / "src/app.py").open("a") as file:
        file.write(f"{message!r}\n")
    repo.git("add", "-A")
    repo.git(
        *("commit", "-q", "-m", message),
        GIT_AUTHOR_DATE=f"2025-10-{day:02}T12:00:00Z",
        GIT_COMMITTER_DATE=f"2025-10-{day:02}T12:00:00Z",
    )
    return repo.head()


def fields(repo: GitRepo, *args: str) -> list[str]:
    """Returns the fields that a log lists."""
    return [row["field"] for row in done(repo.path, "log", *args, "--json").json]


def test_json_has_one_row_per_edit_newest_first(past: GitRepo) -> None:
    rows = done(past.path, "log", "--json").json
    assert [(row["id"], row["field"], row["from"], row["to"]) for row in rows] == [
        ("JJM-001", "path", A, ".tickets/archive/JJM-001.md"),
        ("JJM-001", "status", "in_progress", "done"),
        ("JJM-002", "tags", [], ["cli", "mvp"]),
        ("JJM-001", "status", "backlog", "in_progress"),
        ("JJM-001", "assignee", None, "ana"),
        ("JJM-001", "created", None, "2025-10-01T09:30:00Z"),
        ("JJM-002", "created", None, "2025-10-01T09:30:00Z"),
    ]
    assert rows[2] == {
        "id": "JJM-002",
        "commit": past.git("rev-parse", "HEAD~2"),
        "author": "Bo",
        "timestamp": "2025-10-03T12:00:00Z",
        "field": "tags",
        "from": [],
        "to": ["cli", "mvp"],
    }


def test_a_pipe_gets_one_line_per_edit(past: GitRepo) -> None:
    short = past.git("rev-parse", "--short=10", "HEAD~2")
    assert done(past.path, "log", "2").lines[0] == (
        f"2025-10-03T12:00:00Z\tBo\tJJM-002\ttags\t-\tcli,mvp\t{short}"
    )


def test_a_table_shows_the_time_and_author_of_a_commit_once(past: GitRepo) -> None:
    lines = done(past.path, "log", "1", "--format", "table").lines
    assert [line.split()[0] for line in lines] == [
        *("WHEN", "2025-10-05", "2025-10-04", "2025-10-02", "assignee", "2025-10-01"),
    ]
    assert "→ .tickets/archive/JJM-001.md" in lines[1]
    assert "in_progress → done" in lines[2]
    assert lines[5].split()[-3:-1] == ["created", "First"]


def test_a_table_fits_the_terminal(past: GitRepo) -> None:
    done(past.path, "set", "1", f"title={'long ' * 30}", **on(6, "A Person Of Many Names"))
    for width in ("80", "120"):
        lines = done(past.path, "log", "--format", "table", COLUMNS=width).lines
        assert max(map(len, lines)) <= int(width)


def test_fields_selected_by_name_include_their_first_value(past: GitRepo) -> None:
    rows = done(past.path, "log", "1", "--field", "STATUS", "--json").json
    assert [(row["from"], row["to"]) for row in rows] == [
        ("in_progress", "done"),
        ("backlog", "in_progress"),
        (None, "backlog"),
    ]
    assert fields(past, "--field", "tag", "--field", "path", "1") == ["path", "path"]
    assert fields(past, "--field", "tag") == ["tags"]
    assert fields(past, "2", "--field", "description") == ["description"]


def test_a_section_is_named_by_its_heading(repo: GitRepo) -> None:
    repo.write(A, (repo.path / A).read_text() + "\n## Rollout Plan\n\nslowly\n")
    repo.commit_all()
    assert fields(repo, "--field", "rollout plan") == ["## Rollout Plan"]


def test_a_field_takes_precedence_over_a_section_of_its_name(past: GitRepo) -> None:
    path = past.path / ".tickets/archive/JJM-001.md"
    path.write_text(path.read_text() + "\n## Status\n\nx\n")
    past.commit_all()
    assert set(fields(past, "--field", "status")) == {"status"}
    assert "## Status" in fields(past)


def test_since_author_and_limit_narrow_the_log(past: GitRepo) -> None:
    now = {"JTICKET_NOW": "2025-10-06T00:00:00Z"}
    assert fields(past, "--since", "2025-10-04") == ["path", "status"]
    assert fields(past, "--since", "2025-10-04T12:00:00Z") == ["path", "status"]
    assert fields(past, "--since", "2025-10-04T12:00:01Z") == ["path"]
    for age in ("1d", "35h", "1d ago", "-1d", "yesterday", "today - 12h", "sunday"):
        rows = done(past.path, "log", "--since", age, "--json", **now).json
        assert [row["field"] for row in rows] == ["path"]
    assert fields(past, "--author", "bo") == ["status", "tags"]
    assert fields(past, "--author", "ANA@example", "--limit", "1") == ["path"]
    assert fields(past, "--limit", "0") == []
    assert fields(past, "--limit", "9" * 30) == fields(past)
    first_day = jticket(past.path, "log", "--since", "30d", JTICKET_NOW="0001-01-01T00:00:00Z")
    assert (first_day.status, first_day.out) == (2, "")


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["--field", "staus"], "error: no field 'staus'\nhint: did you mean 'status'?"),
        (
            ["--since", "soon"],
            "error: --since: 'soon' is not a date or time\nhint: write 2025-10-31",
        ),
        (["--since=--output=x"], "error: --since: "),
    ],
)
def test_an_unknown_field_or_time_is_a_usage_error(
    past: GitRepo, args: list[str], what: str
) -> None:
    ran = jticket(past.path, "log", *args)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(what)


def test_a_deleted_ticket_is_found_by_its_id_unlike_an_unknown_one(past: GitRepo) -> None:
    past.git("rm", "-q", ".tickets/JJM-002.md")
    past.commit_all("drop")
    assert fields(past, "2") == ["deleted", "tags", "created"]
    assert fields(past, "jjm-2", "--field", "deleted") == ["deleted"]
    ran = jticket(past.path, "log", "99")
    assert ran.status == 1
    assert ran.err.startswith("error: no ticket '99'")


def test_a_former_id_finds_the_history(repo: GitRepo) -> None:
    repo.git("mv", A, ".tickets/JJM-009.md")
    path = repo.path / ".tickets/JJM-009.md"
    path.write_text(path.read_text().replace("id: JJM-001", "id: JJM-009\naliases: [JJM-001]"))
    repo.commit_all()
    assert fields(repo, "9") == ["path", "id", "aliases", "created"]
    assert fields(repo, "1") == fields(repo, "9")


def test_uncommitted_edits_are_not_in_the_log(past: GitRepo) -> None:
    before = done(past.path, "log").out
    done(past.path, "set", "2", "priority=high", "--no-commit")
    assert done(past.path, "log").out == before
    done(past.path, "create", "New", "--no-commit")
    assert done(past.path, "log", "3", "--json").json == []


def test_a_new_ticket_with_the_id_of_a_deleted_one_has_no_history_yet(past: GitRepo) -> None:
    text = (past.path / ".tickets/JJM-002.md").read_text()
    past.git("rm", "-q", ".tickets/JJM-002.md")
    past.commit_all("drop")
    past.write(".tickets/JJM-002.md", text.replace("Second", "Other").replace("09:30", "10:30"))
    past.commit_all("anew")
    assert fields(past, "2") == ["created"]


def test_outside_a_repository_there_is_no_history(repo: GitRepo) -> None:
    (repo.path / ".git").rename(repo.path / "was-git")
    ran = jticket(repo.path, "log")
    assert ran.status == 1
    assert "is not inside a git repository" in ran.err
    assert jticket(repo.path, "show", "1", "--history").status == 1
    assert done(repo.path, "show", "1").lines[0] == "JJM-001  First"


def test_a_shallow_clone_says_that_there_is_more_history(past: GitRepo) -> None:
    there = past.path.parent / "shallow"
    past.git("clone", "-q", "--depth", "3", f"file://{past.path}", str(there))
    ran = done(there, "log")
    assert "this clone is shallow" in ran.err
    assert len(ran.lines) == 2
    ran = done(there, "show", "1", "2", "--history", "--json")
    assert "this clone is shallow" in ran.err
    first, second = (ticket["history"] for ticket in ran.json)
    assert (
        first["created"] is second["created"] is second["changed"] is second["status_since"] is None
    )
    assert first["status_since"]["timestamp"] == "2025-10-04T12:00:00Z"


def test_text_of_commits_and_tickets_does_not_control_the_terminal(repo: GitRepo) -> None:
    done(repo.path, "claim", "1", "--as", "ana", **on(2, EVIL))
    done(repo.path, "devlog", "1", f"x{EVIL}", **on(3, EVIL))
    code(repo, 4, f"JJM-001: {EVIL}")
    for args in (
        ["log"],
        ["log", "--format", "table"],
        ["log", "1", "--json"],
        ["log", "--field", EVIL],
        ["log", "--since", EVIL],
        ["log", EVIL],
        ["show", "1", "--history"],
        ["show", "1", "--history", "--json"],
    ):
        ran = jticket(repo.path, *args)
        assert not {"\x1b", "\u202e", "\x07"} & {*ran.out, *ran.err}, args
    assert "a\\x1b[31m" in done(repo.path, "log").out


def test_history_shows_author_last_change_and_time_of_the_status(past: GitRepo) -> None:
    (ticket,) = done(past.path, "show", "1", "--history", "--json").json
    history = ticket["history"]
    start = past.git("rev-parse", "HEAD~4")
    assert history["created"] == {
        "timestamp": "2025-10-01T09:30:00Z",
        "author": "Ana Author",
        "commit": start,
    }
    assert history["changed"]["fields"] == ["path"]
    assert history["changed"]["timestamp"] == "2025-10-05T12:00:00Z"
    assert history["status_since"] == {
        "timestamp": "2025-10-04T12:00:00Z",
        "author": "Bo",
        "commit": past.git("rev-parse", "HEAD~1"),
        "status": "done",
    }
    assert history["commits"] == []
    lines = done(past.path, "show", "1", "--history").lines
    assert "done since:  2025-10-04T12:00:00Z by Bo" in "\n".join(lines)
    assert "history" not in done(past.path, "show", "1", "--json").json[0]


def test_history_lists_the_commits_of_code_that_name_the_ticket(past: GitRepo) -> None:
    trailer = code(past, 6, "tidy up\n\nTicket: JJM-002, jjm-1")
    subject = code(past, 7, "JJM-1, JJM-002: parse")
    code(past, 8, "JJM-0010: something else")
    code(past, 9, "move docs/JJM-001.md")
    first, second = done(past.path, "show", "1", "2", "--history", "--json").json
    assert [commit["commit"] for commit in first["history"]["commits"]] == [subject, trailer]
    assert first["history"]["commits"][0]["subject"] == "JJM-1, JJM-002: parse"
    assert [commit["commit"] for commit in second["history"]["commits"]] == [subject, trailer]
    assert (
        f"{trailer[:10]} 2025-10-06 Ana Author: tidy up"
        in done(past.path, "show", "1", "--history").lines
    )


def linked(repo: GitRepo, reference: str) -> list[str]:
    """Returns the commits in the history of a ticket."""
    (ticket,) = done(repo.path, "show", reference, "--history", "--json").json
    return [commit["commit"] for commit in ticket["history"]["commits"]]


def test_conventional_commits_and_closing_words_name_the_ticket(repo: GitRepo) -> None:
    conventional = code(repo, 2, "feat(cli): parser (JJM-001)")
    closing = code(repo, 3, "fix: exit code\n\nCloses JJM-001, JJM-002 and #12.")
    part = code(repo, 4, "docs: usage\n\nPart of jjm-1.\n\nSigned-off-by: Ana <a@b>")
    refs = code(repo, 5, "test: usage\n\nRefs: JJM-001")
    code(repo, 6, "chore: cleanup\n\nAfter JJM-001 was done.")
    assert linked(repo, "1") == [refs, part, closing, conventional]
    assert linked(repo, "2") == [closing]


def test_the_commits_merged_from_the_branch_of_a_ticket_name_it(repo: GitRepo) -> None:
    def work(branch: str, name: str) -> None:
        repo.git("checkout", "-q", branch)
        repo.write(f"src/{name}.py", "")
        repo.commit_all(name)

    repo.git("branch", "jjm-001-parse")
    work("jjm-001-parse", "parser")
    work("main", "something_else")
    work("jjm-001-parse", "errors")
    repo.git("merge", "-q", "--no-edit", "main")
    work("jjm-001-parse", "usage")
    work("main", "another_thing")
    repo.git("merge", "-q", "--no-ff", "--no-edit", "jjm-001-parse")
    brought = repo.git("rev-list", "HEAD^1..HEAD^2").split()
    assert len(brought) == 4
    assert {*linked(repo, "1")} == {*brought}
    assert linked(repo, "2") == []


def test_a_merge_is_linked_by_the_commits_it_brings(repo: GitRepo) -> None:
    repo.git("checkout", "-q", "-b", "side")
    code(repo, 2, "work")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "JJM-001: merge side", "side")
    (ticket,) = done(repo.path, "show", "1", "--history", "--json").json
    assert [commit["commit"] for commit in ticket["history"]["commits"]] == [repo.head()]


def test_uncommitted_changes_are_marked_as_such(past: GitRepo) -> None:
    done(past.path, "move", "2", "ready", "--no-commit")
    done(past.path, "create", "New", "--no-commit")
    two, new = done(past.path, "show", "2", "3", "--history", "--json").json
    assert two["history"]["status_since"] is None
    assert two["history"]["changed"]["fields"] == ["tags"]
    assert new["history"]["created"] is new["history"]["changed"] is None
    assert "status since: not committed" in done(past.path, "show", "2", "--history").lines


def test_history_as_of_an_older_commit_ends_there(past: GitRepo) -> None:
    code(past, 6, "JJM-001: later")
    (ticket,) = done(past.path, "show", "1", "--history", "--at", "2025-10-03", "--json").json
    assert ticket["history"]["changed"]["fields"] == ["status", "assignee"]
    assert ticket["history"]["status_since"]["status"] == "in_progress"
    assert ticket["history"]["commits"] == []
