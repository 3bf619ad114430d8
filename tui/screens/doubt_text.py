"""How sure an order is, in the words and rows of a screen: beside each rank, as bars, as a table with a strip a row."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from tui.doubt import Sureness, is_moot
from tui.language import _
from tui.show import fitted, show
from tui.widgets.bars import Bar

if TYPE_CHECKING:
    from mcda.arrays import Array
    from mcda.results.sensitivity import SensitivityReport

WIDE, NARROW = 110, 72
"""Columns of the terminal from which a row says it in a sentence, and below which it says a number or two."""
HEIGHTS = "▁▂▃▄▅▆▇█"
FEWEST_FOR_A_NAME, ENOUGH_FOR_A_NAME = 14, 24
"""Columns that names keep whatever else is shown, and before the last column is."""
BESIDE_RANKS = ("confidence", "strip", "next")
BESIDE_WEIGHTS = ("strip", "next", "confidence")
"""Columns of the table in the order in which they are given room."""


def sureness(found: Sureness | None, width: int) -> dict[str, str]:
    """Alternative -> how sure its place is, in as many words as the width of the screen allows; empty if unknown."""
    if found is None or isinstance(found, str) or is_moot(found):
        return {}
    level = _percent(found.level)
    rows = zip(found.alternatives, found.first_share, found.low, found.high, strict=True)
    return {id: _words(_shown(found, float(share)), int(low), int(high), level, width) for id, share, low, high in rows}


def room_for_sureness(alternatives: int, width: int) -> int:
    """The columns that `sureness` takes at most for so many alternatives, known before there is any."""
    said = (_words(share, alternatives - 1, alternatives, "95 %", width) for share in (">99 %", ""))
    return max(map(cell_len, said))


def _shown(report: SensitivityReport, share: float) -> str:
    """The share of first places; empty where it is less than the last digit: there the places say more."""
    text = report.share_text(share)
    return "" if share == 0 or text.startswith("<") else text


def _words(share: str, low: int, high: int, level: str, width: int) -> str:
    """How often first, between which ranks."""
    if width >= WIDE:
        between = _("between {low} and {high}") if low < high else _("on place {low}")
        where = between.format(low=low, high=high)
        if share:
            said = _("first in {share} of draws, {where} in {level}")
            return said.format(share=share, where=where, level=level)
        return _("{where} in {level} of draws").format(where=where, level=level)
    if width >= NARROW:
        if share:
            return _("first in {share}").format(share=share)
        return _("{low} to {high}").format(low=low, high=high) if low < high else str(low)
    return share or _span(low, high)


def _span(low: int, high: int) -> str:
    return f"{low}–{high}" if low < high else str(low)


def apart(found: Sureness | None) -> str:
    """Which places can be told apart, in a line."""
    if found is None:
        return _("How sure this order is: computing …")
    if isinstance(found, str):
        return _("How sure this order is cannot be said (d).")
    return _("Nothing is in doubt that could be drawn (d).") if is_moot(found) else told_apart(found) + "."


def told_apart(report: SensitivityReport) -> str:
    """Which places can be told apart, as the report itself says in English."""
    if len(report.tiers) == 1:
        return _("No place can be told apart from its neighbours")
    stretches = report.stretches()
    if stretches is None:
        groups = _("; ").join(_(", ").join(tier) for tier in report.tiers)
        return _("In this order, by expected rank, groups can be told apart: {groups}").format(groups=groups)
    can, cannot = _("{places} can be told apart"), _("{places} cannot be told apart")
    said = [(can if apart else cannot).format(places=_places(low, high)) for low, high, apart in stretches]
    return _("; ").join(said)


def _places(low: int, high: int) -> str:
    """1, 1 and 2, or 1 to 3."""
    if low == high:
        return str(low)
    several = _("{low} and {high}") if high - low == 1 else _("{low} to {high}")
    return several.format(low=low, high=high)


def _sentences(report: SensitivityReport) -> list[str]:
    """Which places can be told apart, and how often the first is above the second."""
    if len(report.alternatives) < 2:
        return []
    neighbours = _("{apart} (of two neighbours the upper is above in {level} of the draws).")
    above = _("{first} is above {second} in {share} of the draws.")
    share = report.share_text(float(report.pairwise[0, 1]), error=True)
    return [
        neighbours.format(apart=told_apart(report), level=_percent(report.level)),
        above.format(first=report.names[0], second=report.names[1], share=share),
    ]


def sure_notes(found: Sureness | None, width: int) -> list[str]:
    """What can be told apart and what was doubted; or why that cannot be said."""
    if found is None:
        return [apart(found)]
    if isinstance(found, str):
        return [_("How sure this order is cannot be said:"), *found.splitlines()]
    if is_moot(found):
        return [moot()]
    notes = [*_sentences(found)[:1], doubted(found)]
    if width < NARROW:
        notes.append(
            _("%: of draws in which it is first; else its ranks in {level} of them.").format(
                level=_percent(found.level)
            )
        )
    return notes


def moot() -> str:
    """What is said of a panel whose answers leave nothing to draw."""
    return _("This panel's answers leave nothing in doubt that could be drawn; that does not make the order certain.")


def doubted(report: SensitivityReport) -> str:
    """What was doubted, by how many draws."""
    words = {
        "rounding": _("rounded answers"),
        "inconsistency": _("inconsistent answers"),
        "panellists": _("who sits on the panel"),
        "ratings": _("ratings"),
        "ignorance": _("all weights"),
    }
    what = _(", ").join(words[word] for word in report.doubt if word not in report.moot)
    said = [_("In doubt: {what}.").format(what=what)]
    if report.moot:
        said.append(_("Nothing to doubt in: {what}.").format(what=_(", ").join(words[word] for word in report.moot)))
    said.append(_("{draws} draws, seed {seed}.").format(draws=f"{report.draws:,}", seed=report.seed))
    return " ".join(said)


def how_often(found: Sureness | None, at: str) -> str:
    """What the bars of first places are; `at` is the weight in percent that they are of, if not the one looked at."""
    if found is None:
        return _("computing …")
    if isinstance(found, str):
        return _("How sure this is cannot be said (d).")
    if is_moot(found):
        return apart(found)
    if at:
        return _("computing …; at {share} %:").format(share=at)
    return _("first, in % of {draws} draws").format(draws=f"{found.draws:,}")


def first_bars(found: Sureness | None, rows: int) -> list[Bar]:
    """A bar for each that is ever first, the most often first; then how many there was no room for, or never are."""
    if found is None or isinstance(found, str) or is_moot(found):
        return []
    shares = found.first_share
    ever = sorted((at for at in range(len(shares)) if shares[at] > 0), key=lambda at: -shares[at])
    others = len(shares) - len(ever)
    room = rows - bool(others)
    if len(ever) > room:
        room = rows - 1
        others = len(shares) - room
        rest = _("{count} more").format(count=others)
    else:
        rest = _("{count} never").format(count=others)
    bars = [Bar(found.names[at], float(shares[at]), found.share_text(float(shares[at]))) for at in ever[:room]]
    return [*bars, Bar(rest, nan, "")] if others else bars


def in_doubt(found: Sureness | None, width: int, wanted: tuple[str, ...], head: str = "") -> Content:
    """The table of how sure an order is, under a line of what it is of, or why there is none."""
    if found is None or isinstance(found, str) or is_moot(found):
        return Content("\n").join(map(show, sure_notes(found, width)))
    table = doubt_table(found, width, wanted)
    return Content("\n").join([show(fitted(head, width)), table]) if head else table


def draws_at(found: Sureness | None, at: str, late: bool) -> str:
    """How many draws a table is of and at which weight in percent; whether that is still the one from before."""
    if found is None or isinstance(found, str):
        return ""
    said = _("{draws} draws at {share} %").format(draws=f"{found.draws:,}", share=at)
    return said + " · " + _("computing …") if late else said


def doubt_table(report: SensitivityReport, width: int, wanted: tuple[str, ...]) -> Content:
    """A line an alternative: its rank, name, ranks in the draws, share of first places; of the wanted columns as many
    as there is room for; and below what they mean."""
    shown = report.table().displayed
    count = len(report.alternatives)
    columns: dict[str, tuple[str, list[str]]] = {
        "ranks": (_("ranks"), [_span(int(low), int(high)) for low, high in zip(report.low, report.high, strict=True)]),
        "first": (_("first"), [str(text) for text in shown["first_share"]]),
    }
    further = {
        "confidence": (_("confidence"), [str(text) for text in shown["confidence"]]),
        "strip": (_scale(count), [_strip(row) for row in report.acceptability]),
        "next": (_("above next"), _above_next(report)),
    }
    digits = len(str(count))
    room = width - digits - 2 - sum(_width(*column) + 2 for column in columns.values())
    for name in wanted:
        column = further[name]
        least = ENOUGH_FOR_A_NAME if name == wanted[-1] else FEWEST_FOR_A_NAME
        if room - _width(*column) - 2 >= least:
            columns[name] = column
            room -= _width(*column) + 2
    names = max(min(room, max(cell_len(name) for name in report.names)), 8)

    def line(rank: str, name: str, cells: list[str]) -> str:
        parts = [f"{rank:>{digits}}  {fitted(name, names)}"]
        for cell, (key, column) in zip(cells, columns.items(), strict=True):
            gap = " " * (_width(*column) - cell_len(cell))
            parts.append("  " + (cell + gap if key == "strip" else gap + cell))
        return "".join(parts).rstrip()

    lines = [Content.styled(line("", "", [head for head, cells in columns.values()]), "bold")]
    for at, name in enumerate(report.names):
        cells = [column[at] for head, column in columns.values()]
        lines.append(show(line(f"{report.ranks[at]}", name, cells)))
    return Content("\n").join([*lines, Content(), *map(show, _legend(report, tuple(columns)))])


def _width(head: str, cells: list[str]) -> int:
    return max(cell_len(head), *map(cell_len, cells))


def _scale(count: int) -> str:
    """The first and the last rank over the ends of a strip."""
    return f"1{count:>{count - 1}}" if count > 2 else "12"[:count]


def _strip(shares: Array) -> str:
    """A block a rank, full where half of the draws or more have it; a dot where few do, nothing where none does."""
    found = ""
    for share in map(float, shares):
        height = min(round(2 * len(HEIGHTS) * share), len(HEIGHTS))
        found += HEIGHTS[height - 1] if height else "·" if share > 0 else " "
    return found


def _above_next(report: SensitivityReport) -> list[str]:
    """In how many draws each is above the one below it; nothing for the last."""
    count = len(report.alternatives)
    return [report.share_text(float(report.pairwise[at, at + 1])) for at in range(count - 1)] + [""]


def _legend(report: SensitivityReport, columns: tuple[str, ...]) -> list[str]:
    """What the columns mean, what can be told apart, what was doubted."""
    said = {
        "ranks": _("ranks: in the middle {level} of the draws.").format(level=_percent(report.level)),
        "first": _("first: in so many of them; ± is the Monte Carlo error at 95 %."),
        "confidence": _("confidence: first in so many under the weights that favour it."),
        "strip": _("A block for each rank: full where half of the draws have it, a dot where few do."),
        "next": _("above next: in so many it is above the one below it."),
    }
    return [" ".join(said[column] for column in columns), *_sentences(report), doubted(report)]


def _percent(share: float) -> str:
    return f"{100 * share:.12g} %"
