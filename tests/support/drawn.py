"""What stands on a figure and how it looks, as lines of text: `python tests/support/drawn.py` writes them anew."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

FILE = Path(__file__).parents[1] / "mcda" / "figures.txt"


def number(value):
    """A number as it is read: six digits, no negative zero."""
    return f"{float(value) + 0.0:.6g}"


def numbers(values):
    return " ".join(map(number, np.ravel(values)))


def colour(value):
    from matplotlib.colors import to_hex

    return to_hex(value, keep_alpha=True) if isinstance(value, str) or len(np.shape(value)) == 1 else str(value)


def lines_of(axes):
    for line in axes.lines:
        marker = f"{line.get_marker()} {number(line.get_markersize())} {number(line.get_markeredgewidth())}"
        fills = f"{colour(line.get_markerfacecolor())} {colour(line.get_markeredgecolor())}"
        look = f"{colour(line.get_color())} {line._dash_pattern} {number(line.get_linewidth())}"
        rest = f"every {line.get_markevery()} over {number(line.get_zorder())} clipped {line.get_clip_on()}"
        at = f"({numbers(line.get_xdata())}) ({numbers(line.get_ydata())})"
        yield f"line {at} {look}; {marker} {fills}; {rest}; {line.get_label()}"


def bars_of(axes):
    for bar in axes.patches:
        box = (bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height())
        look = f"{colour(bar.get_facecolor())} {colour(bar.get_edgecolor())} {number(bar.get_linewidth())}"
        yield f"bar ({numbers(box)}) {look} {bar.get_hatch()} over {number(bar.get_zorder())}"
    for bars in axes.containers:
        yield f"bars {len(bars)}; {bars.get_label()}"


def strokes_of(axes):
    for strokes in axes.collections:
        segments = strokes.get_segments() if hasattr(strokes, "get_segments") else []
        ends = "; ".join(numbers(each) for each in segments)
        colours = " ".join(colour(each) for each in strokes.get_edgecolor()[:1])
        look = f"{colours} {numbers(strokes.get_linewidth())} over {number(strokes.get_zorder())}"
        yield f"strokes ({ends}) {look}; {strokes.get_label()}"


def words_of(axes):
    for text in axes.texts:
        near = f" from {numbers(text.xy)} {text.xycoords} {text.anncoords}" if hasattr(text, "xy") else ""
        patch = text.get_bbox_patch()
        back = (
            f" on {colour(patch.get_facecolor())} {text._bboxpad if hasattr(text, '_bboxpad') else ''}" if patch else ""
        )
        look = f"{text.get_ha()} {text.get_va()} {number(text.get_fontsize())} {colour(text.get_color())}"
        at = numbers(text.xyann) if hasattr(text, "xyann") else numbers(text.get_position())
        yield f"word {text.get_text()!r} ({at}){near} {look}{back}"


def frame_of(axes):
    yield f"x {numbers(axes.get_xlim())}: {numbers(axes.get_xticks())}; {axes.get_xlabel()!r}"
    yield f"y {numbers(axes.get_ylim())}: {numbers(axes.get_yticks())}; {axes.get_ylabel()!r}"
    for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
        sizes = {number(text.get_fontsize()) for text in axis.get_ticklabels()}
        spacing = {str(text._linespacing) for text in axis.get_ticklabels()}
        said = [text.get_text() for text in axis.get_ticklabels()]
        ticks = {(number(tick.get_pad()), number(tick._size)) for tick in axis.get_major_ticks()}
        grid = {
            (colour(tick.gridline.get_color()), number(tick.gridline.get_linewidth()), tick.gridline.get_visible())
            for tick in axis.get_major_ticks()
        }
        yield f"{name} labels {said} {sorted(sizes)} {sorted(spacing)} {sorted(ticks)} {sorted(grid)}"
    if beside := getattr(axes, "_colorbar_info", None):
        yield f"colour bar {beside['aspect']} {beside['pad']}"
    yield "spines " + " ".join(name for name, spine in axes.spines.items() if spine.get_visible())
    if legend := axes.get_legend():
        said = [text.get_text() for text in legend.get_texts()]
        box = numbers(legend.get_bbox_to_anchor()._bbox.bounds)
        handles = numbers((legend.handlelength, legend.markerscale, legend.borderaxespad))
        yield f"legend {said} {legend._ncols} {legend._loc} {box} {handles} {legend.get_frame_on()}"
        for patch in legend.get_patches():
            yield f"key {colour(patch.get_facecolor())} {colour(patch.get_edgecolor())} {patch.get_hatch()}"


def described(figure):
    """A figure as lines."""
    yield f"size {numbers(figure.get_size_inches())}"
    for text in (figure._suptitle, figure._supxlabel):
        if text is not None:
            yield f"said {text.get_text()!r} {number(text.get_fontsize())}"
    for number_of, axes in enumerate(figure.axes):
        yield f"axes {number_of}"
        for part in (frame_of, lines_of, bars_of, strokes_of, words_of):
            yield from part(axes)


def figures():
    """Name -> figure, so that each way in which one can look is there."""
    from mcda import plots

    names = ["A first name", "A second one, which goes on and on until it has to be broken into lines", "C", "D", "E"]
    said = {"title": "What is drawn", "notice": plots.MADE_UP}
    shares = [[0.6, 0.355, 0.045, 0, 0], [0.4, 0.5, 0.1, 0, 0], [0, 0.14, 0.86, 0, 0], [0, 0, 0, 0.5, 0.5]]
    now, low, high = [0.2, 0.2, 0.3, 0.3], [0, 0.1, 0.2, 0.15], [1, 0.3, 0.4, 0.9]
    ranks = [[1, 2, 3, 4, 5], [2, 1, 3, 4, 5], [1, 3, 2, 5, 4], [1, 2, 3, 5, 4]]
    choices = {"method": ["a", "b", "b", "a"], "scale": ["linear"] * 4, "priorities": ["x", "x", "y", "y"]}
    at = np.linspace(0, 1, 17)
    lines = np.stack([1 - at, at, *(place / 10 + 0 * at for place in range(7))], axis=1)
    many = [f"n{place}" for place in range(9)]
    begins, ends = [0, 2, 2, 5], [2, 5, 4, 9]
    phases = [("Early in the beginning of all that is to be done by anybody at all", 0, 4), ("Late", 4, 9)]
    spread = np.stack([low, high], axis=1)
    yield "acceptability", plots.rank_acceptability(names[:4], shares, **said)
    yield "acceptability of thirteen", plots.rank_acceptability([*"abcdefghijklm"], np.full((13, 2), 0.5))
    yield "stability", plots.stability(names[:4], now, low, high, **said)
    yield "tornado", plots.tornado(names[:3], [-0.1, 0.2, np.nan], [0.3, 0.1, 0.5], 0.1, **said)
    yield "tornado that ends above nothing", plots.tornado(names[:2], [0.2, 0.3], [0.5, 0.4], 0.35)
    yield "sobol", plots.sobol(names[:4], [0.2, np.nan, 0.1, 0], high, spread, spread, **said)
    yield "reversals", plots.reversals(names[:3], ["P1", "C"], [[2, 1, 3], [1, 2, 0]], [1, 2, 3], **said)
    yield "reversals of seven", plots.reversals([*"abcdefg"], ["x"], [[*range(7, 0, -1)]], [*range(1, 8)], shown=9)
    yield "specification curve", plots.specification_curve(names, ranks, choices, own=1, **said)
    yield "specification curve without choices", plots.specification_curve(["a", "b"], [[1, 2]], {"method": ["x"]})
    wide = np.tile(ranks, (60, 1))
    often = {choice: words * 60 for choice, words in choices.items()}
    yield "specification curve of many", plots.specification_curve(names, wide, often, shown=2)
    yield "sweep", plots.sweep_lines(many, at, lines, 0.25, [0.5], criterion="Cost", **said)
    yield "sweep that ends right", plots.sweep_lines(["a", "b"], at[:5], lines[:5, :2], 0.8)
    yield "gantt", plots.gantt(names[:4], begins, ends, [0, 3], shares=now, phases=phases, unit="months", **said)
    yield "gantt without more", plots.gantt(["a"], [0], [0])


def written():
    """All of them as text."""
    return "\n".join(f"## {name}\n" + "\n".join(described(figure)) + "\n" for name, figure in figures())


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    FILE.write_text(written(), encoding="utf-8")
