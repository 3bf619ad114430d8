"""What a Persian keyboard writes: the Latin letter on the same key, and numbers with its digits and signs."""

from __future__ import annotations

import re

_LETTERS = "ضصثقفغعهخحشسیيبلاتنمکكظطزرذدئپ", "qwertyuiopasddfghjkl;;zxcvbnmm"
_DIGITS = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789"
_KEYS = str.maketrans("".join((_LETTERS[0], _DIGITS[0])), "".join((_LETTERS[1], _DIGITS[1])))
_SHIFTED = {"إ": "F"}
"""Keys that do something else with Shift than without."""
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_SAME = str.maketrans("يك", "یک", "\u200c")
"""Letters of an Arabic layout for Persian ones, and what may stand between the parts of a word or be left out."""
_THOUSANDS = re.compile(r"(?<=\d)٬(?=\d{3}(?!\d))")
_DECIMAL = str.maketrans("٫،", "..")


def as_keys(text: str) -> str:
    """The text as the same keys write it on a Latin layout, if there is no Latin letter in it.

    For those who forget to change the layout. Digits become Western ones.
    """
    return text if _LATIN.search(text) else text.translate(_KEYS)


def twins(key: str) -> str:
    """What a Persian layout may write where a Latin one writes this letter, digit or question mark."""
    if key == "?":
        return "؟"
    found = [persian for persian, latin in _SHIFTED.items() if latin == key]
    return "".join([*found, *(chr(code) for code, latin in _KEYS.items() if chr(latin) == key)])


def as_word(text: str) -> str:
    """A Persian word as it is looked up: in Persian letters, written together."""
    return text.translate(_SAME)


def as_number(text: str) -> str:
    """The number with a full stop before its decimals and nothing between its thousands; digits stay as they are."""
    return _THOUSANDS.sub("", text.strip()).translate(_DECIMAL)
