"""Text from files on its way to the screen: cleaned, never read as markup, each name one for itself."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from criteria.text import visible
from tui.names import apart


def show(text: str) -> Content:
    """The text as a screen may show it: no escape, no direction character from outside, no markup.

    Names that run from right to left are marked, so that a sentence around them stays in order.
    """
    return Content(apart(visible(text)))


def fitted(text: str, width: int) -> str:
    """The cleaned text cut or filled up to so many columns; what was cut ends in an ellipsis."""
    clean = visible(text)
    if cell_len(clean) <= width:
        return set_cell_size(clean, max(width, 0))
    return set_cell_size(set_cell_size(clean, max(width - 1, 0)).rstrip() + "…", max(width, 0))


def unmarked(text: str) -> str:
    """The cleaned text for where Textual reads markup whatever one does: its brackets are full-width ones."""
    return apart(visible(text).replace("[", "［").replace("]", "］"))
