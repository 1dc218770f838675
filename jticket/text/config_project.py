"""Reads what `config.yml` says about a project: its people, milestones, calendar, limits, views."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from jticket.model.dates import parse_date
from jticket.model.people import ASKER
from jticket.model.schema import BY_KEY
from jticket.model.settings import (
    TYPES,
    WEEKDAYS,
    Milestone,
    Person,
    Settings,
    TicketType,
    View,
    WipLimits,
)
from jticket.model.suggestions import one_of
from jticket.model.validation import problems as field_problems
from jticket.model.wording import quoted
from jticket.text.config_nodes import (
    SettingError,
    collected,
    entries_of,
    flag_of,
    is_empty,
    number_of,
    text_of,
    texts_of,
    unknown_key,
    word_of,
)
from jticket.text.yaml_tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from jticket.text.document import TextProblem
    from jticket.text.yaml_tree import Entry, Node

_RESERVED = {**dict.fromkeys(ASKER, "the person who runs the command"), "-": "no one"}
"""The words that name no person, and what they mean."""
_PER_PERSON = "per_person"


def types(node: Node, problems: list[TextProblem]) -> tuple[TicketType, ...]:
    """Returns what ticket types mean, the built-in meanings first."""
    known = {ticket_type.name: ticket_type for ticket_type in TYPES}
    for entry in entries_of(node):
        with collected(problems):
            name = word_of(entry.key, "ticket type")
            given = TicketType(name)
            for detail in _details(entry, ("work",), problems):
                given = replace(given, work=flag_of(detail.value, problems))
                if name in known and given != known[name]:
                    raise SettingError(detail.value, f"{name} is a container, never work itself")
            known.setdefault(name, given)
    return tuple(known.values())


def milestones(node: Node, problems: list[TextProblem]) -> tuple[Milestone, ...]:
    """Returns the milestones in the file's order."""
    result = []
    for entry in entries_of(node):
        with collected(problems):
            _check_value("milestone", entry.key)
            milestone = Milestone(entry.key.value)
            for detail in _details(entry, ("due", "goal"), problems):
                with collected(problems):
                    if detail.key.value == "due":
                        milestone = replace(milestone, due=_day(detail.value))
                    else:
                        milestone = replace(milestone, goal=text_of(detail.value))
            result.append(milestone)
    return tuple(result)


def people(node: Node, problems: list[TextProblem]) -> tuple[Person, ...]:
    """Returns the people in the file's order; no two share a name or an e-mail, in any case."""
    result: list[Person] = []
    for entry in entries_of(node):
        with collected(problems):
            _check_person(entry.key, result)
            person = Person(entry.key.value)
            for detail in _details(entry, ("name", "email"), problems):
                with collected(problems):
                    if detail.key.value == "name":
                        person = replace(person, name=text_of(detail.value))
                    else:
                        person = replace(person, email=_email(detail.value, result))
            result.append(person)
    return tuple(result)


def working_days(node: Node, problems: list[TextProblem]) -> frozenset[int]:
    """Returns the days of the week on which people work, Monday as 0."""
    days = set()
    for item in texts_of(node):
        with collected(problems):
            if item.value.lower() not in WEEKDAYS:
                fix = one_of(item.value.lower(), WEEKDAYS)
                raise SettingError(item, f"unknown weekday {quoted(item.value)}", fix)
            days.add(WEEKDAYS.index(item.value.lower()))
    if not days:
        fix = "leave the key out for Monday to Friday"
        raise SettingError(node, "a week needs at least one working day", fix)
    return frozenset(days)


def holidays(node: Node, problems: list[TextProblem]) -> frozenset[date]:
    """Returns the days off."""
    days = set()
    for item in texts_of(node):
        with collected(problems):
            days.add(_day(item))
    return frozenset(days)


def wip_limits(node: Node, problems: list[TextProblem]) -> WipLimits:
    """Returns how many tickets may have a status, and how many a person may have in progress."""
    statuses: dict[str, int] = {}
    per_person: int | None = None
    for entry in entries_of(node):
        with collected(problems):
            if entry.key.value == _PER_PERSON:
                per_person = number_of(entry.value)
            else:
                statuses[entry.key.value] = number_of(entry.value)
    return WipLimits(MappingProxyType(statuses), per_person)


def views(node: Node, problems: list[TextProblem]) -> tuple[View, ...]:
    """Returns the named views; `config_views` checks their queries and keys."""
    result = []
    for entry in entries_of(node):
        with collected(problems):
            view = View(word_of(entry.key, "name of a view"))
            for detail in _details(entry, tuple(_VIEW), problems):
                with collected(problems):
                    key = detail.key.value
                    view = replace(view, **{key: _VIEW[key](detail.value)})  # type: ignore[arg-type]  # the table pairs each key with its reader
            result.append(view)
    return tuple(result)


def default_view(node: Node, _: list[TextProblem]) -> str:
    """Returns the name of the view that is shown by default."""
    return word_of(node, "name of a view")


def _list_or_word(node: Node) -> tuple[str, ...]:
    items = [node] if isinstance(node, Scalar) else texts_of(node)
    return tuple(text_of(item).strip() for item in items)


_VIEW: dict[str, Callable[[Node], object]] = {
    "where": text_of,
    "sort": _list_or_word,
    "columns": _list_or_word,
}
"""The readers of a view's keys."""


def _details(entry: Entry, known: tuple[str, ...], problems: list[TextProblem]) -> Iterator[Entry]:
    """Yields the entries below a name, if any, that have one of the known keys."""
    for detail in () if is_empty(entry.value) else entries_of(entry.value):
        if detail.key.value in known:
            if not is_empty(detail.value):
                yield detail
        else:
            problems.append(unknown_key(detail, known))


def _day(node: Node) -> date:
    text = text_of(node)
    day = parse_date(text)
    if day is None:
        raise SettingError(node, f"{quoted(text)} is not a date", "write 2025-10-31")
    return day


def _check_value(key: str, node: Scalar) -> None:
    """Refuses a name that the field of that key can't have."""
    if not node.value.strip():
        raise SettingError(node, f"a {key} needs a name")
    for problem in field_problems(BY_KEY[key], node.value, Settings()):
        raise SettingError(node, problem.message, problem.fix)


def _check_person(node: Scalar, known: list[Person]) -> None:
    _check_value("assignee", node)
    if meaning := _RESERVED.get(node.value.casefold()):
        raise SettingError(node, f"{quoted(node.value)} means {meaning}", "choose another name")
    for person in known:
        if person.key.casefold() == node.value.casefold():
            message = f"{quoted(person.key)} and {quoted(node.value)} differ only in case"
            raise SettingError(node, message, "keep one of them")


def _email(node: Node, known: list[Person]) -> str:
    email = text_of(node)
    for person in known:
        if person.email.casefold() == email.casefold():
            raise SettingError(node, f"{person.key} already has the e-mail {quoted(email)}")
    return email
