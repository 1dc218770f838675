"""`KEY=VALUE`: fields and texts set, grown, shrunk and cleared; a status goes by the workflow."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.errors import RefusedError, UsageError
from jticket.model.graph import Graph
from jticket.model.ids import matching
from jticket.model.schema import BY_KEY, DEVLOG, FIELDS, TEXT_SECTIONS, Shape
from jticket.model.settings import CustomType
from jticket.model.suggestions import did_you_mean
from jticket.model.validation import custom_problems, problems
from jticket.model.workflow import transition_error, words
from jticket.ops.selection import resolve_ticket
from jticket.ops.write.commit_message import Change
from jticket.ops.write.cycles import refuse_new_cycles
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import SetField, SetSection
from jticket.text.markdown_text import split_sections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.settings import Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.write.transaction import Outcome, Session
    from jticket.text.edits.edit import Edit
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

_ASSIGNMENT = re.compile(r"([A-Za-z_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)([+-]?)=(.*)", re.DOTALL)
_LONG = 40


class BadAssignmentError(UsageError):
    """Says what is wrong with a `KEY=VALUE` of the command line."""


class WorkflowError(RefusedError):
    """Says which step of the workflow a ticket may not take now."""

    code = "workflow"

    def __init__(self, reason: str) -> None:
        super().__init__(reason, "--force overrides the workflow")


@dataclass(frozen=True, slots=True)
class Assignment:
    """One `KEY=VALUE`: `operator` is "", "+" or "-"."""

    key: str
    operator: str
    value: str

    @property
    def is_text(self) -> bool:
        """Whether it sets free text, which somebody typed."""
        return self.key in TEXT_SECTIONS


def parse_assignment(text: str, settings: Settings) -> Assignment | None:
    """The assignment that an argument is; None for one that is no assignment at all.

    Raises:
        UsageError: no such key, or none that may be set so.
    """
    match = _ASSIGNMENT.fullmatch(text)
    if match is None:
        return None
    key, operator, value = match.groups()
    custom, field = settings.custom_field(key), BY_KEY.get(key)
    if field is not None and not field.settable:
        raise BadAssignmentError(f"{key} is written once and can't be set")
    if field is None and custom is None and key not in TEXT_SECTIONS:
        settable = [each.key for each in FIELDS if each.settable]
        known = [*settable, *TEXT_SECTIONS, *(each.key for each in settings.fields)]
        hint = did_you_mean(key, known) or f"keys: {', '.join(known)}"
        raise BadAssignmentError(f"unknown key '{key}'", hint)
    if operator and not _is_list(key, settings):
        raise BadAssignmentError(f"{key} is no list", f"{key}=VALUE sets it")
    return Assignment(key, operator, value)


def set_fields(
    session: Session, references: Sequence[str], assignments: Sequence[Assignment]
) -> Outcome:
    """Sets fields of one or several tickets in one commit.

    Raises:
        NotFoundError: a ticket is not there.
        UsageError: a value is wrong.
        WorkflowError: the workflow does not allow a status, and nobody forces it.
        CycleError: a dependency or parent would close a circle.
    """
    project = session.project
    files = [resolve_ticket(project, each) for each in references]
    before = {file.path: file for file in files}
    edits = [(each, *_edited(each, assignments, project)) for each in before.values()]
    after = [file.ticket for _, file, _ in edits]
    refuse_new_cycles(project, after)
    changed = {ticket.id for ticket in after}
    others = [each for each in project.graph.tickets.values() if each.id not in changed]
    graph = Graph([*after, *others], project.settings)
    changes = [
        Change(
            ticket.id,
            session.workspace.path_of(old),
            old,
            new,
            "; ".join([*did, *_step(session, old, ticket, graph)]),
        )
        for (old, new, did), ticket in zip(edits, after, strict=True)
    ]
    return session.save(changes, typed=any(each.is_text for each in assignments))


def _edited(
    before: ValidFile, assignments: Sequence[Assignment], project: Project
) -> tuple[ValidFile, list[str]]:
    """A ticket after all assignments, and words for what was done, but for the status."""
    after, fields, texts = before, [], []
    for each in assignments:
        if each.is_text:
            changed = apply_edits(after, _text_edits(each, after))
            words = f"{TEXT_SECTIONS[each.key].lower()} edited"
            texts += [words] if changed is not after else []
        else:
            value, words = _new_value(each, after.ticket, project)
            edits = [] if _says_so(after, each.key, value) else [SetField(each.key, value)]
            changed = apply_edits(after, edits)
            if changed is not after and each.key != "status":
                fields.append(_shortened(f"{each.key}{each.operator}={words}"))
        after = changed
    return after, [*([f"set {', '.join(fields)}"] if fields else []), *dict.fromkeys(texts)]


def _step(session: Session, before: ValidFile, after: Ticket, graph: Graph) -> list[str]:
    """Words for a ticket's step in the workflow; judged with all that the command changes.

    Raises:
        WorkflowError: the step is not allowed, and nobody forces it.
    """
    was = before.ticket.status
    if after.status == was:
        return []
    refusal = transition_error(replace(after, status=was), after.status, graph)
    if refusal is not None and not session.options.force:
        raise WorkflowError(words(refusal))
    return [f"status {was} → {after.status}" + (" (forced)" if refusal is not None else "")]


def _text_edits(assignment: Assignment, file: ValidFile) -> list[Edit]:
    """The edits that set a section, and those whose headings stand in its text."""
    ticket = file.ticket
    (_, first), *others = split_sections(assignment.value)
    if ticket.devlog and any(heading.casefold() == DEVLOG.casefold() for heading, _ in others):
        message = f"{assignment.key}: the text holds a devlog, and the ticket has one already"
        raise BadAssignmentError(message, "a devlog is only appended to: leave it out of the text")
    heading, now = TEXT_SECTIONS[assignment.key], ticket.text(assignment.key)
    edits = [SetSection(heading, first)] if first != now else []
    return [*edits, *(SetSection(heading, text) for heading, text in others)]


def _says_so(file: ValidFile, key: str, value: str | tuple[str, ...]) -> bool:
    """Whether a ticket has a default value that its file does not spell out."""
    ticket, source = file.ticket, file.text
    return source.front.entry(key) is None and key in BY_KEY and value == ticket.value(key)


def _new_value(
    assignment: Assignment, ticket: Ticket, project: Project
) -> tuple[str | tuple[str, ...], str]:
    """What a key will be, and words for it; what the field can't have is the command's fault."""
    key, settings = assignment.key, project.settings
    field, custom = BY_KEY.get(key), settings.custom_field(key)
    value: str | tuple[str, ...] = assignment.value.strip()
    words = str(value)
    if _is_list(key, settings):
        current = ticket.value(key) if field else dict(ticket.fields).get(key, ())
        now = tuple(str(each) for each in current) if isinstance(current, tuple) else ()
        value, words = _new_list(assignment, now, project)
    elif field and field.refers and value:
        value = words = project.resolve(words)
    elif field and not value and (field.required or key == "status"):
        raise BadAssignmentError(f"a ticket always has a {key}")
    wrong = [*problems(field, value, settings)] if field else []
    wrong += custom_problems(custom, value) if custom else ()
    for problem in wrong:
        where = "" if key in problem.message else f"{key}: "
        raise BadAssignmentError(where + problem.message, problem.fix)
    return value, words


def _new_list(
    assignment: Assignment, current: tuple[str, ...], project: Project
) -> tuple[tuple[str, ...], str]:
    """A list after `=`, `+=` or `-=`, and the items that were named."""
    field = BY_KEY.get(assignment.key)
    by_line = (field is None or field.shape is Shape.PATHS) and "\n" in assignment.value.strip()
    parts = assignment.value.split("\n") if by_line else re.split(r"[,\n]", assignment.value)
    items = [item.strip() for item in parts if item.strip()]
    refers = field is not None and field.refers is not None
    if assignment.operator == "-":
        gone = [each for item in items for each in _named(item, current, project, refers=refers)]
        return tuple(each for each in current if each not in gone), ",".join(gone)
    if refers:
        items = [project.resolve(each) for each in items]
    start = current if assignment.operator else ()
    return tuple(dict.fromkeys([*start, *items])), ",".join(items)


def _named(item: str, current: Sequence[str], project: Project, *, refers: bool) -> list[str]:
    """The items of a list that one word means; as a reference it may mean a former or lost ID."""
    if not refers:
        return [each for each in current if each == item]
    known = project.graph.resolve
    by_today = {each: known(each) or each for each in current}
    meant = matching(item, tuple(by_today.values()), project.settings.prefix)
    written = matching(item, current, project.settings.prefix)
    return [each for each, today in by_today.items() if today in meant or each in written]


def _is_list(key: str, settings: Settings) -> bool:
    field, custom = BY_KEY.get(key), settings.custom_field(key)
    return field.shape.is_list if field else bool(custom and custom.type is CustomType.LIST)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"
