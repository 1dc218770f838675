"""`check` for what is out of date: stale and forgotten tickets, duplicates, old TODOs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.lint.hygiene import Hygiene, Todo
from jticket.lint.registry import hygiene_findings
from jticket.model.dates import parse_timestamp
from jticket.model.diagnostics import Place, Span
from jticket.model.parking import HOLD
from jticket.ops.branches.merge_base import HEAD, default_base
from jticket.ops.history.facts import with_facts
from jticket.ops.history.linked_commits import ids_by_form, linked_commits
from jticket.ops.history.reader import history_reader
from jticket.ops.snapshots import snapshots_of
from jticket.vcs.grep import matching_lines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from jticket.model.history.timeline import HistoryEntry
    from jticket.ops.branches.check import Checked, Scope
    from jticket.ops.history.reader import HistoryReader
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project

_LINES = r"(TODO|FIXME|HACK|XXX)\("
_TODO = re.compile(r"\b(?:TODO|FIXME|HACK|XXX)\(([^()]*)\)")
_ID = re.compile(r"(?<![\w-])[A-Za-z][A-Za-z0-9]*-[A-Za-z0-9]+(?![\w-])")


def with_hygiene(
    workspace: Workspace, checked: Checked, scope: Scope, *, stale_days: int
) -> Checked:
    """Returns the findings of a check with those of hygiene that are in its scope.

    Raises:
        JticketError: there is no repository or no git, or the clone lacks objects.
    """
    root = workspace.location.root
    hygiene = _hygiene(workspace, checked, stale_days)
    more = [finding for finding in hygiene_findings(hygiene) if scope.holds(root / finding.path)]
    findings = sorted((*checked.findings, *more), key=lambda finding: finding.order)
    return replace(checked, findings=tuple(findings))


def _hygiene(workspace: Workspace, checked: Checked, stale_days: int) -> Hygiene:
    main = default_base(snapshots_of(workspace))
    reader = history_reader(workspace, main.commit if main else None)
    project = with_facts(workspace, checked.project)
    ids = ids_by_form(project, [file.ticket for file in project.valid])
    linked = linked_commits(reader, workspace, ids)
    last_change: dict[str, datetime] = {}
    for ticket_id, facts in project.facts.changes.items():
        if moment := parse_timestamp(facts.updated):
            moments = (commit.moment for commit in linked.get(ticket_id, ()))
            last_change[ticket_id] = max([moment, *moments])
    return Hygiene(
        project,
        now=workspace.now(),
        stale_days=stale_days,
        last_change=last_change,
        held_since=_held_since(reader, project),
        main=main.label if main else HEAD,
        commits={ticket_id: len(commits) for ticket_id, commits in linked.items()},
        todos=tuple(_todos(workspace)),
    )


def _held_since(reader: HistoryReader, project: Project) -> dict[str, datetime]:
    """Returns when each ticket on hold got its present text; uncommitted texts are left out.

    The history is only read where the settings limit holds and a ticket has one.
    """
    holds = {file.ticket.id: file.ticket.value(HOLD) for file in project.valid}
    if project.settings.hold_days is None or not any(holds.values()):
        return {}
    newest: dict[str, HistoryEntry] = {}
    for entry in reader.history(bodies=False).entries:
        if entry.edit.field == HOLD:
            newest.setdefault(entry.id, entry)
    return {
        ticket_id: entry.moment
        for ticket_id, entry in newest.items()
        if entry.edit.after and entry.edit.after == holds.get(ticket_id)
    }


def _todos(workspace: Workspace) -> Iterator[Todo]:
    """Yields the IDs in the TODOs of all tracked files outside the tickets folder."""
    repository, location = workspace.repository, workspace.location
    for line in matching_lines(repository, _LINES):
        path = repository.top / line.name
        if not path.is_relative_to(location.folder):
            for todo in _TODO.finditer(line.text):
                for match in _ID.finditer(line.text, todo.start(1), todo.end(1)):
                    start = Place(line.number, match.start() + 1)
                    end = Place(line.number, match.end() + 1)
                    yield Todo(location.shown(path), Span(start, end), match[0])
