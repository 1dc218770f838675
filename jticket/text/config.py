"""From the text of `config.yml` to settings and findings; what is not mistaken still counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from jticket.model import rules
from jticket.model.diagnostics import Diagnostic, Span
from jticket.model.settings import (
    Settings,
)
from jticket.model.suggestions import did_you_mean, one_of
from jticket.model.wording import quoted
from jticket.text.config_values import READERS, MistakeError
from jticket.text.document import MAX_FRONT_MATTER, Document, TextProblem, UnreadableError, decoded
from jticket.text.yaml_tree import Entry, Mapping, Scalar, Sequence, mapping_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class SettingsReading:
    """The settings as far as they can be read, and all that is wrong with the file."""

    settings: Settings
    diagnostics: tuple[Diagnostic, ...] = ()
    is_readable: bool = True


def read_settings(data: bytes, path: str, default_prefix: str) -> SettingsReading:
    """Reads `config.yml`; `path` is for messages, the prefix counts where the file names none."""
    settings = Settings(prefix=default_prefix)
    try:
        text, _ = decoded(data)
        if len(data) > MAX_FRONT_MATTER:
            place = Document(text).place(0)
            message, fix = f"the config has {len(data)} bytes", f"at most {MAX_FRONT_MATTER}"
            raise UnreadableError(rules.TOO_LARGE, place, message, fix)
    except UnreadableError as error:
        span = Span(error.start, error.start)
        fault = Diagnostic(path, span, error.rule, error.message, error.fix)
        return SettingsReading(settings, (fault,), is_readable=False)
    document = Document(text)
    root, flaws = mapping_of(text, 0, len(text))
    for entry in root.entries if root else ():
        if root and root.entry(entry.key.value) is entry:  # of two with one key the first counts
            settings = _applied(settings, entry, flaws)
    if root is not None:
        settings = _sound_workflow(settings, root, flaws)
    found = (
        Diagnostic(path, document.span_of(flaw), flaw.rule, flaw.message, flaw.fix)
        for flaw in flaws
    )
    ordered = tuple(sorted(found, key=lambda each: each.order))
    return SettingsReading(settings, ordered, is_readable=root is not None)


def _applied(settings: Settings, entry: Entry, flaws: list[TextProblem]) -> Settings:
    """The settings with one more key read; a mistake in it leaves the default."""
    key, node = entry.key.value, entry.value
    read = READERS.get(key)
    if read is None:
        fix = did_you_mean(key, READERS)
        flaws.append(
            TextProblem(rules.CONFIG_UNKNOWN_KEY, entry.key.start, f"unknown key '{key}'", fix)
        )
        return settings
    if isinstance(node, Scalar) and not node.value and not node.style:
        return settings
    try:
        return replace(settings, **{key: read(node, flaws)})  # type: ignore[arg-type]  # the table pairs each key with its reader
    except MistakeError as mistake:
        flaws.append(mistake.flaw)
        return settings


def _sound_workflow(settings: Settings, root: Mapping, flaws: list[TextProblem]) -> Settings:
    """Holds rows, classes and `required` against each other; what does not fit is left out."""
    workflow, classes = dict(settings.workflow), settings.status_class
    for status, offset in _rows(root, "workflow"):
        if status in workflow and status not in classes:
            fix = f"write status_class: {{{status}: active}}"
            flaws.append(
                TextProblem(rules.CONFIG_WORKFLOW, offset, f"'{status}' has no class", fix)
            )
            del workflow[status]
    for status, offset in _rows(root, "status_class"):
        if status in classes and status not in workflow:
            fix = f"write a row {status}: [done] in workflow"
            flaws.append(TextProblem(rules.CONFIG_WORKFLOW, offset, f"'{status}' has no row", fix))
    rows = root.entry("workflow")
    for row in rows.value.entries if rows and isinstance(rows.value, Mapping) else ():
        for item in row.value.items if isinstance(row.value, Sequence) else ():
            if isinstance(item, Scalar) and item.value not in workflow:
                fix = one_of(item.value, workflow)
                message = f"unknown status {quoted(item.value)}"
                flaws.append(TextProblem(rules.CONFIG_WORKFLOW, item.start, message, fix))
    sound = {
        status: tuple(each for each in targets if each in workflow)
        for status, targets in workflow.items()
    }
    known = {status: each for status, each in classes.items() if status in workflow}
    for name, offset in _rows(root, "required"):
        if name not in settings.ticket_types:
            fix = one_of(name, settings.ticket_types)
            message = f"unknown ticket type {quoted(name)}"
            flaws.append(TextProblem(rules.CONFIG_VALUE, offset, message, fix))
    return replace(settings, workflow=MappingProxyType(sound), status_class=MappingProxyType(known))


def _rows(root: Mapping, key: str) -> Iterator[tuple[str, int]]:
    entry = root.entry(key)
    if entry is not None and isinstance(entry.value, Mapping):
        for row in entry.value.entries:
            yield row.key.value, row.key.start
