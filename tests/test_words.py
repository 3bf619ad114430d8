"""The words that files and commands allow are the names that the engine knows."""

from __future__ import annotations

import pytest

from criteria import words
from criteria.files.panel_file import SETTING_WORDS
from mcda.aggregation import WEIGHTINGS
from mcda.analysis.methods import methods
from mcda.consistency import RANDOM_INDICES
from mcda.pairwise import SCALES
from mcda.priorities import PRIORITY_METHODS
from mcda.ranking import NORMALISATIONS, RANKING_METHODS
from mcda.ratings import CELL_VALUES


@pytest.mark.parametrize(
    ("allowed", "known"),
    [
        (words.PRIORITIES, PRIORITY_METHODS),
        (words.WEIGHTINGS, WEIGHTINGS),
        (words.SCALES, SCALES),
        (words.RANDOM_INDICES, RANDOM_INDICES),
        (words.METHODS, RANKING_METHODS),
        (words.NORMALISATIONS, NORMALISATIONS),
        (words.RATINGS, CELL_VALUES),
    ],
)
def test_words_are_the_keys_of_a_table(allowed, known):
    assert set(allowed) == set(known)


def test_mcda_methods_lists_every_word_that_chooses_a_method():
    listed = {(row.kind, row.name) for row in methods().methods}
    kinds = {setting.replace("_", "-"): allowed for setting, allowed in SETTING_WORDS.items()}
    expected = {
        (kind, name) for kind, names in kinds.items() for name in names if kind not in ("intensities", "decimal")
    }
    assert listed == expected
    defaults = {row.kind: row.name for row in methods().methods if row.default}
    assert defaults["priorities"] == "geometric-mean"
    assert defaults["random-index"] == "alonso-lamata"
