"""What an answer says, in words: the question asked, the strength, the sentence that is read back before it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from criteria.events import Cell, Done, Pair, Subject
from criteria.feedback import GroupAnswer
from criteria.hierarchy import GOAL
from criteria.panel import Panel
from criteria.session import Ballot, Section, Session
from criteria.text import alike
from tui.language import _, chosen, plural

_ASKED = {
    "en": re.compile(r"Which(?: \w+)? (?P<verb>.+) more\?"),
    "fa": re.compile(r"کدام(?: \S+){0,3}? بیشتر (?P<verb>.+?) ?؟"),
}
"""The catalogue's way of asking in each language: an answer is read back with the verb that stands there."""

MOST_KNOWN = 12
"""How many words a hint lists."""


def intensity(ratio: float) -> float:
    """How many times, whichever side it is for; 0.3333 counts as a third."""
    return round(max(ratio, 1 / ratio), 2)


def times(ratio: float) -> str:
    """How many times as people write it: 3, 2.5; 3 for a third too."""
    return f"{intensity(ratio):.2f}".rstrip("0").rstrip(".")


def strength(ratio: float, short: bool = False) -> str:
    """How strong a ratio is in Saaty's words, whichever side it is for: 3 and 1/3 are both `moderately`."""
    words = {1: _("equally"), 3: _("moderately"), 5: _("strongly"), 7: _("very strongly"), 9: _("extremely")}
    strong = min(intensity(ratio), max(words))
    if strong in words:
        return words[int(strong)]
    lower = int(strong - 1) // 2 * 2 + 1
    between = _("{lower}–{upper}") if short else _("between {lower} and {upper}")
    return between.format(lower=words[lower], upper=words[lower + 2])


def number(value: float) -> str:
    """The shortest number that says it: 3, 2.5."""
    return f"{value:.6g}"


def question(panel: Panel, subject: Subject) -> str:
    """What is asked about a pair or a cell."""
    if isinstance(subject, Cell):
        criterion = panel.name(subject.criterion)
        return _("How much would each help against {criterion}?").format(criterion=criterion)
    if subject.node == GOAL:
        return _asked(panel)
    name = panel.name(subject.node)
    if panel.hierarchy[subject.node].children:
        return _("Within {theme}: {question}").format(theme=name, question=_within(_asked(panel)))
    return _("Which does better under {criterion}?").format(criterion=name)


def _asked(panel: Panel) -> str:
    """The panel's question; in the language of the screen if it is the one of panels that name none."""
    return _("Which matters more?") if panel.question == "Which matters more?" else panel.question


def _within(asked: str) -> str:
    """The panel's question about parts of a criterion: it no longer names what kind of thing is compared."""
    found = _ASKED[chosen()].fullmatch(asked)
    return _("which {verb} more?").format(verb=found["verb"]) if found else asked


def read_back(panel: Panel, pair: Pair, ratio: float) -> str:
    """The sentence that an answer stands for: how many times as much the first is as the second."""
    return compared(panel, pair, ratio, (panel.name(pair.first), panel.name(pair.second)))


def compared(panel: Panel, pair: Pair, ratio: float, names: tuple[str, str]) -> str:
    """The same sentence where the two are called so."""
    first, second = names
    if ratio == 1:
        return _("{first} {verb} just as much as {second}.").format(first=first, verb=_verb(panel, pair), second=second)
    return more(panel, pair, names if ratio > 1 else (second, first), times(ratio))


def more(panel: Panel, pair: Pair, names: tuple[str, str], many: str) -> str:
    """The sentence in which the first of the names is so many times as much as the second."""
    first, second = names
    return _("{first} {verb} {times} times as much as {second}.").format(
        first=first, verb=_verb(panel, pair), times=many, second=second
    )


def _verb(panel: Panel, pair: Pair) -> str:
    """What the stronger item does more."""
    if pair.node in panel.hierarchy and not panel.hierarchy[pair.node].children:
        return _("does well")
    found = _ASKED[chosen()].fullmatch(_asked(panel))
    return found["verb"] if found else _("matters")


def rated(panel: Panel, cell: Cell, value: float) -> str:
    """The sentence that a rating stands for."""
    assert panel.scale is not None
    return _("{alternative} against {criterion}: {value} on {low} to {high}.").format(
        alternative=panel.name(cell.alternative),
        criterion=panel.name(cell.criterion),
        value=number(value),
        low=number(panel.scale.min),
        high=number(panel.scale.max),
    )


def group_answer(group: GroupAnswer) -> str:
    """What somebody said before, and where the middle half of the group lies."""
    read = side if isinstance(group.subject, Pair) else number
    said = _("You said before: {own}. Of {count}, half said {lower} to {upper}, the middle is {median}; {place}.")
    return said.format(
        own=read(group.own),
        count=group.answered,
        lower=read(group.lower),
        upper=read(group.upper),
        median=read(group.median),
        place=_("yours is not among them") if group.place else _("yours is among them"),
    )


def own_answer(subject: Subject, value: float) -> str:
    """What somebody said before, where nothing can be said of the group."""
    return _("You said before: {own}.").format(own=side(value) if isinstance(subject, Pair) else number(value))


def side(ratio: float) -> str:
    """A ratio as the scale shows it, to a tenth: A 3, B 2.5, or equal."""
    text = f"{max(ratio, 1 / ratio):.1f}".removesuffix(".0")
    if text == "1":
        return _("equal")
    return (_("A {times}") if ratio > 1 else _("B {times}")).format(times=text)


def answer(panel: Panel, subject: Subject, value: float | None) -> str:
    """What an answer says; None is that the panellist cannot say."""
    if isinstance(subject, Pair):
        if value is not None:
            return read_back(panel, subject, value)
        first, second = panel.name(subject.first), panel.name(subject.second)
        return _("You cannot say about {first} and {second}.").format(first=first, second=second)
    if value is not None:
        return rated(panel, subject, value)
    alternative, criterion = panel.name(subject.alternative), panel.name(subject.criterion)
    said = _("You cannot say about {alternative} against {criterion}.")
    return said.format(alternative=alternative, criterion=criterion)


def done(panel: Panel, session: Session, action: Done) -> str:
    """What was taken back or restored."""
    slot, held = action.slot[0], action.held
    if held.subject is not None and held.subject.key not in session.ballot.place:
        return _("something about what is no longer asked.")
    if slot == "comment":
        return _("the comment: {text}").format(text=held.text) if held.text else _("that a comment was taken away.")
    if slot == "reason" or held.subject is None:
        return _("the reason: {text}").format(text=held.text)
    return answer(panel, held.subject, held.value)


def part(panel: Panel, section: Section) -> str:
    """What a section of the ballot is about, in a few words."""
    name = panel.name(section.about)
    if section.is_rating:
        kind = _("solutions") if section.items[0] == panel.alternatives[0].id and panel.solutions else _("steps")
        return _("{kind} against {criterion}").format(kind=kind, criterion=name)
    return name


def settled(ballot: Ballot) -> str:
    """How many pairs are not asked again; empty if none."""
    if not ballot.left:
        return ""
    said = _("{count} of {all} pairs are settled and not asked again.")
    return said.format(count=ballot.left, all=ballot.pairs)


def minutes(seconds: int) -> str:
    """How long the rest takes, roughly."""
    if seconds < 60:
        return _("less than a minute to go")
    return plural("about {count} minute to go", "about {count} minutes to go", round(seconds / 60))


def agreement(word: str) -> str:
    """How somebody's own answers hold together, in the words of `mcda.analysis.sitting`."""
    words: Mapping[str, str] = {
        "nothing to compare yet": _("nothing to check against yet"),
        "agree well": _("agree well"),
        "agree roughly": _("agree roughly"),
        "contradict each other": _("contradict each other"),
    }
    return words[word]


def hint(word: str, known: Iterable[str]) -> str:
    """The known word that is most like the given one, or those that are known."""
    words = list(known)
    if close := alike(word, words):
        return _("did you mean '{word}'?").format(word=close)
    if not words:
        return _("none is known")
    listed, more = ", ".join(words[:MOST_KNOWN]), len(words) - MOST_KNOWN
    if more > 0:
        return _("known are {words} and {count} more").format(words=listed, count=more)
    return _("known are {words}").format(words=listed)
