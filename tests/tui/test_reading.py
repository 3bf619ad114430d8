"""Panels in the language of the terminal: names follow it, while hashes, journals, merges and audits do not."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from journals import Clock
from panels import compare, rate, write

from criteria.events import Action, Kind
from criteria.files import read_files
from criteria.journal import Journal, read_log
from criteria.telling import to_release
from mcda.analysis import manifesting, roadmap
from mcda.results.mermaid import mermaid
from tui.commands.group import run
from tui.places import places
from tui.sitting import Sitting

TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine"
PEOPLE = "P1 P2 P3 P4 P5 P6"


def both(english, persian):
    return {"en": english, "fa": persian}


@pytest.fixture
def folder(tmp_path):
    """Six panellists of whom the last two have not yet answered; every text in both languages."""
    people = PEOPLE.split()
    return write(
        tmp_path / "panel",
        title=both("Clinics", "درمانگاه‌ها"),
        question=both("Which matters more?", "کدام مهم‌تر است؟"),
        criteria=[{"id": "a", "name": both("Cost", "هزینه")}, {"id": "b", "name": both("Care", "مراقبت")}],
        solutions=[{"id": "s1", "name": both("One", "یک")}, {"id": "s2", "name": both("Two", "دو")}],
        scale={"min": 0, "max": 10},
        panellists=PEOPLE,
        judgements=[compare(who, "goal", "a b", "3") for who in people[:4]],
        ratings=[rate(who, "a b", {"s1": "3 5", "s2": "4 2"}) for who in people[:4]],
    )


@pytest.fixture
def speak(monkeypatch):
    """Sets the language of the terminal."""
    return lambda language: monkeypatch.setenv("MCDA_LANGUAGE", language)


def csv_of(capsys, *arguments):
    """The rows that a command prints as CSV."""
    capsys.readouterr()
    assert run([*map(str, arguments), "--format", "csv"]) == 0
    return list(csv.DictReader(capsys.readouterr().out.splitlines()))


def test_the_names_of_outputs_follow_the_language_and_nothing_else_does(capsys, speak):
    speak("en")
    english = csv_of(capsys, "rank", TELEMEDICINE)
    speak("fa")
    persian = csv_of(capsys, "rank", TELEMEDICINE)
    assert english[0]["name"] == "Predicting specific financial resources"
    assert persian[0]["name"] == "پیش‌بینی منابع مالی مشخص"
    assert [{**row, "name": ""} for row in english] == [{**row, "name": ""} for row in persian]


@pytest.mark.parametrize(
    ("variable", "settings", "title"),
    [
        (None, "", "Clinics"),
        ("", 'language = "fa"', "درمانگاه‌ها"),
        ("en", 'language = "fa"', "Clinics"),
        ("fa_IR.UTF-8", "", "درمانگاه‌ها"),
        ("de", 'language = "fa"', "Clinics"),
        ("farsi", "", "Clinics"),
        ("", 'language = "klingon"', "Clinics"),
    ],
)
def test_the_language_is_that_of_the_environment_else_of_the_settings(folder, monkeypatch, variable, settings, title):
    monkeypatch.delenv("MCDA_LANGUAGE", raising=False)
    if variable is not None:
        monkeypatch.setenv("MCDA_LANGUAGE", variable)
    if settings:
        places().settings.parent.mkdir(parents=True)
        places().settings.write_text(settings + "\n")
    sitting = Sitting(folder)
    assert sitting.panel.title == title
    sitting.close()


def test_a_roadmap_has_the_same_days_in_every_language():
    charts = [mermaid(roadmap(read_files(TELEMEDICINE, language), draws=10)) for language in ("en", "fa")]
    assert "section Foundations" in charts[0]
    assert "section پی‌ریزی" in charts[1]
    days = [re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", chart) for chart in charts]
    assert days[0] == days[1]
    assert max(days[0]) > "2003", "42 months, not 42 days"


def sit(folder, who, ratio):
    """Somebody answers all they are asked, in the language of the terminal; the title that they saw."""
    sitting = Sitting(folder)
    session = sitting.begin(who)
    session = sitting.write(session.judge(ratio)).session
    sitting.write(session.go_to(session.ballot.questions[-1].key).rate(7.0))
    title = sitting.panel.title
    sitting.close()
    return title


def test_sittings_in_two_languages_merge_release_and_audit_alike(folder, tmp_path, speak, capsys):
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    speak("fa")
    assert sit(folder, "P5", 5.0) == "درمانگاه‌ها"
    speak("en")
    assert sit(other, "P6", 1 / 5) == "Clinics"

    copies = {}
    for language, (into, out_of) in {"fa": (folder, other), "en": (other, folder)}.items():
        copies[language] = Path(shutil.copytree(into, tmp_path / language))
        speak(language)
        assert run(["merge", str(copies[language]), str(out_of)]) == 0
    assert {e.id for e in read_log(copies["fa"]).events} == {e.id for e in read_log(copies["en"]).events}

    events = read_log(copies["fa"]).events
    actions = {to_release(read_files(copies["en"], language), events) for language in ("en", "fa")}
    assert len(actions) == 1
    assert {read_files(copies["fa"], language).sha256 for language in ("en", "fa", None)} == {
        read_files(copies["en"]).sha256
    }

    said = {}
    for language, copy in copies.items():
        speak(language)
        assert run(["audit", str(copy), "--manifest", str(tmp_path / f"{language}.json")]) == 0
        said[language] = (tmp_path / f"{language}.json").read_bytes()
        assert run(["check", str(copy)]) == 0
        assert "texts in en, fa" in capsys.readouterr().err
    assert said["en"] == said["fa"]
    speak("fa")
    assert run(["audit", str(copies["en"]), "--against", str(tmp_path / "en.json")]) == 0
    assert json.loads(said["en"])["title"] == "Clinics"
    assert not manifesting.compared(copies["fa"], tmp_path / "en.json").differs


def test_what_is_copied_keeps_the_languages(folder, tmp_path, speak):
    speak("fa")
    assert run(["backup", str(folder), str(tmp_path / "copy")]) == 0
    assert (tmp_path / "copy" / "panel.yaml").read_bytes() == (folder / "panel.yaml").read_bytes()


def test_events_are_the_same_bytes_in_every_language(folder, tmp_path):
    found = []
    for language in ("en", "fa"):
        copy = Path(shutil.copytree(folder, tmp_path / language))
        panel = read_files(copy, language)
        journal = Journal(copy, Clock())
        journal.append([Action(kind=Kind.OPENED)])
        journal.append([to_release(panel, read_log(copy).events)])
        journal.close()
        found.append([event.id for event in read_log(copy).events])
    assert found[0] == found[1]
