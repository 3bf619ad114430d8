"""The contrast of what a screen paints, by WCAG 2: the luminance of each piece of text and of its ground."""

from __future__ import annotations

from typing import NamedTuple

from rich.color import Color
from rich.style import Style
from textual._context import visible_screen_stack
from textual.app import App

DRAWN = (range(0x2500, 0x25A0), range(0x2800, 0x2900))
"""Lines, blocks and braille dots: what is drawn rather than read."""


class Painted(NamedTuple):
    """A piece of a line, and how far its colours are apart, 1 to 21."""

    text: str
    ratio: float
    is_drawn: bool


def contrast(first: tuple[int, int, int], second: tuple[int, int, int]) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: tuple[int, int, int]) -> float:
    """The relative luminance, 0 to 1."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def painted(app: App) -> list[Painted]:
    """All that is visible on the screen, as the compositor paints it: blended, filtered, reversed."""
    visible_screen_stack.set(app._background_screens)
    found = []
    for strip in app.screen._compositor.render_strips():
        for text, style, control in strip:
            if not control and text.strip():
                fore, back = _colours(style or Style())
                for word in text.split():
                    drawn = all(any(ord(letter) in each for each in DRAWN) for letter in word)
                    found.append(Painted(word, contrast(fore, back), drawn))
    return found


def _colours(style: Style) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """The colours of letters and ground."""
    fore, back = _rgb(style.color), _rgb(style.bgcolor)
    if style.reverse:
        fore, back = back, fore
    if style.dim:
        fore = tuple(round((one + other) / 2) for one, other in zip(fore, back, strict=True))
    return fore, back


def _rgb(colour: Color | None) -> tuple[int, int, int]:
    assert colour is not None, "a colour is left to the terminal"
    assert not colour.is_default, "a colour is left to the terminal"
    return tuple(colour.get_truecolor())
