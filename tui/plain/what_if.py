"""What if one criterion weighed less or more: type a weight, hear the order at it and where the first place flips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.faults import PanelError
from criteria.journal import JournalError
from criteria.text import nearest, read_number
from tui.doubt import is_moot, runs
from tui.findings import Known, know
from tui.language import _, plural
from tui.plain.conversation import LeaveError
from tui.plain.dialogue import Dialogue, Offer
from tui.plain.talk import Calm, Talk
from tui.screens.doubt_text import WIDE, sure_notes, sureness
from tui.screens.results_text import score_text
from tui.screens.sensitivity_text import ordered, percent_text, shown_shares, standing
from tui.sitting import Sitting

if TYPE_CHECKING:
    from mcda.results.sweep import Sweep


class WhatIf(Dialogue):
    """Asks for a criterion, then for one weight of it after another. The room writes no file."""

    def __init__(self, talk: Talk, calm: Calm, sitting: Sitting, facilitator: bool) -> None:
        super().__init__(talk, calm)
        self.sitting = sitting
        self.facilitator = facilitator
        self.kind = ""
        self.criterion = ""
        """Empty while one is picked."""
        self.sweep: Sweep | None = None
        self.place = 0
        """Index of the share that is looked at."""

    def begin(self) -> None:
        """Say the criteria. Raises LeaveError once it was said that other weights cannot be tried."""
        try:
            known = know(self.sitting, self.facilitator)
        except (JournalError, PanelError) as error:
            known = str(error)
        missing = known if isinstance(known, str) else known.weights if isinstance(known.weights, str) else ""
        if not missing and not isinstance(known, str) and not known.kinds:
            missing = _("The panel has nothing to rank.")
        if missing or isinstance(known, str):
            self.talk.say(*missing.splitlines())
            raise LeaveError
        self.known: Known = known
        self.kind = known.kinds[0]
        assert not isinstance(known.weights, str)
        self.shares = shown_shares(known.weights)
        self._list("")

    def prompt(self) -> str:
        """A criterion, or a weight of it."""
        return _("Weight in percent:") if self.criterion else _("Number or id of a criterion:")

    def offers(self) -> list[Offer]:
        """What can be done with a criterion or with the list."""
        found = [Offer(("list", "c"), _("all criteria; another one"), self._list)]
        if self.sweep is None:
            return found
        found += [
            Offer(("again", "g"), _("the order at this weight, again"), lambda _rest: self._say()),
            Offer(("panel", "r"), _("the weight that the panel gives it"), self._own),
            Offer(("sure", "d"), _("how sure the order is at this weight"), self._sure),
        ]
        if len(self.known.kinds) > 1:
            found.append(Offer(("kind", "k"), _("steps or solutions"), self._kind))
        if self.facilitator:
            found.append(Offer(("write", "e"), _("the order at every weight, to a file"), self._write, _("FILE")))
        return found

    def about(self) -> list[str]:
        """What help says first."""
        if not self.criterion:
            return [_("Type the number or the id of the criterion that is to weigh less or more.")]
        return [
            _("Type a weight from 0 to 100. What is below the criterion keeps its proportions, so does all else."),
        ]

    def _list(self, _rest: str) -> None:
        self.criterion, self.sweep = "", None
        self.talk.say(_("What if one of these weighed less or more?"))
        for number, each in enumerate(self.known.panel.hierarchy, 1):
            said = _("{number}: {name}, {share} %, id {id}")
            self.talk.say(said.format(number=number, name=each.name, share=self.shares[each.id], id=each.id))

    def typed(self, line: str) -> bool:
        """A criterion, or a weight."""
        if self.criterion:
            self._weigh(line)
            return True
        ids = [each.id for each in self.known.panel.hierarchy]
        by_word = {str(number): id for number, id in enumerate(ids, 1)} | {id.casefold(): id for id in ids}
        word = line.casefold()
        id = by_word.get(word) or by_word.get(str(int(word)) if word.isdecimal() else word)
        if id is None:
            self.refuse(_("{text} is no criterion: {hint}"), text=line, hint=nearest(line, ids))
        else:
            self._pick(id)
        return True

    def _pick(self, id: str) -> None:
        """Sweep the weight of a criterion, and begin at the panel's own."""
        import mcda

        try:
            self.sweep = mcda.sweep(self.known.panel, id, of=self.kind)
        except mcda.AnalysisError as error:
            self.talk.say(*str(error).splitlines())
            return
        self.criterion = id
        self.place = self.sweep.place(self.sweep.share)
        self._say()

    def _weigh(self, line: str) -> None:
        assert self.sweep is not None
        percent = read_number(line.rstrip("%٪ ").replace(",", ".").replace("،", "."))
        if percent is None or not 0 <= percent <= 100:
            self.refuse(_("{text} is no weight: allowed are numbers from 0 to 100"), text=line)
            return
        self.place = self.sweep.place(percent / 100)
        self._say()

    def _at(self) -> str:
        """The weight that is looked at, in percent."""
        assert self.sweep is not None
        share = float(self.sweep.shares[self.place])
        return self.shares[self.criterion] if share == self.sweep.share else percent_text(share)

    def _say(self) -> None:
        """The order at the weight, who moved, and between which weights the first place stays."""
        sweep = self.sweep
        assert sweep is not None
        kind = _("Steps") if self.kind == "steps" else _("Solutions")
        said = _("{kind}, if {criterion} weighs {share} %:")
        self.talk.say(said.format(kind=kind, criterion=sweep.name, share=self._at()))
        own = sweep.place(sweep.share)
        for at in ordered(sweep, self.place):
            rank, before = int(sweep.ranks[self.place, at]), int(sweep.ranks[own, at])
            line = _("{rank}: {name}, score {score}").format(
                rank=rank or "-", name=sweep.names[at], score=score_text(float(sweep.scores[self.place, at]))
            )
            self.talk.say(line + moved(before, rank))
        self.talk.say(*standing(sweep, float(sweep.shares[self.place]), self.shares[self.criterion]))

    def _own(self, _rest: str) -> None:
        assert self.sweep is not None
        self.place = self.sweep.place(self.sweep.share)
        self._say()

    def _sure(self, _rest: str) -> None:
        assert self.sweep is not None
        self.talk.say(_("One moment: the answers are drawn anew many times."))
        shifted = self.criterion, float(self.sweep.shares[self.place])
        *_fewer, found = runs(self.known.panel, self.kind, lambda: False, shifted)
        if not isinstance(found, str) and not is_moot(found):
            words = sureness(found, WIDE)
            rows = zip(found.alternatives, found.names, strict=True)
            self.talk.say(*(f"{name}: {words[id]}." for id, name in rows))
        self.talk.say(*sure_notes(found, WIDE))

    def _kind(self, _rest: str) -> None:
        kinds = self.known.kinds
        self.kind = kinds[(kinds.index(self.kind) + 1) % len(kinds)]
        self._pick(self.criterion)

    def _write(self, rest: str) -> None:
        self.write(self.sweep, f"sensitivity-{self.kind}-{self.criterion}", rest)


def moved(before: int, after: int) -> str:
    """By how many places something rose or fell against the panel's order; empty where it stayed."""
    if not before or not after or before == after:
        return ""
    if after < before:
        return ", " + plural("{count} place up", "{count} places up", before - after)
    return ", " + plural("{count} place down", "{count} places down", after - before)
