"""What changed between two versions of a ticket, in the words of a reviewer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.compare.criteria import criterion_changes
from jticket.model.schema import FIELDS, TEXT_SECTIONS
from jticket.model.ticket import RawMapping
from jticket.model.wording import listed, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.compare.criteria import CriterionChange
    from jticket.model.ticket import DevlogEntry, Raw, Ticket

_SHOWN = 40
_NAMED = 6


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of the front matter that has another value; "" and () mean none."""

    key: str
    before: Raw
    after: Raw


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two versions of one ticket.

    Of sections the headings, "" for what stands before the first; of the devlog the entries that
    are new, and those that are gone or read differently now.
    """

    fields: tuple[FieldChange, ...] = ()
    criteria: tuple[CriterionChange, ...] = ()
    sections: tuple[str, ...] = ()
    devlog_added: tuple[DevlogEntry, ...] = ()
    devlog_dropped: tuple[DevlogEntry, ...] = ()

    @property
    def devlog_rewritten(self) -> bool:
        """Whether an old entry of the devlog is gone or different; it is only to be added to."""
        return bool(self.devlog_dropped)

    def __bool__(self) -> bool:
        return self != Changes()

    def without(self, key: str) -> Changes:
        """The same without the change of one field."""
        kept = tuple(each for each in self.fields if each.key != key)
        return Changes(kept, self.criteria, self.sections, self.devlog_added, self.devlog_dropped)


def changes(before: Ticket, after: Ticket) -> Changes:
    """The differences from one version of a ticket to another."""
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
    """The entries that are new, and those that are not there any more."""
    left = Counter(before)
    added = []
    for entry in after:
        if left[entry]:
            left[entry] -= 1
        else:
            added.append(entry)
    return tuple(added), tuple(left.elements())


def described(found: Changes) -> str:
    """Changes as a phrase: `status ready → in_progress, 2 criteria ticked, description edited`."""
    phrases = [_field_phrase(each) for each in found.fields]
    for change in ("ticked", "unticked", "reworded", "moved", "added", "dropped"):
        if count := sum(each.change == change for each in found.criteria):
            noun = "criterion" if count == 1 else "criteria"
            phrases.append(f"{count} {noun} {change}")
    phrases += [f"{heading or 'preamble'} edited".lower() for heading in found.sections]
    if count := len(found.devlog_added):
        phrases.append("devlog" if count == 1 else f"{count} devlog entries")
    if found.devlog_rewritten:
        phrases.append("devlog rewritten")
    return ", ".join(phrases)


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
    """The texts of a ticket's free sections by their headings, of which there may be two alike."""
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
        items = [f"+{_shown(each)}" for each in after if each not in kept]
        items += [f"-{_shown(each)}" for each in before if each not in kept]
        return f"{key} {listed(items, _NAMED, ' ') or 'reordered'}"
    if not before:
        return f"{key} {_shown(after)}"
    if not after:
        return f"{key} cleared"
    return f"{key} {_shown(before)} → {_shown(after)}"


def _shown(value: Raw) -> str:
    if isinstance(value, RawMapping):
        return "{…}"
    text = value if isinstance(value, str) else f"[{', '.join(_shown(each) for each in value)}]"
    text = " ".join(text.split())
    return shortened(text, _SHOWN)
