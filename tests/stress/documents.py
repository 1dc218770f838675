"""Fuzzed documents are read, checked and edited; an oracle of bytes says what may change."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import partial
from random import Random
from typing import TYPE_CHECKING
from unittest.mock import patch

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from strategies import LOADERS, PATH, SETTINGS, STEM

from jticket.lint.registry import project_findings
from jticket.model.schema import FIELDS
from jticket.text import yaml_tree
from jticket.text.bulk_reader import TicketReader
from jticket.text.edits.apply import EditRefusedError, apply_edits
from jticket.text.edits.edit import SetField
from jticket.text.project import Project
from jticket.text.reading import ValidFile, read_ticket
from stress.byte_oracle import Page, page
from stress.document_edits import drawn_edit, edit_losses
from stress.mutations import corpus, mutated
from stress.proof import Effort, Promise, Row
from stress.workers import Attempt, Limits, tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from jticket.model.field import Field
    from jticket.model.ticket import Ticket
    from jticket.text.edits.edit import Edit

SHORT, LONG = 3_000, 100_000
MOST_REFUSED = 0.15
"""Of all edits: what is refused needs a person, and an edit that is wrong is refused, too."""
LIMITS = Limits(seconds=5)
_FENCE = re.compile(r"^-{3,}\s*$", re.MULTILINE)
_READER = TicketReader(SETTINGS)


class TextHandler(YAMLHandler):
    """Reads every scalar as text."""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        return dict(yaml.load(fm, Loader=yaml.CBaseLoader) or {})  # noqa: S506


def part(effort: Effort) -> Iterator[Row]:
    """Yields what reading made of the documents, and what edits did to them."""
    known = corpus(effort.seed)
    count = LONG if effort.long else SHORT
    attempt = partial(_attempt, effort.seed, known)
    made = tally(count, attempt, effort.scratch, LIMITS)
    events = made.events
    read = f"{events['read']} hold a ticket, {events['unreadable']} a reason why not"
    yield Row(Promise.NO_CRASH, f"fuzzed documents: {read}", made.tries, 0, tuple(made.losses[:20]))
    edits = events["edited"] + events["refused"] + events["unchanged"]
    of_lines = f"{events['edited']} made, {events['exact']} of them checked line by line"
    tried = f"edits of them: {of_lines}; {events['refused']} refused"
    # Other losses are in the row above, with their document.
    much = events["refused"] > edits * MOST_REFUSED
    losses = (f"{events['refused']} of {edits} edits were refused",) if much else ()
    yield Row(Promise.YOURS, tried, edits, events["refused"], losses)


def _attempt(seed: int, known: list[bytes], number: int) -> Attempt:
    """Reads one document, checks and edits it; a failure is described with what made it."""
    chance = Random(f"{seed}:{number}")  # noqa: S311 - the same ones each time
    data = mutated(chance, known)
    loader = LOADERS[0] if number % 10 else LOADERS[-1]
    events: list[str] = []
    try:
        with patch.object(yaml_tree, "LOADER", loader):
            losses = [*_losses(data, chance, events)]
    except Exception as error:
        notes = " ".join(getattr(error, "__notes__", ()))
        losses = [f"{type(error).__name__}: {error} {notes}"[:600]]
    where = f"document {number} of seed {seed} ({data[:400]!r})"
    return Attempt(tuple(events), tuple(f"{where}: {loss}" for loss in losses))


@contextmanager
def _noting(edit: Edit) -> Iterator[None]:
    """Adds the edit to an error inside."""
    try:
        yield
    except Exception as error:
        error.add_note(repr(edit))
        raise


def _losses(data: bytes, chance: Random, events: list[str]) -> Iterator[str]:
    file = read_ticket(data, PATH, SETTINGS, stem=STEM)
    for finding in file.diagnostics:
        assert finding.line
    if isinstance(file, ValidFile):
        bulk = _READER.ticket(data, stem=STEM)
        events.append("read")
    else:
        events.append("unreadable")
        assert file.reason.line
    list(project_findings(Project((file,), SETTINGS)))
    if not isinstance(file, ValidFile):
        return
    if file.text.document.encoded() != data or apply_edits(file, []) is not file:
        yield "reading alone changed bytes"
    if bulk != file.ticket:
        yield "the reader of many versions reads another ticket"
    if (its_page := page(data)) is None:
        yield "it has no fences, but was read"
        return
    yield from _reading_losses(its_page, file.ticket)
    yield from _losses_of_edits(file, chance, events)


def _losses_of_edits(file: ValidFile, chance: Random, events: list[str]) -> Iterator[str]:
    """Makes edits one after the other; each must be read back as it was meant."""
    for field in chance.sample(FIELDS[1:], 3):
        if not _has_its_shape(file, field):
            continue
        again = SetField(field.key, file.ticket.value(field.key))
        with _noting(again):
            if apply_edits(file, [again]) is not file:
                yield f"setting {field.key} to what it is changed bytes"
    for _ in range(chance.randrange(1, 4)):
        edit = drawn_edit(chance, file)
        old = file.text.document.encoded()
        try:
            with _noting(edit):
                after = apply_edits(file, [edit])
        except EditRefusedError:
            events.append("refused")
            if file.text.document.encoded() != old:
                yield f"{edit!r}: a refused edit changed bytes"
            continue
        for loss in edit_losses(file, after, edit, events):
            yield f"{edit!r}: {loss}"
        data = after.text.document.encoded()
        read_again = read_ticket(data, PATH, SETTINGS, stem=STEM)
        if not isinstance(read_again, ValidFile) or read_again.ticket != after.ticket:
            yield f"{edit!r}: what was written is read as something else"
            return
        if new_page := page(data):
            for loss in _reading_losses(new_page, after.ticket):
                yield f"after {edit!r}: {loss}"
        file = read_again


def _reading_losses(page: Page, ticket: Ticket) -> Iterator[str]:
    """Yields the keys of which independent readers see another value."""
    yield from _differences("PyYAML", page.values, ticket)
    text = page.data.decode()
    fences = [match.start() for match in _FENCE.finditer(text)]
    ours = [len(page.data[:at].decode()) for at in (0, page.front_end)]
    if fences[:2] == ours:
        seen = frontmatter.loads(text, handler=TextHandler()).metadata
        yield from _differences("python-frontmatter", seen, ticket)


def _differences(reader: str, seen: dict[str, Any], ticket: Ticket) -> Iterator[str]:
    for field in FIELDS:
        value, own = seen.get(field.key, ""), ticket.value(field.key)
        if field.shape.is_list:
            is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
            expected: object = tuple(value) if is_list else ()
        else:
            expected = value if isinstance(value, str) else ""
        if not expected and field.key == "id":
            expected = STEM
        accepted = {expected or field.default or expected}
        if isinstance(expected, str):
            accepted |= {expected.strip() or field.default}  # of a block scalar
        if own not in accepted:
            yield f"{reader} reads {field.key} as {value!r}, not {own!r}"


def _has_its_shape(file: ValidFile, field: Field) -> bool:
    """Returns whether a key's value has the shape of its field: others count as not set."""
    its_page = page(file.text.document.encoded())
    value = its_page.values.get(field.key, "") if its_page else ""
    if value in ("", None):
        return not field.required
    if field.shape.is_list:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)
