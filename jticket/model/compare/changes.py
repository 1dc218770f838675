"""What changed between two versions of a ticket, as values and as a phrase."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from jticket.model.compare.criteria import criterion_changes
from jticket.model.schema import FIELDS, TEXT_SECTIONS
from jticket.model.ticket import RawMapping
from jticket.model.wording import first_line, listed, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.compare.criteria import CriterionChange
    from jticket.model.ticket import DevlogEntry, Raw, Ticket

Part = TypeVar("Part")

_LONGEST_VALUE = 40
_MOST_ITEMS = 6


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A changed field of the front matter; "" and () mean none."""

    key: str
    before: Raw
    after: Raw


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two versions of one ticket.

    `sections` are headings, "" for what comes before the first one; `devlog_dropped` are entries
    that are gone or were edited.
    """

    fields: tuple[FieldChange, ...] = ()
    criteria: tuple[CriterionChange, ...] = ()
    sections: tuple[str, ...] = ()
    devlog_added: tuple[DevlogEntry, ...] = ()
    devlog_dropped: tuple[DevlogEntry, ...] = ()

    @property
    def devlog_rewritten(self) -> bool:
        """Whether an old entry of the devlog is gone or was edited; it may only be appended to."""
        return bool(self.devlog_dropped)

    def __bool__(self) -> bool:
        return self != Changes()

    def without(self, key: str) -> Changes:
        """Returns these changes without the change of one field."""
        kept = tuple(change for change in self.fields if change.key != key)
        return Changes(kept, self.criteria, self.sections, self.devlog_added, self.devlog_dropped)

    def minus(self, others: Changes) -> Changes:
        """Returns the changes that are not among the others."""
        return Changes(
            fields=_without(self.fields, others.fields),
            criteria=_without(self.criteria, others.criteria),
            sections=_without(self.sections, others.sections),
            devlog_added=_without(self.devlog_added, others.devlog_added),
            devlog_dropped=_without(self.devlog_dropped, others.devlog_dropped),
        )


def _without(changed: tuple[Part, ...], others: tuple[Part, ...]) -> tuple[Part, ...]:
    left = [*others]
    kept = []
    for change in changed:
        if change in left:
            left.remove(change)
        else:
            kept.append(change)
    return tuple(kept)


def changes(before: Ticket, after: Ticket) -> Changes:
    """Returns the differences from one version of a ticket to another."""
    added, dropped = devlog_changes(before.devlog, after.devlog)
    return Changes(
        fields=tuple(_field_changes(before, after)),
        criteria=tuple(criterion_changes(before.criteria, after.criteria)),
        sections=tuple(_section_changes(before, after)),
        devlog_added=added,
        devlog_dropped=dropped,
    )


def devlog_changes(
    before: tuple[DevlogEntry, ...], after: tuple[DevlogEntry, ...]
) -> tuple[tuple[DevlogEntry, ...], tuple[DevlogEntry, ...]]:
    """Returns the entries that are new, and those that are gone."""
    left = Counter(before)
    added = []
    for entry in after:
        if left[entry]:
            left[entry] -= 1
        else:
            added.append(entry)
    return tuple(added), tuple(left.elements())


def described(changed: Changes) -> str:
    """Returns changes as a phrase: `status ready → in_progress, 2 criteria ticked`."""
    return ", ".join(
        [*map(_field_phrase, changed.fields), *_body_phrases(changed, quotes_texts=False)]
    )


def spelled_out(changed: Changes) -> str:
    """Returns changes as a phrase that begins with the status, and quotes single texts.

    For example `ready → in_progress, assignee ana` or `criterion ticked: it parses`.
    """
    status = [change for change in changed.fields if change.key == "status"]
    fields = [change for change in changed.fields if change.key != "status"]
    return ", ".join(
        [
            *(f"{_shortened(change.before)} → {_shortened(change.after)}" for change in status),
            *map(_field_phrase, fields),
            *_body_phrases(changed, quotes_texts=True),
        ]
    )


def _body_phrases(changed: Changes, *, quotes_texts: bool) -> Iterator[str]:
    """Yields what changed below the front matter; `quotes_texts`: of one criterion or entry."""
    for kind in ("ticked", "unticked", "reworded", "moved", "added", "dropped"):
        texts = [criterion.text for criterion in changed.criteria if criterion.change == kind]
        if len(texts) == 1:
            yield (
                f"criterion {kind}: {first_line(texts[0])}"
                if quotes_texts
                else (f"1 criterion {kind}")
            )
        elif texts:
            yield f"{len(texts)} criteria {kind}"
    for heading in changed.sections:
        yield f"{heading or 'preamble'} edited".lower()
    if count := len(changed.devlog_added):
        entry = changed.devlog_added[0].text.strip()
        one = f"devlog: {first_line(entry)}" if quotes_texts and entry else "devlog"
        yield one if count == 1 else f"{count} devlog entries"
    if changed.devlog_rewritten:
        yield "devlog rewritten"


def _field_changes(before: Ticket, after: Ticket) -> Iterator[FieldChange]:
    for field in FIELDS:
        old, new = before.value(field.key), after.value(field.key)
        if old != new:
            yield FieldChange(field.key, old, new)
    old_fields, new_fields = dict(before.fields), dict(after.fields)
    for key in dict.fromkeys([*old_fields, *new_fields]):
        old_raw, new_raw = old_fields.get(key, ""), new_fields.get(key, "")
        if old_raw != new_raw:
            yield FieldChange(key, old_raw, new_raw)


def _section_changes(before: Ticket, after: Ticket) -> Iterator[str]:
    old, new = section_texts(before), section_texts(after)
    for heading in dict.fromkeys([*old, *new]):
        if old.get(heading, []) != new.get(heading, []):
            yield heading


def section_texts(ticket: Ticket) -> dict[str, list[str]]:
    """Returns the texts of a ticket's sections by heading; a heading may occur twice."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for key, heading in TEXT_SECTIONS.items():
        texts[heading].append(ticket.text(key))
    for section in ticket.sections:
        texts[section.heading].append(section.text)
    return texts


def _field_phrase(change: FieldChange) -> str:
    key, before, after = change.key, change.before, change.after
    if isinstance(before, tuple) and isinstance(after, tuple):
        kept = {*before} & {*after}
        items = [f"+{_shortened(item)}" for item in after if item not in kept]
        items += [f"-{_shortened(item)}" for item in before if item not in kept]
        return f"{key} {listed(items, _MOST_ITEMS, ' ') or 'reordered'}"
    if not before:
        return f"{key} {_shortened(after)}"
    if not after:
        return f"{key} cleared"
    return f"{key} {_shortened(before)} → {_shortened(after)}"


def _shortened(value: Raw) -> str:
    if isinstance(value, RawMapping):
        return "{…}"
    text = value if isinstance(value, str) else f"[{', '.join(_shortened(item) for item in value)}]"
    text = " ".join(text.split())
    return shortened(text, _LONGEST_VALUE)
