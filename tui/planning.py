"""A plan, found while the screen goes on: the steps at once, how sure they are by more and more draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tui.doubt import STAGES, StoppedError, in_turn, turn
from tui.room import Missing

if TYPE_CHECKING:
    from mcda.analysis import Planner
    from mcda.results.plan import Plan

Planned: TypeAlias = "Plan | Missing"

_quick_turn = Lock()
"""One plan is found at a time: of those that wait while a key is held, all but the newest are stopped."""


class Asked(NamedTuple):
    """What a plan is asked for."""

    budget: float | None
    """None for the panel's."""
    pins: tuple[tuple[str, bool], ...] = ()
    """(Step, whether it must be chosen or must not), sorted."""


def plans(planner: Planner, asked: Asked, stopped: Callable[[], bool]) -> Iterator[Planned]:
    """The plan without draws, then with more and more, the last as many as `mcda roadmap` makes; or what is missing.

    Ends once `stopped` says so.
    """
    from mcda.analysis import AnalysisError
    from mcda.roadmap import UnsolvedError

    def told(_done: int, _total: int) -> None:
        if stopped():
            raise StoppedError

    pins = dict(asked.pins)
    draws = 0
    try:
        if not in_turn(stopped, _quick_turn):
            return
        try:
            quick = planner.plan(budget=asked.budget, pins=pins, quick=True)
        finally:
            _quick_turn.release()
        yield quick
        usual = planner.usual_draws(asked.budget, pins)
        for draws in sorted({*(stage for stage in STAGES if stage < usual), usual}):
            if not in_turn(stopped, turn):
                return
            try:
                found = planner.plan(budget=asked.budget, pins=pins, draws=draws, progress=told)
            finally:
                turn.release()
            yield found
    except StoppedError:
        return
    except (AnalysisError, UnsolvedError) as error:
        yield str(error)
