"""The manual that comes with the package: its pages, and how a terminal shows them."""

from __future__ import annotations

import re
from importlib.resources import files

from jticket.errors import NotFoundError
from jticket.model.suggestions import one_of

FIRST = "start"
TOPICS = (
    "start",
    "commands",
    "queries",
    "planning",
    "templates",
    "review",
    "history",
    "ci",
    "workflow",
    "format",
    "configuration",
    "findings",
    "git",
    "agents",
)
"""The pages in the order in which one reads them."""


class NoTopicError(NotFoundError):
    """Says that the guide has no such page."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"the guide has no page '{topic}'", one_of(topic, TOPICS))


def page(topic: str) -> str:
    """The Markdown of a page.

    Raises:
        NoTopicError: there is none of that name.
    """
    if topic not in TOPICS:
        raise NoTopicError(topic)
    return files("jticket").joinpath("guide", f"{topic}.md").read_text(encoding="utf-8")


def title(topic: str) -> str:
    """The heading of a page."""
    heading = re.match(r"# (.+)", page(topic))
    return heading[1] if heading else topic
