"""What a typed line means: an answer about a pair or a cell, or something to be done. Digits and keys of any layout."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from criteria.panel import Scale
from criteria.text import quoted, read_number, read_ratio
from tui.keyboard import as_keys, as_number, as_word
from tui.language import _
from tui.sentences import number

STRONGEST = 9
WORDS = {
    "help": ("?", "؟", "h", "help", "راهنما"),
    "comment": ("c", "comment", "نظر"),
    "undo": ("u", "undo", "برگردان"),
    "redo": ("r", "redo", "ازنو"),
    "back": ("back", "قبل", "قبلی"),
    "next": ("next", "n", "بعد", "بعدی"),
    "list": ("list", "l", "فهرست"),
    "go": ("go", "g", "برو"),
    "picture": ("picture", "p", "تصویر"),
    "review": ("review", "مرور"),
    "keep": ("k", "keep", "نگهدار"),
    "who": ("who", "تحویل"),
    "quit": ("q", "quit", "exit", "خروج"),
}
"""What can be done, and the words for it in both languages, whichever is spoken."""
_BY_WORD = {word: name for name, words in WORDS.items() for word in words}
_CANNOT_SAY = {"-", "−", "–", "—", "نمیدانم"}
_EQUAL = {"=", "برابر", "مساوی"}
_PAIR = re.compile(r"(?:(?P<before>[ab])[\s:]*)?(?P<number>[^ab\s]*)(?:[\s:]*(?P<after>[ab]))?")


class UnreadableError(ValueError):
    """A line that says nothing; tells what was found and what is allowed."""


class Answer(NamedTuple):
    """A value, or that the panellist cannot say."""

    value: float | None


class Command(NamedTuple):
    """Something to be done, and what was written behind it."""

    name: str
    rest: str


def typed(line: str, read: Callable[[str], float]) -> Answer | Command:
    """The meaning of a line that is not empty; `read` is what reads a value. Raises UnreadableError."""
    text = line.strip()
    if as_word(text) in _CANNOT_SAY:
        return Answer(None)
    first, _space, rest = text.partition(" ")
    name = _command(first)
    return Answer(read(text)) if name is None else Command(name, rest.strip())


def leaves(line: str) -> bool:
    """Whether the line says that somebody wants to leave."""
    return _command(line) == "quit"


def asks_help(line: str) -> bool:
    """Whether the line asks what can be done."""
    return _command(line) == "help"


def _command(word: str) -> str | None:
    """What a word asks for, in either language or by the keys of another layout."""
    return _BY_WORD.get(as_word(word)) or _BY_WORD.get(as_keys(word).casefold())


def read_pair(text: str, integers: bool) -> float:
    """How many times as important A is as B, by `a3`, `3a`, `3`, `b3`, `=`, `1/3`. Raises UnreadableError."""
    if as_word(text) in _EQUAL:
        return 1.0
    letters = re.sub("^الف|الف$", "a", text)
    letters = re.sub("^ب|ب$", "b", letters)
    found = _PAIR.fullmatch(as_keys(letters).casefold())
    allowed = _("allowed are a3 or 3 (A 3 times), b3 (B 3 times), 1 to 9; = (the same), - (cannot say), ? (help)")
    if found is None or (found["before"] and found["after"]):
        raise UnreadableError(_("{text} is no answer: {allowed}").format(text=quoted(text), allowed=allowed))
    side = found["before"] or found["after"]
    if side and not found["number"]:
        raise UnreadableError(
            _("{text} does not say how many times: write for instance {side}3").format(text=quoted(text), side=side)
        )
    written = as_number(found["number"].replace(",", "."))
    value = read_number(written) if side else read_ratio(written)
    if value is None:
        raise UnreadableError(_("{text} is no answer: {allowed}").format(text=quoted(text), allowed=allowed))
    strong = 1 / value if not side and 0 < value < 1 else value
    if not 1 <= strong <= STRONGEST * (1 + 1e-9):
        raise UnreadableError(_("{text} is off the scale: {allowed}").format(text=quoted(text), allowed=allowed))
    if integers and abs(strong - round(strong)) > 1e-9:
        raise UnreadableError(
            _("{text} is between two steps: this panel takes whole numbers, 1 to 9").format(text=quoted(text))
        )
    strong = min(strong, float(STRONGEST))
    return 1 / strong if side == "b" or (not side and value < 1) else strong


def read_rating(text: str, scale: Scale) -> float:
    """The rating that the text writes, within the scale. Raises UnreadableError."""
    value = read_number(as_number(text.replace(",", ".")))
    low, high = number(scale.min), number(scale.max)
    if value is None:
        said = _("{text} is no rating: allowed are numbers from {low} to {high}, - (cannot say), ? (help)")
    elif not scale.min <= value <= scale.max:
        said = _("{text} is off the scale: allowed are numbers from {low} to {high}, - (cannot say)")
    else:
        return value
    raise UnreadableError(said.format(text=quoted(text), low=low, high=high))
