"""Repositories with a past, for tests: `from pasts import …`; tickets that took their time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from gitrepo import GitRepo, new_repo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

BEGINNING = datetime(2025, 6, 2, 9, tzinfo=UTC)
"""A Monday."""

CONFIG = """\
prefix: JJM
milestones:
  MVP:
    due: 2025-09-12
  Later:
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """A ticket's life in days since `BEGINNING`: None for what did not happen."""

    begun: float | None = None
    done: float | None = None
    created: float = 0
    effort: str = "1d"
    kind: str = "task"
    milestone: str = ""
    on: tuple[int, ...] = ()


def at(days: float) -> datetime:
    """Returns the moment so many days after the beginning."""
    return BEGINNING + timedelta(days=days)


def repo_with_past(path: Path, tickets: Sequence[Lived], config: str = CONFIG) -> GitRepo:
    """Makes a repository whose commits created, began and finished tickets, numbered from 1."""
    repo = new_repo(path)
    stream = "".join(_commits(tickets, config))
    repo.git("fast-import", "--quiet", stdin=stream)
    repo.git("reset", "-q", "--hard", "main")
    return repo


def _commits(tickets: Sequence[Lived], config: str) -> Iterator[str]:
    changes: defaultdict[float, list[tuple[int, str]]] = defaultdict(list)
    for number, ticket in enumerate(tickets, 1):
        for days, status in (
            (ticket.created, "backlog"),
            (ticket.begun, "in_progress"),
            (ticket.done, "done"),
        ):
            if days is not None:
                changes[days].append((number, status))
    files = [_file(".tickets/config.yml", config)]
    for days in sorted({0.0, *changes}):
        for number, status in changes[days]:
            text = _text(number, tickets[number - 1], status)
            files.append(_file(f".tickets/JJM-{number:03}.md", text))
        seconds = int(at(days).timestamp())
        yield "commit refs/heads/main\n"
        yield f"committer Ana <ana@example.com> {seconds} +0000\ndata 6\nchange\n"
        yield from files
        files = []


def _file(name: str, text: str) -> str:
    return f"M 100644 inline {name}\ndata {len(text.encode())}\n{text}\n"


def _text(number: int, ticket: Lived, status: str) -> str:
    on = ", ".join(f"JJM-{other:03}" for other in ticket.on)
    return (
        f"---\nid: JJM-{number:03}\ntitle: Step {number}\nstatus: {status}\n"
        f"ticket_type: {ticket.kind}\npriority: normal\n"
        f"created: {at(ticket.created):%Y-%m-%dT%H:%M:%SZ}\nmilestone: {ticket.milestone}\n"
        f"effort: {ticket.effort}\ndependencies: [{on}]\n---\n\n## Description\n\nText.\n"
    )


DURATIONS = (1, 2, 0.3, 1.2, 3, 0.9, 1, 5, 2, 0.6, 1.1, 2.2, 1, 4, 0.8, 1.4)


def usual_past(done: int = 16, left: int = 8, running: int = 1) -> list[Lived]:
    """Returns tickets of which one person finished some, one by one, and others are open."""
    tickets: list[Lived] = []
    day = 0.1
    for number in range(done + running):
        days = DURATIONS[number % len(DURATIONS)]
        milestone = "MVP" if number >= done - 4 else ""
        end = None if number >= done else day + days
        tickets.append(Lived(begun=day, done=end, effort=f"{days:g}d", milestone=milestone))
        day += days + (0.1 if end else 0)
    tickets += [Lived(milestone="MVP" if n < left // 2 else "Later") for n in range(left)]
    return tickets
