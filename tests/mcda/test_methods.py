"""The table of methods is whole: every word that a panel may write, its default, what it does and its source."""

import pytest

from criteria import words
from criteria.panel import Settings
from mcda.analysis.methods import methods
from mcda.consistency import RANDOM_INDICES
from mcda.ranking import RANKING_METHODS

KINDS = {
    "priorities": (words.PRIORITIES, "priorities"),
    "aggregation": (words.AGGREGATIONS, "aggregation"),
    "weighting": (words.WEIGHTINGS, "weighting"),
    "scale": (words.SCALES, "scale"),
    "random-index": (words.RANDOM_INDICES, "random_index"),
    "ratings": (words.RATINGS, "ratings"),
    "normalisation": (words.NORMALISATIONS, None),
    "method": (words.METHODS, "method"),
}


def of(kind):
    return [method for method in methods().methods if method.kind == kind]


def test_the_kinds_are_the_settings_that_choose_a_method():
    assert list(dict.fromkeys(method.kind for method in methods().methods)) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_stands_once_in_its_order(kind):
    assert tuple(method.name for method in of(kind)) == KINDS[kind][0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_default_is_that_of_the_settings(kind):
    setting = KINDS[kind][1]
    expected = [] if setting is None else [getattr(Settings(), setting)]
    assert [method.name for method in of(kind) if method.default] == expected


def test_every_method_says_what_it_does():
    for method in methods().methods:
        assert method.summary or method.kind == "random-index", method.name
        assert "\n" not in method.summary


@pytest.mark.parametrize("kind", ["priorities", "aggregation", "scale", "random-index", "method"])
def test_every_method_with_an_author_names_a_source(kind):
    assert all(method.source for method in of(kind))


def test_a_scoring_method_lists_its_normalisations_its_own_first():
    for method in of("method"):
        assert method.normalisations == RANKING_METHODS[method.name].normalisations
        assert method.normalisations[0] == RANKING_METHODS[method.name].normalisation
    assert all(not method.normalisations for method in methods().methods if method.kind != "method")


def test_sources_of_random_indices_are_those_of_the_tables():
    assert {method.name: method.source for method in of("random-index")} == {
        name: table.source for name, table in RANDOM_INDICES.items()
    }


def test_the_table_shows_every_method():
    table = methods().table()
    assert table.columns == ("kind", "name", "default", "normalisations", "summary", "source")
    assert len(table.rows) == len(methods().methods) == sum(len(known) for known, _ in KINDS.values())
    text = str(methods())
    for method in methods().methods:
        assert method.name in text
    assert max(map(len, text.splitlines())) <= 100
    assert "…" not in text  # folded, not cut
