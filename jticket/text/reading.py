"""From a file's bytes to a ticket and all that is wrong with it, in one pass."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.model import rules
from jticket.model.diagnostics import Diagnostic, Kind, Place, Problem, Severity
from jticket.model.effort import parse_effort
from jticket.model.ids import is_id
from jticket.model.schema import BY_KEY, FIELDS, Field
from jticket.model.suggestions import did_you_mean
from jticket.model.ticket import Ticket
from jticket.model.validation import custom_problems, problems, quoted, shortened
from jticket.text.body import Body, read_body
from jticket.text.document import (
    Document,
    TextProblem,
    UnreadableError,
    decoded,
    split_front_matter,
)
from jticket.text.yaml_tree import Entry, Mapping, Node, Scalar, Sequence, mapping_of, raw

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jticket.model.settings import Settings
    from jticket.model.ticket import Raw


_REQUIRED = tuple(field for field in FIELDS if field.required)
_HINTS = 20  # of keys that nobody knows get a hint; each costs a comparison with all


@dataclass(frozen=True, slots=True)
class Source:
    """A ticket with the text it was read from: what an edit needs, and what has places."""

    document: Document
    front: Mapping
    body: Body

    def place_of(self, key: str, index: int | None = None) -> Place:
        """Where a key's value or one item of it stands; the first line where there is none."""
        entry = self.front.entry(key)
        return self.document.place(_offset(entry, index)) if entry else Place()


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was read: the ticket and its source where there is one, and the findings."""

    path: str
    ticket: Ticket | None
    source: Source | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def reason(self) -> Diagnostic:
        """Why the file holds no ticket: the first error, for a warning never keeps one out."""
        errors = (each for each in self.diagnostics if each.severity is Severity.ERROR)
        return next(errors, self.diagnostics[0])


def read_ticket(data: bytes, path: str, settings: Settings, *, stem: str) -> Reading:
    """Reads a ticket. `path` is for messages; `stem`, the file's name, stands in for a lost ID."""
    try:
        text, bom = decoded(data)
        document = split_front_matter(text)
    except UnreadableError as error:
        return _unread(path, error.place, error.kind, error.message, error.fix)
    if bom:
        document = replace(document, bom=True)
    return read_document(document, path, settings, stem=stem)


def read_document(document: Document, path: str, settings: Settings, *, stem: str) -> Reading:
    """Reads a ticket from a document whose fences have been found."""
    front, flaws = mapping_of(document.text, document.front_start, document.front_end)
    body = read_body(document.text, document.body_start)
    ticket = source = None
    if front is not None:
        if not flaws:
            source = Source(document, front, body)
            ticket = ticket_of(front, body, settings, stem)
        refused = {flaw.offset for flaw in flaws}
        flaws += [each for each in _flaws(front, settings, stem) if each.offset not in refused]
    flaws += body.flaws
    ticket_id = ticket.id if ticket else (stem if is_id(stem) else None)
    flaws.sort(key=lambda flaw: (flaw.offset, flaw.kind.code, flaw.message))
    found = tuple(
        Diagnostic(path, document.place(flaw.offset), flaw.kind, flaw.message, flaw.fix, ticket_id)
        for flaw in flaws
    )
    return Reading(path, ticket, source, found)


def unread(path: str, kind: Kind, message: str, fix: str | None = None) -> Reading:
    """The reading of a file that could not even be opened."""
    return _unread(path, Place(), kind, message, fix)


def _unread(path: str, place: Place, kind: Kind, message: str, fix: str | None) -> Reading:
    return Reading(path, None, None, (Diagnostic(path, place, kind, message, fix),))


def value_of(field: Field, node: Node) -> str | tuple[str, ...] | None:
    """A declared field's value as text, in the shape the field has; None if the shape is wrong."""
    if isinstance(node, Scalar):
        text = node.value.strip() if node.style in ("|", ">") else node.value
        if not field.shape.is_list:
            return text
        return () if not text else None
    if not field.shape.is_list or not isinstance(node, Sequence):
        return None
    items = [item.value for item in node.items if isinstance(item, Scalar)]
    return tuple(items) if len(items) == len(node.items) else None


def ticket_of(front: Mapping, body: Body, settings: Settings, stem: str) -> Ticket | None:
    """The ticket that a front matter and a body make; None where not even the file names its ID."""
    values: dict[str, str | tuple[str, ...]] = {
        "ticket_type": settings.default_ticket_type,
        "priority": settings.default_priority,
    }
    fields: list[tuple[str, Raw]] = []
    for key, node in front.entries:
        field = BY_KEY.get(key.value)
        if field is None:
            fields.append((key.value, raw(node)))
        elif value := value_of(field, node):
            values[field.key] = value
    if "id" not in values:
        if not is_id(stem):
            return None
        values["id"] = stem
    effort = values.get("effort")
    hours = parse_effort(effort, settings.hours_per_day) if isinstance(effort, str) else None
    return Ticket(
        **values,  # type: ignore[arg-type]  # the table's shapes are the ticket's
        effort_hours=hours,
        fields=tuple(fields),
        description=body.description,
        criteria=body.criteria,
        technical_notes=body.technical_notes,
        devlog=body.devlog,
        sections=body.sections,
    )


def _flaws(front: Mapping, settings: Settings, stem: str) -> Iterator[TextProblem]:
    """What is wrong with the values of a front matter, and what is missing."""
    unknown = 0
    for entry in front.entries:
        key, offset = entry.key.value, entry.key.start
        if field := BY_KEY.get(key):
            found: Iterable[Problem] = _problems(field, entry.value, settings)
        elif custom := settings.custom_field(key):
            found = custom_problems(custom, raw(entry.value))
        else:
            unknown += 1
            known = [*BY_KEY, *(each.key for each in settings.fields)]
            fix = did_you_mean(key, known) if unknown <= _HINTS else None
            fix = fix or "declare it under fields in config.yml"
            yield TextProblem(rules.UNKNOWN_KEY, offset, f"unknown key {quoted(key)}", fix)
            continue
        for problem in found:
            offset = _offset(entry, problem.index)
            yield TextProblem(problem.kind, offset, problem.message, problem.fix)
    for field in _REQUIRED:
        blank = front.entry(field.key)
        if blank is None or (isinstance(blank.value, Scalar) and not blank.value.value.strip()):
            word = stem if field.key == "id" and is_id(stem) else "…"
            message, fix = f"the ticket has no {field.key}", f"write {field.key}: {word}"
            yield TextProblem(
                rules.MISSING_FIELD, _offset(blank, None) if blank else 0, message, fix
            )


def _problems(field: Field, node: Node, settings: Settings) -> Iterator[Problem]:
    value = value_of(field, node)
    if value is not None:
        yield from problems(field, value, settings)
    elif field.shape.is_list:
        fix = None
        if isinstance(node, Scalar):
            fix = f"write {field.key}: [{shortened(' '.join(node.value.split()))}]"
        yield Problem(rules.WRONG_SHAPE, f"{field.key} is a list of {field.shape.value}", fix)
    else:
        found = "a mapping" if isinstance(node, Mapping) else "a list"
        message = f"{field.key} is a single value ({field.shape.value}), not {found}"
        yield Problem(rules.WRONG_SHAPE, message)


def _offset(entry: Entry, index: int | None) -> int:
    """Where a value or an item of it begins, where the key does if there is nothing."""
    node: Node = entry.value
    if isinstance(node, Sequence) and index is not None and index < len(node.items):
        return node.items[index].start
    return entry.key.start if node.start == node.end else node.start
