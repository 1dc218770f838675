"""Reads `config.yml` as settings and diagnostics; valid keys count even if others are wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from jticket.model import rules
from jticket.model.settings import TYPES, Settings
from jticket.model.suggestions import did_you_mean, one_of
from jticket.model.wording import quoted
from jticket.text.config_nodes import SettingError
from jticket.text.config_values import READERS
from jticket.text.config_views import checked_views, query_problems
from jticket.text.document import MAX_FRONT_MATTER, Document, DocumentError, TextProblem, decoded
from jticket.text.yaml_tree import Entry, Mapping, Scalar, Sequence, mapping_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jticket.model.diagnostics import Diagnostic, Rule


@dataclass(frozen=True)
class ConfigFile:
    """The settings, as far as they can be read, and what is wrong with the file.

    `value_diagnostics` are all but those of the queries of views, which `check_queries` compiles.
    `keys` are those that the file has a valid value for.
    """

    settings: Settings
    value_diagnostics: tuple[Diagnostic, ...] = ()
    is_readable: bool = True
    keys: frozenset[str] = frozenset()
    check_queries: Callable[[], tuple[Diagnostic, ...]] = tuple

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with the file, in its order."""
        diagnostics = (*self.value_diagnostics, *self.check_queries())
        return tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.order))


def read_config(data: bytes, path: str, default_prefix: str) -> ConfigFile:
    """Returns what `config.yml` says; the default prefix counts if the file names none."""
    settings = Settings(prefix=default_prefix)
    try:
        text, _ = decoded(data)
        if len(data) > MAX_FRONT_MATTER:
            place = Document(text).place(0)
            message, fix = f"the config has {len(data)} bytes", f"at most {MAX_FRONT_MATTER}"
            raise DocumentError(rules.TOO_LARGE, place, message, fix)
    except DocumentError as error:
        return ConfigFile(settings, (error.diagnostic(path),), is_readable=False)
    document = Document(text)
    root, problems = mapping_of(text, 0, len(text))
    keys: frozenset[str] = frozenset()
    if root is not None:
        settings, keys = _read(settings, root, problems)

    def check_queries() -> tuple[Diagnostic, ...]:
        return document.diagnostics(query_problems(settings, root, text), path) if root else ()

    diagnostics = document.diagnostics(problems, path)
    return ConfigFile(settings, diagnostics, root is not None, keys, check_queries)


def _read(
    settings: Settings, root: Mapping, problems: list[TextProblem]
) -> tuple[Settings, frozenset[str]]:
    """Returns the settings as the file makes them, and the keys that it has a valid value for."""
    keys: set[str] = set()
    for entry in root.entries:
        if root.entry(entry.key.value) is entry:  # the first of two equal keys counts
            before, settings = settings, _applied(settings, entry, problems)
            keys |= {entry.key.value} if settings is not before else set()
    settings = _with_types(settings)
    settings = _checked_workflow(settings, root, problems)
    settings = checked_views(settings, root, problems)
    return _checked_limits(settings, root, problems), frozenset(keys)


def _applied(settings: Settings, entry: Entry, problems: list[TextProblem]) -> Settings:
    """Returns the settings with one more key read; a key with a problem keeps its default."""
    key, node = entry.key.value, entry.value
    read = READERS.get(key)
    if read is None:
        message, fix = f"unknown key '{key}'", did_you_mean(key, READERS)
        problems.append(_problem(rules.CONFIG_UNKNOWN_KEY, entry.key, message, fix))
        return settings
    if isinstance(node, Scalar) and not node.value and not node.style:
        return settings
    try:
        return replace(settings, **{key: read(node, problems)})  # type: ignore[arg-type]  # the table pairs each key with its reader
    except SettingError as error:
        problems.append(error.problem)
        return settings


def _checked_workflow(settings: Settings, root: Mapping, problems: list[TextProblem]) -> Settings:
    """Returns the settings without rows, classes and targets that do not fit each other."""
    workflow, classes = dict(settings.workflow), settings.status_class
    for key in _keys_of_rows(root, "workflow"):
        status = key.value
        if status in workflow and status not in classes:
            message, fix = f"'{status}' has no class", f"write status_class: {{{status}: active}}"
            problems.append(_problem(rules.CONFIG_WORKFLOW, key, message, fix))
            del workflow[status]
    for key in _keys_of_rows(root, "status_class"):
        status = key.value
        if status in classes and status not in workflow:
            message, fix = f"'{status}' has no row", f"write a row {status}: [done] in workflow"
            problems.append(_problem(rules.CONFIG_WORKFLOW, key, message, fix))
    rows = root.entry("workflow")
    for row in rows.value.entries if rows and isinstance(rows.value, Mapping) else ():
        for item in row.value.items if isinstance(row.value, Sequence) else ():
            if isinstance(item, Scalar) and item.value not in workflow:
                fix = one_of(item.value, workflow)
                message = f"unknown status {quoted(item.value)}"
                problems.append(_problem(rules.CONFIG_WORKFLOW, item, message, fix))
    valid = {
        status: tuple(target for target in targets if target in workflow)
        for status, targets in workflow.items()
    }
    known = {status: classes[status] for status in classes if status in workflow}
    for key in _keys_of_rows(root, "required"):
        if key.value not in settings.ticket_types:
            fix = one_of(key.value, settings.ticket_types)
            message = f"unknown ticket type {quoted(key.value)}"
            problems.append(_problem(rules.CONFIG_VALUE, key, message, fix))
    return replace(settings, workflow=MappingProxyType(valid), status_class=MappingProxyType(known))


def _with_types(settings: Settings) -> Settings:
    """Returns the settings with the names in `types` among the ticket types."""
    names = [ticket_type.name for ticket_type in settings.types if ticket_type not in TYPES]
    return replace(settings, ticket_types=tuple(dict.fromkeys([*settings.ticket_types, *names])))


def _checked_limits(settings: Settings, root: Mapping, problems: list[TextProblem]) -> Settings:
    """Returns the settings without limits for statuses that do not exist."""
    limits = settings.wip_limits
    for key in _keys_of_rows(root, "wip_limits"):
        if key.value in limits.statuses and key.value not in settings.workflow:
            fix = one_of(key.value, [*settings.workflow, "per_person"])
            message = f"unknown status {quoted(key.value)}"
            problems.append(_problem(rules.CONFIG_WORKFLOW, key, message, fix))
    known = {name: most for name, most in limits.statuses.items() if name in settings.workflow}
    return replace(settings, wip_limits=replace(limits, statuses=MappingProxyType(known)))


def _keys_of_rows(root: Mapping, key: str) -> Iterator[Scalar]:
    entry = root.entry(key)
    if entry is not None and isinstance(entry.value, Mapping):
        for row in entry.value.entries:
            yield row.key


def _problem(rule: Rule, scalar: Scalar, message: str, fix: str | None) -> TextProblem:
    return TextProblem(rule, scalar.start, message, fix, scalar.end)
