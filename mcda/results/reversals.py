"""What the order becomes when somebody or something is left out, doubled, joined or made worse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mcda.arrays import IntArray
from mcda.results.base import Meta, Result, heading, judged_by, lock
from mcda.table import Table

TESTS: Mapping[str, str] = {
    "panellist": "left out, with all judgements and ratings",
    "organisation": "left out, with all its members",
    "criterion": "weighs nothing, the others grow in proportion",
    "alternative": "left out",
    "clone": "there twice",
    "newcomer": "joined by a worse copy of itself",
    "worse": "replaced by a worse one, where it is not first",
    "pairs": "all of them scored two at a time",
}
"""What is tried -> what happens to each in turn."""

LISTED = 5
"""So many are named in a sentence; of more, how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one of the tries does to the order of those that can be compared."""

    test: str
    """A word of TESTS."""
    id: str
    """Of whom or what it happens to; empty for `pairs`."""
    name: str
    first: tuple[str, ...]
    """Ids of those who are first then."""
    first_stays: bool
    """Whether they are those who were first, or of the alternatives that are left stood highest."""
    few_stay: bool
    """Whether the first few are the same, in any order among them."""
    order_stays: bool
    """Whether every rank is the same, ties included."""
    reversed: int
    """How many pairs stand the other way round."""
    shift: int
    """By how many ranks one moves at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Where there is no order then, and why."""

    test: str
    id: str
    """Empty where the method refuses the whole test."""
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReversalReport(Result):
    """What the order rests on: what it becomes without each panellist, organisation, criterion and alternative, and
    whether the method lets alternatives that should not matter sway it."""

    of: str
    """`solutions` or `steps`."""
    alternatives: tuple[str, ...]
    """Ids of a alternatives, best first, as `rank` has them."""
    names: tuple[str, ...]
    now: IntArray
    """(a,) ranks to the panel, 1, 2, 2, 4."""
    first: int
    """How many first places are looked at together."""
    changes: tuple[Change, ...]
    """c tries, by test; within one, those that change most first."""
    ranks: IntArray
    """(c, a) what the order becomes; 0 for one that is left out. Of `pairs`, one more than how many are above it."""
    cycles: int | None
    """Triples of alternatives that go round in a circle two at a time; None where pairs were not tried."""
    unanswered: tuple[Unanswered, ...]
    meta: Meta = field(repr=False)

    def __post_init__(self) -> None:
        lock(self.now, self.ranks)

    def of_test(self, test: str) -> tuple[Change, ...]:
        """The tries of one test, those that change most first."""
        return tuple(change for change in self.changes if change.test == test)

    def sentences(self) -> tuple[str, ...]:
        """What changes the first place, the first few and the order, test by test."""
        tried = {test: changes for test in TESTS if (changes := self.of_test(test))}
        return tuple(
            self._pairs(changes[0]) if test == "pairs" else self._tried(test, changes)
            for test, changes in tried.items()
        )

    def _tried(self, test: str, changes: Sequence[Change]) -> str:
        """What one test finds."""
        kind = {"solutions": "solution", "steps": "step"}[self.of]
        one = {
            "panellist": "whichever panellist is left out",
            "organisation": "whichever organisation is left out",
            "criterion": "whichever criterion or theme is left out",
            "alternative": f"whichever {kind} is left out, among the others",
            "clone": f"whichever {kind} is there twice",
            "newcomer": f"whichever {kind} is joined by a worse copy",
            "worse": f"whichever other {kind} becomes worse",
        }[test]
        by = {"clone": "With a second", "newcomer": "With a worse copy of", "worse": "With a worse"}
        count = len(changes)
        taken: dict[tuple[str, ...], list[str]] = {}
        for change in changes:
            if not change.first_stays:
                taken.setdefault(change.first, []).append(change.id)
        if taken:
            lost = sum(map(len, taken.values()))
            takers = "; ".join(
                f"{by.get(test, 'Without')} {_listed(ids)}: {self._called(first)}" for first, ids in taken.items()
            )
            found = f"The first place changes in {lost} of {count}. {takers}."
        else:
            found = f"The first place stays {one} ({count})."
        if lost_ones := [each.id for each in self.unanswered if each.test == test]:
            found += f" There is no order without {_listed(lost_ones)}."
        order = f"he order stays in {sum(change.order_stays for change in changes)}."
        if not 1 < self.first < len(self.alternatives):
            return f"{found} T{order}"
        return f"{found} The first {self.first} stay in {sum(change.few_stay for change in changes)}, t{order}"

    def _pairs(self, change: Change) -> str:
        """What the alternatives are two at a time."""
        said = "Two at a time no three go round in a circle"
        if self.cycles:
            said = f"Two at a time, triples that go round in a circle: {self.cycles}"
        return f"{said}; pairs that stand the other way round than in the whole: {change.reversed}."

    def _called(self, ids: tuple[str, ...]) -> str:
        """The names of those who are first."""
        names = [self.names[self.alternatives.index(id)] for id in ids]
        return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} first"

    def table(self) -> Table:
        """A row a try, by test; those that change most first."""
        columns = ("test", "id", "name", "first", "first_stays", "few_stay", "order_stays", "reversed", "shift")
        options = self.meta["options"]
        method = " ".join(filter(None, (options["method"], options["normalisation"])))
        return Table(
            columns=columns,
            rows=tuple(
                (each.test, each.id, each.name, " ".join(each.first), *(getattr(each, name) for name in columns[4:]))
                for each in self.changes
            ),
            heading=heading(self.meta, f"what the order of {self.of} rests on ({judged_by(self.meta)}, {method})"),
            notes=(
                *(f"{test}: {done}." for test, done in TESTS.items() if self.of_test(test)),
                f"few: the first {self.first}; reversed: pairs the other way round; shift: most ranks one moves by.",
                *self.sentences(),
            ),
            shown=("test", "id", "first", "first_stays", "few_stay", "order_stays", "reversed", "shift"),
            spare=("shift", "order_stays"),
            displayed={
                column: ["yes" if getattr(each, column) else "NO" for each in self.changes]
                for column in ("first_stays", "few_stay", "order_stays")
            },
        )

    def details(self) -> dict[str, Any]:
        """The ranks that each try gives, cycles of pairs, and where there is no order."""
        return {
            "of": self.of,
            "first": self.first,
            "now": dict(zip(self.alternatives, map(int, self.now), strict=True)),
            "ranks": [
                {
                    "test": change.test,
                    "id": change.id,
                    "ranks": {id: int(rank) for id, rank in zip(self.alternatives, ranks, strict=True) if rank},
                }
                for change, ranks in zip(self.changes, self.ranks, strict=True)
            ],
            "cycles": self.cycles,
            "unanswered": [{"test": each.test, "id": each.id, "reason": each.reason} for each in self.unanswered],
            "sentences": list(self.sentences()),
        }


def _listed(ids: Sequence[str]) -> str:
    """The first few ids, and how many more."""
    parts = [*ids[:LISTED], f"{len(ids) - LISTED} more"] if len(ids) > LISTED else list(ids)
    return " or ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
