"""What `overview` and `render` share: where a document goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.output import notice, print_json, print_json_view, print_text
from jticket.ops.views.documents import write_document

if TYPE_CHECKING:
    from pathlib import Path

    from jticket.ops.workspace import Workspace

output_option = click.option("-o", "--output", metavar="FILE", help="Write it there.")


def deliver(
    workspace: Workspace, file: Path | None, text: str, template: str, *, as_json: bool
) -> None:
    """Writes a document to its file if there is one, and prints it, or what became of it."""
    is_written = write_document(workspace, file, text) if file else False
    if as_json:
        print_result = print_json if file else print_json_view
        print_result({"template": template, "file": str(file) if file else None, "text": text})
    elif file is None:
        print_text(text)
    else:
        notice(f"{file}: {'written' if is_written else 'up to date'}")
