"""How much the panellists agree, beside what chance would give; where they do not, and who is with whom."""

from mcda.agreement.concordance import (
    CONCORDANCE_WORDS,
    PERMUTATIONS,
    TIE,
    KendallW,
    average_ranks,
    concordance_word,
    kendall_w,
)
from mcda.agreement.consensus import WORDS, chance, consensus, homogeneity, word
from mcda.agreement.shift import SETTLED, Shift, settled, shift
from mcda.agreement.similarity import Clusters, clusters, divergence, silhouette, similarity
from mcda.agreement.split import Chance, Split, split, split_by_chance
from mcda.agreement.spread import Spread, spread

__all__ = [
    "CONCORDANCE_WORDS",
    "PERMUTATIONS",
    "SETTLED",
    "TIE",
    "WORDS",
    "Chance",
    "Clusters",
    "KendallW",
    "Shift",
    "Split",
    "Spread",
    "average_ranks",
    "chance",
    "clusters",
    "concordance_word",
    "consensus",
    "divergence",
    "homogeneity",
    "kendall_w",
    "settled",
    "shift",
    "silhouette",
    "similarity",
    "split",
    "split_by_chance",
    "spread",
    "word",
]
