"""An anonymous panel: only the day of what panellists do, no order that tells, and raw folders are said to be raw."""

import csv
import io
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from journals import Clock, judged
from panels import compare, write

from criteria.events import Action, Kind
from criteria.faults import PanelError
from criteria.files import read_files, read_panel
from criteria.journal import Journal, read_log
from tui.commands.group import run
from tui.sitting import Sitting

PEOPLE = [f"P{number}" for number in range(1, 13)]
MORNING = datetime(2024, 5, 1, 8, tzinfo=UTC)
DAY = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    judgements = [compare(who, "goal", "a b", "2") for who in PEOPLE[::-1]]
    return write(tmp_path / "panel", criteria="a b", panellists=" ".join(PEOPLE), judgements=judgements, anonymous=True)


@pytest.fixture
def sat(folder):
    """The round opened at eight; then everybody answered, the last panellist first."""
    journal = Journal(folder, Clock(MORNING), by_day=True)
    journal.append([Action(kind=Kind.OPENED)])
    for who in PEOPLE[::-1]:
        journal.append([judged("a", "b", 3, who=who)])
    journal.append([Action(kind=Kind.CLOSED)])
    journal.close()
    return folder


def printed(capsys, *words):
    capsys.readouterr()
    assert run([str(word) for word in words]) == 0
    said = capsys.readouterr()
    return list(csv.DictReader(io.StringIO(said.out))), said.err


def test_of_what_panellists_do_only_the_day_is_kept_and_the_order_of_all_still_holds(sat):
    events = read_log(sat).events
    opened, *answers, closed = events
    assert (opened.time, closed.time) == ("2024-05-01T08:00:01.000Z", "2024-05-01T08:00:14.000Z")
    assert {event.time for event in answers} == {"2024-05-01T00:00:00.000Z"}
    assert all(event.tick > parent.tick for parent, event in pairwise(events))
    journal = Journal(sat, Clock(MORNING), by_day=True)
    (first,) = journal.append([Action(kind=Kind.READMITTED, panellist="P1")])
    journal.close()
    assert first.time.startswith("2024-05-01T08:00:01")
    assert read_log(sat).faults == ()


def test_the_first_answer_of_a_journal_begins_with_the_day(folder):
    journal = Journal(folder, Clock(MORNING), by_day=True)
    (event,) = journal.append([judged("a", "b", 3)])
    journal.close()
    assert event.tick == DAY.timestamp() * 1000


def test_a_sitting_of_an_anonymous_panel_writes_the_day_and_still_shows_the_time(folder):
    sitting = Sitting(folder)
    saved = sitting.write(sitting.begin("P1").back().judge(5))
    sitting.close()
    (event,) = read_log(folder).events
    assert event.time.endswith("T00:00:00.000Z")
    now = datetime.now().strftime("%H:%M")
    assert saved.time[:5] <= now or now == "00:00"
    assert saved.time != "00:00:00"


def test_exports_list_panellists_in_an_order_of_their_own_that_is_the_same_each_time(sat, capsys):
    rows, said = printed(capsys, "export", sat, "judgements")
    order = [row["panellist"] for row in rows]
    assert sorted(order) == sorted(PEOPLE)
    assert order not in (PEOPLE, PEOPLE[::-1])
    assert "raw folder" in said
    assert printed(capsys, "export", sat, "judgements")[0] == rows
    assert read_panel(sat).judgements[0].ratio == 3


def test_events_are_listed_without_times_of_day_numbers_or_order(sat, capsys):
    rows, _ = printed(capsys, "replay", sat, "--events")
    assert [row["kind"] for row in rows][:2] == ["opened", "closed"]
    assert rows[0]["time"] == "2024-05-01T08:00:01.000Z"
    others = rows[2:]
    assert {(row["time"], row["number"]) for row in others} == {("2024-05-01", "")}
    exported, _ = printed(capsys, "export", sat, "judgements")
    assert [row["panellist"] for row in others] == [row["panellist"] for row in exported]
    assert printed(capsys, "replay", sat, "--events", "--until", "2024-05-01")[0] == rows


@pytest.mark.parametrize("command", ["weights", "consistency", "agreement"])
def test_commands_on_the_raw_folder_say_that_it_is_one(sat, capsys, command):
    assert "it names panellists, or may rest on fewer than five of them" in printed(capsys, command, sat)[1]
    assert printed(capsys, command, sat, "-q")[1] == ""


def test_a_backup_says_what_it_holds(sat, tmp_path, capsys):
    assert run(["backup", str(sat), str(tmp_path / "copy")]) == 0
    assert "it holds every answer with its panellist" in capsys.readouterr().err


def test_other_panels_are_listed_in_their_order_and_said_nothing_of(folder, capsys):
    text = (folder / "panel.yaml").read_text().replace('"anonymous": true', '"anonymous": false')
    (folder / "panel.yaml").write_text(text)
    rows, said = printed(capsys, "export", folder, "judgements")
    assert [row["panellist"] for row in rows] == PEOPLE
    assert "raw folder" not in said


def test_anything_but_true_or_false_is_refused(folder):
    text = (folder / "panel.yaml").read_text().replace('"anonymous": true', '"anonymous": "perhaps"')
    (folder / "panel.yaml").write_text(text)
    with pytest.raises(PanelError, match=r"anonymous: .*perhaps"):
        read_files(folder)
