"""`mcda publish PANEL FOLDER`."""

from __future__ import annotations

from pathlib import Path

import click

from criteria.text import nearest, quoted, visible
from tui.commands import options
from tui.commands.refusing import refuse_to_write
from tui.reading import read_files


@click.command(name="publish")
@options.panel_argument
@click.argument("target", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option(
    "--by",
    "parts",
    multiple=True,
    metavar="WORD",
    help="Weights by parts too: organisation, or what was released by role or an attribute; repeatable.",
)
@click.option("-q", "--quiet", is_flag=True, help="Only what goes wrong.")
def command(folder: Path, target: Path, *, parts: tuple[str, ...], quiet: bool) -> None:
    """Write what was released of PANEL into the new folder FOLDER: weights, order, agreement.

    It holds nobody's name and nothing that rests on fewer than five panellists, together with all that was released
    before. The folder is written whole or not at all; the same release gives the same bytes.
    """
    from criteria.events import standing
    from criteria.journal import read_log
    from mcda import report
    from mcda.analysis import told

    panel = read_files(folder)
    for part in parts:
        if part not in panel.parts:
            raise click.UsageError(f"--by: {quoted(part)} is not known: {nearest(part, panel.parts)}")
    if not target.resolve().parent.is_dir():
        refuse_to_write(f"{target}: there is no folder to put it in")
    events = read_log(folder).events
    if not standing(events).released:
        refuse_to_write("results are withheld: 'mcda round PANEL release' releases them")
    found = told(panel, events)
    if isinstance(found, str):
        refuse_to_write(*found.splitlines())
    for part in parts:
        if part not in found.released:
            refuse_to_write(f"nothing was released by {part}: 'mcda round PANEL release --parts {part}' does so")
        if not found.parts[part]:
            refuse_to_write(
                f"no {part} may be told: each, or what it leaves of others, rests on fewer than five panellists"
            )
    files = report.publication(found, parts)
    if not files:
        refuse_to_write("there is nothing that may be told", *found.notes)
    try:
        new = report.save_folder(target, files)
    except FileExistsError as error:
        refuse_to_write(str(error))
    if not quiet:
        missing = [each for each in (found.weights, *found.orders.values(), found.agreement) if isinstance(each, str)]
        for note in dict.fromkeys(line for each in (*found.notes, *missing) for line in each.splitlines()):
            click.echo(visible(note), err=True)
        click.echo(f"{len(files)} files" if new else "the folder holds the same already", err=True)
    click.echo(target)
