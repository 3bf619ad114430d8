"""`mcda export PANEL judgements|ratings`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria.files import read_files
from tui.commands import options
from tui.commands.options import Output

if TYPE_CHECKING:
    from criteria.journal import Log
    from criteria.panel import Panel
    from tui.commands.listing import Listing

TABLES = ("judgements", "ratings")


@click.command(name="export")
@options.panel_argument
@click.argument("what", metavar="judgements|ratings", type=click.Choice(TABLES))
@options.output_options
def command(folder: Path, output: Output, *, what: str) -> None:
    """Write the answers of PANEL as they stand: its CSV file with the sittings in its journal on top.

    The CSV can be read as judgements.csv or ratings.csv and gives the same panel. A row without a ratio or a value says
    that the panellist cannot say, or has only commented.
    """
    from criteria.journal import read_log

    listing = answers(read_files(folder), read_log(folder), what)
    output.write(listing)
    output.say(listing.meta["notices"])


def answers(panel: Panel, log: Log, what: str, **options: str) -> Listing:
    """The judgements or the ratings of a panel's files with a journal's events on top."""
    from criteria.events import standing
    from criteria.files.answers import JUDGEMENTS, RATINGS, exact, exact_ratio, judged, rated
    from criteria.files.overlay import with_events
    from tui.commands.listing import Listing, meta_of

    meta = meta_of(with_events(panel, log), table=what, **options)
    now, decimal = standing(log.events), panel.settings.decimal
    if what == "judgements":
        texts = {"ratio": partial(exact_ratio, decimal=decimal)}
        return Listing(meta=meta, columns=JUDGEMENTS, rows=judged(panel, now), texts=texts)
    texts = {"value": partial(exact, decimal=decimal)}
    return Listing(meta=meta, columns=RATINGS, rows=rated(panel, now), texts=texts)
