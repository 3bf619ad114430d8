"""How sure an order is: what moving a weight does, exactly, and what draws of weights say, in shares."""

from mcda.sensitivity.paths import (
    SAME_SHARE,
    Crossings,
    FirstPlaces,
    crossings,
    first_places,
    sweep,
    weight_path,
    weights_at,
)

__all__ = ["SAME_SHARE", "Crossings", "FirstPlaces", "crossings", "first_places", "sweep", "weight_path", "weights_at"]
