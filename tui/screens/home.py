"""The home of a panel that is open: sit down, look at results, try other weights."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.language import _
from tui.room import why_untold
from tui.screens.menu_screen import Choice, MenuScreen
from tui.show import show
from tui.sitting import Sitting
from tui.welcoming import how_far


class HomeScreen(MenuScreen):
    """What can be done with a panel. `facilitator`: nobody has sat down in this run of the app yet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s,S,س", "sit", _("sit down and answer"), show=False, id="home.sit"),
        Binding("r,R,ق", "results", _("results"), show=False, id="home.results"),
        Binding("w,W,ص", "what_if", _("what if weights were different"), show=False, id="home.what-if"),
        Binding("m,M,ئ,پ", "roadmap", _("roadmap"), show=False, id="home.roadmap"),
        Binding("a,A,ش", "another", _("another panel"), show=False, id="home.another"),
    ]

    class Sat(Message):
        """The laptop goes round."""

    class Away(Message):
        """Another panel is wanted."""

    def __init__(self, sitting: Sitting, facilitator: bool, results: bool = False) -> None:
        """`results`: begin with them."""
        super().__init__()
        self.sitting = sitting
        self.facilitator = facilitator
        self._results = results

    def on_mount(self) -> None:
        """Show the choices, or the results on top of them."""
        super().on_mount()
        if self._results:
            self.action_results()

    def choices(self) -> list[Choice]:
        """Sit, results, sensitivity, roadmap; another panel unless somebody has sat down."""
        found = [
            Choice("s", "sit", _("Sit down and answer; the keyboard goes round")),
            Choice("r", "results", _("Results: order, weights, agreement")),
            Choice("w", "what_if", _("What if a criterion weighed less or more?")),
            Choice("m", "roadmap", _("Roadmap: which steps to take with the money there is")),
        ]
        if self.facilitator:
            found.append(Choice("a", "another", _("Another panel")))
        return [*found, Choice("q", "app.quit", _("Quit"))]

    def draw(self) -> None:
        """The choices under the panel's title and how far its panellists are."""
        if self.is_mounted:
            self.query_one("#title", Static).update(show(self.sitting.panel.title))
            self.query_one("#about", Static).update(Content("\n").join(map(show, how_far(self.sitting))))
            note = _(
                "Once somebody has sat down, results open only when they are released to the room. F9, where the "
                "keyboard is handed over, leads back here."
            )
            self.query_one("#note", Static).update(note)
        super().draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Another panel is no choice once somebody has sat down."""
        return self.facilitator if action == "another" else True

    def action_sit(self) -> None:
        """Let the keyboard go round."""
        self.post_message(self.Sat())

    def action_another(self) -> None:
        """Back to the start."""
        self.post_message(self.Away())

    def action_results(self) -> None:
        """Show the results, if they may be seen."""
        from tui.screens.results import ResultsScreen

        if self._may_see():
            self.app.push_screen(ResultsScreen(self.sitting, self.facilitator))

    def action_what_if(self) -> None:
        """Try other weights, if results may be seen."""
        from tui.screens.sensitivity import SensitivityScreen

        if self._may_see():
            self.app.push_screen(SensitivityScreen(self.sitting, self.facilitator))

    def action_roadmap(self) -> None:
        """Plan the steps, if results may be seen."""
        from tui.screens.roadmap import RoadmapScreen

        if self._may_see():
            self.app.push_screen(RoadmapScreen(self.sitting, self.facilitator))

    def _may_see(self) -> bool:
        """Whether results may be seen here; says why not."""
        if self.facilitator:
            return True
        why = why_untold(self.sitting)
        if why:
            self.tell(_("Results are not open"), [why])
        return not why
