"""Ratings with gaps -> one value a cell: the weighted mean, or the mean after each rater's leniency is taken out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from mcda import leastsquares
from mcda.arrays import Array, IntArray


def cell_means(cells: IntArray, raters: IntArray, values: Array, say: Array, count: int) -> Array:
    """The weighted mean rating of each cell.

    Parameters
    ----------
    cells, raters : (r,) int
        Which cell and which rater each rating is of.
    values : (r,) float
        On the raters' scale.
    say : (k,) float
        Weight of each rater, positive.
    count : int
        Number of cells; each must have been rated.

    Returns
    -------
    (count,) float
        On the raters' scale.
    """
    weight = say[raters]
    return np.asarray(np.bincount(cells, weight * values, count) / np.bincount(cells, weight, count))


def lenient_cell_means(cells: IntArray, raters: IntArray, values: Array, say: Array, count: int) -> Array:
    """The value of each cell under an additive model: rating = cell + leniency of the rater + error.

    Parameters and errors are those of `cell_means`.

    Returns
    -------
    (count,) float
        Weighted least squares; the leniencies of raters who share cells, even indirectly, sum to 0 by weight. Where
        everybody rated everything it equals `cell_means`; a rater who shares no cell is taken as is.

    Notes
    -----
    The two-way model of an incomplete block design: cells are eliminated, which leaves one equation a rater.
    Yates (1940), Annals of Eugenics 10.
    """
    k = len(say)
    weight = say[raters]
    total = np.bincount(cells, weight, count)
    shared = np.zeros((count, k))
    np.add.at(shared, (cells, raters), weight)
    by_rater = np.bincount(raters, weight, k)
    normal = np.diag(by_rater) - shared.T @ (shared / total[:, None])
    right = np.bincount(raters, weight * values, k) - shared.T @ (np.bincount(cells, weight * values, count) / total)
    leniency = np.linalg.lstsq(normal, right, rcond=1e-10)[0]
    for group in map(list, leastsquares.components(shared.T @ shared > 0)):
        leniency[group] -= by_rater[group] @ leniency[group] / by_rater[group].sum()
    return cell_means(cells, raters, values - leniency[raters], say, count)


CELL_VALUES: Mapping[str, Callable[[IntArray, IntArray, Array, Array, int], Array]] = {
    "mean": cell_means,
    "additive": lenient_cell_means,
}
"""Name -> how the ratings of a cell become its value."""
