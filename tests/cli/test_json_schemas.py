"""What every command prints as JSON, and what it reads, is what its schema says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from commandline import done, jticket
from gitrepo import GitRepo, new_repo
from json_shapes import mistakes, mutations
from pasts import repo_with_past, usual_past
from ticket_repos import write_tickets

from jticket.render.schemas.catalogue import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = sorted((Path(__file__).parents[1] / "cases" / "check").iterdir())
READING = [
    ("list", "list"),
    ("list", "list --all --full"),
    ("list", "ready"),
    ("list-groups", "list --all --group-by status"),
    ("list-groups", "ready --group-by priority --full"),
    ("blocked-groups", "blocked --group-by tag"),
    ("list-branches", "list --branches --all"),
    ("blocked", "blocked"),
    ("search", "search e --all"),
    ("show", "show 1"),
    ("show-history", "show 1 --history"),
    ("next", "next"),
    ("board", "board --all"),
    ("plan", "plan"),
    ("plan", "plan --workers 2 --all"),
    ("forecast", "plan --forecast --runs 20"),
    ("backtest", "plan --backtest --runs 20"),
    ("tree", "tree --all"),
    ("graph", "graph --all"),
    ("stats", "stats --by tag"),
    ("stats-flow", "stats --since 2025-09-01"),
    ("log", "log"),
    ("diff", "diff HEAD~1"),
    ("check", "check --hygiene"),
    ("document", "overview"),
    ("document", "render phases"),
    ("settings", "config"),
    ("settings-chosen", "config prefix hours_per_day"),
    ("schemas", "schema"),
]
CHANGING = [
    ("init", "init"),
    ("init", "init --prefix JJM --no-commit"),
    ("change", "create Title --criterion done"),
    ("changes", "create --from-json -"),
    ("changes", "set 1 2 priority=high"),
    ("changes", "set 1 priority=high"),
    ("change", "claim 1 --as ana --note begun"),
    ("change", "submit 1"),
    ("change", "move 1 in_progress"),
    ("change", "criterion add 1 tests more"),
    ("change", "criterion edit 1 1 words"),
    ("change", "criterion mv 1 1 1"),
    ("change", "criterion rm 1 2"),
    ("change", "tick 1 1"),
    ("change", "untick 1 1"),
    ("change", "tick 1 1 --no-commit"),
    ("change", "complete 1"),
    ("change", "reopen 1"),
    ("change", "release 1"),
    ("change", "dep add 2 1"),
    ("change", "dep rm 2 1"),
    ("change", "devlog 1 text"),
    ("changes", "link 1 relates_to 2"),
    ("changes", "unlink 1 relates_to 2"),
    ("change", "hold 1 answer --until 2026-01-05"),
    ("change", "resume 1"),
    ("changes", "hold 1 2 answer"),
    ("changes", "resume 1 2"),
    ("changes", "claim 1 2 --as ana"),
    ("changes", "release 1 2"),
    ("changes", "move 1 2 backlog --force"),
    ("change", "edit 1"),
    ("changes", "commit"),
    ("undo", "undo"),
    ("change", "cancel 1"),
    ("changes", "archive 1"),
    ("delete", "delete JJM-002"),
    ("undo", "undo"),
    ("settings-chosen", "config hours_per_day=7"),
    ("init-example", "init --example ../demo"),
]
CONFIG = """\
prefix: JJM
fields:
  size: {type: integer}
  weight: {type: number}
  urgent: {type: boolean}
  areas: {type: list}
  season: {type: enum, values: [summer, winter]}
milestones: {MVP: {due: 2025-10-05}}
services: {sso: {title: Single sign-on}}
people: {ana: {name: Ana}}
wip_limits: {review: 3}
"""
TICKETS = {
    1: "title: One\nsize: 3\nweight: 1.5\nurgent: true\nareas: [a, b]\nseason: summer\n"
    "strange: {deep: [1, {er: x}]}\nmilestone: MVP\neffort: 3d\nparent_id: JJM-004",
    2: "title: Two\nsize: large\nurgent: perhaps\ndependencies: [JJM-001]\neffort: 90m",
    3: "title: Three\non_hold: answer\nwait_until: 2025-12-01\nstatus: review\ndue: 2025-01-01",
    4: "title: Four\nticket_type: epic\nphase: P1\nrelates_to: [JJM-003]",
    5: "title: Five\nstatus: cancelled\nduplicate_of: JJM-001\nfound_in: JJM-002",
    6: "title: Six\ndependencies: [JJM-007, JJM-099]",
    7: "title: Seven\ndependencies: [JJM-006]\nwait_until: soon\neffort: long\nstatus: lost",
    8: "title:\nstatus:\npriority: urgent\ncreated: yesterday\ntags: word",
}
BODY = """
## Description

Words.

## Acceptance Criteria

- [x] one
- [ ] two

## Devlog

### 2025-10-01T09:30:00Z ana

Begun.

## Else

Text.
"""


@pytest.fixture(scope="module", params=["example", "empty", "one", "custom", "past"])
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> GitRepo:
    """Returns a repository: the example project, an edge case, or tickets with a past."""
    return PROJECTS[request.param](tmp_path_factory.mktemp(request.param))


def example(folder: Path) -> GitRepo:
    done(folder, "init", "--example", "demo")
    repo = GitRepo(folder / "demo")
    repo.git("checkout", "-q", "-b", "other")
    done(repo.path, "set", "22", "priority=low")
    repo.git("checkout", "-q", "-")
    return repo


def empty(folder: Path) -> GitRepo:
    repo = new_repo(folder / "repo")
    done(repo.path, "init", "--prefix", "JJM")
    return repo


def one(folder: Path) -> GitRepo:
    repo = empty(folder)
    done(repo.path, "create", "The title")
    return repo


def custom(folder: Path) -> GitRepo:
    repo = new_repo(folder / "repo")
    repo.write(".tickets/config.yml", CONFIG)
    write_tickets(repo, dict(list(TICKETS.items())[:2]))
    repo.commit_all("tickets")
    write_tickets(repo, TICKETS)
    first = repo.path / ".tickets" / "JJM-001.md"
    first.write_text(first.read_text() + BODY)
    repo.write(".tickets/JJM-009.md", "---\ntitle: [\n---\n")
    repo.commit_all("JJM-001: more")
    return repo


def past(folder: Path) -> GitRepo:
    return repo_with_past(folder / "jules", usual_past(20))


PROJECTS: dict[str, Callable[[Path], GitRepo]] = {
    made.__name__: made for made in (example, empty, one, custom, past)
}


def printed(folder: Path, line: str, **env: str) -> Any:
    """Returns what a command prints as JSON; an error must be what its schema says."""
    ran = jticket(folder, *line.split(), "--json", **env)
    assert ran.status in (0, 1), ran
    if ran.out:
        return ran.json
    error = json.loads(ran.err.splitlines()[-1])
    assert mistakes("error", error) == []
    return None


@pytest.mark.parametrize(("name", "line"), READING)
def test_what_a_command_prints_is_what_its_schema_says(
    project: GitRepo, name: str, line: str
) -> None:
    value = printed(project.path, line, JTICKET_NOW="2025-09-22T09:30:00Z")
    if value is not None or name == "next":
        assert mistakes(name, value) == []


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> GitRepo:
    return custom(tmp_path_factory.mktemp("rich"))


@pytest.mark.parametrize(("name", "line"), READING)
def test_a_wrong_output_does_not_fit_its_schema(
    rich: GitRepo, tmp_path: Path, name: str, line: str
) -> None:
    folder = rich.path if "cast" not in line and "test" not in line else past(tmp_path).path
    value = printed(folder, line, JTICKET_NOW="2025-09-22T09:30:00Z")
    assert mistakes(name, value) == []
    wrong = list(mutations(name, value))
    assert wrong or name in ("settings-chosen", "list-branches"), name
    for words, mutated in wrong:
        assert mistakes(name, mutated), words


def test_what_a_change_prints_is_what_its_schema_says(repo: GitRepo) -> None:
    tools = repo.script("bin/my-editor", "echo 'More text.' >> \"$1\"")
    repo.write(".gitignore", "bin\n")
    for name, line in CHANGING:
        if line == "commit":
            text = (repo.path / ".tickets/JJM-001.md").read_text()
            repo.write(".tickets/JJM-001.md", text.replace("title: First", "title: The first"))
        arguments = [*line.split(), "--json"]
        stdin = '[{"title": "Third"}]' if "--from-json" in line else ""
        ran = done(repo.path, *arguments, stdin=stdin, EDITOR=str(tools))
        assert mistakes(name, ran.json) == [], line
        for words, mutated in mutations(name, ran.json):
            assert mistakes(name, mutated), (line, words)


def test_every_schema_of_what_a_command_prints_is_held_against_what_it_prints() -> None:
    tried = {name for name, _ in READING + CHANGING}
    read = {"front-matter", "config", "user-config", "create-input"}
    assert tried | read | {"error", "ticket"} == set(SCHEMAS)
    lines = [line for _, line in READING + CHANGING]
    for name in tried:
        for typed in SCHEMAS[name].commands:
            words = typed.removesuffix(" --json").split(" -")[0].split(" K")[0].split(" ID")[0]
            assert any(line.startswith(words) for line in lines), typed


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_tickets_are_printed_as_the_schemas_say(case: Path, tmp_path: Path) -> None:
    repo = new_repo(tmp_path / "repo")
    shutil.copytree(case / "tickets", repo.path / ".tickets", symlinks=True)
    for name, line in READING:
        if name in ("list", "blocked", "show", "plan", "tree", "graph", "stats", "check"):
            value = printed(repo.path, line)
            assert value is None or mistakes(name, value) == [], line


@pytest.mark.parametrize("line", ["show 99", "set 1 status=lost", "claim", "list --sort nothing"])
def test_an_error_is_what_its_schema_says(repo: GitRepo, line: str) -> None:
    error = json.loads(jticket(repo.path, *line.split(), "--json").err.splitlines()[-1])
    assert mistakes("error", error) == []
    for words, mutated in mutations("error", error):
        assert mistakes("error", mutated), words


def front_matter(path: Path) -> Any:
    text = path.read_text(encoding="utf-8").split("\n---\n")[0]
    return json.loads(json.dumps(yaml.safe_load(text), default=lambda value: value.isoformat()))


def test_the_front_matter_of_valid_tickets_is_what_its_schema_says(rich: GitRepo) -> None:
    folder = Path(__file__).parents[2] / ".tickets-example"
    for path in (*folder.glob("*.md"), rich.path / ".tickets/JJM-001.md"):
        assert mistakes("front-matter", front_matter(path)) == [], path


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ("id: jjm-1\ntitle: T", "$.id"),
        ("id: JJM-001", "$"),
        ("id: JJM-001\ntitle: T\ntags: cli", "$.tags"),
        ("id: JJM-001\ntitle: T\ntags: [a b]", "$.tags[0]"),
        ("id: JJM-001\ntitle: T\ntags: [a, a]", "$.tags"),
        ("id: JJM-001\ntitle: T\ndue: soon", "$.due"),
        ("id: JJM-001\ntitle: T\ndependencies: [1]", "$.dependencies[0]"),
        ("id: JJM-001\ntitle: [T]", "$.title"),
    ],
)
def test_a_mistake_in_the_front_matter_is_one_for_its_schema_and_for_check(
    repo: GitRepo, front: str, place: str
) -> None:
    repo.write(".tickets/JJM-001.md", f"---\n{front}\n---\n")
    assert place in [
        error.split(": ")[0] for error in mistakes("front-matter", yaml.safe_load(front))
    ]
    assert jticket(repo.path, "check", "--strict", ".tickets/JJM-001.md").status == 1
