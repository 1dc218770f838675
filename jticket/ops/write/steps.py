"""Steps of tickets through the workflow: decided in an order that works, then saved together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.model.refusals import Active
from jticket.ops.lookup import resolve_ticket
from jticket.ops.write.change import Change
from jticket.ops.write.devlog import noted
from jticket.ops.write.workflow_errors import WorkflowError
from jticket.text.edits.apply import apply_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from jticket.model.graph import Graph
    from jticket.model.refusals import ClaimRefusal
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.edits.edit import Edit
    from jticket.text.reading import ValidFile

    Decision = Callable[[Ticket, Graph], "TicketStep"]


@dataclass(frozen=True, slots=True)
class TicketStep:
    """What a command does to a ticket: the edits, and its words for the commit.

    `refusal` is why the workflow does not allow it. `already` says why there is nothing to do.
    """

    edits: tuple[Edit, ...] = ()
    what: str = ""
    refusal: ClaimRefusal | None = None
    already: str = ""


def take_steps(
    session: Session, references: Sequence[str], decide: Decision, note: str = ""
) -> Outcome:
    """Takes the step of each ticket in one commit, or none; a ticket named twice counts once.

    Each is judged with the steps before it, in an order in which the workflow allows them if there
    is one: a child before its epic, a dependency before what waits for it. `note` is added to the
    devlog of each ticket that changes.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        NoNameError: there is a note, but no name of who acts.
        WorkflowError: the workflow does not allow one of the steps, and nothing forces it.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    files = [resolve_ticket(session.project, reference) for reference in references]
    order = {file.path: file for file in files}
    taken: dict[str, tuple[TicketStep, Change]] = {}
    project = session.project
    while left := [file for path, file in order.items() if path not in taken]:
        steps = [(file, decide(file.ticket, project.graph)) for file in left]
        allowed = [(file, step) for file, step in steps if step.refusal is None]
        file, first = steps[0]
        if first.refusal and not (allowed or session.options.force):
            error = _error(session, file, first.refusal, project.graph)
            if len(order) > 1:
                error.add_hint("nothing was changed")
            raise error
        for file, step in _at_once(allowed or steps, session.workspace.settings):
            taken[file.path] = step, _change(session, file, step, note)
        if len(taken) < len(order):
            after = (change.after for _, change in taken.values() if change.after)
            project = session.project.with_files(after)
    return _saved(session, [taken[path] for path in order], note)


def _at_once(
    steps: list[tuple[ValidFile, TicketStep]], settings: Settings
) -> list[tuple[ValidFile, TicketStep]]:
    """Returns the steps that need not be judged again after each other: with limits only one."""
    limits = settings.wip_limits
    return steps[:1] if limits.statuses or limits.per_person is not None else steps


def _error(session: Session, file: ValidFile, refusal: ClaimRefusal, graph: Graph) -> WorkflowError:
    """Returns the error of a refusal, with since when a taken ticket has its status."""
    since = _since(session, file) if isinstance(refusal, Active) else None
    return WorkflowError(refusal, graph, since)


def _change(session: Session, file: ValidFile, step: TicketStep, note: str) -> Change:
    path = session.workspace.path_of(file)
    if step.already:
        return Change(file.ticket.id, path, file, file)
    after = apply_edits(file, [*step.edits, *noted(session, note)])
    what = f"{step.what}; devlog" if note.strip() else step.what
    is_forced = step.refusal is not None
    return Change(file.ticket.id, path, file, after, what, is_forced=is_forced)


def _saved(session: Session, taken: Sequence[tuple[TicketStep, Change]], note: str) -> Outcome:
    """Saves the changes, and says of which tickets nothing changed, nor was the note added."""
    not_noted = ", so the note was not added" if note.strip() else ""
    notices = [f"{step.already}{not_noted}" for step, _ in taken if step.already]
    changes = [change for _, change in taken]
    if not any(change.differs for change in changes):
        return session.unchanged(*(notices or ["nothing to change"]), changes=changes)
    outcome = session.save(changes, has_user_text=bool(note.strip()))
    return replace(outcome, notices=(*outcome.notices, *notices))


def _since(session: Session, file: ValidFile) -> datetime | None:
    """Returns since when a ticket has its status, as far as git knows."""
    if session.repository is None:
        return None
    from jticket.vcs.log import last_change

    return last_change(session.repository, session.workspace.path_of(file), "^status:")
