"""`mcda weights PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands import options
from tui.commands.options import Output, Verdict
from tui.reading import read_panel


@click.command(name="weights")
@options.panel_argument
@options.judging_options
@options.random_index_option
@options.by_option
@options.people_options
@click.option("--engine", type=click.Choice(["mcda", "ahpy"]), metavar="WORD", help="A second route: ahpy.")
@options.verdict_options
@options.output_options
def command(
    folder: Path,
    output: Output,
    verdict: Verdict,
    *,
    by: str | None,
    panellist: tuple[str, ...],
    organisation: tuple[str, ...],
    random_index: str | None,
    scale: str | None,
    **judging: str | None,
) -> None:
    """Weigh the criteria of PANEL: local weights among siblings, global weights in all."""
    panel = read_panel(folder)
    options.check_part(panel, by)
    who = options.people(panel, panellist, organisation)
    if by is not None and who is not None:
        raise click.UsageError("--by stands against --panellist and --organisation: use one of them")

    from mcda import analysis
    from mcda.results.base import Result

    result: Result
    if by is not None:
        result = analysis.weights_by(panel, by, scale=scale, **judging)
    else:
        result = analysis.weights(panel, scale=scale, panellists=who, **judging)
    output.write(result)
    choices_behind = {"panellists": who, "random_index": random_index, "scale": scale}
    verdict.close(panel, output, result.meta["notices"], choices_behind)
