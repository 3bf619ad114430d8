"""PROMETHEE on the six hydroelectric stations of Brans, Vincke & Mareschal (1986), EJOR 24(2), 228-238.

Read in stored pages that quote the article. Its preferences are made of rounded partial values, hence the tolerance of
.0016, and its flows are sums over the five others, not means.
"""

import numpy as np
import pytest

from mcda.ranking import PREFERENCE_FUNCTIONS, Preference, competition_ranks, promethee_flows, promethee_ii

STATIONS = [
    [80, 90, 600, 54, 8, 5],
    [65, 58, 200, 97, 1, 1],
    [83, 60, 400, 72, 4, 7],
    [40, 80, 1000, 75, 7, 10],
    [52, 72, 600, 20, 3, 8],
    [94, 96, 700, 36, 5, 6],
]
DIRECTIONS = [-1, 1, -1, -1, -1, 1]
PREFERENCES = [
    Preference(function="u-shape", q=10),
    Preference(function="v-shape", p=30),
    Preference(function="linear", q=50, p=500),
    Preference(function="level", q=10, p=60),
    Preference(function="usual"),
    Preference(function="gaussian", s=5),
]
EQUAL = [1 / 6] * 6


def test_preferences_are_those_printed():
    printed = [
        [0, 0.296, 0.25, 0.268, 0.1, 0.185],
        [0.462, 0, 0.389, 0.333, 0.296, 0.5],
        [0.236, 0.18, 0, 0.333, 0.056, 0.429],
        [0.399, 0.505, 0.305, 0, 0.223, 0.212],
        [0.444, 0.515, 0.487, 0.38, 0, 0.448],
        [0.286, 0.399, 0.25, 0.432, 0.133, 0],
    ]
    np.testing.assert_allclose(promethee_flows(STATIONS, EQUAL, DIRECTIONS, PREFERENCES).pi, printed, atol=0.0016)


def test_net_flows_and_order_are_those_printed():
    net = promethee_ii(STATIONS, EQUAL, DIRECTIONS, PREFERENCES)
    np.testing.assert_allclose(5 * net, [-0.728, 0.085, -0.447, -0.102, 1.466, -0.274], atol=0.0025)
    assert competition_ranks(net).tolist() == [6, 2, 5, 3, 1, 4]
    np.testing.assert_allclose(promethee_flows(STATIONS, EQUAL, DIRECTIONS, PREFERENCES).net, net, atol=1e-15)


def test_the_first_two_stations_are_incomparable_by_their_flows():
    flows = promethee_flows(STATIONS, EQUAL, DIRECTIONS, PREFERENCES)
    assert flows.positive[1] > flows.positive[0]
    assert flows.negative[1] > flows.negative[0]


@pytest.mark.parametrize(
    ("weights", "best"), [([10, 50, 10, 10, 10, 10], 5), ([9, 9, 9, 9, 55, 9], 1)], ids=["half on 2", "55 % on 5"]
)
def test_heavier_criteria_change_the_winner_as_printed(weights, best):
    net = promethee_ii(STATIONS, np.array(weights) / sum(weights), DIRECTIONS, PREFERENCES)
    assert int(np.argmax(net)) == best


def test_the_example_uses_every_preference_function():
    assert {preference.function for preference in PREFERENCES} == set(PREFERENCE_FUNCTIONS)
