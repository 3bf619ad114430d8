"""Which weights the doubt about the lead comes from: two bars a criterion, with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mcda.arrays import ArrayLike
from mcda.plots.style import DARK, LIGHT, MIDDLE, finished, label, legend, methods, rows, said, styled
from mcda.results.variance import Variance

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def sobol(
    names: Sequence[str],
    first_order: ArrayLike,
    total_order: ArrayLike,
    first_interval: ArrayLike,
    total_interval: ArrayLike,
    *,
    title: str = "",
    notice: str = "",
) -> Figure:
    """Sobol' indices of each criterion: its share of the variance alone and with others, in the order given.

    Parameters
    ----------
    names : sequence of m str
    first_order, total_order : (m,) float
        Shares of the variance, about 0 to 1; NaN draws no bar.
    first_interval, total_interval : (m, 2) float
        Their low and high ends.
    """
    looks = (
        (total_order, total_interval, "with other weights too", LIGHT, "////", 0.2),
        (first_order, first_interval, "alone", MIDDLE, "", -0.2),
    )
    with styled():
        figure, axes = rows(names, title, notice)
        places = np.arange(len(names))
        for indices, intervals, text, colour, hatch, down in reversed(looks):
            values, ends = np.asarray(indices, dtype=np.float64), np.asarray(intervals, dtype=np.float64)
            known = ~np.isnan(values)
            axes.barh(
                places[known] + down,
                values[known],
                0.38,
                color=colour,
                hatch=hatch,
                edgecolor=DARK,
                linewidth=0.5,
                label=text,
            )
            axes.hlines(places[known] + down, ends[known, 0], ends[known, 1], color="black", linewidth=1.2)
        axes.axvline(0, color="black", linewidth=0.8)
        axes.set_xlabel("share of the variance of the lead that the weight makes; black: its interval")
        legend(axes, columns=2)
        return finished(figure)


def of_variance(result: Variance) -> Figure:
    """The bars of a result."""
    options = result.meta["options"]
    how = f"{methods(result.meta)}, {options['draws']:,} draws, seed {options['seed']}"
    line = f"what the lead of {label(result.first_name, 60, 1)} over {label(result.runner_up_name, 60, 1)} depends on"
    return sobol(
        result.names,
        result.first_order,
        result.total_order,
        result.first_interval,
        result.total_interval,
        **said(result, line, how),
    )
