"""`mcda influence PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands import options
from tui.commands.group import NOT_GOOD
from tui.commands.options import Output
from tui.reading import read_panel


@click.command(name="influence")
@options.panel_argument
@options.scoring_options
@options.judging_options
@options.people_options
@click.option(
    "--first", type=click.IntRange(1), default=3, show_default=True, metavar="K", help="First places together."
)
@click.option("--strict", is_flag=True, help="Exit 1 if there is anything to warn of.")
@options.output_options
def command(
    folder: Path,
    output: Output,
    *,
    panellist: tuple[str, ...],
    organisation: tuple[str, ...],
    first: int,
    strict: bool,
    **choices: str | None,
) -> None:
    """Show which panellist, organisation or single judgement of PANEL the order hangs on."""
    panel = read_panel(folder)
    who = options.people(panel, panellist, organisation)

    from mcda import analysis

    result = analysis.influence(panel, panellists=who, first=first, **choices)
    output.write(result)
    output.say(result.meta["notices"])
    if strict and result.meta["notices"]:
        raise click.exceptions.Exit(NOT_GOOD)
