"""A few choices to pick from: by arrows and Enter, by a letter, by the mouse."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static
from textual.widgets.option_list import Option

from tui.language import _
from tui.screens.tell import TellScreen
from tui.show import fitted, show
from tui.widgets.hints import Hints
from tui.widgets.menu import Menu


class Choice(NamedTuple):
    """A row of a menu: the letter that chooses it, the action behind it, what it says."""

    letter: str
    action: str
    text: str


class MenuScreen(Screen[None]):
    """A few choices: by arrows and Enter, by a letter, by the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,Q,ض", "app.quit", _("quit"), key_display="q", id="welcome.quit"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._choices: list[Choice] = []

    def compose(self) -> ComposeResult:
        """What this is, the choices, what there is to know."""
        yield Static(id="title", classes="title", markup=False)
        yield Static(id="about", markup=False)
        yield Menu(id="choices")
        yield Static(id="note", markup=False)
        yield Hints()

    def on_mount(self) -> None:
        """Show the choices."""
        self.draw()

    def on_resize(self) -> None:
        """Choices fit the width."""
        self.draw()

    def on_screen_resume(self) -> None:
        """How things stand may have changed meanwhile."""
        self.draw()

    def choices(self) -> list[Choice]:
        """What can be chosen now."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw the choices; the only place that does."""
        if not self.is_mounted:
            return
        self._choices = self.choices()
        options = self.query_one(Menu)
        highlighted = options.highlighted or 0
        options.clear_options()
        room = max(self.size.width - 10, 20)
        options.add_options([Option(show(f"{one.letter}  {fitted(one.text, room)}")) for one in self._choices])
        options.highlighted = min(highlighted, len(self._choices) - 1)
        options.focus()

    @on(Menu.OptionSelected)
    async def choose(self, event: Menu.OptionSelected) -> None:
        """Do what the row says."""
        await self.run_action(self._choices[event.option_index].action)

    def tell(self, title: str, lines: list[str]) -> None:
        """Something to be read before anything else happens."""
        self.app.push_screen(TellScreen(title, lines))
