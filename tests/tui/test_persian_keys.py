"""Whoever has a Persian layout on need not change it: each key has its twin there, each number its digits."""

from __future__ import annotations

import importlib
import pkgutil

import pytest
from textual.binding import Binding
from textual.keys import _character_to_key

import tui.screens
import tui.widgets
from tui.keyboard import as_keys, as_number, as_word, twins
from tui.plain.answers import WORDS, Command, leaves, read_pair, read_rating, typed
from tui.screens.roadmap import fault, number

LAYOUT = dict(zip("qwertyuiopasdfghjklzxcvbn", "ضصثقفغعهخحشسیبلاتنمظطزرذد", strict=True)) | {
    "m": "پئ",
    "F": "إ",
    "?": "؟",
}
"""ISIRI 9147; where Windows has another letter, both."""
SHIFTED = dict(zip("!@#$%^&*", "!٬٫﷼٪×،*", strict=True))
"""What the keys 1 to 8 write with Shift."""
DIGITS = dict(zip("0123456789", zip("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", strict=True), strict=True))


def bindings():
    """Every binding of every screen and widget, and of the app."""
    modules = [importlib.import_module("tui.app")]
    for package in (tui.screens, tui.widgets):
        modules += [
            importlib.import_module(f"{package.__name__}.{each.name}")
            for each in pkgutil.iter_modules(package.__path__)
        ]
    for module in modules:
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == module.__name__:
                yield from (each for each in vars(thing).get("BINDINGS", ()) if isinstance(each, Binding))


def names(characters):
    """The names by which Textual knows keys."""
    return {_character_to_key(character) for character in characters}


def needed(keys):
    """The twins of the keys of a binding, by name."""
    for key in keys:
        if key.lower() in keys and key != key.lower():
            continue
        if key in LAYOUT or key == "question_mark":
            yield from names(LAYOUT["?" if key == "question_mark" else key])
        elif key in DIGITS:
            yield from names(DIGITS[key])
        else:
            yield from (_character_to_key(twin) for latin, twin in SHIFTED.items() if _character_to_key(latin) == key)


def test_each_key_that_is_bound_is_bound_on_a_persian_layout_too():
    found = list(bindings())
    assert len(found) > 100
    lacking = {}
    for binding in found:
        keys = [each.strip() for each in binding.key.split(",")]
        known = {_character_to_key(key) if len(key) == 1 and not key.isascii() else key for key in keys}
        if missing := set(needed(keys)) - known:
            lacking[binding.id] = missing
    assert not lacking


def test_no_twin_is_taken_by_another_binding_of_the_same_screen():
    for package in (tui.screens, tui.widgets):
        for each in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{each.name}")
            for thing in vars(module).values():
                own = [one for one in getattr(thing, "__dict__", {}).get("BINDINGS", ()) if isinstance(one, Binding)]
                keys = [key for binding in own for key in binding.key.split(",")]
                assert len(keys) == len(set(keys)), thing


def test_the_twins_are_those_of_the_layout():
    for latin, persian in LAYOUT.items():
        assert set(persian) <= set(twins(latin)), latin
        if latin.islower():
            assert all(as_keys(each) == latin for each in persian)


@pytest.mark.parametrize(
    "word", [word for words in WORDS.values() for word in words if len(word) == 1 and word in LAYOUT]
)
def test_one_letter_does_the_same_on_both_layouts(word):
    for twin in LAYOUT[word]:
        assert typed(f"{twin} ۱۲", float) == typed(f"{word} ۱۲", float)


@pytest.mark.parametrize("name", WORDS)
def test_each_command_has_a_persian_word_by_which_it_goes(name):
    persian = [word for word in WORDS[name] if len(word) > 1 and not word.isascii()]
    assert persian
    for word in persian:
        assert typed(f"{word} برای من", float) == Command(name, "برای من")
        assert leaves(word) == (name == "quit")


def test_words_are_known_however_they_are_joined_and_from_an_arabic_layout():
    assert typed("نگه‌دار در منطقه من", float) == Command("keep", "در منطقه من")
    assert typed("بعدي", float) == Command("next", "")
    assert typed("نمی‌دانم", float).value is None
    assert as_word("می‌كنيم") == "میکنیم"


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        *(("۳", 3), ("٣", 3), ("الف ۳", 3), ("ش۳", 3), ("برابر", 1), ("۱/۳", 1 / 3)),
        *(("ب۳", 1 / 3), ("ب ۲٫۵", 0.4), ("ذ۲،۵", 0.4)),
    ],
)
def test_pairs_are_answered_in_persian(text, ratio):
    assert read_pair(text, integers=False) == pytest.approx(ratio, rel=1e-12)


def test_ratings_are_given_in_persian():
    from criteria.panel import Scale

    for text in ("۷٫۵", "٧٫٥", "۷،۵", "۷.۵", "۷,۵"):
        assert read_rating(text, Scale(min=0, max=10)) == 7.5
    assert read_rating("۱٬۲۵۰", Scale(min=0, max=2000)) == 1250


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("۱۲۰۰", 1200),
        ("۱٬۲۰۰", 1200),
        ("۱٬۲۰۰٬۰۰۰٫۵", 1200000.5),
        ("۱۲،۵", 12.5),
        (" 40 ", 40),
        ("1e3", 1000),
        ("۰", 0),
    ],
)
def test_budgets_are_typed_in_persian(text, money):
    assert fault(text) is None
    assert number(text) == money


@pytest.mark.parametrize("text", ["", "۱۲،۵۰۰", "1,200", "۱٬۲", "-۳", "nan", "inf", "1_000", "ده"])
def test_what_is_no_budget_or_could_be_two_is_asked_again(text):
    assert fault(text) is not None


def test_thousands_are_only_those_of_three_digits():
    assert as_number("۱٬۲۳۴٬۵۶۷") == "۱۲۳۴۵۶۷"
    assert as_number("۱٬۲۳") == "۱٬۲۳"
