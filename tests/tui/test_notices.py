"""Messages in the corner: the app goes on whenever their time runs out."""

from time import time

from screens import play, text_of, until
from textual.screen import Screen
from textual.widgets._toast import Toast

from tui.notices import Notice
from tui.settings import Settings
from tui.two_ways import TwoWayApp


def test_a_message_whose_time_ran_out_as_it_was_drawn_stops_nothing_and_goes():
    """Drawn from Textual's own class the app would never come back from this."""
    late = Notice("saved", timeout=5.0, raised_at=time() - 5.001)
    assert late.has_expired
    app = TwoWayApp(Settings())

    async def script(pilot):
        await pilot.app.screen.mount(Toast(late))
        await pilot.pause()
        assert "saved" in text_of(app)
        await until(pilot, lambda: "saved" not in text_of(app))

    play(app, script)


def test_messages_stay_for_their_time_and_over_a_change_of_screens():
    app = TwoWayApp(Settings())

    async def script(pilot):
        app.notify("[noted]", markup=False, timeout=60)
        await until(pilot, lambda: "[noted]" in text_of(app))
        await app.push_screen(Screen())
        await until(pilot, lambda: "[noted]" in text_of(app))
        (notice,) = app._notifications
        assert isinstance(notice, Notice)
        assert 50 < notice.time_left <= 60

    play(app, script)
