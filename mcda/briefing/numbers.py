"""Numbers and lists as people read them; of fewer than ten people to two digits."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10

from criteria.disclosure import FEW, as_told


def percent(share: float) -> str:
    """A share in whole percents, and no certainty that draws cannot give."""
    if share != share:
        return "–"
    if 0 < share <= 0.005:
        return "< 1 %"
    if 0.995 <= share < 1:
        return "> 99 %"
    return f"{100 * share:.0f} %"


def weight(share: float, people: int) -> str:
    """A weight in percent, one decimal."""
    if share != share:
        return "–"
    return f"{_told(100 * share, people, 1)} %"


def score(value: float, people: int, sign: str = "") -> str:
    """A score with three decimals; with a `+` where the sign matters."""
    return f"{'+' if sign and value >= 0 else ''}{_told(value, people, 3)}"


def _told(value: float, people: int, decimals: int) -> str:
    """A number with so many decimals, of few people with no more than two significant digits."""
    if people < FEW and (said := as_told(value, people)):
        value, decimals = said, min(decimals, max(0, 1 - floor(log10(abs(said)))))
    return f"{value:.{decimals}f}"


def listed(parts: Sequence[str]) -> str:
    """a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def sentence(text: str) -> str:
    """A remark as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."


def counted(number: int, thing: str) -> str:
    """1 panellist, 2 panellists."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
