"""Reads a file as a ticket with its diagnostics; the body only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from jticket.model import rules
from jticket.model.diagnostics import Diagnostic, Problem, Rule, Severity, Span
from jticket.model.effort import parse_effort
from jticket.model.ids import is_id
from jticket.model.schema import BY_KEY, FIELDS
from jticket.model.settings import Settings
from jticket.model.suggestions import did_you_mean
from jticket.model.ticket import LazyBody, Ticket
from jticket.model.validation import custom_problems, problems
from jticket.model.wording import quoted, shortened
from jticket.text.body import BodyText, read_body
from jticket.text.document import (
    MAX_FILE,
    Document,
    DocumentError,
    TextProblem,
    decoded,
    split_front_matter,
)
from jticket.text.yaml_tree import Entry, Mapping, Node, Scalar, Sequence, custom_value, mapping_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jticket.model.field import Field
    from jticket.model.ticket import Body, Value


_REQUIRED = tuple(field for field in FIELDS if field.required)
_MAX_HINTS = 20  # unknown keys with a suggestion, each of which is compared with all keys


@dataclass(frozen=True)
class TicketText:
    """The text of a ticket, with the places of its parts, as edits and diagnostics need them.

    The body and the diagnostics are read when they are first asked for.
    """

    document: Document
    front: Mapping
    path: str
    stem: str
    settings: Settings

    @cached_property
    def body(self) -> BodyText:
        """The body, with the places of its parts."""
        return read_body(self.document.text, self.document.body_start)

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the ticket, in the order of the text."""
        problems = [*_front_problems(self.front, self.settings, self.stem), *self.body.problems]
        ticket_id = str(_values(self.front).get("id", self.stem))
        return self.document.diagnostics(problems, self.path, ticket_id)

    def span_of(self, key: str, index: int | None = None) -> Span:
        """Returns the span of a key's value or of an item in it; the file's start for no value."""
        entry = self.front.entry(key)
        return self.document.span(*_offsets(entry, index)) if entry else Span()


@dataclass(frozen=True, slots=True)
class ValidFile:
    """A file that holds a ticket; some values of the ticket may be wrong."""

    path: str
    ticket: Ticket
    text: TicketText

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the ticket."""
        return self.text.diagnostics


@dataclass(frozen=True, slots=True)
class UnreadableFile:
    """A file that should hold a ticket but does not, with what is wrong.

    `data` are its bytes; None where they can't be read, or are too many.
    """

    path: str
    diagnostics: tuple[Diagnostic, ...]
    data: bytes | None = field(default=None, repr=False)

    @property
    def reason(self) -> Diagnostic:
        """Why the file holds no ticket: its first error; a warning is never the reason."""
        errors = (error for error in self.diagnostics if error.severity is Severity.ERROR)
        return next(errors, self.diagnostics[0])


File: TypeAlias = "ValidFile | UnreadableFile"

NO_TEXT = TicketText(Document(""), Mapping(0, 0, (), flow=False), "", "", Settings())
"""The text of a ticket without a file."""


def read_ticket(data: bytes, path: str, settings: Settings, *, stem: str) -> File:
    """Returns what a file holds; `stem` is used as the ID when the file has none."""
    whole = data if len(data) <= MAX_FILE else None
    try:
        text, bom = decoded(data)
        document = split_front_matter(text)
    except DocumentError as error:
        return UnreadableFile(path, (error.diagnostic(path),), whole)
    if bom:
        document = replace(document, bom=True)
    file = read_document(document, path, settings, stem=stem)
    return file if isinstance(file, ValidFile) else replace(file, data=whole)


def read_document(document: Document, path: str, settings: Settings, *, stem: str) -> File:
    """Returns what a file holds whose document is known."""
    front, problems = mapping_of(document.text, document.front_start, document.front_end)
    if front is not None and not problems:
        text = TicketText(document, front, path, stem, settings)
        ticket = ticket_of(front, LazyBody(lambda: text.body.value), settings, stem)
        if ticket is not None:
            return ValidFile(path, ticket, text)
    refused = {problem.offset for problem in problems}
    if front is not None:
        others = _front_problems(front, settings, stem)
        problems += [problem for problem in others if problem.offset not in refused]
    problems += read_body(document.text, document.body_start).problems
    ticket_id = stem if is_id(stem) else None
    return UnreadableFile(path, document.diagnostics(problems, path, ticket_id))


def unreadable(path: str, rule: Rule, message: str, fix: str | None = None) -> UnreadableFile:
    """Returns a file that can't be read, with the reason."""
    return UnreadableFile(path, (Diagnostic(path, Span(), rule, message, fix),))


def value_of(field: Field, node: Node) -> str | tuple[str, ...] | None:
    """Returns a declared field's value in the field's shape; None if the shape is wrong."""
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
    """Returns the ticket of a front matter and body; None if it has no ID, not even `stem`."""
    values = _values(front)
    if "id" not in values:
        if not is_id(stem):
            return None
        values["id"] = stem
    defaults = {"ticket_type": settings.default_ticket_type, "priority": settings.default_priority}
    effort = values.get("effort")
    return Ticket.of(
        defaults | values,
        fields=tuple(
            (key.value, custom_value(node))
            for key, node in front.entries
            if key.value not in BY_KEY
        ),
        effort_hours=parse_effort(str(effort), settings.hours_per_day) if effort else None,
        body=body,
    )


def _values(front: Mapping) -> dict[str, Value]:
    """Returns the values of the declared keys that have one."""
    values: dict[str, Value] = {}
    for key, node in front.entries:
        field = BY_KEY.get(key.value)
        if field is not None and (value := value_of(field, node)):
            values[field.key] = value
    return values


def _front_problems(front: Mapping, settings: Settings, stem: str) -> Iterator[TextProblem]:
    """Yields what is wrong with the values of a front matter, and what is missing."""
    unknown = 0
    for entry in front.entries:
        key = entry.key.value
        if field := BY_KEY.get(key):
            wrong: Iterable[Problem] = _value_problems(field, entry.value, settings)
        elif custom := settings.custom_field(key):
            wrong = custom_problems(custom, custom_value(entry.value))
        else:
            unknown += 1
            known = [*BY_KEY, *(custom.key for custom in settings.fields)]
            fix = did_you_mean(key, known) if unknown <= _MAX_HINTS else None
            fix = fix or "declare it under fields in config.yml"
            message, start, end = f"unknown key {quoted(key)}", entry.key.start, entry.key.end
            yield TextProblem(rules.UNKNOWN_KEY, start, message, fix, end)
            continue
        for problem in wrong:
            start, end = _offsets(entry, problem.index)
            yield TextProblem(problem.rule, start, problem.message, problem.fix, end)
    for field in _REQUIRED:
        blank = front.entry(field.key)
        if blank is None or (isinstance(blank.value, Scalar) and not blank.value.value.strip()):
            word = stem if field.key == "id" and is_id(stem) else "…"
            message, fix = f"the ticket has no {field.key}", f"write {field.key}: {word}"
            start, end = _offsets(blank, None) if blank else (0, 0)
            yield TextProblem(rules.MISSING_FIELD, start, message, fix, end)


def _value_problems(field: Field, node: Node, settings: Settings) -> Iterator[Problem]:
    value = value_of(field, node)
    if value is not None:
        yield from problems(field, value, settings)
    elif field.shape.is_list:
        fix = None
        if isinstance(node, Scalar):
            fix = f"write {field.key}: [{shortened(' '.join(node.value.split()))}]"
        yield Problem(rules.WRONG_SHAPE, f"{field.key} is a list of {field.shape.value}", fix)
    else:
        what = "a mapping" if isinstance(node, Mapping) else "a list"
        message = f"{field.key} is a single value ({field.shape.value}), not {what}"
        yield Problem(rules.WRONG_SHAPE, message)


def _offsets(entry: Entry, index: int | None) -> tuple[int, int]:
    """Returns the offsets of a value or of an item in it; those of the key if it is empty."""
    node: Node = entry.value
    if isinstance(node, Sequence) and index is not None and index < len(node.items):
        node = node.items[index]
    elif node.start == node.end:
        node = entry.key
    return node.start, node.end
