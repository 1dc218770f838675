"""`set`: fields and texts, each by a `KEY=VALUE`; a status as the workflow allows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.errors import UsageError
from jticket.model.dates import DateError
from jticket.model.diagnostics import Severity
from jticket.model.field import NO_VALUE, Shape
from jticket.model.people import means_asker
from jticket.model.schema import BY_KEY, DEVLOG, FIELDS, TEXT_SECTIONS
from jticket.model.settings import CustomType
from jticket.model.suggestions import did_you_mean
from jticket.model.validation import choices_of, custom_problems, problems
from jticket.model.wording import shortened
from jticket.model.workflow import transition_error
from jticket.ops.dates import holds_a_day, stored_day
from jticket.ops.lookup import resolve_ticket
from jticket.ops.write.change import Change
from jticket.ops.write.cycles import refuse_new_cycles
from jticket.ops.write.references import meant_by
from jticket.ops.write.workflow_errors import WorkflowError
from jticket.text.edits.apply import apply_edits
from jticket.text.edits.edit import SetField, SetSection
from jticket.text.markdown_text import split_sections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from jticket.model.field import Field
    from jticket.model.graph import Graph
    from jticket.model.settings import CustomField, Settings
    from jticket.model.ticket import Ticket
    from jticket.ops.write.outcome import Outcome
    from jticket.ops.write.transaction import Session
    from jticket.text.edits.edit import Edit
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

_ASSIGNMENT = re.compile(r"([A-Za-z_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?)([+-]?)=(.*)", re.DOTALL)
_SHOWN_LENGTH = 40
_NAMES = {field.name: field.key for field in FIELDS if field.settable}
_NOT_TEXT = frozenset(
    {
        *(Shape.PERSON, Shape.SERVICE, Shape.MILESTONE, Shape.ID, Shape.IDS),
        *(Shape.EFFORT, Shape.DATE),
    }
)


class BadAssignmentError(UsageError):
    """Raised when a `KEY=VALUE` is wrong."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One `KEY=VALUE`: `operator` is "", "+" or "-"."""

    key: str
    operator: str
    value: str

    @property
    def is_text(self) -> bool:
        """Whether it sets free text, which the user wrote."""
        return self.key in TEXT_SECTIONS

    @property
    def names_asker(self) -> bool:
        """Whether the value means the person at work."""
        return _is_person(self.key) and means_asker(self.value.strip())


def parse_assignment(text: str, settings: Settings) -> Assignment | None:
    """Returns the assignment that an argument is; None if it is not one.

    Raises:
        BadAssignmentError: there is no such key, or it can't be set like this.
    """
    match = _ASSIGNMENT.fullmatch(text)
    if match is None:
        return None
    word, operator, value = match.groups()
    key = _key_of(word, settings)
    custom, field = settings.custom_field(key), BY_KEY.get(key)
    if field is not None and not field.settable:
        raise BadAssignmentError(f"{key} is written once and can't be set")
    if field is None and custom is None and key not in TEXT_SECTIONS:
        settable = [field.key for field in FIELDS if field.settable]
        known = [*settable, *TEXT_SECTIONS, *(field.key for field in settings.fields)]
        hint = did_you_mean(key, [*known, *_NAMES]) or f"keys: {', '.join(known)}"
        raise BadAssignmentError(f"unknown key '{word}'", hint)
    if operator and not _is_list(key, settings):
        raise BadAssignmentError(f"{key} is not a list", f"{key}=VALUE sets it")
    return Assignment(key, operator, "" if _clears(field, value.strip(), settings) else value)


def _key_of(word: str, settings: Settings) -> str:
    """Returns the key that a word means: itself, or the field of that name in options and queries.

    A custom field hides a name, never a key.
    """
    if word in BY_KEY or settings.custom_field(word) is not None:
        return word
    return _NAMES.get(word.replace("-", "_"), word)


def _clears(field: Field | None, value: str, settings: Settings) -> bool:
    """Returns whether a value of a field means none, as it does in queries.

    `-` means none where a filter takes it so, and `none` only where it can't be a value.
    """
    if field is None or field.required or field.default or value.casefold() not in NO_VALUE:
        return False
    if value == "-":
        return field.filter or field.shape in _NOT_TEXT
    return field.shape in _NOT_TEXT and value not in (choices_of(field, settings) or ())


def set_fields(
    session: Session, references: Sequence[str], assignments: Sequence[Assignment]
) -> Outcome:
    """Sets fields of one or several tickets in one commit.

    Raises:
        NotFoundError: there is no such ticket, or there are several.
        UsageError: a value is wrong.
        WorkflowError: the workflow does not allow a status, and nothing forces it.
        CycleError: a dependency or parent would close a cycle.
        JticketError: the tickets can't be read, edited, written or committed.
    """
    project = session.project
    files = [resolve_ticket(project, reference) for reference in references]
    files = list({file.path: file for file in files}.values())
    today = session.workspace.today
    edited = [_edited(file, assignments, project, today) for file in files]
    tickets = [after.ticket for after, _ in edited]
    refuse_new_cycles(project, tickets)
    graph = project.with_files(after for after, _ in edited).graph
    changes = []
    for before, (after, phrases) in zip(files, edited, strict=True):
        old, new = before.ticket.status, after.ticket.status
        is_forced = _is_forced(session, before, after.ticket, graph)
        what = "; ".join([*phrases, *([f"status {old} → {new}"] if old != new else [])])
        path = session.workspace.path_of(before)
        changes.append(Change(after.ticket.id, path, before, after, what, is_forced=is_forced))
    has_user_text = any(assignment.is_text for assignment in assignments)
    return session.save(changes, has_user_text=has_user_text)


def _edited(
    before: ValidFile, assignments: Sequence[Assignment], project: Project, today: date
) -> tuple[ValidFile, list[str]]:
    """Returns a file after all assignments, and what they did, except for the status."""
    after, fields, texts = before, [], []
    for assignment in assignments:
        key = assignment.key
        if assignment.is_text:
            changed = apply_edits(after, _text_edits(assignment, after))
            texts += [f"{TEXT_SECTIONS[key].lower()} edited"] if changed is not after else []
        else:
            value, shown = _new_value(assignment, after.ticket, project, today)
            edits = [] if _is_default(after, key, value) else [SetField(key, value)]
            changed = apply_edits(after, edits)
            if changed is not after and key != "status":
                line = " ".join(f"{key}{assignment.operator}={shown}".split())
                fields.append(shortened(line, _SHOWN_LENGTH))
        after = changed
    return after, [*([f"set {', '.join(fields)}"] if fields else []), *dict.fromkeys(texts)]


def _is_forced(session: Session, before: ValidFile, after: Ticket, graph: Graph) -> bool:
    """Returns whether the workflow does not allow a new status, and that is overridden.

    The status is judged with all that the command changes.

    Raises:
        WorkflowError: it is not allowed, and nothing forces it.
    """
    refusal = transition_error(replace(after, status=before.ticket.status), after.status, graph)
    if refusal is not None and not session.options.force:
        raise WorkflowError(refusal, graph)
    return refusal is not None


def _text_edits(assignment: Assignment, file: ValidFile) -> list[Edit]:
    """Returns the edits that set a section, and others whose headings are in its text."""
    ticket = file.ticket
    (_, first), *others = split_sections(assignment.value)
    if ticket.devlog and any(heading.casefold() == DEVLOG.casefold() for heading, _ in others):
        message = f"{assignment.key}: the text holds a devlog, and the ticket has one already"
        raise BadAssignmentError(message, "a devlog is only appended to: leave it out of the text")
    heading, current = TEXT_SECTIONS[assignment.key], ticket.text(assignment.key)
    edits = [SetSection(heading, first)] if first != current else []
    return [*edits, *(SetSection(heading, text) for heading, text in others)]


def _is_default(file: ValidFile, key: str, value: str | tuple[str, ...]) -> bool:
    """Returns whether a value is the default, which the file does not contain."""
    is_absent = file.text.front.entry(key) is None
    return is_absent and key in BY_KEY and value == file.ticket.value(key)


def _new_value(
    assignment: Assignment, ticket: Ticket, project: Project, today: date
) -> tuple[str | tuple[str, ...], str]:
    """Returns the new value of a key, and how to show it.

    Raises:
        BadAssignmentError: the field can't have the value.
    """
    key, settings = assignment.key, project.settings
    field, custom = BY_KEY.get(key), settings.custom_field(key)
    value: str | tuple[str, ...] = assignment.value.strip()
    shown = str(value)
    if _is_list(key, settings):
        current = ticket.value(key) if field else dict(ticket.fields).get(key, ())
        items = tuple(map(str, current)) if isinstance(current, tuple) else ()
        value, shown = _new_list(assignment, items, project)
    elif value and _refers(field, custom):
        value = shown = project.resolve(shown)
    elif value and _is_person(key):
        value = shown = project.person(shown)
    elif holds_a_day(key, settings):
        value = shown = _day(key, shown, today)
    elif field and not value and (field.required or key == "status"):
        raise BadAssignmentError(f"a ticket always has a {key}")
    mistakes = [*problems(field, value, settings)] if field else []
    mistakes += custom_problems(custom, value) if custom else ()
    for problem in mistakes:
        if problem.rule.severity is not Severity.ERROR:
            continue
        raise BadAssignmentError(problem.message_about(key), problem.fix)
    return value, shown


def _is_person(key: str) -> bool:
    field = BY_KEY.get(key)
    return field is not None and field.shape is Shape.PERSON


def _day(key: str, text: str, today: date) -> str:
    try:
        return stored_day(text, today)
    except DateError as error:
        raise BadAssignmentError(f"{key}: {error.message}", error.hint) from None


def _refers(field: Field | None, custom: CustomField | None) -> bool:
    """Returns whether the values of a field are references to tickets."""
    if field is not None:
        return field.refers is not None
    return custom is not None and custom.type is CustomType.TICKET


def _new_list(
    assignment: Assignment, current: tuple[str, ...], project: Project
) -> tuple[tuple[str, ...], str]:
    """Returns a list after `=`, `+=` or `-=`, and how to show the items that were given."""
    field = BY_KEY.get(assignment.key)
    by_line = (field is None or field.shape is Shape.PATHS) and "\n" in assignment.value.strip()
    parts = assignment.value.split("\n") if by_line else re.split(r"[,\n]", assignment.value)
    items = [item.strip() for item in parts if item.strip()]
    refers = field is not None and field.refers is not None
    if assignment.operator == "-":
        gone = [old for item in items for old in meant_by(item, current, project, refers=refers)]
        return tuple(item for item in current if item not in gone), ",".join(gone)
    if refers:
        items = [project.resolve(item) for item in items]
    start = current if assignment.operator else ()
    return tuple(dict.fromkeys([*start, *items])), ",".join(items)


def _is_list(key: str, settings: Settings) -> bool:
    field, custom = BY_KEY.get(key), settings.custom_field(key)
    return field.shape.is_list if field else bool(custom and custom.type is CustomType.LIST)
