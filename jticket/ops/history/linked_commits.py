"""The commits of code that name tickets."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from jticket.model.history.commit_links import normal_form
from jticket.model.history.merged_branches import names_by_commit
from jticket.vcs.log import commits, with_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jticket.model.ticket import Ticket
    from jticket.ops.history.reader import HistoryReader
    from jticket.ops.workspace import Workspace
    from jticket.text.project import Project
    from jticket.vcs.log import Commit


def ids_by_form(project: Project, tickets: Iterable[Ticket]) -> dict[str, str]:
    """Returns the IDs of tickets by the normal forms of their current and former ones."""
    return {
        normal_form(name): ticket.id
        for ticket in tickets
        for name in (ticket.id, *ticket.aliases)
        if project.graph.resolve(name) == ticket.id
    }


def linked_commits(
    reader: HistoryReader, workspace: Workspace, ids: Mapping[str, str]
) -> Mapping[str, Sequence[Commit]]:
    """Returns the commits that name each ticket and touch other files than tickets, newest first.

    `ids` are the tickets' IDs by the normal forms of their current and former ones.

    Raises:
        JticketError: git fails, or the clone lacks objects.
    """
    all_commits = tuple(commits(reader.repository, *reader.start))
    naming: dict[str, list[str]] = {}
    named = names_by_commit(all_commits, lambda word: normal_form(word) in ids)
    for commit_id, words in named.items():
        meant = [ids[form] for form in map(normal_form, words) if form in ids]
        if meant:
            naming[commit_id] = [*dict.fromkeys(meant)]
    name = reader.repository.relative(workspace.location.folder)
    folder = f"{name}/" if name else ""
    of_code = {
        commit.id
        for commit in with_files(reader.repository, naming)
        if any(not step.name.startswith(folder) for step in commit.files)
    }
    linked: defaultdict[str, list[Commit]] = defaultdict(list)
    for commit in all_commits:
        for ticket_id in naming[commit.id] if commit.id in of_code else ():
            linked[ticket_id].append(commit)
    return linked
