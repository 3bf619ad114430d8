"""One pair at a time: A above B, how many times as much, read back as a sentence before it counts."""

from __future__ import annotations

import math

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from criteria.events import Pair
from criteria.session import Session
from tui import sentences
from tui.language import _, plural
from tui.screens.sitting_screen import SittingScreen
from tui.show import show
from tui.widgets.bars import Bar, Bars
from tui.widgets.scale_bar import ScaleBar


class JudgeScreen(SittingScreen):
    """Asks a panellist one pair after another."""

    def compose_answer(self) -> ComposeResult:
        """The two items, the scale, the sentence; below it what the answers say so far."""
        yield Static(id="first", classes="item", markup=False)
        yield Static(id="second", classes="item", markup=False)
        yield ScaleBar()
        yield Static(id="sentence", markup=False)
        with Horizontal(id="picture"):
            yield Bars()
            with Vertical(id="verdict"):
                yield Static(_("your answers together"), classes="quiet", markup=False)
                yield Static(id="word", markup=False)

    def on_mount(self) -> None:
        """Load the engine while the first question is read."""
        super().on_mount()
        self.draw()
        self.run_worker(_load_engine, thread=True, name="engine", exit_on_error=False)

    def draw_question(self, session: Session) -> None:
        """The pair with the answer it has so far; a farewell when all questions are behind."""
        pair = session.question
        scale = self.query_one(ScaleBar)
        for part in ("#first", "#second"):
            self.query_one(part).display = pair is not None
        scale.display = pair is not None
        if not isinstance(pair, Pair):
            self.query_one("#sentence", Static).update(
                _("Thank you. Enter hands over to the next panellist, Backspace goes back to your answers.")
            )
            self.query_one("#picture").display = False
            self.set_focus(None)
            return
        self.query_one("#first", Static).update(show("A  " + self.panel.name(pair.first)))
        self.query_one("#second", Static).update(show("B  " + self.panel.name(pair.second)))
        before = self.own_before(session, pair)
        scale.ask(session.sheet.ratio(pair) if before is None else before)
        scale.focus()
        self.draw_sentence(scale.ratio)
        self.draw_picture(session)

    def unsaved(self) -> str:
        """The strength that stands on the scale, if it is another than was saved or said before."""
        pair = None if self.session is None else self.session.question
        if not isinstance(pair, Pair):
            return ""
        ratio = self.query_one(ScaleBar).ratio
        return sentences.side(ratio) if ratio is not None and self._is_new(pair, ratio) else ""

    def _is_new(self, pair: Pair, ratio: float) -> bool:
        """Whether a strength is neither what is saved nor what was said in the rounds before."""
        assert self.session is not None
        known = [self.session.sheet.ratio(pair), self.own_before(self.session, pair)]
        return not any(each is not None and math.isclose(each, ratio) for each in known)

    @on(ScaleBar.Moved)
    def moved(self, event: ScaleBar.Moved) -> None:
        """Another strength is meant: read it back."""
        self.still_there()
        self.draw_sentence(event.ratio)

    def draw_sentence(self, ratio: float | None) -> None:
        """What the answer would say, before it counts."""
        assert self.session is not None
        pair = self.session.question
        assert isinstance(pair, Pair)
        if ratio is None:
            held = self.session.sheet.answer(pair)
            text = _("You said that you cannot say. ") if held is not None else ""
            text += _("Arrows or 1 to 9 choose; Enter saves.")
        else:
            text = sentences.read_back(self.panel, pair, ratio) + "  " + self._what_enter_does(pair, ratio)
        self.query_one("#sentence", Static).update(show(text))

    def _what_enter_does(self, pair: Pair, ratio: float) -> str:
        """Save another answer, keep that of the round before, or nothing new."""
        assert self.session is not None
        if self._is_new(pair, ratio):
            return _("Enter to save")
        if self.session.sheet.answer(pair) is None:
            return _("Enter to keep it")
        return _("(saved)")

    def draw_picture(self, session: Session) -> None:
        """What the answers at this node say so far, and how they hold together."""
        picture_box = self.query_one("#picture")
        picture_box.display = self.picture_shown
        section = session.section
        if not self.picture_shown or section is None:
            return
        from mcda.analysis.sitting import picture

        seen = picture(self.panel, section.about, session.ratios(section), section.items)
        known = [
            (share, item) for item, share in zip(seen.items, seen.priorities, strict=True) if not math.isnan(share)
        ]
        known.sort(key=lambda row: -row[0])
        rows = [
            Bar(self.panel.name(item), share, f"{100 * share:.0f} %" if seen.whole else "") for share, item in known
        ]
        room = max(self.size.height - 16, 2)
        self.query_one(Bars).show_bars(rows[:room])
        word = sentences.agreement(seen.word)
        if seen.checked:
            word += "\n" + plural(
                "({count} answer checked against others)", "({count} answers checked against others)", seen.checked
            )
        if unknown := len(seen.items) - len(known):
            word += "\n" + plural("{count} more not known yet", "{count} more not known yet", unknown)
        self.query_one("#word", Static).update(word)

    @on(ScaleBar.Chosen)
    def judge(self, event: ScaleBar.Chosen) -> None:
        """The answer counts."""
        if self.session is not None and self.session.question is not None:
            self.move(self.session.judge(event.ratio), self.session.section)

    @on(ScaleBar.Missing)
    def missing(self) -> None:
        """Enter without an answer."""
        self.notify(_("Choose a strength first: arrows or 1 to 9. '-' if you cannot say."), markup=False)

    def key_enter(self) -> None:
        """After the last question: hand over."""
        if self.session is not None and self.session.question is None:
            self.action_leave()


def _load_engine() -> None:
    """Have the engine ready before it is asked."""
    import mcda.analysis.sitting  # noqa: F401
