"""What if one criterion weighed less or more: the order for every weight of it, and where the first place flips."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from criteria.faults import PanelError
from criteria.journal import JournalError
from criteria.panel import Panel
from tui.doubt import Doubts, Sureness, runs
from tui.findings import Known, know
from tui.language import _
from tui.room import Missing
from tui.screens.ends_once import EndsOnce
from tui.screens.export import ask_and_write
from tui.screens.sensitivity_text import help_lines, shown_shares, sizes
from tui.screens.sweep_view import Place, SweepView, View
from tui.screens.tell import TellScreen
from tui.show import fitted, show
from tui.sitting import Sitting
from tui.widgets.hints import Hints
from tui.widgets.menu import Menu

if TYPE_CHECKING:
    from mcda.results.sweep import Sweep
    from mcda.results.weights import Weights


class SensitivityScreen(EndsOnce[None]):
    """Asks for a criterion, then shows what its weight does to the order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", _("weigh it less"), show=False, id="what-if.less"),
        Binding("right", "move(1)", _("weight"), key_display="←→", id="what-if.more"),
        Binding("pageup", "move(10)", _("weigh it 10 % more"), show=False, id="what-if.much-more"),
        Binding("pagedown", "move(-10)", _("weigh it 10 % less"), show=False, id="what-if.much-less"),
        Binding("home", "move(-100)", _("weigh it nothing"), show=False, id="what-if.nothing"),
        Binding("end", "move(100)", _("weigh nothing else"), show=False, id="what-if.all"),
        Binding("0,۰,٠,r,R,ق,f5", "back_to_panel", _("the panel's"), key_display="0", id="what-if.panel"),
        Binding("t,T,ف,f7", "table", _("table"), key_display="t", id="what-if.table"),
        Binding("d,D,ی,ي,f9", "doubt", _("doubt"), key_display="d", id="what-if.doubt"),
        Binding("k,K,ن,f4", "kind", _("steps or solutions"), show=False, key_display="k", id="what-if.kind"),
        Binding("e,E,ث,f6", "export", _("export"), key_display="e", id="what-if.export"),
        Binding("c,C,ز,f3", "pick", _("another criterion"), show=False, key_display="c", id="what-if.pick"),
        Binding("question_mark,f1,؟", "help", _("help"), show=False, key_display="?", id="what-if.help"),
        Binding("escape,f10", "leave", _("back"), key_display="Esc", id="what-if.leave"),
        Binding("up", "scroll_by(-1)", _("up"), show=False, id="what-if.up"),
        Binding("down", "scroll_by(1)", _("down"), show=False, id="what-if.down"),
    ]

    class Learnt(Message):
        """The panel is known, or `trouble` says why not."""

        def __init__(self, known: Known | None, trouble: str = "") -> None:
            super().__init__()
            self.known = known
            self.trouble = trouble

    class Swept(Message):
        """The order for every weight of a criterion was computed, or it is said what is missing."""

        def __init__(self, key: tuple[str, str], sweep: Sweep | Missing) -> None:
            super().__init__()
            self.key = key
            self.sweep = sweep

    class Doubted(Message):
        """How sure the order at a weight is, as found so far; or it is said what is missing."""

        def __init__(self, key: Place, found: Sureness) -> None:
            super().__init__()
            self.key = key
            self.found = found

    def __init__(self, sitting: Sitting, facilitator: bool) -> None:
        """`facilitator`: as the answers stand now; the room sees what was told, and writes no file."""
        super().__init__()
        self.sitting = sitting
        self.facilitator = facilitator
        self.known: Known | None = None
        self.kind = ""
        self.criterion = ""
        """Empty while one is picked."""
        self.place = 0
        """Index of the share that is looked at."""
        self.view: View = "lines"
        self.doubts: Doubts[Place] = Doubts()
        self.sweeps: dict[tuple[str, str], Sweep | Missing] = {}
        """(Kind, criterion) -> its sweep, once computed."""
        self._trouble = ""
        self._offered: tuple[object, ...] = ()
        """What the footer's keys depend on, as of when it was drawn."""

    def compose(self) -> ComposeResult:
        """Title, the list to pick from; the weight, the flips, the order, the lines or the table."""
        yield Static(id="head", markup=False)
        yield Static(id="asked", markup=False)
        yield Menu(id="criteria")
        yield SweepView()
        yield Hints()

    def on_mount(self) -> None:
        """Begin to read."""
        self.draw()
        self.run_worker(self._learn, thread=True, exclusive=True, group="learn")

    def on_resize(self) -> None:
        """Names fit the width."""
        self.draw()

    def _learn(self) -> None:
        """Read and weigh in a thread that only posts."""
        try:
            known = know(self.sitting, self.facilitator)
            self.post_message(self.Learnt(None, known) if isinstance(known, str) else self.Learnt(known))
        except (JournalError, PanelError) as error:
            self.post_message(self.Learnt(None, str(error)))

    def on_sensitivity_screen_learnt(self, event: SensitivityScreen.Learnt) -> None:
        """Offer the criteria."""
        self.known, self._trouble = event.known, event.trouble
        if event.known is not None:
            self.kind = event.known.kinds[0] if event.known.kinds else ""
            if isinstance(event.known.weights, str):
                self._trouble = event.known.weights
            elif not self.kind:
                self._trouble = _("The panel has nothing to rank.")
            else:
                self._list_criteria(event.known.panel, event.known.weights)
        self.draw()

    def _list_criteria(self, panel: Panel, weights: Weights) -> None:
        """Every criterion, as a tree, with what it weighs to the panel."""
        options = self.query_one(Menu)
        highlighted = options.highlighted or 0
        options.clear_options()
        room = max(self.size.width - 6, 20)
        shown = shown_shares(weights)
        for criterion in panel.hierarchy:
            name = "  " * (panel.hierarchy.level(criterion.id) - 1) + criterion.name
            options.add_option(Option(show(fitted(name, room - 9) + f" {shown[criterion.id]:>6} %")))
        options.highlighted = highlighted

    def draw(self) -> None:
        """Draw the list or the sweep; the only place that does."""
        if not self.is_mounted:
            return
        offered = (self.criterion, self.kind, self.known is None, self.sweep is None)
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()
        panel = self.sitting.panel if self.known is None else self.known.panel
        width = max(self.size.width - 2, 20)
        title = panel.title + (" · " + _("MADE UP") if panel.synthetic else "")
        sweep = self.sweep
        right = ""
        if sweep is not None:
            right = sizes(sweep)
        right = fitted(right, min(cell_len(right), width // 2))
        self.query_one("#head", Static).update(show(fitted(title, width - cell_len(right) - 1) + " " + right))
        self._draw_parts(picking=not self.criterion, swept=sweep is not None)
        asked = self.query_one("#asked", Static)
        if self._trouble:
            asked.update(Content("\n").join(map(show, self._trouble.splitlines())))
        elif self.known is None:
            asked.update(show(_("Computing …")))
        elif not self.criterion:
            asked.update(show(_("What if one of these weighed less or more?")))
            self.query_one(Menu).focus()
        elif isinstance(found := self.sweeps.get((self.kind, self.criterion)), str):
            asked.update(Content("\n").join(map(show, found.splitlines())))
        elif sweep is None:
            asked.update(show(_("Computing …")))
        else:
            self.query_one(SweepView).draw(sweep, self.key, self.view, self._of_the_panel(), self.doubts)

    def _draw_parts(self, *, picking: bool, swept: bool) -> None:
        """Show the parts that there is something for."""
        can_pick = picking and self.known is not None and not self._trouble
        self.query_one(Menu).display = can_pick
        self.query_one("#asked").display = not swept
        self.query_one(SweepView).display = swept
        if not can_pick:
            self.set_focus(None)

    def _of_the_panel(self) -> str:
        """What the criterion weighs to the panel in percent, as it is shown everywhere else."""
        assert self.known is not None
        assert not isinstance(self.known.weights, str)
        return shown_shares(self.known.weights)[self.criterion]

    @property
    def sweep(self) -> Sweep | None:
        """What is shown; None while it is computed and where it cannot be."""
        found = self.sweeps.get((self.kind, self.criterion))
        return None if isinstance(found, str) else found

    @property
    def key(self) -> Place:
        """What is looked at."""
        return self.kind, self.criterion, self.place

    @on(Menu.OptionSelected)
    def picked(self, event: Menu.OptionSelected) -> None:
        """A criterion was picked."""
        assert self.known is not None
        self.criterion = [criterion.id for criterion in self.known.panel.hierarchy][event.option_index]
        self._ask()

    def _ask(self) -> None:
        """Show the sweep of the criterion, computed if it has not been yet."""
        key = self.kind, self.criterion
        self.doubts = Doubts()
        if key not in self.sweeps:
            self.run_worker(lambda: self._sweep(key), thread=True, exclusive=True, group="sweep")
        elif self.sweep is not None:
            self._look_at(self.sweep.place(self.sweep.share))
        self.draw()

    def _sweep(self, key: tuple[str, str]) -> None:
        """Compute in a thread that only posts."""
        import mcda

        assert self.known is not None
        kind, criterion = key
        try:
            self.post_message(self.Swept(key, mcda.sweep(self.known.panel, criterion, of=kind)))
        except mcda.AnalysisError as error:
            self.post_message(self.Swept(key, str(error)))

    def on_sensitivity_screen_swept(self, event: SensitivityScreen.Swept) -> None:
        """Begin at the panel's own weight."""
        self.sweeps[event.key] = event.sweep
        if event.key == (self.kind, self.criterion) and self.sweep is not None:
            self._look_at(self.sweep.place(self.sweep.share))
        self.draw()

    def _look_at(self, place: int) -> None:
        """Find how sure the order is at another weight; what was being found for the one before is let go."""
        self.place = place
        self.workers.cancel_group(self, "doubt")
        if self.doubts.wants(self.key):
            self.run_worker(partial(self._doubt, self.key), thread=True, exclusive=True, group="doubt")
        self.draw()

    def _doubt(self, key: Place) -> None:
        """Find how sure an order is in a thread that only posts."""
        assert self.known is not None
        worker = get_current_worker()
        kind, criterion, place = key
        sweep = self.sweeps[kind, criterion]
        assert not isinstance(sweep, str)
        shifted = criterion, float(sweep.shares[place])
        for found in runs(self.known.panel, kind, lambda: worker.is_cancelled, shifted):
            self.post_message(self.Doubted(key, found))

    def on_sensitivity_screen_doubted(self, event: SensitivityScreen.Doubted) -> None:
        """Say how sure the order is: what is looked at wins over what comes late."""
        if event.key[:2] == self.key[:2]:
            self.doubts.take(event.key, event.found)
            self.draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what does something now."""
        if action == "export" and not self.facilitator:
            return False
        if action in ("move", "back_to_panel", "table", "doubt", "export"):
            return self.sweep is not None
        if action == "kind":
            return bool(self.criterion) and self.known is not None and len(self.known.kinds) > 1
        if action in ("pick", "scroll_by"):
            return bool(self.criterion)
        return True

    def action_move(self, percent: int) -> None:
        """Another weight: the next whole percent, or so many further on."""
        sweep = self.sweep
        assert sweep is not None
        share = float(sweep.shares[self.place])
        place = self.place + percent if abs(percent) == 1 else sweep.place(share + percent / 100)
        self._look_at(min(max(place, 0), len(sweep.shares) - 1))

    def action_back_to_panel(self) -> None:
        """The panel's own weight."""
        assert self.sweep is not None
        self._look_at(self.sweep.place(self.sweep.share))

    def action_table(self) -> None:
        """The numbers behind the lines, or the lines."""
        self._show("lines" if self.view == "table" else "table")

    def action_doubt(self) -> None:
        """How sure the order is, rank by rank, or the lines."""
        self._show("lines" if self.view == "doubt" else "doubt")

    def _show(self, view: View) -> None:
        self.view = view
        self.query_one("#order").scroll_home(animate=False)
        self.draw()

    def action_kind(self) -> None:
        """The solutions in place of the steps, or the other way round."""
        assert self.known is not None
        kinds = self.known.kinds
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
        self._ask()

    def action_scroll_by(self, lines: int) -> None:
        """Further down the order."""
        self.query_one("#order").scroll_relative(y=lines, animate=False, immediate=True)

    def action_export(self) -> None:
        """Write the order at every weight to a file."""
        assert self.sweep is not None
        ask_and_write(self, self.sweep, f"sensitivity-{self.kind}-{self.criterion}")

    def action_pick(self) -> None:
        """Another criterion."""
        self.criterion = ""
        self.workers.cancel_group(self, "doubt")
        self.draw()

    def action_help(self) -> None:
        """What is shown, and the keys."""
        notices = [] if self.sweep is None else [f"· {notice}" for notice in self.sweep.meta["notices"]]
        lines = [*help_lines(), *(["", _("Notices"), *notices] if notices else [])]
        self.app.push_screen(TellScreen(_("What if"), lines))

    def action_leave(self) -> None:
        """Back to the list, then to where this was asked for."""
        if self.criterion:
            self.action_pick()
        else:
            self.dismiss()

    def on_click(self, event: events.Click) -> None:
        """The arrows beside the weight, by the mouse."""
        if self.sweep is not None and event.widget is not None and event.widget.has_class("arrow"):
            self.action_move(-1 if event.widget.id == "less" else 1)
