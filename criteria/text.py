"""What may stand in an id, a name, a comment and a number; the one place where text from files is cleaned."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

NAME_LENGTH = 200
UNREADABLE = "?"
"""Begins the stand-in of an id that could not be read, which no message offers."""
COMMENT_LENGTH = 10_000

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u115f\u1160\u180e\u200b\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e007f]"
)
RIGHT_TO_LEFT = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
"""A character of a script that is written from right to left, as a pattern."""
_NON_JOINER = re.compile(r"\u200c")
_PERSIAN_JOIN = re.compile(r"(?<=[\u0620-\u06ff])\u200c(?=[\u0620-\u06ff])")
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\0＝＋－＠]")

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٫", "01234567890123456789.")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}[-. ]?[A-Za-z]{3}|[A-Za-z]{3}[-. ]?\d{1,2}"
)


def visible(text: str) -> str:
    """The text with every control, direction and invisible character written out, fit for any terminal."""

    def shown(match: re.Match[str]) -> str:
        code = ord(match.group())
        return f"\\x{code:02x}" if code < 0x100 else f"<U+{code:04X}>"

    for pattern in (_CONTROL, _BIDI, _INVISIBLE):
        text = pattern.sub(shown, text)
    return text


def inert(text: str) -> str:
    """The text with what a terminal would obey written out; lines, tabs and what joins letters stay."""
    kept = re.split(r"([\n\t\u200c\u200d])", text)
    return "".join(part if part in ("\n", "\t", "\u200c", "\u200d") else visible(part) for part in kept)


def quoted(text: str, limit: int = 60) -> str:
    """The text as a message quotes it: visible, between quotes, cut when it is long."""
    return f"'{visible(text if len(text) <= limit else text[: limit - 1] + '…')}'"


def identifier_fault(text: str) -> str | None:
    """Why the text cannot be an id, or None if it can."""
    folded = text.casefold()
    if not _ID.fullmatch(folded):
        return f"{quoted(text)} is no id: allowed are 1 to 64 of a-z, 0-9, '.', '_', '-', the first a letter or digit"
    if folded.endswith(".") or folded.split(".")[0] in _RESERVED:
        return f"{quoted(text)} is no id: it ends in a dot or is a name that some systems reserve for devices"
    return None


def clean_name(text: str) -> str:
    """The name trimmed and in Unicode's composed form (NFC)."""
    return unicodedata.normalize("NFC", text.strip())


def name_fault(text: str) -> str | None:
    """Why the text cannot be a name, or None if it can."""
    if not text.strip():
        return "the name is empty: write at least one visible character"
    if len(text) > NAME_LENGTH:
        return f"{quoted(text)} has {len(text)} characters: allowed are {NAME_LENGTH}"
    if match := _CONTROL.search(text):
        return f"{quoted(text)} holds the control character {visible(match.group())}: names are one line of plain text"
    if match := _BIDI.search(text):
        return f"{quoted(text)} holds U+{ord(match.group()):04X}, which turns the direction of text: leave it out"
    stray = _INVISIBLE.search(text) or _NON_JOINER.search(_PERSIAN_JOIN.sub("", text))
    if stray:
        return f"{quoted(text)} holds the invisible character U+{ord(stray.group()):04X}: leave it out"
    return None


def comment_fault(text: str) -> str | None:
    """Why the text cannot be a comment or a description, or None if it can. They are kept to the letter."""
    if len(text) > COMMENT_LENGTH:
        return f"the text has {len(text)} characters: allowed are {COMMENT_LENGTH}"
    if match := _SURROGATE.search(text):
        return f"the text holds {visible(match.group())}, half of a character, which no file can hold: leave it out"
    return None


def alike(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like the given one, whatever its case; None if none is much like it."""
    from difflib import get_close_matches

    by_fold = {each.casefold(): each for each in known}
    close = get_close_matches(word.casefold(), list(by_fold), n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the known word that is most like the given one, or at all of them when there are few."""
    words = [word for word in known if word and not word.startswith(UNREADABLE)]
    if close := alike(word, words):
        return f"did you mean '{close}'?"
    if not words:
        return "none is known"
    return f"known are {', '.join(words[:12])}" + (f" and {len(words) - 12} more" if len(words) > 12 else "")


def number_fault(text: str, decimal: str = ".", may_be_empty: bool = True, in_table: bool = True) -> str:
    """Why the text is no number, with the cure where the cause can be guessed.

    In a table the decimal sign is that of the settings, and a cell may be empty or not; elsewhere it is a point.
    """
    western = text.translate(_DIGITS).strip()
    if decimal == "," and "." in western and _NUMBER.fullmatch(western):
        return (
            f"{quoted(text)} has a decimal point: write {western.replace('.', ',')}, "
            "or take 'decimal: \",\"' out of the settings of panel.yaml"
        )
    if _NOT_FINITE.fullmatch(western) or _NUMBER.fullmatch(western.replace(",", ".") if decimal == "," else western):
        cure = "leave the cell empty where nothing was answered" if may_be_empty else "every cell needs one"
        return f"{quoted(text)} is not a finite number: {cure if in_table else 'write one'}"
    if _NUMBER.fullmatch(western.replace(",", ".")):
        cure = f"write {western.replace(',', '.')}"
        also = ", or put 'decimal: \",\"' into the settings of panel.yaml" if in_table else ""
        return f"{quoted(text)} has a decimal comma: {cure}{also}"
    if in_table and _DATE.fullmatch(text.strip()):
        return f"{quoted(text)} is no number but a date: a spreadsheet may have turned 1/3 into it"
    return f"{quoted(text)} is no number: allowed are numbers such as 3, 0{decimal}25 or 2{decimal}5e-1"


def western(text: str) -> str:
    """The text with Persian and Arabic digits as Western ones."""
    return text.translate(_DIGITS)


def read_number(text: str, decimal: str = ".") -> float | None:
    """The number that the text writes, in Western, Persian or Arabic digits; None if it is no finite number."""
    text = text.strip()
    if decimal == ",":
        text = text.replace(",", ".") if "." not in text else "?"
    if not text.isascii():
        text = text.translate(_DIGITS)
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if abs(value) != float("inf") else None


def read_ratio(text: str, decimal: str = ".") -> float | None:
    """The ratio that the text writes as a number or as a fraction (1/3); None if it is neither."""
    above, slash, below = text.partition("/")
    if not slash:
        return read_number(text, decimal)
    numerator, denominator = read_number(above, decimal), read_number(below, decimal)
    if numerator is None or denominator is None or denominator == 0:
        return None
    return numerator / denominator


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def right_to_left(texts: Iterable[str]) -> bool:
    """Whether most of the letters are of a script that is written from right to left."""
    directions = [unicodedata.bidirectional(character) for text in texts for character in text]
    return sum(each in ("R", "AL") for each in directions) > sum(each == "L" for each in directions)
