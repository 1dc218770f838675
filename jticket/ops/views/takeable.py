"""The tickets that a command can take as they are now, for surfaces that offer a choice."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from jticket.errors import JticketError
from jticket.model.field_values import custom_references_of, references_of
from jticket.model.settings import StatusClass
from jticket.model.wip_limits import IN_PROGRESS
from jticket.model.workflow import claim_error, transition_error

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jticket.model.ticket import Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

    Test = Callable[[Ticket, Project], bool]

_ARCHIVE: Final = "archive"


def takeable(project: Project, command: str) -> Sequence[ValidFile]:
    """Returns the tickets that a command would not refuse; all for a command without a test."""
    if command == "claim":
        return _claimable(project)
    if command == "delete":
        return _unreferred(project)
    if command == "archive":
        closed = project.settings.is_closed
        return [file for file in project.valid if closed(file.ticket.status) and _is_loose(file)]
    test = _TESTS.get(command)
    return [file for file in project.valid if test is None or test(file.ticket, project)]


def _claimable(project: Project) -> Sequence[ValidFile]:
    """Returns what the person at work can claim; git is asked who that is only if it matters."""
    graph = project.graph
    tickets = (file.ticket for file in project.valid)
    is_personal = project.settings.wip_limits.per_person is not None or any(
        ticket.assignee and claim_error(ticket, ticket.assignee, graph) is None
        for ticket in tickets
    )
    who = _asker(project) if is_personal else ""
    return [file for file in project.valid if claim_error(file.ticket, who, graph) is None]


def _asker(project: Project) -> str:
    """Returns the person at work, which git may have to be asked for; "" if no one is known."""
    try:
        return project.asker()
    except JticketError:
        return ""


def _is_loose(file: ValidFile) -> bool:
    return PurePosixPath(file.path).parent.name != _ARCHIVE


def _unreferred(project: Project) -> Sequence[ValidFile]:
    resolve = project.graph.resolve
    targets = {
        (file.ticket.id, resolve(target))
        for file in project.valid
        for target in (
            *(target for _, _, target in references_of(file.ticket)),
            *(target for _, target in custom_references_of(file.ticket, project.settings)),
        )
    }
    referred = {target for ticket_id, target in targets if ticket_id != target}
    return [file for file in project.valid if file.ticket.id not in referred]


def can_move(ticket: Ticket, status: str, project: Project) -> bool:
    """Returns whether a ticket can go to another status now."""
    return status != ticket.status and transition_error(ticket, status, project.graph) is None


def _is_held(ticket: Ticket, project: Project) -> bool:
    if ticket.status == "ready":
        return bool(ticket.assignee)
    is_held = bool(ticket.assignee) or project.settings.is_active(ticket.status)
    return is_held and can_move(ticket, "ready", project)


def _can_reopen(ticket: Ticket, project: Project) -> bool:
    match project.settings.class_of(ticket.status):
        case StatusClass.DONE:
            return can_move(ticket, IN_PROGRESS, project)
        case StatusClass.CANCELLED:
            return can_move(ticket, "backlog", project)
        case _:
            return False


def _is_open(ticket: Ticket, project: Project) -> bool:
    return not project.settings.is_closed(ticket.status)


def _can_resume(ticket: Ticket, _: Project) -> bool:
    return bool(ticket.value("on_hold") or ticket.value("wait_until"))


_TESTS: Final[dict[str, Test]] = {
    "release": _is_held,
    "submit": lambda ticket, project: can_move(ticket, "review", project),
    "complete": lambda ticket, project: can_move(ticket, "done", project),
    "cancel": lambda ticket, project: can_move(ticket, "cancelled", project),
    "reopen": _can_reopen,
    "hold": _is_open,
    "resume": _can_resume,
    "tick": lambda ticket, _: any(not criterion.done for criterion in ticket.criteria),
    "untick": lambda ticket, _: any(criterion.done for criterion in ticket.criteria),
    "criterion add": _is_open,
    "dep add": _is_open,
    "dep rm": lambda ticket, _: bool(ticket.dependencies),
}
"""What a ticket must be for a command, by the command's name."""
