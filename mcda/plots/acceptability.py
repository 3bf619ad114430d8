"""How often each alternative takes each rank: a stacked bar an alternative."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mcda.arrays import ArrayLike
from mcda.plots.style import finished, methods, percent, rank_ticks, rows, said, styled
from mcda.results.sensitivity import SensitivityReport

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def rank_acceptability(names: Sequence[str], shares: ArrayLike, *, title: str = "", notice: str = "") -> Figure:
    """How often each alternative takes each rank: a stacked bar an alternative, the first ranks darkest.

    Parameters
    ----------
    names : sequence of a str
        From the top down.
    shares : (a, r) float
        [i, k] is the share in which i has rank k + 1; 0 to 1.
    title, notice : str
        Above the figure, and below it in small, such as that the data are made up.
    """
    table = np.asarray(shares, dtype=np.float64)
    ranks = table.shape[1]
    with styled():
        from matplotlib import colormaps
        from matplotlib.cm import ScalarMappable
        from matplotlib.colors import BoundaryNorm, ListedColormap

        figure, axes = rows(names, title, notice, wider=0.8)
        colours = ListedColormap(colormaps["cividis"](np.linspace(0, 1, ranks)))
        starts = np.concatenate([np.zeros((len(table), 1)), table.cumsum(axis=1)[:, :-1]], axis=1)
        places = np.arange(len(names))
        for rank in range(ranks):
            axes.barh(
                places, table[:, rank], 0.8, starts[:, rank], color=colours(rank), edgecolor="white", linewidth=0.4
            )
            for place in places[table[:, rank] >= 0.045]:
                axes.text(
                    starts[place, rank] + table[place, rank] / 2,
                    place,
                    str(rank + 1),
                    ha="center",
                    va="center",
                    fontsize=7,
                    color="white" if np.dot(colours(rank)[:3], [0.299, 0.587, 0.114]) < 0.5 else "black",
                )
        percent(axes, "share of the draws")
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        bounds = BoundaryNorm(np.arange(ranks + 1) + 0.5, ranks)
        bar = figure.colorbar(ScalarMappable(bounds, colours), ax=axes, label="rank", aspect=30, pad=0.01)
        bar.set_ticks(rank_ticks(ranks))
        bar.ax.invert_yaxis()
        bar.ax.tick_params(length=0)
        bar.ax.minorticks_off()
        return finished(figure)


def of_report(result: SensitivityReport) -> Figure:
    """The shares of ranks of a result."""
    doubted = ", ".join((*(word for word in result.doubt if word not in result.moot), *result.limits())) or "nothing"
    how = f"{methods(result.meta)}, {result.draws:,} draws, seed {result.seed}, doubted: {doubted}"
    line = f"ranks of {len(result.alternatives)} {result.of}"
    return rank_acceptability(result.names, result.acceptability, **said(result, line, how))
