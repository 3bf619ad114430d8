"""`mcda rank PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from criteria.files import read_panel
from tui.commands import options
from tui.commands.options import Output, Verdict


@click.command(name="rank")
@options.panel_argument
@options.scoring_options
@click.option("--explain", metavar="ALTERNATIVE", help="Say what lifts ALTERNATIVE and what holds it back.")
@options.judging_options
@options.random_index_option
@options.by_option
@options.people_options
@options.verdict_options
@options.output_options
def command(
    folder: Path,
    output: Output,
    verdict: Verdict,
    *,
    explain: str | None,
    by: str | None,
    panellist: tuple[str, ...],
    organisation: tuple[str, ...],
    random_index: str | None,
    scale: str | None,
    **choices: str | None,
) -> None:
    """Rank the solutions or the steps of PANEL."""
    panel = read_panel(folder)
    options.check_part(panel, by)
    who = options.people(panel, panellist, organisation)
    if by is not None and (who is not None or explain is not None):
        raise click.UsageError("--by stands against --panellist, --organisation and --explain: use one of them")

    from mcda import analysis
    from mcda.results.base import Result

    result: Result
    if by is not None:
        result = analysis.rank_by(panel, by, scale=scale, **choices)
    elif explain is not None:
        result = analysis.explain(panel, explain, scale=scale, panellists=who, **choices)
    else:
        result = analysis.rank(panel, scale=scale, panellists=who, **choices)
    output.write(result)
    choices_behind = {"panellists": who, "random_index": random_index, "scale": scale}
    verdict.close(panel, output, result.meta["notices"], choices_behind)
