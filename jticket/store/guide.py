"""The pages of the manual, which come with the package."""

from __future__ import annotations

import re
from importlib.resources import files

from jticket.errors import NotFoundError
from jticket.model.suggestions import one_of

TOPICS = (
    "start",
    "workflow",
    "commands",
    "queries",
    "planning",
    "forecast",
    "templates",
    "review",
    "history",
    "ci",
    "format",
    "json",
    "configuration",
    "findings",
    "git",
    "howto",
    "coming-from",
    "agents",
    "safety",
)
"""The pages in reading order."""


class NoTopicError(NotFoundError):
    """Raised when the guide has no page of that name."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"the guide has no page '{topic}'", one_of(topic, TOPICS))


def guide_page(topic: str) -> str:
    """Returns the Markdown of a page.

    Raises:
        NoTopicError: there is no such page.
    """
    if topic not in TOPICS:
        raise NoTopicError(topic)
    return files("jticket").joinpath("guide", f"{topic}.md").read_text(encoding="utf-8")


def guide_title(topic: str) -> str:
    """Returns the heading of a page."""
    heading = re.match(r"# (.+)", guide_page(topic))
    return heading[1] if heading else topic
