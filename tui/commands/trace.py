"""`mcda trace PANEL ALTERNATIVE`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands import options
from tui.commands.options import Output
from tui.reading import read_panel


@click.command(name="trace")
@options.panel_argument
@click.argument("alternative", metavar="ALTERNATIVE")
@options.scoring_options
@options.judging_options
@click.option(
    "--quotations",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help="CSV with the columns evidence and quotation: what was said, by the codes that panel.yaml names.",
)
@click.option("--names", is_flag=True, help="For the facilitator: the ids of who judged, rated and commented.")
@options.output_options
def command(
    folder: Path,
    alternative: str,
    output: Output,
    *,
    quotations: Path | None,
    names: bool,
    of: str | None,
    **choices: str | None,
) -> None:
    """Follow the rank of a step or a solution of PANEL down to what it rests on.

    From the rank to what each criterion does for it, to the weights and who judged them, to the ratings and who gave
    them, to comments, and to the study's evidence and quotations.
    """
    from criteria.files.quotations import read_quotations
    from mcda import analysis

    panel = read_panel(folder)
    said = None if quotations is None else read_quotations(quotations)
    found = analysis.trace(panel, alternative, of, quotations=said, names=names, **choices)
    output.write(found)
    output.say(found.meta["notices"])
