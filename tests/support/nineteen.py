"""A panel of nineteen whose answers are attacked by differences, and what happens in its journal."""

from __future__ import annotations

import itertools
import random

import numpy as np
from panels import compare, rate, write

import mcda
from criteria.events import Action, Kind
from criteria.files import read_files
from criteria.journal import Journal, read_log
from criteria.telling import to_release

PEOPLE = [f"XQ{number:02}" for number in range(19)]
SCALE = [*(1 / ratio for ratio in range(9, 1, -1)), *range(1, 10)]
STEPS = np.log(np.array(SCALE))
REGIONS = "north south"
"""Of the attribute: ten and nine, cut across organisations and roles."""


def organisation(place):
    return "Ministry" if place < 8 else "University" if place < 16 else "Insurer"


def declared(place):
    return {
        "organisation": organisation(place),
        "role": "doctor" if place % 3 else "lawyer",
        "attributes": {"region": REGIONS.split()[place % 2]},
    }


def made(folder, seed=4, **said):
    """Nineteen panellists, three organisations, two roles and regions; all compared a, b and c and rated x and y."""
    rng = random.Random(seed)
    judgements = [compare(who, "goal", "a b c", [rng.choice(SCALE) for _ in range(3)]) for who in PEOPLE]
    ratings = [
        rate(who, "a b c", {name: " ".join(str(rng.randint(0, 10)) for _ in range(3)) for name in "xy"})
        for who in PEOPLE
    ]
    return write(
        folder,
        criteria="a b c",
        solutions="x y",
        scale={"min": 0, "max": 10},
        panellists={who: declared(place) for place, who in enumerate(PEOPLE)},
        judgements=judgements,
        ratings=ratings,
        **said,
    )


def happens(folder, *actions):
    """The actions in the folder's journal, a release as the command writes it."""
    journal = Journal(folder)
    for action in actions:
        if isinstance(action, tuple):
            action = to_release(read_files(folder), read_log(folder).events, action)
        journal.append([action])
    journal.close()


def opened(round):
    return Action(kind=Kind.OPENED, round=round)


def closed(round):
    return Action(kind=Kind.CLOSED, round=round)


def logs(shares):
    """Logarithms around their mean: of a panel's they are the mean of its members' own."""
    logarithms = np.log(np.array(shares))
    return logarithms - logarithms.mean()


def recovered(vectors, secrets, digits):
    """How many of the panellists' own vectors some pair of sets gives away: expert = G^m / H^(m - 1), of sets."""
    given = set()
    for (_, ours, one), (_, theirs, other) in itertools.permutations(vectors, 2):
        if np.isnan([*one, *other]).any():
            continue
        total, rest = len(ours) * logs(np.round(one, digits)), len(theirs) * logs(np.round(other, digits))
        for who, secret in secrets.items():
            # A single answer, or the difference that a changed answer makes.
            for guess in (total - rest, total + rest):
                if np.abs(guess - secret).max() < 0.05:
                    given.add(who)
    return given


def own(panel):
    """Panellist -> own weights, as logarithms around their mean."""
    return {who: logs([mcda.weights(panel, panellists=[who])[id] for id in "abc"]) for who in PEOPLE}
