"""What must not change the answer of a panel: the order of its files, the names, and how the same thing was written."""

import io
import random
from contextlib import redirect_stderr, redirect_stdout
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matrices import SCALE
from panels import panel, write

import mcda
from criteria import words

some = settings(max_examples=25, deadline=None)

TREES = (
    {"a": None, "b": None, "c": None},
    {"a": {"a1": None, "a2": None, "a3": None}, "b": None},
    {"a": {"a1": {"x": None, "y": None}, "a2": None}, "b": {"b1": None}, "c": None},
)
RATIOS = [str(ratio) for ratio in SCALE]


def nodes_of(tree, node="goal"):
    """Node -> its children, over the whole tree."""
    found = {node: list(tree)}
    for id, below in tree.items():
        if below:
            found |= nodes_of(below, id)
    return found


def leaves_of(tree):
    return [leaf for id, below in tree.items() for leaf in (leaves_of(below) if below else [id])]


@st.composite
def small_panels(draw, complete=False):
    """What `write` takes: panellists with weights and organisations, judgements that join all items, and ratings."""
    tree = draw(st.sampled_from(TREES))
    count = draw(st.integers(1, 4))
    people = {
        f"P{number}": {
            "organisation": draw(st.sampled_from(["North", "South"])),
            "weight": draw(st.integers(1, 4)),
        }
        for number in range(count)
    }
    judgements = []
    for who in people:
        for node, items in nodes_of(tree).items():
            for first, second in combinations(items, 2):
                joins = second == items[items.index(first) + 1]  # neighbours, so that gaps leave all joined
                if complete or joins or draw(st.booleans()):
                    judgements.append((1, who, node, first, second, draw(st.sampled_from(RATIOS))))
    solutions = ["s1", "s2", "s3"]
    ratings = [
        (1, who, solution, leaf, draw(st.integers(1, 10)))
        for who in people
        for solution in solutions
        for leaf in leaves_of(tree)
    ]
    return {
        "criteria": tree,
        "panellists": people,
        "solutions": " ".join(solutions),
        "judgements": judgements,
        "ratings": ratings,
        "scale": {"min": 0, "max": 10},
    }


def read(said):
    with TemporaryDirectory() as folder:
        return panel(folder, **said)


def answer(made, **options):
    """Weights by criterion and scores by alternative."""
    weights, ranking = mcda.weights(made, **options), mcda.rank(made, of="solutions", **options)
    return (
        dict(zip(weights.criteria, weights.overall.tolist(), strict=True)),
        dict(zip(ranking.alternatives, ranking.scores.tolist(), strict=True)),
    )


def assert_same(one, other, rel=1e-9):
    for mine, theirs in zip(one, other, strict=True):
        assert mine == pytest.approx(theirs, rel=rel, abs=1e-9)


def shuffled_tree(tree, shuffler):
    ids = list(tree)
    shuffler.shuffle(ids)
    return {id: shuffled_tree(tree[id], shuffler) if tree[id] else None for id in ids}


options = st.fixed_dictionaries(
    {
        "priorities": st.sampled_from(words.PRIORITIES),
        "aggregation": st.sampled_from(words.AGGREGATIONS),
        "weighting": st.sampled_from(words.WEIGHTINGS),
        "scale": st.sampled_from(words.SCALES),
    }
)


@some
@given(said=small_panels(), chosen=options, seed=st.integers(0, 99))
def test_the_order_of_what_stands_in_the_files_changes_nothing(said, chosen, seed):
    shuffler = random.Random(seed)
    people, solutions = list(said["panellists"].items()), said["solutions"].split()
    rows = {name: list(said[name]) for name in ("judgements", "ratings")}
    for entries in (people, solutions, *rows.values()):
        shuffler.shuffle(entries)
    other = said | rows
    other |= {
        "panellists": dict(people),
        "solutions": " ".join(solutions),
        "criteria": shuffled_tree(said["criteria"], shuffler),
    }
    # missing pairs are completed by iteration, which stops where the last digits depend on the order
    assert_same(answer(read(said), **chosen), answer(read(other), **chosen), rel=1e-6)


def renamed_tree(tree, new):
    return {new(id): renamed_tree(below, new) if below else None for id, below in tree.items()}


@some
@given(said=small_panels(), chosen=options)
def test_other_ids_change_nothing_but_the_ids(said, chosen):
    def new(id):
        return f"z-{id.lower()}.renamed"

    other = said | {
        "criteria": renamed_tree(said["criteria"], new),
        "panellists": {new(id): more for id, more in said["panellists"].items()},
        "solutions": " ".join(map(new, said["solutions"].split())),
        "judgements": [
            (at, new(who), node if node == "goal" else new(node), new(first), new(second), ratio)
            for at, who, node, first, second, ratio in said["judgements"]
        ],
        "ratings": [
            (at, new(who), new(alternative), new(c), value) for at, who, alternative, c, value in said["ratings"]
        ],
    }
    one, two = answer(read(said), **chosen), answer(read(other), **chosen)
    assert [{new(id): value for id, value in part.items()} for part in one] == list(two)


def with_panellist(said, who, weight):
    return said | {"panellists": said["panellists"] | {who: said["panellists"][who] | {"weight": weight}}}


@some
@given(said=small_panels(), chosen=options)
def test_the_same_expert_twice_is_an_expert_of_twice_the_weight(said, chosen):
    chosen = chosen | {"weighting": "declared"}
    twin = said | {
        "panellists": said["panellists"] | {"twin": said["panellists"]["P0"]},
        "judgements": [
            *said["judgements"],
            *((at, "twin", *row) for at, who, *row in said["judgements"] if who == "P0"),
        ],
        "ratings": [*said["ratings"], *((at, "twin", *row) for at, who, *row in said["ratings"] if who == "P0")],
    }
    heavy = with_panellist(said, "P0", 2 * said["panellists"]["P0"]["weight"])
    assert_same(answer(read(twin), **chosen), answer(read(heavy), **chosen), rel=1e-6)


@some
@given(said=small_panels(), chosen=options, factor=st.sampled_from([0.01, 0.3, 7, 1000]))
def test_only_the_proportion_of_weights_counts(said, chosen, factor):
    people = {id: more | {"weight": factor * more["weight"]} for id, more in said["panellists"].items()}
    assert_same(answer(read(said), **chosen), answer(read(said | {"panellists": people}), **chosen), rel=1e-6)


@some
@given(said=small_panels(), chosen=options, flips=st.lists(st.booleans(), min_size=64, max_size=64))
def test_three_times_and_a_third_the_other_way_round_are_the_same_judgement(said, chosen, flips):
    turned = [
        (at, who, node, second, first, str(1 / Fraction(ratio))) if flip else (at, who, node, first, second, ratio)
        for (at, who, node, first, second, ratio), flip in zip(
            said["judgements"], flips * (len(said["judgements"]) // 64 + 1), strict=False
        )
    ]
    assert_same(answer(read(said), **chosen), answer(read(said | {"judgements": turned}), **chosen), rel=1e-6)


@some
@given(said=small_panels(), chosen=options)
def test_siblings_and_leaves_sum_to_one_and_scores_lie_between_0_and_1(said, chosen):
    made = read(said)
    weights = mcda.weights(made, **chosen)
    for parent in set(weights.parents):
        assert weights.local[[above == parent for above in weights.parents]].sum() == pytest.approx(1, abs=1e-9)
    assert sum(weights[leaf] for leaf in weights.leaves) == pytest.approx(1, abs=1e-9)
    ranking = mcda.rank(made, of="solutions", **chosen)
    assert ((ranking.scores >= 0) & (ranking.scores <= 1)).all()


@some
@given(said=small_panels(), chosen=options, parent=st.sampled_from(["a", "b", "c"]))
def test_a_level_with_an_only_child_in_between_changes_nothing(said, chosen, parent):
    """What a criterion weighs is all its only child's, whoever judges what."""
    leaf = leaves_of({parent: said["criteria"].get(parent)})[-1]

    def below(tree):
        return {id: {"only": None} if id == leaf else below(inner) if inner else None for id, inner in tree.items()}

    if leaf not in leaves_of(said["criteria"]):
        return
    other = said | {
        "criteria": below(said["criteria"]),
        "ratings": [
            (at, who, alternative, "only" if c == leaf else c, value)
            for at, who, alternative, c, value in said["ratings"]
        ],
    }
    (weights, scores), (weights_below, scores_below) = answer(read(said), **chosen), answer(read(other), **chosen)
    assert weights_below.pop("only") == pytest.approx(weights[leaf], rel=1e-12)
    assert_same((weights, scores), (weights_below, scores_below), rel=1e-12)


@some
@given(said=small_panels(), ends=st.lists(st.sampled_from(["", ".0", ".000"]), min_size=1, max_size=7))
def test_a_whole_number_and_its_decimals_are_one_value(said, ends):
    written = [(*row, f"{value}{ends[place % len(ends)]}") for place, (*row, value) in enumerate(said["ratings"])]
    assert answer(read(said | {"ratings": written})) == answer(read(said))


@some
@given(said=small_panels(complete=True), weighting=st.sampled_from(words.WEIGHTINGS))
def test_pooled_judgements_and_pooled_priorities_agree_for_geometric_means(said, weighting):
    made = read(said)
    pooled = mcda.weights(made, "geometric-mean", "aij", weighting=weighting)
    np.testing.assert_allclose(
        mcda.weights(made, "geometric-mean", "aip", weighting=weighting).local, pooled.local, rtol=1e-9
    )


@some
@given(said=small_panels())
def test_an_order_is_that_of_its_scores_and_every_effect_is_finite(said):
    made = read(said)
    ranking = mcda.rank(made, of="solutions")
    assert sorted(ranking.alternatives) == said["solutions"].split()
    assert (np.diff(ranking.scores) <= 0).all()
    assert (np.diff(ranking.ranks) >= 0).all()
    for place, id in enumerate(ranking.alternatives):
        explanation = mcda.explain(made, id)
        assert explanation.rank == ranking.ranks[place]
        assert len(explanation.effects) == len(said["criteria"])
        assert np.isfinite([effect.effect for effect in explanation.effects]).all()


@settings(max_examples=10, deadline=None)
@given(said=small_panels())
def test_the_frame_in_python_is_the_csv_of_the_command(said):
    from tui.commands.group import run

    with TemporaryDirectory() as temporary:
        folder = write(Path(temporary) / "panel", **said)
        made = mcda.read_panel(folder)
        asked = {
            ("weights",): mcda.weights(made),
            ("weights", "--by", "panellist"): mcda.weights_by(made, "panellist"),
            ("rank", "--of", "solutions"): mcda.rank(made, of="solutions"),
            ("rank", "--method", "vikor"): mcda.rank(made, method="vikor"),
            ("consistency",): mcda.consistency(made),
            ("agreement", "--seed", "3"): mcda.agreement(made, seed=3),
        }
        for (command, *arguments), result in asked.items():
            printed = io.StringIO()
            with redirect_stdout(printed), redirect_stderr(io.StringIO()):
                assert run([command, str(folder), *arguments, "--format", "csv", "--raw"]) == 0
            found = pandas.read_csv(io.StringIO(printed.getvalue()), keep_default_na=False, na_values=[""])
            pandas.testing.assert_frame_equal(found, result.to_frame(), check_dtype=False, rtol=1e-11, atol=1e-300)
