"""What a sitting by lines says about questions, answers, progress and contradictions: lines of text from a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.events import Cell, Pair, Subject
from criteria.feedback import GroupAnswer
from criteria.hierarchy import GOAL, Criterion
from criteria.panel import Panel, Solution, Step
from criteria.session import Section, Session
from tui import sentences
from tui.language import _, plural

if TYPE_CHECKING:
    from mcda.analysis.sitting import Contradiction, Picture

STEPS = (1, 3, 5, 7, 9)
"""The strengths that help explains."""


def welcome(session: Session) -> list[str]:
    """How much is asked, how long it takes, and that leaving is safe."""
    total = len(session.ballot.questions)
    questions = plural("{count} question", "{count} questions", total)
    left = sentences.minutes(session.seconds_left) if session.seconds_left else _("nothing is open")
    said = _("Round {round}: {questions}, {answered} answered, {left}.")
    lines = [_("{name} enters the answers.").format(name=session.by)] if session.by else []
    lines.append(said.format(round=session.round, questions=questions, answered=session.answered, left=left))
    if settled := sentences.settled(session.ballot):
        lines.append(settled)
    if session.answered and session.question is not None:
        lines.append(_("You go on at the first open question."))
    return [*lines, _("Each answer is saved at once; you may leave at any time with q. Type ? for help.")]


def goodbye(session: Session, unconfirmed: bool) -> list[str]:
    """What is saved and what is not."""
    saved = sum(session.written.answer(question) is not None for question in session.ballot.questions)
    total = len(session.ballot.questions)
    lines = []
    if session.pending:
        lines.append(_("NOT SAVED: the last answer. Give it again next time."))
    elif unconfirmed:
        lines.append(_("The last answer was not confirmed with Enter: it does not count."))
    lines.append(_("{saved} of {total} answers are saved.").format(saved=saved, total=total))
    if saved < total:
        lines.append(_("Next time you go on at the first open question."))
    return lines


def section_head(panel: Panel, session: Session, place: int) -> str:
    """Which section begins, and that ratings count at once."""
    section = session.ballot.sections[place]
    count = len(section.questions)
    if section.is_rating:
        many = plural("{count} rating", "{count} ratings", count)
        how = _("Ratings are saved at once, without a second Enter; u takes one back.")
    else:
        many, how = plural("{count} pair", "{count} pairs", count), ""
    said = _("Section {place} of {total}, {about}: {many}. {how}")
    total = len(session.ballot.sections)
    return said.format(place=place + 1, total=total, about=about(panel, section), many=many, how=how).strip()


def about(panel: Panel, section: Section) -> str:
    """What a section is about."""
    return _("the goal") if section.about == GOAL else panel.name(section.about)


def asked(panel: Panel, session: Session, question: Subject, group: GroupAnswer | None, own: float | None) -> list[str]:
    """The question, what was said about it before, and what the panellist and the group said in the rounds before."""
    number, total = session.at + 1, len(session.ballot.questions)
    lines = [_("Question {number} of {total}.").format(number=number, total=total)]
    if isinstance(question, Pair):
        lines += [sentences.question(panel, question), *sides(panel, question)]
    else:
        lines.append(rating_asked(panel, question))
    if (held := session.sheet.answer(question)) is not None:
        value = session.sheet.ratio(question) if isinstance(question, Pair) else held.value
        lines.append(_("So far: {answer}").format(answer=sentences.answer(panel, question, value)))
    if comment := session.sheet.comment(question):
        lines.append(_("Your comment: {comment}").format(comment=comment))
    if group is not None:
        lines.append(sentences.group_answer(group))
        lines += [_("A comment of another: {comment}").format(comment=comment) for comment in group.comments]
    elif own is not None:
        lines.append(sentences.own_answer(question, own))
    return lines


def sides(panel: Panel, pair: Pair) -> list[str]:
    """Which item is A and which is B."""
    return ["A: " + panel.name(pair.first), "B: " + panel.name(pair.second)]


def rating_asked(panel: Panel, cell: Cell) -> str:
    """The question about a rating, in one line."""
    assert panel.scale is not None
    said = _("How much would {alternative} help against {criterion}? {low} none to {high} solves it.")
    return said.format(
        alternative=panel.name(cell.alternative),
        criterion=panel.name(cell.criterion),
        low=sentences.number(panel.scale.min),
        high=sentences.number(panel.scale.max),
    )


def progress(panel: Panel, session: Session) -> list[str]:
    """How far each section is, with the numbers of its questions, and how long the rest takes."""
    lines, start = [], 1
    for place, section in enumerate(session.ballot.sections, 1):
        count = len(section.questions)
        answered = sum(session.sheet.answer(question) is not None for question in section.questions)
        kind = _("ratings") if section.is_rating else _("pairs")
        said = _("{place}: {about}, {kind}: {answered} of {count}, questions {start} to {end}")
        facts = {"place": place, "about": about(panel, section), "kind": kind, "answered": answered, "count": count}
        lines.append(said.format(**facts, start=start, end=start + count - 1))
        start += count
    return [*lines, sentences.minutes(session.seconds_left)] if session.seconds_left else lines


def help_lines(panel: Panel, question: Subject | None, may_hand_over: bool) -> list[str]:
    """What is asked about, what the strengths mean, what may be typed."""
    lines: list[str] = []
    if isinstance(question, Pair):
        for letter, id in (("A", question.first), ("B", question.second)):
            lines += [f"{letter}: {panel.name(id)}", *_described(panel, id)]
        lines.append(_("How strong?"))
        lines += [f"{step}: {sentences.strength(step)}" for step in STEPS]
        whole = panel.settings.intensities == "integers"
        lines += [
            _("2, 4, 6 and 8 stand between.") if whole else _("2, 4, 6, 8 and decimals such as 2.5 stand between."),
            _("a3, 3a or 3: A is 3 times as much. b3: B is 3 times as much. = or 1: the same."),
            _("Your answer is read back; Enter saves it, any other answer takes its place."),
        ]
    elif question is not None:
        for id in question:
            lines += [panel.name(id), *_described(panel, id)]
        lines += [rating_asked(panel, question), _("A rating is saved at once; u takes it back.")]
    lines += [
        _("-: you cannot say. c TEXT: a comment; c alone takes it away."),
        _("u: take back what you did last. r: restore it."),
        _("back, next: the question before, after. go NUMBER: that question. list: how far you are."),
        _("picture: what your answers here say so far. review: what contradicts what."),
    ]
    if may_hand_over:
        lines.append(_("who: hand over to the next panellist."))
    return [*lines, _("q: leave. All that was shown as saved is kept. The others here do not see your answers.")]


def _described(panel: Panel, id: str) -> list[str]:
    """Description, evidence and parts of a criterion or an alternative."""
    thing: Criterion | Solution | Step = (
        panel.hierarchy[id] if id in panel.hierarchy else next(one for one in panel.alternatives if one.id == id)
    )
    lines = thing.description.splitlines()
    if thing.evidence:
        lines.append(_("Named by {who}.").format(who=_(", ").join(thing.evidence)))
    if isinstance(thing, Criterion) and thing.children:
        lines.append(_("Its parts: {parts}.").format(parts=_("; ").join(child.name for child in thing.children)))
    return lines


def pictured(panel: Panel, found: Picture) -> list[str]:
    """What the answers of a section say so far, best first."""
    shares = [(share, id) for id, share in zip(found.items, found.priorities, strict=True) if share == share]
    lines = [f"{100 * share:.0f} %: {panel.name(id)}" for share, id in sorted(shares, key=lambda one: -one[0])]
    if unknown := len(found.items) - len(shares):
        lines.append(plural("{count} more not known yet", "{count} more not known yet", unknown))
    return [*lines, together(found.word)]


def together(word: str) -> str:
    """How the answers of a section hold together, by one of the words of `mcda.analysis.sitting`."""
    return _("Your answers here: {how}.").format(how=sentences.agreement(word))


def contradicting(panel: Panel, node: str, found: Contradiction) -> list[str]:
    """The judgements that cannot all hold, and what the smallest change would do."""
    judgements = found.triad or ((*found.pair, found.given),)
    head = _("These three answers cannot all hold:") if found.triad else _("This answer does not fit the others:")
    said = [
        f"{number}: {sentences.read_back(panel, Pair(node, first, second), ratio)}"
        for number, (first, second, ratio) in enumerate(judgements, 1)
    ]
    instead = sentences.read_back(panel, Pair(node, *found.pair), found.proposed)
    before, after = [id for id, _share in found.before], [id for id, _share in found.after]
    moved = [
        _("{item} would move from place {old} to place {new}.").format(
            item=panel.name(id), old=before.index(id) + 1, new=after.index(id) + 1
        )
        for id in after
        if before.index(id) != after.index(id)
    ]
    return [
        *("", head),
        *said,
        _("The smallest change that mends most would be: {sentence}").format(sentence=instead),
        _("Your answers would then agree well.") if found.mends else _("Your answers would then agree better."),
        *(moved or [_("The order of your priorities would stay.")]),
    ]
