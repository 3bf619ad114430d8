"""`--plot FILE`: what was asked for as figures, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from mcda.results.base import Result

F = TypeVar("F", bound=Callable[..., Any])


def _drawable(ctx: click.Context, param: click.Parameter, values: tuple[Path, ...]) -> tuple[Path, ...]:  # noqa: ARG001
    """The files, refused before anything is computed for them."""
    if not values:
        return values
    from mcda import plots

    for path in values:
        if path.suffix.lower() not in plots.FORMATS:
            raise click.BadParameter(f"'{path.name}' does not end in {' or '.join(plots.FORMATS)}")
        if not path.parent.is_dir():
            raise click.BadParameter(f"there is no folder '{path.parent}'")
    try:
        plots.require_matplotlib()
    except ImportError as error:
        raise click.UsageError(str(error)) from None
    return values


def plot_option(function: F) -> F:
    """`plot`: the files that figures go to."""
    return click.option(
        "--plot",
        multiple=True,
        type=click.Path(path_type=Path, dir_okay=False),
        callback=_drawable,
        metavar="FILE",
        help="Draw it, .svg or .png, repeatable; of several answers FILE-intervals.svg and so on.",
    )(function)


def gantt_option(function: F) -> F:
    """`gantt`: the files that the chart of a plan goes to."""
    return click.option(
        "--gantt",
        multiple=True,
        type=click.Path(path_type=Path, dir_okay=False),
        callback=_drawable,
        metavar="FILE",
        help="Draw when each step is done, .svg or .png, repeatable.",
    )(function)


def draw(asked: Mapping[str, tuple[Result, str]], paths: Sequence[Path]) -> None:
    """Write the figure of each answer, word -> result and kind of plot, to each path: all are drawn before one is
    written. Of several answers the word goes into the name of the file.
    """
    if not paths:
        return
    from mcda import plots
    from mcda.analysis import AnalysisError

    try:
        figures = {word: plots.figure_of(result, kind) for word, (result, kind) in asked.items()}
    except ValueError as error:
        raise AnalysisError(str(error)) from None
    for path in paths:
        for word, figure in figures.items():
            named = path if len(figures) == 1 else path.with_name(f"{path.stem}-{word}{path.suffix}")
            plots.save_plot(figure, named)
