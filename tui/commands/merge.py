"""`mcda merge PANEL OTHER...`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from criteria.events import Cell, Event, Held, Pair
from criteria.text import visible
from tui.commands import options
from tui.commands.check import counted
from tui.commands.options import Output
from tui.commands.refusing import refuse
from tui.reading import read_files

if TYPE_CHECKING:
    from criteria.journal import Conflict, Log
    from criteria.panel import Panel
    from tui.commands.listing import Row

COLUMNS = (
    *("other", "round", "panellist", "node", "first", "second", "alternative", "criterion", "about", "kept", "dropped"),
)


@click.command(name="merge")
@options.panel_argument
@click.argument("others", metavar="OTHER...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would come in, and write nothing.")
@options.output_options
def command(folder: Path, output: Output, *, others: tuple[Path, ...], dry_run: bool) -> None:
    """Take the events of other laptops into the journal of PANEL.

    OTHER is a copy of the panel's folder or a journal.db. Each is checked first; with a fault in one of them nothing is
    written. Of answers that differ the later one is kept: they are listed. The same again changes nothing.
    """
    from criteria.journal import Journal, read_log
    from criteria.journal.merging import merged
    from tui.commands.listing import Listing, meta_of

    panel = read_files(folder)
    own = read_log(folder)
    if own.faults:
        _refuse(folder, [str(fault) for fault in own.faults], "move journal.db away, then merge the latest backup")
    logs = [(_journal_of(other), other) for other in others]
    checked = [(other, _checked(panel, path)) for path, other in logs]
    rows: list[Row] = []
    held: dict[str, Event] = {event.id: event for event in own.events}
    journal = None if dry_run else Journal(folder)
    try:
        for other, log in checked:
            result = merged(tuple(held.values()), log.events) if journal is None else journal.merge(log.events)
            held |= {event.id: event for event in result.events}
            rows += [_row(other, conflict) for conflict in result.conflicts]
            differed = f"; {counted(len(result.conflicts), 'answer')} differed, the later one is kept"
            said = f"{counted(result.new, 'new event')}, {result.known} known" + (differed if result.conflicts else "")
            click.echo(f"{visible(str(other))}: {said}", err=True)
    finally:
        if journal is not None:
            journal.close()
    if dry_run:
        click.echo("nothing was written", err=True)
    if rows or output.chosen_format() != "table":
        output.write(Listing(meta=meta_of(panel, dry_run=dry_run), columns=COLUMNS, rows=rows))


def _refuse(path: Path, faults: list[str], cure: str) -> NoReturn:
    refuse(*(f"{path}: {fault}" for fault in faults), f"{counted(len(faults), 'fault')}: nothing was merged; {cure}")


def _journal_of(other: Path) -> Path:
    """The journal that a folder holds, or that the path is."""
    path = other / "journal.db" if other.is_dir() else other
    if not path.is_file():
        _refuse(other, ["there is no journal.db in this folder"], "name a panel folder in which somebody has sat")
    return path


def _checked(panel: Panel, path: Path) -> Log:
    """The events of another journal, refused if its chain is broken or none of its answers fits the panel."""
    from criteria.files.overlay import fitting
    from criteria.journal import read_log_file

    log = read_log_file(path, thorough=True)
    if log.faults:
        _refuse(path, [str(fault) for fault in log.faults], "merge its latest backup instead")
    known, all = fitting(panel, log.events)
    if all and not known:
        said = (
            f"this is the journal of another panel: none of its {counted(all, 'answer')} is about what panel.yaml names"
        )
        _refuse(path, [said], "look for the right one")
    if known < all:
        said = f"{all - known} of {counted(all, 'answer')} are about what panel.yaml does not name and will not count"
        click.echo(f"warning: {visible(str(path))}: {said}", err=True)
    return log


def _row(other: Path, conflict: Conflict) -> Row:
    """A conflict under COLUMNS."""
    about = conflict.about
    node, first, second = about if isinstance(about, Pair) else (about if isinstance(about, str) else "", "", "")
    alternative, criterion = about if isinstance(about, Cell) else ("", "")
    kind = "reason" if isinstance(about, str) else "comment" if conflict.kept.text else "answer"
    return (
        *(str(other), conflict.round, conflict.panellist, node, first, second, alternative, criterion, kind),
        *(_said(conflict.kept, about), _said(conflict.dropped, about)),
    )


def _said(held: Held, about: object) -> str:
    """An answer in a few words; of a pair in the direction in which it is listed."""
    from criteria.files.answers import exact, exact_ratio

    if held.text:
        return held.text
    if held.value is None:
        return "cannot say"
    if isinstance(held.subject, Pair):
        return exact_ratio(held.value if held.subject == about else 1 / held.value)
    return exact(held.value)
