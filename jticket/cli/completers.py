"""What the shell offers at the Tab key, read from the tickets; silent when anything fails."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from jticket.errors import JticketError
from jticket.model.field_values import values_of
from jticket.model.schema import FIELDS, Field, Reference, Shape
from jticket.model.stats.grouping import groupings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click
    from click.shell_completion import CompletionItem

    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

_PLAIN = re.compile(r"[\w@%+=:,./#-]+")
_QUOTABLE = re.compile(r"[\w@%+=:,./# &()<>;|!'\"-]+")


def _items(offers: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    """The words with their explanations, as the shell takes them.

    They come from a clone, and one that is no plain word must not act on who presses Enter. zsh and
    fish quote what they insert. bash inserts it as it stands, after its `read` took one level of
    backslashes and globs were expanded, so that a word with wildcards or `$` is left out there.
    """
    from click.shell_completion import CompletionItem

    from jticket.render.terminal import safe_line

    words = {word: text for word, text in offers if word.isprintable()}
    if os.environ.get("_JTICKET_COMPLETE", "").startswith("bash"):
        quotable = (each for each in words.items() if _QUOTABLE.fullmatch(each[0]))
        words = {_quoted(word): text for word, text in quotable}
    return [CompletionItem(word, help=safe_line(text)) for word, text in words.items()]


def _quoted(word: str) -> str:
    if _PLAIN.fullmatch(word) and not word.startswith("#"):
        return word
    return re.sub(r"([^\w@%+=:,./-])", r"\\\\\1", word)


def _completer(offers: Callable[[Project], Iterable[tuple[str, str]]]) -> Completer:
    """Offers words of the project with their explanations; in a comma list the last word counts."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            project = _workspace(ctx).project()
        except (JticketError, OSError):
            return []
        head, comma, last = incomplete.rpartition(",")
        negated = "!" if last.startswith("!") else ""
        wanted = last.removeprefix("!").casefold()
        found: dict[str, str] = {}
        for word, text in offers(project):
            if word and word.casefold().startswith(wanted):
                found.setdefault(f"{head}{comma}{negated}{word}", text)
        return _items(found.items())

    return complete


def _workspace(ctx: click.Context) -> Workspace:
    from jticket.cli.app import App
    from jticket.ops.workspace import open_workspace

    folder = ctx.find_root().params.get("folder") or os.environ.get("JTICKET_DIR")
    return open_workspace(App(folder=folder or None, color="never").environment())


def _ids(project: Project) -> Iterable[tuple[str, str]]:
    return ((ticket.id, ticket.title) for ticket in (file.ticket for file in project.valid))


def _services(project: Project) -> Iterable[tuple[str, str]]:
    yield from ((each.service_id, each.title) for each in project.settings.services)
    yield from (
        (ticket.service_id, "")
        for ticket in (file.ticket for file in project.valid)
        if ticket.service_id
    )


def _values(field: Field) -> Callable[[Project], Iterable[tuple[str, str]]]:
    """The values that a field may have by the settings, or has in some ticket."""
    match field:
        case Field(shape=Shape.STATUS):
            return lambda project: ((each, "") for each in project.settings.statuses)
        case Field(shape=Shape.TICKET_TYPE):
            return lambda project: ((each, "") for each in project.settings.ticket_types)
        case Field(shape=Shape.PRIORITY):
            return lambda project: ((each, "") for each in project.settings.priorities)
        case Field(shape=Shape.SERVICE):
            return _services
        case Field(refers=Reference()):
            return _ids
        case _:
            return lambda project: (
                (value, "")
                for file in project.valid
                for value in values_of(file.ticket, field.key, project.graph)
            )


_COMPLETERS = {field.key: _completer(_values(field)) for field in FIELDS}


def completer_of(field: Field) -> Completer | None:
    """What is offered for the value of a field; None for one that can't be guessed."""
    is_free = field.shape in (Shape.EFFORT, Shape.DATE, Shape.PATHS, Shape.TIMESTAMP)
    return None if is_free else _COMPLETERS[field.key]


def _fields(project: Project) -> Iterable[tuple[str, str]]:
    from jticket.ops.history.log import fields_told

    return ((each, "") for each in fields_told(project.settings))


complete_fields = _completer(_fields)
complete_groupings = _completer(
    lambda project: ((each, "") for each in groupings(project.settings))
)


def complete_templates(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The templates that `render` takes by name."""
    from jticket.ops.views.documents import template_names

    try:
        names = template_names(_workspace(ctx))
    except (JticketError, OSError):
        return []
    short = (each.removesuffix(".j2").removesuffix(".md") for each in names)
    return _items((each, "") for each in short if each.startswith(begun))


def complete_ranges(
    ctx: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The end that is begun of `A..B` or `A...B`, or one revision."""
    head, dots, begun = incomplete.rpartition("..")
    return _items((f"{head}{dots}{name}", kind) for name, kind in _revisions(ctx, begun))


def complete_revisions(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Branches, tags and remotes' branches."""
    return _items(_revisions(ctx, begun))


def _revisions(ctx: click.Context, begun: str) -> list[tuple[str, str]]:
    from jticket.vcs.refs import revision_names

    try:
        names = revision_names(_workspace(ctx).location.holder)
    except (JticketError, OSError):
        return []
    return [(name, kind) for name, kind in names.items() if name.startswith(begun)]


complete_ids = _completer(_ids)
complete_people = _COMPLETERS["assignee"]
complete_statuses = _COMPLETERS["status"]
