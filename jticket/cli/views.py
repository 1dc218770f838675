"""The named view that a list is asked to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.options import checked_text
from jticket.cli.output import notice

if TYPE_CHECKING:
    from jticket.cli.app import App
    from jticket.model.settings import View

NO_VIEW = "-"


def chosen_view(name: str | None, *, default: bool) -> View | None:
    """Returns the view of a name, or the user's usual one or the project's if there is no name.

    Raises:
        UnknownViewError: the config declares none of that name.
    """
    if name == NO_VIEW or (name is None and not default):
        return None
    from jticket.ops.selection import view_named

    app = _app()
    settings, own = app.workspace().settings, app.user_settings
    if name is not None:
        return view_named(checked_text(name, "--view"), settings, own.views)
    usual = own.view or settings.default_view
    if usual is None:
        return None
    notice(f"note: this is the view {usual}; `--view -` shows all")
    return view_named(usual, settings, own.views)


def _app() -> App:
    app: App = click.get_current_context().obj
    return app
