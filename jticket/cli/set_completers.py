"""What the shell offers for `set` at the Tab key: IDs, then keys, then the values of a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.cli.completers import beginning, completer_of, items_of, offered_ids, project_of
from jticket.cli.ticket_completers import ids_named
from jticket.model.schema import BY_KEY, FIELDS, SHORT_NAMES, TEXT_SECTIONS
from jticket.model.settings import CustomType

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click
    from click.shell_completion import CompletionItem

    from jticket.model.settings import CustomField, Settings
    from jticket.text.project import Project


def complete_assignments(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Completes IDs, and after the first one keys and values too."""
    project = project_of(ctx)
    if project is None:
        return []
    given = [str(word) for word in ctx.params.get(param.name or "") or ()]
    key, equals, value = incomplete.partition("=")
    if equals:
        return _values(ctx, param, project, key, value)
    named = ids_named(project, [word for word in given if "=" not in word])
    left = [file.ticket for file in project.valid if file.ticket.id not in named]
    offers = list(offered_ids(project, incomplete, left))
    if named:
        offers += beginning(_keys(project.settings), incomplete)
    return items_of(offers)


def _keys(settings: Settings) -> Iterator[tuple[str, str]]:
    for field in FIELDS:
        if field.settable:
            yield f"{field.key}=", field.doc
            if field.shape.is_list:
                yield f"{field.key}+=", f"add to {field.key}"
                yield f"{field.key}-=", f"remove from {field.key}"
    for custom in settings.fields:
        yield f"{custom.key}=", custom.type.value
        if custom.type is CustomType.LIST:
            yield f"{custom.key}+=", f"add to {custom.key}"
            yield f"{custom.key}-=", f"remove from {custom.key}"
    for key in TEXT_SECTIONS:
        yield f"{key}=", "text, @FILE or @-"


def _values(
    ctx: click.Context, param: click.Parameter, project: Project, word: str, value: str
) -> list[CompletionItem]:
    """Returns assignments to a key; in a list its last item is completed."""
    name = word.rstrip("+-")
    key = SHORT_NAMES.get(name, name)
    field, custom = BY_KEY.get(key), project.settings.custom_field(key)
    if field is not None and field.settable and (complete := completer_of(field)):
        offers = [(item.value, item.help or "") for item in complete(ctx, param, value)]
    elif custom is not None:
        offers = list(beginning(((word, "") for word in _words_of(custom)), value))
    else:
        offers = []
    return items_of((f"{word}={text}", doc) for text, doc in offers)


def _words_of(field: CustomField) -> tuple[str, ...]:
    return ("true", "false") if field.type is CustomType.BOOLEAN else field.values
