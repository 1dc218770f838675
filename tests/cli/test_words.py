"""Words of other trackers: each is a command of ours, or has a hint at what helps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest
from commandline import done, jticket, refused

from jticket.cli.commands import COMMANDS
from jticket.cli.words import ALIASES, HINTS, NOUNS, SUBCOMMANDS, SUBHINTS

if TYPE_CHECKING:
    from gitrepo import GitRepo

TRACKERS = {
    "tk": (
        *("create", "start", "close", "reopen", "status", "dep", "undep", "link", "unlink", "ls"),
        *("list", "ready", "blocked", "closed", "show", "edit", "add-note", "query", "help"),
    ),
    "beads": (
        *("init", "create", "q", "show", "list", "update", "close", "reopen", "delete", "ready"),
        *("blocked", "dep", "label", "comments", "comment", "search", "stats", "count", "stale"),
        *("sync", "import", "export", "doctor", "prime", "onboard", "quickstart", "compact"),
        *("epic", "duplicates", "orphans", "info", "status", "graph", "defer", "undefer", "hooks"),
        *("activity", "edit", "lint", "version", "daemon", "children"),
    ),
    "Backlog.md": (
        *("init", "task", "draft", "board", "browser", "overview", "search", "config", "sequence"),
        *("cleanup", "milestone"),
    ),
    "git-bug": (
        *("bug", "add", "new", "ls", "show", "comment", "label", "status", "title", "rm", "push"),
        *("pull", "bridge", "user", "termui", "webui", "open", "close", "version"),
    ),
    "dstask": (
        *("next", "add", "template", "log", "start", "note", "stop", "done", "modify", "edit"),
        *("undo", "sync", "open", "remove", "show-active", "show-paused", "show-open", "help"),
        *("show-projects", "show-tags", "show-resolved", "show-next", "version"),
    ),
    "Taskwarrior": (
        *("add", "annotate", "append", "delete", "done", "duplicate", "edit", "log", "modify"),
        *("prepend", "purge", "start", "stop", "undo", "list", "ls", "next", "ready", "blocked"),
        *("active", "waiting", "overdue", "completed", "all", "projects", "tags", "summary"),
        *("burndown", "history", "stats", "info", "count", "export", "import", "sync"),
    ),
    "gh issue": (
        *("issue", "create", "list", "status", "close", "comment", "delete", "edit", "lock"),
        *("reopen", "view", "new", "ls"),
    ),
    "jira-cli": (
        *("issue", "epic", "sprint", "board", "project", "open", "me", "init", "list", "create"),
        *("view", "assign", "move", "transition", "comment", "clone", "link", "unlink", "edit"),
        *("watch", "delete", "serverinfo"),
    ),
}
UNKNOWN = {"lock", "serverinfo"}
"""Words that mean nothing here."""


def subcommands(group: str) -> list[str]:
    command = COMMANDS[group].load()
    assert isinstance(command, click.Group)
    return list(command.commands)


def hint_of(repo: GitRepo, *arguments: str) -> str:
    return refused(repo, *arguments, status=2).splitlines()[1].removeprefix("hint: ")


@pytest.mark.parametrize("tracker", TRACKERS)
def test_the_words_of_a_tracker_are_known(tracker: str) -> None:
    words = set(TRACKERS[tracker]) - UNKNOWN
    assert words - {*COMMANDS, *ALIASES, *HINTS} == set()


def test_an_alias_is_a_command(repo: GitRepo) -> None:
    for word, (name, *more) in ALIASES.items():
        if name not in COMMANDS:
            assert word in HINTS
        elif word not in COMMANDS:
            inner = more[:1] if name == "dep" else []
            shown = done(repo.path, name, *inner, "--help")
            assert done(repo.path, word, "--help") == shown, word
            assert done(repo.path, "help", word) == shown, word


def test_another_word_has_a_hint_that_can_be_followed(repo: GitRepo) -> None:
    aliases = {word for word, (name, *_) in ALIASES.items() if name in COMMANDS}
    for word in HINTS.keys() - COMMANDS.keys() - aliases:
        ran = jticket(repo.path, word, "1")
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == f"error: no command '{word}'\nhint: {HINTS[word]}\n"
        named = re.findall(r"`jticket (\w[\w-]*)", HINTS[word])
        assert named or "`git " in HINTS[word]
        for name in named:
            assert name in COMMANDS, name


@pytest.mark.parametrize("hints", [HINTS, *SUBHINTS.values()])
def test_the_options_that_a_hint_names_exist(hints: dict[str, str], repo: GitRepo) -> None:
    for text in set(hints.values()):
        for command in re.findall(r"`jticket ([^`]+)`", text):
            name, *words = command.split()
            shown = done(repo.path, name, "--help").out
            for option in (word for word in words if word.startswith("-")):
                assert f" {option}" in shown, command


def test_aliases_do_what_their_command_does(repo: GitRepo) -> None:
    assert done(repo.path, "new", "Third", "-t", "bug").out == "JJM-003\n"
    assert done(repo.path, "ls", "-t", "bug").out == done(repo.path, "list", "-t", "bug").out
    assert done(repo.path, "view", "3").out == done(repo.path, "show", "3").out
    done(repo.path, "comment", "3", "As an alias.")
    assert "As an alias." in done(repo.path, "cat", "3").out
    done(repo.path, "dep", "add", "3", "1")
    done(repo.path, "undep", "3", "1")
    done(repo.path, "dep", "add", "3", "1")
    assert done(repo.path, "dep", "remove", "3", "1").out.startswith("JJM-003 ")
    assert done(repo.path, "take", "3", "--as", "ana").out.startswith("JJM-003 Third: ")
    assert (
        done(repo.path, "mine", JTICKET_USER="ana").lines
        == done(repo.path, "list", "--mine", JTICKET_USER="ana").lines
    )


def test_a_word_for_a_ticket_before_a_command_is_to_be_left_out(repo: GitRepo) -> None:
    for noun in NOUNS:
        assert hint_of(repo, noun, "list") == f"leave {noun} out: `jticket list`"
    assert hint_of(repo, "issue", "view", "3") == "leave issue out: `jticket view`"
    assert hint_of(repo, "task", "start", "3") == HINTS["start"]
    assert hint_of(repo, "bug") == hint_of(repo, "task", "frobnicate") == HINTS["bug"]


def test_a_misspelled_command_leads_to_the_help_of_the_nearest(repo: GitRepo) -> None:
    assert jticket(repo.path, "lits").err == (
        "error: no command 'lits'\nhint: the nearest is list: `jticket list --help`\n"
    )
    assert hint_of(repo, "crate", "A title") == "the nearest is create: `jticket create --help`"
    assert hint_of(repo, "frobnicate") == "`jticket --help` shows all commands"
    assert jticket(repo.path, "x\x1b[31m").err.startswith("error: no command 'x\\x1b[31m'")


def test_words_within_a_group_are_known_too(repo: GitRepo) -> None:
    for group, hints in SUBHINTS.items():
        listed = subcommands(group)
        for word, hint in hints.items():
            if SUBCOMMANDS[group].get(word, (word,))[0] not in listed:
                message = f"`jticket {group}` has no command '{word}'"
                ran = jticket(repo.path, group, word, "1")
                assert ran.err == f"error: {message}\nhint: {hint}\n"
    assert jticket(repo.path, "dep", "frobnicate").err == (
        "error: `jticket dep` has no command 'frobnicate'\n"
        "hint: one of add, rm; `jticket dep --help` shows what it takes\n"
    )


def test_help_takes_a_command_or_a_word_for_one(repo: GitRepo) -> None:
    assert done(repo.path, "help") == done(repo.path, "--help")
    assert done(repo.path, "help", "list") == done(repo.path, "list", "-h")
    assert done(repo.path, "help", "dep", "add") == done(repo.path, "dep", "add", "--help")
    assert hint_of(repo, "help", "start") == HINTS["start"]
    assert hint_of(repo, "help", "lits") == "the nearest is list: `jticket list --help`"
