"""A result as rows under named columns, shown as CSV, JSON, text, HTML or a DataFrame; knows no column by name."""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, TypeAlias

from criteria.text import guarded, inert, visible

Cell: TypeAlias = str | int | float
"""NaN is "not applicable": an empty cell."""

BAR_ROOM = 20
NARROWEST = 12
"""Columns that a bar takes at most, and to which a column of text may shrink."""
LEGIBLE = 20
"""Columns that a text should keep before spare ones are shown beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Columns and rows, with a heading and notes for people."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heading: tuple[str, ...] = ()
    """Lines above the table where people read it."""
    notes: tuple[str, ...] = ()
    """Lines below."""
    shown: tuple[str, ...] = ()
    """The columns that people see, in their order; all if empty."""
    spare: tuple[str, ...] = ()
    """Columns that people do not see where the table would not fit otherwise, the first to go first."""
    shares: tuple[str, ...] = ()
    """Columns shown as percentages."""
    bar: str = ""
    """The column shown as a bar too."""
    folded: bool = False
    """Whether long cells are folded into several lines; else they are cut with an ellipsis."""
    displayed: Mapping[str, Sequence[Cell]] = field(default_factory=dict)
    """Columns that people see rounded so that they add up, in place of the exact ones."""

    def records(self) -> list[dict[str, str | int | float | None]]:
        """The rows as plain JSON types; what is not applicable is None."""
        return [
            {name: None if _void(cell) else cell for name, cell in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]

    def frame(self) -> Any:
        """The rows as a tidy pandas.DataFrame."""
        import pandas

        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def csv(self, raw: bool = False) -> str:
        """The rows as CSV: a header, dot decimals, `\\n`; formulas guarded with an apostrophe unless `raw`."""
        lines = [",".join(self.columns)]
        lines += [",".join(csv_cell(cell, raw) for cell in row) for row in self.rows]
        return "\n".join(lines) + "\n"

    def text(self, width: int = 100) -> str:
        """The table as people read it in a terminal so many columns wide."""
        all_shown = self.shown or self.columns
        texts = {name: self._texts(name) for name in all_shown}
        right = {name for name in all_shown if all(not isinstance(cell, str) for cell in self._column(name))}
        bar_room = min(BAR_ROOM, width // 5) if self.bar and self.rows else 0
        wanted = {name: max(display_width(text) for text in (name, *texts[name])) for name in all_shown}
        for left_out in range(len(self.spare) + 1):
            shown = [name for name in all_shown if name not in self.spare[:left_out]]
            room = width - 2 * (len(shown) - 1) - (bar_room + 2 if bar_room else 0)
            widths = _fitted({name: wanted[name] for name in shown}, right, room)
            legible = all(widths[name] >= min(wanted[name], LEGIBLE) for name in shown)
            if sum(widths.values()) <= room and legible:
                break
        bars = bar_texts(self._column(self.bar), bar_room) if bar_room else [""] * len(self.rows)
        lines = _wrapped(self.heading, width)
        lines += [""] if self.heading else []
        lines.append("  ".join(_padded(name.replace("_", " "), widths[name], name in right) for name in shown).rstrip())
        for place, bar in enumerate(bars):
            row = {name: texts[name][place] for name in shown}
            for part in self._parts(row, widths):
                cells = [_padded(part[name], widths[name], name in right) for name in shown]
                lines.append("  ".join([*cells, bar]).rstrip())
        lines += ["", *_wrapped(self.notes, width)] if self.notes else []
        return "\n".join(lines) + "\n"

    def _parts(self, row: dict[str, str], widths: dict[str, int]) -> list[dict[str, str]]:
        """The lines that a row takes: one, or as many as its longest cell needs when cells are folded."""
        if not self.folded:
            return [row]
        from itertools import zip_longest

        cells = [_wrapped([text], widths[name]) for name, text in row.items()]
        return [dict(zip(row, part, strict=True)) for part in zip_longest(*cells, fillvalue="")]

    def html(self) -> str:
        """The table as HTML, every text escaped."""
        from html import escape

        shown = self.shown or self.columns
        texts = [self._texts(name) for name in shown]
        head = "".join(f"<th>{escape(name)}</th>" for name in shown)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(column[place])}</td>" for column in texts) + "</tr>"
            for place in range(len(self.rows))
        )
        above = "".join(f"<p>{escape(line)}</p>" for line in self.heading if line)
        below = "".join(f"<p>{escape(line)}</p>" for line in self.notes if line)
        return f"{above}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{below}"

    def _column(self, name: str) -> list[Cell]:
        place = self.columns.index(name)
        return [row[place] for row in self.rows]

    def _texts(self, name: str) -> list[str]:
        """A column as people read it."""
        return [self._shown(name, cell) for cell in self.displayed.get(name, self._column(name))]

    def _shown(self, name: str, cell: Cell) -> str:
        if isinstance(cell, str):
            return visible(cell)
        if _void(cell):
            return "n/a"
        if name in self.shares:
            return f"{100 * cell:.1f} %"
        if isinstance(cell, int):
            return str(cell)
        return f"{cell:.3f}".replace("-0.000", "0.000")


def joined(by: str, parts: Mapping[str, Table], heading: tuple[str, ...], notes: tuple[str, ...]) -> Table:
    """Tables with the same columns under each other, with a first column that says which is which."""
    first = next(iter(parts.values()))
    return Table(
        columns=(by, *first.columns),
        rows=tuple((name, *row) for name, table in parts.items() for row in table.rows),
        heading=heading,
        notes=notes,
        shown=(by, *(first.shown or first.columns)),
        shares=first.shares,
        displayed={
            column: [cell for table in parts.values() for cell in table.displayed[column]] for column in first.displayed
        },
    )


def largest_remainder(shares: Sequence[float], decimals: int, total: float | None = None) -> list[float]:
    """The shares rounded so that the rounded ones sum to the rounded total. Hamilton's method.

    Parameters
    ----------
    shares : sequence of float
        Any numbers; those that are NaN stay so.
    decimals : int
        Digits kept after the point.
    total : float, optional
        What they are to sum to, their own sum if left out; at most a unit a share from it.
    """
    unit = 10**decimals
    scaled = [0.0 if math.isnan(share) else share * unit for share in shares]
    rounded = [math.floor(share) for share in scaled]
    short = round(sum(scaled) if total is None else total * unit) - sum(rounded)
    step = 1 if short > 0 else -1
    most_off = sorted(range(len(scaled)), key=lambda place: (step * (rounded[place] - scaled[place]), place))
    for place in most_off[: abs(short)]:
        rounded[place] += step
    return [share if math.isnan(share) else whole / unit for share, whole in zip(shares, rounded, strict=True)]


def bar_texts(values: Sequence[Cell], room: int) -> list[str]:
    """Horizontal bars for non-negative numbers, the largest filling the room, in eighths of a character."""
    numbers = [float(value) if not isinstance(value, str) and not _void(value) else 0.0 for value in values]
    low = min([0.0, *numbers])
    top = max(numbers, default=low)
    bars = []
    for number in numbers:
        eighths = round(8 * room * (number - low) / (top - low)) if top > low else 0
        bars.append("█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8])
    return bars


def _fitted(wanted: dict[str, int], fixed: set[str], room: int) -> dict[str, int]:
    """The widths of columns that together fit the room, taken from the widest that may shrink."""
    widths = dict(wanted)
    while sum(widths.values()) > room:
        name = max((name for name in widths if name not in fixed), key=lambda name: widths[name], default=None)
        if name is None or widths[name] <= NARROWEST:
            break
        widths[name] -= 1
    return widths


def _wrapped(lines: Sequence[str], width: int) -> list[str]:
    """The lines, long ones broken between words."""
    found = []
    for line in lines:
        part = ""
        for word in visible(line).split(" "):
            joined_part = f"{part} {word}" if part else word
            if part and display_width(joined_part) > width:
                found.append(part)
                joined_part = word
            part = joined_part
        found.append(part)
    return found


def display_width(text: str) -> int:
    """How many columns of a terminal the text takes: combining marks none, wide characters two."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _padded(text: str, width: int, right: bool) -> str:
    """The text in exactly so many columns, cut with an ellipsis where it is longer."""
    if display_width(text) > width:
        room = width - 1
        kept = text[: bisect_right(list(accumulate(map(_columns, text))), room)]
        text = kept + "…" + " " * (room - display_width(kept))
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def _void(cell: Cell) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


def csv_cell(cell: Cell, raw: bool) -> str:
    """A cell as CSV holds it."""
    if isinstance(cell, str):
        text = inert(cell) if raw else guarded(inert(cell))
        return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\r\n') else text
    if _void(cell):
        return ""
    return str(cell) if isinstance(cell, int) else number_text(cell)


def number_text(value: float) -> str:
    """The number to twelve significant digits, as short as it goes, never -0."""
    return format(value + 0.0, ".12g")
