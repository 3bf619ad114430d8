"""What `mcda sensitivity` doubts, as it is typed: words, how many draws, and what is known of unknown weights."""

from __future__ import annotations

import click

DOUBTS = ("rounding", "inconsistency", "panellists", "ratings", "ignorance")
NOTHING = "nothing"

Ends = tuple[float | None, float | None]


def count(ctx: click.Context, param: click.Parameter, value: str) -> int:  # noqa: ARG001
    """A whole number, also as 1e6 or 10_000."""
    try:
        number = float(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' is not a number") from None
    if not (number >= 1 and number.is_integer()):
        raise click.BadParameter(f"{value} is no whole number from 1 up")
    return int(number)


def maybe_count(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """As `count`; None where nothing was said."""
    return None if value is None else count(ctx, param, value)


def words(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:  # noqa: ARG001
    """The words, each given alone or several with commas between; None where there are none."""
    found = [word for value in values for word in value.split(",")]
    for word in found:
        if word not in (*DOUBTS, NOTHING):
            from criteria.text import nearest, quoted

            raise click.BadParameter(f"{quoted(word)} is no source of doubt: {nearest(word, (*DOUBTS, NOTHING))}")
    if NOTHING in found and len(set(found)) > 1:
        raise click.BadParameter(f"'{NOTHING}' stands against all others")
    return tuple(word for word in found if word != NOTHING) if found else None


def order(ctx: click.Context, param: click.Parameter, value: str | None) -> tuple[str, ...]:  # noqa: ARG001
    """The ids with commas between."""
    if value is None:
        return ()
    found = tuple(id.strip() for id in value.split(","))
    if len(found) < 2 or not all(found):
        raise click.BadParameter("write two criteria or more with commas between, the one that weighs most first")
    return found


def bounds(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, Ends]:  # noqa: ARG001
    """Criterion -> least and most, of `id=0.1:0.4`; an end that is left out is open."""
    found: dict[str, Ends] = {}
    for value in values:
        id, equals, ends = value.partition("=")
        low, colon, high = ends.partition(":")
        if not (id.strip() and equals and colon and (low.strip() or high.strip())):
            raise click.BadParameter(f"'{value}' is no bound: write ID=0.1:0.4, ID=0.1: or ID=:0.4")
        if id.strip() in found:
            raise click.BadParameter(f"'{id.strip()}' has two bounds: write both ends in one, ID=0.1:0.4")
        found[id.strip()] = _share(low, value), _share(high, value)
    return found


def _share(text: str, value: str) -> float | None:
    """The number; None for an open end."""
    if not text.strip():
        return None
    try:
        share = float(text)
    except ValueError:
        raise click.BadParameter(f"'{text.strip()}' in '{value}' is not a number") from None
    if not 0 <= share <= 1:
        raise click.BadParameter(f"{text.strip()} in '{value}' is no share of the weight: allowed are 0 to 1")
    return share
