"""What the shell offers at the Tab key, read from the tickets; nothing when anything fails."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from jticket.errors import JticketError
from jticket.model.columns import columns_of
from jticket.model.field import Field, Reference, Shape
from jticket.model.field_values import values_of
from jticket.model.relations import relations
from jticket.model.schema import FIELDS
from jticket.model.stats.grouping import groupings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click
    from click.shell_completion import CompletionItem

    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

_RECENT = 20  # commits that are offered
_BARE_WORD = re.compile(r"[\w@%+=:,./#-]+")
_QUOTABLE_WORD = re.compile(r"[\w@%+=:,./# &()<>;|!'\"-]+")


def _items(offers: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    """Returns the words with their explanations, as the shell takes them.

    They come from a clone, so a word must not run anything when Enter is pressed. zsh and fish
    quote what they insert. bash inserts it as it is, after its `read` removed one level of
    backslashes and globs were expanded, so words with wildcards or `$` are left out there.
    """
    from click.shell_completion import CompletionItem

    from jticket.text.printable import safe_line

    words = {word: text for word, text in offers if word.isprintable()}
    if os.environ.get("_JTICKET_COMPLETE", "").startswith("bash"):
        words = {
            _quoted(word): text for word, text in words.items() if _QUOTABLE_WORD.fullmatch(word)
        }
    return [CompletionItem(word, help=safe_line(text)) for word, text in words.items()]


def _quoted(word: str) -> str:
    if _BARE_WORD.fullmatch(word) and not word.startswith("#"):
        return word
    return re.sub(r"([^\w@%+=:,./-])", r"\\\\\1", word)


def _completer(
    offers: Callable[[Project], Iterable[tuple[str, str]]], *, negations: str = "!"
) -> Completer:
    """Returns a completer of words of the project; in a comma list it completes the last one.

    `negations` are the characters that a word may begin with, to mean the opposite.
    """

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            project = _workspace(ctx).project()
        except (JticketError, OSError):
            return []
        head, comma, last = incomplete.rpartition(",")
        negation = last[:1] if last[:1] in negations else ""
        start = last.removeprefix(negation).casefold()
        words: dict[str, str] = {}
        for word, text in offers(project):
            if word and word.casefold().startswith(start):
                words.setdefault(f"{head}{comma}{negation}{word}", text)
        return _items(words.items())

    return complete


def _workspace(ctx: click.Context) -> Workspace:
    from jticket.cli.app import App
    from jticket.cli.general import folder_named
    from jticket.ops.workspace import open_workspace

    return open_workspace(App(folder=folder_named(ctx), color="never").environment())


def _ids(project: Project) -> Iterable[tuple[str, str]]:
    return ((file.ticket.id, file.ticket.title) for file in project.valid)


def _services(project: Project) -> Iterable[tuple[str, str]]:
    yield from ((service.service_id, service.title) for service in project.settings.services)
    yield from ((file.ticket.service_id, "") for file in project.valid if file.ticket.service_id)


def _people(project: Project) -> Iterable[tuple[str, str]]:
    yield from ((person.key, person.name) for person in project.settings.people)
    yield from ((file.ticket.assignee, "") for file in project.valid)


def _milestones(project: Project) -> Iterable[tuple[str, str]]:
    yield from ((milestone.name, milestone.goal) for milestone in project.settings.milestones)
    yield from ((file.ticket.milestone, "") for file in project.valid)


def _settings(project: Project) -> Iterable[tuple[str, str]]:
    from jticket.model.settings_data import one_line, settings_data

    return ((key, one_line(value)) for key, value in settings_data(project.settings).items())


def _values(field: Field) -> Callable[[Project], Iterable[tuple[str, str]]]:
    """Returns what yields the values that a field may have by the settings, or has in a ticket."""
    match field:
        case Field(shape=Shape.STATUS):
            return lambda project: ((status, "") for status in project.settings.statuses)
        case Field(shape=Shape.TICKET_TYPE):
            return lambda project: ((name, "") for name in project.settings.ticket_types)
        case Field(shape=Shape.PRIORITY):
            return lambda project: ((name, "") for name in project.settings.priorities)
        case Field(shape=Shape.SERVICE):
            return _services
        case Field(refers=Reference()):
            return _ids
        case Field(shape=Shape.PERSON):
            return _people
        case Field(shape=Shape.MILESTONE):
            return _milestones
        case _:
            return lambda project: (
                (value, "")
                for file in project.valid
                for value in values_of(file.ticket, field.key, project.graph)
            )


_COMPLETERS = {field.key: _completer(_values(field)) for field in FIELDS}


def completer_of(field: Field) -> Completer | None:
    """Returns the completer of a field's values; None for values that can't be guessed."""
    is_free = field.shape in (Shape.EFFORT, Shape.DATE, Shape.PATHS, Shape.TIMESTAMP)
    return None if is_free else _COMPLETERS[field.key]


def _fields(project: Project) -> Iterable[tuple[str, str]]:
    from jticket.ops.history.log import log_fields

    return ((name, "") for name in log_fields(project.settings))


complete_fields = _completer(_fields)
complete_relations = _completer(
    lambda project: ((relation.key, "") for relation in relations(project.settings))
)
complete_groupings = _completer(
    lambda project: ((name, "") for name in groupings(project.settings))
)

complete_views = _completer(
    lambda project: ((view.name, view.where) for view in project.settings.views)
)
complete_columns = _completer(lambda project: ((name, "") for name in columns_of(project.settings)))
complete_sort_keys = _completer(
    lambda project: ((name, "") for name in columns_of(project.settings)), negations="-"
)


def complete_templates(
    ctx: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Completes the templates that `render` takes by name."""
    from jticket.ops.views.document_templates import template_names

    try:
        names = template_names(_workspace(ctx))
    except (JticketError, OSError):
        return []
    short = (name.removesuffix(".j2").removesuffix(".md") for name in names)
    return _items((name, "") for name in short if name.startswith(incomplete))


def complete_ranges(
    ctx: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Completes one revision, or the last of `A..B` or `A...B`."""
    head, dots, start = incomplete.rpartition("..")
    return _items((f"{head}{dots}{name}", kind) for name, kind in _revisions(ctx, start))


def complete_revisions(
    ctx: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Completes branches, tags and remotes' branches."""
    return _items(_revisions(ctx, incomplete))


def _revisions(ctx: click.Context, start: str) -> list[tuple[str, str]]:
    from jticket.vcs.refs import revision_names

    try:
        names = revision_names(_workspace(ctx).location.holder)
    except (JticketError, OSError):
        return []
    return [(name, kind) for name, kind in names.items() if name.startswith(start)]


def complete_own_commits(
    ctx: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Completes the last commits that jticket made, with their subjects."""
    from itertools import islice

    from jticket.ops.write.own_commits import own_commits

    try:
        workspace = _workspace(ctx)
        commits = list(islice(own_commits(workspace, workspace.repository), _RECENT))
    except (JticketError, OSError):
        return []
    return _items(
        (commit.id[:10], commit.subject) for commit in commits if commit.id.startswith(incomplete)
    )


complete_ids = _completer(_ids)
complete_people = _COMPLETERS["assignee"]
complete_statuses = _COMPLETERS["status"]

complete_settings = _completer(_settings, negations="")
