"""What the room may see, large and without names: how many have answered; once revealed, the round's result."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Digits, Static

from criteria.disclosure import DIGITS, FEW, as_told
from criteria.hierarchy import GOAL
from criteria.journal import JournalError
from tui.language import _, plural
from tui.room import Room, room
from tui.screens.following import FollowingScreen
from tui.show import fitted, show
from tui.sitting import Sitting
from tui.watching import Seen
from tui.widgets.bars import Bar, Bars
from tui.widgets.hints import Hints

if TYPE_CHECKING:
    from mcda.results.ranking import Ranking
    from mcda.results.weights import Weights

BESIDE = 100
"""Columns from which on the weights stand beside the order, where there is no room for them below it."""
ABOVE = 7
"""Lines of title, whose result it is, and keys, and those between."""


class ProjectorScreen(FollowingScreen):
    """Read-only. `alone`: nothing lies below it, so that it is left by leaving the program."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,p,P,ح,f10", "leave", _("back"), show=False, key_display="Esc", id="projector.leave"),
        Binding("q,Q,ض", "app.quit", _("leave"), show=False, key_display="q", id="projector.quit"),
        Binding("up", "scroll_by(-1)", _("up"), show=False, id="projector.up"),
        Binding("down", "scroll_by(1)", _("down"), show=False, id="projector.down"),
        Binding("pageup", "scroll_by(-10)", _("page up"), show=False, id="projector.page-up"),
        Binding("pagedown", "scroll_by(10)", _("page down"), show=False, id="projector.page-down"),
    ]

    class Looked(Message):
        """How many have answered, and the result of the round or why there is none; or what the trouble is."""

        def __init__(self, found: Seen | None, result: Room | str = "", trouble: str = "") -> None:
            super().__init__()
            self.found = found
            self.result = result
            self.trouble = trouble

    def __init__(self, sitting: Sitting, *, alone: bool) -> None:
        super().__init__(sitting)
        self.alone = alone
        self.found: Seen | None = None
        self.result: Room | str = ""
        self._told: tuple[tuple[object, ...], Room | str] | None = None
        """The state of the rounds, and what the room was told in it: computed once, whoever answers meanwhile."""

    def compose(self) -> ComposeResult:
        """Title and question; how many have answered, or the result."""
        yield Static(id="title", markup=False)
        yield Static(id="about", markup=False)
        with Horizontal(id="count"):
            yield Digits(id="done")
            yield Static(id="of", markup=False)
        with VerticalScroll(id="result", can_focus=False), Horizontal(id="both"):
            yield Bars(id="order")
            yield Bars(id="weights")
        yield Hints()

    def in_background(self) -> None:
        """Look, and find what the room may see, in a thread that only posts."""
        try:
            found = self.watcher.look()
            result: Room | str = ""
            if found is not None and found.now.released:
                state = (found.now.round, found.phase, found.closed)
                if self._told is None or self._told[0] != state:
                    self._told = state, room(self.sitting)
                result = self._told[1]
            self.post_message(self.Looked(found, result))
        except JournalError as error:
            self.post_message(self.Looked(None, trouble=str(error)))

    def on_projector_screen_looked(self, event: ProjectorScreen.Looked) -> None:
        """Draw what has changed. What cannot be read any more is not shown any more."""
        self.is_looking = False
        if event.trouble:
            self.found, self.result = None, ""
        elif event.found is None:
            return
        else:
            self.found, self.result = event.found, event.result
        self.draw()

    def draw(self) -> None:
        """Draw what the room may see; the only place that does."""
        if not self.is_mounted:
            return
        panel, found = self.sitting.panel, self.found
        width = max(self.size.width - 4, 20)
        title = panel.title + (" · " + _("MADE UP") if panel.synthetic else "")
        self.query_one("#title", Static).update(show(fitted(title, width)))
        result = self.result
        told = isinstance(result, Room)
        self.query_one("#count").display = found is not None and not told
        self.query_one("#result").display = told
        about = self.query_one("#about", Static)
        if found is None:
            about.update(show(_("One moment.")))
        elif isinstance(result, Room):
            about.update(Content("\n").join(map(show, _revealed(result))))
            self._draw_result(result)
        else:
            self._draw_count(found)
            lines = [panel.question, _round(found)]
            about.update(Content("\n").join(map(show, [*lines, result] if result else lines)))

    def _draw_count(self, found: Seen) -> None:
        """How many have answered everything."""
        self.query_one("#done", Digits).update(str(found.complete))
        said = [_("of {count} have answered everything").format(count=len(found.progress))]
        rules = found.panel.rules
        if rules is not None and rules.quorum:
            said.append(_("quorum {quorum}").format(quorum=rules.quorum))
        self.query_one("#of", Static).update(Content("\n").join(map(show, said)))

    def _draw_result(self, result: Room) -> None:
        """The order and the weights."""
        order, weights = self.query_one("#order", Bars), self.query_one("#weights", Bars)
        order.display, weights.display = not isinstance(result.order, str), not isinstance(result.weights, str)
        ordered = [] if isinstance(result.order, str) else _ordered(result.order, result.fewest)
        weighed = [] if isinstance(result.weights, str) else _weighed(result.weights, result.people)
        order.show_bars(ordered)
        weights.show_bars(weighed)
        is_low = ABOVE + len(ordered) + 1 + len(weighed) > self.size.height
        self.query_one("#both").set_class(is_low and self.size.width >= BESIDE, "-beside")

    def action_scroll_by(self, lines: int) -> None:
        """Read on."""
        self.query_one("#result").scroll_relative(y=lines, animate=False, immediate=True)

    def action_leave(self) -> None:
        """Back to the facilitator's screen, if this lies on it."""
        if not self.alone:
            self.dismiss()


def _round(found: Seen) -> str:
    """Which round it is."""
    round = found.now.round
    words = {
        "draft": _("The first round is not open yet"),
        "open": _("Round {round}"),
        "closed": _("Round {round} is closed"),
        "feedback": _("Round {round} is closed"),
        "final": _("Round {round} was the last one"),
    }
    return words[found.phase].format(round=round)


def _revealed(result: Room) -> list[str]:
    """Whose result this is, and how far they agree."""
    from tui.screens.results_text import verdict

    said = _("Round {round}").format(round=result.round) + ": "
    lines = [said + plural("what {count} person says together", "what {count} people say together", result.people)]
    measures = () if isinstance(result.agreement, str) else result.agreement.measures
    words = [each.verdict for each in measures if (each.scope, each.measure) == (GOAL, "consensus")]
    return lines + [_("agreement: {word}").format(word=verdict(word)) for word in words]


def _ordered(order: Ranking, people: int) -> list[Bar]:
    """A bar an alternative, best first."""
    lowest = min(0.0, float(order.scores.min()))
    digits = len(str(len(order.ranks)))
    rows = zip(order.ranks, order.names, order.scores, strict=True)
    return [
        Bar(f"{rank:>{digits}}  {name}", float(score) - lowest, _score(float(score), people))
        for rank, name, score in rows
    ]


def _score(score: float, people: int) -> str:
    """A score to as many digits as may be told, zeros at the end included."""
    return _("no score") if math.isnan(score) else f"{score:#.{DIGITS if people < FEW else 3}g}".removesuffix(".")


def _weighed(weights: Weights, people: int) -> list[Bar]:
    """A bar a child of the goal, the heaviest first."""
    places = [place for place, level in enumerate(weights.levels) if level == 1]
    places.sort(key=lambda place: -weights.overall[place])
    shares = [as_told(100 * float(weights.overall[place]), people) for place in places]
    return [
        Bar(weights.names[place], share, f"{share:.3g} %")
        for place, share in zip(places, shares, strict=True)
        if not math.isnan(share)
    ]
