"""`mcda check PANEL`."""

from __future__ import annotations

from pathlib import Path

import click

from criteria import coverage
from criteria.faults import Fault, PanelError
from criteria.files import read_panel
from criteria.text import guarded, visible
from tui.commands import options
from tui.commands.group import NOT_GOOD

COLUMNS = ("file", "line", "column", "field", "message")


@click.command(name="check")
@options.panel_argument
@click.option("--format", type=click.Choice(options.FORMATS), default="table", metavar="WORD", help="table, csv, json.")
@click.option("--strict", is_flag=True, help="Exit 1 for notices too.")
def command(folder: Path, format: str, strict: bool) -> None:
    """Say what is wrong with the files of PANEL, all of it at once; nothing is computed."""
    try:
        panel = read_panel(folder)
    except PanelError as error:
        _show(error.faults, format)
        click.echo(_counted(len(error.faults), "fault"), err=True)
        raise click.exceptions.Exit(NOT_GOOD) from None
    faults = coverage.faults(panel)
    _show(faults, format)
    notices = (*panel.notices, *coverage.notices(panel))
    for notice in notices:
        click.echo(f"notice: {visible(notice)}", err=True)
    if faults:
        click.echo(_counted(len(faults), "fault"), err=True)
    else:
        rows = f"{_counted(len(panel.judgements), 'judgement')}, {_counted(len(panel.ratings), 'rating')}"
        click.echo(f"no faults: {_counted(len(panel.panellists), 'panellist')}, {rows}", err=True)
    if faults or (strict and notices):
        raise click.exceptions.Exit(NOT_GOOD)


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _show(faults: tuple[Fault, ...], format: str) -> None:
    """The faults on stdout, which is data."""
    rows = tuple(tuple(getattr(fault, column) for column in COLUMNS) for fault in faults)
    if format == "json":
        import json

        records = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        click.echo(json.dumps({"faults": records}, ensure_ascii=False, indent=2))
    elif format == "csv":
        import csv
        import io

        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        click.echo(text.getvalue(), nl=False)
    else:
        for fault in faults:
            click.echo(visible(str(fault)))
