"""What binds a ballot to its panel, its panellist, its round and its very questions. Against mistakes, not forgery."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import NamedTuple

from criteria.panel import Panel

FORM = "mcda-ballot-1"
"""Of the ballots; each release that lays them out anew counts one up."""
_DIGITS = 12
_TOKEN = re.compile(rf"{FORM}:([0-9a-f]{{{_DIGITS}}}):([0-9a-f]{{{_DIGITS}}}):([0-9a-f]{{{_DIGITS}}})")


class Token(NamedTuple):
    """Three hashes, so that a ballot that does not fit can be told why."""

    panel: str
    person: str
    """Of the panel, the panellist and the round."""
    questions: str

    def __str__(self) -> str:
        return ":".join((FORM, *self))


def read_token(text: str) -> Token | None:
    """The token that a text writes; None if it is none."""
    found = _TOKEN.fullmatch(text.strip())
    return Token(*found.groups()) if found else None


def of_panel(panel: Panel) -> str:
    """Hash of what makes a panel this one: title, question, and the ids of all that can be asked about."""
    ids = [each.id for each in (*panel.hierarchy, *panel.alternatives)]
    return _hash(panel.title, panel.question, ids)


def of_person(panel: str, panellist: str, round: int) -> str:
    """Hash of a panellist in a round of the panel with that hash."""
    return _hash(panel, panellist, round)


def of_questions(person: str, questions: object) -> str:
    """Hash of the questions, as JSON can write them, to whoever has that hash."""
    return _hash(person, questions)


def _hash(*said: object) -> str:
    return sha256(json.dumps(said).encode()).hexdigest()[:_DIGITS]
