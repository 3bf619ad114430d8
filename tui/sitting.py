"""A panel folder with its journal open: who may sit, and each sitting written as it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from criteria.asking import ballots
from criteria.events import OF_THE_PANEL, Action, Event, Kind, Standing, Subject, in_order, standing
from criteria.feedback import GroupAnswer, feedback, own_answers
from criteria.files.overlay import with_events
from criteria.journal import Journal, Log, has_journal, read_log
from criteria.panel import Panel, Panellist
from criteria.session import Ballot, Session, held_by
from criteria.telling import before, to_release
from criteria.text import nearest, quoted
from tui.language import _
from tui.reading import read_files
from tui.seat import NobodyError, RoundClosedError, Seat, SeatTakenError


class Progress(NamedTuple):
    """How far a panellist is."""

    panellist: Panellist
    answered: int
    asked: int
    unsaid: int
    """Of those answered, how often they cannot say."""
    seen: str
    """When they last did something in this round, UTC, ISO 8601; empty if they have not."""

    @property
    def done(self) -> bool:
        """Whether everything is answered."""
        return self.answered == self.asked


class Saved(NamedTuple):
    """A session with nothing left to write."""

    session: Session
    time: str
    """When the last of it was written, by the clock on the wall; empty if there was nothing to write."""


class Sitting:
    """A panel folder with its journal open for answers.

    Raises PanelError if the folder is no good panel, JournalError if its journal cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.panel: Panel = read_files(folder)
        """As the CSV files have it, without the journal."""
        self.ballot = Ballot.of(self.panel)
        """All that somebody is asked."""
        self.group: Mapping[Subject, GroupAnswer] = {}
        """What whoever sits may see of the rounds before: key of a subject -> what the group answered."""
        self._own: Mapping[Subject, float] = {}
        """What they answered there themselves; none of it where nothing was fed back."""
        self.has_sat = False
        """Somebody has sat down since this was opened: results stay closed unless they are released to the room."""
        self._journal: Journal | None = None
        self._seat: Seat | None = None
        self._seen = 0
        """The number of the latest event that `takes_answers` has looked at."""
        self._latest: Standing | None = None
        """How the rounds stood after it; None before the first look."""

    def standing(self, log: Log | None = None) -> Standing:
        """What all sittings so far have left standing; by a log that was read already, if one is given."""
        return standing((log or read_log(self.folder)).events)

    def effective_panel(self, log: Log | None = None) -> Panel:
        """The panel with all answers so far, as the commands see it; by a log that was read already, if given."""
        if log is not None:
            return with_events(self.panel, log) if log.events else self.panel
        return with_events(self.panel, read_log(self.folder)) if has_journal(self.folder) else self.panel

    def progress(self, log: Log | None = None) -> list[Progress]:
        """How far each panellist is in the latest round, in the order of the panel."""
        log = log or read_log(self.folder)
        now = standing(log.events)
        seen: dict[str, str] = {}
        for action, time in ((event.action, event.time) for event in log.events):
            if action.round == now.round and action.kind not in OF_THE_PANEL:
                seen[action.panellist] = max(time, seen.get(action.panellist, ""))
        asked = ballots(self.panel, now, now.round)
        found = []
        for panellist in self.panel.panellists:
            held = held_by(self.panel, now, panellist.id, now.round)
            questions = asked[panellist.id].questions
            answers = [held["answer", each.key] for each in questions if ("answer", each.key) in held]
            unsaid = sum(answer.value is None for answer in answers)
            found.append(Progress(panellist, len(answers), len(questions), unsaid, seen.get(panellist.id, "")))
        return found

    def closed_because(self) -> str:
        """Why nobody can answer now, for people; empty if somebody can. Raises JournalError."""
        now = self.standing()
        if any(now.takes(panellist.id, self.panel.rules) for panellist in self.panel.panellists):
            return ""
        phase = now.phase(self.panel.rules)
        if phase == "draft":
            return _("No round is open yet: nobody can answer until the facilitator opens the first.")
        if phase == "final":
            return _("The last round is over: nothing more is asked.")
        return _("The round is closed: nobody can answer until the facilitator opens the next.")

    def known(self, panellist: str) -> str:
        """The id of a panellist as the panel writes it. Raises NobodyError with the nearest one."""
        ids = {one.id.casefold(): one.id for one in self.panel.panellists}
        if panellist.casefold() not in ids:
            raise NobodyError(f"{quoted(panellist)} is no panellist: {nearest(panellist, ids.values())}")
        return ids[panellist.casefold()]

    def begin(self, panellist: str, by: str = "") -> Session:
        """The panellist's sitting where it was left. Raises RoundClosedError, SeatTakenError, JournalError."""
        log = read_log(self.folder)
        now = self.standing(log)
        if not now.takes(panellist, self.panel.rules):
            raise RoundClosedError
        self.end()
        self._seat = Seat.taken(self.folder, panellist)
        if self._seat is None:
            raise SeatTakenError
        self.has_sat = True
        last = now.round - 1
        may_see = 0 < last <= now.fed_back
        panel = self.effective_panel(log)
        self.group = feedback(panel, panellist, last, self._fed_back(log, last)) if may_see else {}
        self._own = own_answers(panel, panellist, last) if may_see else {}
        return Session.resumed(self.panel, now, panellist, by, ballots(self.panel, now, now.round)[panellist])

    def own_before(self, question: Subject) -> float | None:
        """What whoever sits answered in the rounds before, as it is asked now; None if nothing or if unseen."""
        found = self._own.get(question.key)
        return found if found is None or question == question.key else 1 / found

    def _fed_back(self, log: Log, last: int) -> list[tuple[Panel, int]]:
        """What was fed back of the rounds until that one, as the answers stood then, whatever has come in since."""
        events = in_order(log.events)
        fed = {event.action.round: event for event in reversed(events) if event.action.kind is Kind.FED_BACK}
        return [
            (with_events(self.panel, replace(log, events=tuple(before(events, fed[round])))), round)
            for round in sorted(fed)
            if round <= last
        ]

    def takes_answers(self, session: Session) -> bool:
        """Whether the session's round is still the one that its panellist may answer. Raises JournalError."""
        new = self._opened().events(self._seen)
        if self._latest is None or any(event.action.kind in OF_THE_PANEL for _, event in new):
            self._latest = self.standing()
        self._seen = new[-1][0] if new else self._seen
        return session.round == self._latest.round and self._latest.takes(session.panellist, self.panel.rules)

    def write(self, session: Session) -> Saved:
        """The session with all that was pending on the disk.

        Raises RoundClosedError, JournalError; then nothing of it was written.
        """
        if not session.pending:
            return Saved(session, "")
        if not self.takes_answers(session):
            raise RoundClosedError
        events = self._append(session.pending)
        written = datetime.now() if self.panel.anonymous else datetime.fromisoformat(events[-1].time).astimezone()
        time = written.strftime("%H:%M:%S")
        return Saved(session.saved(events), time)

    @contextmanager
    def seats(self, panellists: Iterable[str]) -> Iterator[None]:
        """Those panellists' seats, so that nobody answers for them meanwhile. Raises SeatTakenError saying whose."""
        with ExitStack() as held:
            for panellist in panellists:
                seat = Seat.taken(self.folder, panellist)
                if seat is None:
                    raise SeatTakenError(panellist)
                held.callback(seat.leave)
            yield

    def enter(self, actions: Sequence[Action]) -> None:
        """Write answers of several panellists, all of them or none. Raises RoundClosedError, JournalError."""
        now = self.standing()
        if not all(each.round == now.round and now.takes(each.panellist, self.panel.rules) for each in actions):
            raise RoundClosedError
        if actions:
            self._append(actions)

    def release(self, released: bool) -> None:
        """Tell the room results as the answers stand, or let it see them no longer. Raises JournalError."""
        self.record(Action(kind=Kind.RELEASED if released else Kind.WITHHELD))

    def record(self, action: Action) -> None:
        """Write something that concerns the panel as a whole. Raises JournalError."""
        if action.kind is Kind.RELEASED:
            action = replace(to_release(self.panel, read_log(self.folder).events), by=action.by)
        self._append([action])

    def end(self) -> None:
        """Leave the seat."""
        if self._seat is not None:
            self._seat.leave()
            self._seat = None

    def close(self) -> None:
        """Leave the seat and let the journal go."""
        self.end()
        if self._journal is not None:
            self._journal.close()

    def _append(self, actions: Sequence[Action]) -> tuple[Event, ...]:
        return self._opened().append(actions)

    def _opened(self) -> Journal:
        """The journal, opened with the first answer."""
        if self._journal is None:
            self._journal = Journal(self.folder, by_day=self.panel.anonymous)
        return self._journal
