"""`mcda round PANEL`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria.asking import ballots
from criteria.events import Event, Kind, Standing, standing
from criteria.session import held_by
from criteria.text import nearest, quoted, visible
from tui import facilitating
from tui.commands import options
from tui.commands.group import NOT_GOOD
from tui.commands.options import Output
from tui.reading import read_files

if TYPE_CHECKING:
    from criteria.panel import Panel
    from tui.commands.listing import Row

COLUMNS = ("round", "state", "results", "panellists", "complete", "answers")


@click.command(name="round")
@options.panel_argument
@click.argument("word", metavar="[WORD]", required=False, type=click.Choice(list(facilitating.WORDS)))
@click.argument("more", metavar="[N | PANELLIST | TEXT]", required=False)
@click.option("--without-quorum", is_flag=True, help="With close: also if fewer have answered than the rules ask for.")
@click.option(
    "--parts",
    "parts",
    multiple=True,
    metavar="WORD",
    help="With release: the weights of parts too, by role or an attribute of panel.yaml; repeatable.",
)
@options.entered_by_option("Who goes on with the round; kept in the journal.")
@options.output_options
def command(
    folder: Path,
    output: Output,
    *,
    word: str | None,
    more: str | None,
    without_quorum: bool,
    parts: tuple[str, ...],
    by: str,
) -> None:
    """Say how the rounds of PANEL stand, or go on: open N, close, feedback, finish.

    Panellists answer in the round that was opened last, until it is closed. Of answers to the same question that of the
    latest round holds. After feedback, each sees in the next round how the group answered in this one, once they have
    answered themselves.

    readmit PANELLIST lets one answer though the round is closed; note TEXT adds to the record. release tells the room
    results as they stand now, or stood when the round was closed: nothing that rests on fewer than five panellists.
    withhold closes them to the room again.
    """
    from criteria.journal import Journal, read_log
    from criteria.telling import tells_more, to_release
    from tui.commands.listing import Listing, meta_of

    panel = read_files(folder)
    events = read_log(folder).events
    now = standing(events)
    if parts and word != "release":
        raise click.UsageError("--parts goes with release")
    for part in parts:
        if part not in panel.parts:
            raise click.UsageError(f"--parts: {quoted(part)} is not known: {nearest(part, panel.parts)}")
    if word is None:
        output.write(Listing(meta=meta_of(panel), columns=COLUMNS, rows=_rows(panel, now)))
        output.say(facilitating.changed_rules(panel, now))
        if not output.quiet:
            for line in filter(None, (_settled(panel, now), *_verdicts(panel, now))):
                click.echo(line, err=True)
        return
    try:
        action = facilitating.asked(panel, now, word, more, by)
    except facilitating.MistakenError as error:
        raise click.UsageError(str(error)) from None
    if action.kind is Kind.RELEASED:
        action = replace(to_release(panel, events, parts), by=by)
    if facilitating.is_so(panel, now, action) and not (parts and tells_more(events, action)):
        click.echo(f"{facilitating.said(panel, now)}; nothing was written", err=True)
        return
    try:
        facilitating.check(panel, now, action, _complete(panel, now, now.round), without_quorum=without_quorum)
    except facilitating.RefusedError as error:
        cure = ": --without-quorum closes all the same" if error.quorum else ""
        click.echo(f"{error}{cure}; nothing was written", err=True)
        raise click.exceptions.Exit(NOT_GOOD) from None
    journal = Journal(folder)
    try:
        journal.append([action])
    finally:
        journal.close()
    events = read_log(folder).events
    click.echo(facilitating.said(panel, standing(events)), err=True)
    if action.kind is Kind.RELEASED:
        _say_what_is_told(panel, events)


def _say_what_is_told(panel: Panel, events: Sequence[Event]) -> None:
    """What the room is told, and what not."""
    from mcda.analysis import told

    found = told(panel, events)
    for line in [found] if isinstance(found, str) else found.notes:
        click.echo(visible(line), err=True)


def _settled(panel: Panel, now: Standing) -> str:
    """How many pairs whoever has answered them all is not asked again in the latest round; empty if none."""
    most = max(ballots(panel, now, now.round).values(), key=lambda ballot: ballot.left, default=None)
    if most is None or not most.left:
        return ""
    return f"round {now.round}: {most.left} of {most.pairs} pairs are settled and not asked again"


def _verdicts(panel: Panel, now: Standing) -> list[str]:
    """By the rules: of each round that is over whether consensus was reached and whether the panel stops."""
    from criteria.files.overlay import overlaid

    over = overlaid(panel, now)[0].in_rounds(1, now.round - now.open)
    if panel.rules is None or not over.judgements:
        return []
    from mcda import analysis

    return list(analysis.rounds(over).verdicts())


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
        state = now.phase(panel.rules) if latest else "closed"
        results = ("released" if now.released else "withheld") if latest else ""
        rows.append((round, state, results, len(set(who)), _complete(panel, now, round), len(who)))
    return rows


def _complete(panel: Panel, now: Standing, round: int) -> int:
    """How many panellists have an answer to every question of theirs in a round, 'cannot say' included."""
    count = 0
    for panellist, ballot in ballots(panel, now, round).items():
        held = held_by(panel, now, panellist, round)
        count += all(("answer", question.key) in held for question in ballot.questions)
    return count
