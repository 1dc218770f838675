"""`jticket schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.options import json_option
from jticket.cli.output import on_terminal, print_json_view, print_text, print_view

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _names(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from jticket.render.schemas.catalogue import SCHEMAS

    return [
        CompletionItem(name, help=schema.summary)
        for name, schema in SCHEMAS.items()
        if name.startswith(incomplete)
    ]


@click.command("schema", epilog="Example: jticket schema plan")
@click.argument("name", required=False, metavar="[NAME]", shell_complete=_names)
@json_option
def command(*, name: str | None, as_json: bool) -> None:
    """Print a JSON Schema of what a command prints, or of a file.

    NAME is a schema, such as front-matter, or a command; without one, the schemas are listed.
    """
    from jticket.render.payload import dumped
    from jticket.render.schemas.catalogue import SCHEMAS, schema_named, schemas_json

    if name is not None:
        print_text(f"{dumped(schema_named(name).document())}\n")
    elif as_json:
        print_json_view(schemas_json())
    elif on_terminal():
        width = max(map(len, SCHEMAS))
        print_view(f"{schema.name:{width}}  {schema.summary}" for schema in SCHEMAS.values())
    else:
        print_view(f"{schema.name}\t{schema.summary}" for schema in SCHEMAS.values())
