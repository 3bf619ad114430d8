"""`mcda new DIR`."""

from __future__ import annotations

from pathlib import Path

import click

from criteria.files import catalogue_names
from criteria.files.starter import write_panel
from criteria.text import name_fault
from tui.commands.group import NOT_GOOD


@click.command(name="new")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--catalogue", type=click.Choice(catalogue_names()), metavar="WORD", help="Start from a catalogue.")
@click.option("--title", metavar="TEXT", help="What the panel is called; the folder's name if left out.")
@click.option("--panellists", type=click.IntRange(1, 999), default=5, show_default=True, metavar="N", help="How many.")
def command(folder: Path, catalogue: str | None, title: str | None, panellists: int) -> None:
    """Write a new panel folder DIR: a panel.yaml with comments that explain it."""
    if title is not None and (message := name_fault(title)):
        raise click.UsageError(f"--title: {message}")
    try:
        path = write_panel(folder, catalogue, title or folder.resolve().name, panellists)
    except FileExistsError as error:
        there = "this is a file" if folder.is_file() else "there is a panel already"
        click.echo(f"{error.filename}: {there}; nothing was written", err=True)
        raise click.exceptions.Exit(NOT_GOOD) from None
    click.echo(f"wrote {path}: its comments say what to put where; then: mcda check {folder}", err=True)
