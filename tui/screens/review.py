"""After a node: answers that cannot all hold, the smallest change that would mend them, to be revised or kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from criteria.events import Pair
from criteria.session import Section, Session
from criteria.text import comment_fault
from tui import sentences
from tui.language import _
from tui.screens.ask import AskScreen
from tui.screens.ends_once import EndsOnce
from tui.show import show
from tui.sitting import Sitting
from tui.widgets.hints import Hints
from tui.widgets.scale_bar import ScaleBar

if TYPE_CHECKING:
    from mcda.analysis.sitting import Contradiction


class ReviewScreen(EndsOnce[Session | None]):
    """Shows one contradiction after another; ends with the session revised or kept, or None to leave all as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "", _("save this answer"), key_display="Enter", id="review.revise"),
        Binding("r,R,ق", "propose", _("as proposed"), key_display="r", id="review.propose"),
        Binding("k,K,ن,f4", "keep", _("keep"), key_display="k", id="review.keep"),
        Binding("n,N,د,escape,f6", "next", _("next"), key_display="n", id="review.next"),
    ]

    def __init__(
        self, sitting: Sitting, session: Session, section: Section, contradictions: Sequence[Contradiction]
    ) -> None:
        super().__init__()
        self.panel = sitting.panel
        self.session = session
        self.section = section
        self.contradictions = contradictions
        self.at = 0

    def compose(self) -> ComposeResult:
        """The judgements, the proposal, the scale."""
        with VerticalScroll(can_focus=False, id="found"):
            yield Static(id="triad", markup=False)
            yield Static(id="proposal", markup=False)
        yield Static(id="first", classes="item", markup=False)
        yield Static(id="second", classes="item", markup=False)
        yield ScaleBar()
        yield Static(id="sentence", markup=False)
        yield Hints()

    def on_mount(self) -> None:
        """Draw the first one."""
        self.draw()

    @property
    def pair(self) -> Pair:
        """The pair whose answer would mend most, as it was asked."""
        return Pair(self.section.about, *self.contradictions[self.at].pair)

    def draw(self) -> None:
        """Draw the contradiction that is looked at."""
        found = self.contradictions[self.at]
        title = _("These answers cannot all hold") if found.triad else _("This answer contradicts the others")
        if len(self.contradictions) > 1:
            title += " " + _("({place} of {count})").format(place=self.at + 1, count=len(self.contradictions))
        lines = [Content.styled(title, "bold")]
        for first, second, ratio in found.triad or [(*found.pair, found.given)]:
            said = _("{first} is {times} times {second}").format(
                first=self.panel.name(first), times=sentences.number(ratio), second=self.panel.name(second)
            )
            mark = _("▶ changing this mends most: ") if {first, second} == set(found.pair) else "  "
            lines.append(show(mark + said))
        self.query_one("#triad", Static).update(Content("\n").join(lines))
        self.query_one("#proposal", Static).update(Content("\n").join(map(show, self._proposal(found))))
        self.query_one("#first", Static).update(show("A  " + self.panel.name(self.pair.first)))
        self.query_one("#second", Static).update(show("B  " + self.panel.name(self.pair.second)))
        scale = self.query_one(ScaleBar)
        scale.ask(found.given)
        scale.focus()
        self.draw_sentence(found.given)

    def _proposal(self, found: Contradiction) -> list[str]:
        """What the smallest change would say, and what it does to the priorities."""
        from mcda.analysis.sitting import picture

        sentence = sentences.read_back(self.panel, self.pair, found.proposed)
        said = _("If you said instead: {sentence}").format(sentence=sentence)
        answers = {**self.session.ratios(self.section), found.pair: found.proposed}
        word = picture(self.panel, self.section.about, answers, self.section.items).word
        effect = _("Your answers would then {agree}.").format(agree=sentences.agreement(word))
        if word == "contradict each other":
            effect = _("Your answers would contradict each other less.")
        before = [item for item, _share in found.before]
        after = [item for item, _share in found.after]
        moved = [
            _("{item} moves from place {old} to {new}").format(
                item=self.panel.name(item), old=before.index(item) + 1, new=after.index(item) + 1
            )
            for item in after
            if before.index(item) != after.index(item)
        ]
        order = _("; ").join(moved[:2]) + "." if moved else _("The order of your priorities stays.")
        return [said, f"{effect} {order}"]

    def draw_sentence(self, ratio: float) -> None:
        """What the answer on the scale says."""
        self.query_one("#sentence", Static).update(show(sentences.read_back(self.panel, self.pair, ratio)))

    @on(ScaleBar.Moved)
    def moved(self, event: ScaleBar.Moved) -> None:
        """Another strength is meant."""
        if event.ratio is not None:
            self.draw_sentence(event.ratio)

    @on(ScaleBar.Chosen)
    def revise(self, event: ScaleBar.Chosen) -> None:
        """Another answer counts; the same one again is no answer to the contradiction."""
        if event.ratio == self.contradictions[self.at].given:
            self.notify(_("This is what you said. Change it, keep it with k, or go on with n."), markup=False)
        else:
            self.dismiss(self.session.revise(self.pair, event.ratio))

    def action_propose(self) -> None:
        """Put the proposal on the scale; Enter then saves it."""
        found = self.contradictions[self.at]
        scale = self.query_one(ScaleBar)
        scale.ask(found.proposed)
        self.draw_sentence(found.proposed)

    def action_keep(self) -> None:
        """All stays as it is, for a reason."""

        def said(reason: str | None) -> None:
            if reason:
                self.dismiss(self.session.keep(self.section.about, reason))

        self.app.push_screen(AskScreen(_("Why do these answers stay?"), fault=_reason_fault), said)

    def action_next(self) -> None:
        """The next contradiction; after the last one all is left as it is."""
        if self.at + 1 == len(self.contradictions):
            self.dismiss(None)
        else:
            self.at += 1
            self.draw()


def _reason_fault(text: str) -> str | None:
    """A reason has at least a word."""
    return comment_fault(text) if text.strip() else _("Write a few words, or leave with Esc.")
