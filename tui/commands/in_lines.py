"""Talks by lines of text, begun by a command."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.group import DONE

if TYPE_CHECKING:
    from tui.plain.dialogue import Dialogue
    from tui.plain.talk import Calm, Talk


def welcome(*, consistency: bool) -> int:
    """The exit code after somebody was welcomed, and all that followed from it."""
    from tui.plain.home import Welcome

    return _talked(lambda talk, calm: Welcome(talk, calm, consistency=consistency))


def look(folder: Path) -> int:
    """The exit code after a look at the results, as the facilitator. Raises PanelError, JournalError."""
    from tui.names import know, names_of
    from tui.places import remember
    from tui.plain.results import Results
    from tui.sitting import Sitting

    with closing(Sitting(folder)) as sitting:
        remember(folder)
        know(names_of(sitting.panel))
        return _talked(lambda talk, calm: Results(talk, calm, sitting, facilitator=True))


def watch(folder: Path, by: str, *, projector: bool) -> int:
    """The exit code after a sitting was watched, or what the room may see of it. Raises PanelError, JournalError."""
    from tui.names import know, names_of
    from tui.plain.projecting import Projecting
    from tui.plain.watching import Watching
    from tui.sitting import Sitting

    with closing(Sitting(folder)) as sitting:
        know(names_of(sitting.panel))
        if projector:
            return _talked(lambda talk, calm: Projecting(talk, calm, sitting))
        return _talked(lambda talk, calm: Watching(talk, calm, sitting, by))


def _talked(begun: Callable[[Talk, Calm], Dialogue]) -> int:
    """The exit code of a talk."""
    from tui.plain.talk import held
    from tui.settings import read_settings

    def hold(talk: Talk, calm: Calm) -> int:
        begun(talk, calm).hold()
        return DONE

    return held(hold, visual=read_settings().text_direction == "visual")
