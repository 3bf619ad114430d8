"""How every figure looks: readable in grey, its texts plain, its names broken and cut; what figures share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypedDict, cast

import numpy as np

from criteria.text import inert
from mcda.results.base import Meta, Result, judged_by

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

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


class Said(TypedDict):
    """Above and below a figure."""

    title: str
    notice: str


STYLE: dict[str, Any] = {
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
"""Over matplotlib's own defaults."""


def require_matplotlib() -> None:
    """Raise ImportError, with the cure, where matplotlib is missing."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        raise ImportError("figures need matplotlib: pip install 'mcda-panel[plots]'") from None


@contextmanager
def styled() -> Iterator[None]:
    """matplotlib's own defaults and ours over them, whatever the user's settings; theirs again afterwards."""
    require_matplotlib()
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(cast(Any, STYLE))
        yield


def finished(figure: Figure) -> Figure:
    """The figure, with no text of it read as mathematics."""
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        text.set_parse_math(False)
    return figure


def rows(
    names: Sequence[str],
    title: str,
    notice: str,
    *,
    wider: float = 0.0,
    spacing: float = 0.36,
    extra: float = 0.0,
) -> tuple[Figure, Axes]:
    """A figure with a row a name, the first on top; inches more in width and height, and between rows."""
    from matplotlib.figure import Figure

    labels = [label(name) for name in names]
    height = 1.9 + extra + spacing * max(len(names), 2)
    figure = Figure(figsize=(8.5 + wider, height), layout="constrained")
    say(figure, title, notice)
    axes = figure.subplots()
    axes.set_yticks(np.arange(len(names)), labels, fontsize=8 if len(names) > 12 else 9, linespacing=1.1)
    axes.set_ylim(len(names) - 0.4, -0.6)
    return figure, axes


def say(figure: Figure, title: str, notice: str) -> None:
    """Title above, each of its lines broken by itself; notice below."""
    if title:
        figure.suptitle("\n".join(label(line, 96, 2) for line in title.split("\n")), fontsize=10.5)
    if notice:
        figure.supxlabel(label(notice, 110, 3), fontsize=8)


def legend(axes: Axes, columns: int = 1, backwards: bool = False, **looks: Any) -> None:
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


def percent(axes: Axes, what: str, top: float = 1.0) -> None:
    """An axis of shares, from 0 to the next ten percent above the top."""
    tens = min(int(np.ceil(10 * top - 1e-9)), 10) or 1
    step = 20 if tens > 5 else 10 if tens > 2 else 5
    axes.set_xlim(0, tens / 10)
    places = range(0, 10 * tens + 1, step)
    axes.set_xticks([place / 100 for place in places], [f"{place} %" for place in places])
    axes.set_xlabel(what)


def note(axes: Axes, share: float, text: str) -> None:
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


def rank_ticks(ranks: int) -> list[int]:
    """1 and the ranks that are worth a number."""
    step = 1 if ranks <= 20 else 5 if ranks <= 60 else 10
    return sorted({1, *range(step, ranks + 1, step)})


def label(text: str, width: int = LABEL, lines: int = LABEL_LINES) -> str:
    """The text as a figure shows it: one plain line, broken between words and cut where it is too long."""
    import textwrap

    plain = " ".join(inert(text).split())
    return "\n".join(textwrap.wrap(plain, width, max_lines=lines, placeholder=" …", break_on_hyphens=False)) or plain


def said(result: Result, line: str, how: str) -> Said:
    """Title and notice of a result's figure: the panel and what is shown; by which methods; whether it is made up."""
    title = f"{result.meta.get('title', '')}: {line}\n{how}"
    return {"title": title, "notice": MADE_UP if result.meta.get("synthetic") else ""}


def methods(meta: Meta) -> str:
    """Who judged and how the alternatives were scored, in a few words."""
    options = meta["options"]
    return ", ".join((judged_by(meta), " ".join(filter(None, (options["method"], options["normalisation"])))))
