"""`mcda export PANEL WHAT`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria.files import PANEL_FILE
from tui.commands import options
from tui.commands.options import ENDINGS, FORMATS, Output
from tui.reading import language, read_files, read_panel

if TYPE_CHECKING:
    from criteria.journal import Log
    from criteria.panel import Panel
    from tui.commands.listing import Listing

TABLES = ("judgements", "ratings")
TEXTS = ("ahp-os", "dmsy", "xmcda", "journal", "latex")
FORMS = (*TABLES, "all", "workbook", *TEXTS)


@click.command(name="export")
@options.panel_argument
@click.argument("what", metavar="WHAT", type=click.Choice(FORMS))
@click.option(
    "-o",
    "path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to FILE; of 'all' to the folder FILE, which is made if there is none.",
)
@click.option("--format", type=click.Choice(FORMATS), metavar="WORD", help="Of judgements, ratings: table, csv, json.")
@click.option("--of", type=click.Choice(("steps", "solutions")), metavar="WORD", help="Of dmsy, xmcda: which table.")
@click.option("--excel", is_flag=True, help="CSV that Excel opens: with a byte-order mark, formulas defused.")
@click.option("--raw", is_flag=True, help="CSV without the apostrophe that keeps spreadsheets from formulas.")
@click.option("-q", "--quiet", is_flag=True, help="No warnings.")
def command(
    folder: Path,
    what: str,
    *,
    path: Path | None,
    format: str | None,
    of: str | None,
    excel: bool,
    raw: bool,
    quiet: bool,
) -> None:
    """Write PANEL for people and programs that have none of this tool.

    \b
    judgements  answers as they stand, the sittings included, as judgements.csv
    ratings     the same as ratings.csv
    all         weights, ranking, agreement, judgements, ratings as CSV into a folder
    workbook    the same as an Excel workbook
    ahp-os      judgements as a JSON project of AHP-OS
    dmsy        the decision table as YAML of scikit-criteria
    xmcda       the decision table as XMCDA 4.0.0
    journal     every event of the journal as a line of JSON
    latex       weights and ranking as LaTeX tables

    A row of judgements or ratings without a ratio or a value says that the panellist cannot say, or has only commented.
    """
    if excel and raw:
        raise click.UsageError("--excel defuses formulas, --raw leaves them: use one of them")
    if (excel or raw) and what not in (*TABLES, "all"):
        raise click.UsageError(f"--excel and --raw are about CSV, {what} is none")
    if format is not None and what not in TABLES:
        raise click.UsageError(f"--format is about judgements and ratings: {what} has a form of its own")
    if of is not None and what not in ("dmsy", "xmcda"):
        raise click.UsageError("--of chooses the table of dmsy and xmcda")
    output = Output(format, path, raw, quiet)
    if what == "all":
        _all(folder, path, output, excel)
        return
    path = options.writable_path(path)
    if what in TABLES:
        _answers(folder, what, Output(format, path, raw, quiet), excel)
    elif what == "workbook":
        _workbook(folder, path, output)
    else:
        _text(folder, what, path, of, output)


def _answers(folder: Path, what: str, output: Output, excel: bool) -> None:
    """One table of answers."""
    from criteria.journal import read_log

    if output.format is None and output.path is not None and output.path.suffix.lower() not in ENDINGS:
        endings = ", ".join(filter(None, ENDINGS))
        raise click.UsageError(f"'{output.path.suffix}' files are not written: end in {endings}, or give --format")
    listing = answers(read_files(folder), read_log(folder), what)
    if excel:
        _marked(output, listing)
    else:
        output.write(listing)
    output.say(listing.meta["notices"])


def _marked(output: Output, listing: Listing) -> None:
    """CSV with a byte-order mark."""
    from mcda import report

    if output.format not in (None, "csv"):
        raise click.UsageError("--excel writes CSV: leave out --format")
    text = "\ufeff" + listing.table().csv()
    if output.path is None:
        click.echo(text, nl=False)
    else:
        report.save(output.path, text, listing.meta)


def _all(folder: Path, into: Path | None, output: Output, excel: bool) -> None:
    """Five CSV files and where they come from."""
    from mcda import report
    from mcda.exporting.tables import csv_files, tables_of

    if into is None:
        raise click.UsageError("'all' is several files: give -o DIR")
    if (into / PANEL_FILE).exists():
        raise click.UsageError(f"'{into}' is a panel's own folder, whose files would be lost: give another")
    if into.exists() and not into.is_dir():
        raise click.UsageError(f"'{into}' is a file: give a folder")
    if not into.parent.is_dir():
        raise click.UsageError(f"there is no folder '{into.parent}'")
    tables = tables_of(folder, language())
    files = csv_files(tables, excel=excel, raw=output.raw)
    into.mkdir(exist_ok=True)
    for name, text in files.items():
        report.save_text(into / name, text)
    report.save_text(into / "meta.json", report.meta_text(tables.meta))
    output.say(tables.meta["notices"])


def _workbook(folder: Path, path: Path | None, output: Output) -> None:
    """An Excel workbook."""
    from mcda import report
    from mcda.exporting.cells import require_openpyxl
    from mcda.exporting.tables import tables_of
    from mcda.exporting.workbook import workbook

    if path is None:
        raise click.UsageError("a workbook is no text: give -o FILE.xlsx")
    if path.suffix.lower() != ".xlsx":
        raise click.UsageError(f"'{path.name}' does not end in .xlsx")
    try:
        require_openpyxl()
    except ImportError as error:
        raise click.UsageError(str(error)) from None
    tables = tables_of(folder, language())
    report.save_bytes(path, workbook(tables))
    output.say(tables.meta["notices"])


def _text(folder: Path, what: str, path: Path | None, of: str | None, output: Output) -> None:
    """A form that is text."""
    from mcda import report
    from mcda.exporting import decision, exchange
    from mcda.exporting.tables import tables_of
    from tui.commands.listing import meta_of

    panel = read_panel(folder)
    meta = meta_of(panel, form=what)
    if what == "ahp-os":
        exchanged = exchange.ahp_os(panel)
        text, meta = exchanged.text, {**meta, "notices": [*meta["notices"], *exchanged.notices]}
    elif what == "journal":
        from criteria.journal import read_log

        text = exchange.journal_lines(read_log(folder))
    elif what == "latex":
        tables = tables_of(folder, language())
        text, meta = decision.latex(tables), tables.meta
    else:
        table = decision.decision_table(panel, of)
        text, meta = decision.dmsy(table) if what == "dmsy" else decision.xmcda(table), table.meta
    if path is None:
        click.echo(text, nl=False)
    else:
        report.save(path, text, meta)
    output.say(meta["notices"])


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
