"""Multi-criteria decision analysis for expert panels: weigh criteria, rank solutions, see how far the panel agrees."""

from types import ModuleType
from typing import Any

from criteria import __version__
from criteria.faults import Fault, PanelError
from criteria.files import read_panel
from mcda import aggregation, agreement, analysis, arrays, consistency, pairwise, priorities, ranking, sensitivity
from mcda.analysis import (
    AnalysisError,
    clusters,
    compare,
    explain,
    influence,
    rank,
    rank_by,
    rank_file,
    reversals,
    rounds,
    specifications,
    spreads,
    sweep,
    tornado,
    variance,
    weights,
    weights_by,
)
from mcda.priorities import DisconnectedError

__all__ = [
    "AnalysisError",
    "DisconnectedError",
    "Fault",
    "PanelError",
    "__version__",
    "aggregation",
    "agreement",
    "analysis",
    "arrays",
    "clusters",
    "compare",
    "consistency",
    "explain",
    "influence",
    "pairwise",
    "priorities",
    "rank",
    "rank_by",
    "rank_file",
    "ranking",
    "read_panel",
    "reversals",
    "rounds",
    "sensitivity",
    "specifications",
    "spreads",
    "sweep",
    "tornado",
    "variance",
    "weights",
    "weights_by",
]


class _Question(ModuleType):
    """A module of the engine that can be asked of a panel too: mcda.agreement(panel), mcda.agreement.consensus(...)."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """The analysis of the module's name."""
        return getattr(analysis, self.__name__.rpartition(".")[2])(*args, **options)


for _module in (agreement, consistency, sensitivity):
    _module.__class__ = _Question
