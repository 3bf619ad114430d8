"""judgements.csv: what a judgement may look like, and what is told of one that is none."""

import random

import pytest

from criteria.files import read_panel
from criteria.files.table import encoding_fault

HEADER = "round,panellist,node,first,second,ratio,comment\n"


@pytest.fixture
def read(panel_folder):
    """The judgements of the small panel, and its notices."""

    def found(text, **files):
        panel = read_panel(panel_folder(judgements=text, **files))
        return panel.judgements, panel.notices

    return found


def test_a_judgement_says_who_prefers_what_to_what(read):
    assert [j.comment for j in read("comment,ratio,second,first,node,panellist\nso,3,b,a,goal,P1\n")[0]] == ["so"]
    judgements, notices = read(HEADER + '2,P1,goal,a,b,1/3,"so, ""so"""\n,p2,GOAL,C,a,4,\n')
    first, second = judgements
    assert (first.panellist, first.node, first.first, first.second) == ("P1", "goal", "a", "b")
    assert (first.ratio, first.round, first.comment) == (1 / 3, 2, 'so, "so"')
    assert (second.panellist, second.node, second.first, second.round, second.comment) == ("P2", "goal", "c", 1, "")
    assert judgements[-1] == second
    assert judgements[0:2] == [first, second]
    assert notices == ()


@pytest.mark.parametrize(
    "text",
    [
        "panellist,node,first,second,ratio\nP1,goal,a,b,3\n",
        "panellist,node,first,second,ratio\nP1,goal,a,b,3",
        "\ufeffpanellist,node,first,second,ratio\r\nP1,goal,a,b,3\r\n",
        "panellist;node;first;second;ratio\nP1;goal;a;b;3\n",
        "panellist\tnode\tfirst\tsecond\tratio\nP1\tgoal\ta\tb\t3\n",
        " panellist , node,first,second,ratio \nP1,goal,a,b, 3 \n",
        "ratio,second,first,node,panellist\n3,b,a,goal,P1\n",
        "comment,ratio,second,first,node,panellist\n,3,b,a,goal,P1\n",
        '"panellist","node","first","second","ratio"\n"P1","goal","a","b","3"\n',
        "panellist,node,first,second,ratio\n\nP1,goal,a,b,3\n\n\n",
        "panellist,node,first,second,ratio\nP1,goal,a,b,۳\n",
    ],
    ids=[
        "plain",
        "no last line end",
        "BOM and CRLF",
        "semicolons",
        "tabs",
        "spaces",
        "columns turned",
        "comments first",
        "quotes",
        "blank lines",
        "Persian digits",
    ],
)
def test_spreadsheets_may_write_the_file_as_they_like(read, text):
    judgements, notices = read(text)
    assert [(j.panellist, j.first, j.second, j.ratio) for j in judgements] == [("P1", "a", "b", 3)]
    assert notices == ()


@pytest.mark.parametrize(
    ("typed", "ratio"),
    [("9", 9), ("1/9", 1 / 9), ("0.11", 1 / 9), ("0.111", 1 / 9), ("1/3 ", 1 / 3), ("0.25", 0.25), ("2.37", 2.37)],
)
def test_ratios_from_a_ninth_to_nine_are_read_and_a_rounded_ninth_is_a_ninth(read, typed, ratio):
    assert read([f"P1,goal,a,b,{typed}"])[0][0].ratio == ratio


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0", "0 is not positive: allowed are 1/9 to 9"),
        ("-3", "-3 is not positive: allowed are 1/9 to 9"),
        ("1/0", "'1/0' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1"),
        ("10", "10 is off the scale 1/9 to 9"),
        ("1/10", "1/10 is off the scale 1/9 to 9"),
        ("1e9", "1e9 is off the scale 1/9 to 9"),
        ("0.1", "0.1 is off the scale 1/9 to 9"),
        ("9.000001", "9.000001 is off the scale 1/9 to 9"),
        (
            "NaN",
            "'NaN' is not a finite number: leave the cell empty where nothing was answered",
        ),
        ("strong", "'strong' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1"),
        (
            "2026-03-01",
            "'2026-03-01' is no number but a date: a spreadsheet may have turned 1/3 into it",
        ),
        (
            '"0,33"',
            "'0,33' has a decimal comma: write 0.33, or put 'decimal: \",\"' into the settings of panel.yaml",
        ),
        ("1e308/1e-308", "1e308/1e-308 is off the scale 1/9 to 9"),
        ("\x1b[2J", "'\\x1b[2J' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1"),
    ],
)
def test_ratios_off_the_scale_are_refused_with_their_place_and_pair(faults, typed, said):
    (fault,) = faults(judgements=["P2,goal,a,c,2", f"P1,goal,a,b,{typed}"])
    assert fault == f"judgements.csv:3:5: ratio: {said} (panellist P1, a over b)"


def test_an_empty_ratio_was_not_judged_but_its_ids_are_still_checked(read, faults):
    judgements, _ = read(["P1,goal,a,b,", "P1,goal,b,c,2", "P1,goal,a,c, "])
    assert [(j.first, j.second) for j in judgements] == [("b", "c")]
    assert len(faults(judgements=["P1,goal,a,zzz,", "P1,goal,a,b,3"])) == 1


PANEL = "criteria: [{id: a}, {id: b}, {id: c}]\npanellists: [{id: P1}]\n"
COMMAS = PANEL + 'settings: {decimal: ","}\n'
WHOLE = PANEL + "settings: {intensities: integers}\n"


def test_a_declared_decimal_comma_goes_with_semicolons_or_quotes(panel_folder, faults):
    for text in ("panellist;node;first;second;ratio\nP1;goal;a;b;0,25\n", ['P1,goal,a,b,"0,25"']):
        assert read_panel(panel_folder(COMMAS, judgements=text)).judgements[0].ratio == 0.25
    (fault,) = faults(COMMAS, judgements=["P1,goal,a,b,0.25"])
    assert "has a decimal point: write 0,25" in fault


def test_an_undeclared_decimal_comma_is_recognised_in_too_many_fields(faults):
    (fault,) = faults(judgements=["P1,goal,a,b,0,25"])
    assert fault.startswith("judgements.csv:2:5: row: line 2 has 6 fields, the header 5")
    assert "is '0,25' in field 5 a decimal comma? Write 0.25" in fault


def test_whole_intensities_are_rounded_from_printed_inverses_and_nothing_else_passes(panel_folder, faults):
    rows = ["P1,goal,a,b,0.33", "P1,goal,b,c,0.14", "P1,goal,a,c,7"]
    panel = read_panel(panel_folder(WHOLE, judgements=rows))
    assert list(panel.judgements.ratio) == [1 / 3, 1 / 7, 7]
    for typed in ("2.37", "0.4", "0.34", "8.999", "1.004"):
        assert faults(WHOLE, judgements=[f"P1,goal,a,b,{typed}"]) == [
            f"judgements.csv:2:5: ratio: {typed} is off the scale of whole numbers 1 to 9 and their inverses "
            "(panellist P1, a over b)"
        ]
    rows = ["P1,goal,a,b,1", "P1,goal,b,c,9", "P1,goal,a,c,0.11"]
    assert list(read_panel(panel_folder(WHOLE, judgements=rows)).judgements.ratio) == [1, 9, 1 / 9]


@pytest.mark.parametrize(
    ("ratio", "turned"), [("3", "1/3"), ("3", "0.33"), ("3", "0.3333333"), ("0.33", "3"), ("0.14", "7"), ("2.5", "0.4")]
)
def test_both_directions_that_agree_count_once(read, ratio, turned):
    text = HEADER + f"2,P1,goal,a,b,{ratio},\n2,P1,goal,b,a,{turned},\n3,P2,a,s2,s1,2,\n"
    judgements, notices = read(text)
    assert [(j.round, j.panellist, j.node, j.first, j.second, j.ratio) for j in judgements] == [
        *((2, "P1", "goal", "a", "b", float(ratio)), (3, "P2", "a", "s2", "s1", 2)),
    ]
    assert notices == ("judgements.csv: 1 pairs stand in both directions, agreeing: counted once",)


def test_comments_stay_with_their_rows_when_a_row_is_dropped(read):
    judgements, _ = read(HEADER + "1,P1,goal,a,b,3,one\n1,P1,goal,b,a,1/3,two\n1,P1,goal,b,c,2,three\n")
    assert [j.comment for j in judgements] == ["one", "three"]


@pytest.mark.parametrize("turned", ["3", "0.34", "1"])
def test_both_directions_that_disagree_are_a_fault(faults, turned):
    assert faults(judgements=["P2,goal,a,b,3", "P1,goal,a,b,3", f"P1,goal,b,a,{turned}"]) == [
        f"judgements.csv:4:3: first: both directions disagree: b over a is {turned} here, and a over b is 3 "
        "in line 3 (panellist P1): keep one"
    ]


@pytest.mark.parametrize("again", ["7", "3"])
def test_the_same_pair_twice_is_a_fault_even_with_one_value(faults, again):
    assert faults(judgements=["P1,goal,a,b,3", f"p1,GOAL,A,B,{again}", "P1,goal,b,c,1"]) == [
        f"judgements.csv:3:3: first: duplicate: {again} here, 3 in line 2 (panellist P1, a over b): keep one"
    ]


def test_no_pair_is_taken_for_another_one(panel_folder):
    """Every pair of every node in every round, from each panellist."""
    below = {id: ", ".join(f"{{id: {id}{n}}}" for n in range(7)) for id in "ab"}
    yaml = "criteria: [" + ", ".join(f"{{id: {id}, children: [{below[id]}]}}" for id in "ab") + "]\n"
    people = ("P1", "P2", "P3")
    yaml += "panellists: [" + ", ".join(f"{{id: {who}}}" for who in people) + "]\n"
    pairs = [("goal", "a", "b")] + [
        (node, f"{node}{first}", f"{node}{second}")
        for node in "ab"
        for first in range(7)
        for second in range(7)
        if first < second
    ]
    rows = [(str(n), who, *pair) for n in (1, 2, 3) for who in people for pair in pairs]
    folder = panel_folder(yaml, judgements=HEADER + "".join(f"{','.join(row)},3,\n" for row in rows))
    assert [(str(j.round), j.panellist, j.node, j.first, j.second) for j in read_panel(folder).judgements] == rows


def test_the_same_pair_in_another_round_is_none(read):
    judgements, _ = read(HEADER + "1,P1,goal,a,b,3,\n2,P1,goal,a,b,7,\n 2 ,P1,goal,b,c,7,\n999,P1,goal,b,c,7,\n")
    assert list(judgements.round) == [1, 2, 2, 999]


@pytest.mark.parametrize("round", ["0", "1000", "-1", "1.5", "first", "NaN"])
def test_rounds_are_whole_numbers_and_every_wrong_one_is_told(faults, round):
    found = faults(judgements=HEADER + f"{round},P1,goal,a,b,3,\n{round},P1,goal,b,c,3,\n")
    assert found == [f"judgements.csv:{line}:1: round: '{round}' is no round: allowed are 1 to 999" for line in (2, 3)]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("P3,goal,a,b,3", "2:1: panellist: 'P3' is no panellist: known are P1, P2"),
        (",goal,a,b,3", "2:1: panellist: '' is no panellist: known are P1, P2"),
        ("P1,gaol,a,b,3", "2:2: node: 'gaol' is no node with items to compare: did you mean 'goal'?"),
        ("P1,goal,a,bb,3", "2:4: second: 'bb' is not compared under 'goal': did you mean 'b'? (panellist P1)"),
        ("P1,goal,s1,b,3", "2:3: first: 's1' is not compared under 'goal': known are a, b, c (panellist P1)"),
        ("P1,goal,a,a,3", "2:4: second: 'a' is compared with itself: leave the row out"),
        ("P1,goal,a,A,3", "2:4: second: 'A' is compared with itself: leave the row out"),
        ("P1,a,s1,t1,3", "2:4: second: a solution is compared with a step, 's1' with 't1': compare like with like"),
        ("P1,a,t1,s1,3", "2:4: second: a solution is compared with a step, 't1' with 's1': compare like with like"),
        ("P1,goal,a", "2:3: row: line 2 has 3 fields, the header 5"),
        ("P1,goal,a,b,3,x", "2:5: row: line 2 has 6 fields, the header 5"),
        (
            "P1,goal,a\x1b[2J,b,3",
            "2:3: first: 'a\\x1b[2J' is not compared under 'goal': known are a, b, c (panellist P1)",
        ),
        ("P1,goal,a\0,b,3", "2:3: first: 'a\\x00' is not compared under 'goal': did you mean 'a'? (panellist P1)"),
        (
            'P1,goal,"a,\nb",b,3',
            "2:3: first: 'a,\\x0ab' is not compared under 'goal': known are a, b, c (panellist P1)",
        ),
    ],
)
def test_what_does_not_fit_the_panel_is_told_with_line_field_and_the_nearest_word(faults, row, fault):
    assert faults(judgements=[row]) == [f"judgements.csv:{fault}"]


def test_alternatives_are_compared_under_leaves(read):
    judgements, _ = read(["P1,a,s1,s2,3", "P1,b,t2,t1,1/2", "P1,b,s2,s1,2", "P1,c,t1,t2,1"])
    assert [(j.node, j.first, j.second) for j in judgements] == [
        *(("a", "s1", "s2"), ("b", "t2", "t1"), ("b", "s2", "s1"), ("c", "t1", "t2")),
    ]


def test_stray_spaces_are_taken_off_which_is_said(read):
    judgements, notices = read(["P1,goal,a,b,3", "P1,goal,b ,c,2"])
    assert judgements[1].first == "b"
    assert notices == ("judgements.csv: 'b ' was read as 'b'",)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            b"",
            "judgements.csv:1:1: header: the file is empty: its first line must be "
            "round,panellist,node,first,second,ratio,comment",
        ),
        (
            "\n\n",
            "judgements.csv:1:1: header: the file is empty: its first line must be "
            "round,panellist,node,first,second,ratio,comment",
        ),
        (
            "panellist,node,first,second,ratio\n",
            "judgements.csv:2:1: rows: no rows below the header: add some, or delete the file",
        ),
        (
            "panellist,node,first,second\nP1,goal,a,b\n",
            "judgements.csv:1:1: header: the column 'ratio' is missing: the first line must be "
            "round,panellist,node,first,second,ratio,comment",
        ),
        (
            "panelist,node,first,second,ratio\n",
            "judgements.csv:1:1: header: unknown column 'panelist': did you mean 'panellist'?",
        ),
        (
            "panellist,node,first,second,ratio,ratio\n",
            "judgements.csv:1:6: header: duplicate column 'ratio': each column once",
        ),
        (
            "panellist,node,first,second,ratio,note\n",
            "judgements.csv:1:6: header: unknown column 'note': did you mean 'node'?",
        ),
        (
            (HEADER + "1,P1,goal,a,b,3,\n").encode("utf-16"),
            "judgements.csv:1:1: encoding: the file is UTF-16: save it as UTF-8 ('CSV UTF-8' in a spreadsheet)",
        ),
        (
            HEADER.encode() + b"1,P1,goal,a,b,3,\n1,P1,goal,a,c,3,\xe4\n",
            "judgements.csv:3:7: encoding: the byte 0xe4 is not UTF-8: save the file as UTF-8",
        ),
        (
            HEADER.encode() + b'1,P1,goal,a,b,"3",",,\xe4"\n',
            "judgements.csv:2:7: encoding: the byte 0xe4 is not UTF-8: save the file as UTF-8",
        ),
        (
            HEADER + '1,P1,goal,a,b,3,"open\n1,P1,goal,b,c,3,\n',
            "judgements.csv:2:1: row: no CSV: a quotation mark opens here that nothing closes",
        ),
        (HEADER + '1,P1,goal,a,b,"3"x,\n', "judgements.csv:2:1: row: no CSV: ',' expected after '\"'"),
        (
            HEADER + "1,P1,goal,a,b,3," + "x" * 200_000 + "\n",
            "judgements.csv:2:1: row: no CSV: field larger than field limit (131072)",
        ),
        ("x" * 200_000 + "\n", "judgements.csv:1:1: row: no CSV: field larger than field limit (131072)"),
        (
            HEADER + "1,P1,goal,a,b,3," + "x" * 10_001 + "\n",
            "judgements.csv:2:7: comment: the text has 10001 characters: allowed are 10000",
        ),
    ],
)
def test_a_file_that_is_no_such_table_is_told_where(faults, text, fault):
    assert faults(judgements=text)[0] == fault


def test_lines_are_counted_past_quoted_line_ends(faults):
    (fault,) = faults(judgements=HEADER + '1,P1,goal,a,b,3,"one\ntwo\nthree"\n1,P1,goal,a,c,99,\n')
    assert fault.startswith("judgements.csv:5:6: ratio: 99")


def test_comments_are_kept_to_the_letter(read):
    comment = "\x1b]52;c;cm0=\x07\u202e\u200b  "
    judgements, _ = read(HEADER + f'1,P1,goal,a,b,3,"{comment}"\n1,P1,goal,a,c,3,\'=1+1\n')
    assert [j.comment for j in judgements] == [comment, "=1+1"]


@pytest.mark.parametrize("row", ["P1,goal,a,b,x", "P1,goal,a,b,3"], ids=["no number", "the same pair"])
def test_after_two_hundred_faults_the_rest_is_left_which_is_said(faults, row):
    found = faults(judgements=[row] * 1000)
    assert len(found) == 201
    last = 202 if row.endswith("x") else 203
    assert found[-2].startswith(f"judgements.csv:{last - 1}:")
    assert found[-1] == f"judgements.csv:{last}:1: file: 200 faults and perhaps more: the rest was not read"


def test_a_hundred_thousand_judgements_are_what_was_written(panel_folder):
    rng = random.Random(7)
    criteria = [f"c{n}" for n in range(9)]
    panellists = [f"P{n}" for n in range(100_000 // 36)]
    written = [
        (panellist, first, second, rng.choice(["1/9", "1/5", "1/2", "1", "3", "9"]))
        for panellist in panellists
        for place, first in enumerate(criteria)
        for second in criteria[place + 1 :]
    ]
    yaml = "criteria:\n" + "".join(f"- {{id: {id}}}\n" for id in criteria)
    yaml += "panellists:\n" + "".join(f"- {{id: {id}}}\n" for id in panellists)
    folder = panel_folder(yaml, judgements=[f"{who},goal,{a},{b},{ratio}" for who, a, b, ratio in written])
    judgements = read_panel(folder).judgements
    assert len(judgements) == len(written) == 99_972
    value = {"1/9": 1 / 9, "1/5": 0.2, "1/2": 0.5, "1": 1, "3": 3, "9": 9}
    assert list(judgements.ratio) == [value[ratio] for *_, ratio in written]
    for row in rng.sample(range(len(written)), 1000):
        found = judgements[row]
        assert (found.panellist, found.first, found.second) == written[row][:3]


def test_more_different_texts_than_are_remembered_are_read_the_same(read, monkeypatch):
    rows = [f"1,{who},goal,{pair},{ratio},\n" for who in ("P1", "P2") for pair, ratio in (("a,b", "3"), ("b,c", "1/5"))]
    wanted, _ = read(HEADER + "".join(rows))
    monkeypatch.setattr("criteria.files.judgements.REMEMBERED", 1)
    assert list(read(HEADER + "".join(rows))[0]) == list(wanted)


def test_an_id_that_is_not_known_without_its_spaces_either_is_refused(faults):
    assert faults(judgements=[" P9 ,goal,a,b,3"]) == [
        "judgements.csv:2:1: panellist: ' P9 ' is no panellist: known are P1, P2"
    ]


def test_rows_of_empty_cells_are_passed_over_and_lines_still_counted(faults, read):
    text = HEADER + ",,,,,,\n1,P1,goal,a,b,3,\n\n,,,,,,\n"
    assert len(read(text)[0]) == 1
    assert faults(judgements=text + "1,P1,goal,a,b,9,\n")[0].startswith("judgements.csv:6:4: first: duplicate: 9 here")
    assert faults(judgements=HEADER + ",,,,,,\n") == [
        "judgements.csv:2:1: rows: no rows below the header: add some, or delete the file"
    ]


def test_a_decimal_comma_is_only_guessed_between_digits(faults):
    for row, field in (("P1,goal,a,b,x,25", None), ("P1,goal,a,b,5,x", None), ("P1,goal,a,b,-0,25", 5)):
        (found,) = faults(judgements=[row])
        assert ("decimal comma" in found) is (field is not None)
        assert field is None or f"is '-0,25' in field {field} a decimal comma? Write -0.25, or quote it" in found


def test_where_decimal_commas_are_declared_the_examples_have_them(faults):
    assert faults(COMMAS, judgements=['P1,goal,a,b,"much"']) == [
        "judgements.csv:2:5: ratio: 'much' is no number: allowed are numbers such as 3, 0,25 or 2,5e-1 "
        "(panellist P1, a over b)"
    ]


def test_a_file_that_stops_being_text_is_told_by_its_first_wrong_byte_whichever_way_it_is_written(faults):
    assert faults(judgements="panellist".encode("utf-16-be").join([b"\xfe\xff", b""])) == [
        "judgements.csv:1:1: encoding: the file is UTF-16: save it as UTF-8 ('CSV UTF-8' in a spreadsheet)"
    ]
    for first, column in (("P1;goal;a;", 4), ("P1\tgoal\t", 3), ('"P1,x;y;z";', 2)):
        text = b"\xef\xbb\xbfpanellist,node,first,second,ratio\n" + first.encode() + b"\xff\n"
        assert faults(judgements=text) == [
            f"judgements.csv:2:{column}: encoding: the byte 0xff is not UTF-8: save the file as UTF-8"
        ]


def test_a_file_that_was_mended_since_it_was_read_is_still_refused(tmp_path):
    (tmp_path / "judgements.csv").write_text("good", encoding="utf-8")
    assert str(encoding_fault(tmp_path / "judgements.csv")) == (
        "judgements.csv:1:1: encoding: the file is not UTF-8: save it as UTF-8"
    )


def test_a_file_that_breaks_while_it_is_read_is_named(panel_folder):
    folder = panel_folder()
    (folder / "judgements.csv").symlink_to("/proc/self/mem")
    with pytest.raises(OSError, match=r"judgements\.csv") as caught:
        read_panel(folder)
    assert caught.value.filename == str(folder / "judgements.csv")
