"""A sitting watched line by line, for screen readers and scripts: a line for each thing that happens."""

from __future__ import annotations

from datetime import UTC, datetime
from time import sleep

import click

from criteria.text import visible
from tui.language import _
from tui.sitting import Sitting
from tui.watching import Seen, Watcher, agreed, changes, how_long, inconsistent, last_seen, response, settled

EVERY = 1.0
"""Seconds between two looks at the journal."""


def watch(sitting: Sitting) -> None:
    """Say how the sitting stands, then each change with its time, until it is interrupted. Raises JournalError."""
    watcher = Watcher(sitting)
    before = watcher.look()
    assert before is not None
    _say(sitting.panel.title, *state(sitting, before))
    for one in before.progress:
        words = _("{who}: {answered} of {asked} answered, {seen}")
        seen = last_seen(one, before, datetime.now(UTC))
        _say(words.format(who=one.panellist.id, answered=one.answered, asked=one.asked, seen=seen))
    while True:
        sleep(EVERY)
        after = watcher.look()
        if after is not None:
            time = datetime.now().strftime("%H:%M:%S")
            _say(*(f"{time} {line}" for line in changes(before, after)))
            before = after


def state(sitting: Sitting, found: Seen) -> list[str]:
    """How the round and the panel as a whole stand."""
    from mcda import analysis

    lines = [how_long(found, datetime.now(UTC)), response(found)]
    try:
        glance = analysis.glance(sitting.effective_panel(found.log))
    except analysis.AnalysisError as error:
        return [*lines, *str(error).splitlines()]
    return [*lines, agreed(glance), settled(glance), inconsistent(glance, by_name=False)]


def _say(*lines: str) -> None:
    for line in lines:
        click.echo(visible(line))
