"""The facilitator's live screen in rows and words: who is how far, what to talk about, the keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from criteria.panel import Panel
from criteria.text import visible
from tui.language import _
from tui.names import isolated
from tui.show import fitted, show
from tui.sitting import Progress
from tui.watching import Seen, agreed, inconsistent, last_seen, ratio, settled
from tui.widgets.bars import EIGHTHS

if TYPE_CHECKING:
    from mcda.results.glance import Contested, Glance

LONGEST_BAR = 14
LONGEST_SEEN = 16


def people(found: Seen, undone_first: bool, at: datetime, width: int) -> Content:
    """A line a panellist: id, bar, answered of asked, when last seen."""
    rows: Sequence[Progress] = found.progress
    if undone_first:
        rows = sorted(rows, key=lambda one: one.done)
    if not rows:
        return show(_("panel.yaml names no panellists: nobody can answer."))
    said = [last_seen(one, found, at) for one in rows]
    counts = [_("done") if one.done else f"{one.answered}/{one.asked}" for one in rows]
    widest = max(map(cell_len, counts))
    seen = min(max(map(cell_len, said)), LONGEST_SEEN)
    ids = min(max(cell_len(visible(one.panellist.id)) for one in rows), max(width - seen - widest - 8, 3))
    bar = max(min(width - ids - widest - seen - 3, LONGEST_BAR), 0)
    return Content("\n").join(
        Content.assemble(
            show(f"{fitted(one.panellist.id, ids)} {_bar(one, bar)} "),
            f"{isolated(f'{count:>{widest}}')} {isolated(fitted(text, seen).rstrip())}",
        )
        for one, count, text in zip(rows, counts, said, strict=True)
    )


def _bar(one: Progress, width: int) -> str:
    """The share that is answered, in a field of so many columns."""
    eighths = round(one.answered / one.asked * width * 8) if one.asked else 0
    return ("█" * (eighths // 8) + EIGHTHS[eighths % 8].strip()).ljust(width, "░")


def group(glance: Glance | str | None, by_name: bool) -> list[str]:
    """How the panel as a whole stands."""
    if glance is None:
        return [_("agreement: computing …")]
    if isinstance(glance, str):
        return glance.splitlines()
    return [agreed(glance), settled(glance) + " · " + inconsistent(glance, by_name)]


def talk(panel: Panel, glance: Glance | str | None, width: int) -> Content:
    """The pairs with the widest spread, two lines each."""
    if glance is None or isinstance(glance, str):
        return Content()
    lines = [Content.styled(fitted(_("talk about these"), width).rstrip(), "bold")]
    if not glance.contested:
        return Content("\n").join([*lines, show(_("nothing yet: no pair lies apart"))])
    for each in glance.contested:
        between = " ↔ "
        room = width - cell_len(between)
        second = min(cell_len(visible(panel.name(each.spread.second))), room // 2)
        first = min(cell_len(visible(panel.name(each.spread.first))), room - second)
        second = min(cell_len(visible(panel.name(each.spread.second))), room - first)
        names = fitted(panel.name(each.spread.first), first) + between + fitted(panel.name(each.spread.second), second)
        lines += [show(names), show("  " + fitted(_apart(each), width - 2).rstrip())]
    return Content("\n").join([*lines, Content(), *map(show, _notes())])


def _apart(each: Contested) -> str:
    """Between which answers the middle half lies, and whether organisations are divided."""
    said = _("from {lower} to {upper}").format(lower=ratio(each.spread.lower), upper=ratio(each.spread.upper))
    return said + (_(", ") + _("split by organisation") if each.split else "")


def _notes() -> list[str]:
    return [_("The middle half of the answers: how many times the first one counts.")]


def help_lines() -> list[str]:
    """What is shown, and the keys."""
    return [
        _("This is the facilitator's screen: it names panellists. Show the room the projector view, p."),
        _("It follows the journal; nothing is written but by the keys c, o, f, v, r, n, F."),
        _("Agreement is that of mcda agreement at the goal, settled pairs those of mcda agreement --rounds, what to"),
        _("talk about the widest of mcda agreement --pairs: the middle half of the answers lies between the two."),
        "",
        _("c           close the round: says who is missing and whether the quorum is reached"),
        _("o           open the next round; results are withheld again"),
        _("f           feed back: in the next round panellists see the group's middle"),
        _("v           reveal the results to the room, or withhold them"),
        _("r           let one panellist answer though the round is closed"),
        _("n           add a note to the record"),
        _("F           finish: no round follows"),
        _("t           a timer for yourself; it is no event"),
        _("p           the projector view, here; mcda watch PANEL --projector on another screen"),
        _("s           order: not done first, or as in panel.yaml"),
        _("i           who is above CR 0.10, or how many only"),
        _("↑ ↓         read on; PgUp, PgDn, Home, End too"),
        _("q, Ctrl+Q   leave; the sitting goes on"),
    ]
