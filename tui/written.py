"""The last step of a line before the terminal: its letters in the order, and the forms, in which they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.filter import LineFilter

from tui.direction import Way
from tui.names import RIGHT_TO_LEFT
from tui.ordering import placed

if TYPE_CHECKING:
    from textual.color import Color

SHAPED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
"""A letter in the form in which it joins its neighbours."""


class RightToLeft(LineFilter):
    """Gives each line of each widget to the terminal as it needs it."""

    def __init__(self, way: Way) -> None:
        super().__init__()
        self.way = way

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments in the order in which they are written, each with its style."""
        line = "".join(segment.text for segment in segments)
        # What shines through from a screen below has been put in order already.
        if not RIGHT_TO_LEFT.search(line) or SHAPED.search(line):
            return segments
        styles = [segment.style for segment in segments for _character in segment.text]
        written: list[Segment] = []
        text = ""
        style = None
        for character, place in placed(line, self.way):
            if text and styles[place] != style:
                written.append(Segment(text, style))
                text = ""
            text, style = text + character, styles[place]
        return [*written, Segment(text, style)]
