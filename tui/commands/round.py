"""`mcda round PANEL`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria.asking import ballots
from criteria.events import Action, Kind, Standing, standing
from criteria.files import read_files
from criteria.files.table import ROUNDS
from criteria.session import Ballot, written_in_files
from criteria.text import comment_fault, nearest, quoted
from tui.commands import options
from tui.commands.group import NOT_GOOD
from tui.commands.options import Output

if TYPE_CHECKING:
    from criteria.panel import Panel
    from tui.commands.listing import Row

COLUMNS = ("round", "state", "results", "panellists", "complete", "answers")
WORDS = {
    "open": Kind.OPENED,
    "close": Kind.CLOSED,
    "feedback": Kind.FED_BACK,
    "readmit": Kind.READMITTED,
    "note": Kind.NOTED,
    "finish": Kind.FINISHED,
    "release": Kind.RELEASED,
    "withhold": Kind.WITHHELD,
}
WITH_MORE = {"open": "a number", "readmit": "a panellist", "note": "a text"}
"""Words that need something more, and what."""


@click.command(name="round")
@options.panel_argument
@click.argument("word", metavar="[WORD]", required=False, type=click.Choice(list(WORDS)))
@click.argument("more", metavar="[N | PANELLIST | TEXT]", required=False)
@click.option("--without-quorum", is_flag=True, help="With close: also if fewer have answered than the rules ask for.")
@options.output_options
def command(folder: Path, output: Output, *, word: str | None, more: str | None, without_quorum: bool) -> None:
    """Say how the rounds of PANEL stand, or go on: open N, close, feedback, finish.

    Panellists answer in the round that was opened last, until it is closed. Of answers to the same question that of the
    latest round holds. After feedback, each sees in the next round how the group answered in this one, once they have
    answered themselves.

    readmit PANELLIST lets one answer though the round is closed; note TEXT adds to the record; release and withhold say
    whether the room may see results.
    """
    from criteria.journal import Journal, read_log
    from tui.commands.listing import Listing, meta_of

    panel = read_files(folder)
    now = standing(read_log(folder).events)
    if word is None:
        output.write(Listing(meta=meta_of(panel), columns=COLUMNS, rows=_rows(panel, now)))
        output.say(_changed_rules(panel, now))
        if not output.quiet:
            for line in filter(None, (_settled(panel, now), *_verdicts(panel, now))):
                click.echo(line, err=True)
        return
    action = _action(panel, now, word, more)
    if _is_so(panel, now, action):
        click.echo(f"{_said(panel, now)}; nothing was written", err=True)
        return
    if trouble := _against_the_rules(panel, now, action, without_quorum):
        click.echo(f"{trouble}; nothing was written", err=True)
        raise click.exceptions.Exit(NOT_GOOD)
    journal = Journal(folder)
    try:
        journal.append([action])
    finally:
        journal.close()
    click.echo(_said(panel, standing(read_log(folder).events)), err=True)


def _action(panel: Panel, now: Standing, word: str, more: str | None) -> Action:
    """What is to be written; usage errors where something is missing or makes no sense."""
    if (more is not None) is (word not in WITH_MORE):
        needed = f"needs {WITH_MORE[word]}" if word in WITH_MORE else f"takes nothing more, found {quoted(more or '')}"
        raise click.UsageError(f"'{word}' {needed}")
    if word == "open":
        if not (str(more).isdecimal() and 1 <= int(str(more)) <= ROUNDS):
            raise click.UsageError(f"{quoted(str(more))} is no round: allowed are 1 to {ROUNDS}")
        return Action(kind=Kind.OPENED, round=int(str(more)), text=str(panel.rules or ""))
    if word == "readmit":
        ids = {panellist.id.casefold(): panellist.id for panellist in panel.panellists}
        if str(more).casefold() not in ids:
            raise click.UsageError(f"{quoted(str(more))} is no panellist: {nearest(str(more), ids.values())}")
        return Action(kind=Kind.READMITTED, round=now.round, panellist=ids[str(more).casefold()])
    if word == "note" and (fault := comment_fault(str(more)) or ("" if str(more).strip() else "the note is empty")):
        raise click.UsageError(fault)
    return Action(kind=WORDS[word], round=now.round, text=more or "")


def _is_so(panel: Panel, now: Standing, action: Action) -> bool:
    """Whether the action would change nothing."""
    phase = now.phase(panel.rules)
    match action.kind:
        case Kind.OPENED:
            return phase == "open" and now.round == action.round
        case Kind.CLOSED:
            return not now.open
        case Kind.FED_BACK:
            return now.fed_back >= now.round
        case Kind.FINISHED:
            return now.finished
        case Kind.READMITTED:
            return now.takes(action.panellist, panel.rules)
        case Kind.RELEASED | Kind.WITHHELD:
            return now.released is (action.kind is Kind.RELEASED)
    return False


def _against_the_rules(panel: Panel, now: Standing, action: Action, without_quorum: bool) -> str:
    """Why the action may not be; empty if it may."""
    rules = panel.rules
    if now.finished and action.kind in (Kind.OPENED, Kind.READMITTED, Kind.FED_BACK):
        return "the panel is final: no round follows"
    if action.kind in (Kind.FED_BACK, Kind.FINISHED) and now.phase(rules) in ("open", "draft"):
        return _said(panel, now) + (": close it first" if now.begun else "")
    if action.kind is Kind.OPENED and rules is not None and action.round > rules.most_rounds:
        return f"the rules end after {rules.most_rounds} round{'s' * (rules.most_rounds > 1)}: 'finish' is next"
    if action.kind is Kind.OPENED:
        return _out_of_order(panel, now, action.round)
    if action.kind is Kind.CLOSED and rules is not None and not without_quorum:
        complete = next(row[4] for row in _rows(panel, now) if row[0] == now.round)
        if isinstance(complete, int) and complete < rules.quorum:
            said = f"{complete} have answered everything, the quorum is {rules.quorum}"
            return f"{said}: --without-quorum closes all the same"
    return ""


def _out_of_order(panel: Panel, now: Standing, round: int) -> str:
    """Why that round is not the one to open; empty if it is: the same again or the next one."""
    if panel.rules is not None and not now.begun:
        return "" if round == 1 else "no round was opened yet: the first is 1"
    if now.round <= round <= now.round + 1:
        return ""
    return f"{_said(panel, now)}: open {now.round} again, or {now.round + 1}"


def _changed_rules(panel: Panel, now: Standing) -> list[str]:
    """That the rules are not those of the beginning."""
    if not now.begun or now.rules == str(panel.rules or ""):
        return []
    before, after = (text or "no rules" for text in (now.rules, str(panel.rules or "")))
    return [f"the rules were changed after the first round was opened: from '{before}' to '{after}'"]


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


def _said(panel: Panel, now: Standing) -> str:
    results = "released to the room" if now.released else "withheld"
    phase = now.phase(panel.rules)
    if phase == "draft":
        return "no round is open yet"
    states = {
        "open": "is open",
        "closed": "is closed",
        "feedback": "is closed and fed back",
        "final": "was the last one",
    }
    return f"round {now.round} {states[phase]}, results are {results}"


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
        asked = ballots(panel, now, round)
        complete = sum(_answered_all(panel, now, ballot, id, round) for id, ballot in asked.items())
        rows.append((round, state, results, len(set(who)), complete, len(who)))
    return rows


def _answered_all(panel: Panel, now: Standing, ballot: Ballot, panellist: str, round: int) -> bool:
    """Whether a panellist has an answer to every question in a round, 'cannot say' included."""
    held = {**written_in_files(panel, panellist, round).held, **now.sheet(panellist, round).held}
    return all(("answer", question.key) in held for question in ballot.questions)
