"""Scores as the weight of one criterion grows: a line an alternative."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mcda.arrays import Array, ArrayLike
from mcda.plots.style import LINES, MIDDLE, finished, label, legend, methods, note, percent, said, say, styled
from mcda.results.sweep import Sweep

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def sweep_lines(
    names: Sequence[str],
    shares: ArrayLike,
    scores: ArrayLike,
    now: float,
    flips: ArrayLike = (),
    *,
    criterion: str = "the criterion",
    title: str = "",
    notice: str = "",
) -> Figure:
    """Scores as the weight of one criterion grows; marked are its present weight and where the first place flips.

    Parameters
    ----------
    names : sequence of a str
    shares : (p,) float
        Ascending, 0 to 1.
    scores : (p, a) float
        Higher is better. The six that come first anywhere or stand highest now are told apart, the others are grey.
    now : float
        The present share.
    flips : (f,) float
        Shares at which the first place changes hands.
    criterion : str
        What the axis is called.
    """
    at, lines = np.asarray(shares, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    told = _told(at, lines, now)
    with styled():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8.5, 5.2 + 0.22 * len(told)), layout="constrained")
        say(figure, title, notice)
        axes = figure.subplots()
        others = [place for place in range(lines.shape[1]) if place not in told]
        for (colour, dashes, marker), place in zip(LINES, told, strict=False):
            axes.plot(
                at,
                lines[:, place],
                color=colour,
                linestyle=dashes,
                marker=marker,
                markevery=max(len(at) // 8, 1),
                markersize=4.5,
                linewidth=1.6,
                label=label(names[place], 70, 1),
            )
        for number, place in enumerate(others):
            called = "" if number else "others"
            axes.plot(at, lines[:, place], color="#b8b8b8", linewidth=0.8, label=called, zorder=1.5)
        axes.axvline(now, color="black", linewidth=1)
        note(axes, now, f"now {100 * now:.1f} %")
        for share in np.asarray(flips, dtype=np.float64):
            axes.axvline(share, color=MIDDLE, linewidth=1, linestyle=":")
            axes.plot([share], [0], "v", color=MIDDLE, clip_on=False, transform=axes.get_xaxis_transform(), zorder=5)
        percent(
            axes, f"weight of {label(criterion, 80, 1)}" + (", the first place flips at ▼" if np.size(flips) else "")
        )
        axes.set_ylabel("score")
        legend(axes, handlelength=4)
        return finished(figure)


def _told(at: Array, lines: Array, now: float) -> list[int]:
    """Which alternatives are told apart: those that are first anywhere, then those that stand highest now."""
    scored = lines[~np.isnan(lines).any(axis=1)]
    present = lines[np.abs(at - now).argmin()] if len(at) else lines[:0]
    highest = np.argsort(-present, kind="stable")
    leaders = set(scored.argmax(axis=1).tolist()) if len(scored) else set()
    ordered = [*(place for place in highest if place in leaders), *(place for place in highest if place not in leaders)]
    return sorted((int(place) for place in ordered[: len(LINES)]), key=lambda place: list(highest).index(place))


def of_sweep(result: Sweep) -> Figure:
    """The lines of a result."""
    return sweep_lines(
        result.names,
        result.shares,
        result.scores,
        result.share,
        [flip.share for flip in result.flips],
        criterion=result.name,
        **said(result, f"{result.of} as {result.name} weighs less and more", methods(result.meta)),
    )
