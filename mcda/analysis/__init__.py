"""Panel -> arrays -> engine -> results: the one door between names and numbers.

Read in this order: `choices` (who and how), `judging` (matrices, priorities), `weighing`, `values`, `scoring`,
`explaining`, `sweeping`, `limiting`, `doubting`, `planning`, `reversing`, `swinging`, `specifying`, `varying`,
`influencing`, `comparing`; and beside them `checking` (consistency), `agreeing`, `dissenting`, `recurring` (rounds),
`glancing` (these while answers come in), `reporting` (the sheet for journals), `ranking_files` over `alternatives_file`
(alternatives by the million), `auditing` and `auditing_further` over `rederiving` and `checks`, `manifesting`,
`tracing` (what a rank rests on), and `telling` over `releasing` (what the room may know).
A module is loaded when something of it is first asked for: a ranking needs few of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mcda.analysis.agreeing import agreement
    from mcda.analysis.auditing import audit
    from mcda.analysis.checking import consistency
    from mcda.analysis.choices import AnalysisError
    from mcda.analysis.comparing import compare
    from mcda.analysis.dissenting import clusters, spreads
    from mcda.analysis.doubting import DOUBT, sensitivity
    from mcda.analysis.explaining import explain
    from mcda.analysis.glancing import glance
    from mcda.analysis.influencing import influence
    from mcda.analysis.planning import Planner, roadmap
    from mcda.analysis.ranking_files import rank_file, ranked_lines
    from mcda.analysis.recurring import rounds
    from mcda.analysis.reporting import accord
    from mcda.analysis.reversing import reversals
    from mcda.analysis.scoring import rank, rank_by
    from mcda.analysis.specifying import specifications
    from mcda.analysis.sweeping import sweep
    from mcda.analysis.swinging import tornado
    from mcda.analysis.telling import as_if_released, told
    from mcda.analysis.tracing import trace
    from mcda.analysis.varying import variance
    from mcda.analysis.weighing import weights, weights_by
else:

    def __getattr__(name: str) -> Any:
        """Something of the analysis, its module loaded now."""
        if name not in _HOMES:
            raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


__all__ = [
    "DOUBT",
    "AnalysisError",
    "Planner",
    "accord",
    "agreement",
    "as_if_released",
    "audit",
    "clusters",
    "compare",
    "consistency",
    "explain",
    "glance",
    "influence",
    "rank",
    "rank_by",
    "rank_file",
    "ranked_lines",
    "reversals",
    "roadmap",
    "rounds",
    "sensitivity",
    "specifications",
    "spreads",
    "sweep",
    "told",
    "tornado",
    "trace",
    "variance",
    "weights",
    "weights_by",
]

_HOMES = {
    "DOUBT": "doubting",
    "AnalysisError": "choices",
    "accord": "reporting",
    "agreement": "agreeing",
    "as_if_released": "telling",
    "audit": "auditing",
    "clusters": "dissenting",
    "compare": "comparing",
    "consistency": "checking",
    "explain": "explaining",
    "glance": "glancing",
    "influence": "influencing",
    "rank": "scoring",
    "rank_by": "scoring",
    "rank_file": "ranking_files",
    "ranked_lines": "ranking_files",
    "reversals": "reversing",
    "Planner": "planning",
    "roadmap": "planning",
    "rounds": "recurring",
    "sensitivity": "doubting",
    "specifications": "specifying",
    "spreads": "dissenting",
    "sweep": "sweeping",
    "told": "telling",
    "tornado": "swinging",
    "trace": "tracing",
    "variance": "varying",
    "weights": "weighing",
    "weights_by": "weighing",
}
"""Name -> the module that it lives in."""


def __dir__() -> list[str]:
    """All there is to ask for."""
    return __all__
