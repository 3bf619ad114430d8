"""A sweep in the words and rows of the screen: who takes first place when, the order at a weight, the numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from textual.content import Content

from tui.language import _
from tui.screens.results_text import score_text
from tui.show import fitted, show
from tui.widgets.bars import Bar

if TYPE_CHECKING:
    from mcda.results.sweep import Sweep
    from mcda.results.weights import Weights

LINES_DRAWN = 6
COLUMN = 8
"""Columns of the terminal that a number of the table takes."""
WIDEST_NAME = 24
"""Columns that names should have before the table shows more weights."""


def flip_sentences(sweep: Sweep) -> list[str]:
    """Who takes first place at which weight, nearest to the panel's first."""
    said = []
    for flip in sorted(sweep.flips, key=lambda flip: abs(flip.share - sweep.share)):
        more = flip.share >= sweep.share
        first = flip.after if more else flip.before
        if len(first) > 1:
            words = _("{who} share first place if {criterion} weighs more than {share} %.")
            if not more:
                words = _("{who} share first place if {criterion} weighs less than {share} %.")
        elif more:
            words = _("{who} takes first place if {criterion} weighs more than {share} %.")
        else:
            words = _("{who} takes first place if {criterion} weighs less than {share} %.")
        said.append(words.format(who=_called(sweep, first), criterion=sweep.name, share=percent_text(flip.share)))
    if not said:
        words = _("First whatever {criterion} weighs: {who}.")
        said.append(words.format(criterion=sweep.name, who=_called(sweep, sweep.first)))
    return said


def _called(sweep: Sweep, ids: tuple[str, ...]) -> str:
    return ", ".join(sweep.names[sweep.alternatives.index(id)] for id in ids)


def shown_shares(weights: Weights) -> dict[str, str]:
    """Criterion -> its share in percent, rounded as tables of weights round it."""
    shown = weights.table().displayed["global"]
    return {id: f"{100 * float(share):.1f}" for id, share in zip(weights.criteria, shown, strict=True)}


def percent_text(share: float) -> str:
    """A share in percent: whole where it is, else to a tenth, or as fine as it takes not to look like nothing."""
    percent = 100 * share
    if abs(percent - round(percent)) < 1e-9:
        return f"{percent:.0f}"
    for decimals in (1, 2, 3):
        text = f"{percent:.{decimals}f}"
        if 0 < float(text) < 100:
            return text
    return f"{percent:.4f}"


def sizes(sweep: Sweep) -> str:
    """What is ordered, and by which method."""
    options = sweep.meta["options"]
    method = " ".join(filter(None, (options["method"], options["normalisation"])))
    kind = _("steps") if sweep.of == "steps" else _("solutions")
    return f"{len(sweep.alternatives)} {kind} · {method}"


def ordered(sweep: Sweep, place: int) -> list[int]:
    """The alternatives by rank at a share, equal ones in the order of the panel."""
    return sorted(range(len(sweep.alternatives)), key=lambda at: int(sweep.ranks[place, at]))


def rows_at(sweep: Sweep, place: int) -> list[Bar]:
    """A bar an alternative, best first, marked where it rose or fell against the panel's own order."""
    own = sweep.place(sweep.share)
    lowest = _lowest(sweep)
    digits = len(str(len(sweep.alternatives)))
    rows = []
    for at in ordered(sweep, place):
        rank, score = int(sweep.ranks[place, at]), float(sweep.scores[place, at])
        label = f"{rank or '–':>{digits}}  {sweep.names[at]}"
        text = f"{score_text(score)} {moved(int(sweep.ranks[own, at]), rank):<3}"
        rows.append(Bar(label, score - lowest, text))
    return rows


def moved(before: int, after: int) -> str:
    """How many places something rose or fell; empty where it stayed."""
    if not before or not after or before == after:
        return ""
    return f"▲{before - after}" if after < before else f"▼{after - before}"


def _lowest(sweep: Sweep) -> float:
    """Where bars begin: at nothing, or at the lowest score if that is below."""
    return min([0.0, *(float(score) for score in sweep.scores.flat if not math.isnan(score))])


def top_score(sweep: Sweep) -> float:
    """The score of a full bar, the same for every weight."""
    return max(float(score) for score in sweep.scores.flat if not math.isnan(score)) - _lowest(sweep)


def most_telling(sweep: Sweep) -> list[int]:
    """The alternatives whose lines are drawn: all who are ever first, then the panel's first ones."""
    own = sweep.place(sweep.share)
    ever = [*sweep.first, *(id for flip in sweep.flips for id in flip.after)]
    firsts = [sweep.alternatives.index(id) for id in ever]
    chosen = list(dict.fromkeys([*firsts, *ordered(sweep, own)]))[:LINES_DRAWN]
    left_out = [at for at in ordered(sweep, own) if at not in chosen]
    return [*(at for at in ordered(sweep, own) if at in chosen), *left_out]


def numbers_at(sweep: Sweep, place: int, width: int, of_the_panel: str) -> list[Content]:
    """A line an alternative: its scores at the panel's weight, at the one looked at, and at even ones."""
    own = sweep.place(sweep.share)
    room = 0
    for every in (10, 20, 25, 50):
        percents = range(0, 101, every)
        room = width - 4 - COLUMN * (len(percents) + 2)
        if room >= WIDEST_NAME:
            break
    columns = [own, place, *(sweep.place(percent / 100) for percent in percents)]
    weights = [of_the_panel, percent_text(float(sweep.shares[place])) if place != own else of_the_panel, *percents]
    heads = f"{_('panel'):>{COLUMN}}{_('here'):>{COLUMN}}"
    room = max(room, 8)
    lines = [
        Content.styled(" " * (room + 4) + heads, "bold"),
        Content.styled(
            fitted("    " + _("weight"), room + 4) + "".join(f"{f'{weight} %':>{COLUMN}}" for weight in weights), "bold"
        ),
    ]
    for at in ordered(sweep, place):
        rank = int(sweep.ranks[place, at])
        cells = "".join(f"{_cell(float(sweep.scores[column, at])):>{COLUMN}}" for column in columns)
        lines.append(show(f"{rank or '–':>2}  {fitted(sweep.names[at], room)}{cells}"))
    return lines


def _cell(score: float) -> str:
    """A score in a column of numbers."""
    return "–" if math.isnan(score) else score_text(score)
