"""Who the person at work is: the only place that decides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jticket.errors import JticketError
from jticket.model.people import NoNameError, means_asker

if TYPE_CHECKING:
    from jticket.model.settings import Settings
    from jticket.ops.workspace import Workspace
    from jticket.vcs.identity import Author


def person_at_work(workspace: Workspace, named: str | None = None) -> str:
    """Returns the person at work, spelled as in the config.

    That is who is `named`, else the environment's user, else `me` of the user's own settings, else
    the entry of `people` that has git's e-mail, else git's user.

    Raises:
        NoNameError: nothing names one.
    """
    settings, environment = workspace.settings, workspace.environment
    for name in (_name(named), _name(environment.user), environment.user_settings().me):
        if name:
            return settings.person_key(name)
    author = _author(workspace)
    if author is None:
        raise NoNameError
    return settings.author_key(author.name, author.email)


def _name(text: str | None) -> str:
    """Returns a name on one line; "" if it is only a word for the person at work."""
    name = " ".join((text or "").split())
    return "" if means_asker(name) else name


def names_in_commits(name: str, settings: Settings) -> tuple[str, ...]:
    """Returns the texts by which the author of a commit is known as a person: names and e-mail."""
    person = settings.person(name)
    return (name,) if person is None else tuple(filter(None, (name, person.name, person.email)))


def _author(workspace: Workspace) -> Author | None:
    from jticket.vcs.identity import author

    try:
        return author(workspace.repository)
    except JticketError:  # there is no repository, or no git
        return None
