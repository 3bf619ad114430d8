"""`mcda accord PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from tui.commands import options
from tui.reading import read_files


@click.command(name="accord")
@options.panel_argument
@click.option(
    "-o",
    "output_file",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=options.writable,
    metavar="FILE",
    help="Write to FILE, its provenance to FILE.meta.json.",
)
def command(folder: Path, output_file: Path | None) -> None:
    """Write what journals ask of a report on PANEL, as Markdown: what files and journal know, blanks for the rest.

    The items are those of the ACCORD guideline for consensus methods. No panellist is named.
    """
    from criteria.journal import read_log
    from mcda import analysis, report

    sheet = analysis.accord(read_files(folder), read_log(folder))
    if output_file is None:
        click.echo(sheet.markdown(), nl=False)
    else:
        report.save(output_file, sheet.markdown(), sheet.meta)
