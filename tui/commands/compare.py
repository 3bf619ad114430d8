"""`mcda compare PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands import options
from tui.commands.options import Output
from tui.reading import read_panel

CHOICES = ("method", "normalisation", "priorities", "aggregation", "weighting", "scale")


@click.command(name="compare")
@options.panel_argument
@click.option(
    "--by",
    default="organisation",
    show_default=True,
    metavar="WORD",
    help=f"Parts: organisation, role, panellist or a declared attribute. Choices: {', '.join(CHOICES)}.",
)
@click.option("--ranks", is_flag=True, help="Show instead every alternative's rank in each order.")
@options.scoring_options
@options.judging_options
@options.strict_option
@options.output_options
def command(folder: Path, output: Output, *, by: str, ranks: bool, strict: bool, **choices: str | None) -> None:
    """Show the order by parts of PANEL, or under other choices, and how alike each is to the panel's own."""
    panel = read_panel(folder)
    options.check_part(panel, by, CHOICES)

    from mcda import analysis

    result = analysis.compare(panel, by, **choices)
    output.write(result, result.ranks_table() if ranks else None)
    output.close(result.meta["notices"], strict)
