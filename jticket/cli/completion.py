"""What the shell offers at the Tab key, read from the tickets; silent when anything fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import JticketError
from jticket.model.grouping import groupings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click
    from click.shell_completion import CompletionItem

    from jticket.text.project import Project

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _completer(offers: Callable[[Project], Iterable[tuple[str, str]]]) -> Completer:
    """Offers words of the project with their explanations; in a comma list the last word counts."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from jticket.render.terminal import safe_line

        try:
            project = _project(ctx)
        except (JticketError, OSError):
            return []
        head, comma, last = incomplete.rpartition(",")
        negated = "!" if last.startswith("!") else ""
        wanted = last.removeprefix("!").casefold()
        found: dict[str, str] = {}
        for word, text in offers(project):
            if word and word.casefold().startswith(wanted):
                found.setdefault(word, safe_line(text))
        return [CompletionItem(f"{head}{comma}{negated}{word}", help=found[word]) for word in found]

    return complete


def _project(ctx: click.Context) -> Project:
    from jticket.cli.app import App
    from jticket.ops.workspace import open_workspace

    root = ctx.find_root()
    app = App(folder=root.params.get("folder"), color="never")
    return open_workspace(app.surroundings()).project()


def _ids(project: Project) -> Iterable[tuple[str, str]]:
    return ((ticket.id, ticket.title) for ticket, _ in project.sound)


def _tags(project: Project) -> Iterable[tuple[str, str]]:
    return ((tag, "") for ticket, _ in project.sound for tag in ticket.tags)


def _services(project: Project) -> Iterable[tuple[str, str]]:
    yield from ((each.service_id, each.title) for each in project.settings.services)
    yield from ((ticket.service_id, "") for ticket, _ in project.sound if ticket.service_id)


def _values(key: str) -> Callable[[Project], Iterable[tuple[str, str]]]:
    """The values that a key has in some ticket."""
    return lambda project: ((str(ticket.value(key)), "") for ticket, _ in project.sound)


OFFERS: dict[str, Completer] = {
    "status": _completer(lambda project: ((each, "") for each in project.settings.statuses)),
    "ticket_type": _completer(
        lambda project: ((each, "") for each in project.settings.ticket_types)
    ),
    "priority": _completer(lambda project: ((each, "") for each in project.settings.priorities)),
    "service_id": _completer(_services),
    "tags": _completer(_tags),
    "assignee": _completer(_values("assignee")),
    "parent_id": _completer(_ids),
    "phase": _completer(_values("phase")),
    "milestone": _completer(_values("milestone")),
    "dependencies": _completer(_ids),
}
"""What is offered where the value of a front-matter key is asked for."""

complete_groupings = _completer(
    lambda project: ((each, "") for each in groupings(project.settings))
)


def complete_templates(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The templates that `render` takes by name."""
    from click.shell_completion import CompletionItem

    from jticket.cli.app import App
    from jticket.ops.publishing import template_names
    from jticket.ops.workspace import open_workspace

    app = App(folder=ctx.find_root().params.get("folder"), color="never")
    try:
        names = template_names(open_workspace(app.surroundings()))
    except (JticketError, OSError):
        return []
    short = (each.removesuffix(".j2").removesuffix(".md") for each in names)
    return [CompletionItem(each) for each in short if each.startswith(begun)]


complete_ids = OFFERS["dependencies"]
complete_people = OFFERS["assignee"]
complete_statuses = OFFERS["status"]
