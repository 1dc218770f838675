"""Tickets to be: what the command line or JSON says of them, before they have an ID or a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jticket.errors import BadDataError
from jticket.model.schema import (
    ACCEPTANCE_CRITERIA,
    DEVLOG,
    FIELDS,
    HEADINGS,
    TEXT_SECTIONS,
    section_named,
)
from jticket.model.validation import custom_problems, problems
from jticket.text.edits.edit import AddCriterion, AddEntry, SetSection
from jticket.text.markdown_text import close_open_blocks, normalised, split_sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jticket.model.diagnostics import Problem
    from jticket.model.settings import Settings
    from jticket.model.ticket import Criterion, DevlogEntry
    from jticket.text.edits.edit import Edit
    from jticket.text.reading import ValidFile

_SHOWN = 10


class BadTicketsError(BadDataError):
    """Says all that is wrong with new tickets at once; `name` is the document they come from."""

    def __init__(self, mistakes: Sequence[str], name: str = "") -> None:
        shown = list(mistakes[:_SHOWN])
        if len(mistakes) > _SHOWN:
            shown.append(f"and {len(mistakes) - _SHOWN} more")
        start = f"{name}: " if name else ""
        if name and len(mistakes) > 1:
            start = f"{name} has {len(mistakes)} mistakes:\n  "
        super().__init__(start + "\n  ".join(shown), "nothing was written")


@dataclass(frozen=True, slots=True)
class Draft:
    """A new ticket: `values` by front-matter key, `custom` by custom key, then the body.

    `texts` are the sections of free text, by their keys; `sections` those without a meaning, by
    heading, where "" is the text before the first one.
    """

    values: Mapping[str, str | tuple[str, ...]]
    custom: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    criteria: tuple[Criterion, ...] = ()
    devlog: tuple[DevlogEntry, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title, "" while there is none."""
        return str(self.values.get("title", ""))


@dataclass(frozen=True, slots=True)
class Batch:
    """Drafts that become tickets together or not at all.

    `name` is the document they come from, "" for a command line; `mistakes` are what is wrong
    with it already.
    """

    drafts: tuple[Draft, ...]
    name: str = ""
    mistakes: tuple[str, ...] = ()

    def where(self, number: int) -> str:
        """What a mistake in the draft of that number, counted from 1, begins with."""
        return f"ticket {number}: " if len(self.drafts) > 1 else ""


def value_mistakes(batch: Batch, settings: Settings) -> Iterator[str]:
    """All that is wrong with the values of drafts; references are looked up elsewhere."""
    for number, draft in enumerate(batch.drafts, 1):
        if not draft.title and not batch.name:
            yield f"{batch.where(number)}the title is empty"
        for problem in _problems(draft, settings):
            if problem.rule.severity.rank == 0:
                fix = f" ({problem.fix})" if problem.fix else ""
                yield f"{batch.where(number)}{problem.message}{fix}"


def _problems(draft: Draft, settings: Settings) -> Iterator[Problem]:
    for each in FIELDS:
        if each.refers:  # which may be a short form of an ID
            continue
        if (value := draft.values.get(each.key)) is not None:
            yield from problems(each, value, settings)
    for key, value in draft.custom.items():
        if (declared := settings.custom_field(key)) is not None:
            yield from custom_problems(declared, value)


def blank_body(draft: Draft, template: str) -> str:
    """The body that a draft's texts are put into: what stands first, then its type's template.

    Sections that are empty cannot be put in later, so their headings stand here.
    """
    (_, first), *_ = split_sections(draft.sections.get("", ""))
    empty = [
        f"## {heading}"
        for heading, text in draft.sections.items()
        if heading and not text.strip() and section_named(heading) is None
    ]
    return "\n\n".join([close_open_blocks(first), template.strip("\n"), *empty])


def body_edits(draft: Draft, blank: ValidFile) -> Iterator[Edit]:
    """The edits that put a draft's texts into a blank ticket, whose body is its type's template.

    A text that itself holds second-level headings is split into those sections. Where criteria
    come, the template's words on criteria go.
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
    order = {name: n for n, name in enumerate(HEADINGS)}
    for name in sorted(texts, key=lambda each: order.get(each, order[DEVLOG] - 0.5)):
        yield SetSection(name, "\n\n".join(texts[name]))
    for criterion in draft.criteria:
        yield AddCriterion(criterion.text, criterion.done)
    for entry in draft.devlog:
        yield AddEntry(entry.timestamp, entry.author, entry.text)


def cleaned_criterion(text: str) -> str:
    """A criterion's text, "" when there is none."""
    return normalised(text).strip()
