"""`mcda influence PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands import options
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
@options.strict_option
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
    output.close(result.meta["notices"], strict)
