"""How each panellist's judgements hold together: verdicts, warnings and what to look at again."""

from fractions import Fraction

import numpy as np
import pytest
from panels import compare, panel, steps_of

import mcda
from criteria import words
from mcda import AnalysisError
from mcda.analysis.checking import concerns, ratios_above


def lambda_of_three(a12, a13, a23):
    """The largest eigenvalue of three items in closed form: 1 + t + 1/t with t the cube root of the contradiction."""
    t = (a12 * a23 / a13) ** (1 / 3)
    return 1 + t + 1 / t


def three(tmp_path, *answers, **said):
    """A panel of people who compare a, b and c: "2 3 4" is a over b, a over c, b over c."""
    ids = [f"P{place:02}" for place in range(1, len(answers) + 1)]
    judgements = [compare(id, "goal", "a b c", answer) for id, answer in zip(ids, answers, strict=True)]
    return panel(tmp_path, criteria="a b c", panellists=" ".join(ids), judgements=judgements, **said)


def only(result):
    (node,) = result.nodes
    return node


def test_measures_of_three_items_by_hand(tmp_path):
    node = only(mcda.consistency(three(tmp_path, "2 3 4")))
    largest = lambda_of_three(2, 3, 4)
    assert (node.panellist, node.node, node.items, node.judged) == ("P01", "goal", 3, 3)
    assert node.lambda_max == pytest.approx(largest, rel=1e-12)
    assert node.ci == pytest.approx((largest - 3) / 2, rel=1e-12)
    assert node.cr == pytest.approx((largest - 3) / 2 / 0.5247, rel=1e-12)  # Alonso & Lamata (2006)
    # one triad: a over c is 3 where the others say 2 * 4 = 8
    assert node.gci == pytest.approx(np.log(8 / 3) ** 2 / 3, rel=1e-12)
    assert node.koczkodaj == pytest.approx(1 - 3 / 8)
    assert node.cycles == ()


@pytest.mark.parametrize(
    ("index", "of_three"),
    [("alonso-lamata", 0.5247), ("saaty-1980", 0.58), ("saaty-2005", 0.52), ("donegan-dodd", 0.4914)],
)
def test_the_ratio_is_by_the_table_that_was_asked_for(tmp_path, index, of_three):
    made = three(tmp_path, "2 3 4", settings={"random_index": index})
    assert only(mcda.consistency(made)).cr == pytest.approx((lambda_of_three(2, 3, 4) - 3) / 2 / of_three)
    other = only(mcda.consistency(made, random_index="saaty-1980"))
    assert other.cr == pytest.approx(0.093, abs=5e-4)
    assert index in str(mcda.consistency(made))


def test_where_the_tables_disagree_the_verdict_is_borderline(tmp_path):
    """0.093 by the table of 1980, above 0.10 by the three others."""
    for index in words.RANDOM_INDICES:
        assert only(mcda.consistency(three(tmp_path / index, "2 3 4"), random_index=index)).verdict == "borderline"


@pytest.mark.parametrize(
    ("answer", "verdict"), [("2 6 3", "consistent"), ("2 5 3", "consistent"), ("2 1/2 4", "inconsistent")]
)
def test_where_all_tables_agree_the_verdict_is_clear(tmp_path, answer, verdict):
    node = only(mcda.consistency(three(tmp_path, answer)))
    assert node.verdict == verdict
    numbers = [float(Fraction(word)) for word in answer.split()]
    ratios = [(lambda_of_three(*numbers) - 3) / 2 / index for index in (0.5247, 0.58, 0.52, 0.4914)]
    assert all(ratio > 0.1 for ratio in ratios) == (verdict == "inconsistent")


def test_two_items_cannot_contradict(tmp_path):
    made = panel(tmp_path, criteria="a b", panellists="P1", judgements=compare("P1", "goal", "a b", "9"))
    node = only(mcda.consistency(made))
    assert node.verdict == "not applicable"
    assert node.lambda_max == pytest.approx(2)
    assert np.isnan([node.ci, node.cr, node.gci, node.koczkodaj]).all()


def test_no_more_pairs_than_join_the_items_cannot_contradict(tmp_path):
    node = only(mcda.consistency(three(tmp_path, "9 1/9 ?")))
    assert (node.judged, node.verdict) == (2, "not applicable")
    assert np.isnan(node.cr)


def test_pairs_that_join_nothing_and_no_pairs_are_said_to_be(tmp_path):
    made = panel(
        tmp_path,
        criteria="a b c",
        panellists="P1 P2 P3",
        judgements=[compare("P1", "goal", "a b c", "2 4 2"), compare("P2", "goal", "a b", "3")],
    )
    assert [(node.judged, node.verdict) for node in mcda.consistency(made).nodes] == [
        (3, "consistent"),
        (1, "not connected"),
        (0, "not judged"),
    ]


def test_where_nobody_joins_the_items_nothing_is_measured_and_nobody_is_above_a_limit(tmp_path):
    made = three(tmp_path, "2 ? ?", "? 9 ?")
    for node in mcda.consistency(made).nodes:
        assert (node.judged, node.verdict, node.cycles) == (1, "not connected", ())
        assert np.isnan([node.lambda_max, node.ci, node.cr, node.gci, node.koczkodaj]).all()
    assert ratios_above(made, 0) == []
    assert concerns(made) == ["missing pairs: P01 (2 of 3), P02 (2 of 3)"]


def test_rows_stand_by_panellist_and_then_by_node(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": "a1 a2", "b": {"b1": None}, "c": {"c1": 0.5, "c2": 0.5}},
        panellists="P1 P2",
        judgements=[compare("P2", "a", "a1 a2", "1"), compare("P1", "goal", "a b c", "1 1 1")],
    )
    rows = [(node.panellist, node.node) for node in mcda.consistency(made).nodes]
    assert rows == [("P1", "goal"), ("P1", "a"), ("P2", "goal"), ("P2", "a")]  # b has one child, c is given


def test_compared_alternatives_are_looked_at_too(tmp_path):
    made = panel(
        tmp_path,
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y z",
        steps=steps_of(x="s t u"),
        panellists="P1",
        judgements=[compare("P1", "a", "x y z", "2 3 4"), compare("P1", "a", "s t u", "2 6 3")],
    )
    found = [(node.node, node.items, node.verdict) for node in mcda.consistency(made).nodes]
    assert found == [("a", 3, "borderline"), ("a", 3, "consistent")]  # solutions, then steps; nobody judged under b
    other = panel(
        tmp_path / "other",
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y z",
        panellists="P1",
        judgements=compare("P1", "b", "x y z", "2 3 4"),
    )
    assert [node.node for node in mcda.consistency(other).nodes] == ["b"]


def test_a_scale_is_applied_before_the_ratio(tmp_path):
    node = only(mcda.consistency(three(tmp_path, "2 3 4"), scale="power"))
    assert node.lambda_max == pytest.approx(lambda_of_three(4, 9, 16), rel=1e-12)


def test_circular_triads_are_named_in_the_way_of_the_preference(tmp_path):
    result = mcda.consistency(three(tmp_path, "2 1/2 2", "1/2 2 1/2", "2 1 2"))
    assert [node.cycles for node in result.nodes] == [(("a", "b", "c"),), (("a", "c", "b"),), ()]
    cycles = result.to_dict()["three_cycles"]
    assert cycles[0] == {"panellist": "P01", "node": "goal", "items": ["a", "b", "c"]}
    assert result.to_frame()["three_cycles"].tolist() == [1, 1, 0]


# What to look at again


def test_the_most_inconsistent_judgement_is_proposed_and_nothing_changed(tmp_path):
    """Without a over c the others say 2 * 4 = 8, which is on the scale; with 8 nothing contradicts."""
    result = mcda.consistency(three(tmp_path, "2 1/2 4"), revise=9)
    assert len(result.revisions) == 3
    by_pair = {(revision.first, revision.second): revision for revision in result.revisions}
    revision = by_pair["a", "c"]
    assert (revision.panellist, revision.node) == ("P01", "goal")
    assert (revision.given, revision.proposed) == (0.5, 8)
    assert revision.consistent == pytest.approx(8)
    assert revision.cr == only(result).cr
    assert revision.cr_after == pytest.approx(0, abs=1e-12)
    assert by_pair["b", "c"].consistent == pytest.approx(1 / 4)
    assert result.revision_table().columns[:4] == ("panellist", "node", "first", "second")
    assert "Nothing is changed" in result.revision_table().text()


def test_only_so_many_are_proposed_and_only_where_it_is_needed(tmp_path):
    made = three(tmp_path, "2 1/2 4", "2 4 2", "2 3 4")
    assert mcda.consistency(made).revisions == ()
    revised = mcda.consistency(made, revise=1).revisions
    assert [revision.panellist for revision in revised] == ["P01", "P03"]
    fine = three(tmp_path / "fine", "2 5 3")  # 2 * 3 is not 5, but near enough
    assert mcda.consistency(fine, revise=3).revisions == ()
    assert mcda.consistency(made, revise=1).to_dict()["revisions"][0]["panellist"] == "P01"


# Who is above a limit


def test_who_is_above_a_limit_stands_highest_first(tmp_path):
    made = three(tmp_path, "2 3 4", "2 4 2", "9 1/9 9", "2 1/2 4", "9 1/9 ?")
    ratios = {
        id: (lambda_of_three(*a) - 3) / 2 / 0.5247
        for id, a in {"P01": (2, 3, 4), "P03": (9, 1 / 9, 9), "P04": (2, 0.5, 4)}.items()
    }
    expected = [f"{id} at goal ({ratios[id]:.2f})" for id in ("P03", "P04", "P01")]
    assert ratios_above(made, 0.1) == expected
    assert ratios_above(made, 0.2) == expected[:2]
    assert ratios_above(made, 0.1, panellists=["P01", "P02"]) == expected[2:]
    assert ratios_above(made, 0.1, random_index="saaty-1980") != expected
    assert ratios_above(made, 1e9) == []
    highest = max(node.cr for node in mcda.consistency(made).nodes if node.cr > 0)
    assert ratios_above(made, highest) == []


def test_what_to_warn_of_before_a_result_is_used(tmp_path):
    made = three(tmp_path, "2 3 4", "2 4 ?", "3 3 3", "1 2 2")
    assert concerns(made) == [
        "CR over 0.10 by alonso-lamata: P03 at goal (0.13), P01 at goal (0.10)",
        "missing pairs: P02 (1 of 3)",
        "the same ratio in every answer: P03",
    ]
    assert concerns(made, random_index="saaty-1980")[0] == "CR over 0.10 by saaty-1980: P03 at goal (0.12)"
    assert concerns(made, panellists=["P04"]) == []


def test_of_many_six_are_named(tmp_path):
    found = concerns(three(tmp_path, *["2 1/2 4"] * 9, *["2 4 ?"] * 20, *["1 2 2"]))
    assert found[0].endswith(" and 3 more: see mcda consistency")
    assert found[0].count(" at goal ") == 6
    # equal ones stand in the order of the panel
    assert found[1] == f"missing pairs: {', '.join(f'P{n} (1 of 3)' for n in range(10, 16))} and 14 more"


def test_of_six_all_are_named(tmp_path):
    found = concerns(three(tmp_path, *["2 1/2 4"] * 6, *["2 4 ?"] * 6))
    assert found[0].endswith(f" P06 at goal ({(lambda_of_three(2, 1 / 2, 4) - 3) / 2 / 0.5247:.2f})")
    assert found[1] == f"missing pairs: {', '.join(f'P{n:02} (1 of 3)' for n in range(7, 13))}"


def test_those_with_more_gaps_are_named_first(tmp_path):
    found = concerns(three(tmp_path, "2 4 ?", "2 ? ?", "? ? ?", "1 2 2"))
    assert found == ["missing pairs: P03 (3 of 3), P02 (2 of 3), P01 (1 of 3)"]


@pytest.mark.parametrize(("option", "allowed"), [("random_index", words.RANDOM_INDICES), ("scale", words.SCALES)])
def test_an_unknown_word_is_refused_with_the_list(tmp_path, option, allowed):
    for ask in (mcda.consistency, concerns):
        with pytest.raises(AnalysisError) as error:
            ask(three(tmp_path / ask.__name__.replace(".", "_"), "1 1 1"), **{option: "guess"})
        assert str(error.value) == f"{option} 'guess' is not known: allowed are {', '.join(allowed)}"


def test_the_module_of_the_engine_can_be_asked_of_a_panel(tmp_path):
    assert only(mcda.consistency(three(tmp_path, "2 6 3"))).verdict == "consistent"
    assert mcda.consistency.consistency_ratio([[1, 2], [1 / 2, 1]]) is not None
