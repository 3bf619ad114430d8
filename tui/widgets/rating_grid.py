"""How each alternative does under one criterion: a row an alternative, a column a point of the rating scale."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from criteria.text import visible
from tui.language import _
from tui.show import fitted

MOST_POINTS = 21
FEWEST_POINTS = 11
LONGEST_NUMBER = 8
MARK, GAP = 2, 3
"""The columns of the mark before a row, and those between the points and the words behind them."""
LABEL_BESIDE = {1: 12, 2: 20, 3: 32}
"""The columns a label should keep, by those that each point gets."""
ROOMY = 72
"""From this width on the words are written out."""
PERSIAN, ARABIC = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"


class _Layout(NamedTuple):
    """How a width is shared out: the label's columns, a point's, the points themselves, the words' columns."""

    label: int
    cell: int
    points: tuple[float, ...]
    words: int

    def column(self, point: int) -> int:
        """The column in which a point stands."""
        return MARK + self.label + self.blank + (point + 1) * self.cell - 1

    @property
    def blank(self) -> int:
        """The columns that keep the points off the labels where they stand close."""
        return 1 if self.cell == 1 else 0

    def nearest(self, value: float) -> int:
        """The point that is nearest to the value; halfway is the higher one."""
        share = (value - self.points[0]) / (self.points[-1] - self.points[0])
        return max(0, min(len(self.points) - 1, math.floor(share * (len(self.points) - 1) + 0.5)))


class RatingGrid(ScrollView, can_focus=True, inherit_bindings=False):
    """Asks for a rating of each alternative under one criterion.

    Moving along the scale or typing only chooses (`◉`); Enter or a click posts `Rated`. The owner saves and then calls
    `mark_saved`, and only then the row shows the value as its own (`●`). A choice left behind stays in its row as
    'not saved' until it is saved or Delete drops it.

    Digits join as long as the number does not leave the scale, however slowly they are typed: on a scale to 10, 1 and 0
    are 10, 1 and 5 are 5. On a scale that is not made of 3 to 21 whole numbers the digits build any number, with a
    decimal separator, and the arrows move by a twentieth. In a row without a value the right arrow begins at the low
    end of the scale, the left arrow at the high end. What was said before (`○`) counts once Enter keeps it.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rating-grid--header",
        "rating-grid--row",
        "rating-grid--current",
        "rating-grid--empty",
        "rating-grid--saved",
        "rating-grid--chosen",
    }
    DEFAULT_CSS = """
    RatingGrid {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        & > .rating-grid--header { text-style: bold; }
        & > .rating-grid--current { text-style: bold; }
        & > .rating-grid--empty { color: $text-muted; }
        & > .rating-grid--saved { text-style: bold; }
        & > .rating-grid--chosen { color: $primary; text-style: bold; }
    }
    """
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "row(-1)", _("row"), key_display="↑↓", id="grid.up"),
        Binding("down", "row(1)", _("next row"), show=False, id="grid.down"),
        Binding("left", "move(-1)", _("rating"), key_display="←→", id="grid.lower"),
        Binding("right", "move(1)", _("higher"), show=False, id="grid.higher"),
        Binding("enter", "save", _("save and next"), show=False, id="grid.save"),
        Binding("minus,minus_sign", "minus", _("can't say"), key_display="-", id="grid.minus"),
        Binding("f8", "skip", _("can't say"), show=False, id="grid.skip"),
        Binding("backspace", "back", _("delete a digit, or previous row"), show=False, id="grid.back"),
        Binding("delete", "drop", _("drop the choice"), show=False, id="grid.drop"),
        Binding("home", "first", _("first row"), show=False, id="grid.first"),
        Binding("end", "last", _("last row"), show=False, id="grid.last"),
        Binding("pageup", "page(-1)", _("page up"), show=False, id="grid.page-up"),
        Binding("pagedown", "page(1)", _("page down"), show=False, id="grid.page-down"),
        *(
            Binding(f"{n},{PERSIAN[n]},{ARABIC[n]}", f"type('{n}')", str(n), show=False, id=f"grid.digit-{n}")
            for n in range(10)
        ),
        Binding(
            "full_stop,comma,arabic_comma,arabic_decimal_separator",
            "type('.')",
            _("decimal point"),
            show=False,
            id="grid.point",
        ),
    ]

    class Moved(Message):
        """Another row is the current one."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    class Rated(Message):
        """A row's value was confirmed, be it the same as before or not; to be saved."""

        def __init__(self, row: int, value: float) -> None:
            super().__init__()
            self.row = row
            self.value = value
            """In the unit of the scale."""

    class Skipped(Message):
        """The panellist cannot rate this row; to be saved."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    class Missing(Message):
        """Enter was pressed in a row that has no value, saved or chosen."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    class PastEnd(Message):
        """The last row was saved or passed."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._names: tuple[str, ...] = ()
        self._longest_name = 0
        self._values: list[float | None] = []
        self._before: list[float | None] = []
        self._skipped: set[int] = set()
        self._low, self._high = 0.0, 10.0
        self._row = 0
        self._chosen: dict[int, float] = {}
        self._typed = ""
        self._refused = False

    @property
    def row(self) -> int:
        """The current row, counted from 0."""
        return self._row

    @property
    def unsaved(self) -> tuple[int, ...]:
        """The rows in which a value is chosen and not saved."""
        return tuple(sorted(self._chosen))

    def ask(
        self,
        names: Sequence[str],
        values: Sequence[float | None],
        skipped: Collection[int],
        low: float,
        high: float,
        row: int = 0,
        keep_choices: bool = False,
        before: Sequence[float | None] = (),
    ) -> None:
        """Begin a criterion, or with `keep_choices` go on with it after something was saved; posts nothing.

        Parameters
        ----------
        names : the alternatives, a row each.
        values : what is saved for each of them, None for nothing.
        skipped : the rows of which the panellist said that they cannot say.
        low, high : the ends of the scale, low below high; whole numbers make it one of whole numbers.
        row : the row to begin with.
        keep_choices : whether choices that are not saved yet stay, but for those that now are.
        before : what Enter keeps in each of them, None for nothing; left out if there is nothing in any.

        Raises
        ------
        ValueError
            If there are not as many values as names, or low is not below high.
        """
        for given in (values, before or values):
            if len(given) != len(names):
                raise ValueError(f"{len(given)} values for {len(names)} names")
        if not low < high:
            raise ValueError(f"the scale from {low} to {high} has no points")
        self._names, self._values, self._skipped = tuple(names), list(values), set(skipped)
        self._before = list(before) or [None] * len(names)
        self._longest_name = max((cell_len(visible(name)) for name in names), default=0)
        self._low, self._high = low, high
        self._row = max(0, min(row, len(names) - 1))
        kept = self._chosen if keep_choices else {}
        self._chosen = {place: value for place, value in kept.items() if value != values[place]}
        self._typed, self._refused = "", False
        self.virtual_size = Size(0, len(names) + 1)
        self._show_row()
        self.refresh(layout=True)

    def mark_saved(self, row: int, value: float | None) -> None:
        """Show the row as saved with this value, or with 'cannot say' for None."""
        self._values[row] = value
        if value is None:
            self._skipped.add(row)
        else:
            self._skipped.discard(row)
            if self._chosen.get(row) == value:
                del self._chosen[row]
        self.refresh()

    @property
    def _whole(self) -> bool:
        """Whether each point of the scale is a whole number with a column of its own; a share from 0 to 1 is none."""
        span = self._high - self._low
        return self._low == int(self._low) and self._high == int(self._high) and 2 <= span < MOST_POINTS

    def _points(self, count: int) -> tuple[float, ...]:
        """So many points from one end of the scale to the other."""
        return tuple(_exact(self._low + (self._high - self._low) * n / (count - 1)) for n in range(count))

    def _layout(self, width: int) -> _Layout:
        """The roomiest layout that leaves the labels what they need."""
        words = max(cell_len(text) for text in self._all_words(width))
        whole = int(self._high - self._low) + 1
        attempts = ((whole, 3), (whole, 2), (whole, 1)) if self._whole else ((MOST_POINTS, 2), (MOST_POINTS, 1))
        for count, cell in (*attempts, (FEWEST_POINTS, 1)):
            label = width - MARK - (cell == 1) - count * cell - GAP - words
            needed = min(self._longest_name, LABEL_BESIDE[cell])
            if label >= needed:
                break
        return _Layout(max(1, min(label, self._longest_name + 2)), cell, self._points(count), words)

    def _all_words(self, width: int) -> Iterable[str]:
        """What may stand behind a row, as far as the width of its column goes."""
        number = max((_written(end) for end in (self._low, self._high)), key=len)
        if not self._whole:
            number = max(number, "0" * 5, key=len)
        yield from (_("not yet"), _("can't say"), self._to_save(number, width), self._not_saved(number, width))
        yield from (self._typing(number, width), self._to_keep(number, width), self._kept(number, width))

    @staticmethod
    def _to_save(number: str, width: int) -> str:
        return _("◉ {number} Enter to save").format(number=number) if width >= ROOMY else f"◉ {number} ↵"

    @staticmethod
    def _not_saved(number: str, width: int) -> str:
        return _("◉ {number} not saved").format(number=number) if width >= ROOMY else f"◉ {number} ?"

    @staticmethod
    def _to_keep(number: str, width: int) -> str:
        return _("○ {number} Enter to keep").format(number=number) if width >= ROOMY else f"○ {number} ↵"

    @staticmethod
    def _kept(number: str, width: int) -> str:
        return _("○ {number} before").format(number=number) if width >= ROOMY else f"○ {number}"

    @staticmethod
    def _typing(number: str, width: int) -> str:
        return _("typing {number}_").format(number=number) if width >= ROOMY else f"{number}_"

    def _words(self, row: int, width: int) -> str:
        """What is known of a row, in words."""
        chosen, value = self._chosen.get(row), self._values[row]
        if row == self._row and self._refused:
            return _("{low} to {high}").format(low=_written(self._low), high=_written(self._high))
        if row == self._row and self._typed and (chosen is None or not self._whole):
            return self._typing(self._typed, width)
        if chosen is not None:
            return (self._to_save if row == self._row else self._not_saved)(_written(chosen), width)
        if value is not None:
            return _written(value)
        if row in self._skipped:
            return _("can't say")
        before = self._before[row]
        if before is None:
            return _("not yet")
        return (self._to_keep if row == self._row else self._kept)(_written(before), width)

    def render_line(self, y: int) -> Strip:
        """The header, which stays, or one of the rows below it."""
        width = self.scrollable_content_region.width
        row = y - 1 + self.scroll_offset.y
        segments: list[Segment] = []
        if y == 0:
            segments = [Segment(self._header(self._layout(width)), self._style("header"))]
        elif row < len(self._names):
            segments = list(self._segments(row, width))
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def _style(self, part: str) -> Style:
        """The style of a part of the grid."""
        return self.get_component_rich_style(f"rating-grid--{part}")

    def _segments(self, row: int, width: int) -> Iterable[Segment]:
        """Mark, label, points and words of a row."""
        layout = self._layout(width)
        current = row == self._row
        mark = " " if not current else "▶" if self.has_focus else "▷"
        style = self._style("current" if current else "row")
        yield Segment(f"{mark} {fitted(self._names[row], layout.label)}{' ' * layout.blank}", style)
        value, chosen = self._values[row], self._chosen.get(row)
        saved_point = None if value is None else layout.nearest(value)
        chosen_point = None if chosen is None else layout.nearest(chosen)
        before = self._before[row] if value is None and row not in self._skipped else None
        before_point = None if before is None else layout.nearest(before)
        for point in range(len(layout.points)):
            if point == chosen_point:
                sign, part = "◉", "chosen"
            elif point == saved_point:
                sign, part = "●", "saved"
            elif point == before_point:
                sign, part = "○", "row"
            else:
                sign, part = "·", "empty"
            yield Segment(sign.rjust(layout.cell), self._style(part))
        yield Segment(" " * GAP + fitted(self._words(row, width), layout.words), style)

    def _header(self, layout: _Layout) -> str:
        """The numbers above their points: all, or each second, fifth or tenth, or the middle; both ends always."""
        last = len(layout.points) - 1
        if not self._whole or len(layout.points) < self._high - self._low + 1:
            return _numbered(layout, (last // 2,))[0]
        for every in (1, 2, 5, 10):
            header, complete = _numbered(layout, [point for point in range(last) if layout.points[point] % every == 0])
            if complete:
                break
        return header

    def action_row(self, step: int) -> None:
        """So many rows down."""
        self._go(self._row + step)

    def action_page(self, direction: int) -> None:
        """As many rows as the grid shows, down or up."""
        self._go(self._row + direction * self._visible_rows)

    def action_first(self) -> None:
        """To the first row."""
        self._go(0)

    def action_last(self) -> None:
        """To the last row."""
        self._go(len(self._names) - 1)

    def action_move(self, direction: int) -> None:
        """Choose the next point up (1) or down (-1)."""
        if not self._names:
            return
        held = self._values[self._row]
        value = self._chosen.get(self._row, self._before[self._row] if held is None else held)
        points = self._points(int(self._high - self._low) + 1 if self._whole else MOST_POINTS)
        if value is None:
            following = points[0] if direction > 0 else points[-1]
        elif direction > 0:
            following = next((point for point in points if point > value), points[-1])
        else:
            following = next((point for point in reversed(points) if point < value), points[0])
        self._typed, self._refused = "", False
        if following != value:
            self._chosen[self._row] = following
        self.refresh()

    def action_type(self, character: str) -> None:
        """Add a character to the number being typed, or begin a new one where it would leave the scale."""
        if not self._names or (character == "." and self._whole):
            return
        for typed in (self._typed + character, character):
            if self._may_become_value(typed):
                self._take_typed(typed)
                return

    def action_minus(self) -> None:
        """The minus of a number, or 'cannot say' on a scale without negative numbers."""
        if self._low < 0:
            self.action_type("-")
        else:
            self.action_skip()

    def action_skip(self) -> None:
        """Say that this row cannot be rated, and go on."""
        if self._names:
            self._chosen.pop(self._row, None)
            self._typed, self._refused = "", False
            self.refresh()
            self.post_message(self.Skipped(self._row))
            self._next()

    def action_back(self) -> None:
        """Take the last typed character away; with nothing typed, to the previous row."""
        if self._typed:
            self._take_typed(self._typed[:-1])
        else:
            self._go(self._row - 1)

    def action_drop(self) -> None:
        """Drop what is chosen or typed in this row and not saved."""
        self._take_typed("")

    def action_save(self) -> None:
        """Confirm the chosen value, or what was said before, and go on; a row that is answered already is passed."""
        if not self._names:
            return
        row = self._row
        if row in self._chosen:
            self._typed = ""
            self.refresh()
            self.post_message(self.Rated(row, self._chosen[row]))
            self._next()
        elif self._typed:
            self._refused = True
            self.refresh()
        elif self._values[row] is not None or row in self._skipped:
            self._next()
        elif (before := self._before[row]) is not None:
            self.post_message(self.Rated(row, before))
            self._next()
        else:
            self.post_message(self.Missing(row))

    def _take_typed(self, typed: str) -> None:
        """Let this be what is typed so far, and the value chosen if it is one of the scale."""
        self._typed, self._refused = typed, False
        value = _number(typed)
        if value is not None and self._low <= value <= self._high:
            self._chosen[self._row] = value
        else:
            self._chosen.pop(self._row, None)
        self.refresh()

    def _may_become_value(self, typed: str) -> bool:
        """Whether the text is on the scale or, being shorter, may still come to be on it."""
        if typed in ("-", ".", "-."):
            return typed == "." or self._low < 0
        value = _number(typed)
        if value is None or len(typed) > LONGEST_NUMBER:
            return False
        return value >= self._low if typed.startswith("-") else value <= self._high

    def _next(self) -> None:
        """To the next row, or past the end."""
        if self._row + 1 < len(self._names):
            self._go(self._row + 1)
        else:
            self.post_message(self.PastEnd())

    def _go(self, row: int) -> None:
        """Make the row, or the nearest one there is, the current one."""
        row = max(0, min(row, len(self._names) - 1))
        if row != self._row:
            self._row, self._typed, self._refused = row, "", False
            self.refresh()
            self.post_message(self.Moved(row))
        self._show_row()

    @property
    def _visible_rows(self) -> int:
        """How many rows fit below the header."""
        return max(1, self.scrollable_content_region.height - 1)

    def _show_row(self) -> None:
        """Scroll no further than it takes to see the current row."""
        top = self.scroll_offset.y
        wanted = max(min(top, self._row), self._row - self._visible_rows + 1)
        if wanted != top:
            self.scroll_to(y=wanted, animate=False)

    def on_resize(self) -> None:
        """Keep the current row in view."""
        self.refresh()
        self._show_row()

    def on_click(self, event: events.Click) -> None:
        """Rate a row by a point of it; anywhere else in it, go there."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1:
            return
        event.stop()
        row = offset.y - 1 + self.scroll_offset.y
        if offset.y == 0 or row >= len(self._names):
            return
        layout = self._layout(self.scrollable_content_region.width)
        point = math.floor((offset.x - layout.column(0)) / layout.cell + 0.5)
        self._go(row)
        if 0 <= point < len(layout.points):
            self._typed, self._refused = "", False
            self._chosen[row] = layout.points[point]
            self.refresh()
            self.post_message(self.Rated(row, layout.points[point]))


def _numbered(layout: _Layout, points: Iterable[int]) -> tuple[str, bool]:
    """A line with the numbers of both ends and of these points above them, and whether all had room."""
    numbers = [_written(point) for point in layout.points]
    last, longest = len(numbers) - 1, max(len(number) for number in numbers)
    cells = [" "] * (layout.column(last) + 1 + GAP)
    complete = True
    for point in (0, last, *(point for point in points if 0 < point < last)):
        number, column = numbers[point], layout.column(point)
        if longest < layout.cell or (point == last and len(number) >= GAP):
            column -= len(number) - 1
        if "".join(cells[max(0, column - 1) : column + len(number) + 1]).strip():
            complete = False
        else:
            cells[column : column + len(number)] = number
    return "".join(cells), complete


def _exact(value: float) -> float:
    """The value without the dust of binary fractions."""
    return float(f"{value:.10g}")


def _written(value: float) -> str:
    """The value as people write it, as exactly as it is."""
    return f"{value:.10g}"


def _number(typed: str) -> float | None:
    """The number that was typed, None while it is none."""
    try:
        return float(typed) + 0.0
    except ValueError:
        return None
