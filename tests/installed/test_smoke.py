"""Every command once, through the installed program, as a user has it.

Runs against whatever Python has installed; with JTICKET_INSTALLED=1 that must not be a checkout.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jticket.cli.commands import COMMANDS

GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@example.org",
    "GIT_COMMITTER_NAME": "Ana",
    "GIT_COMMITTER_EMAIL": "ana@example.org",
}


class Project:
    """A repository, and the program run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environment = {**os.environ, **GIT, "HOME": str(path)}

    def jticket(self, *args: str, stdin: str = "", status: int = 0) -> str:
        program = Path(sys.executable).with_name("jticket")
        return self._run([str(program), *args], stdin, status)

    def git(self, *args: str) -> str:
        return self._run(["git", *args], "", 0)

    def _run(self, command: list[str], stdin: str, status: int) -> str:
        result = subprocess.run(
            command,
            cwd=self.path,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == status, result.stderr
        assert "Traceback" not in result.stderr
        return result.stdout


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path)
    made.git("init", "-q", "-b", "main")
    return made


@pytest.mark.skipif(not os.environ.get("JTICKET_INSTALLED"), reason="runs in a checkout")
def test_the_installed_package_is_the_one_under_test() -> None:
    import jticket

    assert "site-packages" in str(Path(jticket.__file__).resolve())


@pytest.mark.skipif(not os.environ.get("JTICKET_INSTALLED"), reason="runs in a checkout")
def test_man_finds_a_page_for_every_command() -> None:
    folder = Path(sys.executable).parent
    variables = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    variables.pop("MANPATH", None)
    for name in ("jticket", *(f"jticket-{name}" for name in COMMANDS)):
        ran = subprocess.run(
            ["man", "-w", name], capture_output=True, text=True, check=True, env=variables
        )
        assert Path(ran.stdout.strip()) == folder.parent / "share" / "man" / "man1" / f"{name}.1"


def test_the_program_and_the_module_report_the_same_version(project: Project) -> None:
    module = subprocess.run(
        [sys.executable, "-P", "-m", "jticket", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=project.path,
    )
    assert project.jticket("--version") == module.stdout


def test_every_command_works(project: Project) -> None:
    project.jticket("init", "--prefix", "JJM")
    first = project.jticket("create", "Log in", "-t", "bug", "--criterion", "tests pass").strip()
    batch = json.dumps([{"title": "Log out", "ticket_type": "spike", "dependencies": [first]}])
    second = project.jticket("create", "--from-json", "-", stdin=batch).strip()
    assert (first, second) == ("JJM-001", "JJM-002")
    assert "Log in" in project.jticket("show", first)
    assert project.jticket("ready", "--format", "ids").split() == [first]
    assert project.jticket("blocked", "--format", "ids").split() == [second]
    assert project.jticket("tree").startswith(first)
    assert project.jticket("graph").startswith("flowchart")
    assert project.jticket("board").startswith(f"backlog\t{first}")
    assert project.jticket("stats").startswith("total\t-\t2\t")
    assert project.jticket("list", "--format", "ids").split() == [first, second]
    project.jticket("claim", first, "--as", "ana", "--note", "On it.")
    project.jticket("complete", first, status=1)
    file = project.path / ".tickets" / f"{first}.md"
    file.write_text(file.read_text().replace("priority: normal", "priority: high"))
    project.jticket("commit")
    project.jticket("tick", first, "1")
    project.jticket("untick", first, "1")
    project.jticket("tick", first, "1")
    project.jticket("criterion", "add", first, "docs are there")
    project.jticket("tick", first, "2")
    project.jticket("devlog", first, "@-", "--as", "ana", stdin="Nearly there.")
    project.jticket("submit", first)
    project.jticket("complete", first)
    project.jticket("reopen", first)
    project.jticket("release", first)
    project.jticket("cancel", first)
    project.jticket("archive")
    project.jticket("dep", "rm", second, first)
    project.jticket("move", second, "ready")
    project.jticket("set", second, "tags+=auth", "effort=4h")
    (project.path / "editor").write_text("#!/bin/sh\necho 'More text.' >> \"$1\"\n")
    (project.path / "editor").chmod(0o755)
    project.environment["EDITOR"] = str(project.path / "editor")
    project.jticket("edit", second)
    assert "JJM-002" in project.jticket("search", "more", "text")
    assert project.jticket("guide", "workflow").startswith("# The workflow")
    assert "jticket" in project.jticket("completion", "bash")
    (project.path / "editor").unlink()
    assert json.loads(project.jticket("check", "--strict", "--json"))["findings"] == []
    subjects = project.git("log", "--format=%s").splitlines()
    assert len(subjects) == 21
    assert subjects[0].startswith("JJM-002: ")
    assert project.git("status", "--porcelain") == ""


def test_every_command_has_help_with_an_example(project: Project) -> None:
    listed = project.jticket("--help")
    for name, command in COMMANDS.items():
        assert f"\n  {name:10}  {command.summary}\n" in listed
        assert "Example:" in project.jticket(name, "--help")
