"""Reads the user's own `config.yml` as settings and diagnostics, as `text.config` does a project's.

The queries of views are not checked: what they may ask depends on the project.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jticket.model.people import means_asker
from jticket.model.user_settings import ColorChoice, TerminalFormat, UserSettings
from jticket.model.wording import quoted
from jticket.text.config_nodes import (
    SettingError,
    choice_of,
    collected,
    is_empty,
    text_of,
    unknown_key,
    word_of,
)
from jticket.text.config_project import views
from jticket.text.document import Document, DocumentError, decoded
from jticket.text.yaml_tree import mapping_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from jticket.model.diagnostics import Diagnostic
    from jticket.text.document import TextProblem
    from jticket.text.yaml_tree import Node


@dataclass(frozen=True, slots=True)
class UserConfigFile:
    """The user's settings, as far as they can be read, and all that is wrong with the file."""

    settings: UserSettings
    diagnostics: tuple[Diagnostic, ...] = ()


def read_user_config(data: bytes, path: str) -> UserConfigFile:
    """Returns what the user's own `config.yml` says; a key with a mistake has its default."""
    settings = UserSettings()
    try:
        text, _ = decoded(data)
    except DocumentError as error:
        return UserConfigFile(settings, (error.diagnostic(path),))
    root, problems = mapping_of(text, 0, len(text))
    for entry in root.entries if root else ():
        key = entry.key.value
        if key not in USER_READERS:
            problems.append(unknown_key(entry, tuple(USER_READERS)))
        elif not is_empty(entry.value):
            with collected(problems):
                settings = replace(settings, **{key: USER_READERS[key](entry.value, problems)})  # type: ignore[arg-type]  # the table pairs each key with its reader
    return UserConfigFile(settings, Document(text).diagnostics(problems, path))


def _me(node: Node, _: list[TextProblem]) -> str:
    name = " ".join(text_of(node).split())
    if means_asker(name):
        raise SettingError(node, f"{quoted(name)} is not a name", "write your own")
    return name


USER_READERS: dict[str, Callable[[Node, list[TextProblem]], object]] = {
    "me": _me,
    "format": choice_of(TerminalFormat),
    "color": choice_of(ColorChoice),
    "view": lambda node, _: word_of(node, "name of a view"),
    "views": views,
}
"""The reader of each key."""
