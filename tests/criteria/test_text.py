"""Ids, names, comments and numbers: what may stand in them, and what the refusal says."""

import pytest

from criteria import text


@pytest.mark.parametrize("id", ["a", "0", "P01", "CR-V", "accord_sedan", "v1.2", "x" * 64, "console", "null", "com10"])
def test_ids_are_words_that_any_system_takes_for_a_file_name(id):
    assert text.identifier_fault(id) is None


@pytest.mark.parametrize(
    "id",
    ["", " ", "x" * 65, "-rf", ".hidden", "_x", "a b", "a/b", "a\\b", "../../x", "a\0b", "a\n", "é", "a\u200bb", "a:b"],
)
def test_what_is_no_word_is_no_id(id):
    assert "allowed are 1 to 64" in text.identifier_fault(id)


@pytest.mark.parametrize("id", ["CON", "con", "nul.csv", "Aux.tar.gz", "COM1", "lpt9", "E1.", "prn"])
def test_names_of_devices_and_a_dot_at_the_end_are_no_ids(id):
    assert "reserve" in text.identifier_fault(id)


@pytest.mark.parametrize(
    "name",
    ["Cost", "=1+1", "[bold red]cost[/]", "ضعف سیاست‌گذاری", "می‌خواهم", 'Zürich, "so to speak"', "費用", "x" * 200],
)
def test_names_may_be_in_any_script_and_look_like_code(name):
    assert text.name_fault(name) is None
    assert text.clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "empty"),
        ("  \u00a0 ", "empty"),
        ("cost\x1b]0;pwned\x07\x1b[2J", "\\x1b"),
        ("cost\x9b2J", "\\x9b"),
        ("cost\x7f", "\\x7f"),
        ("cost\nlife", "\\x0a"),
        ("co\ud800st", "U+D800"),
        ("cost\u202egnp.exe", "U+202E"),
        ("cost\u2066", "U+2066"),
        ("\u061ccost", "U+061C"),
        ("co\u200bst", "U+200B"),
        ("co\u200cst", "U+200C"),
        ("می‌", "U+200C"),
        ("👨\u200d👩", "U+200D"),
        ("\u3164", "U+3164"),
        ("\ufeffcost", "U+FEFF"),
        ("x" * 201, "201"),
        ("x" * 10_000, "10000"),
    ],
)
def test_a_refused_name_says_which_character_and_never_shows_it(name, said):
    message = text.name_fault(name)
    assert said in message
    assert message == text.visible(message)
    assert len(message) < 250


def test_names_are_trimmed_and_composed():
    assert text.clean_name("  cafe\u0301 ") == "café"


def test_comments_are_bounded_and_otherwise_free():
    assert text.comment_fault("\x1b]52;c;cm0gLXJmIH4=\x07" + "x" * 9_000) is None
    assert text.comment_fault("x" * 10_000) is None
    assert "10001" in text.comment_fault("x" * 10_001)
    assert "U+D800" in text.comment_fault("\ud800")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3", 3),
        (" 3 ", 3),
        ("+3", 3),
        ("-2.5", -2.5),
        (".5", 0.5),
        ("5.", 5),
        ("2.5e-1", 0.25),
        ("1E2", 100),
        ("۳", 3),
        ("۰٫۲۵", 0.25),
        ("٣", 3),
        ("０.5", 0.5),
    ],
)
def test_numbers_are_read_in_western_persian_and_arabic_digits(typed, value):
    assert text.read_number(typed) == value


@pytest.mark.parametrize(
    "typed",
    ["", " ", "nan", "NaN", "inf", "-Infinity", "1e400", "0x10", "1_000", "1 000", "1,5", "1/3", "three", "true", "²",
     "--1", "1e", "e5", ".", "½", "1.2.3", "3\0"],
)  # fmt: skip
def test_what_is_no_finite_number_is_none(typed):
    assert text.read_number(typed) is None


def test_a_declared_decimal_comma_makes_the_point_wrong():
    assert text.read_number("0,25", ",") == 0.25
    assert text.read_number("3", ",") == 3
    assert text.read_number("۰٫۲۵", ",") == 0.25
    assert text.read_number("0.25", ",") is None
    assert text.read_number("1.234,5", ",") is None
    assert text.read_number("1,234,5", ",") is None


@pytest.mark.parametrize(
    ("typed", "value"),
    [("1/3", 1 / 3), ("1/3 ", 1 / 3), (" 1 / 3", 1 / 3), ("3", 3), ("0.25", 0.25), ("۱/۳", 1 / 3), ("7/1", 7)],
)
def test_ratios_are_numbers_or_fractions(typed, value):
    assert text.read_ratio(typed) == value


@pytest.mark.parametrize("typed", ["1/0", "1/", "/3", "1/3/5", "1//3", "a/b", "1/nan", "1/1e400"])
def test_fractions_that_are_none(typed):
    assert text.read_ratio(typed) is None


@pytest.mark.parametrize(
    ("typed", "decimal", "said"),
    [
        ("strong", ".", "no number: allowed are numbers such as"),
        ("NaN", ".", "not a finite number: leave the cell empty"),
        ("-inf", ".", "not a finite number"),
        ("1e400", ".", "not a finite number"),
        ("1e400", ",", "not a finite number"),
        ("1,5", ".", "decimal comma: write 1.5"),
        ("۱,۵", ".", "decimal comma: write 1.5"),
        ("1,5", ".", 'decimal: ","'),
        ("1.5", ",", "decimal point: write 1,5"),
        ("2026-03-01", ".", "turned 1/3 into it"),
        ("01.03.2026", ".", "turned 1/3 into it"),
        ("1,2,3", ".", "no number: allowed are numbers such as"),
        ("1,2,3", ",", "no number: allowed are numbers such as"),
        ("a,b", ".", "no number: allowed are numbers such as"),
        ("1-Mar", ".", "turned 1/3 into it"),
        ("Mar-01", ".", "turned 1/3 into it"),
        ("\x1b[2J", ".", "\\x1b[2J"),
    ],
)
def test_what_is_no_number_is_told_with_the_likely_cure(typed, decimal, said):
    assert said in text.number_fault(typed, decimal)


def test_the_nearest_word_is_suggested_and_a_short_list_where_none_is_near():
    assert text.nearest("trsut", ["Trust", "finance"]) == "did you mean 'Trust'?"
    assert text.nearest("zzz", ["trust", "finance"]) == "known are trust, finance"
    ids = [f"id{n}" for n in range(20)]
    twelve = "known are id0, id1, id2, id3, id4, id5, id6, id7, id8, id9, id10, id11"
    assert [text.nearest("zzz", ids[:count]) for count in (12, 13, 20)] == [
        twelve,
        f"{twelve} and 1 more",
        f"{twelve} and 8 more",
    ]
    assert text.nearest("zzz", []) == "none is known"


def test_neither_nothing_nor_what_could_not_be_read_is_suggested():
    assert text.nearest("?1", ["", f"{text.UNREADABLE}12", "trust"]) == "known are trust"
    assert text.alike("Trsut", ["TRUST"]) == "TRUST"
    assert text.alike("zzz", ["trust"]) is None


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\t=1", "\r", "\n", "\0", "＝1", "'=1", "''-x", "－1"])
def test_what_a_spreadsheet_would_compute_gets_an_apostrophe_and_loses_it_again(value):
    assert text.guarded(value) == "'" + value
    assert text.unguarded(text.guarded(value)) == value


@pytest.mark.parametrize("value", ["", "cost", "'", "'tis", "a=b", " =1", "3"])
def test_what_a_spreadsheet_leaves_alone_is_left_alone(value):
    assert text.guarded(value) == value
    assert text.unguarded(value) == value


def test_quoted_text_is_cut_and_fit_for_a_terminal():
    assert text.quoted("a\x1bb\u202e") == "'a\\x1bb<U+202E>'"
    assert text.quoted("x" * 100) == text.quoted("x" * 61) == f"'{'x' * 59}…'"
    assert text.quoted("x" * 60) == f"'{'x' * 60}'"
    assert text.quoted("\u0000\u00ad\u200b\U000e0001") == "'\\x00\\xad<U+200B><U+E0001>'"


def test_digits_are_turned_into_western_ones_and_all_else_stays():
    assert text.western("P۱۲, ٣٫۵: ½") == "P12, 3.5: ½"


@pytest.mark.parametrize(
    ("texts", "is_so"),
    [
        ([], False),
        (["123", "..."], False),
        (["cost", "هزینه"], True),
        (["cost", "سود"], False),
        (["cost", "هزین"], False),
        (["שלום"], True),
        (["سود ۱۲۳", "ab"], True),
    ],
)
def test_a_text_runs_from_right_to_left_where_most_of_its_letters_do(texts, is_so):
    assert text.right_to_left(texts) is is_so


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b]52;c;aGk=\x1b\\", "\\x1b]52;c;aGk=\\x1b\\"),
        ("a\u202eb\x9bc\r", "a<U+202E>b\\x9bc\\x0d"),
        ("می\u200cشود", "می\u200cشود"),
    ],
)
def test_an_inert_text_keeps_its_lines_and_commands_no_terminal(said, shown):
    assert text.inert(said) == shown
