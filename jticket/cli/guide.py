"""`jticket guide`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.output import on_terminal, print_view
from jticket.render.rich_text import markdown
from jticket.store.guide import TOPICS, guide_page, guide_title

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from jticket.cli.app import App


def _topics(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    return [
        CompletionItem(topic, help=guide_title(topic))
        for topic in TOPICS
        if topic.startswith(incomplete)
    ]


@click.command("guide", epilog="Example: jticket guide workflow")
@click.argument("topic", required=False, shell_complete=_topics)
@click.pass_obj
def command(app: App, /, topic: str | None) -> None:
    """Read the manual; without a TOPIC, what there is to read."""
    if topic is None:
        width = max(map(len, TOPICS))
        print_view(f"jticket guide {name:<{width}}  {guide_title(name)}" for name in TOPICS)
        return
    text = guide_page(topic)
    if on_terminal():
        print_view([markdown(text, columns=app.width, color=app.colored)])
    else:
        print_view([text.rstrip("\n")])
