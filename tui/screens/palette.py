"""What ctrl+p offers: every action of the screen by its description, the parts of the ballot, the colours."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.app import SystemCommand
from textual.screen import Screen

from criteria.faults import PanelError
from criteria.text import visible
from tui import sentences
from tui.language import _, chosen
from tui.screens.sitting_screen import SittingScreen
from tui.settings import write_setting
from tui.show import unmarked
from tui.two_ways import TwoWayApp

LANGUAGES = {
    "en": ("English", "From the next start on mcda speaks English."),
    "fa": ("فارسی", "از آغاز بعدی، mcda فارسی خواهد بود."),
}
"""Each in its own words, for those who read no other: its name, and that it is chosen."""


def commands(app: TwoWayApp, screen: Screen[object]) -> Iterator[SystemCommand]:
    """The commands of a screen. Single digits are left out: they are typed, not searched for."""
    offered = set()
    # Textual's own, which it says in English.
    known = {
        "Focus Next": _("next field"),
        "Focus Previous": _("field before"),
        "Copy selected text": _("copy what is marked"),
    }
    for active in screen.active_bindings.values():
        binding = active.binding
        wanted = active.enabled and binding.action and not binding.system and len(binding.description) > 1
        if wanted and binding.description not in offered:
            offered.add(binding.description)
            keys = binding.key_display or app.get_key_display(binding)
            act = partial(app.run_action, binding.action, active.node)
            yield SystemCommand(known.get(binding.description, binding.description).capitalize(), keys, act)
    if isinstance(screen, SittingScreen) and screen.session is not None:
        for section in screen.session.ballot.sections:
            title = _("Go to {part}").format(part=sentences.part(screen.panel, section))
            yield SystemCommand(unmarked(title), _("its first open question"), partial(screen.go_to_section, section))
    yield SystemCommand(_("Theme"), _("Change the colours"), app.action_change_theme)
    for language, (name, _said) in LANGUAGES.items():
        if language != chosen():
            yield SystemCommand(name, _("The language, from the next start on"), partial(_speak, app, language))
    if app.runs_both_ways:
        said = _("Which way the terminal writes Persian")
        yield SystemCommand(_("Text direction"), said, app.action_text_direction)


def _speak(app: TwoWayApp, language: str) -> None:
    """Keep the language for the next start: the texts of keys are fixed by now."""
    try:
        write_setting("language", language)
    except (OSError, PanelError) as error:
        app.notify(visible(str(error)), severity="warning", markup=False)
    else:
        app.notify(LANGUAGES[language][1], markup=False)
