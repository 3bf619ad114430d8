"""A figure -> an SVG or PNG file, whole or not at all, the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mcda.plots.style import styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = (".svg", ".png")
DOTS_AN_INCH = 150


def save_plot(figure: Figure, path: Path | str) -> None:
    """Write the figure to a path that ends in .svg or .png, whole or not at all.

    The same figure gives the same bytes: no date, no random ids. Letters are paths in SVG, so that it looks the same
    without the fonts. A font that lacks a letter draws a box in its place.

    Raises
    ------
    ValueError
        If the path ends in anything else.
    """
    path = Path(path)
    if path.suffix.lower() not in FORMATS:
        raise ValueError(f"'{path.name}' does not end in {' or '.join(FORMATS)}: a figure is written as one of them")
    _replace(path, _printed(figure, path.suffix.lower() == ".svg"))


def svg_of(figure: Figure) -> bytes:
    """The figure as SVG without a background, to stand inside a page; the same bytes each time."""
    figure.patch.set_alpha(0.0)
    for axes in figure.axes:
        axes.patch.set_alpha(0.0)
    return _printed(figure, svg=True)


def _printed(figure: Figure, svg: bool) -> bytes:
    """The figure as SVG or PNG."""
    import io
    import warnings

    from matplotlib.backends.backend_agg import FigureCanvasAgg

    written = io.BytesIO()
    saying: dict[str, Any] = {"format": "png", "dpi": DOTS_AN_INCH}
    if svg:
        saying = {"format": "svg", "metadata": {"Date": None, "Title": figure.get_suptitle()}}
    with styled(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        FigureCanvasAgg(figure).print_figure(written, **saying)
    return written.getvalue()


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
