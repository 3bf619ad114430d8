"""What a panellist may see of the group: quartiles by numpy, and never anything before an answer of their own."""

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matrices import few
from panels import compare, panel, rate, write, write_table

from criteria.events import Cell, Pair
from criteria.feedback import GroupAnswer, feedback, own_answers
from criteria.files import read_panel

AB = Pair("goal", "a", "b")


def of(folder, ratios, **said):
    ids = [f"P{place}" for place in range(1, len(ratios) + 1)]
    judgements = [compare(id, "goal", "a b", ratio) for id, ratio in zip(ids, ratios, strict=True)]
    return panel(folder, criteria="a b", panellists=" ".join(ids), judgements=judgements, **said)


def test_the_middle_and_the_own_place(tmp_path):
    """1, 2, 4, 8, 8, 8 are 0, 1, 2, 3, 3, 3 to the base 2: the quartiles lie at 1.25, 2.5 and 3; as told."""
    found = feedback(of(tmp_path, ["1", "2", "4", "8", "8", "8"]), "P1", 1)[AB]
    assert (found.own, found.answered, found.place) == (pytest.approx(1), 6, -1)
    assert [round(2**power, 3) for power in (1.25, 2.5)] == [2.378, 5.657]
    assert (found.lower, found.median, found.upper) == (2.4, 5.7, 8.0)


def test_whoever_is_asked_the_other_way_round_sees_it_so(tmp_path):
    found = feedback(of(tmp_path, ["1", "2", "4", "8", "8", "8"] * 2), "P6", 1)[AB]
    turned = found.asked(Pair("goal", "b", "a"))
    assert (turned.own, turned.place, found.place) == (pytest.approx(1 / 8), 0, 0)
    assert turned.lower == pytest.approx(1 / found.upper)
    assert turned.upper == pytest.approx(1 / found.lower)
    assert turned.asked(AB).median == pytest.approx(found.median)
    assert found.asked(AB) is found


@pytest.mark.parametrize(
    ("own", "quartiles", "answered", "place"),
    [
        (0.5, (1, 2, 3), 10, -1),
        (1 - 1e-6, (1, 2, 3), 10, -1),
        (1 - 1e-10, (1, 2, 3), 10, 0),
        (3 + 1e-10, (1, 2, 3), 10, 0),
        (3 + 1e-6, (1, 2, 3), 10, 1),
        (-4, (-4, 0, 4), 10, 0),
        # Of fewer than ten a quartile is told to two digits: 2.0 may be anything from 1.9, which is 5 % less, to 2.1.
        (1.89, (2, 2, 2), 9, -1),
        (1.9, (2, 2, 2), 9, 0),
        (1.905, (2, 2, 2), 9, 0),
        (2.1, (2, 2, 2), 9, 0),
        (2.11, (2, 2, 2), 9, 1),
        (3.85, (4, 4, 4), 9, 0),
        (4.15, (4, 4, 4), 9, 0),
        (-4.15, (-4, 0, 4), 9, 0),
        (-4.25, (-4, 0, 4), 9, -1),
    ],
)
def test_the_own_place_is_told_where_rounding_leaves_no_doubt(own, quartiles, answered, place):
    lower, median, upper = quartiles
    said = {"own": own, "lower": lower, "median": median, "upper": upper, "answered": answered}
    assert GroupAnswer(subject=AB, **said).place == place


@given(data=st.data())
@few
def test_quartiles_are_those_of_numpy(data, tmp_path_factory):
    answers = data.draw(st.lists(st.sampled_from(["1/9", "1/3", "1/2", "1", "3", "7"]), min_size=10, max_size=13))
    found = feedback(of(tmp_path_factory.mktemp("p"), answers), "P1", 1)[AB]
    logs = np.log([1 / float(x[2:]) if "/" in x else float(x) for x in answers])
    expected = np.exp(np.quantile(logs, [0.25, 0.5, 0.75]))
    assert (found.lower, found.median, found.upper) == pytest.approx(tuple(expected))


def test_nothing_is_seen_without_an_own_answer(tmp_path):
    whole = of(tmp_path, ["1", "2", "4", "8", "8", "8", "?"])
    assert AB in feedback(whole, "P1", 1)
    assert feedback(whole, "P7", 1) == {}


def test_nothing_is_seen_of_few(tmp_path):
    """Four others are too few, five are enough."""
    assert feedback(of(tmp_path / "four", ["1", "2", "4", "8", "8"]), "P1", 1) == {}
    assert feedback(of(tmp_path / "five", ["1", "2", "4", "8", "8", "8"]), "P1", 1) != {}


def test_nothing_is_seen_of_the_round_that_is_answered(tmp_path):
    whole = panel(
        tmp_path,
        criteria="a b",
        panellists="P1 P2 P3 P4 P5 P6",
        judgements=[compare(f"P{i}", "goal", "a b", "3") for i in range(1, 7)]
        + [compare(f"P{i}", "goal", "a b", "9", round=2) for i in range(2, 7)],
    )
    assert feedback(whole, "P1", 1)[AB].median == pytest.approx(3)
    after = feedback(whole, "P1", 2)[AB]
    assert (after.median, after.own, after.place) == (pytest.approx(9), pytest.approx(3), -1)


def test_ratings_are_fed_back_as_they_are(tmp_path):
    ids = [f"P{i}" for i in range(1, 7)]
    whole = panel(
        tmp_path,
        criteria={"x": 1.0},
        solutions="a b",
        panellists=" ".join(ids),
        scale={"min": 0, "max": 10},
        ratings=[rate(id, "x", {"a": str(value)}) for id, value in zip(ids, [0, 2, 4, 6, 8, 10], strict=True)],
    )
    found = feedback(whole, "P6", 1)
    assert set(found) == {Cell("a", "x")}
    assert (found[Cell("a", "x")].median, found[Cell("a", "x")].place) == (5, 1)


def test_the_own_answers_are_the_latest_until_a_round_with_pairs_in_the_order_of_their_ids(tmp_path):
    whole = panel(
        tmp_path,
        criteria="a b c",
        panellists="P1 P2",
        solutions="x",
        scale={"min": 0, "max": 10},
        judgements=[
            compare("P1", "goal", "b a", "5", round=2),
            compare("P1", "goal", "a b", "3"),
            compare("P2", "goal", "a c", "2"),
        ],
        ratings=[rate("P1", "a", {"x": "9"}, round=2), rate("P1", "a b", {"x": "7 4"})],
    )
    cells = [Cell("x", "a"), Cell("x", "b")]
    assert own_answers(whole, "P1", 1) == {AB: pytest.approx(3), cells[0]: 7, cells[1]: 4}
    assert own_answers(whole, "P1", 2) == {AB: pytest.approx(1 / 5), cells[0]: 9, cells[1]: 4}
    assert own_answers(whole, "P3", 2) == {}


def test_comments_are_those_of_others_in_no_telling_order(tmp_path):
    folder = write(tmp_path, criteria="a b", panellists=" ".join(f"P{i}" for i in range(1, 8)))
    header = ("round", "panellist", "node", "first", "second", "ratio", "comment")
    rows = [(1, f"P{i}", "goal", "a", "b", "3", f"remark {i}") for i in range(1, 8)]
    write_table(folder / "judgements.csv", header, rows)
    whole = read_panel(folder)
    seen = feedback(whole, "P1", 1)[AB].comments
    assert sorted(seen) == [f"remark {i}" for i in range(2, 8)]
    assert list(seen) != [f"remark {i}" for i in range(2, 8)]
    assert list(seen) == sorted(seen, key=lambda text: sha256(text.encode()).hexdigest())


def later(tmp_path, changed):
    """Eleven panellists who all answered 2 in the first round; so many answer 4 in the second, nobody in the third."""
    first = [compare(f"P{n}", "goal", "a b", "2") for n in range(11)]
    second = [compare(f"P{n}", "goal", "a b", "4", round=2) for n in range(changed)]
    people = " ".join(f"P{n}" for n in range(11))
    return panel(tmp_path / str(changed), criteria="a b", panellists=people, judgements=[first, second])


@pytest.mark.parametrize(("changed", "upper"), [(0, 2), (1, 2), (4, 2), (5, 4), (11, 4)])
def test_figures_are_fed_back_anew_only_if_none_or_enough_answers_changed(tmp_path, changed, upper):
    whole = later(tmp_path, changed)
    assert feedback(whole, "P10", 2, [(whole, 1), (whole, 2)])[AB].upper == pytest.approx(upper)
    assert feedback(whole, "P10", 2, [(whole, 2)])[AB].upper == pytest.approx(4 if changed > 2 else 2), (
        "nothing was before"
    )


def test_the_quartiles_of_few_have_two_digits_whichever_way_they_are_asked(tmp_path):
    found = feedback(of(tmp_path, ["1/3", "1/3", "1/3", "1/3", "1/3", "1/3", "1/3"]), "P1", 1)[AB]
    assert (found.lower, found.median, found.upper) == (0.33, 0.33, 0.33)
    assert found.own == pytest.approx(1 / 3)
    assert found.place == 0
    turned = found.asked(Pair("goal", "b", "a"))
    assert (turned.lower, turned.median, turned.upper) == (3.0, 3.0, 3.0)
    assert turned.place == 0
