"""Ballots for tests: made by the command, filled in and damaged as people and programs do it."""

from __future__ import annotations

import re

from openpyxl import load_workbook

from tui.commands.group import run

PAIRS, RATINGS = "Pairs", "Ratings"
ANSWER, COMMENT = {PAIRS: "D", RATINGS: "C"}, "E"
UNSAID = "I cannot say"
_SENTENCE = re.compile(r"([AB]) .*?(?:(\d) times|just) as much as [AB]\.")


def make(folder, into, *options):
    """The ballots of a panel, by panellist."""
    assert run(["ballot", "make", str(folder), "-o", str(into), *options]) == 0
    return {path.name.split("-")[1]: path for path in sorted(into.iterdir())}


def changed(path, change):
    """The ballot after `change(workbook)`."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def asked(book):
    """Number of a question -> the sheet and the line on which it is asked, in the order of the ballot."""
    return {
        cell.value: (title, cell.row)
        for title in ANSWER
        if title in book.sheetnames
        for cell in book[title]["A"]
        if isinstance(cell.value, int)
    }


def put(book, place, answer=None, comment=None):
    """Write an answer, or that somebody cannot say, and a comment where a question is asked."""
    title, line = place
    column = "D" if title == RATINGS and answer == UNSAID else ANSWER[title]
    if answer is not None:
        book[title][f"{column}{line}"] = answer
    if comment is not None:
        book[title][f"{COMMENT}{line}"] = comment


def filled(path, answers, comments=()):
    """The ballot with answers by the numbers of questions, and comments."""
    comments = dict(comments)

    def change(book):
        places = asked(book)
        for number in {**answers, **comments}:
            put(book, places[number], answers.get(number), comments.get(number))

    return changed(path, change)


def meant(sentence):
    """How many times as much A is as B, by a sentence of the ballot; None where somebody cannot say."""
    if sentence == UNSAID:
        return None
    side, times = _SENTENCE.fullmatch(sentence).groups()
    ratio = int(times or 1)
    return ratio if side == "A" else 1 / ratio


def choices(book):
    """The sentences of the first list."""
    return [cell.value for cell in book["Choices"]["A"] if cell.value]


def sentence(book, ratio):
    """The sentence of the list that says so many times."""
    return next(each for each in choices(book) if meant(each) == ratio)
