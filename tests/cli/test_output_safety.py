"""No text of a ticket, a file name or an argument controls a terminal or smuggles in lines."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from commandline import done, jticket

if TYPE_CHECKING:
    from commandline import Ran
    from gitrepo import GitRepo

EVIL = "a\x1b[31mb\x07\x08\x9b\u202ec\u2066\u200e\u2028d\x00\r\ufeff\x7fe"
HARMLESS = "a\\x1b[31mb\\x07\\x08\\x9b\\u202ec\\u2066\\u200e\\u2028d\\x00\\x0d\\ufeff\\x7fe"
QUOTED = '"a\\e[31mb\\a\\b\\x9b\\u202ec\\u2066\\u200e\\u2028d\\0\\r\\ufeff\\x7fe"'
ACTING = set(EVIL) - set("ab[31mcde")


@pytest.fixture
def hostile(repo: GitRepo) -> GitRepo:
    """Returns a repository with a ticket whose every text is hostile, as a clone may bring it."""
    repo.write(
        ".tickets/JJM-003.md",
        f"---\nid: JJM-003\ntitle: {QUOTED}\nassignee: {QUOTED}\nstatus: {QUOTED}\n"
        f"tags: [{QUOTED}]\nfiles: [{QUOTED}]\nphase: {QUOTED}\nkey: {QUOTED}\n{QUOTED}: x\n---\n\n"
        f"## Description\n\n{EVIL}\n\n## Acceptance Criteria\n\n- [ ] {EVIL}\n\n"
        f"## {EVIL}\n\n{EVIL}\n\n## Devlog\n\n### 2025-01-01 {EVIL}\n\n{EVIL}\n",
    )
    return repo


def assert_harmless(ran: Ran) -> None:
    acting = ACTING & (set(ran.out) | set(ran.err))
    assert not acting, (acting, ran)


@pytest.mark.parametrize(
    "arguments",
    [
        ["list"],
        ["list", "--format", "table"],
        ["list", "--format", "csv"],
        ["list", "--format", "jsonl", "--full"],
        ["list", "--columns", "title,assignee,status,tags,phase,files"],
        ["list", "--json", "--full"],
        ["list", "--status", EVIL.replace("\0", "")],
        ["board"],
        ["board", "--format", "table"],
        ["board", "--by", "assignee", "--format", "table"],
        ["board", "--by", "phase", "--json"],
        ["board", "--by", EVIL],
        ["stats", "--by", "status,assignee,phase,tag"],
        ["stats", "--by", "status,assignee,phase,tag", "--format", "table"],
        ["stats", "--json"],
        ["show", "3"],
        ["show", "3", "--raw"],
        ["show", "3", "--json"],
        ["check"],
        ["check", "--json"],
        ["commit"],
        ["commit", "--json"],
        ["set", "3", "priority=high"],
        ["show", EVIL],
        ["set", "1", f"{EVIL}=x"],
        ["set", "1", f"status={EVIL}", "--json"],
        ["set", "1", f"title={EVIL}"],
        ["create", EVIL],
        ["create", "T", "--parent", EVIL],
        ["create", "T", "-t", EVIL],
        ["list", "--sort", EVIL],
        ["list", "--columns", EVIL],
        ["list", f"--{EVIL}"],
        [EVIL],
        ["check", EVIL.replace("\0", "")],
        ["--dir", EVIL.replace("\0", ""), "list"],
        ["init", "--prefix", EVIL],
    ],
    ids=repr,
)
def test_no_output_contains_characters_that_control_a_terminal(
    hostile: GitRepo, arguments: list[str]
) -> None:
    assert_harmless(jticket(hostile.path, *arguments))


def test_a_hostile_title_is_shown_escaped(hostile: GitRepo) -> None:
    assert HARMLESS in done(hostile.path, "list").out
    assert f"JJM-003  {HARMLESS}" in done(hostile.path, "show", "3").lines


def test_json_loses_nothing(hostile: GitRepo) -> None:
    (ticket,) = done(hostile.path, "show", "3", "--json").json
    assert ticket["title"] == ticket["assignee"] == ticket["status"] == EVIL
    assert ticket["fields"] == {"key": EVIL, EVIL: "x"}


def test_broken_files_and_their_names_are_harmless(repo: GitRepo) -> None:
    name = EVIL.replace("\0", "").replace("/", "") + "\nerror: no, really"
    repo.write(f".tickets/{name}.md", f"---\nid: {EVIL}\n")
    repo.write(
        ".tickets/JJM-003.md", f"---\nid: JJM-003\ntitle: T\n{QUOTED}: x\n{QUOTED}: x\n---\n"
    )
    for arguments in (["list"], ["check"], ["check", "--json"], ["commit"], ["show", "3"]):
        ran = jticket(repo.path, *arguments)
        assert_harmless(ran)
        assert "\nerror: no, really" not in ran.out + ran.err


def test_a_config_is_harmless(repo: GitRepo) -> None:
    repo.write(".tickets/config.yml", f"prefix: {QUOTED}\n{QUOTED}: x\npriorities: [{QUOTED}]\n")
    assert_harmless(jticket(repo.path, "list"))
    assert_harmless(jticket(repo.path, "check"))


def test_commit_messages_are_harmless(repo: GitRepo) -> None:
    repo.write(".tickets/JJM-003.md", f"---\nid: JJM-003\ntitle: T\nphase: {QUOTED}\n---\n")
    repo.commit_all("hostile")
    repo.write(".tickets/JJM-003.md", "---\nid: JJM-003\ntitle: T\nphase: fine\n---\n")
    done(repo.path, "commit")
    body = repo.git("log", "-1", "--format=%B")
    assert not ACTING & set(body)
    assert body.startswith("JJM-003: phase a\\x1b[31mb")
    done(repo.path, "set", "1", "priority=high", "-m", f"x{EVIL}\n\ny{EVIL}".replace("\0", ""))
    body = repo.git("log", "-1", "--format=%B")
    assert not ACTING & set(body)
    assert body.startswith("JJM-001: xa\\x1b[31mb")


def test_the_output_of_a_hook_is_harmless(repo: GitRepo) -> None:
    repo.hook("pre-commit", f"printf '%s' '{EVIL}'; exit 1".replace("\0", ""))
    ran = jticket(repo.path, "set", "1", "priority=high", "--json")
    assert ran.status == 1
    assert_harmless(ran)
    assert "\x1b[31m" in json.loads(ran.err.splitlines()[-1])["error"]["message"]


def test_colours_are_the_only_escapes_that_are_printed(hostile: GitRepo) -> None:
    for arguments in (
        ["list", "--format", "table"],
        ["show", "3"],
        ["check"],
        ["board", "--format", "table"],
        ["stats", "--format", "table"],
    ):
        ran = jticket(hostile.path, "--color", "always", *arguments)
        out = re.sub(r"\x1b\[(?:[012]|(?:1;)?3[1-6])m", "", ran.out)
        ran = type(ran)(ran.status, out, ran.err)
        assert_harmless(ran)
