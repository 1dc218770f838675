"""`jticket completion`: the script that sets up a shell's Tab key."""

from __future__ import annotations

import click

_SETUP = {
    "bash": 'eval "$(jticket completion bash)"   # in ~/.bashrc',
    "zsh": 'eval "$(jticket completion zsh)"   # in ~/.zshrc',
    "fish": "jticket completion fish > ~/.config/fish/completions/jticket.fish",
    "powershell": "jticket completion powershell | Out-String | Invoke-Expression   # in $PROFILE",
}


@click.command("completion", epilog=f"Example: {_SETUP['bash']}")
@click.argument("shell", type=click.Choice(list(_SETUP)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what makes the Tab key complete commands and IDs."""
    from jticket.cli.shells import SHELLS

    root = ctx.find_root().command
    click.echo(SHELLS[shell](root, {}, "jticket", "_JTICKET_COMPLETE").source(), nl=False)
