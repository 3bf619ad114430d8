"""A long sitting stays small: the question is updated in place, and an answer leaves next to nothing in memory."""

from __future__ import annotations

import asyncio
import logging
import resource
from pathlib import Path

import pytest
from screens import play, until_shown

from tui.opening import sitting_app
from tui.settings import Settings

pytestmark = pytest.mark.durability
WARM_UP, ANSWERS = 2_000, 20_000
BYTES_AN_ANSWER = 2_048
say = logging.getLogger(__name__).info


def resident() -> int:
    """Bytes of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


async def written(screen):
    """Wait until the app has written what the screen has sent and shows what comes next."""
    while screen.is_writing:
        await asyncio.sleep(0)


def test_twenty_thousand_judgements_stay_under_two_kibibytes_each(tmp_path):
    criteria = ", ".join(f"{{id: c{number}, name: Criterion {number}}}" for number in range(9))
    (tmp_path / "panel.yaml").write_text(f"title: Long\ncriteria: [{criteria}]\npanellists: [{{id: P08}}]\n")
    held = {}

    async def script(pilot):
        await until_shown(pilot, "press Enter to begin")
        await pilot.press("enter")
        await until_shown(pilot, "answer 1 of")
        screen = pilot.app.screen
        first = screen.session.ballot.questions[0]
        for answer in range(ANSWERS):
            if screen.session.question is None:
                screen.move(screen.session.go_to(first))
                await written(screen)
            screen.move(screen.session.judge(1.0), screen.session.section)
            await written(screen)
            if answer + 1 in (WARM_UP, ANSWERS):
                held[answer + 1] = resident()

    play(sitting_app(tmp_path, Settings(idle_minutes=0), "P08"), script)
    each = (held[ANSWERS] - held[WARM_UP]) / (ANSWERS - WARM_UP)
    say(f"{each:.0f} bytes an answer")
    assert each < BYTES_AN_ANSWER
