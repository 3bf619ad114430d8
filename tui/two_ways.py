"""An app whose text may run either way: what reaches the terminal, the clipboard and the person who is asked once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.filter import LineFilter
from textual.notifications import Notify, SeverityLevel

from tui import direction
from tui.names import RIGHT_TO_LEFT, apart, know, without_marks
from tui.notices import Notice
from tui.written import RightToLeft

if TYPE_CHECKING:
    from tui.settings import Settings

RIGHT_TO_LEFT_LANGUAGES = ("fa",)


class TwoWayApp(App[None]):
    """Gives lines with letters from right to left to the terminal as it needs them; all others as they are."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.ordering = RightToLeft(direction.chosen(settings.text_direction))
        self.runs_both_ways = False
        """Whether something that is shown runs from right to left."""
        self._hinted = False

    def on_mount(self) -> None:
        """Say to the terminal who puts letters in order; `tui.app.run` takes it back, however the app ends."""
        direction.tell(self.ordering.way)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, then the one that puts letters in order."""
        return [*super().get_line_filters(), self.ordering]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """A message in the corner in which names stay in order."""
        lasts = self.NOTIFICATION_TIMEOUT if timeout is None else timeout
        self.post_message(Notify(Notice(apart(message), title, severity, lasts, markup)))

    def copy_to_clipboard(self, text: str) -> None:
        """The text as it was before names in it were marked for the screen."""
        super().copy_to_clipboard(without_marks(text))

    def expect(self, names: Iterable[str]) -> None:
        """These names may stand on screens from now on; ask once how the terminal writes, if some need that."""
        names = list(names)
        know(names)
        self.runs_both_ways = self.settings.language in RIGHT_TO_LEFT_LANGUAGES or any(map(RIGHT_TO_LEFT.search, names))
        if not self.runs_both_ways:
            return
        if not direction.possible():
            if not self._hinted:
                self._hinted = True
                hint = partial(self.notify, direction.missing(), severity="warning", markup=False, timeout=12)
                self.screen.call_after_refresh(hint)
        elif self.settings.text_direction == "ask" and not self.is_headless:
            self.action_text_direction()

    def action_text_direction(self) -> None:
        """Ask which of two lines reads correctly, and keep the answer."""
        from tui.screens.which_line import WhichLineScreen

        def answered(word: str | None) -> None:
            if word is not None:
                self._write_from_now_on(word)

        self.push_screen(WhichLineScreen(), answered)

    def _write_from_now_on(self, word: str) -> None:
        """Draw all again in that way, and keep it for the next time."""
        from criteria.faults import PanelError
        from tui.settings import write_setting

        self.settings = replace(self.settings, text_direction=word)
        self.ordering = RightToLeft(direction.chosen(word))
        direction.tell(self.ordering.way)
        for screen in self.screen_stack:
            for widget in (screen, *screen.walk_children()):
                widget.refresh()
        try:
            write_setting("text_direction", word)
        except (OSError, PanelError) as error:
            self.notify(str(error), severity="warning", markup=False)
