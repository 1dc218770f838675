"""The commands: where each is found, and its line in `--help`, which so imports none of them."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click


class Purpose(StrEnum):
    """What commands are for, in the order of the help."""

    BEGIN = "Begin"
    WORK = "Work on tickets"
    FIND = "Find tickets"
    PLAN = "Plan"
    REVIEW = "Review"
    SHARE = "Share"
    LOOK_AFTER = "Look after the project"


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command: its module in `jticket.cli`, and its name there after `:`, else `command`.

    `summary` is its line in the help of all commands.
    """

    name: str
    module: str
    purpose: Purpose
    summary: str

    def load(self) -> click.Command:
        """Returns the command itself, from its module."""
        module, _, attribute = self.module.partition(":")
        command: click.Command = getattr(
            importlib.import_module(f"jticket.cli.{module}"), attribute or "command"
        )
        return command


_BEGIN = (
    ("init", "init", "Make the tickets folder, with its config, in one commit."),
    ("create", "create", "Write and commit a new ticket."),
    ("help", "help:help_command", "Show the help of all commands, or of one."),
    ("guide", "guide", "Read the manual; without a TOPIC, what there is to read."),
    ("completion", "completion", "Print what makes the Tab key complete commands and IDs."),
)
_WORK = (
    ("next", "next", "Show the ticket to do next, and why."),
    ("claim", "transitions:claim", "Take tickets: in progress, assigned to you."),
    ("release", "transitions:release", "Give tickets back: ready, assigned to nobody."),
    ("submit", "transitions:submit", "Hand tickets over for review."),
    ("complete", "transitions:complete", "Close tickets as done."),
    ("cancel", "transitions:cancel", "Close tickets that won't be done."),
    ("reopen", "transitions:reopen", "Open closed tickets again."),
    ("move", "transitions:move", "Move tickets to any status that the workflow allows."),
    ("hold", "hold", "Put tickets on hold: TEXT says what they wait for."),
    ("resume", "resume", "Remove the hold of tickets, and the day they wait for."),
    ("tick", "tick:tick", "Tick acceptance criteria, counted from 1, or all."),
    ("untick", "tick:untick", "Untick acceptance criteria, counted from 1, or all."),
    ("criterion", "criterion", "Add, edit, remove and move acceptance criteria."),
    ("devlog", "devlog", "Append an entry to a ticket's devlog."),
    ("set", "set", "Set fields of tickets."),
    ("edit", "edit", "Edit a ticket in your editor; it is checked, then committed."),
    ("dep", "dep", "Add and remove dependencies."),
    ("link", "relations:link", "Relate a ticket to others."),
    ("unlink", "relations:unlink", "Remove a relation between tickets."),
)
_FIND = (
    ("list", "list", "List open tickets, by priority and then ID."),
    ("show", "show", "Show tickets, with what they block and their progress."),
    ("search", "search", "Find tickets whose text holds all the words, best first."),
    ("ready", "ready", "List the tickets that can be started now, by priority and ID."),
    ("blocked", "blocked", "List the tickets that can't begin, and what each waits for."),
    ("board", "board", "Show open tickets as cards in columns."),
)
_PLAN = (
    ("plan", "plan", "Plan the open tickets: critical path, slack, waves, an order."),
    ("tree", "tree", "Show tickets below their parents, with effort and progress."),
    ("graph", "graph", "Draw which tickets wait for which."),
    ("stats", "stats", "Count tickets, hours and what is done."),
)
_REVIEW = (
    ("diff", "diff", "Say what a branch does to the tickets and to the plan."),
    ("log", "log", "Show the history of tickets field by field, newest first."),
    ("check", "check", "Check tickets and config; exits with 1 when there is an error."),
)
_SHARE = (
    ("overview", "overview", "Make a document on all tickets: figures, phases, plan."),
    ("render", "render", "Make a document of the tickets by a Jinja2 template."),
    ("schema", "schema", "Print a JSON Schema of what a command prints, or of a file."),
)
_LOOK_AFTER = (
    ("commit", "commit", "Commit tickets that were edited by hand."),
    ("undo", "undo", "Undo your last commit on tickets, or the one that is named."),
    ("delete", "delete", "Delete tickets that no other ticket refers to."),
    ("config", "config", "Show settings, or set them in config.yml."),
    ("archive", "archive", "Move closed tickets to archive/: those named, else all."),
    ("version", "help:version_command", "Print the version, as --version does."),
)
_TABLES = (_BEGIN, _WORK, _FIND, _PLAN, _REVIEW, _SHARE, _LOOK_AFTER)

COMMANDS = {
    name: CommandEntry(name, module, purpose, summary)
    for purpose, table in zip(Purpose, _TABLES, strict=True)
    for name, module, summary in table
}
"""Each command by its name, in the order of the help."""
