"""Results as figures: arrays and labels -> a matplotlib Figure -> SVG or PNG. Readable in grey, and without a screen.

matplotlib 3.11 or later, an extra of the package, is imported inside the functions.
"""

from mcda.plots.acceptability import rank_acceptability
from mcda.plots.gantt import gantt
from mcda.plots.kinds import KINDS, figure_of
from mcda.plots.reversals import reversals
from mcda.plots.saving import FORMATS, save_plot, svg_of
from mcda.plots.sobol import sobol
from mcda.plots.specification_curve import specification_curve
from mcda.plots.stability import stability
from mcda.plots.style import MADE_UP, require_matplotlib
from mcda.plots.sweep_lines import sweep_lines
from mcda.plots.tornado import tornado

__all__ = [
    "FORMATS",
    "KINDS",
    "MADE_UP",
    "figure_of",
    "gantt",
    "rank_acceptability",
    "require_matplotlib",
    "reversals",
    "save_plot",
    "sobol",
    "specification_curve",
    "stability",
    "svg_of",
    "sweep_lines",
    "tornado",
]
