"""Dates as people read them: Jalali where the terminal speaks Persian, ISO 8601 elsewhere. Files have ISO 8601 only."""

from __future__ import annotations

from datetime import date, datetime

from tui.reading import language

DAY = len("2024-03-20")


def day(of: date) -> str:
    """A day: 1403/01/01 in Persian, 2024-03-20 elsewhere and without the extra `fa`."""
    if (language() or "").partition("-")[0] == "fa":
        try:
            from persiantools.jdatetime import JalaliDate

            return f"{JalaliDate.to_jalali(of.year, of.month, of.day):%Y/%m/%d}"  # type: ignore[no-untyped-call]
        except (ImportError, ValueError):
            # Not installed, or before the first year of the calendar.
            pass
    return f"{of:%Y-%m-%d}"


def shown(time: str) -> str:
    """A time of the journal, UTC, or a day: the local time by the Jalali calendar in Persian, as it is elsewhere."""
    try:
        moment = datetime.fromisoformat(time)
        if len(time) > DAY:
            moment = moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return time
    on = day(moment)
    if on == f"{moment:%Y-%m-%d}":
        return time
    return on if len(time) <= DAY else f"{on} {moment:%H:%M:%S}"
