"""`jticket completion`: the set-up of a shell's Tab key."""

from __future__ import annotations

import click

_HOW = {
    "bash": 'eval "$(jticket completion bash)"   # in ~/.bashrc',
    "zsh": 'eval "$(jticket completion zsh)"   # in ~/.zshrc',
    "fish": "jticket completion fish > ~/.config/fish/completions/jticket.fish",
}


@click.command("completion", epilog=f"Example: {_HOW['bash']}")
@click.argument("shell", type=click.Choice(list(_HOW)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what makes the Tab key complete commands and IDs."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    root = ctx.find_root().command
    if found is not None:
        click.echo(found(root, {}, "jticket", "_JTICKET_COMPLETE").source())
