"""Lines from right to left: letters in their forms, in their order, in their columns; nothing changes places."""

from __future__ import annotations

from unicodedata import lookup, name

import pytest
from bidi import get_display
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from tui import ordering
from tui.names import CLOSE, OPEN, apart, know, names_of, without_marks
from tui.ordering import ordered, placed
from tui.show import fitted, show
from tui.written import RightToLeft

HEBREW = {chr(ord("A") + place): chr(0x5D0 + place) for place in range(26)}
"""Unicode's report writes letters that run from right to left as capitals; Hebrew ones have one form each."""


def capitals(text):
    """The text with Hebrew letters for capitals."""
    return "".join(HEBREW.get(character, character) for character in text)


def arabic(*names):
    """Letters by what Unicode calls them, as they are written from left to right."""
    return "".join(lookup(f"ARABIC {one}") for one in names)


@pytest.fixture(autouse=True)
def unknown():
    """No name is known but what a test makes known."""
    know(())
    yield
    know(())


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("car means CAR.", "car means RAC."),
        ("MEANS CAR AGAIN car.", ".car NIAGA RAC SNAEM"),
        ("CAR (MEANS) 12.5 car AGAIN", "NIAGA car 12.5 (SNAEM) RAC"),
        ("ABC 3-4, DE", "ED ,3-4 CBA"),
        ("AB(cd)EF", "FE(cd)BA"),
        ("12 AB", "BA 12"),
    ],
)
def test_letters_are_seen_in_the_order_of_unicode_s_report(written, seen):
    """The first line is the example of UAX #9, section 3.4; the others follow from its rules by hand."""
    assert ordered(capitals(written), "visual") == capitals(seen)


def test_letters_join_and_lam_with_alef_is_one_letter_in_two_columns():
    seen = ordered("سلام", "visual")
    joined = arabic("LETTER MEEM ISOLATED FORM", "LIGATURE LAM WITH ALEF FINAL FORM", "LETTER SEEN INITIAL FORM")
    assert seen == joined + " "


def test_the_non_joiner_keeps_letters_apart_and_takes_no_column():
    word = "می\u200cشود"
    seen = ordered(word, "visual")
    assert cell_len(seen) == cell_len(word) == 5
    assert [name(letter) for letter in reversed(seen)] == [
        "ARABIC LETTER MEEM INITIAL FORM",
        "ARABIC LETTER FARSI YEH FINAL FORM",
        "ARABIC LETTER SHEEN INITIAL FORM",
        "ARABIC LETTER WAW FINAL FORM",
        "ARABIC LETTER DAL ISOLATED FORM",
    ]


def test_marks_stay_on_their_letter():
    seen = ordered("مُد", "visual")
    assert seen == arabic("LETTER DAL FINAL FORM", "LETTER MEEM INITIAL FORM", "DAMMA")


MIXED = "\u05d0\u0628\u062f 12\u06f3(a)b.,:%-\u0661[]!"


@given(text=st.text(MIXED, min_size=1, max_size=24), base=st.sampled_from("LR"))
def test_the_order_is_that_of_another_implementation(text, base):
    """That of the Rust crate unicode-bidi, which tells the order of a text but not of its letters."""
    text = text.strip() or "a"
    went = ordering._in_order([(character, place) for place, character in enumerate(text)], base)
    assert "".join(text[place] for _character, place in went) == get_display(text, base_dir=base)


ANYTHING = st.text("سلام‌پ (12) ab،.۳…│█·: \u05d0", max_size=40)


@given(line=ANYTHING, way=st.sampled_from(("visual", "terminal")))
def test_a_line_keeps_its_columns(line, way):
    assert cell_len(ordered(line, way)) == cell_len(line)


@given(
    left=st.text("سلامپ‌ن ", min_size=1),
    right=st.text("کتب۱۲(", min_size=1),
    between=st.sampled_from(("  ", " · ", " █ ")),
)
def test_two_texts_side_by_side_never_change_places(left, right, between):
    left, right = left.strip(" \u200c") or "پ", right.strip() or "ب"
    for way in ("visual", "terminal"):
        beside = ordered(left, way) + between + ordered(right, way)
        assert ordered(left + between + right, way).split() == beside.split()


def test_a_sentence_around_two_names_keeps_them_in_order():
    know(["ضعف", "قانون"])
    seen = ordered(show("ضعف matters 3 times as much as قانون.").plain, "visual")
    assert seen == f"{ordered('ضعف', 'visual')} matters 3 times as much as {ordered('قانون', 'visual')}."


def test_a_sentence_in_persian_runs_from_right_to_left_around_a_latin_name():
    know(["ضعف"])
    seen = ordered(show("ضعف مهم‌تر از AHP است").plain, "visual")
    words = [ordered(word, "visual") for word in ("است", "از", "مهم‌تر", "ضعف")]
    assert seen.split() == [words[0], "AHP", *words[1:]]


def test_two_sentences_in_persian_follow_each_other_from_right_to_left():
    seen = ordered("مهم است.  Enter ذخیره", "visual")
    assert seen == f"{ordered('ذخیره', 'visual')} Enter  .{ordered('مهم است', 'visual')}"


def test_a_name_that_goes_on_in_the_next_line_is_one_text_in_both():
    know(["ضعف قانون"])
    first, second = show("What weighs more is ضعف قانون, 3 times").plain.split(" قانون")
    assert ordered(first, "visual") == f"What weighs more is {ordered('ضعف', 'visual')}"
    assert ordered("│قانون" + second, "visual") == f"│{ordered('قانون', 'visual')}, 3 times"


def test_a_name_that_was_cut_is_still_one_text():
    know(["ضعف قانون"])
    cut = fitted("ضعف قانون", 7)
    assert ordered(show(f"If {cut} weighs more").plain, "visual") == f"If {ordered(cut, 'visual')} weighs more"
    assert ordered(cut, "visual").startswith("…")


def test_only_whole_words_are_names():
    know(["ضعف", "ضعف قانون"])
    assert apart("ضعف‌ها, ضعف قانون") == f"ضعف‌ها, {OPEN}ضعف قانون{CLOSE}"
    assert without_marks(apart("ضعف قانون")) == "ضعف قانون"


def test_direction_characters_from_files_are_still_written_out():
    assert show("a\u2067b\u200e").plain == "a<U+2067>b<U+200E>"


def test_a_terminal_that_puts_in_order_itself_is_given_each_text_apart():
    assert ordered("A  ضعف", "terminal") == "A  \u200eضعف\u200f\u200e"
    know(["ضعف", "قانون"])
    seen = ordered(show("ضعف, قانون").plain, "terminal")
    assert seen == "\u200e\u200eضعف\u200f\u200e, \u200eقانون\u200f\u200e\u200e"


def test_without_the_packages_the_terminal_is_left_to_it(monkeypatch):
    placed.cache_clear()
    monkeypatch.setattr(ordering, "possible", lambda: False)
    try:
        assert ordered("ضعف", "visual") == ordered("ضعف", "terminal")
    finally:
        placed.cache_clear()


def test_a_style_goes_where_its_letters_go():
    bold, plain = Style(bold=True), Style()
    line = [Segment("1  ", plain), Segment("ضعف", bold), Segment(" قانون", plain), Segment("  █", bold)]
    written = RightToLeft("visual").apply(line, None)
    assert [(segment.text, segment.style) for segment in written] == [
        ("1  " + ordered("قانون", "visual") + " ", plain),
        (ordered("ضعف", "visual") + "  █", bold),
    ]


def test_lines_without_such_letters_and_lines_from_below_are_left_as_they_are():
    latin = [Segment("Policy  █ 12", Style())]
    assert RightToLeft("visual").apply(latin, None) is latin
    done = [Segment(ordered("ضعف", "visual"), Style())]
    assert RightToLeft("visual").apply(done, None) is done


def test_all_names_of_a_panel_are_known(tmp_path):
    from persian import CHALLENGES, QUESTION, SOLUTIONS, TITLE, persian

    from criteria.files import read_panel

    names = names_of(read_panel(persian(tmp_path)))
    assert {TITLE, QUESTION, *CHALLENGES.values(), *SOLUTIONS.values(), "وزارت بهداشت", "کارشناس"} <= set(names)
