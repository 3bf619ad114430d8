"""`mcda consistency PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from criteria import words
from tui.commands import options
from tui.commands.options import Output, Verdict
from tui.reading import read_panel


@click.command(name="consistency")
@options.panel_argument
@options.random_index_option
@click.option("--scale", type=click.Choice(words.SCALES), metavar="WORD", help="Judgement scale.")
@click.option(
    "--revise",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="List instead up to N judgements of each inconsistent node to look at again.",
)
@options.people_options
@options.verdict_options
@options.output_options
def command(
    folder: Path,
    output: Output,
    verdict: Verdict,
    *,
    random_index: str | None,
    scale: str | None,
    revise: int,
    panellist: tuple[str, ...],
    organisation: tuple[str, ...],
) -> None:
    """Show how each panellist's judgements of PANEL hold together, node by node."""
    panel = read_panel(folder)
    who = options.people(panel, panellist, organisation)

    from mcda import analysis

    result = analysis.consistency(panel, random_index=random_index, scale=scale, panellists=who, revise=revise)
    output.write(result, result.revision_table() if revise else None)
    choices_behind = {"panellists": who, "random_index": random_index, "scale": scale}
    verdict.close(panel, output, result.meta["notices"], choices_behind)
