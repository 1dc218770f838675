"""Relations between tickets: linked and unlinked, from either end of a symmetric one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jticket.errors import Advice, NotFoundError, RefusedError, Remedy, UsageError
from jticket.model.field_values import custom_references_of
from jticket.model.relations import relations
from jticket.model.schema import BY_KEY
from jticket.model.suggestions import one_of
from jticket.model.wording import listed, quoted
from jticket.ops.lookup import resolve_ticket
from jticket.ops.write.change import Change
from jticket.ops.write.references import meant_by
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import SetField

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jticket.model.relations import Relation
    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

DUPLICATE_OF = "duplicate_of"


class SelfLinkError(RefusedError):
    """Raised when a ticket would be linked to itself."""

    code = "self_link"

    def __init__(self, ticket_id: str, key: str) -> None:
        super().__init__(f"{ticket_id} can't have itself as {key}")
        self.ticket_id, self.key = ticket_id, key


class LinkedElsewhereError(RefusedError):
    """Raised when a ticket has the relation with another one, `target`, and can have only one."""

    code = "linked_elsewhere"

    def __init__(self, ticket_id: str, key: str, target: str) -> None:
        hint = Advice(Remedy.UNLINK, (ticket_id, key, target))
        super().__init__(f"{ticket_id} already has {key} {target}, and can have only one", hint)
        self.ticket_id, self.key, self.target = ticket_id, key, target


class LinkedBackError(RefusedError):
    """Raised when `target` already has the relation with the ticket, in the other direction."""

    code = "linked_back"

    def __init__(self, ticket_id: str, key: str, target: str) -> None:
        hint = Advice(Remedy.UNLINK, (target, key, ticket_id))
        super().__init__(
            f"{target} has {key} {ticket_id}: the relation can't hold in both directions", hint
        )
        self.ticket_id, self.key, self.target = ticket_id, key, target


def link(session: Session, reference: str, relation: str, others: Sequence[str]) -> Outcome:
    """Relates a ticket to others; those that it is related to already are named in a notice.

    Raises:
        UsageError: there is no such relation, or it takes one other ticket and there are several.
        NotFoundError: one of the tickets does not exist, or a reference may mean several.
        RefusedError: a ticket would be linked to itself, or its only place is taken.
        JticketError: the ticket can't be read, edited, written or committed.
    """
    project = session.project
    known = _relation(relation, project.settings)
    file = resolve_ticket(project, reference)
    ids = tuple(dict.fromkeys(map(project.resolve, others)))
    if not known.is_list and len(ids) > 1:
        raise UsageError(f"a ticket can have only one {known.key}, not {listed(ids)}")
    new = [target for target in ids if not _is_linked(project, file.ticket, known, target)]
    old = [target for target in ids if target not in new]
    edits = [link_edit(project, file.ticket, known.key, new)] if new else []
    outcome = session.edit(file, edits, f"link {known.key} {', '.join(new)}")
    notices = [_already(project, file.ticket, known, target) for target in old]
    return replace(outcome, notices=(*(outcome.notices if new else ()), *notices))


def link_edit(project: Project, ticket: Ticket, key: str, targets: Sequence[str]) -> SetField:
    """Returns the edit that adds other tickets to a relation.

    Raises:
        RefusedError: a ticket would be linked to itself, or its only place is taken.
    """
    relation = next(known for known in relations(project.settings) if known.key == key)
    current = _written(project, ticket, relation)
    for target in targets:
        if target == ticket.id:
            raise SelfLinkError(ticket.id, key)
        if current and not relation.is_list:
            raise LinkedElsewhereError(ticket.id, key, current[0])
        if relation.inverse and _is_linked(
            project, project.graph.tickets[target], relation, ticket.id
        ):
            raise LinkedBackError(ticket.id, key, target)
    return SetField(key, (*current, *targets) if relation.is_list else targets[0])


def unlink(session: Session, reference: str, relation: str, others: Sequence[str]) -> Outcome:
    """Ends the relation of a ticket to others, in one commit; without others where it has only one.

    A symmetric relation that another ticket has is removed there.

    Raises:
        UsageError: there is no such relation, or it is unclear which other ticket is meant.
        NotFoundError: there is no such ticket, or it is not related to one of the others.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    project = session.project
    known = _relation(relation, project.settings)
    file = resolve_ticket(project, reference)
    if known.is_list and not others:
        raise UsageError(f"a ticket can have several {known.key}", "name the tickets to unlink")
    current = _written(project, file.ticket, known)
    if not (others or current):
        raise _not_linked(file.ticket, known, "", current)
    gone: dict[str, None] = {}
    holders: dict[str, ValidFile] = {}
    for target in others or current:
        here = meant_by(target, current, project, refers=True)
        holder = _holder(project, file.ticket, known, target)
        if not here and holder is None:
            raise _not_linked(file.ticket, known, target, current)
        gone |= dict.fromkeys(here)
        if holder is not None:
            holders[holder.path] = holder
    changes = [_without(session, file, known, gone)] if gone else []
    for holder in holders.values():
        written = _written(project, holder.ticket, known)
        back = meant_by(file.ticket.id, written, project, refers=True)
        changes.append(_without(session, holder, known, back))
    return session.save(changes)


def _relation(name: str, settings: Settings) -> Relation:
    """Returns the relation of a name, written with dashes or in another case, too."""
    known = {relation.key: relation for relation in relations(settings)}
    wanted = name.strip().replace("-", "_").casefold()
    for relation in known.values():
        if relation.key.casefold() == wanted:
            return relation
    hint = one_of(name, known)
    for relation in known.values():
        if relation.inverse == wanted:
            hint = f"{wanted} is the other end of {relation.key}: link from the other ticket"
    raise UsageError(f"unknown relation {quoted(name)}", hint)


def _written(project: Project, ticket: Ticket, relation: Relation) -> tuple[str, ...]:
    """Returns the other tickets of a relation as a ticket names them."""
    if relation.key not in BY_KEY:
        custom = dict(custom_references_of(ticket, project.settings))
        return (custom[relation.key],) if relation.key in custom else ()
    value = ticket.value(relation.key)
    if isinstance(value, str):
        return (value,) if value else ()
    return value


def _is_linked(project: Project, ticket: Ticket, relation: Relation, target: str) -> bool:
    """Returns whether a ticket has a relation with another, by whichever of the two holds it."""
    if _holds(project, ticket, relation, target):
        return True
    return relation.symmetric and target in project.graph.inverse(relation.key, ticket.id)


def _holds(project: Project, ticket: Ticket, relation: Relation, target: str) -> bool:
    """Returns whether a ticket itself names another in a relation."""
    return target in map(project.graph.resolve, _written(project, ticket, relation))


def _already(project: Project, ticket: Ticket, relation: Relation, target: str) -> str:
    """Returns the sentence that says which ticket already has a relation."""
    if _holds(project, ticket, relation, target):
        return f"{ticket.id} already has {relation.key} {target}"
    return f"{target} already has {relation.key} {ticket.id}, which is the same relation"


def _holder(project: Project, ticket: Ticket, relation: Relation, other: str) -> ValidFile | None:
    """Returns the other ticket's file if that one has a symmetric relation."""
    if not relation.symmetric:
        return None
    try:
        file = project.find(other)
    except NotFoundError:
        return None
    is_other = file.ticket.id != ticket.id
    return file if is_other and _holds(project, file.ticket, relation, ticket.id) else None


def _without(session: Session, file: ValidFile, relation: Relation, gone: Iterable[str]) -> Change:
    """Returns the change that removes other tickets from a relation."""
    removed = tuple(gone)
    left = [id_ for id_ in _written(session.project, file.ticket, relation) if id_ not in removed]
    value = tuple(left) if relation.is_list else ""
    after = apply_edits(file, [SetField(relation.key, value)])
    what = f"unlink {relation.key} {', '.join(removed)}"
    return Change(file.ticket.id, session.workspace.path_of(file), file, after, what)


def _not_linked(
    ticket: Ticket, relation: Relation, other: str, current: Sequence[str]
) -> NotFoundError:
    hint = f"its {relation.key}: {listed(current)}" if current else None
    shown = f" {other}" if other else ""
    return NotFoundError(f"{ticket.id} does not have {relation.key}{shown}", hint)
