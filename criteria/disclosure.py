"""What may leave the room: nothing that rests on the answers of fewer than five people. Pure.

A group's figure is a mean of what its members answered, so that the whole panel's and all but one's give a single
answer away. Figures are looked at together: with all that was told before.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias, TypeVar

FEWEST = 5
"""On the answers of at least so many people rests whatever is told, and whatever can be worked out from it."""
FEW = 10
"""Of fewer people figures are told to DIGITS significant digits."""
DIGITS = 2
MOST = 60
"""Different sources that are looked at together; a rank of so many columns of 0 and 1 is the same modulo PRIME."""
PRIME = 2**127 - 1
"""Above every minor of such a matrix (Hadamard's bound: 61^30.5 / 2^60 < 10^37)."""
STEPS = 2000
"""Sets of people that are tried at most."""
Pattern: TypeAlias = tuple[int, ...]
"""For each source 1 if an answer is part of it, else 0."""
Name = TypeVar("Name", bound=Hashable)
Question = TypeVar("Question", bound=Hashable)


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
    Exact for up to MOST different sources; of more it is said that they disclose, and so it is where the search for
    such a combination takes more than STEPS steps. About fewer than two people, that is nobody, they say nothing.
    """
    told = [source for source in dict.fromkeys(sources) if source]
    if fewest < 2:
        return False
    if len(told) > MOST:
        return True
    together: dict[Pattern, set[str]] = {}
    for given in frozenset().union(*told):
        pattern = tuple(int(given in source) for source in told)
        together.setdefault(pattern, set()).add(given.panellist)
    return _rests_on_few(frozenset((row, frozenset(people)) for row, people in together.items()), fewest)


def tellable(
    told: Mapping[Question, Sequence[Source]],
    wanted: Mapping[Name, Mapping[Question, Source]],
    fewest: int = FEWEST,
) -> tuple[Name, ...]:
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
    tuple
        Names, in the order of `wanted`. Where one is left out because of its size, so is the next-smallest if the
        whole without the others would give the first away.
    """
    so_far: dict[Question, list[Source]] = {question: list(sources) for question, sources in told.items()}

    def people(name: Name) -> int:
        return len({given.panellist for source in wanted[name].values() for given in source})

    chosen: set[Name] = set()
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


@lru_cache(maxsize=4096)
def _rests_on_few(rows: frozenset[tuple[Pattern, frozenset[str]]], fewest: int) -> bool:
    """Whether a combination of the columns is not zero in the rows of some, fewer than so many, people only."""
    # Those that most people share come first: they are in every base, and nobody branches on them.
    ordered = sorted(((row, people) for row, people in rows), key=lambda each: (-len(each[1]), each[0]))
    whole = len(_base(ordered))
    seen: set[frozenset[str]] = set()

    def found(touched: frozenset[str]) -> bool:
        """Whether such a combination rests on those people and perhaps further ones."""
        if touched in seen:
            return False
        seen.add(touched)
        left = [(row, people - touched) for row, people in ordered if not people <= touched]
        base = _base(left)
        if len(base) < whole or len(seen) > STEPS:
            return True
        spare = fewest - 1 - len(touched)
        # A combination that is zero in a whole base is zero: it touches somebody in each of several bases.
        needed, others, next_base = 0, left, base
        while len(next_base) == whole and needed <= spare:
            needed += min(len(people) for _, people in next_base)
            used = frozenset().union(*(people for _, people in next_base))
            others = [(row, people) for row, people in others if not people & used]
            next_base = _base(others)
        return needed <= spare and any(found(touched | people) for _, people in base if len(people) <= spare)

    return whole > 0 and found(frozenset())


def _base(rows: Iterable[tuple[Pattern, frozenset[str]]]) -> list[tuple[Pattern, frozenset[str]]]:
    """The first rows of which none is a combination of the others, modulo PRIME."""
    base: list[tuple[Pattern, frozenset[str]]] = []
    reduced: list[tuple[int, list[int]]] = []
    for row, people in rows:
        rest = list(row)
        for pivot, by in reduced:
            if factor := rest[pivot]:
                rest = [(number - factor * other) % PRIME for number, other in zip(rest, by, strict=True)]
        leading = next((place for place, number in enumerate(rest) if number), None)
        if leading is not None:
            inverse = pow(rest[leading], -1, PRIME)
            reduced.append((leading, [number * inverse % PRIME for number in rest]))
            base.append((row, people))
            if len(base) == len(row):
                break
    return base
