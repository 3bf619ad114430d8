"""Multi-criteria decision analysis for expert panels: weigh criteria, rank solutions, see how far the panel agrees."""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from criteria import __version__

if TYPE_CHECKING:
    from criteria.faults import Fault, PanelError
    from criteria.files import read_panel
    from mcda import (
        aggregation,
        agreement,
        analysis,
        arrays,
        consistency,
        pairwise,
        priorities,
        ranking,
        roadmap,
        sensitivity,
    )
    from mcda.analysis import (
        AnalysisError,
        audit,
        clusters,
        compare,
        explain,
        glance,
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
        trace,
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
    "audit",
    "clusters",
    "compare",
    "consistency",
    "explain",
    "glance",
    "influence",
    "pairwise",
    "priorities",
    "rank",
    "rank_by",
    "rank_file",
    "ranking",
    "read_panel",
    "reversals",
    "roadmap",
    "rounds",
    "sensitivity",
    "specifications",
    "spreads",
    "sweep",
    "tornado",
    "trace",
    "variance",
    "weights",
    "weights_by",
]

_MODULES = (
    "aggregation",
    "agreement",
    "analysis",
    "arrays",
    "consistency",
    "pairwise",
    "priorities",
    "ranking",
    "roadmap",
    "sensitivity",
)
_QUESTIONS = ("agreement", "consistency", "roadmap", "sensitivity")
"""Modules that can be asked of a panel too."""

_HOMES = {
    "DisconnectedError": "mcda.priorities",
    "Fault": "criteria.faults",
    "PanelError": "criteria.faults",
    "read_panel": "criteria.files",
}
"""Name -> the module that it lives in; all others are of `mcda.analysis`."""


class _Question(ModuleType):
    """A module of the engine that can be asked of a panel too: mcda.agreement(panel), mcda.agreement.consensus(...)."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """The analysis of the module's name."""
        from mcda import analysis

        return getattr(analysis, self.__name__.rpartition(".")[2])(*args, **options)


class _Package(ModuleType):
    """This package: what it offers is loaded when it is asked for, and modules of _QUESTIONS become questions."""

    def __getattr__(self, name: str) -> Any:
        """Something of the package, its module loaded now: a ranking needs few of them."""
        if name in _MODULES:
            return import_module(f"mcda.{name}")
        if name not in __all__:
            raise AttributeError(f"module 'mcda' has no attribute '{name}'")
        return getattr(import_module(_HOMES.get(name, "mcda.analysis")), name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _QUESTIONS and isinstance(value, ModuleType):
            value.__class__ = _Question
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        """All there is to ask for."""
        return __all__


sys.modules[__name__].__class__ = _Package
