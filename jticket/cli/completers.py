"""What the shell offers at the Tab key, read from the tickets; nothing when anything fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import JticketError
from jticket.model.columns import columns_of
from jticket.model.computed import COMPUTED
from jticket.model.field import Field, Shape
from jticket.model.field_values import values_of
from jticket.model.ids import number_of
from jticket.model.relations import relations
from jticket.model.schema import BY_KEY, FIELDS, SHORT_NAMES
from jticket.model.stats.grouping import groupings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import click
    from click.shell_completion import CompletionItem

    from jticket.model.ticket import Ticket
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

_RECENT = 20  # commits that are offered


def items_of(offers: Iterable[tuple[str, str]]) -> list[CompletionItem]:
    """Returns words with their explanations; a shell quotes them (`jticket.cli.shells`).

    They come from a clone: a word that would act on the terminal is left out.
    """
    from click.shell_completion import CompletionItem

    words: dict[str, str] = {}
    for word, text in offers:
        if word.isprintable():
            words.setdefault(word, text)
    return [CompletionItem(word, help=text) for word, text in words.items()]


def completer(
    offers: Callable[[Project, str], Iterable[tuple[str, str]]], *, negations: str = "!"
) -> Completer:
    """Returns a completer of words of the project; in a comma list it completes the last one.

    `offers` yields the words that begin with a text. `negations` are the characters that a word may
    begin with, to mean the opposite.
    """

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        project = project_of(ctx)
        if project is None:
            return []
        head, comma, last = incomplete.rpartition(",")
        negation = last[:1] if last[:1] in negations else ""
        start = last.removeprefix(negation)
        return items_of(
            (f"{head}{comma}{negation}{word}", text) for word, text in offers(project, start)
        )

    return complete


def _completer(
    offers: Callable[[Project], Iterable[tuple[str, str]]], *, negations: str = "!"
) -> Completer:
    """Returns a completer of those of some words that begin as what is typed, in any case."""
    return completer(lambda project, start: beginning(offers(project), start), negations=negations)


def beginning(offers: Iterable[tuple[str, str]], start: str) -> Iterator[tuple[str, str]]:
    """Yields the words that begin with a text, in any case."""
    folded = start.casefold()
    for word, text in offers:
        if word and word.casefold().startswith(folded):
            yield word, text


def project_of(ctx: click.Context) -> Project | None:
    """Returns the project of a command line; None where there is none, or it can't be read."""
    try:
        return _workspace(ctx).project()
    except (JticketError, OSError):
        return None


def _workspace(ctx: click.Context) -> Workspace:
    from jticket.cli.app import App
    from jticket.cli.general import folder_named
    from jticket.ops.workspace import open_workspace

    return open_workspace(App(folder=folder_named(ctx), color="never").environment())


def offered_ids(
    project: Project, start: str, tickets: Iterable[Ticket]
) -> Iterator[tuple[str, str]]:
    """Yields the IDs that begin as a word does, with titles.

    A number means the project's own prefix. While it may mean several tickets, numbers are offered,
    so that a shell that inserts what all have in common keeps what was typed.
    """
    if not (start.isascii() and start.isdigit()):
        for ticket in tickets:
            if ticket.id.casefold().startswith(start.casefold()):
                yield ticket.id, ticket.title
        return
    meant = [(word, ticket) for ticket in tickets if (word := _number(ticket.id, start, project))]
    for word, ticket in meant:
        if len(meant) == 1:
            yield ticket.id, ticket.title
        else:
            yield word, f"{ticket.id} {ticket.title}"


def _number(ticket_id: str, start: str, project: Project) -> str:
    """Returns the number of an ID as it would be typed, if it begins as a word does."""
    numbered = number_of(ticket_id)
    if numbered is None or numbered[0] != project.settings.prefix:
        return ""
    short, padded = str(numbered[1]), ticket_id.rpartition("-")[2]
    return next((word for word in (short, padded) if word.startswith(start)), "")


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


complete_ids = completer(
    lambda project, start: offered_ids(project, start, (file.ticket for file in project.valid))
)
"""Completes all tickets."""

_COMPLETERS = {
    field.key: complete_ids if field.refers else _completer(_values(field)) for field in FIELDS
}


def completer_of(field: Field) -> Completer | None:
    """Returns the completer of a field's values; None for values that can't be guessed."""
    is_free = field.shape in (Shape.EFFORT, Shape.DATE, Shape.PATHS, Shape.TIMESTAMP)
    return None if is_free else _COMPLETERS[field.key]


def _doc_of(name: str) -> str:
    """Returns what a key, a column or a grouping is."""
    field = BY_KEY.get(SHORT_NAMES.get(name, name))
    computed = COMPUTED.get(name)
    return field.doc if field else computed.doc if computed else ""


def explained(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yields names of fields with what they are."""
    return ((name, _doc_of(name)) for name in names)


def _fields(project: Project) -> Iterable[tuple[str, str]]:
    from jticket.ops.history.log import log_fields

    return explained(log_fields(project.settings))


complete_fields = _completer(_fields)
complete_relations = _completer(
    lambda project: explained(relation.key for relation in relations(project.settings))
)
complete_groupings = _completer(lambda project: explained(groupings(project.settings)))
complete_views = _completer(
    lambda project: ((view.name, view.where) for view in project.settings.views)
)
complete_columns = _completer(lambda project: explained(columns_of(project.settings)))
complete_sort_keys = _completer(
    lambda project: explained(columns_of(project.settings)), negations="-"
)


def complete_query(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Completes the names of fields in a query."""
    from jticket.model.queries.query_fields import field_names

    project = project_of(ctx)
    if project is None:
        return []
    at = max(incomplete.rfind(mark) for mark in " (") + 1
    head, start = incomplete[:at], incomplete[at:]
    names = beginning(explained(field_names(project.graph)), start)
    return items_of((f"{head}{name}", text) for name, text in names)


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
    return items_of((name, "") for name in short if name.startswith(incomplete))


def complete_ranges(
    ctx: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Completes one revision, or the last of `A..B` or `A...B`."""
    head, dots, start = incomplete.rpartition("..")
    return items_of((f"{head}{dots}{name}", kind) for name, kind in _revisions(ctx, start))


def complete_revisions(
    ctx: click.Context, _: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Completes branches, tags and remotes' branches."""
    return items_of(_revisions(ctx, incomplete))


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
    return items_of(
        (commit.id[:10], commit.subject) for commit in commits if commit.id.startswith(incomplete)
    )


complete_people = _COMPLETERS["assignee"]
complete_statuses = _COMPLETERS["status"]

complete_settings = _completer(_settings, negations="")
