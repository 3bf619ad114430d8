"""What stands on the screen of an app, as plain text."""

from __future__ import annotations

from textual.app import App


def text_of(app: App) -> str:
    """The screen line by line, without colours and without the blanks at the ends of lines."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
