"""`mcda check PANEL`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria import coverage
from criteria.faults import Fault, PanelError
from criteria.text import guarded, visible
from tui.commands import options
from tui.commands.group import NOT_GOOD
from tui.reading import read_files

if TYPE_CHECKING:
    from criteria.journal import Log
    from criteria.panel import Panel

COLUMNS = ("file", "line", "column", "field", "message")


@click.command(name="check")
@options.panel_argument
@click.option("--format", type=click.Choice(options.FORMATS), default="table", metavar="WORD", help="table, csv, json.")
@click.option("--strict", is_flag=True, help="Exit 1 for notices too.")
def command(folder: Path, format: str, strict: bool) -> None:
    """Say what is wrong with the files of PANEL and with its journal, all of it at once; nothing is computed."""
    faults: list[Fault] = []
    notices: list[str] = []
    panel = None
    try:
        panel = read_files(folder)
    except PanelError as error:
        faults += error.faults
    log = _journal(folder, faults)
    if panel is not None:
        if log is not None and log.events:
            panel = _with(panel, log, faults)
        faults += coverage.faults(panel)
        notices += [*panel.notices, *coverage.notices(panel)]
    _show(tuple(faults), format)
    for notice in notices:
        click.echo(f"notice: {visible(notice)}", err=True)
    held = f", {journal_line(log)}" if log is not None else ""
    if faults or panel is None:
        click.echo(counted(len(faults), "fault") + held, err=True)
    else:
        rows = f"{counted(len(panel.judgements), 'judgement')}, {counted(len(panel.ratings), 'rating')}"
        texts = f", texts in {', '.join(panel.languages)}" if panel.languages else ""
        click.echo(f"no faults: {counted(len(panel.panellists), 'panellist')}, {rows}{held}{texts}", err=True)
    if faults or (strict and notices):
        raise click.exceptions.Exit(NOT_GOOD)


def _journal(folder: Path, faults: list[Fault]) -> Log | None:
    """What the journal holds, its faults added to the others; None if there is none that can be read."""
    if not (folder / "journal.db").exists():
        return None
    from criteria.journal import JournalError, read_log
    from criteria.journal.chain import broken

    try:
        log = read_log(folder, thorough=True)
    except JournalError as error:
        faults.append(broken(1, "file", error.strerror or str(error)))
        return None
    faults += log.faults
    return log


def _with(panel: Panel, log: Log, faults: list[Fault]) -> Panel:
    """The panel with the answers of the journal, unless that is another panel's, which is a fault."""
    from criteria.files.overlay import fitting, with_events
    from criteria.journal import Log
    from criteria.journal.chain import broken

    known, all = fitting(panel, log.events)
    if all and not known:
        said = f"the journal of another panel: none of its {counted(all, 'answer')} is about what panel.yaml names"
        faults.append(broken(1, "panel", said))
        return panel
    return with_events(panel, Log(events=log.events))


def journal_line(log: Log) -> str:
    """How many events a journal holds, and the beginning of the latest one's id, which stands for all before it."""
    from criteria.journal.chain import heads_of

    heads = ", ".join(sorted(id[:10] for id, _ in heads_of(log.events)))
    return f"a journal of {counted(len(log.events), 'event')}" + (f" up to {heads}" if heads else "")


def counted(count: int, thing: str) -> str:
    """A number and a noun in its number."""
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
