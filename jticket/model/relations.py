"""The relations between tickets that don't affect the plan, declared and custom ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jticket.model.field import Reference
from jticket.model.schema import REFERENCES
from jticket.model.settings import CustomType

if TYPE_CHECKING:
    from jticket.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation by the key that holds it; `inverse` is the name of its other end, "" for none.

    `is_list`: a ticket can have it with several others. `symmetric`: it is the same from both ends.
    """

    key: str
    is_list: bool
    symmetric: bool = False
    inverse: str = ""


def relations(settings: Settings) -> tuple[Relation, ...]:
    """Returns the relations that tickets of a project can have."""
    declared = (
        Relation(field.key, field.shape.is_list, field.symmetric, field.inverse)
        for field in REFERENCES
        if field.refers is Reference.RELATION
    )
    custom = (
        Relation(field.key, is_list=False)
        for field in settings.fields
        if field.type is CustomType.TICKET
    )
    return (*declared, *custom)
