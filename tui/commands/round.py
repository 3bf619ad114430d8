"""`mcda round PANEL`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria.events import Action, Kind, Standing, standing
from criteria.files import read_files
from criteria.files.table import ROUNDS
from tui.commands import options
from tui.commands.options import Output

if TYPE_CHECKING:
    from criteria.panel import Panel
    from tui.commands.listing import Row

COLUMNS = ("round", "state", "results", "panellists", "answers")
WORDS = {"open": Kind.OPENED, "close": Kind.CLOSED, "release": Kind.RELEASED, "withhold": Kind.WITHHELD}


@click.command(name="round")
@options.panel_argument
@click.argument("word", metavar="[open N | close | release | withhold]", required=False, type=click.Choice(list(WORDS)))
@click.argument("number", metavar="", required=False, type=click.IntRange(1, ROUNDS))
@options.output_options
def command(folder: Path, output: Output, *, word: str | None, number: int | None) -> None:
    """Say how the rounds of PANEL stand, or open round N, close the open one, release or withhold the results.

    Panellists answer in the round that was opened last, until it is closed. Of answers to the same question that of the
    latest round holds.
    """
    from criteria.journal import Journal, read_log
    from tui.commands.listing import Listing, meta_of

    if (word == "open") is (number is None):
        raise click.UsageError("a number belongs to 'open' and to nothing else: mcda round PANEL open 2")
    panel = read_files(folder)
    now = standing(read_log(folder).events)
    if word is None:
        output.write(Listing(meta=meta_of(panel), columns=COLUMNS, rows=_rows(panel, now)))
        return
    action = Action(kind=WORDS[word], round=number or now.round)
    if _is_so(now, action):
        click.echo(f"{_said(now)}; nothing was written", err=True)
        return
    journal = Journal(folder)
    try:
        journal.append([action])
    finally:
        journal.close()
    click.echo(_said(standing(read_log(folder).events)), err=True)


def _is_so(now: Standing, action: Action) -> bool:
    """Whether the action would change nothing."""
    if action.kind is Kind.OPENED:
        return now.open and now.round == action.round
    if action.kind is Kind.CLOSED:
        return not now.open
    return now.released is (action.kind is Kind.RELEASED)


def _said(now: Standing) -> str:
    results = "released to the room" if now.released else "withheld"
    return f"round {now.round} is {'open' if now.open else 'closed'}, results are {results}"


def _rows(panel: Panel, now: Standing) -> list[Row]:
    """A row a round that was opened or has answers."""
    from criteria.files.answers import judged, rated

    answers = [(row[0], row[1], row[5]) for row in judged(panel, now)]
    answers += [(row[0], row[1], row[4]) for row in rated(panel, now)]
    said = [(round, who) for round, who, value in answers if value is not None]
    rows: list[Row] = []
    for round in sorted({now.round, *(round for round, _ in said)}):
        who = [panellist for number, panellist in said if number == round]
        latest = round == now.round
        state = "open" if latest and now.open else "closed"
        results = ("released" if now.released else "withheld") if latest else ""
        rows.append((round, state, results, len(set(who)), len(who)))
    return rows
