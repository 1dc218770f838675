"""How front-matter tools that guess types read a ticket: the interoperability advice.

python-frontmatter with its own loader represents them; it never writes here.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from jticket.model.field import Shape
from jticket.model.schema import BY_KEY
from jticket.model.settings import CustomType
from jticket.text.yaml_tree import Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jticket.model.settings import Settings
    from jticket.text.reading import TicketText
    from jticket.text.yaml_tree import Node

_GUESSES: dict[Shape | CustomType, tuple[type, ...]] = {
    Shape.TIMESTAMP: (datetime, date),
    Shape.DATE: (date,),
    Shape.EFFORT: (int, float),
    CustomType.INTEGER: (int,),
    CustomType.NUMBER: (int, float),
    CustomType.BOOLEAN: (bool,),
    CustomType.DATE: (date,),
    CustomType.DURATION: (int, float),
}


def misread(text: TicketText, settings: Settings) -> Iterator[tuple[str, int | None, str, object]]:
    """Yields plain scalars that other tools misread: key, item, text, and what they read."""
    metadata = _as_others_read(text.document.front)
    for entry in text.front.entries:
        key, node = entry.key.value, entry.value
        if key not in metadata:
            continue
        custom = settings.custom_field(key)
        shape = BY_KEY[key].shape if key in BY_KEY else custom.type if custom else None
        if shape is None:
            continue
        value = metadata[key]
        if isinstance(node, Sequence) and isinstance(value, list):
            for index, (item, read) in enumerate(zip(node.items, value, strict=False)):
                if (plain := _plain(item)) and not _agrees(plain, read, shape):
                    yield key, index, plain, read
        elif (plain := _plain(node)) and not _agrees(plain, value, shape):
            yield key, None, plain, value


def _as_others_read(front: str) -> dict[str, object]:
    """Returns python-frontmatter's reading; nothing if its loader fails on a value."""
    import frontmatter

    try:
        return dict(frontmatter.loads(f"---\n{front}\n---\n").metadata)
    except Exception:
        return {}


def _plain(node: Node) -> str | None:
    return node.value if isinstance(node, Scalar) and not node.style and node.value else None


def _agrees(text: str, read: object, shape: Shape | CustomType) -> bool:
    if isinstance(read, str):
        return read == text
    if not isinstance(read, _GUESSES.get(shape, ())):
        return False
    if isinstance(read, bool):
        return text.lower() == str(read).lower()
    if isinstance(read, int | float):
        return _number(text) == read
    return str(read)[:10] == text[:10]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
