"""`jticket init`."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from jticket.cli.options import commit_options, exclusive, json_option, writing_options
from jticket.cli.output import notice, print_json, print_notices, say
from jticket.model.settings import IdScheme
from jticket.ops.write.init import start_project
from jticket.text.printable import safe_line

if TYPE_CHECKING:
    from jticket.cli.app import App


@click.command("init", epilog="Example: jticket init --prefix JJM")
@click.option("--prefix", metavar="P", help="What IDs begin with; default: from the folder's name.")
@click.option(
    "--id-scheme",
    type=click.Choice([scheme.value for scheme in IdScheme]),
    default=IdScheme.SEQUENTIAL.value,
    help="JJM-001, JJM-002 … or, for many clones at once, JJM-x7k2.",
)
@click.option(
    "--example",
    metavar="DIR",
    help="Make a new repository in DIR with the example project, to try things in.",
)
@commit_options()
@json_option
@exclusive("--example", "--prefix", "--id-scheme", "--no-commit", "--message", "--no-verify")
@click.pass_obj
def command(
    app: App,
    prefix: str | None,
    id_scheme: str,
    example: str | None,
    *,
    no_commit: bool,
    message: str | None,
    no_verify: bool,
    as_json: bool,
) -> None:
    """Make the tickets folder, with its config, in one commit. Safe to run again."""
    if example is not None:
        _make_example(app, example, as_json=as_json)
        return
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
        say(safe_line(line))
        notice("next: jticket create 'What is to be done'")
    else:
        say(safe_line(f"{started.folder} is set up already; nothing was changed"))
    if prefix not in (None, started.prefix):
        notice(f"note: the config says {started.prefix}; change the prefix there")
    print_notices(started.committed.notices if started.committed else ())


def _make_example(app: App, folder: str, *, as_json: bool) -> None:
    from jticket.ops.write.example import make_example

    example = make_example(app.environment(), Path(folder))
    commit = example.committed
    if as_json:
        print_json(
            {
                "folder": str(example.folder),
                "tickets": example.tickets,
                "commit": commit.oid if commit else None,
            }
        )
    else:
        made = f" [{commit.short}]" if commit else ""
        line = f"made a repository with {example.tickets} tickets in {folder}{made}"
        say(safe_line(line))
        notice(safe_line(f"next: cd {quote(folder)}; jticket board; jticket next; jticket plan"))
    if example.as_demo:
        notice("note: git does not know your name; commits there are by Demo <demo@example.org>")
