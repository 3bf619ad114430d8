"""ratings.csv and performance.csv: what alternatives are worth, rated or measured."""

import math

import pytest

from criteria.files import read_panel

HEADER = "round,panellist,alternative,criterion,value,comment\n"
DEEP = """\
criteria: [{id: A, children: [{id: a1}, {id: a2}]}, {id: b}]
solutions: [{id: s1}, {id: s2}]
panellists: [{id: P1}]
"""


def test_a_rating_says_who_gives_what_how_much_under_what(panel_folder):
    text = HEADER + '3,P1,s1,a,7.5,"so, so"\n,p2,T1,C,۱۰,\'=1+1\n'
    first, second = read_panel(panel_folder(ratings=text)).ratings
    assert (first.panellist, first.alternative, first.criterion, first.value) == ("P1", "s1", "a", 7.5)
    assert (first.round, first.comment) == (3, "so, so")
    assert (second.panellist, second.alternative, second.criterion, second.value) == ("P2", "t1", "c", 10)
    assert (second.round, second.comment) == (1, "=1+1")


def test_columns_may_stand_in_any_order(panel_folder):
    text = "comment,value,criterion,alternative,panellist,round\nso,7,a,s1,P1,2\n,8,b,s1,P1,\n"
    (first, second) = read_panel(panel_folder(ratings=text)).ratings
    assert (first.value, first.criterion, first.alternative, first.panellist) == (7, "a", "s1", "P1")
    assert (first.round, first.comment, second.round, second.comment) == (2, "so", 1, "")


@pytest.mark.parametrize("value", ["0", "10", "+10", "1e1", " 5 "])
def test_both_ends_of_the_scale_are_on_it(faults, value):
    assert faults(ratings=[f"P1,s1,a,{value}"]) == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("P1,s1,a,11", "2:4: value: 11 is off the scale 0 to 10 (panellist P1, s1 under a)"),
        ("P1,s1,a,-0.1", "2:4: value: -0.1 is off the scale 0 to 10 (panellist P1, s1 under a)"),
        (
            "P1,s1,a,NaN",
            "2:4: value: 'NaN' is not a finite number: leave the cell empty where nothing was answered "
            "(panellist P1, s1 under a)",
        ),
        (
            "P1,s1,a,1e400",
            "2:4: value: '1e400' is not a finite number: leave the cell empty where nothing was "
            "answered (panellist P1, s1 under a)",
        ),
        (
            "P1,s1,a,good",
            "2:4: value: 'good' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1 (panellist P1, s1 under a)",
        ),
        (
            "P1,s1,a,1/3",
            "2:4: value: '1/3' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1 (panellist P1, s1 under a)",
        ),
        (
            'P1,s1,a,"7,5"',
            "2:4: value: '7,5' has a decimal comma: write 7.5, or put 'decimal: \",\"' into the "
            "settings of panel.yaml (panellist P1, s1 under a)",
        ),
        (
            "P1,s1,a,7,5",
            "2:4: row: line 2 has 5 fields, the header 4: is '7,5' in field 4 a decimal comma? Write "
            "7.5, or quote it and put 'decimal: \",\"' into the settings of panel.yaml",
        ),
        ("P9,s1,a,5", "2:1: panellist: 'P9' is no panellist: known are P1, P2"),
        ("P1,s3,a,5", "2:2: alternative: 's3' is no alternative: known are s1, s2, t1, t2"),
        ("P1,s1,alpha,5", "2:3: criterion: 'alpha' is no criterion: known are a, b, c"),
        ("P1,s1,goal,5", "2:3: criterion: 'goal' is no criterion: known are a, b, c"),
        ("P1,s1,z,", "2:3: criterion: 'z' is no criterion: known are a, b, c"),
        ("P1,s1,a", "2:3: row: line 2 has 3 fields, the header 4"),
    ],
)
def test_a_rating_that_is_none_is_told_with_line_and_field(faults, row, fault):
    (found,) = faults(ratings=[row, "P1,s2,a,5"])
    assert found == f"ratings.csv:{fault}"


def test_every_unknown_word_of_a_row_is_told(faults):
    assert [line.split(":")[2] for line in faults(ratings=["x,y,z,99"])] == ["1", "2", "3", "4"]


def test_an_empty_value_was_not_rated(panel_folder):
    assert [rating.alternative for rating in read_panel(panel_folder(ratings=["P1,s1,a,", "P1,s2,a,3"])).ratings] == [
        "s2"
    ]


def test_any_value_is_read_where_no_scale_is_declared(panel_folder):
    assert read_panel(panel_folder(DEEP, ratings=["P1,s1,A,-1e6", "P1,s2,A,1e6"])).ratings[1].value == 1e6


def test_the_same_cell_twice_is_a_fault_but_not_in_another_round(faults):
    assert faults(ratings=["P1,s1,a,5", "p1,S1,A,5"]) == [
        "ratings.csv:3:2: alternative: duplicate: line 2 has it already (panellist p1, S1 under A): keep one"
    ]
    assert faults(ratings=HEADER + "1,P1,s1,a,5,\n2,P1,s1,a,6,\n") == []


def test_wrong_rounds_and_endless_comments_of_ratings_are_told(faults):
    assert faults(ratings=HEADER + "x,P1,s1,a,5,\nx,P1,s2,a,11,\n") == [
        "ratings.csv:2:1: round: 'x' is no round: allowed are 1 to 999",
        "ratings.csv:3:1: round: 'x' is no round: allowed are 1 to 999",
        "ratings.csv:3:5: value: 11 is off the scale 0 to 10 (panellist P1, s2 under a)",
    ]
    assert faults(ratings=HEADER + f"1,P1,s1,a,5,{'x' * 10_001}\n") == [
        "ratings.csv:2:6: comment: the text has 10001 characters: allowed are 10000"
    ]


def test_no_cell_is_taken_for_another_one(panel_folder):
    """Every cell in every round, from each panellist; more values than are remembered are read the same."""
    rows = [
        (n, who, alternative, criterion, (place * 7 + n) % 11)
        for n in (1, 2, 3, 4, 5)
        for who in ("P1", "P2")
        for place, alternative in enumerate(("s1", "s2", "t1", "t2"))
        for criterion in "abc"
    ]
    written = HEADER + "".join(",".join(map(str, row)) + ",\n" for row in rows)
    ratings = read_panel(panel_folder(ratings=written)).ratings
    assert [(r.round, r.panellist, r.alternative, r.criterion, r.value) for r in ratings] == rows


def test_more_values_than_are_remembered_are_read_the_same(panel_folder, monkeypatch):
    monkeypatch.setattr("criteria.files.values.REMEMBERED", 1)
    ratings = read_panel(panel_folder(ratings=["P1,s1,a,1", "P1,s1,b,2", "P1,s2,a,2", "P1,s2,b,1"])).ratings
    assert list(ratings.value) == [1, 2, 2, 1]


def test_measured_values_may_stand_in_any_order_of_rows_and_columns(panel_folder):
    text = "c;alternative;A\n1e200;S2;-3\n۷;s1;0\n"
    measured = read_panel(panel_folder(performance=text)).performance
    assert measured.criteria == ("c", "a")
    assert measured.values == {"s2": (1e200, -3), "s1": (7, 0)}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (["s1,1,2,"], "2:4: c: the value is missing: every cell needs a number (alternative s1)"),
        (
            ["s1,1,NaN,3"],
            "2:3: b: 'NaN' is not a finite number: every cell needs one (alternative s1)",
        ),
        (
            ["s1,1,-Infinity,3"],
            "2:3: b: '-Infinity' is not a finite number: every cell needs one (alternative s1)",
        ),
        (["s1,1,n/a,3"], "2:3: b: 'n/a' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1 (alternative s1)"),
        (["s1,1,2,3", "S1,1,2,3"], "3:1: alternative: duplicate 's1': line 2 has it already"),
        (["x1,1,2,3"], "2:1: alternative: 'x1' is no alternative: known are s1, s2, t1, t2"),
        (
            ["s1,1,2,3,4"],
            "2:4: row: line 2 has 5 fields, the header 4: is '1,2' in field 2 a decimal comma? Write "
            "1.2, or quote it and put 'decimal: \",\"' into the settings of panel.yaml",
        ),
        ("alternative,a,costs\ns1,1,2\n", "1:3: header: the column 'costs' is no criterion: known are a, b, c"),
        ("alternative,a,a\ns1,1,2\n", "1:3: header: duplicate column 'a': each column once"),
        ("alternative,a,A\ns1,1,2\n", "1:3: header: duplicate column 'A': each criterion once"),
        (
            "alternatives,a,b\ns1,1,2\n",
            "1:1: header: the column 'alternative' is missing: the first line must be alternative,a,b,c",
        ),
        ("alternative,a,b,c\n", "2:1: rows: no rows below the header: add some, or delete the file"),
        ("", "1:1: header: the file is empty: its first line must be alternative,a,b,c"),
    ],
)
def test_a_measured_value_that_is_none_is_told_with_line_field_and_alternative(faults, text, fault):
    found = faults(performance=text)
    assert found[0] == f"performance.csv:{fault}"


def test_decimal_commas_are_read_in_all_tables_where_they_are_declared(panel_folder):
    yaml = DEEP + 'settings: {decimal: ","}\n'
    panel = read_panel(
        panel_folder(
            yaml,
            judgements="panellist;node;first;second;ratio\nP1;goal;A;b;2,5\n",
            ratings="panellist;alternative;criterion;value\nP1;s1;A;7,25\n",
            performance="alternative;A;b\ns1;0,5;1\n",
        )
    )
    assert panel.judgements[0].ratio == 2.5
    assert panel.ratings[0].value == 7.25
    assert panel.performance.values == {"s1": (0.5, 1)}
    assert all(math.isfinite(value) for values in panel.performance.values.values() for value in values)
