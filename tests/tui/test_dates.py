"""Dates on screens and in tables for people: Jalali in Persian, ISO 8601 elsewhere and in every file."""

import csv
import json
import sys
import time
from datetime import UTC, date, datetime

import pytest
from journals import Clock, judged
from panels import write

from criteria.events import Action, Kind
from criteria.journal import Journal, read_log
from tui.commands.group import run
from tui.dates import day, shown
from tui.sitting import Sitting
from tui.watching import last_seen, seen

PUBLISHED = {
    date(2017, 3, 20): "1395/12/30",
    date(2017, 3, 21): "1396/01/01",
    date(2021, 3, 20): "1399/12/30",
    date(2021, 3, 21): "1400/01/01",
    date(2024, 3, 19): "1402/12/29",
    date(2024, 3, 20): "1403/01/01",
    date(2025, 3, 20): "1403/12/30",
    date(2025, 3, 21): "1404/01/01",
    date(1979, 2, 11): "1357/11/22",
    date(1925, 3, 31): "1304/01/11",
}
"""First and last days of years in Iran's official calendar, 30 Esfand in leap years; two dates of history books."""


@pytest.fixture(autouse=True)
def tehran(monkeypatch):
    """The terminal stands in Tehran, half past three hours east, and speaks Persian."""
    monkeypatch.setenv("TZ", "Asia/Tehran")
    monkeypatch.setenv("MCDA_LANGUAGE", "fa")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("of", PUBLISHED)
def test_days_are_those_of_the_published_calendar(of):
    assert day(of) == PUBLISHED[of]


def test_times_are_local_and_days_are_not_moved():
    assert shown("2024-03-19T20:29:59.000Z") == "1402/12/29 23:59:59"
    assert shown("2024-03-19T20:30:00.000Z") == "1403/01/01 00:00:00"
    assert shown("2024-03-20") == "1403/01/01"


@pytest.mark.parametrize("text", ["", "yesterday", "2024-13-40", "0001-01-01T00:00:00.000Z"])
def test_what_is_no_day_of_the_calendar_is_shown_as_it_is(text):
    assert shown(text) == text


@pytest.mark.parametrize("language", ["en", "de", "farsi"])
def test_other_languages_keep_iso_8601(monkeypatch, language):
    monkeypatch.setenv("MCDA_LANGUAGE", language)
    assert day(date(2024, 3, 20)) == "2024-03-20"
    assert shown("2024-03-19T20:30:00.000Z") == "2024-03-19T20:30:00.000Z"


def test_without_the_extra_dates_are_iso_8601(monkeypatch):
    monkeypatch.setitem(sys.modules, "persiantools.jdatetime", None)
    assert day(date(2024, 3, 20)) == "2024-03-20"
    assert shown("2024-03-19T20:30:00.000Z") == "2024-03-19T20:30:00.000Z"


def sat(folder, **said):
    """A panel whose only round was opened, answered and closed around midnight of 1 Farvardin 1403 in Tehran."""
    write(folder, criteria="a b", panellists="P1 P2", **said)
    journal = Journal(folder, Clock(datetime(2024, 3, 19, 20, 30, tzinfo=UTC)), by_day=said.get("anonymous", False))
    journal.append([Action(kind=Kind.OPENED)])
    journal.append([judged("a", "b", 3)])
    journal.append([Action(kind=Kind.CLOSED)])
    journal.close()
    return folder


def test_tables_for_people_are_jalali_and_files_and_programs_have_iso_8601(tmp_path, capsys):
    folder = str(sat(tmp_path / "panel"))
    times = [event.time for event in read_log(tmp_path / "panel").events]
    assert all(each.startswith("2024-03-19T20:3") for each in times)

    def printed(*arguments):
        capsys.readouterr()
        assert run([*arguments]) == 0
        return capsys.readouterr().out

    replay, watch = ("replay", folder, "--events"), ("watch", folder, "--once")
    for command in (replay, watch):
        assert "1403/01/01" in printed(*command, "--format", "table")
        assert "2024-03" not in printed(*command, "--format", "table")
        assert "1403" not in printed(*command, "--format", "csv") + printed(*command, "--format", "json")
    assert [row["time"] for row in csv.DictReader(printed(*replay, "--format", "csv").splitlines())] == times
    assert [row["time"] for row in json.loads(printed(*replay, "--format", "json"))["rows"]] == times
    printed(*replay, "--format", "table", "-o", str(tmp_path / "events.txt"))
    assert "2024-03-19" in (tmp_path / "events.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("anonymous", "expected"), [(False, "1403/01/01"), (True, "1402/12/29")])
def test_who_was_last_seen_on_another_day_is_shown_with_it(tmp_path, anonymous, expected):
    """Of an anonymous panel the journal keeps the day by UTC alone."""
    sitting = Sitting(sat(tmp_path / "panel", anonymous=anonymous))
    found = seen(sitting, read_log(tmp_path / "panel"))
    said = last_seen(found.progress[0], found, datetime(2024, 4, 1, tzinfo=UTC))
    assert said.endswith(expected)
    sitting.close()
