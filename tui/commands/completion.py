"""`mcda completion SHELL`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command(name="completion")
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
def command(shell: str) -> None:
    """Print the completion script for SHELL (bash, zsh or fish); put its output into the shell's start-up file."""
    from tui.commands.group import mcda

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(mcda, {}, "mcda", "_MCDA_COMPLETE").source())
