"""Results as figures: arrays and labels -> a matplotlib Figure -> SVG or PNG. Readable in grey, and without a screen.

matplotlib 3.11 or later, an extra of the package, is imported inside the functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from criteria.text import inert
from mcda.arrays import Array, ArrayLike, IntArray
from mcda.results.base import Result
from mcda.results.specifications import CHOICES, Specifications
from mcda.results.sweep import Sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = (".svg", ".png")
DOTS_AN_INCH = 150
LABEL, LABEL_LINES = 38, 2
"""Characters of a line of a label, and how many lines before it is cut."""
MADE_UP = "Judgements and ratings are MADE UP: nobody's opinion."

DARK, MIDDLE, LIGHT, PALE = "#1b2a41", "#4c6a92", "#a9bcd0", "#e6e6e6"
"""One hue, told apart by lightness."""
LINES = (
    ("#000000", "-", "o"),
    ("#0072b2", "--", "s"),
    ("#d55e00", "-.", "^"),
    ("#009e73", ":", "D"),
    ("#cc79a7", (0, (6, 1, 1, 1, 1, 1)), "v"),
    ("#56b4e9", (0, (1, 1)), "P"),
)
"""Colour (Okabe & Ito's, for the colour-blind), dashes and marker, so that no line is told by its colour alone."""

_STYLE: dict[str, Any] = {
    "text.parse_math": False,
    "text.usetex": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "mcda",
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "axes.titlesize": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "hatch.linewidth": 0.6,
}


def figure_of(result: Result, kind: str | None = None) -> Figure:
    """The figure of a result.

    Parameters
    ----------
    result : Result
    kind : str, optional
        One of KINDS; the one that draws such a result if left out.

    Raises
    ------
    ValueError
        For an unknown kind, one that draws other results, or a result that none draws.
    """
    fitting = [name for name, (drawn, _) in KINDS.items() if isinstance(result, drawn)]
    if kind is not None and kind not in KINDS:
        raise ValueError(f"plot '{kind}' is not known: allowed are {', '.join(KINDS)}")
    if not fitting or (kind is not None and kind not in fitting):
        can = f"it can be drawn as {', '.join(fitting)}" if fitting else f"there are {', '.join(KINDS)} of others"
        raise ValueError(f"there is no plot{f' {kind!r}' if kind else ''} of a {type(result).__name__}: {can}")
    return KINDS[kind or fitting[0]][1](result)


def save_plot(figure: Figure, path: Path | str) -> None:
    """Write the figure to a path that ends in .svg or .png, whole or not at all.

    The same figure gives the same bytes: no date, no random ids. Letters are paths in SVG, so that it looks the same
    without the fonts. A font that lacks a letter draws a box in its place.

    Raises
    ------
    ValueError
        If the path ends in anything else.
    """
    import io
    import warnings

    from matplotlib.backends.backend_agg import FigureCanvasAgg

    path = Path(path)
    if path.suffix.lower() not in FORMATS:
        raise ValueError(f"'{path.name}' does not end in {' or '.join(FORMATS)}: a figure is written as one of them")
    written = io.BytesIO()
    if path.suffix.lower() == ".svg":
        saying: dict[str, Any] = {"format": "svg", "metadata": {"Date": None, "Title": figure.get_suptitle()}}
    else:
        saying = {"format": "png", "dpi": DOTS_AN_INCH}
    with _styled(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        FigureCanvasAgg(figure).print_figure(written, **saying)
    _replace(path, written.getvalue())


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
    with _styled():
        from matplotlib import colormaps
        from matplotlib.cm import ScalarMappable
        from matplotlib.colors import BoundaryNorm, ListedColormap

        figure, axes = _rows(names, title, notice, wider=0.8)
        colours = ListedColormap(colormaps["cividis"](np.linspace(0, 1, max(ranks, 2))[:ranks]))
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
        _percent(axes, "share of the draws")
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        bounds = BoundaryNorm(np.arange(ranks + 1) + 0.5, ranks)
        bar = figure.colorbar(ScalarMappable(bounds, colours), ax=axes, label="rank", aspect=30, pad=0.01)
        bar.set_ticks(_rank_ticks(ranks))
        bar.ax.invert_yaxis()
        bar.ax.tick_params(length=0)
        bar.ax.minorticks_off()
        return _finished(figure)


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
    with _styled():
        figure, axes = _rows(names, title, notice)
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
        _percent(axes, "weight of the criterion, the others in proportion")
        _legend(axes, columns=3)
        return _finished(figure)


def tornado(
    names: Sequence[str],
    low: ArrayLike,
    high: ArrayLike,
    now: float,
    *,
    title: str = "",
    notice: str = "",
    less: str = "weighs half",
    more: str = "weighs double",
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
    with _styled():
        figure, axes = _rows([names[place] for place in order], title, notice)
        places = np.arange(len(names))
        looks = ((lows, less, LIGHT, "////", 0.2), (highs, more, MIDDLE, "", -0.2))
        for leads, label, colour, hatch, up in looks:
            to = np.nan_to_num(leads[order] - now)
            axes.barh(places - up, to, 0.38, now, color=colour, hatch=hatch, edgecolor=DARK, linewidth=0.5, label=label)
        axes.axvline(now, color="black", linewidth=1)
        if min(np.nanmin(lows, initial=now), np.nanmin(highs, initial=now), now) <= 0:
            axes.axvline(0, color="black", linewidth=1, linestyle=":", label="the first place changes hands")
        axes.set_xlabel(f"{value} (now {now:.3f})")
        _legend(axes, columns=3)
        return _finished(figure)


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
    with _styled():
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator

        heights = [0.6 + 0.24 * min(int(table.max(initial=1)), 16), 0.3 + 0.155 * len(rows)]
        figure = Figure(figsize=(9.5, 1.2 + 0.3 * count + sum(heights[: 2 if rows else 1])), layout="constrained")
        _say(figure, title, notice)
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
                label=_label(names[place], 60, 1),
                zorder=3 + count - place,
            )
        axes.set_ylim(table.max(initial=1) + 0.7, 0.3)
        axes.set_yticks(_rank_ticks(int(table.max(initial=1))))
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
        _legend(axes, backwards=True, markerscale=6 / size)
        if rows:
            _dots(grid[1, 0], rows, choices, order)
        grid[-1, 0].set_xlabel(f"{len(table)} specifications, by the rank of {_label(names[0], 60, 1)}")
        return _finished(figure)


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
    with _styled():
        from matplotlib.figure import Figure

        figure = Figure(figsize=(8.5, 5.2 + 0.22 * len(told)), layout="constrained")
        _say(figure, title, notice)
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
                label=_label(names[place], 70, 1),
            )
        for number, place in enumerate(others):
            label = "" if number else "others"
            axes.plot(at, lines[:, place], color="#b8b8b8", linewidth=0.8, label=label, zorder=1.5)
        axes.axvline(now, color="black", linewidth=1)
        _note(axes, now, f"now {100 * now:.1f} %")
        for share in np.asarray(flips, dtype=np.float64):
            axes.axvline(share, color=MIDDLE, linewidth=1, linestyle=":")
            axes.plot([share], [0], "v", color=MIDDLE, clip_on=False, transform=axes.get_xaxis_transform(), zorder=5)
        _percent(
            axes, f"weight of {_label(criterion, 80, 1)}" + (", the first place flips at ▼" if np.size(flips) else "")
        )
        axes.set_ylabel("score")
        _legend(axes, handlelength=4)
        return _finished(figure)


def _of_specifications(result: Specifications) -> Figure:
    said = {choice: [getattr(each, choice) for each in result.specifications] for choice in CHOICES}
    title = f"{result.meta.get('title', '')}: {result.of} under {len(result.specifications)} specifications"
    own = result.specifications.index(result.own) if result.own in result.specifications else None
    return specification_curve(result.names, result.ranks, said, own=own, title=title, notice=_made_up(result))


def _of_sweep(result: Sweep) -> Figure:
    return sweep_lines(
        result.names,
        result.shares,
        result.scores,
        result.share,
        [flip.share for flip in result.flips],
        criterion=result.name,
        title=f"{result.meta.get('title', '')}: {result.of} as {result.name} weighs less and more",
        notice=_made_up(result),
    )


KINDS: Mapping[str, tuple[type[Any], Callable[[Any], Figure]]] = {
    "specification-curve": (Specifications, _of_specifications),
    "sweep": (Sweep, _of_sweep),
}
"""Word -> the result that it draws, and how."""


def _made_up(result: Result) -> str:
    return MADE_UP if result.meta.get("synthetic") else ""


@contextmanager
def _styled() -> Iterator[None]:
    """matplotlib's own defaults and ours over them, whatever the user's settings; theirs again afterwards."""
    try:
        import matplotlib
    except ImportError:
        raise ImportError("figures need matplotlib: pip install 'mcda-panel[plots]'") from None

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(cast(Any, _STYLE))
        yield


def _finished(figure: Figure) -> Figure:
    """The figure, with no text of it read as mathematics."""
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        text.set_parse_math(False)
    return figure


def _rows(names: Sequence[str], title: str, notice: str, wider: float = 0.0) -> tuple[Figure, Axes]:
    """A figure with a row a name, the first on top."""
    from matplotlib.figure import Figure

    labels = [_label(name) for name in names]
    figure = Figure(figsize=(8.5 + wider, 1.9 + 0.36 * max(len(names), 2)), layout="constrained")
    _say(figure, title, notice)
    axes = figure.subplots()
    axes.set_yticks(np.arange(len(names)), labels, fontsize=8 if len(names) > 12 else 9, linespacing=1.1)
    axes.set_ylim(len(names) - 0.4, -0.6)
    return figure, axes


def _say(figure: Figure, title: str, notice: str) -> None:
    """Title above, notice below."""
    if title:
        figure.suptitle(_label(title, 90, 3), fontsize=11)
    if notice:
        figure.supxlabel(_label(notice, 110, 3), fontsize=8)


def _legend(axes: Axes, columns: int = 1, backwards: bool = False, **looks: Any) -> None:
    """What is what, above the axes."""
    handles, labels = axes.get_legend_handles_labels()
    step = -1 if backwards else 1
    axes.legend(
        handles[::step],
        labels[::step],
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        frameon=False,
        ncols=columns,
        borderaxespad=0.2,
        **looks,
    )


def _percent(axes: Axes, label: str) -> None:
    """An axis of shares, 0 to 100 %."""
    axes.set_xlim(0, 1)
    axes.set_xticks(np.linspace(0, 1, 6), [f"{place:d} %" for place in range(0, 101, 20)])
    axes.set_xlabel(label)


def _note(axes: Axes, share: float, text: str) -> None:
    """A word at a vertical line, on the side that has room."""
    axes.annotate(
        text,
        (share, 1.0),
        (4 if share < 0.8 else -4, -2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="left" if share < 0.8 else "right",
        va="top",
        fontsize=8,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.8},
    )


def _dots(axes: Axes, rows: Sequence[tuple[str, str]], choices: Mapping[str, Sequence[str]], order: IntArray) -> None:
    """Which word of each choice each specification has: a mark in the word's row."""
    for place, (choice, word) in enumerate(rows):
        has = np.array([said == word for said in choices[choice]])[order]
        width = 0.35 if len(order) > 200 else 0.8
        axes.vlines(np.flatnonzero(has) + 1, place - 0.36, place + 0.36, color=DARK, linewidth=width)
    firsts = [place for place, (choice, _) in enumerate(rows) if place == 0 or rows[place - 1][0] != choice]
    for place in firsts[1:]:
        axes.axhline(place - 0.5, color="#6a6a6a", linewidth=0.8)
    labels = [f"{choice}:  {word}" if place in firsts else word for place, (choice, word) in enumerate(rows)]
    axes.set_yticks(np.arange(len(rows)), [_label(label, 40, 1) for label in labels], fontsize=7)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


def _told(at: Array, lines: Array, now: float) -> list[int]:
    """Which alternatives are told apart: those that are first anywhere, then those that stand highest now."""
    scored = lines[~np.isnan(lines).any(axis=1)]
    present = lines[np.abs(at - now).argmin()] if len(at) else lines[:0]
    highest = np.argsort(-present, kind="stable")
    leaders = set(scored.argmax(axis=1).tolist()) if len(scored) else set()
    ordered = [*(place for place in highest if place in leaders), *(place for place in highest if place not in leaders)]
    return sorted((int(place) for place in ordered[: len(LINES)]), key=lambda place: list(highest).index(place))


def _rank_ticks(ranks: int) -> list[int]:
    """1 and the ranks that are worth a number."""
    step = 1 if ranks <= 20 else 5 if ranks <= 60 else 10
    return sorted({1, *range(step, ranks + 1, step), ranks} if step == 1 else {1, *range(step, ranks + 1, step)})


def _label(text: str, width: int = LABEL, lines: int = LABEL_LINES) -> str:
    """The text as a figure shows it: one plain line, broken between words and cut where it is too long."""
    import textwrap

    plain = " ".join(inert(text).split())
    return "\n".join(textwrap.wrap(plain, width, max_lines=lines, placeholder=" …", break_on_hyphens=False)) or plain


def _replace(path: Path, content: bytes) -> None:
    """Write beside the file and rename, so that a reader sees the old file or the new one."""
    import os
    import tempfile

    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
