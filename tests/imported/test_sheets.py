"""CSV and XLSX as sheets of cells that know their places."""

import datetime
import sys

import openpyxl
import pytest
from imports import SAMPLES, faults, notices

from criteria.faults import PanelError
from criteria.importing.draft import Remarks
from criteria.importing.sheets import number, ratio, read_sheets


def sheets(path, **options):
    return read_sheets(path, Remarks(path.name), **options)


def texts(sheet):
    return [[cell.text for cell in row] for row in sheet.rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('"a;b;c",d,e\nf,"g"\n', [["a;b;c", "d", "e"], ["f", "g"]]),
        ("a;b,c;d\n", [["a", "b,c", "d"]]),
        ("a\tb,c\td\n", [["a", "b,c", "d"]]),
        ("a,b;c\n", [["a", "b;c"]]),
        ("sep=\t \na,b;c\td\n", [[], ["a,b;c", "d"]]),
        ('"sep=;"\na,b\n', [[], ["a,b"]]),
        ("sep=|\na\n", [["sep=|"], ["a"]]),
        ("a, ,\n,,\n\n'=b,'c\n", [["a"], [], [], ["=b", "'c"]]),
    ],
)
def test_the_delimiter_is_the_declared_one_or_that_of_the_first_line(text, rows, tmp_path):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    (sheet,) = sheets(tmp_path / "t.csv")
    assert sheet.name == "t"
    assert texts(sheet) == rows


def test_cells_know_the_line_where_their_row_begins(tmp_path):
    (tmp_path / "t.csv").write_text('a,"b\n\nb"\nc,d\n"e\n",f\n', encoding="utf-8")
    (sheet,) = sheets(tmp_path / "t.csv")
    places = [(cell.line, cell.column, cell.place) for row in sheet.rows for cell in row]
    assert texts(sheet) == [["a", "b\n\nb"], ["c", "d"], ["e\n", "f"]]
    assert places == [(line, column, f"field {column}") for line in (1, 4, 5) for column in (1, 2)]


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("a;b\n1,5;2\n", ","),
        ("a;b\nb 1,5;2\n", "."),
        ("a;b\n1.5;2\n", "."),
        ("a\tb\n1\t -1,5 \n", ","),
        ('a,b\n"1,5",2\n', "."),
    ],
)
def test_decimals_have_commas_where_any_number_of_the_file_has(text, decimal, tmp_path):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    assert {cell.decimal for cell in sheets(tmp_path / "t.csv")[0].rows[0]} == {decimal}


def test_a_quotation_mark_that_nothing_closes_is_named_where_its_row_begins(tmp_path):
    (tmp_path / "t.csv").write_text('a,b\n"c\nc",d\ne,"f\ng\n', encoding="utf-8")
    with pytest.raises(PanelError) as raised:
        sheets(tmp_path / "t.csv")
    assert str(raised.value) == "t.csv:4:1: row: no CSV: a quotation mark opens here that nothing closes"


ROW = [None, 3, 2.5, 1e16, -0.25, True, "x", datetime.date(2024, 3, 1), datetime.time(1, 30), "=1+1", None]


@pytest.fixture
def workbook(tmp_path):
    """A sheet with an empty row and cells of all kinds, and a hidden one."""
    book = openpyxl.Workbook()
    book.active.title = "first"
    book.active["A2"], book.active["AB4"], book.active["BA4"] = "a", 1 / 3, "z"
    for column, value in enumerate(ROW, start=1):
        book.active.cell(row=3, column=column, value=value)
    hidden = book.create_sheet("hid\u200bden")
    hidden["A1"], hidden.sheet_state = "secret", "hidden"
    book.create_sheet("empty")
    book.save(tmp_path / "w.xlsx")
    return tmp_path / "w.xlsx"


def test_cells_of_a_workbook_know_what_they_hold(workbook):
    remarks = Remarks("w.xlsx")
    (sheet,) = read_sheets(workbook, remarks, valueless=True)
    assert remarks.notices == ["left out: the hidden sheet 'hid<U+200B>den'"]
    assert [len(row) for row in sheet.rows] == [0, 1, 10, 53]
    row = sheet.rows[2]
    wanted = ["", "3", "2.5", "1e+16", "-0.25", "True", "x", "2024-03-01 00:00:00", "01:30:00", ""]
    assert [cell.text for cell in row] == wanted
    assert [cell.number for cell in row] == [None, 3, 2.5, 1e16, -0.25, *[None] * 5]
    assert [cell.is_date for cell in row] == [False] * 7 + [True] * 2 + [False]
    assert [cell.is_formula for cell in row] == [False] * 9 + [True]
    assert [(cell.line, cell.column, cell.place) for cell in row[:2]] == [(3, 1, "first!A3"), (3, 2, "first!B3")]
    assert [sheet.rows[3][at].place for at in (25, 26, 27, 51, 52)] == [
        f"first!{letters}4" for letters in ("Z", "AA", "AB", "AZ", "BA")
    ]
    assert sheet.rows[3][27].text == repr(1 / 3)


def test_a_formula_without_a_value_is_named_with_its_sheet_where_there_are_several(workbook):
    with pytest.raises(PanelError) as raised:
        sheets(workbook)
    said = "the formula has no value: open the file in a spreadsheet and save it there"
    assert str(raised.value) == f"w.xlsx:3:10: first!J3: {said}"


def test_a_workbook_of_which_all_is_hidden_or_empty_is_empty(workbook):
    book = openpyxl.load_workbook(workbook)
    del book["first"]
    book.save(workbook)
    with pytest.raises(PanelError) as raised:
        sheets(workbook)
    assert str(raised.value) == "w.xlsx:1:1: file: the file is empty"


def test_what_is_no_number_or_no_ratio_is_named_by_its_cell(workbook):
    remarks = Remarks("w.xlsx")
    row = read_sheets(workbook, remarks, valueless=True)[0].rows[2]
    assert [number(cell, remarks) for cell in row[1:3]] == [3, 2.5]
    assert [number(cell, remarks) for cell in (row[6], row[7])] == [None, None]
    assert [ratio(cell, remarks) for cell in (row[1], row[3], row[8])] == [3, None, None]
    assert [str(fault) for fault in remarks.faults] == [
        "w.xlsx:3:7: first!G3: 'x' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1",
        "w.xlsx:3:8: first!H3: '2024-03-01 00:00:00' is a date: a spreadsheet may have made it of a fraction; "
        "type '1/3 or 0.25",
        "w.xlsx:3:4: first!D3: '1e+16' is off the scale 1/9 to 9",
        "w.xlsx:3:9: first!I3: '01:30:00' is a date: a spreadsheet may have made it of a fraction; type '1/3 or 0.25",
    ]


@pytest.mark.parametrize(
    ("format", "name"), [("survey", "slider.xlsx"), ("decision-matrix", "clinics.xlsx"), ("maxqda", "codes.xlsx")]
)
def test_of_several_sheets_the_first_is_read(format, name, tmp_path):
    book = openpyxl.load_workbook(SAMPLES / name, data_only=True)
    book.create_sheet("more")["A1"] = "x"
    book.create_sheet("yet more")["A1"] = "x"
    book.save(tmp_path / name)
    said = notices(format, tmp_path / name)
    assert said[:2] == ["left out: the sheet 'more'", "left out: the sheet 'yet more'"]
    assert said[2:] == notices(format, SAMPLES / name)


@pytest.mark.parametrize(("sheet", "title"), [("Sheet1", "file"), ("SHEET", "file"), ("Clinics", "Clinics")])
def test_a_decision_matrix_is_called_by_its_sheet_where_somebody_named_it(sheet, title, tmp_path):
    from criteria.importing import read_foreign

    book = openpyxl.load_workbook(SAMPLES / "clinics.xlsx", data_only=True)
    book.active.title = sheet
    book.save(tmp_path / "file.xlsx")
    assert read_foreign("decision-matrix", tmp_path / "file.xlsx", None, Remarks("file.xlsx")).title == title


def test_a_workbook_without_openpyxl_is_refused_with_the_line_that_installs_it(monkeypatch, workbook):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (fault,) = faults("matrices", workbook)
    assert fault.startswith("w.xlsx:1:1: file: XLSX files need openpyxl: pip install 'mcda-panel[excel]'")
