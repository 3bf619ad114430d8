"""A clock that is set back and forward while somebody sits: the order of answers holds, and so does looking back."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from journals import NOON, Clock
from panels import write

from criteria.events import Pair, in_order, standing, until
from criteria.journal import Journal, read_log
from criteria.session import Session
from tui.commands.group import run
from tui.sitting import Sitting

PANEL = {"criteria": "a b c", "panellists": "P1 P2"}
AB = Pair("goal", "a", "b")
HOUR, TEN_YEARS = timedelta(hours=1), timedelta(days=3652)
RATIOS = (3.0, 5.0, 7.0, 2.0, 9.0)


@pytest.fixture
def answered(tmp_path, monkeypatch):
    """The folder after the same pair was answered once at each of the clock's jumps, and the last answer taken back."""

    def sit(*jumps):
        clock = Clock()
        monkeypatch.setattr("tui.sitting.Journal", partial(Journal, clock=clock))
        folder = write(tmp_path / "panel", **PANEL)
        sitting = Sitting(folder)
        session = sitting.begin("P1")
        for jump, ratio in zip((timedelta(0), *jumps), RATIOS, strict=False):
            clock.now += jump
            session = sitting.write(session.go_to(AB).judge(ratio)).session
        session = sitting.write(session.undo()).session
        sitting.close()
        return folder, session

    return sit


JUMPS = [(-HOUR, HOUR), (HOUR, -HOUR), (-TEN_YEARS, TEN_YEARS), (TEN_YEARS, -TEN_YEARS), (-HOUR, -HOUR, -HOUR, -HOUR)]


@pytest.mark.parametrize("jumps", JUMPS)
def test_answers_count_in_the_order_in_which_they_were_given(answered, jumps):
    folder, session = answered(*jumps)
    log = read_log(folder, thorough=True)
    assert log.faults == ()
    given = RATIOS[: len(jumps) + 1]
    assert [event.action.value for event in in_order(log.events)] == [*given, None]
    assert session.sheet.ratio(AB) == given[-2]
    resumed = Session.resumed(Sitting(folder).panel, standing(log.events), "P1")
    assert resumed.sheet.ratio(AB) == given[-2]
    assert resumed.redo().sheet.ratio(AB) == given[-1]


@pytest.mark.parametrize("jumps", JUMPS)
def test_until_a_moment_is_what_had_been_answered_by_then(answered, jumps):
    """Each cut between two ticks shows the answers before it, and none after it."""
    folder, _ = answered(*jumps)
    events = in_order(read_log(folder).events)
    for number, event in enumerate(events, start=1):
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=event.tick)
        assert until(events, moment) == events[:number]
        assert until(events, moment - timedelta(milliseconds=1)) == events[: number - 1]


def test_the_command_that_looks_back_goes_by_the_same_order(answered, capsys):
    """An hour back after the first answer: the second is a millisecond after the first, whatever the clock said."""
    folder, _ = answered(-HOUR)
    for later, shown in ((timedelta(0), "3"), (timedelta(milliseconds=1), "5"), (timedelta(milliseconds=2), "3")):
        moment = (NOON + timedelta(seconds=1) + later).isoformat(timespec="milliseconds")
        capsys.readouterr()
        assert run(["replay", str(folder), "--until", moment, "--format", "csv"]) == 0
        (row,) = [line for line in capsys.readouterr().out.splitlines() if "goal,a,b" in line]
        assert row.split("goal,a,b,")[1].split(",")[0] == shown
