"""What may leave the room: nothing that rests on the answers of fewer than five people. Pure.

A group's figure is a mean of what its members answered, so that the whole panel's and all but one's give a single
answer away. Figures are looked at together: with all that was told before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple, TypeAlias

FEWEST = 5
"""On the answers of at least so many people rests whatever is told, and whatever can be worked out from it."""
FEW = 10
"""Of fewer people figures are told to DIGITS significant digits."""
DIGITS = 2


class Given(NamedTuple):
    """A panellist's answer as it went into a figure; another answer in a later round is another one."""

    panellist: str
    answer: str | float


Source: TypeAlias = frozenset[Given]
"""The answers whose mean a figure is."""


def discloses(sources: Iterable[Source], fewest: int = FEWEST) -> bool:
    """Whether figures over those answers, put together, say something about fewer than so many people.

    They do if some linear combination of the sums over the sources is not zero and rests on the answers of fewer than
    `fewest` panellists: a source alone, what a part of it leaves of the whole, the difference of two, and so on.
    """
    told = [source for source in dict.fromkeys(sources) if source]
    together: dict[tuple[int, ...], set[str]] = {}
    for given in frozenset().union(*told):
        pattern = tuple(int(given in source) for source in told)
        together.setdefault(pattern, set()).add(given.panellist)
    small = [pattern for pattern, people in together.items() if len(people) < fewest]
    whole = _rank(together)
    return any(
        _rank(pattern for pattern in together if pattern not in few) < whole
        for count in range(1, min(len(small), fewest - 1) + 1)
        for few in combinations(small, count)
        if len(set().union(*(together[pattern] for pattern in few))) < fewest
    )


def tellable(
    told: Mapping[str, Sequence[Source]], wanted: Mapping[str, Mapping[str, Source]], fewest: int = FEWEST
) -> tuple[str, ...]:
    """Which of several figures may be told beside those told before, the ones that rest on most people first.

    Parameters
    ----------
    told : mapping
        Question -> the sources of the figures about it that were told before.
    wanted : mapping
        Name of a figure -> question -> its source. A figure may be told if none of its questions discloses anything.
    fewest : int
        As in `discloses`.

    Returns
    -------
    tuple of str
        Names, in the order of `wanted`. Where one is left out because of its size, so is the next-smallest if the
        whole without the others would give the first away.
    """
    so_far = {question: list(sources) for question, sources in told.items()}

    def people(name: str) -> int:
        return len({given.panellist for source in wanted[name].values() for given in source})

    chosen = set()
    for name in sorted(wanted, key=people, reverse=True):
        if any(wanted[name].values()) and not any(
            discloses((*so_far.get(question, ()), source), fewest) for question, source in wanted[name].items()
        ):
            chosen.add(name)
            for question, source in wanted[name].items():
                so_far.setdefault(question, []).append(source)
    return tuple(name for name in wanted if name in chosen)


def as_told(value: float, people: int) -> float:
    """A figure as it may be told of so many people: to DIGITS significant digits of fewer than FEW."""
    return float(f"{value:.{DIGITS - 1}e}") if people < FEW else value


def _rank(rows: Iterable[Sequence[int]]) -> int:
    """The rank of a matrix of whole numbers, exactly."""
    left = [[Fraction(number) for number in row] for row in rows]
    rank = 0
    for column in range(len(left[0]) if left else 0):
        pivot = next((row for row in left[rank:] if row[column]), None)
        if pivot is None:
            continue
        left.remove(pivot)
        left.insert(rank, pivot)
        for row in left[rank + 1 :]:
            factor = row[column] / pivot[column]
            if factor:
                row[:] = [number - factor * by for number, by in zip(row, pivot, strict=True)]
        rank += 1
    return rank
