"""How far each weight may move: a line a criterion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mcda.arrays import ArrayLike
from mcda.plots.style import DARK, MIDDLE, PALE, finished, label, legend, methods, percent, rows, said, styled
from mcda.results.sensitivity import SensitivityReport

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def stability(
    names: Sequence[str],
    now: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    *,
    title: str = "",
    notice: str = "",
    what: str = "the first place stays",
) -> Figure:
    """How far each weight may move: a line from the lowest to the highest share, the present one marked.

    Parameters
    ----------
    names : sequence of m str
    now, low, high : (m,) float
        Shares of the weight, 0 to 1.
    what : str
        What holds between low and high, for the axis.
    """
    marks, lows, highs = (np.asarray(part, dtype=np.float64) for part in (now, low, high))
    with styled():
        figure, axes = rows(names, title, notice)
        places = np.arange(len(names))
        axes.hlines(places, 0, 1, color=PALE, linewidth=1)
        axes.hlines(places, lows, highs, color=MIDDLE, linewidth=4, label=what)
        for ends, free in ((lows, lows <= 0), (highs, highs >= 1)):
            axes.plot(ends[~free], places[~free], "|", color=DARK, markersize=11, markeredgewidth=2, linestyle="none")
        axes.plot(
            marks,
            places,
            "D",
            color="white",
            markeredgecolor="black",
            markersize=6,
            label="weight now",
            clip_on=False,
            zorder=5,
        )
        top = max(highs.max(initial=0.0), marks.max(initial=0.0))
        percent(axes, "weight of the criterion, the others in proportion", top)
        legend(axes, columns=3)
        return finished(figure)


def of_intervals(result: SensitivityReport) -> Figure:
    """The stability intervals of a result; ValueError if it has none."""
    if not result.intervals:
        raise ValueError("the report has no intervals: ask for them with intervals=True, of two criteria or more")
    return stability(
        [each.name for each in result.intervals],
        [each.weight for each in result.intervals],
        [each.low for each in result.intervals],
        [each.high for each in result.intervals],
        what=f"{label(result.names[0], 60, 1)} stays first",
        **said(result, f"how far each weight may move until another of the {result.of} is first", methods(result.meta)),
    )
