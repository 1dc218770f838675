"""`check`: which files it checks, what it prints, and its exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from gitrepo import GitRepo

BROKEN = "---\nid: {id}\ntitle: T\nstatus: dnoe\n---\n"
REPEATED = "---\nid: {id}\ntitle: T\ntags: [a, a]\n---\n"
MISREAD = "---\nid: {id}\ntitle: no\n---\n"


def put(repo: GitRepo, name: str, text: str) -> None:
    stem = name.rpartition("/")[2].removesuffix(".md")
    repo.write(f".tickets/{name}", text.format(id=stem))


def test_a_valid_project_has_a_summary_that_says_so(repo: GitRepo) -> None:
    ran = done(repo.path, "check")
    assert (ran.out, ran.err) == ("", "2 tickets checked: all is well\n")
    repo.git("rm", "-q", ".tickets/JJM-002.md")
    assert done(repo.path, "check").err == "1 ticket checked: all is well\n"


def test_findings_go_to_stdout_and_the_count_to_stderr(repo: GitRepo) -> None:
    put(repo, "JJM-003.md", BROKEN)
    put(repo, "JJM-004.md", REPEATED)
    put(repo, "JJM-005.md", MISREAD)
    ran = jticket(repo.path, "check")
    misread = ".tickets/JJM-005.md:3:8: advice JT113"
    assert ran.status == 1
    assert ran.lines == [
        ".tickets/JJM-003.md:4:9: error JT103 unknown status 'dnoe' (did you mean 'done'?)",
        ".tickets/JJM-004.md:4:11: warning JT112 tags has 'a' twice (remove one)",
        f"{misread} other tools read 'no' as the boolean false (write \"no\")",
    ]
    assert ran.err == "5 tickets checked: 1 error, 1 warning, 1 advice\n"


@pytest.mark.parametrize(
    ("text", "plain", "strict"), [(BROKEN, 1, 1), (REPEATED, 0, 1), (MISREAD, 0, 1)]
)
def test_warnings_and_advice_fail_when_strict(
    repo: GitRepo, text: str, plain: int, strict: int
) -> None:
    put(repo, "JJM-003.md", text)
    assert jticket(repo.path, "check").status == plain
    assert jticket(repo.path, "check", "--strict").status == strict
    assert jticket(repo.path, "check", "--strict", "--json").status == strict


def test_json_is_one_object(repo: GitRepo) -> None:
    put(repo, "JJM-003.md", BROKEN)
    put(repo, "notes.md", "# Notes\n")
    for options in (["--json"], ["--format", "json"]):
        ran = jticket(repo.path, "check", *options)
        assert ran.status == 1
        assert ran.err == ""
        assert ran.json == {
            "findings": [
                {
                    "path": ".tickets/JJM-003.md",
                    "line": 4,
                    "column": 9,
                    "code": "JT103",
                    "severity": "error",
                    "message": "unknown status 'dnoe'",
                    "id": "JJM-003",
                    "fix": "did you mean 'done'?",
                },
                {
                    "path": ".tickets/notes.md",
                    "line": 1,
                    "column": 1,
                    "code": "JT004",
                    "severity": "error",
                    "message": "no front matter",
                    "id": None,
                    "fix": "a ticket begins with a line ---",
                },
            ],
            "checked": 4,
            "errors": 2,
            "warnings": 0,
            "advice": 0,
        }


def test_paths_limit_what_is_reported(repo: GitRepo) -> None:
    put(repo, "JJM-003.md", BROKEN)
    put(repo, "sub/JJM-004.md", REPEATED)
    repo.write(".tickets/config.yml", "prefix: JJM\nid_widht: 4\n")
    ran = jticket(repo.path, "check", ".tickets/JJM-003.md")
    assert (ran.status, len(ran.lines)) == (1, 1)
    assert ran.err == "1 ticket checked: 1 error\n"
    below = jticket(repo.path, "check", ".tickets/sub/")
    assert (below.status, below.err) == (0, "1 ticket checked: 1 warning\n")
    config = jticket(repo.path, "check", ".tickets/config.yml")
    assert (config.status, config.err) == (0, "0 tickets checked: 1 warning\n")
    both = jticket(repo.path, "check", ".tickets/sub", ".tickets/JJM-001.md")
    assert both.err == "2 tickets checked: 1 warning\n"
    for everything in (".", "..", ".tickets", str(repo.path)):
        assert jticket(repo.path, "check", everything).err == (
            "4 tickets checked: 1 error, 2 warnings\n"
        )
    assert jticket(repo.path, "check", "src").err == "0 tickets checked: all is well\n"


def test_rules_see_tickets_outside_the_paths(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\ndependencies: [JJM-001]\n---\n")
    assert jticket(repo.path, "check", ".tickets/JJM-003.md").status == 0


def test_a_path_that_does_not_exist_is_a_usage_error(repo: GitRepo) -> None:
    ran = jticket(repo.path, "check", ".tickets/JJM-009.md")
    assert ran.status == 2
    assert ran.err == "error: no file or folder .tickets/JJM-009.md\n"


def test_printed_paths_are_relative_to_the_current_folder(repo: GitRepo) -> None:
    put(repo, "JJM-003.md", BROKEN)
    assert jticket(repo.path / "src", "check").out.startswith("../.tickets/JJM-003.md:4:9: error")
    assert jticket(repo.path / ".tickets", "check").out.startswith("JJM-003.md:4:9: error")
    assert jticket(repo.path / ".tickets", "check", "JJM-003.md").status == 1
    findings = jticket(repo.path / "src", "check", "--json").json["findings"]
    assert findings[0]["path"] == ".tickets/JJM-003.md"


def test_a_symbolic_link_in_the_tickets_folder_can_be_named(repo: GitRepo) -> None:
    (repo.path / ".tickets/JJM-003.md").symlink_to("/etc/hostname")
    ran = jticket(repo.path, "check", ".tickets/JJM-003.md")
    assert ran.out.startswith(".tickets/JJM-003.md:1:1: error JT011")


def test_the_severity_is_coloured_and_nothing_else(repo: GitRepo) -> None:
    repo.write(".tickets/an error b/JJM-003.md", BROKEN.format(id="JJM-003"))
    ran = jticket(repo.path, "--color", "always", "check")
    assert ran.out.startswith(
        ".tickets/an error b/JJM-003.md:4:9: \x1b[31merror\x1b[0m JT103 unknown"
    )


def test_check_changes_nothing_and_does_not_need_git(repo: GitRepo) -> None:
    before = repo.files()
    put(repo, "JJM-003.md", BROKEN)
    ran = jticket(repo.path, "check", PATH="/nowhere")
    assert ran.status == 1
    assert {**before, ".tickets/JJM-003.md": repo.files()[".tickets/JJM-003.md"]} == repo.files()
