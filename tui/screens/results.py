"""What the panel says so far: the order of steps and solutions, the weights, how far the panellists agree."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from criteria.faults import PanelError
from criteria.journal import JournalError
from criteria.text import visible
from tui.doubt import Doubts, Sureness, runs
from tui.findings import KINDS, VIEWS, Findings, find
from tui.language import _, plural
from tui.room import Missing
from tui.screens.doubt_text import BESIDE_RANKS, apart, in_doubt, room_for_sureness, sure_notes, sureness
from tui.screens.ends_once import EndsOnce
from tui.screens.export import ask_and_write
from tui.screens.results_text import agreed, help_lines, ranked, view_name, weighed
from tui.screens.tell import TellScreen
from tui.show import fitted, show
from tui.sitting import Sitting
from tui.widgets.bars import Bar, Bars
from tui.widgets.hints import Hints

if TYPE_CHECKING:
    from mcda.results.base import Result


class ResultsScreen(EndsOnce[None]):
    """Shows one result at a time, of all panellists or as an organisation weighs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "view(-1)", _("view"), key_display="←→", id="results.before"),
        Binding("right", "view(1)", _("next view"), show=False, id="results.next"),
        Binding("d,D,ی,ي,f9", "doubt", _("doubt"), key_display="d", id="results.doubt"),
        Binding("o,O,خ,f3", "organisation", _("organisation"), key_display="o", id="results.organisation"),
        Binding("l,L,م,f7", "levels", _("levels"), key_display="l", id="results.levels"),
        Binding("e,E,ث,f6", "export", _("export"), key_display="e", id="results.export"),
        Binding("r,R,ق,f5", "read", _("refresh"), show=False, key_display="r", id="results.read"),
        Binding("p,P,ح,f8", "release", _("release or withhold"), show=False, key_display="p", id="results.release"),
        Binding("m,M,ئ,پ", "roadmap", _("roadmap"), key_display="m", id="results.roadmap"),
        Binding("question_mark,f1,؟", "help", _("help and notices"), show=False, key_display="?", id="results.help"),
        Binding("escape,f10", "leave", _("back"), key_display="Esc", id="results.leave"),
        Binding("up", "scroll_by(-1)", _("up"), show=False, id="results.up"),
        Binding("down", "scroll_by(1)", _("down"), show=False, id="results.down"),
        Binding("pageup", "scroll_by(-10)", _("page up"), show=False, id="results.page-up"),
        Binding("pagedown", "scroll_by(10)", _("page down"), show=False, id="results.page-down"),
        Binding("home", "scroll_by(-1000000)", _("top"), show=False, id="results.top"),
        Binding("end", "scroll_by(1000000)", _("end"), show=False, id="results.end"),
    ]

    class Found(Message):
        """Results were computed, or `trouble` says why not, or `closed` why the room may not see them."""

        def __init__(self, findings: Findings | None, trouble: str = "", closed: str = "") -> None:
            super().__init__()
            self.findings = findings
            self.trouble = trouble
            self.closed = closed

    class Doubted(Message):
        """How sure the order of the steps or the solutions is, as found so far; or it is said what is missing."""

        def __init__(self, findings: Findings, kind: str, found: Sureness) -> None:
            super().__init__()
            self.findings = findings
            self.kind = kind
            self.found = found

    class Released(Message):
        """Results were released to the room or withheld from it, or `trouble` says why not."""

        def __init__(self, trouble: str = "") -> None:
            super().__init__()
            self.trouble = trouble

    def __init__(self, sitting: Sitting, facilitator: bool) -> None:
        super().__init__()
        self.sitting = sitting
        self.facilitator = facilitator
        self.findings: Findings | None = None
        self.view = ""
        self.organisation = ""
        self.all_levels = False
        self.as_doubt = False
        """Whether an order is shown by how sure it is, as a table."""
        self.doubts: Doubts[str] = Doubts()
        """By kind, of the findings that are shown."""
        self._asked = False
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """Title, views, whose weights, the result, how it stands with the room."""
        yield Static(id="head", markup=False)
        with Horizontal(id="views"):
            for view in VIEWS:
                yield Static(id=view, classes="view", markup=False)
        yield Static(id="about", markup=False)
        with VerticalScroll(id="result", can_focus=False):
            yield Bars()
            yield Static(id="words", markup=False)
        yield Static(id="status", markup=False)
        yield Hints()

    def on_mount(self) -> None:
        """Begin to compute."""
        self.draw()
        self.action_read()

    def on_resize(self) -> None:
        """Names fit the width."""
        self.draw()

    def action_read(self) -> None:
        """Read what has come in and compute all of it again."""
        self._asked = False
        self.run_worker(self._compute, thread=True, exclusive=True, group="results")

    def _compute(self) -> None:
        """Compute in a thread that only posts."""
        try:
            found = find(self.sitting, self.facilitator)
            closed = found if isinstance(found, str) else ""
            self.post_message(self.Found(None if isinstance(found, str) else found, closed=closed))
        except (JournalError, PanelError) as error:
            self.post_message(self.Found(None, str(error)))

    def on_results_screen_found(self, event: ResultsScreen.Found) -> None:
        """Show what was computed; leave if the room may not see it any more."""
        self._trouble = event.trouble
        if event.closed:
            self.notify(visible(event.closed), severity="warning", markup=False)
            self.dismiss()
            return
        if event.findings is not None:
            self.findings = event.findings
            self.doubts = Doubts()
            if self.view not in self.findings.views:
                self.view = self.findings.kind if self.findings.kind in self.findings.views else "weights"
            if self.organisation not in ("", *self.findings.organisations):
                self.organisation = ""
            self.run_worker(partial(self._doubt, self.findings, self.view), thread=True, exclusive=True, group="doubt")
        self.draw()

    def _doubt(self, findings: Findings, first: str) -> None:
        """Find how sure each order is in a thread that only posts, what is looked at first."""
        worker = get_current_worker()
        kinds = [kind for kind in KINDS if not isinstance(findings.orders.get((kind, ""), ""), str)]
        for kind in sorted(kinds, key=lambda kind: kind != first):
            for found in runs(findings.behind[kind], kind, lambda: worker.is_cancelled):
                self.post_message(self.Doubted(findings, kind, found))

    def on_results_screen_doubted(self, event: ResultsScreen.Doubted) -> None:
        """Say how sure the order is, unless it has been read again meanwhile."""
        if event.findings is self.findings:
            self.doubts.take(event.kind, event.found)
            self.draw()

    def draw(self) -> None:
        """Draw what was found; the only place that does."""
        if not self.is_mounted:
            return
        self.refresh_bindings()
        found = self.findings
        panel = self.sitting.panel if found is None else found.panel
        width = max(self.size.width - 2, 20)
        title = panel.title + (" · " + _("MADE UP") if panel.synthetic else "")
        right = fitted(self._method(), min(cell_len(self._method()), width // 2))
        self.query_one("#head", Static).update(show(fitted(title, width - cell_len(right) - 1) + " " + right))
        for view in VIEWS:
            tab = self.query_one(f"#{view}", Static)
            tab.display = found is not None and view in found.views
            tab.update(("▶ " if view == self.view else "  ") + view_name(view))
            tab.set_class(view == self.view, "-chosen")
        self.query_one("#status", Static).update(show(self._status()))
        bars, words, about = self.query_one(Bars), self.query_one("#words", Static), self.query_one("#about", Static)
        bars.show_bars([])
        if found is None:
            about.update(show(self._trouble or _("Computing …")))
            words.update("")
            return
        about.update(self._about(width))
        result = self.result
        if isinstance(result, str):
            missing = [_("There is nothing to show here yet. What is missing:"), *result.splitlines()]
            words.update(Content("\n").join(map(show, missing)))
        elif self._in_doubt:
            words.update(in_doubt(self.sure, width - 2, BESIDE_RANKS))
        elif self.view == "agreement":
            assert not isinstance(found.agreement, str)
            words.update(agreed(found.panel, found.agreement, width - 2))
        else:
            rows, notes = self._rows()
            bars.show_bars(rows)
            words.update(Content("\n").join(map(show, ["", *notes] if notes else [])))

    @property
    def _in_doubt(self) -> bool:
        """Whether the table of how sure the order is, is shown: there is one of all panellists together only."""
        return self.as_doubt and self.view in KINDS and not self.organisation

    @property
    def result(self) -> Result | Missing:
        """What is shown."""
        assert self.findings is not None
        if self.view == "agreement":
            return self.findings.agreement
        if self.view == "weights":
            return self.findings.weights[self.organisation]
        return self.findings.orders[self.view, self.organisation]

    @property
    def sure(self) -> Sureness | None:
        """How sure the order is that is shown; None until that is found."""
        if self.organisation:
            return _("How sure an order is, is found for all panellists together: o leads back to them.")
        return self.doubts.get(self.view)

    def _method(self) -> str:
        """How many judged and by which methods."""
        if self.findings is None or isinstance(self.result, str):
            return ""
        from mcda.results.base import people

        meta = self.result.meta
        options = meta["options"]
        names = ("method", "normalisation") if "method" in options else ("priorities", "aggregation")
        words = " ".join(options[name] for name in names if options.get(name))
        return plural("{count} panellist", "{count} panellists", people(meta)) + " · " + words

    def _about(self, width: int) -> Content:
        """Whose weights these are, and which places of an order can be told apart."""
        if self.view not in KINDS or self.organisation or isinstance(self.result, str):
            return show(self._whose())
        return Content("\n").join(show(fitted(line, width)) for line in (self._whose(), apart(self.sure)))

    def _whose(self) -> str:
        """Whose weights these are."""
        who = self.organisation
        if self.view == "agreement":
            return _("How much all panellists agree about what weighs how much.")
        if self.view == "weights":
            if who:
                return _("What weighs how much to {who}.").format(who=who)
            return _("What weighs how much to all panellists.")
        if who:
            return _("As {who} weighs the criteria; the values are the whole panel's.").format(who=who)
        return _("As all panellists weigh and rate.")

    def _status(self) -> str:
        """What the room may see, and of when this is."""
        if self.findings is None:
            return ""
        parts = []
        if self._trouble:
            parts.append(self._trouble)
        if not self.facilitator or self.findings.released:
            parts.append(_("released to the room"))
        else:
            parts.append(_("withheld"))
        if self.facilitator:
            parts[-1] += " " + (_("(p withholds)") if self.findings.released else _("(p releases)"))
        parts.append(_("read {time}").format(time=self.findings.time))
        if count := len(self._notices()):
            parts.append(plural("{count} notice (F1)", "{count} notices (F1)", count))
        return " · ".join(parts)

    def _notices(self) -> list[str]:
        """What a reader of the result should know."""
        return [] if self.findings is None or isinstance(self.result, str) else list(self.result.meta["notices"])

    def _rows(self) -> tuple[list[Bar], list[str]]:
        """The bars of an order or of weights, and what is said below them."""
        assert self.findings is not None
        if self.view != "weights":
            order = self.findings.orders[self.view, self.organisation]
            assert not isinstance(order, str)
            if self.organisation:
                return ranked(order), list(order.table().notes)
            width = self.size.width
            rows = ranked(order, sureness(self.sure, width), room_for_sureness(len(order.names), width))
            return rows, [*order.table().notes, *sure_notes(self.sure, width)]
        weights = self.findings.weights[self.organisation]
        assert not isinstance(weights, str)
        if self.all_levels:
            return weighed(weights, all_levels=True), [_("The share in all; in brackets the share among its siblings.")]
        more = any(level > 1 for level in weights.levels)
        return weighed(weights, all_levels=False), [_("l shows what is below these.")] if more else []

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what does something now."""
        found = self.findings
        if action == "doubt":
            return self.view in KINDS and not self.organisation
        if action == "export" and self._in_doubt:
            return self.facilitator
        if action == "roadmap":
            return bool(self.sitting.panel.steps)
        if action == "levels":
            return self.view == "weights"
        if action == "organisation":
            has_some = found is not None and bool(found.organisations) and self.view != "agreement"
            return has_some and (self.facilitator or self.view == "weights")
        if action == "release":
            return self.facilitator and found is not None
        return True

    def action_view(self, by: int) -> None:
        """Another result."""
        if self.findings is not None:
            views = self.findings.views
            self._to(views[(views.index(self.view) + by) % len(views)])

    def _to(self, view: str) -> None:
        self.view = view
        if not self.check_action("organisation", ()):
            self.organisation = ""
        self._asked = False
        self.query_one("#result").scroll_home(animate=False)
        self.draw()

    def on_click(self, event: events.Click) -> None:
        """A view or an organisation by the mouse."""
        if event.widget is not None and event.widget.has_class("view"):
            self._to(str(event.widget.id))
        elif event.widget is not None and event.widget.id == "about" and self.check_action("organisation", ()):
            self.action_organisation()

    def action_organisation(self) -> None:
        """The next organisation's weights; after the last one all panellists'."""
        assert self.findings is not None
        known = ("", *self.findings.organisations)
        self.organisation = known[(known.index(self.organisation) + 1) % len(known)]
        self._asked = False
        self.draw()

    def action_doubt(self) -> None:
        """How sure the order is as a table, or the order."""
        self.as_doubt = not self.as_doubt
        self.query_one("#result").scroll_home(animate=False)
        self.draw()

    def action_levels(self) -> None:
        """Everything below the challenges too, or no longer."""
        self.all_levels = not self.all_levels
        self.draw()

    def action_scroll_by(self, lines: int) -> None:
        """Read on."""
        self.query_one("#result").scroll_relative(y=lines, animate=False, immediate=True)

    def action_export(self) -> None:
        """Write what is shown to a file."""
        shown: Result | Missing | None = None if self.findings is None else self.result
        name = f"rank-{self.view}" if self.view in KINDS else self.view
        if self._in_doubt:
            shown, name = self.sure, f"sensitivity-{self.view}"
        elif self.organisation and self.view != "agreement":
            name += f"-{self.organisation}"
        if shown is None or isinstance(shown, str):
            self.notify(_("There is nothing to write yet."), severity="warning", markup=False)
        else:
            ask_and_write(self, shown, name)

    def action_roadmap(self) -> None:
        """Plan the steps."""
        from tui.screens.roadmap import RoadmapScreen

        self.app.push_screen(RoadmapScreen(self.sitting, self.facilitator))

    def action_release(self) -> None:
        """Show the results to the room, after being asked twice, or withhold them."""
        assert self.findings is not None
        if not self.findings.released and not self._asked:
            self._asked = True
            self.notify(
                _("Everybody at this computer will be able to see the results. Press p again to release them."),
                severity="warning",
                markup=False,
            )
            return
        self._asked = False
        self.app.clear_notifications()
        self.run_worker(self._release, thread=True, exclusive=True, group="release")

    def _release(self) -> None:
        """Write it in a thread that only posts."""
        assert self.findings is not None
        try:
            self.sitting.release(not self.findings.released)
        except JournalError as error:
            self.post_message(self.Released(str(error)))
        else:
            self.post_message(self.Released())

    def on_results_screen_released(self, event: ResultsScreen.Released) -> None:
        """Say so, and read how things stand."""
        if event.trouble:
            self.notify(visible(event.trouble), severity="error", markup=False, timeout=12)
        self.action_read()

    def action_help(self) -> None:
        """What is shown, what there is to warn of."""
        lines = [*help_lines(), ""]
        if self._notices():
            lines += [_("Notices"), *(f"· {notice}" for notice in self._notices())]
        self.app.push_screen(TellScreen(_("Results"), lines))

    def action_leave(self) -> None:
        """Back to where the results were asked for."""
        self.dismiss()
