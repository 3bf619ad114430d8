"""Lines with letters that run from right to left, as a terminal needs them; their columns stay as they are.

A line is made of pieces that stand side by side: names, numbers, bars. Each piece is put in order by itself, so that
nothing ever changes places with what stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional, combining

from tui.direction import Way, possible
from tui.names import CLOSE, OPEN
from tui.names import RIGHT_TO_LEFT as LETTER

if TYPE_CHECKING:
    from arabic_reshaper import ArabicReshaper

LEFT_MARK, RIGHT_MARK = "\u200e", "\u200f"
"""A letter of either direction without a look: a terminal joins nothing across it."""
UNSEEN = "\u200c\u200d" + OPEN + CLOSE
"""What joins letters or keeps them apart, of no use once they are shaped; our own marks."""
STAND_IN = "\ufffc"
"""For a text of its own, while what is around it is put in order."""
DRAWN = "\u2194\u2500-\u25ff\u2800-\u28ff"
"""Lines, blocks, bars, dots, signs."""
BETWEEN = re.compile(
    f"(?<![.!?؟])  +|   +| *[{DRAWN}][{DRAWN} ]*| · |(?<=\\S…) |(?<=[A-Za-z]): (?=[\u0590-\u08ff{OPEN}])|^ | $"
)
"""What stands between two pieces of a line; two blanks behind a full stop only stand between two sentences."""
EDGE = re.compile(f"[ {DRAWN}]*")
ISOLATE = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")
LAM_ALEF = {
    lam + alef: chr(ligature + place)
    for alef, ligature in (("\ufe82", 0xFEF5), ("\ufe84", 0xFEF7), ("\ufe88", 0xFEF9), ("\ufe8e", 0xFEFB))
    for place, lam in enumerate(("\ufedf", "\ufee0"))
}
"""Shaped lam and alef -> the one letter that they are written as."""
BRACKETS = {"(": ")", "[": "]", "{": "}", "［": "］"}
"""What opens -> what closes."""

Placed = tuple[str, int]
"""A character, perhaps with marks on it, and where in the line it comes from."""


def ordered(line: str, way: Way) -> str:
    """The line as the terminal needs it."""
    return "".join(character for character, place in placed(line, way)) if LETTER.search(line) else line


@lru_cache(maxsize=4096)
def placed(line: str, way: Way) -> tuple[Placed, ...]:
    """The line as the terminal needs it, each character with where in the line it comes from."""
    characters = _closed(line)
    text = "".join(character for character, place in characters)
    # Within a text of its own nothing stands between pieces; its first character shows that one begins.
    covered = ISOLATE.sub(lambda found: OPEN + "x" * (len(found[0]) - 1), text)
    put = _by_us if way == "visual" and possible() else _by_terminal
    written: list[Placed] = []
    start = 0
    for between in BETWEEN.finditer(covered):
        written += put(characters[start : between.start()])
        written += characters[between.start() : between.end()]
        start = between.end()
    return tuple(written + put(characters[start:]))


def _closed(line: str) -> list[Placed]:
    """The line's characters; what began on the line before begins here, and what ends on the next one ends here."""
    characters = [(character, place) for place, character in enumerate(line)]
    opened, closed = line.find(OPEN), line.find(CLOSE)
    if line.rfind(OPEN) > line.rfind(CLOSE):
        end = len(line) - len(EDGE.match(line[::-1])[0])  # type: ignore[index]
        characters.insert(end, (CLOSE, end - 1))
    if closed >= 0 and (opened < 0 or closed < opened):
        start = len(EDGE.match(line)[0])  # type: ignore[index]
        characters.insert(start, (OPEN, start))
    return characters


def _base(text: str) -> str:
    """Which way a piece runs: as most of its letters do that are not in a text of its own."""
    directions = [bidirectional(character) for character in text]
    right_to_left = sum(each in ("R", "AL") for each in directions)
    return "R" if right_to_left > sum(each == "L" for each in directions) else "L"


def _by_terminal(piece: Sequence[Placed]) -> list[Placed]:
    """The piece for a terminal that shapes and puts in order itself: held together, and apart from its neighbours."""
    text = "".join(character for character, place in piece)
    if not LETTER.search(text):
        return [each for each in piece if each[0] not in (OPEN, CLOSE)]
    # A full stop or a bracket at the end of a text goes with it if a letter of its direction follows.
    marks = {OPEN: LEFT_MARK, CLOSE: RIGHT_MARK + LEFT_MARK}
    begin, end = LEFT_MARK, LEFT_MARK
    if _base(ISOLATE.sub("", text)) == "R":
        marks, end = dict.fromkeys(marks, ""), RIGHT_MARK + LEFT_MARK
    written = [(begin, piece[0][1]), *((marks.get(character, character), place) for character, place in piece)]
    return [*written, (end, piece[-1][1])]


def _by_us(piece: Sequence[Placed]) -> list[Placed]:
    """The piece for a terminal that writes what it is given from left to right; filled up where two letters are one."""
    text = "".join(character for character, place in piece)
    if not LETTER.search(text):
        return [each for each in piece if each[0] not in (OPEN, CLOSE)]
    outside: list[Placed] = []
    isolates: dict[int, list[Placed]] = {}
    end = 0
    for found in ISOLATE.finditer(text):
        place = piece[found.start()][1]
        outside += [*piece[end : found.start()], (STAND_IN, place)]
        isolates[place] = _in_order(piece[found.start(1) : found.end(1)], _base(found[1]))
        end = found.end()
    outside += piece[end:]
    written: list[Placed] = []
    for character, place in _in_order(outside, _base("".join(character for character, place in outside))):
        written += isolates.get(place, []) if character == STAND_IN else [(character, place)]
    columns = sum(not _is_unseen(character) for character, place in piece)
    return [*written, *[(" ", piece[-1][1])] * (columns - len(written))]


def _is_unseen(character: str) -> bool:
    return character in UNSEEN or combining(character) > 0


def _in_order(characters: Sequence[Placed], base: str) -> list[Placed]:
    """Characters as they are written from left to right in a line that runs as `base`, L or R, says.

    Unicode's algorithm (UAX #9) step by step, as python-bidi has it: the whole of it tells where no character has gone.
    """
    from bidi import algorithm

    clusters = _shaped(characters)
    line = algorithm.get_empty_storage()
    line["base_level"], line["base_dir"] = algorithm.PARAGRAPH_LEVELS[base], base
    algorithm.get_embedding_levels([cluster[0] for cluster, place in clusters], line)
    for each, cluster in zip(line["chars"], clusters, strict=True):
        each["cluster"] = cluster
    algorithm.explicit_embed_and_overrides(line)
    algorithm.resolve_weak_types(line)
    _resolve_brackets(line["chars"], base)
    algorithm.resolve_neutral_types(line, debug=False)
    algorithm.resolve_implicit_levels(line, debug=False)
    algorithm.reorder_resolved_levels(line, debug=False)
    algorithm.apply_mirroring(line, debug=False)
    return [(each["ch"] + each["cluster"][0][1:], each["cluster"][1]) for each in line["chars"]]


def _resolve_brackets(characters: Sequence[dict[str, Any]], base: str) -> None:
    """Both brackets of a pair run the same way (rule N0, which python-bidi's steps leave out)."""
    strong = [{"EN": "R", "AN": "R"}.get(each["type"], each["type"]) for each in characters]
    for start, end in _pairs([each["ch"] if each["type"] == "ON" else "" for each in characters]):
        inside = {way for way in strong[start + 1 : end] if way in ("L", "R")}
        if not inside:
            continue
        before = next((way for way in reversed(strong[:start]) if way in ("L", "R")), base)
        way = base if base in inside or before == base else before
        for place in (start, end):
            characters[place]["type"] = strong[place] = way


def _pairs(characters: Sequence[str]) -> list[tuple[int, int]]:
    """The places of brackets that belong together, in the order in which they open."""
    found, opened = [], []
    for place, character in enumerate(characters):
        if character in BRACKETS:
            opened.append((BRACKETS[character], place))
        elif any(character == closing for closing, start in opened):
            while True:
                closing, start = opened.pop()
                if closing == character:
                    found.append((start, place))
                    break
    return sorted(found)


def _shaped(characters: Sequence[Placed]) -> list[Placed]:
    """Letters in the forms in which they join; marks go with their letter, and lam with alef is one letter."""
    text = "".join(character for character, place in characters)
    found: list[Placed] = []
    for shape, (_character, place) in zip(_reshaper().reshape(text), characters, strict=True):
        if shape in UNSEEN:
            continue
        if found and combining(shape):
            found[-1] = found[-1][0] + shape, found[-1][1]
        elif found and (ligature := LAM_ALEF.get(found[-1][0] + shape)):
            found[-1] = ligature, found[-1][1]
        else:
            found.append((shape, place))
    return found


@cache
def _reshaper() -> ArabicReshaper:
    """Shapes each letter by itself, none left out: two letters as one are left to us, who keep count of columns."""
    from arabic_reshaper import ArabicReshaper

    return ArabicReshaper({"delete_harakat": False, "support_ligatures": False, "support_zwj": True})
