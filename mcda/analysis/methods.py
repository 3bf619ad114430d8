"""Every method that a panel can name, with what it does and where it was printed."""

from __future__ import annotations

from criteria.panel import Settings
from mcda.consistency import RANDOM_INDICES
from mcda.ranking import RANKING_METHODS
from mcda.results.methods import Method, Methods

_PRIORITIES = {
    "geometric-mean": (
        "Logarithmic least squares; the geometric mean of each row where nothing is missing.",
        "Crawford & Williams (1985), J. Math. Psychol. 29; Bozóki, Fülöp & Rónyai (2010), Math. Comput. Modelling 52",
    ),
    "eigenvector": (
        "The principal right eigenvector, missing pairs completed as lambda-max does.",
        "Saaty (1977), J. Math. Psychol. 15",
    ),
    "harker": (
        "The eigenvector with missing pairs left out and their number on the diagonal.",
        "Harker (1987), Mathematical Modelling 9(11)",
    ),
    "lambda-max": (
        "The eigenvector after missing pairs are filled so that lambda max is smallest.",
        "Bozóki, Fülöp & Rónyai (2010), Math. Comput. Modelling 52",
    ),
}
_AGGREGATIONS = {
    "aij": (
        "Judgements are pooled at each node, then priorities are found.",
        "Aczél & Saaty (1983), J. Math. Psychol. 27",
    ),
    "aip": (
        "Each panellist's priorities at each node, then their geometric mean.",
        "Forman & Peniwati (1998), EJOR 108",
    ),
    "aip-arithmetic": (
        "Each panellist's priorities at each node, then their arithmetic mean.",
        "Forman & Peniwati (1998), EJOR 108",
    ),
}
_WEIGHTINGS = {
    "declared": ("As `weight` in panel.yaml says.", ""),
    "head": ("The same for each panellist.", ""),
    "organisation": ("The same for each organisation, shared by its panellists.", ""),
    "consistency": ("As declared, times 2 v / (s + v): s the variance of the own judgements, v the panel's.", ""),
}
_GOEPEL = "Goepel (2018), IJAHP 10(3), table 1"
_SCALES = {
    "linear": ("x", "Saaty (1977), J. Math. Psychol. 15"),
    "log": ("log2(x + 1)", f"Ishizaka et al. (2010); {_GOEPEL}"),
    "root": ("sqrt(x)", f"Harker & Vargas (1987); {_GOEPEL}"),
    "inverse-linear": ("9 / (10 - x)", f"Ma & Zheng (1991); {_GOEPEL}"),
    "balanced": ("(9 + x) / (11 - x)", f"Salo & Hämäläinen (1997); {_GOEPEL}"),
    "balanced-n": ("(9 + (n - 1) x) / (9 + n - x) for n items", "Goepel (2019); " + _GOEPEL),
    "adaptive": ("x^(1 + ln(n - 1) / ln 9) for n items", "Goepel (2019); " + _GOEPEL),
    "adaptive-balanced": ("w (n - 1) / (1 - w), w = 1/n + (0.9 - 1/n)(x - 1)/8", "Goepel (2019); " + _GOEPEL),
    "power": ("x^2", f"Harker & Vargas (1987); {_GOEPEL}"),
    "geometric": ("2^(x - 1)", f"Lootsma; {_GOEPEL}"),
}
_NORMALISATIONS = {
    "vector": ("x / ||x||", "Hwang & Yoon (1981)"),
    "minmax": ("(x - min) / (max - min) of the values at hand", ""),
    "max": ("x / max; how cost criteria turn is the method's own", ""),
    "sum": ("x / sum", ""),
    "scale": (
        "(x - low) / (high - low) of the declared scale, with its ends as ideals",
        "García-Cascales & Lamata (2012)",
    ),
}
_RATINGS = {
    "mean": ("The weighted mean of those who rated a cell.", ""),
    "additive": (
        "The mean after each panellist's leniency is taken out by least squares.",
        "Yates (1940), Annals of Eugenics 10",
    ),
}


def methods() -> Methods:
    """The tables of methods as one result."""
    defaults = Settings()
    rows = []
    for kind, default, table in (
        ("priorities", defaults.priorities, _PRIORITIES),
        ("aggregation", defaults.aggregation, _AGGREGATIONS),
        ("weighting", defaults.weighting, _WEIGHTINGS),
        ("scale", defaults.scale, _SCALES),
        ("random-index", defaults.random_index, {name: ("", row.source) for name, row in RANDOM_INDICES.items()}),
        ("ratings", defaults.ratings, _RATINGS),
        ("normalisation", "", _NORMALISATIONS),
        ("method", defaults.method, {name: (row.summary, row.source) for name, row in RANKING_METHODS.items()}),
    ):
        for name, (summary, source) in table.items():
            allowed = RANKING_METHODS[name].normalisations if kind == "method" else ()
            rows.append(
                Method(
                    kind=kind,
                    name=name,
                    default=name == default,
                    normalisations=allowed,
                    summary=summary,
                    source=source,
                )
            )
    return Methods(methods=tuple(rows))
