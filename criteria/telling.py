"""What the room is told: by which releases, of which answers, in which parts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from criteria.events import Action, Event, Kind, in_order, standing
from criteria.files.overlay import overlaid
from criteria.latest import answers
from criteria.panel import Panel

ALWAYS = "organisation"
"""The parts of the panel that every release tells of; of others only those that it names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Results told to the room, once for each time that a round was closed, or open."""

    event: str
    """Id of the event."""
    round: int
    begun: bool
    """Whether a round was ever opened; if not, the files' answers of all rounds count."""
    parts: tuple[str, ...]
    """What the panel is told apart by: organisation, and role or attributes that were asked for."""
    events: tuple[Event, ...]
    """Those that count, in their order."""
    digest: str
    """Of the answers that were told, as the event has it; empty where it has none."""


def releases(events: Iterable[Event]) -> tuple[Release, ...]:
    """The releases that told something anew, in their order.

    What counts is what the release knew: events that came in later, by whatever clock, are not among those before it.
    Of a closed round it is what was answered until it was closed. A round that was told already, and has not been
    opened or closed since, is not told anew: only further parts of it are.
    """
    ordered = in_order(events)
    found: dict[str, list[Release]] = {}
    for event in ordered:
        if event.action.kind is not Kind.RELEASED:
            continue
        known = before(ordered, event)
        now = standing(each for each in known if each.action.kind in (Kind.OPENED, Kind.CLOSED, Kind.FINISHED))
        turn = _latest_turn(known)
        if not now.open and turn is not None:
            known = known[: known.index(turn) + 1]
        told = found.setdefault(turn.id if turn is not None else "", [])
        parts, digest = _said(event.action.text)
        new = tuple(part for part in parts if not any(part in one.parts for one in told))
        if new:
            counted = told[0].events if told else tuple(known)
            release = Release(
                event=event.id, round=now.round, begun=now.begun, parts=parts, events=counted, digest=digest
            )
            told.append(release)
    order = {event.id: place for place, event in enumerate(ordered)}
    return tuple(sorted((one for told in found.values() for one in told), key=lambda one: order[one.event]))


def before(events: Sequence[Event], event: Event) -> list[Event]:
    """The events, of those in their order, that the one was written after, directly or not."""
    parents = {each.id: each.parents for each in events}
    known: set[str] = set()
    waiting = list(event.parents)
    while waiting:
        id = waiting.pop()
        if id in parents and id not in known:
            known.add(id)
            waiting += parents[id]
    return [each for each in events if each.id in known]


def to_release(panel: Panel, events: Sequence[Event], parts: Sequence[str] = ()) -> Action:
    """The action that tells the room of the answers as they stand.

    Parameters
    ----------
    panel : Panel
        Of the files alone.
    events : sequence of Event
        All of the journal.
    parts : sequence of str
        `role` or attributes that are told too, beside the organisations.
    """
    every = tuple(dict.fromkeys((ALWAYS, *parts)))
    now = standing(event for event in events if event.action.kind is Kind.OPENED)
    action = Action(kind=Kind.RELEASED, round=now.round, text=f"by {', '.join(every)}")
    release = releases([*events, _next(events, action)])[-1]
    digest = digest_of(answering(panel, release), every)
    return replace(action, text=f"{action.text}; answers {digest}")


def tells_more(events: Sequence[Event], action: Action) -> bool:
    """Whether a release would tell anything that was not told before."""
    return len(releases([*events, _next(events, action)])) > len(releases(events))


def _next(events: Sequence[Event], action: Action) -> Event:
    """An action as the event that it would become."""
    named = {parent for event in events for parent in event.parents}
    heads = tuple(event.id for event in events if event.id not in named)
    tick = 1 + max((event.tick for event in events), default=0)
    return Event(id="", parents=heads, tick=tick, time="", version="", action=action)


def answering(panel: Panel, release: Release) -> Panel:
    """The panel of the files with the answers that a release tells."""
    base = panel.in_rounds(1, release.round) if release.begun else panel
    return overlaid(base, standing(release.events))[0]


def digest_of(panel: Panel, parts: Sequence[str]) -> str:
    """Half the SHA-256 of who answered what and belongs to which parts, by which changed files are noticed."""
    held = answers(panel)
    said = [(subject, who, value) for subject, values in held.items() for who, value in values.items()]
    who = {panellist for _, panellist, _ in said}
    people = [(p.id, p.weight, *map(p.part, parts)) for p in panel.panellists if p.id in who]
    text = repr((sorted(map(repr, said)), sorted(map(repr, people))))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _latest_turn(known: Sequence[Event]) -> Event | None:
    """The event that opened or closed the latest round; None if there is none."""
    turn, is_open, round = None, True, 1
    for event in known:
        action = event.action
        if action.kind is Kind.OPENED:
            turn, is_open, round = event, True, action.round
        elif is_open and (action.kind is Kind.FINISHED or (action.kind is Kind.CLOSED and action.round == round)):
            turn, is_open = event, False
    return turn


def _said(text: str) -> tuple[tuple[str, ...], str]:
    """The parts and the digest that the text of a release names."""
    by, _, digest = text.removeprefix("by ").partition("; answers ")
    return tuple(dict.fromkeys((ALWAYS, *filter(None, by.split(", "))))), digest
