"""Results line by line: order, weights, agreement, by organisation, how sure; released to the room, withheld."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING

from criteria.faults import PanelError
from criteria.hierarchy import GOAL
from criteria.journal import JournalError
from criteria.text import nearest
from tui.doubt import Sureness, is_moot, runs
from tui.findings import KINDS, Findings, find
from tui.language import _, plural
from tui.plain.conversation import LeaveError
from tui.plain.dialogue import Dialogue, Offer
from tui.plain.roadmap import Roadmap
from tui.plain.talk import Calm, Talk
from tui.plain.what_if import WhatIf
from tui.screens.doubt_text import WIDE, sure_notes, sureness
from tui.screens.results_text import scope_name, score_text, verdict, view_name, word_of
from tui.screens.sensitivity_text import shown_shares
from tui.sitting import Sitting

if TYPE_CHECKING:
    from mcda.results.agreement import Agreement, Measure
    from mcda.results.base import Result
    from mcda.results.ranking import Ranking
    from mcda.results.weights import Weights


class Results(Dialogue):
    """Says one result at a time. `facilitator`: as the answers stand now; the room hears what was told."""

    def __init__(self, talk: Talk, calm: Calm, sitting: Sitting, facilitator: bool) -> None:
        super().__init__(talk, calm)
        self.sitting = sitting
        self.facilitator = facilitator
        self.view = ""
        self.organisation = ""
        self.levels = False
        self.sure_of: dict[str, Sureness] = {}
        """Kind of an order -> how sure it is, once that was asked."""

    def prompt(self) -> str:
        """What is asked."""
        return _("Results:")

    def begin(self) -> None:
        """Say whose results these are, and the first of them."""
        self._read()
        panel = self.found.panel
        self.talk.say("", panel.title)
        if panel.synthetic:
            self.talk.say(_("The judgements in this panel's files are MADE UP: nobody's opinion."))
        self._say()
        self.talk.say(self._room(), _("Type ? for what can be typed here, q to leave."))

    def _read(self) -> None:
        """Read what has come in. Raises LeaveError once it was said that nothing can be shown."""
        try:
            found = find(self.sitting, self.facilitator)
        except (JournalError, PanelError) as error:
            found = str(error)
        if isinstance(found, str):
            self.talk.say(*found.splitlines())
            raise LeaveError
        self.found: Findings = found
        self.sure_of = {}
        if self.view not in found.views:
            self.view = found.kind if found.kind in found.views else "weights"
        if self.organisation not in found.organisations:
            self.organisation = ""

    def offers(self) -> list[Offer]:
        """Views first, then what can be done with them."""
        letters = {"steps": "s", "solutions": "t", "weights": "g", "agreement": "a"}
        found = [
            Offer((view, letters[view]), view_name(view), lambda _rest, view=view: self._look(view))  # type: ignore[misc]
            for view in self.found.views
        ]
        if self.view == "weights":
            found.append(Offer(("levels", "l"), _("all levels of the weights, or the uppermost"), self._levels))
        if self.view in KINDS and not self.organisation:
            found.append(Offer(("sure", "d"), _("how sure this order is"), self._sure))
        if self.found.organisations and self.view != "agreement" and (self.facilitator or self.view == "weights"):
            said = _("as one organisation weighs; alone it says which there are, with all back to all panellists")
            found.append(Offer(("organisation", "o"), said, self._organisation, _("NUMBER, NAME or all")))
        if self.sitting.panel.steps:
            found.append(Offer(("roadmap", "m"), _("which steps to take with the money there is"), self._roadmap))
        found += [
            Offer(("what-if", "w"), _("what if a criterion weighed less or more"), self._what_if),
            Offer(("write", "e"), _("this table to a file"), self._write, _("FILE")),
            Offer(("notices", "n"), _("what a reader of this should know"), self._notices),
            Offer(("again", "r"), _("read what has come in, and say it again"), self._again),
        ]
        if self.facilitator and self.found.released:
            found.append(Offer(("withhold", "p"), _("let the room see results no longer"), self._withhold))
        elif self.facilitator:
            found.append(Offer(("release", "p"), _("show the results to the room; asks once more"), self._release))
        return found

    @property
    def result(self) -> Result | str:
        """What is said, or what is missing."""
        if self.view == "agreement":
            return self.found.agreement
        if self.view == "weights":
            return self.found.weights[self.organisation]
        return self.found.orders[self.view, self.organisation]

    def _look(self, view: str) -> None:
        self.view = view
        if view == "agreement" or (view in KINDS and not self.facilitator):
            self.organisation = ""
        self._say()

    def _say(self) -> None:
        """The result that is looked at."""
        result = self.result
        self.talk.say(f"{view_name(self.view)}. {self._whose()}")
        if isinstance(result, str):
            self.talk.say(_("There is nothing to show here yet. What is missing:"), *result.splitlines())
        elif self.view == "agreement":
            assert not isinstance(self.found.agreement, str)
            self.talk.say(*agreed(self.found, self.found.agreement))
        elif self.view == "weights":
            weights = self.found.weights[self.organisation]
            assert not isinstance(weights, str)
            self.talk.say(*weighed(weights, self.levels))
        else:
            order = self.found.orders[self.view, self.organisation]
            assert not isinstance(order, str)
            self.talk.say(*ordered(order), *order.table().notes)

    def _whose(self) -> str:
        from mcda.results.base import people

        who = self.organisation
        if self.view == "agreement":
            return _("How much all panellists agree about what weighs how much.")
        if who and self.view == "weights":
            return _("What weighs how much to {who}.").format(who=who)
        if who:
            return _("As {who} weighs the criteria; the values are the whole panel's.").format(who=who)
        if isinstance(self.result, str):
            return _("All panellists together.")
        count = people(self.result.meta)
        return plural("What {count} panellist says.", "What {count} panellists say together.", count)

    def _room(self) -> str:
        if not self.facilitator:
            return _("This is what was released to the room.")
        if self.found.released:
            return _("Results are released to the room.")
        return _("Results are withheld from the room.")

    def _levels(self, _rest: str) -> None:
        self.levels = not self.levels
        self._say()

    def _sure(self, _rest: str) -> None:
        if self.view not in self.sure_of:
            self.talk.say(_("One moment: the answers are drawn anew many times."))
            *_fewer, self.sure_of[self.view] = runs(self.found.behind[self.view], self.view, lambda: False)
        self.talk.say(*doubted(self.sure_of[self.view]))

    def _organisation(self, rest: str) -> None:
        known = self.found.organisations
        if rest.casefold() in ("all", _("all")):
            self.organisation = ""
            self._say()
            return
        by_word = {str(number): name for number, name in enumerate(known, 1)} | {
            name.casefold(): name for name in known
        }
        if not rest:
            self.talk.say(*(f"{number}: {name}" for number, name in enumerate(known, 1)))
            self.talk.say(_("Write organisation and a number or a name."))
        elif rest.casefold() in by_word:
            self.organisation = by_word[rest.casefold()]
            self._say()
        else:
            self.refuse(
                _("{text} is no organisation that can be told of: {hint}"), text=rest, hint=nearest(rest, known)
            )

    def _write(self, rest: str) -> None:
        name = f"rank-{self.view}" if self.view in KINDS else self.view
        self.write(self.result, name + (f"-{self.organisation}" if self.organisation else ""), rest)

    def _notices(self, _rest: str) -> None:
        notices = [] if isinstance(self.result, str) else list(self.result.meta["notices"])
        self.talk.say(*(notices or [_("There is nothing to warn of.")]))

    def _again(self, _rest: str) -> None:
        self._read()
        self._say()

    def _release(self, _rest: str) -> None:
        lines = [_("Everybody at this computer will be able to see the results.")]
        if self.sure(lines, _("Release the results to the room?")):
            self._record(True)

    def _withhold(self, _rest: str) -> None:
        self._record(False)

    def _record(self, released: bool) -> None:
        """Write it, and say how it stands."""
        try:
            self.calm.while_writing(lambda: self.sitting.release(released))
        except JournalError as error:
            self.talk.say(str(error))
            return
        self._read()
        self.talk.say(self._room())

    def _what_if(self, _rest: str) -> None:
        WhatIf(self.talk, self.calm, self.sitting, self.facilitator).hold()

    def _roadmap(self, _rest: str) -> None:
        Roadmap(self.talk, self.calm, self.sitting, self.facilitator).hold()


def ordered(order: Ranking) -> list[str]:
    """A line an alternative, best first."""
    rows = zip(order.ranks, order.names, order.scores, strict=True)
    said = _("{rank}: {name}, score {score}")
    return [said.format(rank=rank or "-", name=name, score=score_text(float(score))) for rank, name, score in rows]


def weighed(weights: Weights, levels: bool) -> list[str]:
    """A line a criterion: the goal's children, the heaviest first, or everything, each under what it belongs to."""
    shares = shown_shares(weights)
    places = range(len(weights.criteria))
    if not levels:
        tops = [place for place in places if weights.levels[place] == 1]
        tops.sort(key=lambda place: (weights.ranks[place] == 0, weights.ranks[place]))
        said = _("{rank}: {name}, {share}")
        return [
            said.format(
                rank=weights.ranks[at] or "-", name=weights.names[at], share=_share(shares[weights.criteria[at]])
            )
            for at in tops
        ]
    own = weights.table().displayed["local"]
    lines = []
    for at in places:
        name, share = weights.names[at], _share(shares[weights.criteria[at]])
        if weights.levels[at] == 1:
            lines.append(_("{name}, {share} of all").format(name=name, share=share))
        else:
            part = _share(f"{100 * float(str(own[at])):.1f}")
            said = _("level {level}: {name}, {part} of what it belongs to, {share} of all")
            lines.append(said.format(level=weights.levels[at], name=name, part=part, share=share))
    return lines


def _share(percent: str) -> str:
    return _("not known") if percent == "nan" else percent + " %"


def agreed(found: Findings, agreement: Agreement) -> list[str]:
    """A line a node: how alike its items are weighed, and how alike they are ordered."""
    scopes: dict[str, dict[str, Measure]] = {}
    for measure in agreement.measures:
        scopes.setdefault(measure.scope, {})[measure.measure] = measure
    lines = []
    for scope, measures in scopes.items():
        name = _("the goal") if scope == GOAL else scope_name(found.panel, scope)
        alike, order = measures["consensus"], measures["kendall-w"]
        if isnan(alike.value):
            lines.append(f"{name}: {verdict(alike.verdict)}")
            continue
        said = _("{name}: weighed alike {word} {value}, by chance {chance}; in the same order {order}")
        ordered = verdict(order.verdict)
        if not isnan(order.value):
            ordered += f" {order.value:.3f}"
            sure = measures["kendall-w-p"].verdict == "more than chance"
            ordered += "" if sure else ", " + _("chance could do it")
        word = word_of(alike).removesuffix(":")
        values = {"value": f"{alike.value:.3f}", "chance": f"{alike.chance:.3f}"}
        lines.append(said.format(name=name, word=word, order=ordered, **values))
    return [*lines, _("Weighed alike: Goepel's S*, 0 to 1. In the same order: Kendall's W, 0 to 1.")]


def doubted(found: Sureness) -> list[str]:
    """A line an alternative: how sure its place is; then what can be told apart and what was doubted."""
    if isinstance(found, str) or is_moot(found):
        return sure_notes(found, WIDE)
    words = sureness(found, WIDE)
    rows = zip(found.ranks, found.alternatives, found.names, strict=True)
    return [*(f"{rank}: {name}: {words[id]}." for rank, id, name in rows), *sure_notes(found, WIDE)]
