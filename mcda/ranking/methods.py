"""The table of ranking methods: what a panel may name, what it needs, where it was printed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mcda.arrays import Array, ArrayLike
from mcda.ranking.by_pymcdm import aras, cocoso, codas, edas, marcos, spotis, waspas
from mcda.ranking.promethee import promethee_ii
from mcda.ranking.sums import (
    PRODUCT_NORMALISATIONS,
    SUM_NORMALISATIONS,
    ahp,
    ahp_ideal,
    copras,
    mabac,
    moora,
    weighted_product,
    weighted_sum,
)
from mcda.ranking.topsis import TOPSIS_NORMALISATIONS, topsis
from mcda.ranking.vikor import vikor_score

Scorer = Callable[[ArrayLike, ArrayLike, ArrayLike, str, ArrayLike | None], Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingMethod:
    """One way to rank alternatives, and what it asks of the numbers."""

    name: str
    """Its key in RANKING_METHODS."""
    scorer: Scorer
    """function(values, weights, directions, normalisation, domain); `score` is the way to call it."""
    normalisations: tuple[str, ...]
    """Allowed words, the default first; a single one where the source prescribes it."""
    summary: str
    """One plain sentence."""
    source: str
    """Author, year, journal."""
    needs_positive: bool = False
    """Whether negative values are refused, and zero where the method divides by it."""

    @property
    def normalisation(self) -> str:
        """The normalisation used when none is named."""
        return self.normalisations[0]

    def score(
        self,
        values: ArrayLike,
        weights: ArrayLike,
        directions: ArrayLike,
        normalisation: str | None = None,
        domain: ArrayLike | None = None,
    ) -> Array:
        """Score of each alternative, higher is better, in the method's own units.

        Parameters
        ----------
        values : (a, m) float
            What a alternatives reach under m criteria, each column in its own units.
        weights : (m,) or (draws, m) float
            Non-negative; divided by their sum.
        directions : (m,) of 1 or -1
            1 where more is better, -1 where less is better.
        normalisation : str, optional
            One of `normalisations`.
        domain : (m, 2) float, optional
            Low and high end of each criterion's scale; read by the "scale" normalisation and by no other.

        Returns
        -------
        (a,) or (draws, a) float
            Never NaN; equal rows have equal scores.

        Raises
        ------
        ValueError
            For a normalisation the method cannot use, and whatever the method itself refuses.
        """
        chosen = self.normalisation if normalisation is None else normalisation
        if chosen not in self.normalisations:
            allowed = ", ".join(self.normalisations)
            raise ValueError(f"normalisation {chosen!r} cannot be used with {self.name}: allowed is {allowed}")
        return self.scorer(values, weights, directions, chosen, domain)


def _fixed(function: Callable[[ArrayLike, ArrayLike, ArrayLike], Array]) -> Scorer:
    """A scorer whose normalisation is part of the method."""
    return lambda values, weights, directions, _normalisation, _domain: function(values, weights, directions)


def _product(
    values: ArrayLike, weights: ArrayLike, directions: ArrayLike, normalisation: str, _domain: ArrayLike | None
) -> Array:
    return weighted_product(values, weights, directions, normalisation)


def _spotis(
    values: ArrayLike, weights: ArrayLike, directions: ArrayLike, _normalisation: str, domain: ArrayLike | None
) -> Array:
    return spotis(values, weights, directions, domain)


_ROWS = (
    RankingMethod(
        name="topsis",
        scorer=topsis,
        normalisations=TOPSIS_NORMALISATIONS,
        summary="How close an alternative is to the best values that occur and how far from the worst.",
        source="Hwang & Yoon (1981), Multiple Attribute Decision Making, Springer",
    ),
    RankingMethod(
        name="weighted-sum",
        scorer=weighted_sum,
        normalisations=SUM_NORMALISATIONS,
        summary="The weighted mean of an alternative's normalised values.",
        source="Podvezko (2011), Inzinerine Ekonomika - Engineering Economics 22(2)",
        needs_positive=True,
    ),
    RankingMethod(
        name="weighted-product",
        scorer=_product,
        normalisations=PRODUCT_NORMALISATIONS,
        summary="The weighted geometric mean of an alternative's values, so that one very bad value weighs heavily.",
        source="Triantaphyllou (2000), Multi-criteria Decision Making Methods: A Comparative Study, Kluwer",
        needs_positive=True,
    ),
    RankingMethod(
        name="vikor",
        scorer=_fixed(vikor_score),
        normalisations=("minmax",),
        summary="A compromise between the majority's utility and the largest single regret; shown as 1 - Q.",
        source="Opricovic & Tzeng (2004), European Journal of Operational Research 156(2)",
    ),
    RankingMethod(
        name="promethee-ii",
        scorer=_fixed(promethee_ii),
        normalisations=("none",),
        summary="How much more an alternative beats the others than they beat it, criterion by criterion.",
        source="Brans, Vincke & Mareschal (1986), European Journal of Operational Research 24(2)",
    ),
    RankingMethod(
        name="copras",
        scorer=_fixed(copras),
        normalisations=("sum",),
        summary="Shares of the benefits, plus a share of the costs in inverse proportion to them.",
        source="Podvezko (2011), Inzinerine Ekonomika - Engineering Economics 22(2)",
        needs_positive=True,
    ),
    RankingMethod(
        name="edas",
        scorer=_fixed(edas),
        normalisations=("average",),
        summary="Distances above and below the average alternative.",
        source="Keshavarz Ghorabaee, Zavadskas, Olfat & Turskis (2015), Informatica 26(3)",
        needs_positive=True,
    ),
    RankingMethod(
        name="aras",
        scorer=_fixed(aras),
        normalisations=("sum",),
        summary="The share an alternative reaches of what the optimal one would.",
        source="Zavadskas & Turskis (2010), Technological and Economic Development of Economy 16(2)",
        needs_positive=True,
    ),
    RankingMethod(
        name="mabac",
        scorer=_fixed(mabac),
        normalisations=("minmax",),
        summary="How far an alternative lies above or below the border, the geometric mean of them all.",
        source="Pamučar & Ćirović (2015), Expert Systems with Applications 42(6)",
    ),
    RankingMethod(
        name="marcos",
        scorer=_fixed(marcos),
        normalisations=("max",),
        summary="Utility of an alternative relative to both an ideal and an anti-ideal one.",
        source="Stević, Pamučar, Puška & Chatterjee (2020), Computers & Industrial Engineering 140",
        needs_positive=True,
    ),
    RankingMethod(
        name="waspas",
        scorer=_fixed(waspas),
        normalisations=("max",),
        summary="Half the weighted sum and half the weighted product.",
        source="Zavadskas, Turskis, Antucheviciene & Zakarevicius (2012), Elektronika ir Elektrotechnika 122(6)",
        needs_positive=True,
    ),
    RankingMethod(
        name="cocoso",
        scorer=_fixed(cocoso),
        normalisations=("minmax",),
        summary="A compromise of three appraisals made from a weighted sum and weighted powers.",
        source="Yazdani, Zarate, Zavadskas & Turskis (2019), Management Decision 57(9)",
    ),
    RankingMethod(
        name="codas",
        scorer=_fixed(codas),
        normalisations=("max",),
        summary="Leads in straight-line distance from the worst values, with city-block distance where clear.",
        source="Keshavarz Ghorabaee et al. (2016), Economic Computation and Economic Cybernetics 50(3)",
        needs_positive=True,
    ),
    RankingMethod(
        name="moora",
        scorer=_fixed(moora),
        normalisations=("vector",),
        summary="Weighted benefits minus weighted costs, each column divided by its length.",
        source="Brauers & Zavadskas (2006), Control and Cybernetics 35(2)",
    ),
    RankingMethod(
        name="spotis",
        scorer=_spotis,
        normalisations=("scale",),
        summary="One minus the weighted distance from the ideal point of the declared scales.",
        source="Dezert, Tchamova, Han & Tacnet (2020), IEEE FUSION 2020",
    ),
    RankingMethod(
        name="ahp",
        scorer=_fixed(ahp),
        normalisations=("sum",),
        summary="Shares of each criterion's total, weighted: AHP's distributive mode.",
        source="Saaty (1990), European Journal of Operational Research 48(1)",
        needs_positive=True,
    ),
    RankingMethod(
        name="ahp-ideal",
        scorer=_fixed(ahp_ideal),
        normalisations=("max",),
        summary="Values relative to each criterion's best, weighted and made shares: AHP's ideal mode.",
        source="Belton & Gear (1983), Omega 11(3); Saaty (1994), Interfaces 24(6)",
        needs_positive=True,
    ),
)

RANKING_METHODS: dict[str, RankingMethod] = {row.name: row for row in _ROWS}
"""Name -> row; every score is higher for better."""
