"""A panel at a glance: the numbers of the other answers, what divides organisations, and where nothing can be said."""

from math import log

import numpy as np
import pytest
from panels import compare, of_organisations, panel

import mcda

RATIOS = {"P1": "3 9 1/2", "P2": "3 1/9 1/4", "P3": "2 5 3", "P4": "3 1/7 1/3", "P5": "2 1 7", "P6": "? ? 1/2"}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """a is two or three times b to all; the others are far apart. Below a, only P1 and P2 judged, the same."""
    people = {id: {"organisation": "One" if id < "P4" else "Two", "weight": 1 + (id == "P1")} for id in RATIOS}
    rows = [compare(id, "goal", "a b c", ratios) for id, ratios in RATIOS.items()]
    rows += [compare(id, "a", "a1 a2", "4") for id in ("P1", "P2")] + [compare("P3", "b", "b1 b2", "9")]
    criteria = {"a": "a1 a2", "b": "b1 b2", "c": None}
    return panel(tmp_path_factory.mktemp("p"), criteria=criteria, panellists={**people, "P7": {}}, judgements=rows)


def test_its_numbers_are_those_of_the_other_answers(asked):
    found = mcda.glance(asked, seed=3)
    consensus = next(each for each in mcda.agreement(asked, seed=3).measures if each.measure == "consensus")
    assert (found.consensus, found.chance, found.verdict) == (consensus.value, consensus.chance, consensus.verdict)
    last = mcda.rounds(asked).rounds[-1]
    assert (found.pairs, found.settled) == (last.pairs, last.settled) == (4, 0.5)
    assert found.judged == last.answered == 6
    above = [one.panellist for one in mcda.consistency(asked).nodes if one.cr > 0.1]
    assert set(found.above) == set(above)
    assert len(found.above) == len(set(above)) > 1
    assert found.meta["options"]["seed"] == 3
    assert mcda.glance(asked, seed=4).chance != found.chance


def test_the_widest_pairs_that_are_not_settled_are_named(asked):
    wide = sorted(mcda.spreads(asked).pairs, key=lambda pair: -pair.width)[:2]
    found = mcda.glance(asked)
    assert [each.spread for each in found.contested] == wide
    assert [(each.node, each.first, each.second) for each in wide] == [("goal", "a", "c"), ("goal", "b", "c")]
    assert [each.spread for each in mcda.glance(asked, pairs=1).contested] == wide[:1]
    assert mcda.glance(asked, pairs=0).contested == ()
    assert found.meta["options"]["pairs"] == 8
    assert {"a", "b", "c"} <= set(found.names)


def entropy(*shares):
    return -sum(share * log(share) for share in shares if share)


def test_what_lies_between_organisations_is_that_of_the_shares_of_a_ratio(asked):
    """Of a over c P1 to P5 give a 9/10, 1/10, 5/6, 1/8 and 1/2; P1 counts twice, P1 to P3 are of one organisation."""
    found = {each.spread.second: each for each in mcda.glance(asked).contested if each.spread.first == "a"}
    shares, say = np.array([9 / 10, 1 / 10, 5 / 6, 1 / 8, 1 / 2]), np.array([2, 1, 1, 1, 1]) / 6

    def pooled(part):
        mean = say[part] @ shares[part] / say[part].sum()
        return say[part].sum() * entropy(mean, 1 - mean)

    everybody = pooled(slice(None))
    own = sum(weight * entropy(share, 1 - share) for weight, share in zip(say, shares, strict=True))
    between = (everybody - pooled(slice(3)) - pooled(slice(3, 5))) / (everybody - own)
    assert found["c"].between == pytest.approx(between)
    assert not found["c"].split


@pytest.mark.parametrize(("pairs", "split"), [(1, True), (2, False)])
def test_of_more_pairs_each_must_be_less_likely_by_chance(tmp_path, pairs, split):
    """Of 70 ways to part eight in two fours 2 part them by their answers: 0.029, below 0.05 but not below 0.025."""
    people = {f"P{n}": {"organisation": "One" if n < 5 else "Two"} for n in range(1, 9)}
    rows = [
        compare(id, "goal", "a b c", "5 ? 1/5" if who["organisation"] == "One" else "1/5 ? 5")
        for id, who in people.items()
    ]
    made = panel(tmp_path, criteria="a b c", panellists=people, judgements=rows)
    found = mcda.glance(made, pairs=pairs).contested
    assert [each.split for each in found] == [split] * pairs
    assert [each.between for each in found] == pytest.approx([1] * pairs)


@pytest.mark.parametrize("organisations", [("One", "One", "Two"), ("", "", "")])
def test_a_pair_that_one_organisation_judged_divides_none(tmp_path, organisations):
    people = of_organisations(organisations)
    rows = [compare("P1", "goal", "a b", "9"), compare("P2", "goal", "a b", "1/9")]
    (pair,) = mcda.glance(panel(tmp_path, criteria="a b", panellists=people, judgements=rows)).contested
    assert np.isnan(pair.between)
    assert not pair.split


@pytest.mark.parametrize(
    ("said", "verdict", "judged"),
    [
        ({"criteria": {"a": 0.5, "b": 0.5}, "panellists": "P1 P2"}, "there is nothing to judge at the goal", 0),
        ({"criteria": {"a": "b c"}, "panellists": "P1 P2"}, "there is nothing to judge at the goal", 0),
        ({"criteria": {"a": 0.5, "b": 0.5}}, "there is nothing to judge at the goal", 0),
        ({"criteria": "a b", "panellists": "P1 P2"}, "no panellist judged enough", 0),
        (
            {"criteria": "a b", "panellists": "P1 P2", "judgements": [compare("P1", "goal", "a b", "3")]},
            "one panellist judged enough",
            1,
        ),
        (
            {
                "criteria": "a b c",
                "panellists": "P1 P2",
                "judgements": [compare("P1", "goal", "a b", "3"), compare("P2", "goal", "a b c", "3 5 ?")],
            },
            "one panellist judged enough",
            2,
        ),
    ],
)
def test_what_cannot_be_told_yet_is_said(tmp_path, said, verdict, judged):
    found = mcda.glance(panel(tmp_path, **said))
    assert found.verdict == f"not applicable: {verdict}"
    assert np.isnan([found.consensus, found.chance]).all()
    assert (found.judged, found.above, found.contested) == (judged, (), ())
    assert np.isnan(found.settled) == (found.pairs == 0)


def test_two_of_one_mind_about_two_criteria_agree(tmp_path):
    rows = [compare(id, "goal", "a b", "3") for id in ("P1", "P2")]
    found = mcda.glance(panel(tmp_path, criteria="a b", panellists="P1 P2", judgements=rows))
    assert (found.consensus, found.verdict, found.settled) == (pytest.approx(1), "very high", 1)
