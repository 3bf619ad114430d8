"""The steps of the judgement scale: what a panellist can answer, 1/9 to 9."""

from __future__ import annotations

import numpy as np

from mcda.arrays import Array, ArrayLike

STEPS: Array = np.concatenate([1 / np.arange(9.0, 1.0, -1.0), np.arange(1.0, 10.0)])
"""1/9, 1/8, ..., 1, 2, ..., 9."""
STEPS.setflags(write=False)


def place_on_scale(ratios: ArrayLike) -> Array:
    """Where ratios stand on the scale: -8 for 1/9, 0 for 1, 8 for 9; between two steps in proportion of logarithms.

    (...) float -> (...) float; NaN stays, what is beyond an end stands at it.
    """
    array = np.asarray(ratios, dtype=np.float64)
    return np.asarray(np.interp(np.log(array), np.log(STEPS), np.arange(len(STEPS)) - len(STEPS) // 2))
