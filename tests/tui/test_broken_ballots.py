"""Ballots that are wrong, changed or damaged: each told with file, sheet and cell, all at once, and nothing written."""

import os
import random
import shutil
import zipfile
from datetime import datetime

import pytest
from ballots import changed, filled, make
from imports import mutated, repacked
from openpyxl import Workbook, load_workbook
from panels import write

from criteria.events import Standing
from criteria.faults import PanelError
from criteria.files import read_files
from tui.ballots.reading import BallotReader
from tui.commands.group import run

MUTATIONS = int(os.environ.get("MCDA_MUTATIONS", "300"))
SMALL = {
    "criteria": "law cost net",
    "solutions": "s1 s2",
    "panellists": "Zoe Yan",
    "scale": {"min": 0, "max": 10},
}
NAME = "ballot-Zoe-round-1.xlsx"
SENTENCES = "'A matters 9 times as much as B.' to 'I cannot say'"


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "panel", **SMALL)


@pytest.fixture
def ballot(folder, tmp_path):
    return make(folder, tmp_path / "out")["Zoe"]


@pytest.fixture
def told(folder, capsys):
    """What is said of ballots that are refused."""

    def read(*paths):
        capsys.readouterr()
        code = run(["ballot", "read", str(folder), *map(str, paths)])
        out, err = capsys.readouterr()
        assert (code, out) == (1, "")
        assert not (folder / "journal.db").exists()
        return err.splitlines()

    return read


def set_to(title, place, value):
    def change(book):
        book[title][place] = value

    return change


def rows_gone(book):
    book["Ratings"].delete_rows(8, 20)


def swapped(book):
    sheet = book["Pairs"]
    sheet["B3"], sheet["C3"] = sheet["C3"].value, sheet["B3"].value


def sorted_anew(book):
    sheet = book["Ratings"]
    for column in "ABC":
        sheet[f"{column}3"], sheet[f"{column}4"] = sheet[f"{column}4"].value, sheet[f"{column}3"].value


def both(book):
    book["Ratings"]["C3"], book["Ratings"]["D3"] = 7, "I cannot say"


def renamed(book):
    book["Pairs"].title = "Pairs (2)"


def hidden(book):
    book["Ratings"].sheet_state = "hidden"


def further_sheet(book):
    book.create_sheet("My notes")["A1"] = "also: costs!"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (set_to("Pairs", "D3", "3"), f"3:4: Pairs!D3: found '3', allowed are the sentences of its list, {SENTENCES}"),
        (
            set_to("Pairs", "D3", "A matters 2.5 times as much as B."),
            "Pairs!D3: found 'A matters 2.5 times as much as B.'",
        ),
        (
            set_to("Pairs", "D4", "=A1"),
            f"4:4: Pairs!D4: found a formula, allowed are the sentences of its list, {SENTENCES}",
        ),
        (set_to("Pairs", "D5", datetime(2024, 3, 1)), "5:4: Pairs!D5: found the date '2024-03-01 00:00:00', which"),
        (set_to("Pairs", "E3", "=1+1"), "3:5: Pairs!E3: found a formula, allowed is text: an apostrophe in front"),
        (set_to("Pairs", "E3", "x" * 10_001), "3:5: Pairs!E3: the text has 10001 characters: allowed are 10000"),
        (set_to("Pairs", "B3", "law!"), "3:2: Pairs!B3: found 'law!' where the ballot says 'law': it was changed"),
        (set_to("Pairs", "C3", None), "3:3: Pairs!C3: found nothing where the ballot says 'cost': it was changed"),
        (swapped, "3:2: Pairs!B3: found 'cost' where the ballot says 'law'"),
        (set_to("Pairs", "B1", "B"), "1:2: Pairs!B1: found 'B' where the ballot says 'A'"),
        (set_to("Pairs", "G4", "A, of course"), "4:7: Pairs!G4: found 'A, of course' where nothing is asked"),
        (
            set_to("Pairs", "D9", "x"),
            "9:4: Pairs!D9: found 'x' where nothing is asked: answers count in the yellow cells",
        ),
        (set_to("Ratings", "C3", 11), "3:3: Ratings!C3: found '11', allowed are numbers from 0 to 10"),
        (set_to("Ratings", "C3", -1), "Ratings!C3: found '-1', allowed are numbers from 0 to 10"),
        (set_to("Ratings", "C3", "seven"), "Ratings!C3: found 'seven', allowed are numbers from 0 to 10"),
        (set_to("Ratings", "C3", "=3+4"), "Ratings!C3: found a formula, allowed are numbers from 0 to 10"),
        (
            set_to("Ratings", "C3", datetime(2024, 5, 7)),
            "Ratings!C3: found the date '2024-05-07 00:00:00', which a spread",
        ),
        (set_to("Ratings", "C3", True), "Ratings!C3: found 'True', allowed are numbers from 0 to 10"),
        (set_to("Ratings", "D3", "perhaps"), "3:4: Ratings!D3: found 'perhaps', allowed is 'I cannot say' or nothing"),
        (both, "3:4: Ratings!D3: there is a rating in Ratings!C3 too: leave one of them"),
        (sorted_anew, "3:1: Ratings!A3: found '5' where the ballot says '4': it was changed"),
        (rows_gone, "8:1: Ratings: the sheet ends after line 7 of 10: the ballot is not whole"),
        (renamed, "1:1: Pairs: the sheet is missing, empty or hidden: the ballot is not whole"),
        (hidden, "1:1: Ratings: the sheet is missing, empty or hidden: the ballot is not whole"),
        (further_sheet, "1:1: My notes: the ballot was made without this sheet: answers count in their own cells"),
        (set_to("Ballot", "B3", "Yan"), "3:2: Ballot!B3: found 'Yan', but the ballot was made for 'Zoe'"),
        (set_to("Ballot", "B4", 2), "4:2: Ballot!B4: found '2', but the ballot was made for round 1"),
        (
            set_to("Ballot", "B6", None),
            "6:2: Ballot!B6: found nothing where a ballot has its token: this is no ballot",
        ),
        (set_to("Ballot", "A1", "Another title"), "1:1: Ballot!A1: found 'Another title' where the ballot says"),
    ],
)
def test_what_is_wrong_with_a_ballot_is_told_by_its_cell(change, said, ballot, told):
    changed(ballot, change)
    lines = told(ballot)
    assert any(line.startswith(f"{NAME}:") and said in line for line in lines[:-1]), lines
    assert lines[-1].endswith(" in 1 of 1 file; nothing was written")


def test_a_changed_token_is_told(ballot, told):
    token = load_workbook(ballot)["Ballot"]["B6"].value
    form, panel, person, questions = token.split(":")
    other = {"panel": "0" * 12, "person": "1" * 12, "questions": "2" * 12}
    for parts, said in [
        ((other["panel"], person, questions), "this is the ballot of another panel: of the same title, but"),
        ((panel, other["person"], questions), "the token is of no panellist in any round so far: it was changed"),
        ((panel, person, other["questions"]), "what Zoe is asked is not what it was when the ballot was made"),
    ]:
        (found, _) = told(changed(ballot, set_to("Ballot", "B6", ":".join((form, *parts)))))
        assert found.startswith(f"{NAME}:6:2: Ballot!B6: {said}")


def test_all_faults_of_all_files_are_told_at_once_and_good_ones_are_not_taken(ballot, told, tmp_path):
    yan = filled(tmp_path / "out" / "ballot-Yan-round-1.xlsx", {4: 7})
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK")
    filled(ballot, {1: "perhaps", 4: 12, 5: "x"}, {2: "=2"})
    lines = told(broken, yan, ballot)
    places = [line.split(": ")[1] for line in lines[:-1]]
    assert places == ["file", "Pairs!D3", "Pairs!E4", "Ratings!C3", "Ratings!C4"]
    assert lines[-1] == "5 faults in 2 of 3 files; nothing was written"


def test_a_ballot_of_another_panel_is_told_by_its_title(told, tmp_path):
    other = write(tmp_path / "other", **{**SMALL, "title": "Another panel"})
    (found, _) = told(make(other, tmp_path / "theirs")["Zoe"])
    assert found == (
        f"{NAME}:6:2: Ballot!B6: this is the ballot of another panel: "
        "its title is 'Another panel', this one's 'A small panel'"
    )


def test_a_ballot_of_another_round_is_told(folder, ballot, capsys):
    run(["round", str(folder), "close"])
    run(["round", str(folder), "open", "2"])
    before = (folder / "journal.db").read_bytes()
    capsys.readouterr()
    assert run(["ballot", "read", str(folder), str(ballot)]) == 1
    assert "Ballot!B6: this is a ballot of round 1, and round 2 is the latest: make it again" in capsys.readouterr().err
    assert (folder / "journal.db").read_bytes() == before


def test_a_ballot_that_asks_what_is_no_longer_asked_is_told(folder, ballot, told):
    write(folder, **{**SMALL, "criteria": [{"id": "law", "name": "Laws"}, {"id": "cost"}, {"id": "net"}]})
    (found, _) = told(ballot)
    assert "what Zoe is asked is not what it was when the ballot was made: make the ballot again, or put" in found
    write(folder, **{**SMALL, "criteria": "law cost"})
    (found, _) = told(ballot)
    assert "of the same title, but with another question or other criteria or alternatives" in found


def test_two_ballots_of_one_panellist_are_one_too_many(ballot, told, tmp_path):
    second = tmp_path / "second.xlsx"
    shutil.copy(ballot, second)
    (found, last) = told(ballot, second)
    assert found == f"second.xlsx:1:1: file: a second ballot of Zoe, beside {NAME}: give one of them"
    assert last == "1 fault in 1 of 2 files; the others can be read without it; nothing was written"


def with_part(name):
    def add(path):
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(name, "x")

    return add


def cut_off(path):
    path.write_bytes(path.read_bytes()[:-600])


def bomb(path):
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'

    def change(name, part):
        return part.replace(b"<worksheet", laughs + b"<worksheet", 1) if name.endswith("sheet2.xml") else part

    path.write_bytes(repacked(path.read_bytes(), change))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (cut_off, "the file is damaged or no ZIP file"),
        (lambda path: path.write_bytes(b""), "the file is damaged or no ZIP file"),
        (lambda path: path.write_text("No.,A,B\n"), "the file is damaged or no ZIP file"),
        (with_part("xl/vbaProject.bin"), "the workbook holds macros: save it as XLSX without them"),
        (with_part("xl/externalLinks/externalLink1.xml"), "the workbook takes values from other files"),
        (with_part("../evil"), "'../evil' leads out of the file"),
        (bomb, "the file is damaged or no XLSX file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(damage, said, ballot, told):
    damage(ballot)
    assert any(line.startswith(f"{NAME}:1:1: file: {said}") for line in told(ballot))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("ballot.ods", "'.ods' files are not read as ballots: save it as .xlsx"),
        ("ballot.xlsm", "'.xlsm' files are not read as ballots"),
        ("ballot.csv", "'.csv' files are not read as ballots"),
        ("~$ballot.xlsx", "a program keeps this file while it has the ballot open: close it, and leave this out"),
    ],
)
def test_a_file_of_another_kind_is_told(name, said, ballot, told, tmp_path):
    shutil.copy(ballot, tmp_path / name)
    (found, _) = told(tmp_path / name)
    assert found.startswith(f"{name}:1:1: file: {said}")


def test_a_workbook_that_is_no_ballot_is_told(told, tmp_path):
    book = Workbook()
    book.active["B6"] = "42"
    book.save(tmp_path / "b.xlsx")
    (found, _) = told(tmp_path / "b.xlsx")
    assert found == "b.xlsx:6:2: B6: found '42' where a ballot has its token: this is no ballot, or it was changed"


def test_a_damaged_ballot_is_read_or_refused_but_never_trips(folder, ballot):
    """Hundreds of damages to bytes, and to what the workbook packs; what is read is what was written or an answer."""
    filled(ballot, {1: "A matters 3 times as much as B.", 4: 7, 5: "I cannot say"}, {1: "so", 4: "thus"})
    good, reader, found = ballot.read_bytes(), BallotReader(read_files(folder), Standing()), []
    for seed in range(MUTATIONS):
        ballot.write_bytes(mutated(good, random.Random(seed)))
        try:
            found.append(reader.read(ballot).panellist)
        except PanelError as error:
            found += {fault.file for fault in error.faults}
    assert set(found) == {"Zoe", NAME}
    assert found.count(NAME) > MUTATIONS / 4
