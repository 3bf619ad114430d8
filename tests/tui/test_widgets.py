"""The scale of a pair, bars, lines and the grid of ratings: every key, the mouse, narrow screens, no colours."""

from __future__ import annotations

import asyncio
import math
import re
from itertools import pairwise
from math import nan

import pytest
from rich.cells import cell_len
from screens import text_of
from textual import on
from textual.app import App
from textual.events import MouseScrollDown, MouseScrollUp

from tui.sentences import strength, times
from tui.widgets.bars import Bar, Bars
from tui.widgets.line_chart import Line, LineChart
from tui.widgets.rating_grid import RatingGrid
from tui.widgets.scale_bar import ScaleBar

WIDTHS = (40, 60, 80, 120)
HOSTILE = ["[/foo]", "[@click=app.quit]x[/]", "a\x1b]0;x\x07b", "A\u202eevil", "[red", "سیاست‌گذاری", "政策" * 30]
VISIBLE = ["[/foo]", "[@click=app.quit]x[/]", "a\\x1b]0;x\\x07b", "A<U+202E>evil", "[red", "سیاست", "政策"]
MESSAGES = (
    ScaleBar.Moved,
    ScaleBar.Chosen,
    ScaleBar.Missing,
    RatingGrid.Moved,
    RatingGrid.Rated,
    RatingGrid.Skipped,
    RatingGrid.Missing,
    RatingGrid.PastEnd,
)


class Host(App):
    """One widget alone, and what it said: the name of each message with what it carries."""

    def __init__(self, widget):
        super().__init__()
        self.widget = widget
        self.said = []

    def compose(self):
        yield self.widget

    def hear(self, message):
        carried = [getattr(message, name) for name in ("row", "ratio", "value") if hasattr(message, name)]
        self.said.append((type(message).__name__, *carried))

    for kind in MESSAGES:
        hear = on(kind)(hear)

    def heard(self):
        said, self.said = self.said, []
        return said


def play(widget, script, size=(80, 24)):
    """Run the widget in an app, and the script with the app and its pilot."""

    async def run():
        app = Host(widget)
        async with app.run_test(size=size) as pilot:
            widget.focus()
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(run())


async def pressed(app, pilot, *keys):
    """What the widget says to these keys."""
    await pilot.press(*keys)
    await pilot.pause()
    return app.heard()


async def clicked(app, pilot, x, y, times=1):
    """What the widget says to a click into that cell."""
    await pilot.click(app.widget, offset=(x, y), times=times)
    await pilot.pause()
    return app.heard()


async def scrolled(app, pilot, event, x=5, y=0):
    """What the widget says to a turn of the wheel above that cell."""
    await pilot._post_mouse_events([event], app.widget, (x, y))
    await pilot.pause()
    return app.heard()


async def resized(app, pilot, width, height):
    """The terminal with another size, once the widget has followed it."""
    await pilot.resize_terminal(width, height)
    async with asyncio.timeout(5):
        while app.widget.outer_size.width != width or app.screen.size != (width, height):
            await pilot.pause(0.01)
    await pilot.pause()


def lines_of(app):
    """The lines of the screen, each within its width."""
    lines = text_of(app).split("\n")
    assert all(cell_len(line) <= app.size.width for line in lines)
    return lines


def places(line):
    """The columns of the seventeen places of an unanswered scale, from A's end to B's."""
    start, end = line.index("A"), line.rindex("B")
    return [column for column in range(start + 1, end) if line[column] != " "]


# The scale


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1, "equally"),
        (2, "between equally and moderately"),
        (3, "moderately"),
        (1 / 3, "moderately"),
        (0.3333, "moderately"),
        (4, "between moderately and strongly"),
        (5, "strongly"),
        (6, "between strongly and very strongly"),
        (7, "very strongly"),
        (1 / 8, "between very strongly and extremely"),
        (9, "extremely"),
        (2.5, "between equally and moderately"),
        (1.2, "between equally and moderately"),
        (12, "extremely"),
    ],
)
def test_a_strength_has_words_whichever_side_it_is_for(ratio, words):
    assert strength(ratio) == words


@pytest.mark.parametrize(
    ("ratio", "text"), [(3, "3"), (2.5, "2.5"), (0.4, "2.5"), (9.0, "9"), (10, "10"), (3.0003, "3")]
)
def test_times_are_written_as_people_write_them(ratio, text):
    assert times(ratio) == text


def scale_keys():
    """Each key with the ratio it starts from and the one it leads to; None where nothing is answered."""
    shifted = (
        dict(zip("!@#$%^&*(", range(1, 10), strict=True)) | dict(zip("٬٫﷼٪×،", range(2, 8), strict=True)) | {")": 9}
    )
    yield from (
        (key, None, float(n)) for digits in ("123456789", "۱۲۳۴۵۶۷۸۹", "١٢٣٤٥٦٧٨٩") for n, key in enumerate(digits, 1)
    )
    yield from ((key, None, 1 / n) for key, n in shifted.items())
    yield from ((key, 4.0, 1.0) for key in "=0۰٠")
    yield from ((key, 4.0, 1 / 4) for key in "sSس")
    yield from ((key, 1 / 7, 7.0) for key in "sSس")
    yield from [("home", None, 9.0), ("end", None, 1 / 9), ("s", 2.5, 0.4)]
    for key in ("left", "up"):
        yield from [(key, None, 2.0), (key, 1.0, 2.0), (key, 8.0, 9.0), (key, 0.5, 1.0), (key, 1 / 9, 1 / 8)]
        yield from [(key, 2.5, 3.0), (key, 0.4, 1 / 2)]
    for key in ("right", "down"):
        yield from [(key, None, 0.5), (key, 1.0, 0.5), (key, 1 / 8, 1 / 9), (key, 2.0, 1.0), (key, 9.0, 8.0)]
        yield from [(key, 2.5, 2.0), (key, 0.4, 1 / 3), (key, 0.3333, 1 / 4)]


def test_every_key_of_the_scale_leads_to_its_ratio_and_says_so_once():
    async def script(app, pilot):
        for key, before, after in scale_keys():
            app.widget.ask(before)
            said = await pressed(app, pilot, key)
            assert said == [("Moved", after)], (key, before)
            assert app.widget.ratio == after
        for key, ratio in [("left", 9.0), ("right", 1 / 9), ("s", None), ("s", 1.0), ("3", 3.0), ("left", 12.0)]:
            app.widget.ask(ratio)
            assert await pressed(app, pilot, key) == [], (key, ratio)
            assert app.widget.ratio == ratio

    play(ScaleBar(), script)


def test_steps_stay_whole_from_one_end_of_the_scale_to_the_other():
    async def script(app, pilot):
        app.widget.ask(9.0)
        said = await pressed(app, pilot, *["right"] * 20)
        assert said == [("Moved", float(n)) for n in range(8, 0, -1)] + [("Moved", 1 / n) for n in range(2, 10)]

    play(ScaleBar(), script)


def test_enter_confirms_each_time_even_the_same_strength_twice_running():
    async def script(app, pilot):
        assert await pressed(app, pilot, "enter") == [("Missing",)]
        assert await pressed(app, pilot, "3", "enter") == [("Moved", 3.0), ("Chosen", 3.0)]
        app.widget.ask(None)
        assert app.heard() == []
        assert await pressed(app, pilot, "3", "enter") == [("Moved", 3.0), ("Chosen", 3.0)]
        assert await pressed(app, pilot, "enter", "enter") == [("Chosen", 3.0), ("Chosen", 3.0)]
        app.widget.ask(0.4)
        assert await pressed(app, pilot, "enter") == [("Chosen", 0.4)]

    play(ScaleBar(), script)


def test_the_keys_of_the_scale_can_be_set():
    async def script(app, pilot):
        app.set_keymap({"scale.swap": "x", "scale.a-3": "t"})
        assert await pressed(app, pilot, "t", "x", "s", "3") == [("Moved", 3.0), ("Moved", 1 / 3)]

    play(ScaleBar(), script)


def test_a_click_chooses_and_a_second_one_on_the_same_place_confirms():
    async def script(app, pilot):
        columns = places(lines_of(app)[0])
        assert len(columns) == 17
        expected = [float(n) for n in range(9, 0, -1)] + [1 / n for n in range(2, 10)]
        for column, ratio in zip(columns, expected, strict=True):
            assert await clicked(app, pilot, column, 0) == [("Moved", ratio)]
            assert await clicked(app, pilot, column, 0) == [("Chosen", ratio)]
        assert await clicked(app, pilot, columns[3] + 1, 1) == [("Moved", 6.0)], "beside the place, below the line"
        assert await pressed(app, pilot, "5", "6") == [("Moved", 5.0), ("Moved", 6.0)]
        assert await clicked(app, pilot, columns[3], 0) == [], "the keys came between: this is a first click again"
        assert await clicked(app, pilot, columns[3], 0) == [("Chosen", 6.0)]
        app.widget.ask(6.0)
        assert await clicked(app, pilot, columns[3], 0) == [], "another question"
        assert await clicked(app, pilot, columns[0], 0, times=2) == [("Moved", 9.0), ("Chosen", 9.0)]
        assert await clicked(app, pilot, 79, 0) == []
        await pilot.click(app.widget, offset=(columns[1], 0), button=3)
        assert app.heard() == []

    play(ScaleBar(), script)


def test_the_wheel_steps():
    async def script(app, pilot):
        assert await scrolled(app, pilot, MouseScrollUp) == [("Moved", 2.0)]
        assert await scrolled(app, pilot, MouseScrollDown) == [("Moved", 1.0)]
        assert await scrolled(app, pilot, MouseScrollDown) == [("Moved", 0.5)]

    play(ScaleBar(), script)


def test_the_scale_says_the_answer_in_place_and_words_at_every_width():
    answers = [(float(n), "A", n) for n in range(2, 10)] + [(1 / n, "B", n) for n in range(2, 10)]

    async def script(app, pilot):
        for width in WIDTHS:
            await resized(app, pilot, width, 24)
            app.widget.ask(None)
            await pilot.pause()
            lines = lines_of(app)
            columns = places(lines[0])
            assert len(columns) == 17, width
            assert lines[0].split() == ["A", *"9·7·5·3·1·3·5·7·9", "B"]
            assert "no answer yet" in text_of(app)
            assert "▲" not in text_of(app)
            for ratio, side, n in answers:
                app.widget.ask(ratio)
                await pilot.pause()
                lines = lines_of(app)
                column = columns[9 - n if side == "A" else 7 + n]
                assert lines[0][column] == str(n)
                assert lines[1][column] == "▲"
                low, high = sorted((column, columns[8]))
                assert set(lines[0][low + 1 : high]) <= set("━357"), "the stretch from 1 to the answer is drawn"
                assert lines[0].count("━") == len(re.findall("━", lines[0][low:high]))
                words = strength(ratio).removeprefix("between ").replace(" and ", "–")
                said = " ".join(" ".join(lines[1:3]).replace("▲", " ").split())
                assert said in (f"{side} {n} times, {words}", f"{side} {n} times, {strength(ratio)}"), width
            app.widget.ask(1.0)
            await pilot.pause()
            lines = lines_of(app)
            assert lines[1][columns[8]] == "▲"
            assert "equal" in " ".join(lines[1:3])

    play(ScaleBar(), script)


def test_a_ratio_off_the_scale_is_kept_and_shown_as_written():
    async def script(app, pilot):
        columns = places(lines_of(app)[0])
        for ratio, place, shown in [(2.5, 6, "A 2.5 times"), (0.4, 10, "B 2.5 times"), (12.0, 0, "A 12 times")]:
            app.widget.ask(ratio)
            await pilot.pause()
            lines = lines_of(app)
            assert app.widget.ratio == ratio
            assert lines[1][columns[place]] == "▲"
            assert shown in lines[1]
            assert shown.split()[1] in lines[0]
        await resized(app, pilot, 40, 24)
        app.widget.ask(2.25)
        await pilot.pause()
        lines = lines_of(app)
        assert lines[0][lines[1].index("▲")] == "●"
        assert "A 2.25 times" in lines[2]

    play(ScaleBar(), script)


def test_the_mark_shows_where_the_keys_go():
    async def script(app, pilot):
        app.widget.ask(3.0)
        await pilot.pause()
        assert "▲" in text_of(app)
        app.set_focus(None)
        await pilot.pause()
        assert "▲" not in text_of(app)
        assert "△" in text_of(app)

    play(ScaleBar(), script)


# Bars


def bar_lengths(app):
    """The length of the bar in each line, in eighths of a cell."""
    eighths = {"█": 8} | {block: n for n, block in enumerate("▏▎▍▌▋▊▉", 1)}
    return [sum(eighths.get(character, 0) for character in line) for line in lines_of(app) if line]


def test_bars_begin_at_nothing_and_are_as_long_as_their_values():
    rows = [Bar("one", 1.0, "1"), Bar("half", 0.5, "½"), Bar("third", 1 / 3, "⅓"), Bar("none", 0.0, "0")]
    rows += [Bar("unknown", nan, "not yet"), Bar("below", -1.0, "-1"), Bar("tiny", 1e-9, "0.0")]

    async def script(app, pilot):
        app.widget.show_bars(rows)
        for width in WIDTHS:
            await resized(app, pilot, width, 24)
            full, half, third, none, unknown, below, tiny = bar_lengths(app)
            assert full >= 8 * width // 3
            assert half == pytest.approx(full / 2, abs=0.51)
            assert third == pytest.approx(full / 3, abs=0.51)
            assert none == unknown == below == 0
            assert tiny == 1
            lines = [line for line in lines_of(app) if line]
            assert all(
                line.startswith(row.label) and line.endswith(" " + row.text)
                for line, row in zip(lines, rows, strict=True)
            )
            assert {cell_len(line) for line in lines} == {width}, "texts end in one column"
        app.widget.show_bars(rows, top=2.0)
        await pilot.pause()
        assert bar_lengths(app)[:2] == [pytest.approx(full / 2, abs=0.51), pytest.approx(full / 4, abs=0.51)]
        app.widget.show_bars(rows, top=0.5)
        await pilot.pause()
        assert bar_lengths(app)[:2] == [full, full], "a bar is never longer than full"
        for nothing in ([], [Bar("", nan, "")], [Bar("zero", 0.0, "")]):
            app.widget.show_bars(nothing)
            await pilot.pause()
            assert bar_lengths(app) == [0] * len([row for row in nothing if row.label])
        assert app.focused is None

    play(Bars(), script)


def test_the_marked_row_has_a_mark_and_the_others_are_in_line_with_it():
    async def script(app, pilot):
        app.widget.show_bars([Bar("first", 1.0, "1"), Bar("second", 1.0, "1", "▶")])
        await pilot.pause()
        first, second = lines_of(app)[:2]
        assert second.startswith("▶ second")
        assert first.startswith("  first")
        assert first.index("█") == second.index("█")

    play(Bars(), script)


def test_names_from_files_are_written_out_in_bars():
    async def script(app, pilot):
        for width in WIDTHS:
            await resized(app, pilot, width, 24)
            app.widget.show_bars([Bar(name, 0.5, name) for name in HOSTILE])
            await pilot.pause()
            lines = lines_of(app)
            for line, visible in zip(lines, VISIBLE, strict=False):
                assert line.startswith(visible[:7])
                assert not re.search(r"[\x00-\x1f\u202e]", line)

    play(Bars(), script)


# Lines

SHARES = [n / 50 for n in range(51)]


def cells_of_dots(line):
    """The columns with braille dots."""
    return [column for column, character in enumerate(line) if "\u2801" <= character <= "\u28ff"]


def test_a_rising_line_runs_from_corner_to_corner_with_its_name_at_the_end():
    async def script(app, pilot):
        for width in WIDTHS:
            await resized(app, pilot, width, 20)
            app.widget.draw(SHARES, [Line("Legislation", [0.2 + 0.6 * x for x in SHARES])], 0.5, "weight", "score")
            await pilot.pause()
            lines = lines_of(app)
            assert lines[0].strip() == "score"
            top, bottom = lines[1], lines[16]
            assert top.startswith("0.80 ┤")
            assert bottom.startswith("0.20 ┤")
            assert "Legis" in top
            starts = [cells_of_dots(line.split("┤")[-1].split("│")[-1].split(" ⠒")[0])[0] for line in lines[1:17]]
            assert starts == sorted(starts, reverse=True)
            assert starts[-1] == 0
            now = {line.index("┊") for line in lines[1:17] if "┊" in line}
            assert now == {lines[17].index("▲")}
            assert abs(now.pop() - (6 + starts[0] // 2)) <= 2
            assert "now 50 %" in lines[18]
            assert "100 %" in lines[18]
            assert "0 %" in lines[18].split("now")[0]
            assert lines[19].strip() == "weight"

    play(LineChart(), script)


def test_lines_are_told_apart_without_colour_and_their_names_do_not_overlap(monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    names = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta"]

    async def script(app, pilot):
        assert app.no_color
        app.widget.draw(
            SHARES, [Line(name, [0.5 + n / 1e4] * 51) for n, name in enumerate(names)] + [Line("low", [0.0] * 51)]
        )
        for size in [(40, 10), (60, 12), (80, 20), (120, 30)]:
            await resized(app, pilot, *size)
            lines = lines_of(app)
            ends = [[name for name in names if line.endswith(" " + name)] for line in lines]
            assert sorted(name for end in ends for name in end) == sorted(names[:6])
            assert all(len(end) <= 1 for end in ends)
            samples = {line[: -len(end[0]) - 1][-4:] for line, end in zip(lines, ends, strict=True) if end}
            assert len(samples) == 6, "each name has a sample of its own pattern"
            assert "3 more not drawn" in lines[0]

    play(LineChart(), script)


def test_a_line_has_gaps_where_it_has_no_height():
    async def script(app, pilot):
        ys = [1.0 if x < 0.3 or x > 0.7 else nan for x in SHARES]
        app.widget.draw(SHARES, [Line("a", ys), Line("never", [nan] * 51), Line("b", [math.inf, *[0.0] * 50])])
        await pilot.pause()
        top = lines_of(app)[1]
        columns = cells_of_dots(top.rpartition(" ⠒")[0])
        assert max(after - before for before, after in pairwise(columns)) > 15
        assert "never" not in text_of(app)

    play(LineChart(), script, size=(80, 12))


def test_odd_lines_are_drawn_too():
    cases = [
        ([], [], None),
        (SHARES, [Line("flat", [3.0] * 51)], None),
        (SHARES, [Line("zero", [0.0] * 51)], 2.0),
        ([0.5], [Line("dot", [1e6])], 0.5),
        (SHARES, [Line("none", [nan] * 51)], 0.1),
        ([0.14, 0.145], [Line("near", [1e-7, 2e-7])], 0.142),
        (SHARES, [Line(name, SHARES) for name in HOSTILE], 0.0),
    ]

    async def script(app, pilot):
        for size in [(40, 6), (40, 8), (80, 24)]:
            await resized(app, pilot, *size)
            for xs, series, now in cases:
                app.widget.draw(xs, series, now, HOSTILE[0] * 20, HOSTILE[2] * 20)
                await pilot.pause()
                text = text_of(app)
                lines_of(app)
                assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", text)
                drawn = any(math.isfinite(y) for line in series for y in line.ys)
                assert ("nothing to draw yet" in text) == (not drawn)
        with pytest.raises(ValueError, match="shorter"):
            app.widget.draw(SHARES, [Line("short", [1.0])])

    play(LineChart(), script)


# The grid of ratings

STEPS = ["Legislation", "Increasing the speed and accessibility of the internet", "Private sector", "Trust"]
TEN = (0.0, 10.0)


class Asked(RatingGrid):
    """A grid that is asked when it appears."""

    def __init__(self, *question):
        super().__init__()
        self.question = question

    def on_mount(self):
        self.ask(*self.question)


def grid(values=(2.0, 9.0, None, None), skipped=(3,), scale=TEN, row=0, names=STEPS):
    return Asked(names, values, skipped, *scale, row)


def test_the_grid_shows_scale_values_and_what_is_missing_at_every_width():
    async def script(app, pilot):
        for width in WIDTHS:
            await resized(app, pilot, width, 12)
            header, *rows = lines_of(app)[:5]
            for end in ("0", "10"):
                assert end in header.split()
            if width >= 60:
                assert header.split() == [str(n) for n in range(11)]
            assert rows[0].startswith("▶ Leg")
            assert rows[1].startswith("  Incr")
            assert [line.split()[-1] for line in rows[:2]] == ["2", "9"]
            assert rows[2].endswith("not yet")
            assert rows[3].endswith("can't say")
            assert rows[0][: rows[0].index("●")].count("·") == 2
            assert rows[1][: rows[1].index("●")].count("·") == 9
            assert rows[0].count("·") + 1 == rows[2].count("·") == 11
            assert header[rows[0].index("●")] in ("2", " ")
            assert ("2" in header.split()) <= (header[rows[0].index("●")] == "2")

    play(grid(), script)


def test_arrows_choose_and_enter_saves_each_time():
    async def script(app, pilot):
        assert await pressed(app, pilot, "enter") == [("Moved", 1)], "answered already: passed"
        assert await pressed(app, pilot, "up", "right", "right") == [("Moved", 0)]
        assert "◉ 4 Enter to save" in lines_of(app)[1]
        assert "●" in lines_of(app)[1], "what is saved still shows"
        assert app.widget.unsaved == (0,)
        assert await pressed(app, pilot, "enter") == [("Rated", 0, 4.0), ("Moved", 1)]
        assert "◉ 4 not saved" in lines_of(app)[1], "only the owner knows that it is saved"
        app.widget.mark_saved(0, 4.0)
        await pilot.pause()
        line = lines_of(app)[1]
        assert line.endswith(" 4")
        assert "◉" not in line
        assert line[: line.index("●")].count("·") == 4
        assert await pressed(app, pilot, "9", "enter") == [("Rated", 1, 9.0), ("Moved", 2)], "the same value again"
        app.widget.mark_saved(1, 9.0)
        assert await pressed(app, pilot, "enter") == [("Missing", 2)]
        assert await pressed(app, pilot, "left", "enter") == [("Rated", 2, 10.0), ("Moved", 3)]
        assert await pressed(app, pilot, "enter") == [("PastEnd",)], "'can't say' is an answer"
        assert await pressed(app, pilot, "right", "enter") == [("Rated", 3, 0.0), ("PastEnd",)]
        app.widget.mark_saved(3, 0.0)
        await pilot.pause()
        assert "can't say" not in text_of(app)
        assert app.widget.row == 3

    play(grid(), script)


def test_what_was_said_before_counts_once_enter_keeps_it():
    async def script(app, pilot):
        app.widget.ask(["a", "b", "c", "d"], [None, 3.0, None, None], {2}, 0, 10, before=[7.0, 8.0, 9.0, None])
        await pilot.pause()
        rows = lines_of(app)[1:]
        assert "○ 7 Enter to keep" in rows[0]
        assert rows[0][: rows[0].index("○")].count("·") == 7
        assert rows[1].endswith(" 3")
        assert "can't say" in rows[2]
        assert "○" not in "".join(rows[1:]), "an answer of this round stands in place of the one before"
        assert app.widget.unsaved == ()
        assert await pressed(app, pilot, "enter") == [("Rated", 0, 7.0), ("Moved", 1)]
        await pressed(app, pilot, "up", "left")
        assert "◉ 6 Enter to save" in lines_of(app)[1]
        await pressed(app, pilot, "delete", "end")
        assert "○ 7 before" in lines_of(app)[1]
        assert await pressed(app, pilot, "enter") == [("Missing", 3)]
        with pytest.raises(ValueError, match="1 values for 2 names"):
            app.widget.ask(["a", "b"], [None, None], (), 0, 10, before=[1.0])

    play(grid(), script)


def test_the_mark_of_the_row_shows_where_the_keys_go():
    async def script(app, pilot):
        assert lines_of(app)[1].startswith("▶ Leg")
        app.set_focus(None)
        await pilot.pause()
        assert lines_of(app)[1].startswith("▷ Leg")

    play(grid(), script)


def test_arrows_stop_at_the_ends_and_step_to_the_points():
    async def script(app, pilot):
        app.widget.ask(["a", "b"], [9.0, 7.5], (), 0, 10)
        await pressed(app, pilot, *["right"] * 5)
        assert "◉ 10 Enter" in lines_of(app)[1]
        assert await pressed(app, pilot, "down", "left", "enter") == [("Moved", 1), ("Rated", 1, 7.0), ("PastEnd",)]
        app.widget.ask(["a", "b"], [10.0, 7.5], (), 0, 10)
        assert await pressed(app, pilot, "right", "enter") == [("Moved", 1)], "nothing was changed"
        assert lines_of(app)[2].endswith("7.5")
        assert await pressed(app, pilot, "right", "enter") == [("Rated", 1, 8.0), ("PastEnd",)]

    play(grid(), script)


@pytest.mark.parametrize(
    ("scale", "keys", "value"),
    [
        (TEN, "7", 7),
        (TEN, "10", 10),
        (TEN, "15", 5),
        (TEN, "100", 0),
        (TEN, "۱۰", 10),
        (TEN, "٩", 9),
        (TEN, "7.5", 5),
        ((1, 5), "9", None),
        ((1, 5), "0", None),
        ((1, 5), "39", 3),
        ((20, 40), "3", None),
        ((20, 40), "35", 35),
        ((-3, 3), "-2", -2),
        ((-3, 3), "-", None),
        ((-3, 3), "2-2", -2),
        ((-3, 3), "-5", None),
        ((0, 100), "72", 72),
        ((0, 100), "72.5", 72.5),
        ((0, 100), "7,25", 7.25),
        ((0, 100), "۷۲٫۵", 72.5),
        ((0, 100), "1005", 5),
        ((0, 1), ".75", 0.75),
        ((0, 1), "0.75", 0.75),
        ((1.5, 7), "1", None),
        ((1.5, 7), "1.5", 1.5),
        ((-1.5, 1.5), "-.5", -0.5),
        ((-1, 1), "-0", 0),
        ((-1, 1), "-.5", None),
        ((0, 100), "5..5", 0.5),
    ],
)
def test_numbers_are_typed(scale, keys, value, typing_grids):
    assert typing_grids[scale, keys] == value


@pytest.fixture(scope="module")
def typing_grids():
    """What Enter saves after typing, for each scale and text; None for nothing."""
    marks = next(mark for mark in test_numbers_are_typed.pytestmark if mark.name == "parametrize")
    saved = {}

    async def script(app, pilot):
        for scale, keys, _value in marks.args[1]:
            app.widget.ask(["a"], [None], (), *scale)
            said = await pressed(app, pilot, *keys, "enter")
            assert said in ([], [("Missing", 0)]) or (said[0][0], said[1:]) == ("Rated", [("PastEnd",)])
            saved[scale, keys] = said[0][2] if said and said[0][0] == "Rated" else None

    play(grid(), script)
    return saved


def test_what_is_typed_is_shown_and_a_number_off_the_scale_is_refused_with_its_ends():
    async def script(app, pilot):
        app.widget.ask(["a", "b"], [None, 50.0], (), 1.5, 70)
        await pressed(app, pilot, "7")
        assert "typing 7_" in lines_of(app)[1]
        assert await pressed(app, pilot, "backspace", "1", "enter") == []
        assert "1.5 to 70" in lines_of(app)[1]
        await pressed(app, pilot, ".", "6")
        assert "typing 1.6_" in lines_of(app)[1]
        await pressed(app, pilot, "backspace", "backspace", "backspace")
        assert lines_of(app)[1].endswith("not yet")
        assert await pressed(app, pilot, "enter") == [("Missing", 0)]
        await pressed(app, pilot, "6", "delete")
        assert app.widget.unsaved == ()
        assert await pressed(app, pilot, "6", ".", "5", "down") == [("Moved", 1)]
        assert "◉ 6.5 not saved" in lines_of(app)[1]
        assert await pressed(app, pilot, "backspace") == [("Moved", 0)]
        assert "◉ 6.5 Enter to save" in lines_of(app)[1]
        assert await pressed(app, pilot, "enter") == [("Rated", 0, 6.5), ("Moved", 1)]

    play(grid(), script)


def test_a_scale_of_no_whole_points_moves_by_a_twentieth():
    async def script(app, pilot):
        for low, high, value, key, after in [
            (0, 100, 72.0, "right", 75.0),
            (0, 100, 72.0, "left", 70.0),
            (0, 100, None, "right", 0.0),
            (0, 1, 0.1, "right", 0.15),
            (0, 1, 0.15, "left", 0.1),
            (1.5, 7, None, "left", 7.0),
        ]:
            app.widget.ask(["a"], [value], (), low, high)
            assert (await pressed(app, pilot, key, "enter"))[0] == ("Rated", 0, after)
        for width in WIDTHS:
            await resized(app, pilot, width, 12)
            app.widget.ask(["a", "b"], [0.0, 100.0], (), 0, 100)
            await pilot.pause()
            header, first, second = lines_of(app)[:3]
            assert header.split() == ["0", "50", "100"]
            assert first.count("·") == second.count("·") in (10, 20)
            assert "·" not in first[: first.index("●")]
            assert "·" not in second[second.index("●") :]

    play(grid(), script)


def test_cannot_say_is_an_answer_by_minus_or_f8():
    async def script(app, pilot):
        assert await pressed(app, pilot, "4", "minus", "f8") == [
            ("Skipped", 0),
            ("Moved", 1),
            ("Skipped", 1),
            ("Moved", 2),
        ]
        assert app.widget.unsaved == ()
        app.widget.mark_saved(0, None)
        await pilot.pause()
        assert lines_of(app)[1].endswith("can't say")
        assert "●" not in lines_of(app)[1]
        app.widget.ask(["a"], [None], (), -3, 3)
        assert await pressed(app, pilot, "minus", "1", "enter") == [("Rated", 0, -1.0), ("PastEnd",)]
        assert await pressed(app, pilot, "f8") == [("Skipped", 0), ("PastEnd",)]

    play(grid(), script)


def test_rows_are_walked_and_stay_in_view_below_the_header():
    names = [f"Step {n}" for n in range(60)]

    def shown(app):
        lines = lines_of(app)
        assert lines[0].split()[:11] == [str(n) for n in range(11)], "the header stays"
        return [int(re.match(r"[▶ ] Step (\d+) ", line).group(1)) for line in lines[1:]]

    async def script(app, pilot):
        assert shown(app)[0] == 50 - 22
        assert next(line for line in lines_of(app) if "▶" in line).startswith("▶ Step 50")
        for key, row in [
            ("home", 0), ("up", None), ("backspace", None), ("down", 1), ("pagedown", 24), ("pageup", 1),
            ("end", 59), ("down", None), ("up", 58), ("backspace", 57),
        ]:  # fmt: skip
            said = await pressed(app, pilot, key)
            assert said == ([] if row is None else [("Moved", row)]), key
            assert app.widget.row in shown(app)
            assert f"▶ Step {app.widget.row} " in text_of(app)
        await scrolled(app, pilot, MouseScrollUp)
        assert app.heard() == []
        assert app.widget.row == 57
        assert 59 not in shown(app)
        first = shown(app)[0]
        assert await clicked(app, pilot, 4, 3) == [("Moved", first + 2)]
        await resized(app, pilot, 60, 6)
        assert app.widget.row in shown(app)

    play(grid([None] * 60, (), TEN, 50, names), script)


def test_a_click_on_a_point_rates_and_one_on_a_name_goes_there():
    async def script(app, pilot):
        for width in WIDTHS:
            await resized(app, pilot, width, 12)
            app.widget.ask(STEPS, [2.0, 9.0, None, None], (3,), *TEN)
            await pilot.pause()
            points = [column for column, sign in enumerate(lines_of(app)[3]) if sign == "·"]
            assert len(points) == 11
            assert await clicked(app, pilot, 5, 3) == [("Moved", 2)]
            for value, column in enumerate(points):
                assert await clicked(app, pilot, column, 3) == [("Rated", 2, float(value))]
            assert "◉" in lines_of(app)[3]
            app.widget.mark_saved(2, 10.0)
            assert await clicked(app, pilot, points[0], 1) == [("Moved", 0), ("Rated", 0, 0.0)]
            assert await clicked(app, pilot, points[-1] + 5, 2) == [("Moved", 1)]
            assert await clicked(app, pilot, points[0], 0) == [], "the header"
            assert await clicked(app, pilot, points[0], 8) == [], "below the last row"
            await pilot.click(app.widget, offset=(points[0], 1), button=3)
            assert app.heard() == []

    play(grid(), script)


def test_a_grid_of_nothing_takes_every_key():
    keys = ["up", "down", "left", "right", "enter", "minus", "f8", "backspace", "delete", "home", "end", "pageup", "5"]

    async def script(app, pilot):
        assert await pressed(app, pilot, *keys, "pagedown", ".") == []
        assert await clicked(app, pilot, 40, 1) == []
        with pytest.raises(ValueError, match="1 values for 2 names"):
            app.widget.ask(["a", "b"], [None], (), 0, 10)
        with pytest.raises(ValueError, match="no points"):
            app.widget.ask(["a"], [None], (), 5, 5)

    play(RatingGrid(), script)


def test_the_keys_of_the_grid_can_be_set():
    async def script(app, pilot):
        app.set_keymap({"grid.skip": "x", "grid.save": "space"})
        assert await pressed(app, pilot, "3", "space", "x", "enter") == [
            ("Rated", 0, 3.0), ("Moved", 1), ("Skipped", 1), ("Moved", 2),
        ]  # fmt: skip

    play(grid(), script)


def test_names_from_files_are_written_out_in_the_grid():
    async def script(app, pilot):
        for width in WIDTHS:
            await resized(app, pilot, width, 12)
            lines = lines_of(app)
            for line, visible in zip(lines[1:], VISIBLE, strict=False):
                assert line[2:].startswith(visible[:7])
                assert not re.search(r"[\x00-\x1f\u202e]", line)
            ends = {cell_len(line.rpartition("·")[0]) for line in lines[1 : 1 + len(HOSTILE)]}
            assert len(ends) == 1, "the points stand below each other whatever the names"

    play(grid([None] * len(HOSTILE), (), TEN, 0, HOSTILE), script)


# No colours


SIGNS = {ScaleBar: "▲", Bars: "▶", LineChart: "┊", RatingGrid: "◉"}


async def fill(app, pilot):
    """Something to see in the widget, with all of its parts."""
    if isinstance(app.widget, ScaleBar):
        app.widget.ask(1 / 5)
    elif isinstance(app.widget, Bars):
        app.widget.show_bars([Bar("a", 1.0, "1", "▶"), Bar("b", 0.5, "½")])
    elif isinstance(app.widget, LineChart):
        lines = [Line(name, [x + n / 9 for x in SHARES]) for n, name in enumerate("abcdef")]
        app.widget.draw(SHARES, lines, 0.3, "x", "y")
    else:
        app.widget.ask(STEPS, [2.0, 9.0, None, None], (3,), *TEN)
        await pilot.press("4")
    await pilot.pause()


def colours_of(app):
    """The colours on the screen, of letters and of what is behind them."""
    return {
        colour
        for strip in app.screen._compositor.render_strips()
        for segment in strip
        if segment.style
        for colour in (segment.style.color, segment.style.bgcolor)
        if colour
    }


@pytest.mark.parametrize("widget", SIGNS)
def test_everything_is_said_without_colours(monkeypatch, widget):
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(app, pilot):
        await fill(app, pilot)
        assert app.no_color
        colours = [colour.triplet for colour in colours_of(app)]
        assert colours
        assert all(red == green == blue for red, green, blue in colours)
        assert SIGNS[widget] in text_of(app)

    play(widget(), script)


@pytest.mark.parametrize("widget", SIGNS)
@pytest.mark.parametrize("no_color", [False, True])
def test_every_theme_can_draw_everything(monkeypatch, widget, no_color):
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")

    async def script(app, pilot):
        await fill(app, pilot)
        drawn = text_of(app)
        for theme in app.available_themes:
            app.theme = theme
            await pilot.pause()
            assert text_of(app) == drawn, theme
            assert no_color or len(colours_of(app)) > 1, theme

    play(widget(), script)
