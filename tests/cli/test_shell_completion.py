"""Completion in the shell: what is offered, and that it prints no errors."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from commandline import done, environment, process
from gitrepo import GitRepo

if TYPE_CHECKING:
    from pathlib import Path


def offered(folder: Path, line: str) -> list[str]:
    """Returns what fish is offered for the last word of a line, as `word help` pairs."""
    ran = process(
        folder, _JTICKET_COMPLETE="fish_complete", _JTICKET_WORDS=line.replace(" ", "\x1f")
    )
    assert (ran.status, ran.err) == (0, ""), ran
    rows = [row.partition("\t") for row in ran.lines if row]
    return [f"{word} {text or '_'}" for word, _, text in rows]


def words(folder: Path, line: str) -> list[str]:
    """Returns the words alone."""
    return [offer.split(" ")[0] for offer in offered(folder, line)]


def in_bash(folder: Path, line: str) -> list[str]:
    """Returns what bash would put on the command line for the last word of a line."""
    script = (
        f"eval \"$('{sys.executable}' -m jticket completion bash)\"\n"
        f"COMP_LINE={shlex.quote(line)} COMP_POINT={len(line)} COMP_TYPE=37\n"
        "_jticket_completion\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    tool = folder / "bin" / "jticket"
    if not tool.exists():
        GitRepo(folder).script("bin/jticket", f'exec {sys.executable} -m jticket "$@"')
    variables = environment(PATH=f"{tool.parent}{os.pathsep}{os.environ['PATH']}")
    ran = subprocess.run(
        ["bash", "--norc", "-c", script],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stderr == ""
    return [line for line in ran.stdout.split("\n") if line]


def test_commands_and_options_are_offered(repo: GitRepo) -> None:
    assert [line.split()[0] for line in offered(repo.path, "jticket cl")] == ["claim"]
    assert [line.split()[0] for line in offered(repo.path, "jticket list --mile")] == [
        "--milestone"
    ]


@pytest.mark.parametrize(
    "line",
    ["show JJ", "set jj", "claim JJ", "dep add JJ", "edit JJ", "commit JJ", "create --dep JJ"],
)
def test_ids_are_offered_with_their_titles(repo: GitRepo, line: str) -> None:
    assert offered(repo.path, f"jticket {line}") == ["JJM-001 First", "JJM-002 Second"]


def test_values_of_the_project_are_offered(repo: GitRepo) -> None:
    config = "prefix: JJM\nservices:\n  sso: {title: Single sign-on}\n"
    config += "fields:\n  season: {type: string}\n"
    repo.write(".tickets/config.yml", config)
    done(repo.path, "set", "1", "tags=cli,core", "assignee=ana", "service_id=sso")
    path = repo.path
    assert offered(path, "jticket list --tag c") == ["cli _", "core _"]
    assert offered(path, "jticket list --tag cli,!co") == ["cli,!core _"]
    assert offered(path, "jticket list --assignee ") == ["ana _"]
    assert offered(path, "jticket create --service s") == ["sso Single sign-on"]
    assert offered(path, "jticket list --status re") == ["ready _", "review _"]
    assert offered(path, "jticket move 1 in") == ["in_progress _"]
    assert offered(path, "jticket create --priority h") == ["high _"]
    assert offered(path, "jticket create --type s") == ["spike _"]
    assert words(path, "jticket board --by s") == ["status", "service", "season"]
    assert offered(path, "jticket board --by se")[1:] == ["season _"]
    assert words(path, "jticket stats --by phase,mi") == ["phase,milestone"]


HOSTILE = ["$(touch made)", "`touch made`", "a*", "[ab]", "a?", "$HOME", "~root", "a{b,c}", "a\\b"]


def test_bash_gets_words_quoted_as_it_needs_them(repo: GitRepo) -> None:
    phases = ["Phase 1: Errors & Logs (core)", 'it\'s; done | <x> "y"', "#1", *HOSTILE, "a\tb"]
    for number, phase in enumerate(phases, 11):
        text = f"---\nid: JJM-0{number}\ntitle: T\nphase: {json.dumps(phase)}\n---\n"
        repo.write(f".tickets/JJM-0{number}.md", text)
    for name in ("aX", "plain,aX", "plain,a\\;touch made", "b"):
        repo.write(name, "")
    put = in_bash(repo.path, "jticket list --phase ")
    assert put[0] == "Phase\\ 1:\\ Errors\\ \\&\\ Logs\\ \\(core\\)"
    assert [shlex.split(word) for word in put] == [[word] for word in phases[:-1]]
    assert [evaluated(repo.path, word) for word in put] == phases[:-1]
    assert in_bash(repo.path, "jticket list --phase Ph") == put[:1]
    for line, quote in (("jticket list --phase '", "'"), ('jticket list --phase "', '"')):
        quoted = in_bash(repo.path, line)
        assert {evaluated(repo.path, f"{quote}{word}{quote}") for word in quoted} <= set(phases)
        assert len(quoted) >= len(HOSTILE)
    assert not (repo.path / "made").exists()


def evaluated(folder: Path, word: str) -> str:
    """Returns the word that bash makes of what stands on its command line."""
    script = f"printf -- %s {word}"
    ran = subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, check=True)
    return ran.stdout.decode()


@pytest.fixture
def named(repo: GitRepo) -> GitRepo:
    """Returns a repository with branches and tags, some of which mean something to a shell."""
    repo.git("branch", "feature/one")
    repo.git("tag", "-a", "-m", "the first", "v1.0")
    repo.git("tag", "fé")
    for ref in (
        "heads/f$(id)",
        "heads/f;x",
        "heads/-f",
        "heads/f\u202ex",
        "heads/=f",
        "tags/main",
    ):
        repo.git("update-ref", f"refs/{ref}", "HEAD")
    repo.git("update-ref", "refs/remotes/origin/fix", "HEAD")
    repo.git("update-ref", "refs/notes/f", "HEAD")
    repo.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/fix")
    return repo


@pytest.mark.parametrize("line", ["diff", "list --at", "show 1 --at", "check --base"])
def test_revisions_are_offered(named: GitRepo, line: str) -> None:
    offers = ["feature/one branch", "main branch", "fé tag", "v1.0 tag", "origin/fix remote branch"]
    odd = ["-f branch", "=f branch", "f$(id) branch", "f;x branch"]
    assert sorted(offered(named.path, f"jticket {line} ")) == sorted((*offers, *odd))
    assert offered(named.path, f"jticket {line} fe") == [offers[0]]
    assert offered(named.path / "src", f"jticket {line} origin/") == [offers[4]]
    put = in_bash(named.path, f"jticket {line} ")
    names = [offer.split(" ")[0] for offer in (*offers, *odd)]
    assert sorted(evaluated(named.path, word) for word in put) == sorted(names)


@pytest.mark.parametrize("start", ["main..", "main...", "..", "...", "v1.0..."])
def test_both_ends_of_a_range_are_completed(named: GitRepo, start: str) -> None:
    assert offered(named.path, f"jticket diff {start}fe") == [f"{start}feature/one branch"]
    assert offered(named.path, f"jticket diff {start}fé") == [f"{start}fé tag"]
    assert offered(named.path, f"jticket diff {start}nothing") == []
    assert offered(named.path, f"jticket list --at {start}f") == []


def test_completing_revisions_starts_git_once_and_is_silent_without_git(
    named: GitRepo, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace, git = named.path / "trace", shutil.which("git")
    named.script("bin/git", f'echo "$@" >>{trace}\nexec {git} "$@"')
    monkeypatch.setenv("PATH", f"{named.path / 'bin'}:{os.environ['PATH']}")
    assert offered(named.path, "jticket diff v") == ["v1.0 tag"]
    [asked] = trace.read_text().splitlines()
    assert " for-each-ref " in asked
    (named.path / ".git").rename(named.path / "was-git")
    assert offered(named.path, "jticket diff ") == []
    assert offered(named.path, "jticket list --at m") == []
    monkeypatch.setenv("PATH", "/nowhere")
    assert offered(named.path, "jticket diff ") == []


def test_a_folder_named_by_the_environment_is_used(
    named: GitRepo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JTICKET_DIR", str(named.path / ".tickets"))
    assert offered(tmp_path, "jticket show ") == ["JJM-001 First", "JJM-002 Second"]
    assert offered(tmp_path, "jticket diff v") == ["v1.0 tag"]


def test_fields_of_the_history_are_offered(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nfields:\n  season: {type: string}\n")
    assert offered(repo.path, "jticket log --field st") == ["status goes through the workflow"]
    assert words(repo.path, "jticket log --field se") == ["service_id", "season"]
    assert words(repo.path, "jticket log 1 --field d") == [
        *("dependencies", "due", "duplicate_of"),
        *("description", "devlog", "deleted"),
    ]


def test_outside_a_project_nothing_is_offered_or_reported(tmp_path: Path) -> None:
    assert offered(tmp_path, "jticket show ") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_setup_of_a_shell_is_printed(repo: GitRepo, shell: str) -> None:
    assert "_JTICKET_COMPLETE" in done(repo.path, "completion", shell).out


def test_views_columns_and_keys_to_sort_by_are_completed(repo: GitRepo) -> None:
    config = "prefix: JJM\nviews:\n  mine: {where: open}\n  min: {sort: [id]}\n"
    repo.write(".tickets/config.yml", config)
    assert offered(repo.path, "jticket list --view mi") == ["mine open", "min _"]
    title = "one line, at most 200 characters"
    assert offered(repo.path, "jticket list --columns id,tit") == [f"id,title {title}"]
    assert offered(repo.path, "jticket list --sort id,-tit") == [f"id,-title {title}"]
    assert offered(repo.path, "jticket list --fields id,tit") == [f"id,title {title}"]
    assert words(repo.path, "jticket claim 1 --fields com") == ["commit"]
    assert words(repo.path, "jticket list --group-by mil") == ["milestone"]


def test_relations_and_tickets_are_offered_to_link_hold_and_cancel(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", "prefix: JJM\nfields:\n  reviewed_with: {type: ticket}\n")
    assert words(repo.path, "jticket link 1 re") == ["relates_to", "reviewed_with"]
    assert words(repo.path, "jticket link 1 relates_to ") == ["JJM-002"]
    assert words(repo.path, "jticket unlink 1 relates_to ") == []
    for line in ("hold", "cancel 1 --duplicate-of"):
        assert len(offered(repo.path, f"jticket {line} JJM-")) == 2, line
    assert offered(repo.path, "jticket hold 1 x --un")[0].startswith("--until ")
    done(repo.path, "link", "1", "relates_to", "2")
    assert words(repo.path, "jticket unlink 1 relates_to ") == ["JJM-002"]
    assert words(repo.path, "jticket unlink 2 relates_to ") == ["JJM-001"]
