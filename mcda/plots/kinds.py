"""Which figure draws which result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from mcda.plots.acceptability import of_report
from mcda.plots.gantt import of_plan
from mcda.plots.reversals import of_reversals
from mcda.plots.sobol import of_variance
from mcda.plots.specification_curve import of_specifications
from mcda.plots.stability import of_intervals
from mcda.plots.sweep_lines import of_sweep
from mcda.plots.tornado import of_tornado
from mcda.results.base import Result
from mcda.results.plan import Plan
from mcda.results.reversals import ReversalReport
from mcda.results.sensitivity import SensitivityReport
from mcda.results.specifications import Specifications
from mcda.results.sweep import Sweep
from mcda.results.tornado import TornadoReport
from mcda.results.variance import Variance

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS: Mapping[str, tuple[type[Any], Callable[[Any], Figure]]] = {
    "acceptability": (SensitivityReport, of_report),
    "stability": (SensitivityReport, of_intervals),
    "tornado": (TornadoReport, of_tornado),
    "reversals": (ReversalReport, of_reversals),
    "specification-curve": (Specifications, of_specifications),
    "sobol": (Variance, of_variance),
    "sweep": (Sweep, of_sweep),
    "gantt": (Plan, of_plan),
}
"""Word -> the result that it draws, and how. The first of a result's kinds is the one that it has unless asked."""


def figure_of(result: Result, kind: str | None = None) -> Figure:
    """The figure of a result.

    Parameters
    ----------
    result : Result
    kind : str, optional
        One of KINDS; the first that draws such a result if left out.

    Raises
    ------
    ValueError
        For an unknown kind, one that draws other results, a result that none draws, or one that lacks what is drawn,
        such as a report without intervals.
    """
    fitting = [name for name, (drawn, _) in KINDS.items() if isinstance(result, drawn)]
    if kind is not None and kind not in KINDS:
        raise ValueError(f"plot '{kind}' is not known: allowed are {', '.join(KINDS)}")
    if not fitting or (kind is not None and kind not in fitting):
        can = f"it can be drawn as {', '.join(fitting)}" if fitting else f"there are {', '.join(KINDS)} of others"
        raise ValueError(f"there is no plot{f' {kind!r}' if kind else ''} of a {type(result).__name__}: {can}")
    return KINDS[kind or fitting[0]][1](result)
