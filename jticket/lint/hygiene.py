"""What the tickets of a project are compared with: the time, git's history, and the code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jticket.model.diagnostics import Span
    from jticket.text.project import Project


@dataclass(frozen=True, slots=True)
class Todo:
    """An ID that a comment of the code names, as written; `path` is that of findings."""

    path: str
    span: Span
    written: str


@dataclass(frozen=True, slots=True)
class Hygiene:
    """What the rules of hygiene look at.

    An active ticket is stale after `stale_days`. `last_change` is when a commit last changed or
    named each ticket, by ID. `held_since` is when the text of each hold was written, by ID, where
    the settings limit holds. `commits` counts the commits of code on the `main` branch that name a
    ticket.
    """

    project: Project
    now: datetime
    stale_days: int
    last_change: Mapping[str, datetime]
    held_since: Mapping[str, datetime]
    main: str
    commits: Mapping[str, int]
    todos: tuple[Todo, ...]
