"""A weight of a sweep, drawn: what it is, where the first place flips, the order, the lines, who is first how often."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.doubt import Doubts
from tui.language import _
from tui.screens.doubt_text import BESIDE_WEIGHTS, NARROW, draws_at, first_bars, how_often, in_doubt, sureness
from tui.screens.sensitivity_text import (
    most_telling,
    nearest_flip,
    numbers_at,
    percent_text,
    rows_at,
    standing,
    top_score,
    weighing,
)
from tui.show import show
from tui.widgets.bars import Bars
from tui.widgets.line_chart import Line, LineChart

if TYPE_CHECKING:
    from mcda.results.sweep import Sweep

LOW = 22
"""Lines of the terminal below which shorter sentences stand above the order."""
MOST = 2
"""Sentences above the order; the table has all of them."""
TALL = 30
"""Lines from which there is room below the lines for what there is no room for beside them."""
FIRSTS = 8, 12
"""Rows of those who are first, beside and below the lines."""
View: TypeAlias = Literal["lines", "table", "doubt"]
Place: TypeAlias = tuple[str, str, int]
"""What is ordered, the criterion that moves, and the index of its share."""


class SweepView(Vertical):
    """The weight, the flips, and one of: the order with the lines, the numbers at every weight, the doubt."""

    def compose(self) -> ComposeResult:
        """From the weight down."""
        with Horizontal(id="weight"):
            yield Static(id="what", markup=False)
            yield Static(" ◀ ", id="less", classes="arrow", markup=False)
            yield Static(id="share", markup=False)
            yield Static(" ▶ ", id="more", classes="arrow", markup=False)
        yield Static(id="flips", markup=False)
        with VerticalScroll(id="order", can_focus=False):
            yield Bars()
            yield Static(id="numbers", markup=False)
        with Container(id="below"):
            yield LineChart()
            with Vertical(id="firsts"):
                yield Static(id="draws", markup=False)
                yield Bars(id="shares")

    def draw(self, sweep: Sweep, key: Place, view: View, of_the_panel: str, doubts: Doubts[Place]) -> None:
        """Draw the share that the key says; `of_the_panel` is the panel's own in percent."""
        width, height = self.app.size
        place, share = key[2], float(sweep.shares[key[2]])
        said = _("{share} %").format(share=of_the_panel if share == sweep.share else percent_text(share))
        self.query_one("#what", Static).update(show(weighing(sweep, max(width - 11 - cell_len(said), 12))))
        self.query_one("#share", Static).update(Content.assemble((said, "bold")))
        brief = height < LOW and view == "lines"
        words = (nearest_flip if brief else standing)(sweep, share, of_the_panel)
        if view == "doubt" and sweep.flips:
            words = words[:1]
        elif view == "lines" and len(words) > MOST:
            words[MOST:] = [_("{count} more in the table (t)").format(count=len(words) - MOST)]
        self.query_one("#flips", Static).update(Content("\n").join(map(show, words)))
        numbers = self.query_one("#numbers", Static)
        numbers.display = view != "lines"
        self.query_one(Bars).display = self.query_one("#below").display = view == "lines"
        if view == "table":
            numbers.update(Content("\n").join(numbers_at(sweep, place, width - 4, of_the_panel)))
        elif view == "doubt":
            late = doubts.late(key)
            drawn = float(sweep.shares[(late or key)[2]])
            found, at = doubts.get(late or key), of_the_panel if drawn == sweep.share else percent_text(drawn)
            numbers.update(in_doubt(found, width - 4, BESIDE_WEIGHTS, draws_at(found, at, late is not None)))
        else:
            self._draw_order(sweep, key, doubts)

    def _draw_order(self, sweep: Sweep, key: Place, doubts: Doubts[Place]) -> None:
        """The order and the lines; how sure it is beside them, below them, or else beside the scores."""
        width, height = self.app.size
        beside, below = width >= NARROW, width < NARROW and height >= TALL
        sure = None if beside or below else sureness(doubts.get(key), width)
        self.query_one(Bars).show_bars(rows_at(sweep, key[2], sure, width), top_score(sweep))
        lines = [Line(sweep.names[at], [float(score) for score in sweep.scores[:, at]]) for at in most_telling(sweep)]
        shares = [float(at) for at in sweep.shares]
        self.query_one(LineChart).draw(shares, lines, shares[key[2]], _("weight"), _("score"))
        self.query_one("#below").set_class(below, "-stacked")
        firsts = self.query_one("#firsts")
        firsts.display = beside or below
        late = doubts.late(key)
        firsts.set_class(late is not None, "-late")
        found, at = doubts.get(late or key), percent_text(shares[late[2]]) if late else ""
        self.query_one("#draws", Static).update(show(how_often(found, at)))
        self.query_one("#shares", Bars).show_bars(first_bars(found, FIRSTS[below]), 1.0)
