"""Decision matrix and weights to scores, ranks and ties; NORMALISATIONS and RANKING_METHODS (name -> row)."""

from mcda.ranking.by_pymcdm import aras, cocoso, codas, edas, marcos, spotis, waspas
from mcda.ranking.comparison import LIKENESSES, tau_b, weighted_spearman, ws_coefficient
from mcda.ranking.methods import RANKING_METHODS, RankingMethod
from mcda.ranking.normalisation import NORMALISATIONS, telling_columns
from mcda.ranking.promethee import (
    PREFERENCE_FUNCTIONS,
    Preference,
    PrometheeFlows,
    promethee_flows,
    promethee_ii,
)
from mcda.ranking.ranks import competition_ranks
from mcda.ranking.streamed import STREAMED, streamed_scores
from mcda.ranking.sums import ahp, ahp_ideal, copras, mabac, moora, weighted_product, weighted_sum
from mcda.ranking.topsis import topsis
from mcda.ranking.vikor import Vikor, vikor

__all__ = [
    "LIKENESSES",
    "NORMALISATIONS",
    "PREFERENCE_FUNCTIONS",
    "RANKING_METHODS",
    "STREAMED",
    "Preference",
    "PrometheeFlows",
    "RankingMethod",
    "Vikor",
    "ahp",
    "ahp_ideal",
    "aras",
    "cocoso",
    "codas",
    "competition_ranks",
    "copras",
    "edas",
    "mabac",
    "marcos",
    "moora",
    "promethee_flows",
    "promethee_ii",
    "spotis",
    "streamed_scores",
    "tau_b",
    "telling_columns",
    "topsis",
    "vikor",
    "waspas",
    "weighted_product",
    "weighted_spearman",
    "weighted_sum",
    "ws_coefficient",
]
