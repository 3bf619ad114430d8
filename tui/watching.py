"""How a sitting stands while others answer: read as the journal grows, in words for screen and lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from criteria.events import Event, Kind, Standing, in_order
from criteria.journal import Follower, Log
from criteria.panel import Panel
from tui import facilitating
from tui.dates import day
from tui.language import _, plural
from tui.sitting import Progress, Sitting

if TYPE_CHECKING:
    from mcda.results.glance import Glance

NOW = timedelta(minutes=1)
"""Whoever did something within this time is there now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """How a sitting stood at a moment."""

    panel: Panel
    """As its files have it, without the journal."""
    now: Standing
    progress: tuple[Progress, ...]
    opened: datetime | None
    """When the latest round was opened; None if it was open from the beginning."""
    closed: datetime | None
    """When it was closed; None if it is open."""
    log: Log

    @property
    def phase(self) -> str:
        """One of PHASES."""
        return self.now.phase(self.panel.rules)

    @property
    def complete(self) -> int:
        """How many have answered everything."""
        return sum(one.done for one in self.progress)

    @property
    def missing(self) -> list[str]:
        """Ids of those who have not."""
        return [one.panellist.id for one in self.progress if not one.done]


class Watcher:
    """Looks at a sitting without writing anything."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self._follower = Follower(sitting.folder)

    def look(self) -> Seen | None:
        """How the sitting stands; None if nothing has happened since the last look. Raises JournalError."""
        log = self._follower.news()
        return None if log is None else seen(self.sitting, log)


def seen(sitting: Sitting, log: Log) -> Seen:
    """How the sitting stands by those events."""
    now = sitting.standing(log)
    opened, closed = _times(in_order(log.events), now)
    progress = tuple(sitting.progress(log))
    return Seen(panel=sitting.panel, now=now, progress=progress, opened=opened, closed=closed, log=log)


def _times(events: list[Event], now: Standing) -> tuple[datetime | None, datetime | None]:
    """When the latest round was opened and when it was closed."""
    opened = closed = None
    for event in events:
        kind = event.action.kind
        if kind is Kind.OPENED and event.action.round == now.round:
            opened, closed = moment(event.time), None
        elif kind in (Kind.CLOSED, Kind.FINISHED) and event.action.round == now.round and closed is None:
            closed = moment(event.time)
    return opened, None if now.open else closed


def moment(time: str) -> datetime:
    """The moment that an event was written at."""
    return datetime.fromisoformat(time).astimezone(UTC)


def lasting(span: timedelta) -> str:
    """A span in words: less than a minute, 21 min, 2 h 5 min."""
    minutes = max(int(span.total_seconds()) // 60, 0)
    if not minutes:
        return _("less than a minute")
    hours, rest = divmod(minutes, 60)
    return _("{hours} h {rest} min").format(hours=hours, rest=rest) if hours else _("{rest} min").format(rest=rest)


def how_long(found: Seen, at: datetime) -> str:
    """How the round stands and for how long; nothing moves in one that is closed."""
    line = facilitating.said(found.panel, found.now)
    if found.opened is None or found.phase == "draft":
        return line
    span = lasting((found.closed or at) - found.opened)
    return line + " · " + (_("open for {span}") if found.now.open else _("it was open for {span}")).format(span=span)


def response(found: Seen) -> str:
    """How many are done, the quorum, how often somebody cannot say."""
    said = _("{complete} of {count} done").format(complete=found.complete, count=len(found.progress))
    rules = found.panel.rules
    if rules is not None and rules.quorum:
        said += ", " + _("quorum {quorum}").format(quorum=rules.quorum)
        said += " " + (_("reached") if found.complete >= rules.quorum else _("not yet"))
    unsaid = sum(one.unsaid for one in found.progress)
    who = sum(one.unsaid > 0 for one in found.progress)
    if unsaid:
        said += " · " + plural("{count} 'cannot say'", "{count} 'cannot say'", unsaid)
        said += " " + plural("by {count} panellist", "by {count} panellists", who)
    return said


def last_seen(one: Progress, found: Seen, at: datetime) -> str:
    """When a panellist last did something: now, 3 min ago, not begun; the hour or day where the round is over."""
    if not one.seen:
        return _("in the files") if one.answered else _("not begun")
    then = moment(one.seen)
    if found.phase != "open" and one.panellist.id not in found.now.readmitted:
        local = then if found.panel.anonymous else then.astimezone()
        if found.panel.anonymous or local.date() != at.astimezone().date():
            return _("on {day}").format(day=day(local))
        return _("at {time}").format(time=local.strftime("%H:%M"))
    return _("now") if at - then < NOW else _("{span} ago").format(span=lasting(at - then))


def agreed(glance: Glance) -> str:
    """How far the panel agrees at the goal."""
    from tui.screens.results_text import verdict

    if glance.consensus != glance.consensus:
        return _("agreement: {why}").format(why=verdict(glance.verdict))
    words = _("agreement: {word} (S* {value}, by chance {chance})")
    values = {"value": f"{glance.consensus:.2f}", "chance": f"{glance.chance:.2f}"}
    return words.format(word=verdict(glance.verdict), **values)


def settled(glance: Glance) -> str:
    """Which share of the pairs is settled."""
    if not glance.pairs:
        return _("no pair has been judged by two")
    share = f"{100 * glance.settled:.0f} %"
    return _("{share} of {pairs} pairs settled").format(share=share, pairs=glance.pairs)


def inconsistent(glance: Glance, by_name: bool) -> str:
    """How many contradict themselves, or who."""
    words = _("CR above 0.10: {above} of {judged}")
    said = words.format(above=len(glance.above), judged=glance.judged)
    return said + (f" ({', '.join(sorted(glance.above))})" if by_name and glance.above else "")


def ratio(value: float) -> str:
    """How many times as important as people write it: 5, 1/7, 2.4."""
    inverse = 1 / value if value < 1 else value
    text = f"{inverse:.1f}".rstrip("0").rstrip(".")
    return f"1/{text}" if value < 1 and text != "1" else text


def changes(before: Seen, after: Seen) -> list[str]:
    """What has happened between two looks, a line each."""
    lines = []
    state = facilitating.said(after.panel, after.now)
    if state != facilitating.said(before.panel, before.now):
        lines.append(state)
    for old, new in zip(before.progress, after.progress, strict=True):
        if (new.answered, new.seen) == (old.answered, old.seen) or before.now.round != after.now.round:
            continue
        words = _("{who}: {answered} of {asked} answered")
        line = words.format(who=new.panellist.id, answered=new.answered, asked=new.asked)
        lines.append(line if not new.done or old.done else line + ", " + _("done") + "; " + response(after))
    for event in after.log.events[len(before.log.events) :]:
        if event.action.kind is Kind.NOTED:
            lines.append(_("noted: {text}").format(text=event.action.text))
        elif event.action.kind is Kind.READMITTED:
            lines.append(_("{who} may answer again").format(who=event.action.panellist))
    return lines
