"""How sure an order is, found while the screen goes on: by a few draws at once, then by those of the command."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from math import inf
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from criteria.panel import Panel
from tui.room import Missing

if TYPE_CHECKING:
    from mcda.results.sensitivity import SensitivityReport

STAGES = (1_000, 10_000)
"""How many draws a run makes: the last ones are those of `mcda sensitivity`, seed and all."""
SEED = 0
KEPT = 64
"""Results that are remembered: what was forgotten comes out the same again."""
PATIENCE = 0.05
"""Seconds after which a run that waits for its turn looks whether anybody still wants it."""

Key = TypeVar("Key", bound=Hashable)
Sureness: TypeAlias = "SensitivityReport | Missing"

turn = Lock()
"""One run computes at a time: the screen needs the processor too."""


class StoppedError(Exception):
    """Nobody waits for this run any more."""


def runs(
    panel: Panel, of: str, stopped: Callable[[], bool], shifted: tuple[str, float] | None = None
) -> Iterator[Sureness]:
    """How sure the order is, by more and more draws; what is missing, if it cannot be said.

    Ends once `stopped` says so: before it begins, or within a block of draws of all stages but the first, which is
    short and so is always seen by those who keep a key pressed.
    """
    from mcda import analysis

    def told(_done: int, _total: int) -> None:
        if stopped():
            raise StoppedError

    for draws in STAGES:
        if not in_turn(stopped, turn):
            return
        found: Sureness
        try:
            progress = told if draws != STAGES[0] else None
            found = analysis.sensitivity(panel, of, draws=draws, seed=SEED, shifted=shifted, progress=progress)
        except analysis.AnalysisError as error:
            found = str(error)
        except StoppedError:
            return
        finally:
            turn.release()
        yield found
        if is_final(found):
            return


def in_turn(stopped: Callable[[], bool], turn: Lock) -> bool:
    """Whether it is this run's turn; False if it was stopped while it waited."""
    while not turn.acquire(timeout=PATIENCE):
        if stopped():
            return False
    if stopped():
        turn.release()
        return False
    return True


def is_final(found: Sureness) -> bool:
    """Whether more draws would say no more."""
    return isinstance(found, str) or found.draws == STAGES[-1] or is_moot(found)


def is_moot(report: SensitivityReport) -> bool:
    """Whether the panel leaves nothing to doubt."""
    return set(report.moot) == set(report.doubt)


def _draws(found: Sureness) -> float:
    """How much a result says; what is missing would be missing from any number of draws."""
    return inf if isinstance(found, str) else found.draws


class Doubts(Generic[Key]):
    """What runs have found, by what they were about. What comes late never takes the place of what is newer."""

    def __init__(self) -> None:
        self.latest: Key | None = None
        """What the result that came in last is about."""
        self._found: dict[Key, Sureness] = {}

    def take(self, key: Key, found: Sureness) -> None:
        """Keep a result, unless one of as many draws is there already."""
        known = self._found.pop(key, None)
        self._found[key] = found if known is None or _draws(known) <= _draws(found) else known
        self.latest = key
        while len(self._found) > KEPT:
            del self._found[next(iter(self._found))]

    def get(self, key: Key | None) -> Sureness | None:
        """What is known; None if nothing is yet."""
        return None if key is None else self._found.get(key)

    def late(self, key: Key) -> Key | None:
        """What the result that came in last is about, if nothing is known yet of what is asked for."""
        return None if key in self._found else self.latest

    def wants(self, key: Key) -> bool:
        """Whether a run would say more than is known."""
        found = self._found.get(key)
        return found is None or not is_final(found)
