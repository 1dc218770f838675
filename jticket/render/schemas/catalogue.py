"""All schemas by name, each with its version, and the commands that print or read what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jticket.errors import NotFoundError
from jticket.model.suggestions import did_you_mean
from jticket.render.schemas import config, files, reviews, tickets, views

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.render.payload import Json
    from jticket.render.schemas.shapes import Shape

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
TICKET: Final = 1
"""The version of all schemas with a ticket in them: a new field of tickets raises it."""

STEPS: Final = {
    **dict.fromkeys(("claim", "release", "submit", "complete", "cancel", "reopen", "resume"), ""),
    "move": " STATUS",
    "hold": " TEXT",
}
"""The steps of the workflow, and what they take after the IDs."""


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema: its name, the number of its version, a summary, and what makes its shape.

    The version rises with every change of the shape, also by a new key. `commands` are what prints
    or reads values of that shape, as they are typed after `jticket`.
    """

    name: str
    version: int
    summary: str
    shape: Callable[[], Shape]
    commands: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The `$id` of the schema."""
        return f"urn:jticket:schema:{self.version}:{self.name}"

    def document(self) -> Shape:
        """Returns the JSON Schema itself."""
        shape = self.shape()
        more = shape.pop("description", None)
        shape.pop("title", None)
        doc = f"{self.summary} {more[:1].upper()}{more[1:]}." if isinstance(more, str) else ""
        head = {"$schema": DIALECT, "$id": self.id, "title": self.name}
        return {**head, "description": doc or self.summary, **shape}


def _one(*names: str) -> tuple[str, ...]:
    return tuple(f"{name} --json" for name in names)


_CHANGE: Final = _one(
    *(*STEPS, "tick", "untick", "devlog", "edit", "dep add", "dep rm"),
    *(f"criterion {name}" for name in ("add", "edit", "rm", "mv")),
)
_CHANGES: Final = _one(
    *("set", "link", "unlink", "commit", "archive"),
    *(f"{step} ID ID...{rest}" for step, rest in STEPS.items()),
)

_SCHEMAS: Final = (
    Schema("front-matter", 1, "The front matter of a ticket's file.", files.front_matter),
    Schema("config", 1, "The settings of a project, .tickets/config.yml.", config.config),
    Schema(
        "user-config", 1, "Your own settings, ~/.config/jticket/config.yml.", config.user_config
    ),
    Schema(
        *("create-input", TICKET, "New tickets as JSON."),
        files.new_tickets,
        ("create --from-json",),
    ),
    Schema("ticket", TICKET, "A ticket with its body.", tickets.ticket_shape),
    Schema("error", 2, "What is wrong, on stderr.", reviews.error, ("--json",)),
    Schema("list", TICKET, "Tickets.", tickets.tickets, _one("list", "ready")),
    Schema(
        *("list-groups", TICKET, "Tickets in groups."),
        tickets.grouped_tickets,
        _one("list --group-by FIELD", "ready --group-by FIELD"),
    ),
    Schema(
        *("list-branches", TICKET, "Tickets with their states on other branches."),
        tickets.tickets_on_branches,
        _one("list --branches"),
    ),
    Schema(
        *("blocked", TICKET, "Tickets with what they wait for."),
        tickets.blocked_tickets,
        _one("blocked"),
    ),
    Schema(
        *("blocked-groups", TICKET, "Tickets in groups, with what they wait for."),
        tickets.grouped_blocked_tickets,
        _one("blocked --group-by FIELD"),
    ),
    Schema(
        *("search", TICKET, "Tickets with the lines that match."),
        tickets.found_tickets,
        _one("search"),
    ),
    Schema("show", TICKET, "Tickets with their bodies.", tickets.shown_tickets, _one("show")),
    Schema(
        *("show-history", TICKET, "Tickets with what git knows of them."),
        tickets.shown_tickets_with_history,
        _one("show --history"),
    ),
    Schema("next", TICKET, "The ticket to do next, or null.", tickets.next_ticket, _one("next")),
    Schema("board", TICKET, "Tickets in columns.", tickets.board, _one("board")),
    Schema("plan", 1, "The plan.", views.plan, _one("plan")),
    Schema("forecast", 1, "When work is done.", views.forecast, _one("plan --forecast")),
    Schema("backtest", 1, "How right forecasts were.", views.backtest, _one("plan --backtest")),
    Schema("tree", 1, "Tickets below their parents.", views.tree, _one("tree")),
    Schema("graph", 1, "Which tickets wait for which.", views.graph, _one("graph")),
    Schema("stats", 1, "Numbers of tickets and hours.", views.stats, _one("stats")),
    Schema(
        *("stats-flow", 1, "Numbers, and how work flowed."),
        views.stats_with_flow,
        _one("stats --since WHEN"),
    ),
    Schema("log", 1, "The history of tickets.", views.log, _one("log")),
    Schema("diff", 1, "What a branch does.", reviews.diff, _one("diff")),
    Schema("check", 1, "Findings.", reviews.check, _one("check")),
    Schema("document", 1, "A document.", views.document, _one("overview", "render")),
    Schema(
        *("change", TICKET, "A ticket after a change."),
        tickets.changed_ticket,
        (*_one("create"), *_CHANGE),
    ),
    Schema(
        *("changes", TICKET, "Tickets after a change."),
        tickets.changed_tickets,
        (*_CHANGES, *_one("create --from-json FILE")),
    ),
    Schema("delete", 1, "Tickets that are gone.", tickets.deleted_tickets, _one("delete")),
    Schema("undo", TICKET, "What was undone.", tickets.undone_commit, _one("undo")),
    Schema("init", 1, "A project that was made.", config.project, _one("init")),
    Schema(
        *("init-example", 1, "An example project that was made."),
        config.example_project,
        _one("init --example DIR"),
    ),
    Schema("settings", 1, "Settings with their sources.", config.settings, _one("config")),
    Schema(
        *("settings-chosen", 1, "Settings by key."),
        config.chosen_settings,
        _one("config KEY=VALUE", "config KEY KEY..."),
    ),
    Schema("schemas", 1, "The list of schemas.", config.schemas, _one("schema")),
)

SCHEMAS: Final = {schema.name: schema for schema in _SCHEMAS}
"""Each schema by its name: first what people write, then what commands print."""


class NoSchemaError(NotFoundError):
    """Raised when there is no schema of that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no schema '{name}'", did_you_mean(name, SCHEMAS))


def schema_named(name: str) -> Schema:
    """Returns the schema of a name, or the one of what a command prints.

    Raises:
        NoSchemaError: there is none.
    """
    if name in SCHEMAS:
        return SCHEMAS[name]
    command = f"{name} --json"
    for schema in _SCHEMAS:
        if command in schema.commands:
            return schema
    raise NoSchemaError(name)


def schemas_json() -> list[Json]:
    """Returns the list of schemas as JSON."""
    return [
        {
            "name": schema.name,
            "version": schema.version,
            "id": schema.id,
            "summary": schema.summary,
            "commands": list(schema.commands),
        }
        for schema in _SCHEMAS
    ]
