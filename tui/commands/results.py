"""`mcda results PANEL`, and the welcome of `mcda` alone."""

from __future__ import annotations

from pathlib import Path

import click

from criteria.faults import PanelError
from criteria.text import visible
from tui.commands import in_lines, options
from tui.commands.beginning import held, prepared
from tui.commands.group import NOT_GOOD, USAGE


@click.command(name="results")
@options.panel_argument
@click.option("--plain", is_flag=True, help="Line by line, for screen readers, simple terminals and scripts.")
def command(folder: Path, plain: bool) -> None:
    """Look at the results of PANEL on the screen, as the facilitator: weights, order, agreement, other weights."""
    settings = prepared()
    from tui import terminal

    if plain:
        raise click.exceptions.Exit(held(settings, lambda: in_lines.look(folder)))
    if terminal.refuse() is not None:
        click.echo(
            "the full screen cannot be drawn here: --plain says the same line by line, and mcda weights, mcda rank and "
            "mcda agreement print it",
            err=True,
        )
        raise click.exceptions.Exit(USAGE)
    for warning in terminal.warnings():
        click.echo(f"warning: {visible(warning)}", err=True)
    from tui.opening import look

    raise click.exceptions.Exit(held(settings, lambda: look(folder, settings)))


def welcome(*, plain: bool = False) -> int:
    """The exit code after the welcome, on the screen or line by line, and all that followed from it."""
    try:
        settings = prepared()
    except PanelError as error:
        for fault in error.faults:
            click.echo(visible(str(fault)), err=True)
        return NOT_GOOD

    def welcomed() -> int:
        if plain:
            return in_lines.welcome(consistency=settings.consistency)
        from tui.opening import welcome

        return welcome(settings)

    return held(settings, welcomed)
