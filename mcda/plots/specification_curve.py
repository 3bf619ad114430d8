"""Ranks under every specification, sorted, over the choices made in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from mcda.arrays import ArrayLike, IntArray
from mcda.plots.style import DARK, LINES, PALE, finished, label, legend, methods, rank_ticks, said, say, styled
from mcda.results.specifications import CHOICES, Specifications

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def specification_curve(
    names: Sequence[str],
    ranks: ArrayLike,
    choices: Mapping[str, Sequence[str]],
    *,
    own: int | None = None,
    shown: int = 4,
    title: str = "",
    notice: str = "",
) -> Figure:
    """Ranks under every specification, sorted, and below which choices were made in each.

    Parameters
    ----------
    names : sequence of a str
        The order in which specifications are sorted: by the rank of the first, then of the second, and so on.
    ranks : (s, a) int
    choices : mapping of str to sequence of s str
        Choice -> the word that each specification has. A choice with a single word is left out.
    own : int, optional
        Which specification is the panel's own, marked.
    shown : int
        How many alternatives are drawn, at most six.
    """
    table: IntArray = np.asarray(ranks, dtype=np.intp)
    count = min(shown, len(names), len(LINES))
    order = np.lexsort(table.T[::-1])
    rows = [(choice, word) for choice, words in choices.items() for word in dict.fromkeys(words)]
    rows = [row for row in rows if len(set(choices[row[0]])) > 1]
    with styled():
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator

        heights = [0.6 + 0.24 * min(int(table.max(initial=1)), 16), 0.3 + 0.155 * len(rows)]
        figure = Figure(figsize=(9.5, 1.2 + 0.3 * count + sum(heights[: 2 if rows else 1])), layout="constrained")
        say(figure, title, notice)
        grid: Any = figure.subplots(
            2 if rows else 1, 1, sharex=True, squeeze=False, height_ratios=heights[: 2 if rows else 1]
        )
        axes: Axes = grid[0, 0]
        at = np.arange(len(table)) + 1
        size = float(np.clip(260 / max(len(table), 1), 1.6, 6))
        for place in reversed(range(count)):
            colour, _, marker = LINES[place]
            up = (place - (count - 1) / 2) * 0.12
            filled = "white" if place % 2 else colour
            axes.plot(
                at,
                table[order, place] + up,
                marker,
                color=colour,
                markerfacecolor=filled,
                markeredgewidth=0.5,
                markersize=size,
                label=label(names[place], 60, 1),
                zorder=3 + count - place,
            )
        axes.set_ylim(table.max(initial=1) + 0.7, 0.3)
        axes.set_yticks(rank_ticks(int(table.max(initial=1))))
        axes.grid(axis="y", color=PALE, linewidth=0.6)
        axes.set_ylabel("rank")
        room = max(0.8, 0.012 * len(table))
        axes.set_xlim(1 - room, len(table) + room)
        ticks = MaxNLocator(integer=True).tick_values(1, max(len(table), 2))
        axes.set_xticks([tick for tick in ticks if 1 <= tick <= len(table)])
        if own is not None:
            place = int(np.flatnonzero(order == own)[0]) + 1
            for part in grid[:, 0]:
                part.axvline(place, color="#c00000", linewidth=1.2, zorder=2, label="the panel's own choices")
        legend(axes, backwards=True, markerscale=6 / size)
        if rows:
            _dots(grid[1, 0], rows, choices, order)
        grid[-1, 0].set_xlabel(f"{len(table)} specifications, by the rank of {label(names[0], 60, 1)}")
        return finished(figure)


def _dots(axes: Axes, rows: Sequence[tuple[str, str]], choices: Mapping[str, Sequence[str]], order: IntArray) -> None:
    """Which word of each choice each specification has: a mark in the word's row."""
    for place, (choice, word) in enumerate(rows):
        has = np.array([each == word for each in choices[choice]])[order]
        width = 0.35 if len(order) > 200 else 0.8
        axes.vlines(np.flatnonzero(has) + 1, place - 0.36, place + 0.36, color=DARK, linewidth=width)
    firsts = [place for place, (choice, _) in enumerate(rows) if place == 0 or rows[place - 1][0] != choice]
    for place in firsts[1:]:
        axes.axhline(place - 0.5, color="#6a6a6a", linewidth=0.8)
    texts = [f"{choice}:  {word}" if place in firsts else word for place, (choice, word) in enumerate(rows)]
    axes.set_yticks(np.arange(len(rows)), [label(text, 40, 1) for text in texts], fontsize=7)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


def of_specifications(result: Specifications) -> Figure:
    """The curve of a result."""
    choices = {choice: [getattr(each, choice) for each in result.specifications] for choice in CHOICES}
    own = result.specifications.index(result.own) if result.own in result.specifications else None
    line = f"{result.of} under {len(result.specifications)} specifications"
    return specification_curve(
        result.names,
        result.ranks,
        choices,
        own=own,
        **said(result, line, f"the panel's own choices: {methods(result.meta)}"),
    )
