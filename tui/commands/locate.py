"""`mcda locate [PANEL]`."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import click

from criteria.files import PANEL_FILE, TABLES
from criteria.text import guarded, visible
from tui.commands import options

COLUMNS = ("name", "path", "exists")


@click.command(name="locate")
@click.argument("folder", metavar="[PANEL]", required=False, type=click.Path(path_type=Path))
@click.option("--format", type=click.Choice(options.FORMATS), metavar="WORD", help="table, csv or json.")
def command(folder: Path | None, format: str | None) -> None:
    """Say where settings, log, crash reports and samples lie, and the files of PANEL, and which of them exist."""
    from criteria.journal import JOURNAL_FILE
    from tui.places import places
    from tui.seat import SEATS_FILE

    rows = list(places()._asdict().items())
    if folder is not None:
        if not folder.is_dir():
            said = "this is a file: name the folder it lies in" if folder.exists() else "there is no such folder"
            raise FileNotFoundError(errno.ENOENT, said, str(folder))
        whole = folder.absolute()
        rows += [(name, whole / name) for name in (PANEL_FILE, *TABLES, JOURNAL_FILE, SEATS_FILE)]
    _show([(name, str(path), path.exists()) for name, path in rows], format or _usual())


def _usual() -> str:
    """A table for people, CSV for programs."""
    return "table" if sys.stdout.isatty() else "csv"


def _show(rows: list[tuple[str, str, bool]], format: str) -> None:
    """The places on stdout."""
    if format == "json":
        import json

        records = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
        click.echo(json.dumps({"rows": records}, ensure_ascii=False, indent=2))
    elif format == "csv":
        import csv
        import io

        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((name, guarded(path), "true" if exists else "false") for name, path, exists in rows)
        click.echo(text.getvalue(), nl=False)
    else:
        width = max(len(name) for name, _path, _exists in rows)
        for name, path, exists in rows:
            click.echo(f"{name:<{width}}  {'there   ' if exists else 'not yet '} {visible(path)}")
