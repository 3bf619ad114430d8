"""Pieces of work taking turns: the shortest time of each, whether their answers agree, and ratios beside targets."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from targets import TARGETS, written

Work = Callable[[], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Something to be timed."""

    prepare: Callable[[], Work]
    """Imports and builds what is needed, untimed; gives what is timed."""
    share: float = 1.0
    """How much of the whole it does. Its time is divided by that, and marked ~."""
    expect: Any = None
    """What it must answer; nothing is compared if None."""
    tolerance: float = 1e-12
    """By how much an answer may differ, absolutely."""


def whole(work: Work, expect: Any = None, tolerance: float = 1e-12) -> Piece:
    """A piece that needs no preparation and does all of it."""
    return Piece(prepare=lambda: work, expect=expect, tolerance=tolerance)


@dataclass
class Report:
    """What a run has found so far; it is told as it comes."""

    quick: bool = False
    stream: Any = field(default_factory=lambda: sys.stdout)
    tables: list[tuple[str, dict[str, float], str, frozenset[str]]] = field(default_factory=list)
    """Title, name -> seconds, whose is one, which are scaled from a slice."""
    figures: dict[str, float] = field(default_factory=dict)
    """A key of TARGETS -> what came out."""
    agreements: list[tuple[str, str, float, float]] = field(default_factory=list)
    """Comparison, who, largest difference, allowed."""
    failures: list[str] = field(default_factory=list)
    """Peers that could not be asked, or did not answer."""
    memory: list[tuple[str, float]] = field(default_factory=list)
    """What was done, megabytes more than before."""
    title: str = ""

    def say(self, text: str = "") -> None:
        """Print a line."""
        print(text, file=self.stream, flush=True)

    def begin(self, title: str) -> None:
        """What follows belongs under this title."""
        self.title = title
        self.say(f"\n{title}")

    def time(self, pieces: Mapping[str, Piece], rounds: int = 9, patience: float = 3.0) -> dict[str, float]:
        """Shortest seconds of each piece for the whole, the pieces taking turns.

        One that breaks is told and left out; one that has taken `patience` seconds in all rests, after its second time
        if that is not long.
        """
        rounds, patience = (3, 0.3) if self.quick else (rounds, patience)
        works: dict[str, Work] = {}
        spent: dict[str, float] = {}
        shortest: dict[str, float] = {}
        for name, piece in pieces.items():
            try:
                works[name] = piece.prepare()
                begin = time.perf_counter()
                answer = works[name]()
                spent[name] = shortest[name] = time.perf_counter() - begin
                if piece.expect is not None:
                    self.agree(name, difference(answer, piece.expect), piece.tolerance)
            except Exception as error:  # whatever a peer raises is its answer
                self.fail(name, error)
                shortest.pop(name, None)
        for number in range(1, rounds):
            for name in shortest:
                if spent[name] < (3 * patience if number == 1 else patience):
                    begin = time.perf_counter()
                    works[name]()
                    seconds = time.perf_counter() - begin
                    spent[name] += seconds
                    shortest[name] = min(shortest[name], seconds)
        return {name: seconds / pieces[name].share for name, seconds in shortest.items()}

    def show(self, times: Mapping[str, float], one: str, scaled: frozenset[str] = frozenset()) -> None:
        """Print a table of times, each beside that of `one`."""
        self.tables.append((self.title, dict(times), one, scaled))
        for name, seconds in times.items():
            ratio = f"{written(seconds / times[one], 'x'):>12}" if one in times else ""
            self.say(f"  {name:<44}{clock(seconds, name in scaled):>12}{ratio}")

    def compare(
        self, pieces: Mapping[str, Piece], one: str, rounds: int = 9, patience: float = 3.0
    ) -> dict[str, float]:
        """Time the pieces and show them."""
        times = self.time(pieces, rounds, patience)
        self.show(times, one, frozenset(name for name in times if pieces[name].share != 1))
        return times

    def reach(self, key: str, figure: float) -> None:
        """Print a figure beside its target."""
        target = TARGETS[key]
        self.figures[key] = figure
        verdict = "reached" if target.reached(figure) else "MISSED"
        self.say(f"  > {target.says}: {written(figure, target.unit)} (target: {target.wish}): {verdict}")

    def agree(self, who: str, largest: float, allowed: float) -> None:
        """Print how far an answer is from what it must be."""
        self.agreements.append((self.title, who, largest, allowed))
        verdict = "" if largest <= allowed else "  DIFFERS"
        self.say(f"  = {who}: largest difference {largest:.1e}, allowed {allowed:.1e}{verdict}")

    def fail(self, who: str, error: object) -> None:
        """Print who could not be asked, and why."""
        kind = f"{type(error).__name__}: " if isinstance(error, Exception) else ""
        reason = (str(error).splitlines() or [""])[0]
        self.failures.append(f"{self.title}: {who}: {kind}{reason}")
        self.say(f"  ! {who}: {kind}{reason}")

    def remember(self, what: str, megabytes: float) -> None:
        """Print how much memory something took."""
        self.memory.append((what, megabytes))
        self.say(f"  {what:<60}{megabytes:>8,.1f} MB")

    @property
    def differing(self) -> list[tuple[str, str, float, float]]:
        """The answers that are further off than allowed."""
        return [each for each in self.agreements if not each[2] <= each[3]]


def fastest(times: Mapping[str, float], *names: str) -> float:
    """The shortest of those that were measured; infinite if none was."""
    return min((times[name] for name in names if name in times), default=float("inf"))


def difference(answer: Any, expected: Any) -> float:
    """The largest absolute difference of two arrays, or of pairs of them; infinite if shapes differ, NaN if one is."""
    if isinstance(expected, tuple):
        return float(np.max([difference(a, b) for a, b in zip(answer, expected, strict=True)]))
    a, b = np.asarray(answer, dtype=float), np.asarray(expected, dtype=float)
    return float(np.abs(a - b).max()) if a.shape == b.shape else float("inf")


def clock(seconds: float, scaled: bool = False) -> str:
    """Seconds in a unit that fits, ~ before what was scaled."""
    unit, size = next(((u, s) for u, s in (("s", 1.0), ("ms", 1e-3)) if seconds >= s), ("us", 1e-6))
    number = seconds / size
    digits = max(3 - len(str(int(number))), 0)
    return f"{'~' if scaled else ''}{number:,.{digits}f} {unit}"
