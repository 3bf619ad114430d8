"""The facts that a report on a consensus process needs, from a panel's files and journal; no panellist is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from criteria import __version__
from criteria.asking import ballots
from criteria.disclosure import FEWEST
from criteria.events import Event, Kind, Standing, in_order, standing
from criteria.feedback import FEWEST_OTHERS
from criteria.files.overlay import with_events
from criteria.hierarchy import GOAL
from criteria.journal import Log
from criteria.journal.chain import heads_of
from criteria.panel import Panel, Panellist
from criteria.session import Ballot, held_by
from mcda.analysis.recurring import rounds
from mcda.results.accord import Accord, Fact, Grid

METHODS, RESULTS = "Methods", "Results"


def accord(panel: Panel, log: Log) -> Accord:
    """The reporting sheet of a panel, at any moment of it.

    Parameters
    ----------
    panel : Panel
        Read without its journal.
    log : Log
        Its journal; one without events where there is none.

    Returns
    -------
    Accord
        Counts of organisations and roles below five are put together, and no panellist is named.
    """
    now, events, answers = standing(log.events), in_order(log.events), with_events(panel, log)
    numbers = sorted({now.round, *answers.judgements.round, *answers.ratings.round, *(r for _, r in now.sheets)})
    responses = [_response(panel, now, number) for number in numbers]
    found = rounds(answers) if answers.judgements else None
    facts = [
        Fact(part="Title", item="Title of the panel", said=panel.title),
        Fact(part="Title", item="Consensus method in the article's title"),
        Fact(part="Introduction", item="Question", said=panel.question),
        Fact(part="Introduction", item="Aim, audience, why consensus was sought"),
        *_methods(panel, now, events),
        *_results(panel, now, events, responses),
        Fact(part="Discussion", item="Strengths and limits of the method and of the panel"),
        Fact(part="Other information", item="Registration or protocol, funding, interests, ethics, consent"),
        Fact(part="Other information", item="Record", said=_record(answers, log)),
    ]
    if found is not None:
        facts += [Fact(part=RESULTS, item="Verdict by the rules", said=said) for said in found.verdicts()]
    said = ("round", "opened (UTC)", "closed (UTC)", "answered anything", "answered everything", "cannot say", "quorum")
    rows = tuple(_round_row(panel, events, *response) for response in responses)
    changes = ("round", "repeated", "changed", "mean steps", "nearer to the median", "settled", "S*", "W", "joined")
    shifts: tuple[tuple[str, ...], ...] = ()
    if found is not None:
        shifts = tuple(
            (
                *(str(each.round), str(each.compared), _share(each.changed), _number(each.steps), _share(each.nearer)),
                *(_share(each.settled), _number(each.consensus), _number(each.kendall_w), str(each.joined)),
            )
            for each in found.rounds
        )
    return Accord(
        title=panel.title,
        facts=tuple(facts),
        grids=(
            Grid(part=RESULTS, title="Rounds and response", columns=said, rows=rows),
            Grid(part=RESULTS, title="What each round changed", columns=changes, rows=shifts),
        ),
        meta={
            "title": panel.title,
            "synthetic": panel.synthetic,
            "panel_sha256": answers.sha256,
            "versions": {"mcda": __version__},
        },
    )


def _methods(panel: Panel, now: Standing, events: list[Event]) -> list[Fact]:
    people = panel.panellists
    rules, chosen = panel.rules, panel.settings
    asked = "; ".join(
        f"{role}: {', '.join('the goal' if id == GOAL else panel.name(id) for id in ids)}"
        for role, ids in panel.asked.items()
    )
    feedback = [f"round {each.action.round} ({each.time})" for each in _of(events, Kind.FED_BACK)]
    return [
        Fact(
            part=METHODS, item="Data", said="MADE UP: nobody's opinion" if panel.synthetic else "answers of the panel"
        ),
        Fact(part=METHODS, item="Evidence given to panellists, literature search"),
        Fact(part=METHODS, item="How panellists were chosen and invited, who steered and who moderated"),
        Fact(part=METHODS, item="Panel size", said=f"{len(people)} panellists named in panel.yaml"),
        Fact(part=METHODS, item="By organisation", said=_counts(people, lambda one: one.organisation)),
        Fact(part=METHODS, item="By role", said=_counts(people, lambda one: one.role)),
        Fact(part=METHODS, item="Who was asked what", said=asked or "everybody was asked everything"),
        Fact(
            part=METHODS,
            item="Anonymity",
            said="panellists do not see each other's answers; what is fed back is how many answered, the median and "
            f"the middle half, and comments without names, after an own answer and where {FEWEST_OTHERS} or more "
            "others answered; the files hold answers by panellist id",
        ),
        Fact(part=METHODS, item="Feedback", said=", ".join(feedback) or "none was given"),
        Fact(part=METHODS, item="Definition of consensus and stopping rule", said=str(rules or "none was declared")),
        Fact(part=METHODS, item="Set beforehand", said=_beforehand(panel, now)),
        Fact(
            part=METHODS,
            item="Aggregation",
            said=f"pairwise comparison; priorities {chosen.priorities}, aggregation {chosen.aggregation}, weighting of "
            f"panellists {chosen.weighting}; a panellist's latest answer counts",
        ),
    ]


def _results(
    panel: Panel, now: Standing, events: list[Event], responses: list[tuple[int, int, int, int]]
) -> list[Fact]:
    asked, answered, late = 0, 0, 0
    for id, ballot in ballots(panel, now, 1).items():
        given = {number: _given(panel, now, id, number, ballot) for number, *_ in responses}
        asked += len(ballot.questions)
        answered += len(set().union(*given.values()))
        late += next((number for number, answers in given.items() if answers), 1) > 1
    phase = now.phase(panel.rules)
    notes = [_unnamed(each.action.text, panel.panellists) for each in _of(events, Kind.NOTED)]
    return [
        Fact(
            part=RESULTS, item="State", said=f"{phase}, round {now.round}" if phase != "draft" else "draft, not begun"
        ),
        Fact(part=RESULTS, item="Questions never answered", said=f"{asked - answered} of {asked} over all panellists"),
        Fact(part=RESULTS, item="Joined after the first round", said=str(late)),
        Fact(part=RESULTS, item="Readmitted to a closed round", said=str(len(_of(events, Kind.READMITTED)))),
        *(Fact(part=RESULTS, item="Note to the record", said=note) for note in notes),
    ]


def _response(panel: Panel, now: Standing, number: int) -> tuple[int, int, int, int]:
    """Round, how many answered anything and everything in it, and how many answers are `cannot say`."""
    some = everything = unsaid = 0
    for id, ballot in ballots(panel, now, number).items():
        given = _given(panel, now, id, number, None)
        some += bool(given)
        everything += all(question.key in given for question in ballot.questions)
        held = now.sheet(id, number).held.items()
        unsaid += sum(slot == "answer" and each.value is None for (slot, _), each in held)
    return number, some, everything, unsaid


def _given(panel: Panel, now: Standing, id: str, number: int, ballot: Ballot | None) -> set[object]:
    """Keys of what a panellist has answered in a round, `cannot say` included; of a ballot if one is given."""
    held = held_by(panel, now, id, number)
    found: set[object] = {subject for slot, subject in held if slot == "answer"}
    return found if ballot is None else found & set(ballot.place)


def _round_row(
    panel: Panel, events: list[Event], number: int, some: int, everything: int, unsaid: int
) -> tuple[str, ...]:
    """A round as the sheet shows it."""
    size = len(panel.panellists)
    opened, closed = (_times(panel, events, kind, number) for kind in (Kind.OPENED, Kind.CLOSED))
    quorum = panel.rules.quorum if panel.rules else 0
    held = f"{quorum}: {'held' if everything >= quorum else 'not held'}" if quorum else "none"
    return str(number), opened, closed, f"{some} of {size}", f"{everything} of {size}", str(unsaid), held


def _times(panel: Panel, events: list[Event], kind: Kind, number: int) -> str:
    """When that happened to a round, and who did it where that was said."""
    found = []
    for event in _of(events, kind):
        if event.action.round == number:
            by = _unnamed(event.action.by, panel.panellists)
            found.append(f"{event.time} by {by}" if by else event.time)
    return ", ".join(found) or "not recorded"


def _beforehand(panel: Panel, now: Standing) -> str:
    """Whether the rules were there before the first round, and are still the same."""
    if not now.begun:
        return "no round has been opened yet"
    if not now.rules:
        return "no: when the first round was opened no rules were declared"
    same = now.rules == str(panel.rules or "")
    return "yes, and not changed since" if same else f"changed since: when the first round was opened, {now.rules}"


def _record(answers: Panel, log: Log) -> str:
    heads = ", ".join(sorted(id for id, _ in heads_of(log.events))) or "none"
    return f"mcda {__version__}; SHA-256 of the panel {answers.sha256}; {len(log.events)} events, the latest {heads}"


def _counts(people: Iterable[Panellist], part: Callable[[Panellist], str]) -> str:
    """How many by part, the small ones put together, and never one small part alone beside the others."""
    counts = Counter(part(one) or "not declared" for one in people)
    large = {name: count for name, count in counts.items() if count >= FEWEST}
    while large and 0 < sum(counts.values()) - sum(large.values()) < FEWEST:
        del large[min(large, key=lambda name: large[name])]
    rest = sum(counts.values()) - sum(large.values())
    said = [f"{name}: {count}" for name, count in large.items()]
    return "; ".join([*said, *([f"in parts put together: {rest}"] if rest else [])])


def _unnamed(text: str, people: Iterable[Panellist]) -> str:
    """The text with ids of panellists taken out."""
    ids = "|".join(re.escape(one.id) for one in people)
    return re.sub(rf"(?<![\w.-])(?:{ids})(?![\w-])", "[a panellist]", text, flags=re.IGNORECASE) if ids else text


def _of(events: list[Event], kind: Kind) -> list[Event]:
    return [event for event in events if event.action.kind is kind]


def _share(value: float) -> str:
    return "" if value != value else f"{value:.0%}"


def _number(value: float) -> str:
    return "" if value != value else f"{value:.2f}"
