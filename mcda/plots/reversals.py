"""What the order rests on: the ranks of those who stand highest, in a row for everything that is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mcda.arrays import ArrayLike, IntArray
from mcda.plots.style import LINES, PALE, finished, label, legend, methods, rank_ticks, rows, said, styled
from mcda.results.reversals import ReversalReport

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_ROWS = 40
"""So many tries of a result are drawn, those that change most."""

DRAWN = ("panellist", "organisation", "criterion", "alternative")
"""Tests of a result that are drawn: what the order rests on."""


def reversals(
    names: Sequence[str],
    left_out: Sequence[str],
    ranks: ArrayLike,
    now: ArrayLike,
    *,
    shown: int = 4,
    title: str = "",
    notice: str = "",
) -> Figure:
    """The ranks of the first few alternatives when something is left out: a row each, a mark an alternative.

    Parameters
    ----------
    names : sequence of a str
        Best first.
    left_out : sequence of c str
    ranks : (c, a) int
        0 for an alternative that is left out itself, which gets no mark.
    now : (a,) int
        With everything there; vertical lines.
    shown : int
        How many alternatives are drawn, at most six.
    """
    table: IntArray = np.asarray(ranks, dtype=np.intp).reshape(-1, len(names))
    count = min(shown, len(names), len(LINES))
    with styled():
        figure, axes = rows(left_out, title, notice, spacing=0.24, extra=0.22 * count)
        places = np.arange(len(left_out))
        axes.hlines(places, 0, table.max(initial=1) + 1, color=PALE, linewidth=0.8, zorder=1)
        for place in reversed(range(count)):
            colour, dashes, marker = LINES[place]
            own = table[:, place]
            there = own > 0
            # Equal ranks side by side rather than on top of each other.
            beside = (place - (count - 1) / 2) * 0.1
            axes.axvline(np.asarray(now)[place] + beside, color=colour, linestyle=dashes, linewidth=0.8, zorder=2)
            axes.plot(
                own[there] + beside,
                places[there],
                marker,
                color=colour,
                markerfacecolor="white" if place % 2 else colour,
                markersize=5,
                linestyle="none",
                label=label(names[place], 70, 1),
                zorder=3,
            )
        last = int(table[:, :count].max(initial=1))
        axes.set_xlim(0.5, last + 0.6)
        axes.set_xticks(rank_ticks(last))
        axes.set_xlabel("rank; lines: with everything there")
        legend(axes, backwards=True)
        return finished(figure)


def of_reversals(result: ReversalReport) -> Figure:
    """The panellists, organisations, criteria and alternatives of a result that change most when left out."""
    drawn = [place for place, change in enumerate(result.changes) if change.test in DRAWN]
    if not drawn:
        raise ValueError("there is nothing to leave out: a single panellist, criterion and alternative")
    most = sorted(drawn, key=lambda place: (result.changes[place].first_stays, -result.changes[place].reversed))
    kept = sorted(most[:MOST_ROWS])
    changes = [result.changes[place] for place in kept]
    line = f"ranks of the {result.of} when one thing is left out"
    if len(kept) < len(drawn):
        line += f" (of {len(drawn)}, the {len(kept)} that change most)"
    return reversals(
        result.names,
        [f"{change.test} {change.id}" for change in changes],
        result.ranks[kept],
        result.now,
        **said(result, line, methods(result.meta)),
    )
