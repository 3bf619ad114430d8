"""When the steps of a roadmap are done: a bar a step, the chain that the end hangs on dark, phases told by lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mcda.arrays import ArrayLike
from mcda.plots.style import DARK, LIGHT, MADE_UP, finished, label, rows, styled
from mcda.results.base import judged_by
from mcda.results.plan import Plan, made_up

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def gantt(
    names: Sequence[str],
    begins: ArrayLike,
    ends: ArrayLike,
    critical: Sequence[int] = (),
    *,
    shares: ArrayLike | None = None,
    phases: Sequence[tuple[str, float, float]] = (),
    unit: str = "",
    title: str = "",
    notice: str = "",
) -> Figure:
    """A bar a step from its begin to its end, the first on top.

    Parameters
    ----------
    names : sequence of s str
    begins, ends : (s,) float
    critical : sequence of int
        Places of the steps that the end hangs on: their bars are dark, the others light and hatched.
    shares : (s,) float, optional
        Core index of each step, 0 to 1, written beside its bar.
    phases : sequence of (name, begin, end)
    unit : str
        Of the time.
    """
    from matplotlib.patches import Patch

    at, done = np.asarray(begins, dtype=np.float64), np.asarray(ends, dtype=np.float64)
    figure, axes = rows(names, title, notice, wider=1.0, extra=0.5)
    long_ = {place: place in set(critical) for place in range(len(names))}
    for place, dark in long_.items():
        looks = {"color": DARK} if dark else {"color": LIGHT, "hatch": "////", "edgecolor": DARK, "linewidth": 0.5}
        axes.barh(place, max(done[place] - at[place], 0.0), 0.55, at[place], **looks)
        if shares is not None:
            said = f"{100 * float(np.asarray(shares)[place]):.0f} %"
            axes.annotate(said, (done[place], place), (4, 0), textcoords="offset points", va="center", fontsize=8)
    last = max([float(done.max(initial=0.0)), *(end for _, _, end in phases)])
    for name, begin, end in phases:
        axes.axvline(begin, color="black", linewidth=0.8, linestyle=":")
        middle = (begin + end) / 2
        axes.annotate(
            label(name, 22, 2),
            (middle, 0.0),
            (0, -4),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="center",
            va="top",
            fontsize=8,
        )
    axes.set_xlim(0, last * 1.06 or 1.0)
    axes.tick_params(axis="x", pad=24 if phases else 3)
    axes.set_xlabel(f"time ({unit})" if unit else "time")
    keys = [
        Patch(color=DARK, label="the end hangs on it"),
        Patch(facecolor=LIGHT, hatch="////", edgecolor=DARK, label="the others"),
    ]
    axes.legend(handles=keys, loc="lower left", bbox_to_anchor=(0, 1.0), frameon=False, ncols=2, borderaxespad=0.2)
    return finished(figure)


def of_plan(result: Plan) -> Figure:
    """The bars of a roadmap."""
    number = {place: own for own, place in enumerate(result.order)}
    places = list(result.order)
    several = len(result.phase_names) > 1
    with styled():
        return gantt(
            [result.names[place] for place in places],
            result.begins[places],
            result.ends[places],
            [number[place] for place in result.critical],
            shares=result.core_index[places],
            phases=list(zip(result.phase_names, result.phase_begins.tolist(), result.phase_ends.tolist(), strict=True))
            if several
            else (),
            unit=result.time,
            title=f"{result.meta.get('title', '')}: roadmap, {result.amount(result.cost)}\n"
            f"{judged_by(result.meta)}; beside a bar: share of the draws whose best set holds it",
            notice=" ".join([MADE_UP] * bool(result.meta.get("synthetic")) + list(made_up(result.meta))),
        )
