"""Panel -> arrays -> engine -> results: the one door between names and numbers.

Read in this order: `choices` (who and how), `judging` (matrices, priorities), `weighing`, `values`, `scoring`,
`explaining`, `sweeping`, `limiting`, `doubting`, `reversing`, `swinging`, `specifying`, `varying`, `influencing`,
`comparing`; and beside them `checking` (consistency), `agreeing`, `dissenting`, `recurring` (rounds), and
`ranking_files` over `alternatives_file` (alternatives by the million).
"""

from mcda.analysis.agreeing import agreement
from mcda.analysis.checking import consistency
from mcda.analysis.choices import AnalysisError
from mcda.analysis.comparing import compare
from mcda.analysis.dissenting import clusters, spreads
from mcda.analysis.doubting import DOUBT, sensitivity
from mcda.analysis.explaining import explain
from mcda.analysis.influencing import influence
from mcda.analysis.ranking_files import rank_file, ranked_lines
from mcda.analysis.recurring import rounds
from mcda.analysis.reversing import reversals
from mcda.analysis.scoring import rank, rank_by
from mcda.analysis.specifying import specifications
from mcda.analysis.sweeping import sweep
from mcda.analysis.swinging import tornado
from mcda.analysis.varying import variance
from mcda.analysis.weighing import weights, weights_by

__all__ = [
    "DOUBT",
    "AnalysisError",
    "agreement",
    "clusters",
    "compare",
    "consistency",
    "explain",
    "influence",
    "rank",
    "rank_by",
    "rank_file",
    "ranked_lines",
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
