"""The words that choose a method, in panel.yaml, on the command line and in Python. The engine holds the methods."""

PRIORITIES = ("geometric-mean", "eigenvector", "harker", "lambda-max")
AGGREGATIONS = ("aij", "aip", "aip-arithmetic")
WEIGHTINGS = ("declared", "head", "organisation", "consistency")
SCALES = (
    "linear",
    "log",
    "root",
    "inverse-linear",
    "balanced",
    "balanced-n",
    "adaptive",
    "adaptive-balanced",
    "power",
    "geometric",
)
RANDOM_INDICES = ("alonso-lamata", "saaty-1980", "saaty-2005", "donegan-dodd")
NORMALISATIONS = ("vector", "minmax", "max", "sum", "scale")
METHODS = (
    "topsis",
    "weighted-sum",
    "weighted-product",
    "vikor",
    "promethee-ii",
    "copras",
    "edas",
    "aras",
    "mabac",
    "marcos",
    "waspas",
    "cocoso",
    "codas",
    "moora",
    "spotis",
    "ahp",
    "ahp-ideal",
)
RATINGS = ("mean", "additive")
INTENSITIES = ("any", "integers")
DECIMALS = (".", ",")
