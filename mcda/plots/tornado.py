"""What the winner's lead becomes by other weights: bars, the widest on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mcda.arrays import ArrayLike
from mcda.plots.style import DARK, LIGHT, MIDDLE, finished, label, legend, methods, rows, said, styled
from mcda.results.tornado import TornadoReport

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def tornado(
    names: Sequence[str],
    low: ArrayLike,
    high: ArrayLike,
    now: float,
    *,
    title: str = "",
    notice: str = "",
    less: str = "half the weight",
    more: str = "twice the weight",
    value: str = "lead of the first place",
) -> Figure:
    """What the winner's lead becomes as each weight goes down and up: bars from the present lead, the widest on top.

    Parameters
    ----------
    names : sequence of g str
    low, high : (g,) float
        The lead where each weighs less and where it weighs more; NaN draws no bar.
    now : float
        The present lead.
    less, more : str
        What is done to the weights.
    value : str
        What the axis shows.
    """
    lows, highs = np.asarray(low, dtype=np.float64), np.asarray(high, dtype=np.float64)
    widths = np.fmax(np.nan_to_num(np.abs(lows - now)), np.nan_to_num(np.abs(highs - now)))
    order = np.argsort(-widths, kind="stable")
    with styled():
        figure, axes = rows([names[place] for place in order], title, notice)
        places = np.arange(len(names))
        looks = ((lows, less, LIGHT, "////", 0.2), (highs, more, MIDDLE, "", -0.2))
        for leads, label, colour, hatch, up in looks:
            to = np.nan_to_num(leads[order] - now)
            axes.barh(places - up, to, 0.38, now, color=colour, hatch=hatch, edgecolor=DARK, linewidth=0.5, label=label)
        axes.axvline(now, color="black", linewidth=1)
        if min(np.nanmin(lows, initial=now), np.nanmin(highs, initial=now), now) <= 0:
            axes.axvline(0, color="black", linewidth=1, linestyle=":", label="the first place changes hands")
        axes.set_xlabel(f"{value} (now {now:.3f})")
        legend(axes, columns=3)
        return finished(figure)


def of_tornado(result: TornadoReport) -> Figure:
    """The bars of a result."""
    return tornado(
        result.names,
        result.leads[:, 0],
        result.leads[:, 1],
        result.lead,
        less=f"weight / {result.factor:g}",
        more=f"weight × {result.factor:g}",
        value=f"lead of {label(result.winner_name, 60, 1)}",
        **said(result, f"lead of the first of the {result.of} at other weights", methods(result.meta)),
    )
