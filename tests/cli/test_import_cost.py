"""What reading commands must not load: each takes longer than a complete list."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from commandline import environment

if TYPE_CHECKING:
    from gitrepo import GitRepo

PROBE = """
import json, sys
from jticket.cli.main import run
sys.stdout = open("/dev/null", "w")
run(sys.argv[1:])
sys.stdout.close()
sys.stdout = sys.__stdout__
print(json.dumps(sorted(sys.modules)))
"""
SLOW = {"git", "jinja2", "rich", "frontmatter", "filelock", "asyncio", "networkx", "difflib"}


def loaded(repo: GitRepo, *args: str) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, *args],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    )
    return set(json.loads(ran.stdout))


@pytest.mark.parametrize(
    "args",
    [
        ["list"],
        ["list", "--json"],
        ["list", "--status", "ready", "--parent", "1"],
        ["list", "--where", "status = ready and parent != 1"],
        ["show", "1"],
        ["show", "1", "--json"],
        ["board"],
        ["stats", "--by", "service"],
    ],
)
def test_reading_commands_import_nothing_slow(repo: GitRepo, args: list[str]) -> None:
    assert loaded(repo, *args).isdisjoint(SLOW)


@pytest.mark.parametrize(
    ("option", "more"), [("--version", set()), ("--help", {"jticket.cli.help"})]
)
def test_the_version_and_the_help_import_almost_nothing(
    repo: GitRepo, option: str, more: set[str]
) -> None:
    own = {name for name in loaded(repo, option) if name.startswith("jticket")}
    assert own == more | {
        "jticket",
        "jticket.cli",
        "jticket.cli.command",
        "jticket.cli.commands",
        "jticket.cli.general",
        "jticket.cli.main",
        "jticket.errors",
        "jticket.vcs",
        "jticket.vcs.environment",
    }


def test_the_query_language_is_imported_only_for_a_query(repo: GitRepo) -> None:
    language = {
        "jticket.model.queries.compiler",
        "jticket.text.query",
        "jticket.model.queries.query",
    }
    assert loaded(repo, "list").isdisjoint(language)
    assert language <= loaded(repo, "list", "--where", "open")


def test_a_plain_show_does_not_import_history(repo: GitRepo) -> None:
    past = {"jticket.ops.history.reader", "jticket.vcs.log", "jticket.vcs.repository"}
    assert loaded(repo, "show", "1").isdisjoint(past)
    assert past <= loaded(repo, "show", "1", "--history")


def test_git_is_asked_for_the_facts_of_history_once_a_commit(repo: GitRepo) -> None:
    question = ["list", "--columns", "id,updated,commits", "--where", "creator ~ ana"]
    past = {"git", "jticket.ops.history.reader", "jticket.vcs.log"}
    assert past <= loaded(repo, *question)
    assert loaded(repo, *question).isdisjoint(past)
    repo.commit_all("another")
    assert past <= loaded(repo, *question)


@pytest.mark.parametrize(
    ("line", "absent"),
    [
        ("jticket ", {"jticket.cli.list", "jticket.cli.options", "yaml", "jticket.text.project"}),
        ("jticket show ", {*SLOW, "jticket.model.workflow", "jticket.cli.list"}),
        ("jticket claim ", SLOW - {"difflib"}),
        ("jticket tick 1 ", SLOW - {"difflib"}),
        ("jticket set 1 priority=", SLOW - {"difflib"}),
        ("jticket schema ", {*SLOW, "yaml", "jticket.text.project"}),
    ],
)
def test_the_tab_key_imports_nothing_slow(
    repo: GitRepo, line: str, absent: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_JTICKET_COMPLETE", "fish_complete")
    monkeypatch.setenv("_JTICKET_WORDS", line.replace(" ", "\x1f"))
    modules = loaded(repo)
    assert "jticket.cli.shells" in modules
    assert modules.isdisjoint(absent)


def test_a_command_does_not_import_the_others(repo: GitRepo) -> None:
    modules = loaded(repo, "list")
    assert "jticket.cli.list" in modules
    assert modules.isdisjoint(
        {f"jticket.cli.{name}" for name in ("create", "set", "commit", "init")}
    )
