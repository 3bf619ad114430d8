"""A sweep in the words and rows of the screen: who takes first place when, the order at a weight, the numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from tui.language import _
from tui.screens.doubt_text import room_for_sureness
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


def flip_sentences(sweep: Sweep, share: float) -> list[str]:
    """Who takes first place at which weight, going away from a share, the nearest first."""
    said = []
    for flip in sorted(sweep.flips, key=lambda flip: abs(flip.share - share)):
        more = flip.share >= share
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


def standing(sweep: Sweep, share: float, of_the_panel: str) -> list[str]:
    """Between which weights the first place stays where one looks, then who takes it where; `of_the_panel` is what the
    criterion weighs to the panel in percent."""
    flips = flip_sentences(sweep, share)
    if not sweep.flips:
        return [f"({_own(sweep, share, of_the_panel)})", *flips]
    own = _("the panel's: {share} %").format(share=of_the_panel)
    return [f"{stays(sweep, share)} ({own}).", *flips]


def nearest_flip(sweep: Sweep, share: float, of_the_panel: str) -> list[str]:
    """The same in fewer lines: who takes first place nearest to where one looks."""
    return [f"({_own(sweep, share, of_the_panel)})", *flip_sentences(sweep, share)]


def _own(sweep: Sweep, share: float, of_the_panel: str) -> str:
    return _("the panel's") if share == sweep.share else _("the panel's: {share} %").format(share=of_the_panel)


def stays(sweep: Sweep, share: float) -> str:
    """Who is first at a share, and between which weights of the criterion that stays so."""
    low = max((flip.share for flip in sweep.flips if flip.share < share), default=0.0)
    high = min((flip.share for flip in sweep.flips if flip.share >= share), default=1.0)
    first = sweep.first_at(share)
    if low > 0 and high < 1:
        words = _("{who} stays first while {criterion} weighs between {low} % and {high} %")
        many = _("{who} share first place while {criterion} weighs between {low} % and {high} %")
    elif low > 0:
        words = _("{who} stays first while {criterion} weighs at least {low} %")
        many = _("{who} share first place while {criterion} weighs at least {low} %")
    else:
        words = _("{who} stays first while {criterion} weighs at most {high} %")
        many = _("{who} share first place while {criterion} weighs at most {high} %")
    ends = {"low": percent_text(low), "high": percent_text(high)}
    return (many if len(first) > 1 else words).format(who=_called(sweep, first), criterion=sweep.name, **ends)


def weighing(sweep: Sweep, room: int) -> str:
    """Which criterion weighs, in so many columns."""
    what = _("If {criterion} weighs").format(criterion=sweep.name)
    if cell_len(what) > room:
        name = fitted(sweep.name, max(room - cell_len(what) + cell_len(sweep.name), 4)).rstrip()
        what = _("If {criterion} weighs").format(criterion=name)
    return what


def _called(sweep: Sweep, ids: tuple[str, ...]) -> str:
    return _(", ").join(sweep.names[sweep.alternatives.index(id)] for id in ids)


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


def rows_at(sweep: Sweep, place: int, sure: Mapping[str, str] | None = None, width: int = 0) -> list[Bar]:
    """A bar an alternative, best first, marked where it rose or fell against the panel's own order; behind it how sure
    its place is, on a screen of that width, or room for it."""
    own = sweep.place(sweep.share)
    lowest = _lowest(sweep)
    digits = len(str(len(sweep.alternatives)))
    rows = []
    for at in ordered(sweep, place):
        rank, score = int(sweep.ranks[place, at]), float(sweep.scores[place, at])
        label = f"{rank or '–':>{digits}}  {sweep.names[at]}"
        text = f"{score_text(score)} {moved(int(sweep.ranks[own, at]), rank):<3}"
        if sure is not None:
            room = room_for_sureness(len(sweep.names), width)
            text += " " + fitted(sure.get(sweep.alternatives[at], ""), room)
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
    heads = "".join(f"{head:>{COLUMN}}" for head in (_("panel"), _("here")))
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


def help_lines() -> list[str]:
    """What is shown, and the keys."""
    return [
        _(
            "One criterion weighs less or more than it does to the panel; what is below it keeps its proportions, "
            "and so does everything else. ▲ and ▼ count the places that something rises or falls against the "
            "panel's order."
        ),
        _(
            "How often each is first: the answers are drawn anew within what they leave in doubt, and in every draw "
            "the odds of the criterion are moved by as much as here."
        ),
        "",
        _("← →         1 % less, 1 % more"),
        _("PgUp PgDn   10 % more, 10 % less"),
        _("Home End    nothing, everything"),
        _("0, r, F5    the panel's own weight"),
        _("↑ ↓         further down the order"),
        _("t, F7       the numbers as a table, or the lines"),
        _("d, F9       how sure the order is at this weight, or the lines"),
        _("k, F4       steps or solutions"),
        _("e, F6       write the numbers at every weight to a file"),
        _("c, F3       another criterion"),
        _("Esc, F10    back to the list, then to where you came from"),
    ]
