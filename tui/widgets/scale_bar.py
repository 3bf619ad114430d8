"""How many times as much A is as B: one answer on the scale 9 to 1 to 9."""

from __future__ import annotations

import math
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tui.language import _
from tui.sentences import intensity, strength, times
from tui.show import fitted

STRONGEST = 9
EQUAL = STRONGEST - 1
"""The place of 1 among the places of the scale, counted from A's end."""
PLACES = 2 * STRONGEST - 1
WIDEST_GAP = 5
PERSIAN, ARABIC = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"
SHIFTED = (
    "exclamation_mark",
    "at,arabic_thousands_separator",
    "number_sign,arabic_decimal_separator",
    "dollar_sign,rial_sign",
    "percent_sign,arabic_percent_sign",
    "circumflex_accent,multiplication_sign",
    "ampersand,arabic_comma",
    "asterisk",
    "left_parenthesis,right_parenthesis",
)
"""What the keys 1 to 9 send with shift, on a US and on a Persian keyboard."""


def _steps(ratio: float) -> float:
    """How many steps of the scale the ratio lies from 1, positive towards A."""
    return math.copysign(intensity(ratio) - 1, ratio - 1)


class ScaleBar(Widget, can_focus=True):
    """Asks how many times as much A is as B, and shows the answer in place, number and words.

    Moving only chooses; Enter, or a second click on the same place, posts `Chosen`. From no answer the first step to
    a side gives 2 for that side; `=` and 0 give equal. From a ratio between two places a step leads to the next place.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "scale-bar--side",
        "scale-bar--place",
        "scale-bar--stretch",
        "scale-bar--chosen",
    }
    DEFAULT_CSS = """
    ScaleBar {
        width: 1fr;
        height: auto;
        text-wrap: nowrap;
        & > .scale-bar--side { text-style: bold; }
        & > .scale-bar--place { color: $text-muted; }
        & > .scale-bar--stretch { color: $primary; }
        & > .scale-bar--chosen { text-style: bold; }
    }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "towards_a", _("strength"), key_display="←→", id="scale.towards-a"),
        Binding("right,down", "towards_b", _("towards B"), show=False, id="scale.towards-b"),
        Binding("equals_sign,0,۰,٠", "equal", _("equal"), key_display="=", id="scale.equal"),
        Binding("s,S,س", "swap", _("swap"), key_display="s", id="scale.swap"),
        Binding("enter", "choose", _("save"), show=False, id="scale.choose"),
        Binding("home", "for_a(9)", _("A as strongly as can be"), show=False, id="scale.home"),
        Binding("end", "for_b(9)", _("B as strongly as can be"), show=False, id="scale.end"),
        *(
            Binding(
                f"{n},{PERSIAN[n]},{ARABIC[n]}",
                f"for_a({n})",
                _("A {n} times").format(n=n),
                show=False,
                id=f"scale.a-{n}",
            )
            for n in range(1, STRONGEST + 1)
        ),
        *(
            Binding(keys, f"for_b({n})", _("B {n} times").format(n=n), show=False, id=f"scale.b-{n}")
            for n, keys in enumerate(SHIFTED, start=1)
        ),
    ]

    class Moved(Message):
        """Another answer stands on the scale, not yet saved."""

        def __init__(self, ratio: float | None) -> None:
            super().__init__()
            self.ratio = ratio
            """How many times as much A is as B; None for no answer."""

    class Chosen(Message):
        """The answer was confirmed, be it the same as before or not."""

        def __init__(self, ratio: float) -> None:
            super().__init__()
            self.ratio = ratio
            """How many times as much A is as B."""

    class Missing(Message):
        """Enter was pressed and there is no answer yet."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._ratio: float | None = None
        self._clicked: int | None = None

    @property
    def ratio(self) -> float | None:
        """How many times as much A is as B, to the letter as asked or chosen; None for no answer."""
        return self._ratio

    def ask(self, ratio: float | None) -> None:
        """Begin a question: with the answer it has so far (positive), or with none. Posts nothing."""
        self._ratio = ratio
        self._clicked = None
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Two lines, or three where the words do not fit beside the mark."""
        return 3 if self._words_need_a_line(width) else 2

    def render(self) -> Content:
        """The scale, the mark under the answer, the answer in words."""
        width = self.size.width
        lines = [self._scale_line(width)]
        mark = "▲" if self.has_focus else "△"
        if self._ratio is None:
            message = _("no answer yet")
            start = max(0, min(self._column(EQUAL, width) - cell_len(message) // 2, width - cell_len(message)))
            message = fitted(" " * start + message, width)
            lines += [Content(), Content(message)] if self._words_need_a_line(width) else [Content(message)]
            return Content("\n").join(lines)
        column = self._column(self._place(self._ratio), width)
        if self._words_need_a_line(width):
            wordings = _wordings(self._ratio)
            words = next((words for words in wordings if cell_len(words) <= width), wordings[-1])
            lines += [Content(" " * column + mark), Content(fitted(words, width))]
        else:
            beside = [_beside(mark, column, words, width) for words in _wordings(self._ratio)]
            lines.append(Content(next((line for line in beside if line), " " * column + mark)))
        return Content("\n").join(lines)

    def _scale_line(self, width: int) -> Content:
        """A, the places with the stretch from 1 to the answer, B."""
        gap = _gap(width)
        cells = [" "] * ((PLACES - 1) * gap + 1)
        styles = [".scale-bar--place"] * len(cells)
        for place in range(PLACES):
            number = abs(place - EQUAL) + 1
            cells[place * gap] = str(number) if number % 2 else "·"
        if self._ratio is not None:
            chosen = self._place(self._ratio)
            for cell in range(min(chosen, EQUAL) * gap, max(chosen, EQUAL) * gap + 1):
                if not cells[cell].isdigit():
                    cells[cell] = "━"
                styles[cell] = ".scale-bar--stretch"
            number_text = times(intensity(self._ratio))
            if len(number_text) > 2 * gap - 1:
                number_text = "●"
            start = max(0, min(chosen * gap - len(number_text) // 2, len(cells) - len(number_text)))
            for cell, digit in enumerate(number_text, start):
                cells[cell], styles[cell] = digit, ".scale-bar--chosen"
        return Content.assemble(
            (_("A") + "  ", ".scale-bar--side"),
            *zip(cells, styles, strict=True),
            ("  " + _("B"), ".scale-bar--side"),
        )

    @staticmethod
    def _place(ratio: float) -> int:
        """The place nearest to the ratio, counted from A's end; halfway is the stronger one."""
        steps = min(math.floor(abs(_steps(ratio)) + 0.5), STRONGEST - 1)
        return EQUAL - steps if ratio > 1 else EQUAL + steps

    @staticmethod
    def _column(place: int, width: int) -> int:
        """The column in which a place stands."""
        return cell_len(_("A")) + 2 + place * _gap(width)

    def _words_need_a_line(self, width: int) -> bool:
        """Whether some answer cannot be put into words to the left or the right of its mark."""
        answers = [*range(1, STRONGEST + 1), *(1 / n for n in range(2, STRONGEST + 1))]
        return not all(
            any(_beside("▲", self._column(self._place(ratio), width), words, width) for words in _wordings(ratio)[:2])
            for ratio in answers
        )

    def action_towards_a(self) -> None:
        """One place towards A."""
        self._step(1)

    def action_towards_b(self) -> None:
        """One place towards B."""
        self._step(-1)

    def action_equal(self) -> None:
        """A as much as B."""
        self._move(1.0)

    def action_for_a(self, intensity: int) -> None:
        """A so many times as much as B."""
        self._move(float(intensity))

    def action_for_b(self, intensity: int) -> None:
        """B so many times as much as A."""
        self._move(1 / intensity)

    def action_swap(self) -> None:
        """The same strength for the other side."""
        if self._ratio is not None:
            self._move(1 / self._ratio)

    def action_choose(self) -> None:
        """Confirm the answer."""
        self.post_message(self.Missing() if self._ratio is None else self.Chosen(self._ratio))

    def _step(self, direction: int) -> None:
        """To the next place towards A (1) or B (-1), never beyond 9."""
        steps = 0.0 if self._ratio is None else _steps(self._ratio)
        following = direction * (math.floor(direction * steps) + 1)
        if abs(following) < STRONGEST:
            self._move(float(following + 1) if following >= 0 else 1 / (1 - following))

    def _move(self, ratio: float) -> None:
        """Let the ratio stand on the scale."""
        self._clicked = None
        if ratio != self._ratio:
            self._ratio = ratio
            self.refresh()
            self.post_message(self.Moved(ratio))

    def on_click(self, event: events.Click) -> None:
        """Choose the place under the mouse; confirm it when it is clicked again."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1:
            return
        event.stop()
        width = self.size.width
        place = math.floor((offset.x - self._column(0, width)) / _gap(width) + 0.5)
        if not 0 <= place < PLACES:
            return
        if place == self._clicked:
            self.action_choose()
            return
        self._move(float(EQUAL - place + 1) if place <= EQUAL else 1 / (place - EQUAL + 1))
        self._clicked = place

    def _on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """A step towards A."""
        event.stop()
        self.action_towards_a()

    def _on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """A step towards B."""
        event.stop()
        self.action_towards_b()


def _gap(width: int) -> int:
    """The columns from one place to the next."""
    return max(1, min(WIDEST_GAP, (width - cell_len(_("A") + _("B")) - 5) // (PLACES - 1)))


def _wordings(ratio: float) -> list[str]:
    """For whom, how many times, how strongly: in full, shorter, and by the number alone."""
    if intensity(ratio) == 1:
        return [_("equal")] * 3
    side, number = _("A") if ratio > 1 else _("B"), times(intensity(ratio))
    sentence = _("{side} {number} times, {strength}")
    return [
        sentence.format(side=side, number=number, strength=strength(ratio)),
        sentence.format(side=side, number=number, strength=strength(ratio, short=True)),
        _("{side} {number} times").format(side=side, number=number),
    ]


def _beside(mark: str, column: int, words: str, width: int) -> str:
    """The mark in its column with the words to the right of it, or to the left; empty if neither has room."""
    if column + 2 + cell_len(words) <= width:
        return f"{' ' * column}{mark} {words}"
    if cell_len(words) + 1 <= column:
        return f"{' ' * (column - cell_len(words) - 1)}{words} {mark}"
    return ""
