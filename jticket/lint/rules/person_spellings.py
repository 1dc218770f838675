"""One person under two spellings that differ only in case."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from jticket.lint.rule import Finding, ProjectRule
from jticket.model.diagnostics import Severity
from jticket.model.field import Shape
from jticket.model.schema import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.text.project import Project

_PEOPLE = tuple(field.key for field in FIELDS if field.shape is Shape.PERSON)


def _check(project: Project) -> Iterator[Finding]:
    if project.settings.people:
        return  # the config decides the spelling
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    named = [
        (file, key, name)
        for file in project.valid
        for key in _PEOPLE
        if (name := str(file.ticket.value(key)))
    ]
    for _, _, name in named:
        spellings[name.casefold()][name] += 1
    for file, key, name in named:
        usual = spellings[name.casefold()].most_common(1)[0][0]
        if name != usual:
            message = f"'{name}' and '{usual}' count as two people"
            yield Finding(file, message, key, fix=f"write {usual} if they are the same person")


PERSON_SPELLINGS = ProjectRule(
    "JT316",
    "person-spellings",
    Severity.ADVICE,
    "Two spellings of a name are two people in every list; the config's `people` makes them one.",
    "`assignee: Ana` in one ticket and `assignee: ana` in another",
    check=_check,
)
