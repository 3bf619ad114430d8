"""Cell values out of ratings with gaps: means, and means without the raters' leniency."""

import numpy as np
import pytest

from mcda.ratings import CELL_VALUES, cell_means, lenient_cell_means

every_value = pytest.mark.parametrize("value", CELL_VALUES)


def full_design(cells, raters):
    """Everybody rates everything: (r,) cells and raters."""
    return np.repeat(np.arange(cells), raters), np.tile(np.arange(raters), cells)


def linked_design(generator, cells, raters):
    """Each rater rates some cells; neighbours share one, so that all are linked."""
    rated = generator.random((cells, raters)) < 0.4
    rated[np.arange(cells), np.arange(cells) % raters] = True
    rated[np.arange(cells), (np.arange(cells) + 1) % raters] = True
    return np.nonzero(rated)


def by_brute_force(cells, raters, values, say, count):
    """Weighted least squares with a column for each cell and each rater; leniencies weigh to 0."""
    root = np.sqrt(say[raters])
    design = np.zeros((len(values), count + len(say)))
    design[np.arange(len(values)), cells] = root
    design[np.arange(len(values)), count + raters] = root
    solution = np.linalg.lstsq(design, root * values, rcond=None)[0]
    leniency = solution[count:]
    weight = np.bincount(raters, say[raters], len(say))
    return solution[:count] + weight @ leniency / weight.sum()


def test_means_are_weighted():
    cells, raters = np.array([0, 0, 1]), np.array([0, 1, 1])
    found = cell_means(cells, raters, np.array([2.0, 8.0, 5.0]), np.array([3.0, 1.0]), 2)
    assert found.tolist() == [3.5, 5]


@every_value
def test_a_single_rater_is_taken_at_their_word(value):
    found = CELL_VALUES[value](np.array([1, 0, 2]), np.zeros(3, dtype=int), np.array([7.0, 3.0, 9.0]), np.ones(1), 3)
    np.testing.assert_allclose(found, [3, 7, 9], rtol=1e-12)


@every_value
@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_ratings_does_not_matter(value, seed):
    generator = np.random.default_rng(seed)
    cells, raters = linked_design(generator, 8, 5)
    values, say = generator.uniform(0, 10, len(cells)), generator.uniform(0.5, 3, 5)
    order = generator.permutation(len(cells))
    np.testing.assert_allclose(
        CELL_VALUES[value](cells[order], raters[order], values[order], say, 8),
        CELL_VALUES[value](cells, raters, values, say, 8),
        rtol=1e-9,
    )


@every_value
def test_ratings_that_all_agree_are_the_value(value):
    cells, raters = linked_design(np.random.default_rng(4), 6, 4)
    truth = np.array([1.0, 9, 4, 7, 2, 5])
    np.testing.assert_allclose(CELL_VALUES[value](cells, raters, truth[cells], np.ones(4), 6), truth, rtol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_an_exact_additive_model_is_recovered(seed):
    """Up to a constant, since leniency has no zero of its own: it is 0 on the weighted average over all ratings."""
    generator = np.random.default_rng(seed)
    cells, raters = linked_design(generator, 9, 5)
    truth, leniency = generator.uniform(2, 8, 9), generator.uniform(-2, 2, 5)
    say = generator.uniform(0.5, 3, 5)
    found = lenient_cell_means(cells, raters, truth[cells] + leniency[raters], say, 9)
    np.testing.assert_allclose(found, truth + np.average(leniency[raters], weights=say[raters]), rtol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_noisy_ratings_are_fitted_by_weighted_least_squares(seed):
    generator = np.random.default_rng(seed)
    cells, raters = linked_design(generator, 9, 5)
    values, say = generator.uniform(0, 10, len(cells)), generator.uniform(0.5, 3, 5)
    np.testing.assert_allclose(
        lenient_cell_means(cells, raters, values, say, 9), by_brute_force(cells, raters, values, say, 9), rtol=1e-9
    )


@pytest.mark.parametrize("seed", range(3))
def test_where_everybody_rated_everything_leniency_changes_nothing(seed):
    generator = np.random.default_rng(seed)
    cells, raters = full_design(7, 4)
    values, say = generator.uniform(0, 10, len(cells)), generator.uniform(0.5, 3, 4)
    np.testing.assert_allclose(
        lenient_cell_means(cells, raters, values, say, 7), cell_means(cells, raters, values, say, 7), rtol=1e-9
    )


def test_a_mild_rater_of_half_the_cells_no_longer_lifts_them():
    """A strict one rates both 4; a mild one rates only the first, 8. Both cells are the same."""
    cells, raters, values = np.array([0, 1, 0]), np.array([0, 0, 1]), np.array([4.0, 4.0, 8.0])
    assert cell_means(cells, raters, values, np.ones(2), 2).tolist() == [6, 4]
    first, second = lenient_cell_means(cells, raters, values, np.ones(2), 2)
    assert first == pytest.approx(second, rel=1e-9)


def test_groups_that_share_no_cell_are_valued_as_if_alone():
    generator = np.random.default_rng(11)
    one, other = linked_design(generator, 6, 4), linked_design(generator, 5, 3)
    values = generator.uniform(0, 10, len(one[0]) + len(other[0]))
    say = generator.uniform(0.5, 3, 7)
    cells, raters = (np.concatenate([a, b + shift]) for a, b, shift in zip(one, other, (6, 4), strict=True))
    split = len(one[0])
    alone = [
        *lenient_cell_means(*one, values[:split], say[:4], 6),
        *lenient_cell_means(*other, values[split:], say[4:], 5),
    ]
    np.testing.assert_allclose(lenient_cell_means(cells, raters, values, say, 11), alone, rtol=1e-9)


def test_a_rater_of_a_cell_of_their_own_changes_no_other():
    """Rater 2 alone rates cell 2."""
    cells, raters = np.array([0, 1, 0, 1, 2]), np.array([0, 0, 1, 1, 2])
    found = lenient_cell_means(cells, raters, np.array([4.0, 6, 6, 8, 5]), np.ones(3), 3)
    np.testing.assert_allclose(found, [5, 7, 5], rtol=1e-9)


def test_a_rater_who_shares_no_cell_with_the_others_keeps_their_leniency():
    """Rater 0 is two stricter than rater 1 and rates more; rater 2 alone rates cell 2, and gave it 5."""
    cells, raters = np.array([0, 1, 0, 2]), np.array([0, 0, 1, 2])
    found = lenient_cell_means(cells, raters, np.array([4.0, 6, 6, 5]), np.ones(3), 3)
    assert found[2] == pytest.approx(5, rel=1e-9)
