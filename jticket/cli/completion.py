"""What the shell offers at the Tab key, read from the tickets; silent when anything fails."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jticket.errors import JticketError
from jticket.model.grouping import groupings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click
    from click.shell_completion import CompletionItem

    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project

    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _completer(offers: Callable[[Project], Iterable[tuple[str, str]]]) -> Completer:
    """Offers words of the project with their explanations; in a comma list the last word counts."""

    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        from jticket.render.terminal import safe_line

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
                found.setdefault(word, safe_line(text))
        return [CompletionItem(f"{head}{comma}{negated}{word}", help=found[word]) for word in found]

    return complete


def _workspace(ctx: click.Context) -> Workspace:
    from jticket.cli.app import App
    from jticket.ops.workspace import open_workspace

    folder = ctx.find_root().params.get("folder") or os.environ.get("JTICKET_DIR")
    return open_workspace(App(folder=folder or None, color="never").surroundings())


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


def _fields(project: Project) -> Iterable[tuple[str, str]]:
    from jticket.ops.log import fields_told

    return ((each, "") for each in fields_told(project.settings))


complete_fields = _completer(_fields)
complete_groupings = _completer(
    lambda project: ((each, "") for each in groupings(project.settings))
)


def complete_templates(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The templates that `render` takes by name."""
    from click.shell_completion import CompletionItem

    from jticket.ops.publishing import template_names

    try:
        names = template_names(_workspace(ctx))
    except (JticketError, OSError):
        return []
    short = (each.removesuffix(".j2").removesuffix(".md") for each in names)
    return [CompletionItem(each) for each in short if each.startswith(begun)]


def complete_ranges(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The end that is begun of `A..B` or `A...B`, or one revision."""
    head, dots, begun = incomplete.rpartition("..")
    found = complete_revisions(ctx, parameter, begun)
    for each in found:
        each.value = f"{head}{dots}{each.value}"
    return found


def complete_revisions(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """Branches, tags and remotes' branches."""
    from click.shell_completion import CompletionItem

    from jticket.vcs.revisions import revision_names

    try:
        names = revision_names(_workspace(ctx).location.holder)
    except (JticketError, OSError):
        return []
    return [
        CompletionItem(name, help=kind) for name, kind in names.items() if name.startswith(begun)
    ]


complete_ids = OFFERS["dependencies"]
complete_people = OFFERS["assignee"]
complete_statuses = OFFERS["status"]
