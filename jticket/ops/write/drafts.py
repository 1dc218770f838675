"""Drafts of new tickets, before they have an ID or a file."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jticket.errors import Argument, BadDataError, UsageError, joined
from jticket.model.dates import DAY_HINT, DateError
from jticket.model.field import Shape
from jticket.model.schema import (
    ACCEPTANCE_CRITERIA,
    BY_KEY,
    DEVLOG,
    FIELDS,
    HEADINGS,
    TEXT_SECTIONS,
    section_named,
)
from jticket.model.ticket import Criterion
from jticket.model.validation import custom_problems, problems
from jticket.ops.dates import holds_a_day, stored_day
from jticket.text.edits.edit import AddCriterion, AddEntry, SetSection
from jticket.text.markdown_text import close_open_blocks, normalised, split_sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from jticket.errors import Message
    from jticket.model.diagnostics import Problem
    from jticket.model.settings import Settings
    from jticket.model.ticket import DevlogEntry
    from jticket.text.edits.edit import Edit
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

_SHOWN_MISTAKES = 10


class BadTicketsError(BadDataError):
    """Raised when new tickets have mistakes; `name` is the document they come from."""

    def __init__(self, mistakes: Sequence[Message], name: str = "") -> None:
        super().__init__(mistakes_message(mistakes, name), "nothing was written")
        self.mistakes = tuple(mistakes)


def mistakes_message(mistakes: Sequence[Message], name: str) -> Message:
    """Returns the first mistakes, a line each, and how many more there are."""
    shown = list(mistakes[:_SHOWN_MISTAKES])
    if len(mistakes) > _SHOWN_MISTAKES:
        shown.append(f"and {len(mistakes) - _SHOWN_MISTAKES} more")
    start = f"{name}: " if name else ""
    if name and len(mistakes) > 1:
        start = f"{name} has {len(mistakes)} mistakes:\n  "
    return (start, *joined("\n  ", shown))


@dataclass(frozen=True, slots=True)
class Draft:
    """A new ticket: `values` by front-matter key, `custom` by custom key, then the body.

    `texts` are the sections of free text, by their keys; `sections` are those without a meaning, by
    their headings, and at "" the text before the first one.
    """

    values: Mapping[str, str | tuple[str, ...]]
    custom: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    devlog: tuple[DevlogEntry, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title; "" if it has none."""
        return str(self.values.get("title", ""))


@dataclass(frozen=True, slots=True)
class Batch:
    """Drafts that become tickets together or not at all.

    `name` is the document they come from, "" if there is none; `mistakes` are those already found
    in it.
    """

    drafts: tuple[Draft, ...]
    name: str = ""
    mistakes: tuple[Message, ...] = ()

    def where(self, number: int) -> str:
        """Returns how a message about a draft begins; drafts are counted from 1."""
        return f"ticket {number}: " if len(self.drafts) > 1 else ""


def draft_of(
    values: Mapping[str, str | Sequence[str]],
    *,
    texts: Mapping[str, str] | None = None,
    criteria: Iterable[str] = (),
) -> Draft:
    """Returns the draft of a ticket from values by front-matter key, and texts by their keys.

    The items of a list may be lists themselves, separated by commas, unless they are paths.

    Raises:
        UsageError: a criterion is empty.
    """
    cleaned = tuple(map(cleaned_criterion, criteria))
    if not all(cleaned):
        raise UsageError(
            "a criterion has no text", "nothing was written", argument=Argument.CRITERION
        )
    return Draft(
        {
            key: value.strip() if isinstance(value, str) else _items(key, value)
            for key, value in values.items()
        },
        texts=texts or {},
        criteria=tuple(map(Criterion, cleaned)),
    )


def _items(key: str, texts: Sequence[str]) -> tuple[str, ...]:
    are_paths = BY_KEY[key].shape is Shape.PATHS
    parts = texts if are_paths else [part for text in texts for part in text.split(",")]
    return tuple(part.strip() for part in parts if part.strip())


def with_stored_values(draft: Draft, project: Project, today: date) -> Draft:
    """Returns a draft in which days are ISO dates, and people spelled as in the config.

    What is not a date stays as it was typed.

    Raises:
        NoNameError: a value means the person at work, but nothing names that person.
    """
    settings = project.settings

    def stored(
        values: Mapping[str, str | tuple[str, ...]],
    ) -> dict[str, str | tuple[str, ...]]:
        days = dict(values)
        for key, text in values.items():
            field = BY_KEY.get(key)
            if text and isinstance(text, str) and field and field.shape is Shape.PERSON:
                days[key] = project.person(text)
            elif isinstance(text, str) and holds_a_day(key, settings):
                with suppress(DateError):
                    days[key] = stored_day(text, today)
        return days

    return replace(draft, values=stored(draft.values), custom=stored(draft.custom))


def value_mistakes(batch: Batch, settings: Settings) -> Iterator[str]:
    """Yields what is wrong with the values of drafts, except for references."""
    for number, draft in enumerate(batch.drafts, 1):
        if not draft.title and not batch.name:
            yield f"{batch.where(number)}the title is empty"
        for problem in _problems(draft, settings):
            if problem.rule.severity.rank == 0:
                fix = f" ({problem.fix})" if problem.fix else ""
                yield f"{batch.where(number)}{problem.message}{fix}"


def _problems(draft: Draft, settings: Settings) -> Iterator[Problem]:
    for known in FIELDS:
        if known.refers:  # the value may be a short form of an ID
            continue
        if (value := draft.values.get(known.key)) is not None:
            yield from _typed(known.key, problems(known, value, settings), settings)
    for key, value in draft.custom.items():
        if (declared := settings.custom_field(key)) is not None:
            yield from _typed(key, custom_problems(declared, value), settings)


def _typed(key: str, mistakes: Iterable[Problem], settings: Settings) -> Iterator[Problem]:
    """Yields problems with what a user typed, where more dates are understood than in a file.

    What was typed has no line to point at, so the message names the key.
    """
    for problem in mistakes:
        fix = DAY_HINT if holds_a_day(key, settings) else problem.fix
        yield replace(problem, message=problem.message_about(key), fix=fix)


def blank_body(draft: Draft, template: str) -> str:
    """Returns the body for a draft's texts: what comes first, then the template of its type.

    Empty sections can't be added later, so their headings are added here.
    """
    (_, first), *_ = split_sections(draft.sections.get("", ""))
    empty = [
        f"## {heading}"
        for heading, text in draft.sections.items()
        if heading and not text.strip() and section_named(heading) is None
    ]
    return "\n\n".join([close_open_blocks(first), template.strip("\n"), *empty])


def body_edits(draft: Draft, blank: ValidFile) -> Iterator[Edit]:
    """Yields the edits that add a draft's texts to a blank ticket made from its type's template.

    A text with second-level headings is split into those sections. Criteria replace the template's
    text about them.
    """
    texts: dict[str, list[str]] = {}
    own = ((heading, draft.texts.get(key, "")) for key, heading in TEXT_SECTIONS.items())
    for heading, text in (*own, *draft.sections.items()):
        for below, part in split_sections(text):
            section = section_named(below or heading)
            name = section.heading if section else below or heading
            if part and name:
                texts.setdefault(name, []).append(part)
    if draft.criteria and not blank.ticket.criteria:
        texts.setdefault(ACCEPTANCE_CRITERIA, [])
    order = {heading: number for number, heading in enumerate(HEADINGS)}
    for name in sorted(texts, key=lambda heading: order.get(heading, order[DEVLOG] - 0.5)):
        yield SetSection(name, "\n\n".join(texts[name]))
    for criterion in draft.criteria:
        yield AddCriterion(criterion.text, criterion.done)
    for entry in draft.devlog:
        yield AddEntry(entry.timestamp, entry.author, entry.text)


def cleaned_criterion(text: str) -> str:
    """Returns the text of a criterion; "" if it has none."""
    return normalised(text).strip()
