"""`mcda replay PANEL --until TIME`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from criteria import events
from criteria.events import Cell, Event, Pair
from tui.commands import options
from tui.commands.export import TABLES, answers
from tui.commands.options import Output
from tui.dates import shown
from tui.reading import read_files

if TYPE_CHECKING:
    from criteria.panel import Panel
    from tui.commands.listing import Row

COLUMNS = (
    *("number", "time", "kind", "round", "panellist", "by", "node", "first", "second", "alternative", "criterion"),
    *("value", "text", "event", "id"),
)


def _moment(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:  # noqa: ARG001
    """The moment that an ISO 8601 text means, in local time where it has no offset; of a date alone its end."""
    if value is None:
        return None
    try:
        if len(value) > len("2024-05-01"):
            return datetime.fromisoformat(value).astimezone()
        return datetime.combine(date.fromisoformat(value), time.max).astimezone()
    except (ValueError, OverflowError, OSError):
        raise click.BadParameter(
            "allowed are ISO 8601 times: 2024-05-01, 2024-05-01T10:30, 2024-05-01T07:00Z"
        ) from None


@click.command(name="replay")
@options.panel_argument
@click.argument("what", metavar="[judgements|ratings]", type=click.Choice(TABLES), default="judgements")
@click.option(
    "--until",
    callback=_moment,
    metavar="TIME",
    help="ISO 8601; local time where it has no offset; a date alone means its end. Now if left out.",
)
@click.option("--events", "list_events", is_flag=True, help="List the events themselves.")
@options.output_options
def command(folder: Path, output: Output, *, what: str, until: datetime | None, list_events: bool) -> None:
    """Show the answers of PANEL as they stood at a moment, or the events up to then.

    The CSV files are taken as they are now; what the journal holds on top of them is taken as it was.
    """
    from criteria.journal import read_log

    panel, log = read_files(folder), read_log(folder)
    chosen = {} if until is None else {"until": until.isoformat()}
    numbers = {event.id: number for number, event in zip(log.numbers, log.events, strict=True)}
    if until is not None:
        log = replace(log, events=tuple(events.until(log.events, until)))
    listing = answers(panel, log, what, **chosen)
    if list_events:
        from criteria.files.answers import exact
        from tui.commands.listing import Listing

        if panel.anonymous:
            rows = _unordered(panel, log.events, numbers)
        else:
            rows = [_row(event, numbers) for event in events.in_order(log.events)]
        if output.to_people():
            rows = [(row[0], shown(str(row[1])), *row[2:]) for row in rows]
        listing = Listing(meta=listing.meta, columns=COLUMNS, rows=rows, texts={"value": exact})
    output.write(listing)
    output.say(listing.meta["notices"])


def _unordered(panel: Panel, happened: Sequence[Event], numbers: Mapping[str, int]) -> list[Row]:
    """The events of an anonymous panel: those of the panel in their order, then each panellist's in none.

    Those have the day for a time and no number.
    """
    places = {panel.panellists[place].id.casefold(): number for number, place in enumerate(panel.listed)}
    of_the_panel = [event for event in events.in_order(happened) if event.action.kind in events.OF_THE_PANEL]
    others = [event for event in happened if event.action.kind not in events.OF_THE_PANEL]
    others.sort(key=lambda event: (places.get(event.action.panellist.casefold(), len(places)), event.id))
    found: list[Row] = [_row(event, numbers) for event in of_the_panel]
    for event in others:
        _number, time, *more = _row(event, numbers)
        found.append((None, str(time)[: len("2024-05-01")], *more[:-2], None, more[-1]))
    return found


def _row(event: Event, numbers: Mapping[str, int]) -> Row:
    """The event under COLUMNS; what it takes back or restores by its number."""
    action = event.action
    subject = action.subject
    node, first, second = subject if isinstance(subject, Pair) else (action.node, "", "")
    alternative, criterion = subject if isinstance(subject, Cell) else ("", "")
    return (
        *(numbers[event.id], event.time, str(action.kind), action.round, action.panellist, action.by),
        *(node, first, second, alternative, criterion),
        *(action.value, action.text, numbers.get(action.event), event.id),
    )
