"""`mcda ballot make PANEL` and `mcda ballot read PANEL FILES...`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria.events import Kind
from criteria.faults import Fault, PanelError
from criteria.text import visible
from tui.commands import options
from tui.commands.beginning import prepared
from tui.commands.check import counted
from tui.commands.options import Output
from tui.commands.refusing import refuse_to_write

if TYPE_CHECKING:
    from tui.ballots.entering import Entry
    from tui.ballots.reading import Filled
    from tui.sitting import Sitting

FORMS = ("xlsx", "html")
BY = "ballot"
"""Who entered what comes from a ballot, unless somebody is named."""
COLUMNS = (
    *("file", "panellist", "round", "questions", "answered", "unsaid", "comments", "unanswered"),
    *("new", "same", "changed"),
)


@click.group(name="ballot")
def command() -> None:
    """Ask panellists who have none of this tool: one file for each, sent out and read back."""


@command.command(name="make", short_help="Write a ballot for each panellist into a new folder.")
@options.panel_argument
@click.option("-o", "target", required=True, type=click.Path(path_type=Path), metavar="DIR", help="A new folder.")
@click.option("--format", "form", type=click.Choice(FORMS), default="xlsx", metavar="WORD", help="xlsx; html to print.")
@click.option("--panellist", "chosen", multiple=True, metavar="ID", help="Only for this panellist; repeatable.")
def make(folder: Path, target: Path, *, form: str, chosen: tuple[str, ...]) -> None:
    """Write a ballot of the open round of PANEL for each panellist into the new folder DIR.

    Each holds what that panellist is asked, their own answers so far, and nothing of anybody else. The folder is
    written whole or not at all. What is printed as html comes back by 'mcda judge PANEL --panellist ID --by NAME'.
    """
    prepared()
    from mcda import report
    from tui.seat import NobodyError
    from tui.sitting import Sitting

    _need(form)
    if not target.resolve().parent.is_dir():
        raise click.UsageError(f"there is no folder '{target.parent}'")
    with closing(Sitting(folder)) as sitting:
        try:
            ids = [sitting.known(id) for id in chosen]
        except NobodyError as error:
            raise click.UsageError(f"--panellist: {error}") from None
        files = _made(sitting, ids, form)
    try:
        new = report.save_folder(target, files)
    except FileExistsError as error:
        refuse_to_write(str(error))
    made = counted(len(files), "ballot")
    said = f"{made}, each for one panellist alone" if new else f"the folder holds the same {made} already"
    click.echo(said, err=True)
    click.echo(target)


def _made(sitting: Sitting, ids: Sequence[str], form: str) -> dict[str, str | bytes]:
    """Name of a file -> the ballot of those panellists, of all who may answer if none is named."""
    from criteria.asking import ballots
    from tui.ballots.page import page
    from tui.ballots.paper import paper
    from tui.ballots.workbook import workbook

    if reason := sitting.closed_because():
        refuse_to_write(reason)
    panel, now = sitting.panel, sitting.standing()
    asked = ballots(panel, now, now.round)
    may = [id for id in asked if now.takes(id, panel.rules)]
    if barred := [id for id in ids if id not in may]:
        refuse_to_write(*(f"round {now.round} is not open to {id}" for id in barred))
    wanted = [id for id in may if id in ids or not ids]
    files: dict[str, str | bytes] = {}
    for id in wanted:
        if asked[id].questions:
            made = paper(panel, now, asked[id], id)
            files[f"ballot-{id}-round-{now.round}.{form}"] = workbook(made) if form == "xlsx" else page(made)
        else:
            click.echo(f"{id} is asked nothing in round {now.round}: no ballot", err=True)
    if not files:
        refuse_to_write(f"nobody is asked anything in round {now.round}")
    return files


@command.command(name="read", short_help="Take the answers on ballots into the journal.")
@options.panel_argument
@click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@options.entered_by_option("Who enters them; kept in the journal with each answer.")
@click.option("--replace", is_flag=True, help="Answers that differ from those given already take their place.")
@click.option("--keep", is_flag=True, help="Answers given already stay; only what is new is taken.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and write nothing.")
@options.output_options
def read(
    folder: Path, output: Output, *, paths: tuple[Path, ...], by: str, replace: bool, keep: bool, dry_run: bool
) -> None:
    """Take the answers on ballots (.xlsx) into the journal of PANEL, as if their panellists had given them here.

    All answers of all files are taken, or nothing is: with a fault in one file, or an answer that differs from one
    given already, nothing is written unless --replace or --keep says which counts. What was left empty stays open. The
    same ballot again changes nothing.
    """
    prepared()
    from tui.commands.listing import Listing, meta_of
    from tui.seat import RoundClosedError, SeatTakenError
    from tui.sitting import Sitting

    if replace and keep:
        raise click.UsageError("--replace takes what differs, --keep leaves it: use one of them")
    _need("xlsx")
    with closing(Sitting(folder)) as sitting:
        if reason := sitting.closed_because():
            refuse_to_write(reason)
        filled = _read(sitting, paths)
        bring = [each.panellist for each in filled if each.answers or each.comments]
        try:
            with nullcontext() if dry_run else sitting.seats(bring):
                entries = _beside(sitting, filled, by or BY)
                _show_changes(entries, replace=replace, keep=keep)
                actions = [action for entry in entries for action in entry.taken(replace=replace)]
                if not dry_run:
                    sitting.enter(actions)
        except SeatTakenError as error:
            refuse_to_write(f"{error} is answering in another window: try again once they have left")
        except RoundClosedError:
            refuse_to_write("the round was closed meanwhile")
        rows = [_row(entry) for entry in entries]
        output.write(Listing(meta=meta_of(sitting.panel, dry_run=dry_run), columns=COLUMNS, rows=rows))
    comments = sum(action.kind is Kind.COMMENTED for action in actions)
    said = f"{counted(len(actions) - comments, 'answer')} and {counted(comments, 'comment')}"
    how = "; nothing was written" if dry_run else " written"
    click.echo(f"{counted(len(entries), 'ballot')}: {said}{how}", err=True)


def _need(form: str) -> None:
    """Refuse a form whose library is missing."""
    from mcda.exporting.cells import require_openpyxl
    from tui.ballots.page import require_jinja

    try:
        (require_openpyxl if form == "xlsx" else require_jinja)()
    except ImportError as error:
        raise click.UsageError(str(error)) from None


def _read(sitting: Sitting, paths: Sequence[Path]) -> list[Filled]:
    """What is on the ballots; every fault of every file is said before the end."""
    from tui.ballots.reading import BallotReader

    reader = BallotReader(sitting.panel, sitting.standing())
    faults: list[Fault] = []
    filled: dict[str, Filled] = {}
    for path in paths:
        try:
            found = reader.read(path)
        except PanelError as error:
            faults += error.faults
            continue
        first = filled.setdefault(found.panellist, found)
        if first is not found:
            message = f"a second ballot of {found.panellist}, beside {visible(first.file)}: give one of them"
            faults.append(Fault(file=path.name, line=1, column=1, field="file", message=message))
    if faults:
        bad = len({fault.file for fault in faults})
        more = "; the others can be read without it" if bad == 1 < len(paths) else ""
        said = f"{counted(len(faults), 'fault')} in {bad} of {counted(len(paths), 'file')}{more}"
        refuse_to_write(*map(str, faults), said)
    return list(filled.values())


def _beside(sitting: Sitting, filled: Sequence[Filled], by: str) -> list[Entry]:
    """What the ballots bring beside what stands."""
    from tui.ballots.entering import beside

    now = sitting.standing()
    return [beside(sitting.panel, now, each, by) for each in filled]


def _show_changes(entries: Sequence[Entry], *, replace: bool, keep: bool) -> None:
    """Say which answers differ from those given; end there unless it is known which count."""
    said = [str(change.said) for entry in entries for change in entry.changes]
    if said and not (replace or keep):
        cure = "--replace takes what the ballots say, --keep what was said before"
        refuse_to_write(*said, f"{counted(len(said), 'difference')}: {cure}")
    for line in said:
        click.echo(visible(f"{line}{'; kept as it was' if keep else ''}"), err=True)


def _row(entry: Entry) -> tuple[str | int, ...]:
    """A ballot under COLUMNS."""
    filled = entry.filled
    answered = len(filled.answers)
    return (
        *(filled.file, filled.panellist, filled.round, filled.questions, answered),
        sum(value is None for value, _cell in filled.answers.values()),
        *(len(filled.comments), filled.questions - answered, len(entry.new), entry.same, len(entry.changes)),
    )
