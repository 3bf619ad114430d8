"""Very many alternatives, scored in tiles: the textbook's scores, in little memory, with the same refusals."""

import os
import tracemalloc
from itertools import pairwise, repeat

import numpy as np
import pytest
from pymcdm.methods import TOPSIS
from pymcdm.normalizations import vector_normalization

from mcda.ranking import STREAMED, competition_ranks, streamed_scores, tiles, topsis, weighted_sum
from mcda.ranking.streamed import block_scorer
from mcda.ranking.tiles import Room

M = 7
ROWS = 3 * Room(M, False).rows + 5
"""More than one tile, and a last one that is not full."""
WEIGHTS = np.array([0.3, 0.05, 0.2, 0.1, 0.15, 0.1, 0.1])
DIRECTIONS = np.array([1, -1, 1, 1, -1, -1, 1])
DOMAIN = np.array([[0.0, 20.0]] * M)
EVERY_WAY = [(method, word) for method, words in STREAMED.items() for word in words]

every_way = pytest.mark.parametrize(("method", "word"), EVERY_WAY)


def table(rows=ROWS, seed=5):
    values = np.random.default_rng(seed).gamma(3.0, 2.0, size=(rows, M)).clip(0.01, 19.9)
    values[:, 1] *= 0.1
    return values


def textbook(method, word, values, weights=WEIGHTS, directions=DIRECTIONS, domain=DOMAIN):
    """The scores as they are printed: everything normalised in memory, one plain line a step."""
    x = np.asarray(values, dtype=float)
    benefit = directions > 0
    if method == "topsis":
        units = {
            "vector": np.sqrt((x**2).sum(axis=0)),
            "minmax": np.ptp(x, axis=0),
            "max": np.abs(x).max(axis=0),
            "scale": domain[:, 1] - domain[:, 0],
        }
        low, high = (domain[:, 0], domain[:, 1]) if word == "scale" else (x.min(axis=0), x.max(axis=0))
        factor = weights / np.where(units[word] == 0, 1, units[word])
        to_best = np.sqrt((((x - np.where(benefit, high, low)) * factor) ** 2).sum(axis=1))
        to_worst = np.sqrt((((x - np.where(benefit, low, high)) * factor) ** 2).sum(axis=1))
        return to_worst / (to_best + to_worst)
    if word in ("max", "sum"):
        ratio = np.where(benefit, x / x.max(axis=0), x.min(axis=0) / x)
        return (ratio if word == "max" else ratio / ratio.sum(axis=0)) @ weights
    if word == "vector":
        share = x / np.sqrt((x**2).sum(axis=0))
        return np.where(benefit, share, 1 - share) @ weights
    low, high = (domain[:, 0], domain[:, 1]) if word == "scale" else (x.min(axis=0), x.max(axis=0))
    share = (x - low) / (high - low)
    return np.where(benefit, share, 1 - share) @ weights


def in_blocks(values, *sizes):
    """A callable that gives the rows in blocks of these sizes and then the rest."""
    ends = np.minimum(np.cumsum([0, *sizes, len(values)]), len(values))
    return lambda: (values[start:end] for start, end in pairwise(ends))


def streamed(method, word, blocks, **options):
    return np.concatenate(list(streamed_scores(blocks, WEIGHTS, DIRECTIONS, method, word, DOMAIN, **options)))


FUNCTIONS = {"topsis": topsis, "weighted-sum": weighted_sum}


@every_way
@pytest.mark.parametrize("dtype", ["float64", "float32", "int32"])
@pytest.mark.parametrize("layout", ["rows", "columns", "every second"])
def test_large_tables_are_scored_as_the_textbook_says(method, word, dtype, layout):
    values = np.ceil(table() * 50).clip(1, 900) if dtype == "int32" else table()
    values = values.astype(dtype)
    domain = DOMAIN * (50 if dtype == "int32" else 1)
    laid_out = {
        "rows": values,
        "columns": np.asfortranarray(values),
        "every second": np.repeat(values, 2, axis=1)[:, ::2],
    }[layout]
    scores = FUNCTIONS[method](laid_out, WEIGHTS, DIRECTIONS, word, domain)
    np.testing.assert_allclose(scores, textbook(method, word, values, domain=domain), rtol=1e-12, atol=1e-15)


def test_large_tables_are_scored_as_pymcdm_does():
    values = table()
    expected = TOPSIS(vector_normalization)(values, WEIGHTS, DIRECTIONS, validation=False)
    np.testing.assert_allclose(topsis(values, WEIGHTS, DIRECTIONS), expected, rtol=1e-11)


@every_way
def test_a_few_weight_vectors_are_scored_as_one_at_a_time(method, word):
    draws = np.random.default_rng(3).dirichlet(np.ones(M), size=3)
    together = FUNCTIONS[method](table(), draws, DIRECTIONS, word, DOMAIN)
    assert together.shape == (3, ROWS)
    for scores, weights in zip(together, draws, strict=True):
        np.testing.assert_allclose(scores, textbook(method, word, table(), weights), rtol=1e-12, atol=1e-15)


@every_way
def test_equal_rows_have_equal_scores_wherever_they_stand(method, word):
    values = table()
    places = np.array([0, 1, 777, ROWS // 2, ROWS - 3, ROWS - 1])
    values[places] = values[3]
    assert len(set(FUNCTIONS[method](values, WEIGHTS, DIRECTIONS, word, DOMAIN)[places])) == 1


@every_way
def test_alternatives_at_and_next_to_the_ideal_keep_every_digit(method, word):
    """Where one distance almost vanishes, the difference of two squares would have lost it."""
    values = table(60)
    best = np.where(DIRECTIONS > 0, values.max(axis=0), values.min(axis=0))
    worst = np.where(DIRECTIONS > 0, values.min(axis=0), values.max(axis=0))
    values[:3] = best, worst, best
    values[2, 0] -= 1e-7
    scores = streamed(method, word, in_blocks(values, 17))
    np.testing.assert_allclose(scores, textbook(method, word, values), rtol=1e-12, atol=1e-15)
    if method == "topsis" and word != "scale":
        assert scores[0] == 1
        assert scores[1] == 0
        assert scores[2] < 1


@pytest.mark.parametrize("unit", [1e200, 1e-200, 1e306, 1e-300])
@every_way
def test_units_whose_squares_overflow_or_vanish_change_nothing(method, word, unit):
    values, scaled, domain = table(60), table(60), DOMAIN.copy()
    scaled[:, 2] *= unit
    domain[2] *= unit
    scores = np.concatenate(list(streamed_scores(in_blocks(scaled, 17), WEIGHTS, DIRECTIONS, method, word, domain)))
    np.testing.assert_allclose(scores, textbook(method, word, values), rtol=1e-9)


@pytest.mark.parametrize("word", STREAMED["topsis"][:3])
def test_columns_that_tell_nobody_apart_count_for_nothing(word):
    values = table(60)
    values[:, 0], values[:, 4] = 0.0, 3.0
    found = streamed("topsis", word, in_blocks(values, 17))
    np.testing.assert_allclose(found, textbook("topsis", word, values), rtol=1e-12)
    assert (streamed("topsis", word, in_blocks(np.full((60, M), 2.5), 17)) == 0.5).all()


SIGNED = [way for way in EVERY_WAY if way[1] not in ("max", "sum") or way[0] == "topsis"]


@pytest.mark.parametrize(("method", "word"), SIGNED)
@pytest.mark.parametrize("order", "CF")
def test_values_below_zero_are_scored_as_the_textbook_says(method, word, order):
    """A column that is negative throughout, one that is mostly, and a scale that begins below zero."""
    values, domain = table(60) - 6, DOMAIN - 6
    values[:, 4] -= 14
    domain[4] -= 14
    laid_out = np.array(values, order=order)
    found = streamed_scores(in_blocks(laid_out, 17), WEIGHTS, DIRECTIONS, method, word, domain)
    expected = textbook(method, word, values, domain=domain)
    np.testing.assert_allclose(np.concatenate(list(found)), expected, rtol=1e-12, atol=1e-15)


@every_way
def test_columns_of_zeros_and_constants_are_scored_as_without_tiles(method, word):
    """Under benefit and under cost."""
    values = table(60)
    values[:, 0], values[:, 1], values[:, 2], values[:, 4] = 0, 0, 3, 5
    expected = FUNCTIONS[method](values, WEIGHTS, DIRECTIONS, word, DOMAIN)
    np.testing.assert_allclose(streamed(method, word, in_blocks(values, 17)), expected, rtol=1e-12)


@every_way
def test_one_criterion_and_nine_thousand_are_scored_as_without_tiles(method, word):
    for a, m in ((50, 1), (3, 9000)):
        values, signs = np.random.default_rng(m).uniform(1, 9, (a, m)), np.tile([1, -1], m)[:m]
        weights, domain = np.random.default_rng(2).dirichlet(np.ones(m)), [[0, 10]] * m
        expected = FUNCTIONS[method](values, weights, signs, word, domain)
        for order in "CF":
            blocks = [np.array(values, order=order)]
            found = streamed_scores(lambda blocks=blocks: blocks, weights, signs, method, word, domain)
            np.testing.assert_allclose(np.concatenate(list(found)), expected, rtol=1e-11)


@every_way
def test_threads_give_the_same_scores_to_the_last_bit(method, word, monkeypatch):
    values = table()
    alone = FUNCTIONS[method](values, WEIGHTS, DIRECTIONS, word, DOMAIN)
    monkeypatch.setattr(tiles, "WORTH_THREADS", 1)
    monkeypatch.setattr(tiles, "_cores", lambda: 3)
    np.testing.assert_array_equal(FUNCTIONS[method](values, WEIGHTS, DIRECTIONS, word, DOMAIN), alone)


def test_what_goes_wrong_in_a_thread_is_raised(monkeypatch):
    monkeypatch.setattr(tiles, "WORTH_THREADS", 1)
    monkeypatch.setattr(tiles, "_cores", lambda: 3)
    done = []

    def work(_room, number, rows):
        done.append(rows)
        if number == 2:
            raise ValueError("the third tile")

    with pytest.raises(ValueError, match="the third tile"):
        tiles.in_tiles(table(), work)
    assert tiles.tile_count(table()) == 4
    assert {rows.start for rows in done} <= {Room(M, False).rows * number for number in range(4)}


def test_cores_are_counted_where_a_system_says_nothing_of_those_allowed(monkeypatch):
    """As on macOS and Windows."""
    allowed = len(os.sched_getaffinity(0))
    assert tiles._cores() == allowed
    monkeypatch.delattr(os, "sched_getaffinity")
    assert tiles._cores() == os.cpu_count()
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert tiles._cores() == 1


def test_the_first_pass_counts_the_alternatives_and_knows_their_columns():
    values = table(60) - 6
    _, columns = block_scorer(in_blocks(values, 17, 0, 20), WEIGHTS, DIRECTIONS)
    assert columns.count == 60
    np.testing.assert_array_equal(columns.low, values.min(axis=0))
    np.testing.assert_array_equal(columns.high, values.max(axis=0))
    np.testing.assert_array_equal(columns.sizes, np.abs(values).max(axis=0))
    np.testing.assert_allclose(columns.squares, (values**2).sum(axis=0), rtol=1e-12)
    np.testing.assert_allclose(columns.spans, np.ptp(values, axis=0), rtol=1e-12)


@pytest.mark.parametrize("function", FUNCTIONS.values())
@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.ones(70_000), r"values has 1 dimensions \(70000,\)"),
        (np.ones((2, 5_000, 7)), r"values has 3 dimensions \(2, 5000, 7\)"),
        (np.ones((10_000, 7), dtype=bool), "values: found truth values"),
        (np.ones((10_000, 7), dtype=complex), "values: found complex numbers"),
    ],
)
def test_what_is_no_table_is_refused_however_large(function, values, message):
    with pytest.raises(ValueError, match=message):
        function(values, WEIGHTS, DIRECTIONS)


REFUSED = [
    ("topsis", "vector", np.nan, r"values\[40000, 3\] is nan: only finite"),
    ("topsis", "minmax", -np.inf, r"values\[40000, 3\] is -inf: only finite"),
    ("topsis", "max", np.inf, r"values\[40000, 3\] is inf: only finite"),
    ("weighted-sum", "max", -1.0, r"values\[40000, 3\] is -1: the 'max' normalisation needs positive"),
    ("weighted-sum", "sum", -1.0, r"values\[40000, 3\] is -1: the 'sum' normalisation needs positive"),
    ("topsis", "scale", 20.5, r"values\[40000, 3\] is 20.5: outside domain\[3\], 0 to 20"),
]


@pytest.mark.parametrize(("method", "word", "value", "message"), REFUSED)
def test_what_is_refused_is_named_with_its_row(method, word, value, message):
    values = table(rows=50_000)
    values[40_000, 3] = value
    with pytest.raises(ValueError, match=message):
        FUNCTIONS[method](values, WEIGHTS, DIRECTIONS, word, DOMAIN)
    with pytest.raises(ValueError, match=message):
        streamed(method, word, in_blocks(values, 12_345, 20_000))


def test_zero_under_cost_is_refused_where_it_is_divided_by():
    values = table()
    values[16, 0] = values[17, 1] = 0.0
    with pytest.raises(ValueError, match=r"values\[17, 1\] is 0: the 'max' normalisation"):
        weighted_sum(values, WEIGHTS, DIRECTIONS)
    with pytest.raises(ValueError, match=r"values\[17, 1\] is 0: the 'sum' normalisation"):
        streamed("weighted-sum", "sum", in_blocks(values, 17))


def test_the_first_normalisation_is_the_default():
    for method, words in STREAMED.items():
        (found,) = streamed_scores(lambda: [table(60)], WEIGHTS, DIRECTIONS, method)
        np.testing.assert_allclose(found, textbook(method, words[0], table(60)), rtol=1e-12)


@pytest.mark.parametrize(
    ("method", "word", "message"),
    [
        ("vikor", None, "'vikor' compares all alternatives at once: allowed in blocks are topsis, weighted-sum"),
        ("topsis", "sum", "normalisation 'sum' is not one of vector, minmax, max, scale"),
    ],
)
def test_methods_that_need_everybody_at_once_are_refused(method, word, message):
    with pytest.raises(ValueError, match=message):
        next(streamed_scores(in_blocks(table()), WEIGHTS, DIRECTIONS, method, word))


def test_no_rows_and_odd_blocks_are_refused():
    with pytest.raises(ValueError, match="values is empty"):
        streamed("topsis", "vector", in_blocks(np.empty((0, M))))
    with pytest.raises(ValueError, match=r"a block of float64 has shape \(4, 3\)"):
        streamed("topsis", "vector", lambda: [np.ones((4, 3))])
    for odd, shape in ((np.ones(M), r"\(7,\)"), (np.ones((2, M, 2)), r"\(2, 7, 2\)")):
        with pytest.raises(ValueError, match=f"a block of float64 has shape {shape}: it must be real, "):
            streamed("topsis", "vector", lambda odd=odd: [odd])
    with pytest.raises(ValueError, match=r"a block of bool has shape \(4, 7\)"):
        streamed("topsis", "vector", lambda: [np.ones((4, M), dtype=bool)])
    with pytest.raises(ValueError, match=r"a block of <U1 has shape"):
        streamed("topsis", "vector", lambda: [np.full((4, M), "x")])


@every_way
def test_scoring_in_memory_takes_a_fraction_of_the_input(method, word):
    values = np.random.default_rng(1).random((400_000, 24)) + 0.5
    weights, directions = np.full(24, 1 / 24), np.tile([1, -1], 12)
    tracemalloc.start()
    try:
        FUNCTIONS[method](values, weights, directions, word, np.tile([0.0, 2.0], (24, 1)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 0.25 * values.nbytes


def test_memory_does_not_grow_with_the_number_of_blocks():
    block = np.random.default_rng(1).random((20_000, M)) + 0.5

    def peak(count):
        tracemalloc.start()
        try:
            for _ in streamed_scores(lambda: repeat(block, count), WEIGHTS, DIRECTIONS):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)
    assert peak(40) < 1.2 * peak(4) + 100_000


def test_ranks_of_many_scores_with_ties_are_those_of_the_definition():
    rng = np.random.default_rng(9)
    scores = np.concatenate((rng.random(300), np.repeat(rng.random(20), 7), 0.5 + 4e-13 * np.arange(12)))
    rng.shuffle(scores)
    tolerance = 1e-12 * np.abs(scores).max()
    expected, leader = np.empty(len(scores), dtype=int), np.inf
    for position, place in enumerate(np.argsort(-scores, kind="stable")):
        if leader - scores[place] > tolerance:
            leader, rank = scores[place], position + 1
        expected[place] = rank
    np.testing.assert_array_equal(competition_ranks(scores), expected)


def test_one_vector_of_weights_is_asked_for():
    with pytest.raises(ValueError, match=r"weights has shape \(2, 7\): it must be \(7,\)"):
        list(streamed_scores(lambda: [table(10)], [WEIGHTS, WEIGHTS], DIRECTIONS, "topsis", "vector"))


def test_blocks_that_change_between_two_passes_are_noticed():
    """The first pass meets a hole, and the one that looks where it is meets none."""
    whole, passes = table(10), []

    def blocks():
        passes.append(1)
        holed = whole.copy()
        holed[3, 2] = np.nan if len(passes) == 1 else 1.0
        return [holed]

    with pytest.raises(ValueError, match="did not give the same numbers again"):
        list(streamed_scores(blocks, WEIGHTS, DIRECTIONS, "topsis", "vector"))
