"""The tables of the schema drive: a new entry works in every command without another line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from commandline import NOW
from gitrepo import GitRepo, new_repo

ROOT = Path(__file__).parent.parent
FIELD = """\
    Field(
        "reviewer",
        Shape.LINE,
        "who reviews it",
        option=Option("reviewer", "WHO", "Who reviews it."),
        filter=True,
        group=True,
        header="REVIEWED BY",
    ),
"""
RELATION = """\
    Field(
        "sees_also",
        Shape.IDS,
        "related tickets",
        option=Option("sees_also", "ID", "A ticket to read as well."),
        filter=True,
        refers=Reference.RELATION,
        inverse="seen_from",
    ),
"""
PATHS = """\
    Field("docs", Shape.PATHS, "pages to write"),
"""
SECTION = """\
    SectionField("test_plan", "Test Plan"),
"""
TICKETS = [
    {"id": "JJM-001", "title": "First", "reviewer": "ana", "test_plan": "Press the button."},
    {"id": "JJM-002", "title": "Second", "sees_also": ["JJM-001"], "aliases": ["JJM-099"]},
    {"id": "JJM-003", "title": "Third", "reviewer": "ben"},
]


@dataclass(frozen=True)
class Program:
    """A copy of the package whose tables have one entry more of each sort, and a repository."""

    package: Path
    repo: GitRepo

    def run(self, *args: str, stdin: str = "", status: int = 0, **env: str) -> str:
        """Runs a command and returns what it prints on both streams."""
        result = subprocess.run(
            [sys.executable, "-m", "jticket", *args],
            cwd=self.repo.path,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(self.package), "JTICKET_NOW": NOW, **env},
        )
        assert result.returncode == status, result.stderr
        return result.stdout + result.stderr

    def json(self, *args: str) -> list[dict[str, object]]:
        """Runs a command with `--json` and returns its array."""
        answer: list[dict[str, object]] = json.loads(self.run(*args, "--json"))
        return answer

    def ids(self, *args: str) -> list[str]:
        """Returns the IDs that a list prints."""
        return self.run("list", "--format", "ids", *args).split()


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT / "jticket", folder / "jticket")
    if not (folder / "jticket" / "templates").exists():
        shutil.copytree(ROOT / "templates", folder / "jticket" / "templates")
    schema = folder / "jticket" / "model" / "schema.py"
    text = schema.read_text()
    for entry, before in (
        (FIELD + RELATION + PATHS, '    Field("aliases"'),
        (SECTION, '    SectionField("technical_notes"'),
    ):
        assert text.count(before) == 1
        text = text.replace(before, entry + before)
    schema.write_text(text)
    return folder


@pytest.fixture(scope="session")
def prepared(
    package: Path, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Returns a repository with the tickets, copied for each test."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        repo = new_repo(tmp_path_factory.mktemp("tables") / "repo")
        program = Program(package, repo)
        program.run("init", "--prefix", "JJM")
        program.run("create", "--from-json", "-", stdin=json.dumps(TICKETS))
    return repo.path


@pytest.fixture
def program(package: Path, prepared: Path, tmp_path: Path) -> Program:
    path = tmp_path / "repo"
    shutil.copytree(prepared, path, symlinks=True)
    return Program(package, GitRepo(path))


def test_create_writes_them_in_their_canonical_place(program: Program) -> None:
    text = program.run("show", "JJM-001", "--raw")
    assert "reviewer: ana\n" in text
    assert text.index("reviewer: ana") < text.index("---\n", 4)
    assert "## Test Plan\n\nPress the button.\n" in text
    program.run("create", "New", "--reviewer", "cy", "--sees-also", "1,2")
    (ticket,) = program.json("show", "JJM-100")
    assert (ticket["reviewer"], ticket["sees_also"]) == ("cy", ["JJM-001", "JJM-002"])
    assert "Who reviews it." in program.run("create", "--help")
    assert "no ticket '9'" in program.run("create", "New", "--sees-also", "9", status=1)


def test_show_and_json_have_them(program: Program) -> None:
    shown = program.run("show", "JJM-001")
    assert "Test Plan\nPress the button." in shown
    assert "reviewer:" in shown
    first, second = program.json("show", "JJM-001", "JJM-002")
    assert (first["reviewer"], first["sees_also"]) == ("ana", [])
    assert (first["test_plan"], second["test_plan"]) == ("Press the button.", "")
    assert second["sees_also"] == ["JJM-001"]
    assert (first["seen_from"], second["seen_from"]) == (["JJM-002"], [])
    assert re.search(r"seen from: +JJM-002", shown)
    assert "seen from" not in program.run("show", "JJM-002")


def test_paths_are_written_one_per_line(program: Program) -> None:
    program.run("set", "JJM-001", "docs=guide/a.md,guide/b.md")
    assert "docs:\n  - guide/a.md\n  - guide/b.md\n" in program.run("show", "JJM-001", "--raw")


def test_set_changes_them_and_log_and_diff_report_it(program: Program) -> None:
    program.repo.git("tag", "before")
    program.run("set", "JJM-001", "reviewer=cy", "test_plan=Run it twice.", "sees_also+=3")
    assert "sees_also: [JJM-003]" in program.run("show", "JJM-001", "--raw")
    program.run("set", "JJM-001", "sees_also-=3")
    log = program.run("log", "JJM-001", "--field", "reviewer", "--field", "test_plan")
    assert "ana" in log
    assert "Run it twice." in log
    diff = json.loads(program.run("diff", "before..HEAD", "--json"))
    (changed,) = diff["changed"]
    assert changed["changes"] == [{"field": "reviewer", "from": "ana", "to": "cy"}]
    assert [section["heading"] for section in changed["sections"]] == ["Test Plan"]
    assert "Test Plan" in program.run("diff", "before..HEAD", "--format", "markdown")


def test_each_can_be_set_beside_the_others(program: Program) -> None:
    program.run("create", "New", "--sees-also", "1", "--reviewer", "ana")
    for assignment in ("docs=a.md", "reviewer=cy", "sees_also+=2", "docs+=b.md", "reviewer=dan"):
        program.run("set", "JJM-100", assignment)
    (ticket,) = program.json("show", "JJM-100")
    assert (ticket["reviewer"], ticket["sees_also"]) == ("dan", ["JJM-001", "JJM-002"])
    raw = program.run("show", "JJM-100", "--raw")
    assert raw.index("reviewer: dan") < raw.index("sees_also: ") < raw.index("docs:")


def test_lists_filter_sort_group_and_show_them(program: Program) -> None:
    assert program.ids("--reviewer", "ana,ben") == ["JJM-001", "JJM-003"]
    assert program.ids("--sees-also", "3") == []
    assert program.ids("--sees-also", "1") == ["JJM-002"]
    assert program.ids("--sort", "-reviewer", "--reviewer", "!-") == ["JJM-003", "JJM-001"]
    assert program.ids("--where", "reviewer = ana or sees_also = 1") == ["JJM-001", "JJM-002"]
    assert program.ids("--where", "test_plan ~ button and text ~ button") == ["JJM-001"]
    rows = program.run("list", "--columns", "id,reviewer", "--format", "table", COLUMNS="80")
    assert "REVIEWED BY" in rows
    stats = json.loads(program.run("stats", "--by", "reviewer", "--json"))
    assert [*stats["by"]["reviewer"]] == ["ana", "ben", ""]
    board = json.loads(program.run("board", "--by", "reviewer", "--json"))
    assert [column["name"] for column in board["columns"]] == ["ana", "ben", ""]


def test_check_finds_what_is_wrong_with_them(program: Program) -> None:
    path = program.repo.path / ".tickets" / "JJM-003.md"
    text = path.read_text().replace("reviewer: ben", "reviewer: [ben]\nsees_also: [JJM-7]")
    path.write_text(text)
    findings = json.loads(program.run("check", "--json", status=1).splitlines()[0])
    places = {(finding["code"], finding["line"]) for finding in findings["findings"]}
    lines = path.read_text().split("\n")
    assert places == {
        ("JT102", lines.index("reviewer: [ben]") + 1),
        ("JT312", lines.index("sees_also: [JJM-7]") + 1),
    }
    path.write_text(text.replace("[JJM-7]", "[JJM-099]").replace("[ben]", "ben"))
    program.run("check", "--fix")
    assert "sees_also: [JJM-002]" in path.read_text()


def test_config_can_require_them(program: Program) -> None:
    config = program.repo.path / ".tickets" / "config.yml"
    required = "required: {task: [Test Plan, sees_also, reviewer]}\n"
    config.write_text(config.read_text() + required)
    findings = json.loads(program.run("check", "--json", status=1).splitlines()[0])
    messages = {
        finding["message"] for finding in findings["findings"] if finding["id"] == "JJM-003"
    }
    assert messages == {
        "a ticket of type 'task' needs the section 'Test Plan'",
        "a ticket of type 'task' needs the field 'sees_also'",
    }


def test_lists_show_and_query_references_and_search_finds_sections(program: Program) -> None:
    columns = ("--columns", "id,sees_also", "--format", "csv", "--where")
    assert program.run("list", *columns, "sees_also != none").split() == [
        "id,sees_also",
        "JJM-002,JJM-001",
    ]
    assert program.ids("--where", "test_plan != none") == ["JJM-001"]
    assert program.ids("--where", "seen_from = 2") == ["JJM-001"]
    seen = program.run("list", "--columns", "id,seen_from", "--format", "csv").split()
    assert seen == ["id,seen_from", "JJM-001,JJM-002", "JJM-002,", "JJM-003,"]
    assert program.ids("--sort", "sees_also", "--limit", "1") == ["JJM-002"]
    assert "JJM-001" in program.run("search", "button")
    assert "JJM-003" in program.run("search", "ben")


def test_history_and_commit_messages_name_them(program: Program) -> None:
    program.run("set", "JJM-001", "reviewer=cy", "sees_also+=3", "test_plan=Run it twice.")
    message = program.repo.git("log", "-1", "--format=%s")
    for words in ("reviewer=cy", "sees_also+=JJM-003", "test plan edited"):
        assert words in message
    last = program.run("show", "JJM-001", "--history").partition("last change:")[2]
    assert "sees_also" in last
    assert "reviewer" in last
    log = program.run("log", "JJM-001", "--field", "sees_also")
    assert "JJM-003" in log


def test_templates_have_their_values(program: Program) -> None:
    templates = program.repo.path / ".tickets" / "templates"
    templates.mkdir()
    line = "{{ ticket.id }} {{ ticket.reviewer }} {{ ticket.sees_also }} {{ ticket.test_plan }} "
    line += "{{ ticket.seen_from }}"
    loop = "{% for ticket in tickets %}" + line + "\n{% endfor %}"
    (templates / "plans.md.j2").write_text(loop)
    rendered = program.run("render", "plans.md.j2").splitlines()
    assert rendered[0] == "JJM-001 ana [] Press the button. ['JJM-002']"
    assert rendered[1].startswith("JJM-002 None ['JJM-001']")


def test_completion_offers_their_values(program: Program) -> None:
    def offered(line: str) -> str:
        sent = line.replace(" ", "\x1f")
        return program.run(_JTICKET_COMPLETE="zsh_complete", _JTICKET_WORDS=sent)

    assert "ana" in offered("jticket list --reviewer a")
    assert "JJM-001" in offered("jticket create x --sees-also JJM-0")
    assert "reviewer" in offered("jticket stats --by rev")
    assert "test_plan" in offered("jticket log --field te")
