"""What the shell offers for an ID at the Tab key: tickets that the command can take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.cli.completers import items_of, offered_ids, project_of
from jticket.errors import JticketError
from jticket.model.ids import matching
from jticket.model.schema import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import click
    from click.shell_completion import CompletionItem

    from jticket.model.ticket import Ticket
    from jticket.text.project import Project
    from jticket.text.reading import ValidFile

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def complete_ids_for(command: str = "") -> Completer:
    """Returns the completer of the tickets that a command can take, not those named already.

    Without a command, it is that of all tickets.
    """

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        project = project_of(ctx)
        if project is None:
            return []
        files: Sequence[ValidFile] = project.valid
        if command:
            from jticket.ops.views.takeable import takeable

            files = takeable(project, command)
        named = ids_named(project, ctx.params.get(param.name or ""))
        left = [file.ticket for file in files if file.ticket.id not in named]
        return items_of(offered_ids(project, incomplete, left))

    return complete


def ids_named(project: Project, words: object) -> set[str]:
    """Returns the tickets that words mean, however they are written."""
    known = project.graph.tickets
    references = [words] if isinstance(words, str) else words
    named: set[str] = set()
    for word in references if isinstance(references, list | tuple) else ():
        named |= set(matching(str(word), known, project.settings.prefix))
    return named


def ticket_named(project: Project, word: object) -> Ticket | None:
    """Returns the one ticket that a word of the command line means."""
    try:
        return project.find(word).ticket if isinstance(word, str) else None
    except JticketError:
        return None


def _of_ticket(offers: Callable[[Ticket, Project], Iterable[tuple[str, str]]]) -> Completer:
    """Returns the completer of words that depend on the ticket of the command line."""

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        project = project_of(ctx)
        ticket = ticket_named(project, ctx.params.get("reference")) if project else None
        if project is None or ticket is None:
            return []
        given = ctx.params.get(param.name or "") or ()
        words = {str(word) for word in (given if isinstance(given, tuple) else ())}
        return items_of(
            (word, text)
            for word, text in offers(ticket, project)
            if word.startswith(incomplete) and word not in words
        )

    return complete


def complete_criteria(*, done: bool | None = None) -> Completer:
    """Returns the completer of the numbers of criteria: of all, those done, or those not."""
    return _of_ticket(
        lambda ticket, _: (
            (str(number), criterion.text.partition("\n")[0])
            for number, criterion in enumerate(ticket.criteria, 1)
            if done in (None, criterion.done)
        )
    )


def complete_ids_then_statuses(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Completes an ID, and then the statuses that it can go to, or else further IDs."""
    from jticket.ops.views.takeable import can_move

    project = project_of(ctx)
    if project is None:
        return []
    named = ids_named(project, ctx.params.get(param.name or ""))
    tickets = [file.ticket for file in project.valid if file.ticket.id in named]
    left = [file.ticket for file in project.valid if file.ticket.id not in named]
    statuses = items_of(
        (status, "")
        for status in project.settings.statuses
        if tickets
        and status.startswith(incomplete)
        and all(can_move(ticket, status, project) for ticket in tickets)
    )
    return statuses or items_of(offered_ids(project, incomplete, left))


def complete_others(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Completes tickets other than the one that the command line names first."""
    project = project_of(ctx)
    if project is None:
        return []
    own = ctx.params.get("reference")
    named = ids_named(project, own) | ids_named(project, ctx.params.get(param.name or ""))
    ticket = ticket_named(project, own)
    if ctx.command_path.endswith(" dep add") and ticket is not None:
        named |= ids_named(project, ticket.dependencies)
    left = [file.ticket for file in project.valid if file.ticket.id not in named]
    if ctx.command_path.endswith((" dep rm", " unlink")) and ticket is not None:
        key = str(ctx.params.get("relation") or "dependencies")
        related = _related(ticket, key, project)
        left = [ticket for ticket in left if ticket.id in related]
    return items_of(offered_ids(project, incomplete, left))


def _related(ticket: Ticket, key: str, project: Project) -> set[str]:
    """Returns the tickets in a relation of a ticket, from both ends if it has none."""
    from jticket.model.field_values import values_of

    field = BY_KEY.get(key)
    others = project.graph.inverse(key, ticket.id) if field and field.symmetric else ()
    return {*values_of(ticket, key, project.graph), *others}
