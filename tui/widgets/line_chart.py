"""Lines over one axis in braille dots, told apart by pattern and by the label at their end."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from criteria.text import visible
from tui.language import _, plural
from tui.show import fitted

PATTERNS = ("1", "11110000", "100", "11110010", "11111100", "1000")
"""Which dots along a line are drawn, over and over; as many lines are shown as there are patterns."""
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a braille cell, by row and column."""
SAMPLE = 4
"""The cells of a line's sample beside its label: long enough to tell all patterns apart."""
LOWEST_WITH_LABELS = 7

Point = tuple[float, float]
Dot = tuple[int, int]
Cell = tuple[str, str]


class Line(NamedTuple):
    """A line: its name, and its height over each x; NaN where there is none."""

    label: str
    ys: Sequence[float]


class LineChart(Widget, can_focus=False):
    """Up to six lines over an axis of shares, with a 'now'. Heights run from the lowest one drawn to the highest."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line-chart--axis",
        "line-chart--now",
        *(f"line-chart--{n}" for n in range(1, len(PATTERNS) + 1)),
    }
    DEFAULT_CSS = """
    LineChart {
        width: 1fr;
        height: 1fr;
        min-height: 6;
        text-wrap: nowrap;
        & > .line-chart--axis { color: $text-muted; }
        & > .line-chart--now { color: $text-muted; }
        & > .line-chart--1 { color: $primary; }
        & > .line-chart--2 { color: $warning; }
        & > .line-chart--3 { color: $success; }
        & > .line-chart--4 { color: $error; }
        & > .line-chart--5 { color: $secondary; }
        & > .line-chart--6 { color: $accent; }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[tuple[str, list[Point]]] = []
        self._left_out = 0
        self._now: float | None = None
        self._x_label = self._y_label = ""

    def draw(
        self,
        xs: Sequence[float],
        series: Sequence[Line],
        now: float | None = None,
        x_label: str = "",
        y_label: str = "",
    ) -> None:
        """Draw these lines in place of the old ones.

        Parameters
        ----------
        xs : shares from 0 to 1, ascending; the axis shows them in percent.
        series : lines with a height over each x, the most important first: the first six are drawn, and the chart
            says how many were not.
        now : the x that holds today, marked by an upright line.

        Raises
        ------
        ValueError
            If a line has not as many heights as there are xs.
        """
        lines = [
            (line.label, [(x, y) for x, y in zip(xs, line.ys, strict=True) if math.isfinite(x)]) for line in series
        ]
        lines = [(label, points) for label, points in lines if any(math.isfinite(y) for x, y in points)]
        self._lines, self._left_out = lines[: len(PATTERNS)], max(0, len(lines) - len(PATTERNS))
        self._now, self._x_label, self._y_label = now, x_label, y_label
        self.refresh()

    def render(self) -> Content:
        """The lines, their labels at the right, the axes with the lowest and highest values."""
        width, height = self.size
        if not self._lines:
            return Content(fitted(_("nothing to draw yet"), width))
        xs = [x for label, points in self._lines for x, y in points]
        ys = [y for label, points in self._lines for x, y in points if math.isfinite(y)]
        across, up = (min(xs), max(xs)), _widened(min(ys), max(ys))
        heights = _numbers(up)

        longest = max(cell_len(visible(label)) for label, points in self._lines)
        labels = min(longest + SAMPLE + 2, max(width // 3, SAMPLE + 2 + 6))
        gutter = max(len(text) for text in heights)
        columns = max(2, width - gutter - 2 - labels)
        titled = height >= LOWEST_WITH_LABELS
        rows = max(1, height - (2 + titled + (titled and bool(self._x_label))))

        now = None if self._now is None or not across[0] <= self._now <= across[1] else self._now
        plot, ends = self._plot(across, up, columns, rows, now)
        names = self._names(ends, rows, labels)
        lines = [self._title(width)] if titled else []
        for row in range(rows):
            height_text = heights[1] if row == 0 else heights[0] if row == rows - 1 else ""
            lines.append(
                Content.assemble(
                    (f"{height_text:>{gutter}} {'┤' if height_text else '│'}", ".line-chart--axis"),
                    *plot[row],
                    names[row],
                )
            )
        lines += [
            Content.assemble((" " * (gutter + 1) + axis, ".line-chart--axis")) for axis in _axis(across, columns, now)
        ]
        if titled and self._x_label:
            name = fitted(self._x_label, min(cell_len(visible(self._x_label)), gutter + 2 + columns))
            lines.append(Content(" " * (gutter + 2 + columns - cell_len(name)) + name))
        return Content("\n").join(lines)

    def _title(self, width: int) -> Content:
        """What the heights are, and how many lines were left out."""
        left_out = plural("{count} more not drawn", "{count} more not drawn", self._left_out) if self._left_out else ""
        return Content(fitted(self._y_label, width - cell_len(left_out) - 1) + " " + left_out)

    def _plot(
        self, across: Point, up: Point, columns: int, rows: int, now: float | None
    ) -> tuple[list[list[Cell]], list[int]]:
        """The cells of the drawing with their styles, and the height at which each line ends, in dots from the top."""
        bits = [[0] * columns for row in range(rows)]
        styles = [[""] * columns for row in range(rows)]
        ends = []
        for n in reversed(range(len(self._lines))):
            dots = [
                (round(_share(x, across) * (2 * columns - 1)), round((1 - _share(y, up)) * (4 * rows - 1)))
                if math.isfinite(y)
                else None
                for x, y in self._lines[n][1]
            ]
            for column, row in _drawn(dots, PATTERNS[n]):
                bits[row // 4][column // 2] |= DOTS[row % 4][column % 2]
                styles[row // 4][column // 2] = f".line-chart--{n + 1}"
            ends.append([dot for dot in dots if dot is not None][-1][1])
        cells = [
            [(_braille(bit), style) for bit, style in zip(bits[row], styles[row], strict=True)] for row in range(rows)
        ]
        if now is not None:
            column = round(_share(now, across) * (2 * columns - 1)) // 2
            for row in range(rows):
                if not bits[row][column]:
                    cells[row][column] = ("┊", ".line-chart--now")
        return cells, ends[::-1]

    def _names(self, ends: Sequence[int], rows: int, width: int) -> list[Cell]:
        """For each row the label that stands there, with a sample of its line, as near to the line's end as can be."""
        shown = sorted(range(len(ends[:rows])), key=lambda n: ends[n])
        names = [("", "")] * rows
        for n, row in zip(shown, _moved_apart([ends[n] // 4 for n in shown], rows), strict=True):
            names[row] = (
                f" {_level(PATTERNS[n])} {fitted(self._lines[n][0], width - SAMPLE - 2)}",
                f".line-chart--{n + 1}",
            )
        return names


def _widened(low: float, high: float) -> Point:
    """The range, made wide enough to draw in where it is a single value."""
    margin = (abs(low) * 0.1 or 1.0) if low == high else 0.0
    return low - margin, high + margin


def _share(value: float, ends: Point) -> float:
    """How far the value lies between the ends, from 0 to 1; in the middle where the ends are one."""
    low, high = ends
    return (value - low) / (high - low) if high > low else 0.5


def _numbers(ends: Point) -> tuple[str, str]:
    """Both ends with the decimals that their distance calls for."""
    decimals = max(0, min(6, 1 - math.floor(math.log10(ends[1] - ends[0]))))
    return f"{ends[0]:.{decimals}f}", f"{ends[1]:.{decimals}f}"


def _drawn(dots: Sequence[Dot | None], pattern: str) -> Iterable[Dot]:
    """The dots of a line through the given ones, thinned by the pattern; None is a gap in the line."""
    along = 0
    before: Dot | None = None
    for dot in dots:
        if dot is not None:
            start = before or dot
            steps = max(abs(dot[0] - start[0]), abs(dot[1] - start[1]))
            for step in range(0 if before is None else 1, steps + 1):
                if pattern[along % len(pattern)] == "1":
                    share = step / max(steps, 1)
                    yield round(start[0] + (dot[0] - start[0]) * share), round(start[1] + (dot[1] - start[1]) * share)
                along += 1
        before = dot


def _level(pattern: str) -> str:
    """A short level line with this pattern."""
    cells = []
    for dot in range(0, 2 * SAMPLE, 2):
        left, right = (pattern[n % len(pattern)] == "1" for n in (dot, dot + 1))
        cells.append(_braille(left * DOTS[1][0] + right * DOTS[1][1]))
    return "".join(cells)


def _braille(bits: int) -> str:
    """The cell with these dots; a plain blank for none, since some fonts draw the empty braille cell as circles."""
    return chr(0x2800 + bits) if bits else " "


def _moved_apart(rows: Sequence[int], count: int) -> list[int]:
    """Ascending rows moved as little as it takes to have one each, all below `count`."""
    apart: list[int] = []
    for row in rows:
        apart.append(max(row, apart[-1] + 1 if apart else 0))
    for n in reversed(range(len(apart))):
        apart[n] = min(apart[n], count - len(apart) + n)
    return apart


def _axis(across: Point, columns: int, now: float | None) -> tuple[str, str]:
    """The axis with its ticks, and the percents below; where now is comes first."""
    line, below = ["─"] * columns, [" "] * (columns + 1)

    def put(x: float, text: str, mark: str) -> None:
        """The text under its column, unless it would come too near to another one."""
        column = round(_share(x, across) * (2 * columns - 1)) // 2
        start = max(0, min(column + 1 - len(text) // 2, len(below) - len(text)))
        if len(text) <= len(below) and not "".join(below[max(0, start - 2) : start + len(text) + 2]).strip():
            below[start : start + len(text)] = text
            line[column] = mark

    step = _tick(100 * (across[1] - across[0]) / max(2, min(6, columns // 10)))
    decimals = max(0, -math.floor(math.log10(step)))
    if now is not None:
        put(now, _("now {share} %").format(share=f"{100 * now:.{decimals}f}"), "▲")
    first = math.ceil(100 * across[0] / step - 1e-9)
    for n in range(first, math.floor(100 * across[1] / step + 1e-9) + 1):
        put(n * step / 100, f"{n * step:.{decimals}f} %", "┬")
    return "└" + "".join(line), "".join(below)


def _tick(distance: float) -> float:
    """The round number, 1, 2 or 5 times a power of ten, that is no less than the distance."""
    if distance <= 0:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(distance))
    return next(power * n for n in (1, 2, 5, 10) if power * n >= distance * (1 - 1e-9))
