"""What the room may see, line by line, without names: how many have answered; once revealed, the round's result."""

from __future__ import annotations

from criteria.journal import JournalError
from tui.language import _
from tui.plain.dialogue import Offer
from tui.plain.following import Following
from tui.plain.talk import Calm, Talk
from tui.room import Room, Telling
from tui.screens.projector_text import Row, answered, ordered, revealed, round_line, weighed
from tui.sitting import Sitting
from tui.watching import Seen


class Projecting(Following):
    """Says what the room may see whenever that changes; writes nothing."""

    def __init__(self, talk: Talk, calm: Calm, sitting: Sitting) -> None:
        super().__init__(talk, calm, sitting)
        self.telling = Telling(sitting)
        self.said: list[str] = []

    def begin(self) -> None:
        """Say the title and what there is to see."""
        panel = self.sitting.panel
        self.talk.say(panel.title, *([_("MADE UP")] if panel.synthetic else []))
        self.look()

    def look(self) -> None:
        """Say what has changed, or that nothing can be read."""
        try:
            found = self.watcher.look()
            if found is None:
                return
            lines = shown(found, self.telling.at(found))
        except JournalError as error:
            lines = [str(error)]
        self.talk.say(*(line for line in lines if line not in self.said))
        self.said = lines

    def offers(self) -> list[Offer]:
        """Nothing but to hear it again."""
        return [Offer(("again", "r"), _("say it again"), lambda _rest: self.talk.say(*self.said))]


def shown(found: Seen, result: Room | str) -> list[str]:
    """What the room may see: the question, the round, how many are done; or the order and the weights as told."""
    if isinstance(result, str):
        many = f"{found.complete} {', '.join(answered(found))}"
        return [found.panel.question, round_line(found), many, *result.splitlines()]
    order, weights = result.order, result.weights
    rows = [_("The order:")]
    rows += [order] if isinstance(order, str) else [_told(row) for row in ordered(order, result.people)]
    rows += [_("The weights:")]
    rows += [weights] if isinstance(weights, str) else [_told(row) for row in weighed(weights, result.people)]
    return [*revealed(result), *rows]


def _told(row: Row) -> str:
    """Rank, name and figure."""
    return f"{row.rank}: {row.name}, {row.text}"
