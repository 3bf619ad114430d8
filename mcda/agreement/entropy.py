"""Shannon entropy, in nats."""

from __future__ import annotations

import numpy as np

from mcda.arrays import Array


def entropy(shares: Array) -> Array:
    """Shannon entropy of the last axis (..., n), in nats; 0 ln 0 counts 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(-np.where(shares > 0, shares * np.log(shares), 0.0).sum(axis=-1))
