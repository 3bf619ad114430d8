"""What to do first, with the money there is: the best set of steps, how sure it is, and the order of its steps."""

from mcda.roadmap.conflicts import Limit, clash, limits_of, only
from mcda.roadmap.enumeration import MOST_SETS, Sets, best_of, contenders, feasible_sets
from mcda.roadmap.frontier import Frontier, frontier, prices_of_needs
from mcda.roadmap.problem import Problem, Synergy, topological
from mcda.roadmap.schedule import Schedule, schedule
from mcda.roadmap.selection import BestSets, best_set, best_sets, regret
from mcda.roadmap.sequence import Order, sequence
from mcda.roadmap.solver import Chosen, UnsolvedError, best_by_solver, phases_of

__all__ = [
    "MOST_SETS",
    "BestSets",
    "Chosen",
    "Frontier",
    "Limit",
    "Order",
    "Problem",
    "Schedule",
    "Sets",
    "Synergy",
    "UnsolvedError",
    "best_by_solver",
    "best_of",
    "best_set",
    "best_sets",
    "clash",
    "contenders",
    "feasible_sets",
    "frontier",
    "limits_of",
    "only",
    "phases_of",
    "prices_of_needs",
    "regret",
    "schedule",
    "sequence",
    "topological",
]
