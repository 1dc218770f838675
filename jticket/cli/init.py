"""`jticket init`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jticket.cli.options import commit_options, json_option, writing_options
from jticket.cli.output import notice, print_json, print_notices
from jticket.model.settings import IdScheme
from jticket.ops.write.init import start_project
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from jticket.cli.app import App


@click.command("init", epilog="Example: jticket init --prefix JJM")
@click.option("--prefix", metavar="P", help="What IDs begin with; default: the folder's letters.")
@click.option(
    "--id-scheme",
    type=click.Choice([scheme.value for scheme in IdScheme]),
    default=IdScheme.SEQUENTIAL.value,
    help="JJM-001, JJM-002 … or, for many clones at once, JJM-x7k2.",
)
@commit_options()
@json_option
@click.pass_obj
def command(
    app: App,
    prefix: str | None,
    id_scheme: str,
    *,
    no_commit: bool,
    message: str | None,
    no_verify: bool,
    as_json: bool,
) -> None:
    """Make the tickets folder, with its config, in one commit. Safe to run again."""
    options = writing_options(no_commit=no_commit, message=message, no_verify=no_verify)
    started = start_project(app.environment(), prefix, IdScheme(id_scheme), options)
    if as_json:
        commit = started.committed.oid if started.committed else None
        print_json(
            {
                "folder": started.folder,
                "prefix": started.prefix,
                "created": list(started.created),
                "commit": commit,
            }
        )
    elif started.created:
        commit = f" [{started.committed.short}]" if started.committed else ""
        line = f"made {', '.join(started.created)}; IDs begin with {started.prefix}-{commit}"
        click.echo(safe_line(line))
        notice("next: jticket create 'What is to be done'")
    else:
        click.echo(safe_line(f"{started.folder} is set up already; nothing was changed"))
    if prefix not in (None, started.prefix):
        notice(f"note: the config says {started.prefix}; change the prefix there")
    print_notices(started.committed.notices if started.committed else ())
