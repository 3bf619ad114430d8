"""Rows under named columns as CSV, text, HTML and frames: nothing lost, nothing misaligned, nothing executed."""

import csv
import io
import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import quick

from criteria.text import inert
from mcda.table import Table, bar_texts, display_width, joined, largest_remainder, number_text

NAN = float("nan")


def table(*rows, **said):
    columns = said.pop("columns", tuple("abcdefgh"[: len(rows[0])] if rows else "ab"))
    return Table(columns=columns, rows=tuple(rows), **said)


# Rounding that adds up


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([1 / 3, 1 / 3, 1 / 3], [0.334, 0.333, 0.333]),
        ([1 / 6, 1 / 6, 2 / 3], [0.167, 0.167, 0.666]),  # remainders .667, .667 and .667: the first two places
        ([0.5, 0.25, 0.25], [0.5, 0.25, 0.25]),
        ([0.0004, 0.9996], [0.0, 1.0]),
        ([1.0], [1.0]),
        ([], []),
    ],
)
def test_shares_are_rounded_so_that_they_still_sum(shares, expected):
    assert largest_remainder(shares, 3) == expected


def test_a_share_that_is_not_there_stays_away():
    found = largest_remainder([0.5004, NAN, 0.4996], 3)
    assert found[0] == 0.5
    assert math.isnan(found[1])
    assert found[2] == 0.5


@quick
@given(parts=st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any), decimals=st.integers(0, 6))
def test_rounded_shares_sum_to_one_and_none_moves_by_a_unit(parts, decimals):
    total, unit = sum(parts), 10**decimals
    shares = [part / total for part in parts]
    units = [round(share * unit) for share in largest_remainder(shares, decimals)]
    assert sum(units) == unit
    for part, rounded in zip(parts, units, strict=True):
        assert abs(Fraction(part, total) * unit - rounded) < 1


def test_shares_of_a_told_total_are_moved_a_unit_at_most():
    """The largest remainders are taken up first, and the smallest down."""
    assert largest_remainder([0.26, 0.37, 0.37], 1) == [0.2, 0.4, 0.4]
    assert largest_remainder([0.26, 0.37, 0.37], 1, total=1.1) == [0.3, 0.4, 0.4]
    assert largest_remainder([0.26, 0.37, 0.37], 1, total=0.7) == [0.1, 0.3, 0.3]
    assert largest_remainder([0.26, 0.31, 0.43], 1, total=0.7) == [0.2, 0.2, 0.3]
    assert largest_remainder([0.5, 0.5], 0) == [1.0, 0.0]
    assert largest_remainder([2.5, -1.25, -1.25], 1) == [2.5, -1.2, -1.3]


@quick
@given(shares=st.lists(st.floats(0, 50), max_size=20), decimals=st.integers(0, 4))
def test_any_numbers_keep_their_rounded_sum(shares, decimals):
    unit = 10**decimals
    units = [round(share * unit) for share in largest_remainder(shares, decimals)]
    assert abs(sum(units) - sum(shares) * unit) <= 0.5 + 1e-6
    assert all(abs(share * unit - rounded) < 1 + 1e-8 for share, rounded in zip(shares, units, strict=True))


# Widths


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("plain", 5),
        ("naïve", 5),
        ("nai\u0308ve", 5),  # the same with a combining mark
        ("評価", 4),
        ("Ａ", 2),
        ("پزشکی از راه دور", 16),
        ("می\u200cشود", 5),  # the zero-width non-joiner of Persian
        ("سَلام", 4),  # with a vowel mark
    ],
)
def test_the_width_is_in_columns_of_a_terminal(text, width):
    assert display_width(text) == width


def columns_begin(lines, words):
    """Where in each line the word begins, in columns of the terminal."""
    return [display_width(line[: line.index(word)]) for line, word in zip(lines, words, strict=True)]


def test_columns_stand_under_each_other_whatever_the_script():
    names = ("plain", "評価", "پزشکی", "nai\u0308ve")
    text = table(*((name, f"word{place}", 0.5) for place, name in enumerate(names))).text()
    lines = text.splitlines()[1:]
    assert len(set(columns_begin(lines, [f"word{place}" for place in range(4)]))) == 1
    assert len({display_width(line) for line in lines}) == 1


@pytest.mark.parametrize("character", ["x", "評", "پ", "e\u0301"])
def test_a_long_cell_is_cut_with_an_ellipsis_and_the_next_column_stays_in_place(character):
    text = table((character * 200, "end1", 1.0), ("short", "end2", 2.0)).text(width=60)
    header, *lines = text.splitlines()
    assert "…" in lines[0]
    assert "…" not in lines[1]
    assert len(set(columns_begin(lines, ["end1", "end2"]))) == 1
    assert all(display_width(line) <= 60 for line in (header, *lines))


def test_numbers_are_never_cut():
    text = table(("x" * 100, 123456.789, "y" * 100, 7)).text(width=50)
    assert "123456.789" in text
    assert " 7" in text


WIDE = ("x" * 30, "y" * 25, "z" * 20, 1.5)
"""Wanted: 30, 25, 20 and 5 columns, with the gaps 86."""


def widths_of(text):
    """How many columns each of the first lines's words takes, the gaps of two left out."""
    line = text.splitlines()[1]
    return [len(part) for part in line.split("  ")]


def test_the_widest_columns_of_text_give_way_first_and_evenly():
    assert widths_of(table(WIDE).text(width=86)) == [30, 25, 20, 5]
    assert widths_of(table(WIDE).text(width=85)) == [29, 25, 20, 5]
    assert widths_of(table(WIDE).text(width=76)) == [22, 23, 20, 5]
    assert widths_of(table(WIDE).text(width=60)) == [16, 16, 17, 5]


def test_columns_shrink_to_twelve_and_then_the_line_is_longer():
    assert len(table(("x" * 200,)).text().splitlines()[1]) == 100
    for width in (47, 46, 10):
        assert widths_of(table(WIDE).text(width=width)) == [12, 12, 12, 5]


def test_spare_columns_go_one_by_one_where_the_others_would_not_be_legible():
    made = table(WIDE, spare=("b", "a"))
    assert [made.text(width=width).split("\n")[0].split() for width in (86, 81, 71, 70, 58, 57, 20)] == [
        ["a", "b", "c", "d"],
        ["a", "b", "c", "d"],
        ["a", "b", "c", "d"],
        ["a", "c", "d"],
        ["a", "c", "d"],
        ["a", "c", "d"],
        ["c", "d"],
    ]
    assert table(("x" * 13, "y" * 13, 1), spare=("b",)).text(width=31).split("\n")[0].split() == ["a", "b", "c"]
    assert table(("x" * 13, "y" * 13, 1), spare=("b",)).text(width=30).split("\n")[0].split() == ["a", "c"]


def test_a_bar_takes_a_fifth_of_the_width_and_its_gap():
    text = table(("x" * 50, 1.0), bar="b").text(width=60)
    (line,) = text.splitlines()[1:]
    assert line == "x" * 38 + "…  1.000  " + "█" * 12
    assert len(line) == 60


def test_headings_and_notes_are_broken_between_words_and_never_within_one():
    lines = (
        table(("x", 1), heading=("one two three", "four five six"), notes=("a bcdefghijk lm",))
        .text(width=9)
        .splitlines()
    )
    assert lines == ["one two", "three", "four five", "six", "", "a  b", "x  1", "", "a", "bcdefghijk", "lm"]


def test_texts_stand_left_and_numbers_right():
    made = table(("a", 1, 2.5, "x"), ("bcd", 100, -10.25, "y"), columns=("name", "n", "long_name", "t"))
    assert made.text().splitlines() == [
        "name    n  long name  t",
        "a       1      2.500  x",
        "bcd   100    -10.250  y",
    ]


def test_a_cut_text_takes_its_columns_to_the_last_one_whatever_its_letters():
    assert table(("評評評評評評評評", "end")).text(width=17).splitlines()[1] == "評評評評評…   end"
    assert table(("e\u0301" * 14, "end")).text(width=17).splitlines()[1] == "e\u0301" * 11 + "…  end"


def test_a_sentence_is_cut_to_one_line_where_cells_are_not_folded():
    made = table(("one", "many words that go on and on beyond what there is room for", "end"))
    assert made.text(width=40).splitlines()[1:] == ["one  many words that go on and on …  end"]


def test_folded_cells_lose_no_word_and_keep_their_columns():
    sentence = "The weighted mean of those who rated a cell, however many there were of them in all"
    folded = table(("one", sentence, "end"), ("two", "short", "END"), folded=True).text(width=60)
    assert "…" not in folded
    assert folded.replace("end", "").replace("END", "").split()[4:-2] == sentence.split()
    lines = folded.splitlines()
    assert len(lines) > 3
    places = {line.index(word) for line in lines for word in ("end", "END") if word in line}
    assert len(places) == 1


# What people see


def test_numbers_shares_and_gaps_are_written_for_people():
    text = table((1, 0.12345, 0.5, NAN, -0.0001, "x"), shares=("c",)).text()
    assert text.splitlines()[1].split() == ["1", "0.123", "50.0", "%", "n/a", "0.000", "x"]
    assert table((-10.0004, 1 / 3, 0), shares=("b", "c")).text().split()[3:] == ["-10.000", "33.3", "%", "0.0", "%"]


def test_only_the_shown_columns_are_shown_and_rounded_ones_in_place_of_exact_ones():
    made = table((1 / 3, 2 / 3, "x"), shown=("c", "a"), shares=("a",), displayed={"a": [0.334]})
    assert made.text().splitlines() == ["c       a", "x  33.4 %"]
    assert "<th>c</th><th>a</th>" in made.html()
    assert "33.4 %" in made.html()
    assert made.csv().splitlines() == ["a,b,c", "0.333333333333,0.666666666667,x"]
    assert made.records() == [{"a": 1 / 3, "b": 2 / 3, "c": "x"}]


def test_heading_and_notes_stand_around_the_rows():
    lines = table(("x", 1), heading=("Title",), notes=("A note.",)).text().splitlines()
    assert lines == ["Title", "", "a  b", "x  1", "", "A note."]


def test_a_table_without_rows_still_has_its_columns():
    empty = Table(columns=("a", "score"), rows=(), bar="score", shares=("score",))
    assert empty.text() == "a  score\n"
    assert empty.csv() == "a,score\n"
    assert empty.records() == []
    assert list(empty.frame().columns) == ["a", "score"]
    assert "<tbody></tbody>" in empty.html()


@pytest.mark.parametrize("text", ["\x1b[31mred", "a\nb", "\u202eabc", "\x07"])
def test_no_cell_can_command_the_terminal(text):
    shown = table((text, "x"), heading=(text,), notes=(text,)).text()
    assert not set(shown) & set("\x1b\u202e\x07")
    assert len(shown.splitlines()) == 6


# Bars


def test_the_longest_bar_fills_its_room_and_others_are_in_proportion():
    assert bar_texts([1.0, 0.5, 0.25, 0.0], 4) == ["████", "██", "█", ""]
    assert bar_texts([1.0, 1 / 32 * 5], 4) == ["████", "▋"]  # five eighths of a character


def test_bars_of_negative_numbers_begin_at_the_lowest():
    assert bar_texts([1.0, 0.0, -1.0], 4) == ["████", "██", ""]


@pytest.mark.parametrize("values", [[0.0, 0.0], [NAN, NAN], ["x", "y"], []])
def test_where_nothing_is_positive_there_is_no_bar(values):
    assert bar_texts(values, 4) == [""] * len(values)


def test_bars_are_in_eighths_of_a_character():
    eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    assert bar_texts([number / 8 for number in range(9)], 1) == eighths
    assert bar_texts(["x", 8, NAN, 3], 1) == ["", "█", "", "▍"]
    assert bar_texts([-4.0, -3.0, -2.0], 2) == ["", "█", "██"]


def test_a_table_with_bars_fits_its_width():
    for width, longest in ((60, 12), (100, 20), (200, 20)):
        text = table(("x" * 190, 0.5), ("y", 1.0), bar="b").text(width=width)
        assert all(display_width(line) <= width for line in text.splitlines())
        assert text.splitlines()[2].endswith(" " + "█" * longest)


# CSV


def parsed(text):
    return list(csv.reader(io.StringIO(text)))


def test_what_a_cell_may_hold_is_quoted():
    rows = (("a,b", 'say "x"'), ("two\nlines", "plain"), ("", "پزشکی"))
    text = table(*rows).csv()
    assert parsed(text) == [["a", "b"], *map(list, rows)]
    assert text.startswith("a,b\n")
    assert text.endswith("\n")
    assert '"a,b","say ""x"""' in text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "＝1", "\tx", "'=1"])
def test_what_a_spreadsheet_would_execute_is_guarded_unless_raw(text):
    assert parsed(table((text, "x")).csv())[1][0] == "'" + text
    assert parsed(table((text, "x")).csv(raw=True))[1][0] == text


def test_numbers_are_not_guarded():
    assert table((-1.5, -2)).csv() == "a,b\n-1.5,-2\n"


def test_carriage_returns_are_written_out_in_csv_and_lines_are_kept_in_quotes():
    assert table(("a\rb", "c\nd", 'e"f', "g h")).csv() == 'a,b,c,d\na\\x0db,"c\nd","e""f",g h\n'


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (1 / 3, "0.333333333333"),
        (-1 / 3, "-0.333333333333"),
        (1e-20, "1e-20"),
        (-1e-20, "-1e-20"),
        (123456789012.4, "123456789012"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_numbers_have_twelve_digits_and_no_negative_zero(number, text):
    assert number_text(number) == text


def test_what_does_not_apply_is_an_empty_cell_none_and_nan():
    made = table((NAN, "x"))
    assert made.csv() == "a,b\n,x\n"
    assert made.records() == [{"a": None, "b": "x"}]
    assert made.frame()["a"].isna().all()


cells = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(",\";=\n+-@'"), max_size=12),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=True, allow_infinity=False),
)


@quick
@given(rows=st.lists(st.tuples(cells, cells, cells), max_size=6))
def test_the_csv_module_reads_back_what_was_written(rows):
    header, *found = parsed(table(*rows, columns=("a", "b", "c")).csv(raw=True))
    assert header == ["a", "b", "c"]
    assert len(found) == len(rows)
    for row, read in zip(rows, found, strict=True):
        for cell, text in zip(row, read, strict=True):
            if isinstance(cell, str):
                assert text == inert(cell)
            elif isinstance(cell, float) and math.isnan(cell):
                assert text == ""
            else:
                assert float(text) == pytest.approx(cell, rel=1e-11)


# HTML


def test_every_text_is_escaped_in_html():
    made = table(("<script>", "&"), heading=("<b>",), notes=("a < b",), columns=("<i>", "b"))
    html = made.html()
    assert "<script>" not in html
    assert "<td>&lt;script&gt;</td><td>&amp;</td>" in html
    assert "<p>&lt;b&gt;</p>" in html
    assert "<p>a &lt; b</p>" in html
    assert "<th>&lt;i&gt;</th>" in html


def test_a_page_has_the_heading_the_rows_and_the_notes_in_their_order():
    made = table(("x", 0.5), ("y", 1.0), heading=("One", "", "two"), notes=("", "three"), shown=("b", "a"))
    head = "<p>One</p><p>two</p><table><thead><tr><th>b</th><th>a</th></tr></thead>"
    body = "<tbody><tr><td>0.500</td><td>x</td></tr><tr><td>1.000</td><td>y</td></tr></tbody></table>"
    assert made.html() == f"{head}{body}<p>three</p>"


def test_a_frame_has_the_rows_under_their_columns():
    frame = table(("x", 0.5), ("y", 1.0)).frame()
    assert list(frame.columns) == ["a", "b"]
    assert frame.to_numpy().tolist() == [["x", 0.5], ["y", 1.0]]


# Joined tables


def test_tables_under_each_other_say_which_is_which():
    one = table(("x", 0.5), shares=("b",), displayed={"b": [0.51]})
    two = table(("y", 0.25), ("z", 0.75), shares=("b",), displayed={"b": [0.26, 0.74]})
    both = joined("part", {"first": one, "second": two}, ("Heading",), ("Note",))
    assert (both.heading, both.notes, both.shown, both.shares) == (("Heading",), ("Note",), ("part", "a", "b"), ("b",))
    assert both.displayed == {"b": [0.51, 0.26, 0.74]}
    few = joined("part", {"first": table(("x", 0.5), shown=("b",))}, (), ())
    assert few.text() == "part       b\nfirst  0.500\n"
    assert both.columns == ("part", "a", "b")
    assert both.rows == (("first", "x", 0.5), ("second", "y", 0.25), ("second", "z", 0.75))
    assert [line.split() for line in both.text().splitlines()[3:6]] == [
        ["first", "x", "51.0", "%"],
        ["second", "y", "26.0", "%"],
        ["second", "z", "74.0", "%"],
    ]
