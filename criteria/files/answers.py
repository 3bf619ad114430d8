"""The answers of a panel as rows of judgements.csv or ratings.csv, always in the same order."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TypeAlias

from criteria.events import Standing
from criteria.files import judgements, values
from criteria.files.overlay import CELLS, PAIRS, Row, laid
from criteria.panel import Judgements, Panel, Ratings
from criteria.text import inert

JUDGEMENTS, RATINGS = judgements.COLUMNS, values.COLUMNS
"""The columns of the rows."""
Judged: TypeAlias = tuple[int, str, str, str, str, float | None, str]
Rated: TypeAlias = tuple[int, str, str, str, float | None, str]


def judged(panel: Panel, now: Standing) -> list[Judged]:
    """The judgements of a panel's files with the journal's on top; a ratio is None where the panellist cannot say.

    By round, panellist, node and items in the order of the panel; first and second as they were asked. What a terminal
    would obey is written out in comments.
    """
    on_top = laid(panel, now)
    order = _order(panel)
    columns = on_top.judgements
    rows = sorted(
        chain(_rows(columns, PAIRS), on_top.unsaid_pairs),
        key=lambda said: (said[0][1], order[said[0][0]], said[0][2], *sorted(said[0][3:5])),
    )
    found: list[Judged] = []
    for (panellist, round, node, first, second, ratio), comment in rows:
        items = columns.nodes[node].items
        who, where = columns.panellist_ids[panellist], columns.nodes[node].id
        found.append((round, who, where, items[first], items[second], ratio, inert(comment)))
    return found


def rated(panel: Panel, now: Standing) -> list[Rated]:
    """The ratings of a panel's files with the journal's on top; a value is None where the panellist cannot say.

    By round, panellist, criterion and alternative in the order of the panel.
    """
    on_top = laid(panel, now)
    order = _order(panel)
    columns = on_top.ratings
    rows = sorted(
        chain(_rows(columns, CELLS), on_top.unsaid_cells),
        key=lambda said: (said[0][1], order[said[0][0]], said[0][3], said[0][2]),
    )
    found: list[Rated] = []
    for (panellist, round, alternative, criterion, value), comment in rows:
        who, what = columns.panellist_ids[panellist], columns.alternative_ids[alternative]
        found.append((round, who, what, columns.criterion_ids[criterion], value, inert(comment)))
    return found


def _order(panel: Panel) -> dict[int, int]:
    """Place of a panellist in the panel -> place in the list."""
    return {place: number for number, place in enumerate(panel.listed)}


def _rows(columns: Judgements | Ratings, names: tuple[str, ...]) -> Iterable[tuple[Row, str]]:
    """Each row with its comment."""
    for number, row in enumerate(zip(*(getattr(columns, name) for name in names), strict=True)):
        yield row, columns.comments.get(number, "")


def exact(value: float | None, decimal: str = ".") -> str:
    """The shortest text that is read as the very same number; empty for None."""
    if value is None:
        return ""
    return repr(float(value) + 0.0).removesuffix(".0").replace(".", decimal)  # + 0.0, so that no zero has a sign


def exact_ratio(ratio: float | None, decimal: str = ".") -> str:
    """As `exact`, but 1/3 for a third."""
    if ratio is not None and 0 < ratio < 1 and 1 / round(1 / ratio) == ratio:
        return f"1/{round(1 / ratio)}"
    return exact(ratio, decimal)
