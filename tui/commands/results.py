"""`mcda results PANEL`, and the welcome of `mcda` alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria.faults import PanelError
from criteria.text import visible
from tui.commands import in_lines, options
from tui.commands.group import NOT_GOOD, USAGE

if TYPE_CHECKING:
    from tui.settings import Settings


@click.command(name="results")
@options.panel_argument
@click.option("--plain", is_flag=True, help="Line by line, for screen readers, simple terminals and scripts.")
def command(folder: Path, plain: bool) -> None:
    """Look at the results of PANEL on the screen, as the facilitator: weights, order, agreement, other weights."""
    settings = _prepared()
    from tui import logs, terminal

    if plain:
        try:
            code = in_lines.look(folder)
        finally:
            logs.stop_log()
        raise click.exceptions.Exit(code)
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

    try:
        code = look(folder, settings)
    finally:
        logs.stop_log()
    raise click.exceptions.Exit(code)


def welcome(*, plain: bool = False) -> int:
    """The exit code after the welcome, on the screen or line by line, and all that followed from it."""
    try:
        settings = _prepared()
    except PanelError as error:
        for fault in error.faults:
            click.echo(visible(str(fault)), err=True)
        return NOT_GOOD
    from tui import logs

    try:
        if plain:
            return in_lines.welcome(consistency=settings.consistency)
        from tui.opening import welcome as welcomed

        return welcomed(settings)
    finally:
        logs.stop_log()


def _prepared() -> Settings:
    """The settings, with language and log chosen by them. Raises SettingsError."""
    from tui import language
    from tui.settings import read_settings

    settings = read_settings()
    # The language is chosen before anything that speaks is imported.
    language.choose(settings.language)
    from tui import logs

    logs.start_log(settings.log_level)
    return settings
