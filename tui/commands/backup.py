"""`mcda backup PANEL [DIR]`."""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

import click

from criteria.faults import PanelError
from criteria.files import PANEL_FILE, TABLES, read_files
from criteria.text import visible
from tui.commands import options
from tui.commands.check import counted, journal_line
from tui.commands.group import NOT_GOOD
from tui.commands.refusing import refuse, refuse_to_write


@click.command(name="backup")
@options.panel_argument
@click.argument("target", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
def command(folder: Path, target: Path | None) -> None:
    """Copy the files and the journal of PANEL into the new folder DIR, also while others answer.

    DIR is NAME-backup-YYYYMMDD-HHMMSS beside the panel if it is left out. The copy is written whole or not at all, and
    its journal is read again and checked.
    """
    folder = folder.resolve()
    if not (folder / PANEL_FILE).is_file():
        refuse(f"{folder}: there is no {PANEL_FILE} in it")
    if target is None:
        target = folder.with_name(f"{folder.name}-backup-{datetime.now():%Y%m%d-%H%M%S}")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        refuse_to_write(f"{target}: it is there already and not an empty folder")
    if not target.resolve().parent.is_dir():
        refuse_to_write(f"{target}: there is no folder to put it in")
    partial = target.resolve().with_name(f".{target.name}.{os.getpid()}.partial")
    partial.mkdir()
    try:
        copied, said, faults = _copied(folder, partial)
        if target.exists():
            target.rmdir()
        partial.rename(target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    click.echo(target)
    click.echo(f"{counted(copied, 'file')} and {said}", err=True)
    if _is_anonymous(folder):
        click.echo("it holds every answer with its panellist, as the panel does: keep it as carefully", err=True)
    for fault in faults:
        click.echo(visible(fault), err=True)
    if faults:
        click.echo("the journal was copied as it is, faults and all", err=True)
        raise click.exceptions.Exit(NOT_GOOD)


def _is_anonymous(folder: Path) -> bool:
    """Whether the panel is anonymous; a panel with faults is copied all the same."""
    try:
        return read_files(folder).anonymous
    except PanelError:
        return False


def _copied(folder: Path, into: Path) -> tuple[int, str, list[str]]:
    """How many files were copied, what journal, and the faults in its copy."""
    names = [name for name in (PANEL_FILE, *TABLES) if (folder / name).exists()]
    for name in names:
        with (folder / name).open("rb") as source, (into / name).open("xb") as copy:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
    if not (folder / "journal.db").exists():
        return len(names), "no journal", []
    from criteria.journal import JOURNAL_FILE, Journal, read_log

    journal = Journal(folder)
    try:
        journal.copy_to(into / JOURNAL_FILE)
    finally:
        journal.close()
    log = read_log(into, thorough=True)
    return len(names), journal_line(log), [str(fault) for fault in log.faults]
