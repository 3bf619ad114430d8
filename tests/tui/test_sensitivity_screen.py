"""Other weights on the screen: the order at each is what the ranking would be; the words say where it flips."""

from __future__ import annotations

import csv
import re
import shutil
import threading
import time
from pathlib import Path

import numpy as np
import panels
import pytest
from screens import SIZES, assert_snapshot, play, text_of, until, until_shown

import mcda
from tui import doubt
from tui.app import PanelApp
from tui.screens.home import HomeScreen
from tui.screens.sensitivity import SensitivityScreen
from tui.screens.sensitivity_text import flip_sentences, moved, percent_text, stays
from tui.screens.tell import TellScreen
from tui.settings import Settings
from tui.sitting import Sitting
from tui.widgets.bars import Bars
from tui.widgets.menu import Menu

SAMPLES = Path(__file__).parents[2] / "sample_panels"
TALL = (100, 50)
QUICK = Settings(motion="reduced")


@pytest.fixture
def telemedicine(tmp_path):
    """A copy of the sample panel, to write into."""
    return Path(shutil.copytree(SAMPLES / "telemedicine", tmp_path / "telemedicine"))


@pytest.fixture
def two(tmp_path):
    """Two criteria, two solutions: x is best by a, y by b, under simple weighting first x, from 62.5 % of b on y."""
    return panels.write(
        tmp_path / "two",
        criteria={"a": 0.6, "b": 0.4},
        solutions="x y",
        performance={"x": {"a": 10, "b": 4}, "y": {"a": 5, "b": 7}},
        scale={"min": 0, "max": 10},
        settings={"method": "weighted-sum", "normalisation": "sum"},
    )


def tried(folder, script, size=(80, 24), criterion=None):
    """Run the script on the list of criteria, or on the sweep of one."""

    async def shown(pilot):
        app = pilot.app
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, SensitivityScreen) and app.screen.known)
        await pilot.pause()
        if criterion is not None:
            ids = [each.id for each in app.screen.known.panel.hierarchy]
            app.screen.query_one(Menu).highlighted = ids.index(criterion)
            await pilot.press("enter")
            await until(pilot, lambda: app.screen.sweep)
        await script(pilot)

    play(PanelApp(QUICK, lambda: Sitting(folder), lambda app: HomeScreen(app.sitting, True)), shown, size)


async def press(pilot, *keys):
    await pilot.press(*keys)
    await pilot.pause()


def bars(pilot):
    """Rank and name, score, and what moved, of each bar."""
    rows = pilot.app.screen.query_one(Bars)._rows
    return [(*row.label.split(None, 1), *(*row.text.split(), "")[:2]) for row in rows]


def share(pilot):
    screen = pilot.app.screen
    return float(screen.sweep.shares[screen.place])


def scores_with(ranking, criteria, of_it, weight):
    """The names of the steps by TOPSIS with one criterion's weight changed, worked out from the decision matrix."""
    at = [criteria.index(id) for id in of_it]
    weights = ranking.weights.copy()
    own = weights[at].sum()
    rest = np.delete(weights, at).sum()
    weights = weights * (1 - weight) / rest
    weights[at] = ranking.weights[at] * weight / own
    scaled = ranking.values / np.sqrt((ranking.values**2).sum(axis=0)) * weights
    best, worst = scaled.max(axis=0), scaled.min(axis=0)
    to_best, to_worst = (np.sqrt(((scaled - end) ** 2).sum(axis=1)) for end in (best, worst))
    return dict(zip(ranking.names, to_worst / (to_best + to_worst), strict=True))


def test_every_weight_gives_the_order_that_the_ranking_would_give(telemedicine):
    panel = mcda.read_panel(telemedicine)
    ranking = mcda.rank(panel)
    parts = [child.id for child in panel.hierarchy["legal"].children]

    async def script(pilot):
        places = {name: int(rank) for rank, name in zip(ranking.ranks, ranking.names, strict=True)}
        assert [(rank, name, score) for rank, name, score, _moved in bars(pilot)] == [
            (str(rank), name, f"{score:.3f}")
            for rank, name, score in zip(ranking.ranks, ranking.names, ranking.scores, strict=True)
        ]
        assert "(the panel's: " in " ".join(text_of(pilot.app).split())
        for key in ("right", "right", "pageup", "pageup", "left", "pagedown"):
            await press(pilot, key)
            wanted = scores_with(ranking, list(ranking.criteria), parts, share(pilot))
            shown = bars(pilot)
            assert [name for _rank, name, _score, _moved in shown] == sorted(wanted, key=lambda name: -wanted[name])
            for rank, name, score, mark in shown:
                assert float(score) == pytest.approx(wanted[name], abs=0.0005001)
                assert mark == moved(places[name], int(rank))
        assert f" {100 * share(pilot):.0f} % " in text_of(pilot.app)
        assert any(mark for *_row, mark in bars(pilot))

    tried(telemedicine, script, TALL, "legal")


def test_each_key_moves_the_weight_as_it_says(telemedicine):
    own = mcda.weights(mcda.read_panel(telemedicine))["legal"]

    async def script(pilot):
        assert share(pilot) == pytest.approx(own)
        for key, wanted in [
            ("right", 0.13), ("right", 0.14), ("left", 0.13), ("left", own), ("left", 0.12), ("pageup", 0.22),
            ("pagedown", 0.12), ("pagedown", 0.02), ("pagedown", 0), ("left", 0), ("end", 1), ("right", 1),
            ("pageup", 1), ("home", 0), ("0", own), ("right", 0.13), ("۰", own), ("end", 1), ("r", own), ("home", 0),
            ("ق", own), ("end", 1), ("f5", own),
        ]:  # fmt: skip
            await press(pilot, key)
            assert share(pilot) == pytest.approx(wanted), key
        assert "(the panel's: 12.7 %)" in text_of(pilot.app)
        await press(pilot, "right")
        assert "13 %" in text_of(pilot.app)
        assert "(the panel's: 12.7 %)" in text_of(pilot.app)

    tried(telemedicine, script, criterion="legal")


def test_the_flip_is_said_in_words_and_is_where_the_first_place_flips(two):
    async def script(pilot):
        assert "x takes first place" not in text_of(pilot.app)
        sweep = pilot.app.screen.sweep
        (said,) = flip_sentences(sweep, sweep.share)
        found = re.fullmatch(r"y takes first place if b weighs more than (\S+) %\.", said)
        # x has 10/15 of a and 4/11 of b, y has 5/15 and 7/11: equal where 5/15 (1 - w) = 3/11 w.
        assert float(found[1]) == pytest.approx(100 * (1 / 3) / (1 / 3 + 3 / 11), abs=0.05)
        assert said in text_of(pilot.app)
        assert [name for _rank, name, *_more in bars(pilot)] == ["x", "y"]
        await press(pilot, *["pageup"] * 2)
        assert [(name, mark) for _rank, name, _score, mark in bars(pilot)] == [("y", "▲1"), ("x", "▼1")]

    tried(two, script, criterion="b")


def test_a_first_place_that_stays_is_said_too(tmp_path):
    folder = panels.write(
        tmp_path / "one",
        criteria={"a": 0.6, "b": 0.4},
        solutions="x y",
        performance={"x": {"a": 3, "b": 3}, "y": {"a": 1, "b": 2}},
    )

    async def script(pilot):
        assert "First whatever a weighs: x." in text_of(pilot.app)

    tried(folder, script, criterion="a")


def test_the_table_holds_the_numbers_of_the_lines(telemedicine):
    sweep = mcda.sweep(mcda.read_panel(telemedicine), "legal")

    async def script(pilot):
        await press(pilot, *["right"] * 7)
        for key in ("t", "ف", "f7"):
            assert pilot.app.screen.query_one("#below").display
            await press(pilot, key)
            assert not pilot.app.screen.query_one("#below").display
            await until(pilot, lambda: "not drawn" not in text_of(pilot.app))
            lines = [line for line in text_of(pilot.app).splitlines() if re.match(r" +\d+  ", line)]
            (weights,) = [line.split()[1::2] for line in text_of(pilot.app).splitlines() if line.count("%") > 4]
            assert weights[:2] == ["12.7", "19"]
            columns = [sweep.place(sweep.share), *(sweep.place(float(weight) / 100) for weight in weights[1:])]
            assert len(columns) > 5
            assert len(lines) == len(sweep.alternatives)
            for line, at in zip(lines, np.argsort(sweep.ranks[columns[1]], kind="stable"), strict=True):
                assert sweep.names[at].startswith(re.match(r" +\d+  (.{12})", line)[1].rstrip("… "))
                assert line.split()[-len(columns) :] == [f"{sweep.scores[column, at]:.3f}" for column in columns]
            await press(pilot, key)

    tried(telemedicine, script, TALL, "legal")


def test_steps_or_solutions_by_a_key(telemedicine):
    panel = mcda.read_panel(telemedicine)

    async def script(pilot):
        for key in ("k", "ن", "f4"):
            await press(pilot, key)
            await until(pilot, lambda: pilot.app.screen.kind == "solutions" and pilot.app.screen.sweep)
            assert [name for _rank, name, *_more in bars(pilot)] == list(mcda.rank(panel, of="solutions").names)
            await press(pilot, key)
            assert [name for _rank, name, *_more in bars(pilot)] == list(mcda.rank(panel).names)

    tried(telemedicine, script, TALL, "legal")


def test_a_criterion_below_the_level_of_the_values_is_refused_in_words(telemedicine):
    async def script(pilot):
        await press(pilot, "k")
        await until_shown(pilot, "there are no values under 'priority', only under 'policy' above it")
        await press(pilot, "right", "t", "e", "escape")
        assert isinstance(pilot.app.screen, SensitivityScreen)
        await until_shown(pilot, "What if one of these weighed less or more?")

    tried(telemedicine, script, criterion="priority")


def test_a_sweep_is_computed_once(telemedicine, monkeypatch):
    asked = []
    real = mcda.sweep
    monkeypatch.setattr(
        mcda, "sweep", lambda panel, criterion, of: asked.append(criterion) or real(panel, criterion, of=of)
    )

    async def script(pilot):
        for keys in (("escape", "enter"), ("c", "enter"), ("ز", "enter"), ("f3", "enter"), ("f10", "enter")):
            await press(pilot, *keys)
            await until(pilot, lambda: pilot.app.screen.sweep)
        await press(pilot, "right", "end", "home")
        assert asked == ["policy"]
        await press(pilot, "escape", "down", "enter")
        await until(pilot, lambda: pilot.app.screen.sweep)
        assert asked == ["policy", "attitude"]

    tried(telemedicine, script, criterion="policy")


def test_all_weights_go_to_a_file(telemedicine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sweep = mcda.sweep(mcda.read_panel(telemedicine), "legal", of="steps")

    async def script(pilot):
        await press(pilot, "e")
        await until_shown(pilot, "sensitivity-steps-legal.csv")
        await press(pilot, "enter")
        await until(pilot, (tmp_path / "sensitivity-steps-legal.csv.meta.json").exists)

    tried(telemedicine, script, criterion="legal")
    with (tmp_path / "sensitivity-steps-legal.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == sweep.scores.size
    assert [float(row["score"]) for row in rows] == pytest.approx(sweep.scores.ravel().tolist())


def test_the_list_and_the_arrows_by_the_mouse(telemedicine):
    async def script(pilot):
        await pilot.click(Menu, offset=(10, 3))
        await until(pilot, lambda: pilot.app.screen.sweep)
        assert pilot.app.screen.criterion == "priority"
        before = share(pilot)
        await pilot.click("#more")
        await pilot.click("#more")
        await pilot.pause()
        assert share(pilot) == pytest.approx(0.14)
        await pilot.click("#less")
        await pilot.click("#less")
        await pilot.pause()
        assert share(pilot) == pytest.approx(before)

    tried(telemedicine, script)


def test_all_of_the_order_can_be_read_on_a_small_screen(telemedicine):
    last = mcda.rank(mcda.read_panel(telemedicine)).names[-1]

    async def script(pilot):
        assert f"17  {last[:8]}" not in text_of(pilot.app)
        await press(pilot, *["down"] * 17)
        await until_shown(pilot, f"17  {last[:8]}")
        await press(pilot, *["up"] * 17)
        await until_shown(pilot, " 1  ")

    tried(telemedicine, script, (60, 20), "legal")


def test_nothing_judged_and_a_broken_journal_are_said_in_words(tmp_path, two):
    new = panels.write(tmp_path / "new", criteria="a b", panellists="P1", solutions="x y")

    async def missing(pilot):
        await until_shown(pilot, "goal: nobody judged it yet")
        await press(pilot, "enter", "right", "t", "e", "k", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    tried(new, missing)
    unvalued = panels.write(tmp_path / "unvalued", criteria={"a": 0.5, "b": 0.5}, solutions="x y")

    async def no_values(pilot):
        await until_shown(pilot, "no solutions were rated, measured or compared yet")

    tried(unvalued, no_values)

    async def broken(pilot):
        await press(pilot, "escape")
        (two / "journal.db").write_bytes(b"no journal at all" * 100)
        await press(pilot, "w")
        await until(pilot, lambda: "it is damaged or no journal" in " ".join(text_of(pilot.app).split()))

    tried(two, broken)


def firsts(pilot):
    """Name -> how often first, of the bars beside the lines."""
    return {row.label: row.text for row in pilot.app.screen.query_one("#shares", Bars)._rows if row.text}


async def until_final(pilot):
    """Wait until all draws have been made at the weight that is looked at."""
    screen = pilot.app.screen
    await until(pilot, lambda: screen.doubts.get(screen.key) is not None and not screen.doubts.wants(screen.key))


def test_first_places_follow_the_weight_and_are_those_of_the_engine(telemedicine):
    panel = mcda.read_panel(telemedicine)

    async def script(pilot):
        for key in ("pageup", "0"):
            await press(pilot, key)
            await until_final(pilot)
            share = float(pilot.app.screen.sweep.shares[pilot.app.screen.place])
            report = mcda.sensitivity(panel, shifted=("legal", share))
            ever = {
                name: report.share_text(float(first))
                for name, first in zip(report.names, report.first_share, strict=True)
                if first > 0
            }
            assert firsts(pilot) == ever
            assert "first, in % of 10,000 draws" in text_of(pilot.app)
            assert len(ever) > 1

    tried(telemedicine, script, (120, 40), "legal")


def test_a_newer_run_takes_the_place_of_an_older_one(telemedicine, monkeypatch):
    """The first run ends late, after a newer one has begun: its result is no longer asked for."""
    begun, late = [], threading.Event()
    real = mcda.analysis.sensitivity

    def slow(panel, of, *, draws, progress, shifted, **options):
        begun.append((round(100 * shifted[1], 1), draws))
        if progress is not None and len(begun) == 2:
            assert late.wait(10)
            for done in range(100):
                progress(done, 100)
            raise AssertionError("it was not stopped")
        return real(panel, of, draws=draws, progress=progress, shifted=shifted, **options)

    monkeypatch.setattr("mcda.analysis.sensitivity", slow)

    async def script(pilot):
        await until(pilot, lambda: len(begun) == 2)
        screen = pilot.app.screen
        first = screen.key
        await press(pilot, "pageup")
        assert "computing …; at 12.7 %:" in text_of(pilot.app)
        assert screen.doubts.get(first).draws == 1000
        late.set()
        await until_final(pilot)
        assert begun == [(12.7, 1000), (12.7, 10000), (23.0, 1000), (23.0, 10000)]
        assert screen.doubts.get(first).draws == 1000
        assert "computing" not in text_of(pilot.app)
        stale = screen.doubts.get(first)
        shown = firsts(pilot)
        screen.post_message(SensitivityScreen.Doubted(first, stale))
        screen.post_message(SensitivityScreen.Doubted(("steps", "policy", 3), stale))
        await pilot.pause()
        assert firsts(pilot) == shown
        screen.post_message(SensitivityScreen.Doubted(screen.key, stale))
        await pilot.pause()
        assert firsts(pilot) == shown, "fewer draws never take the place of more"

    tried(telemedicine, script, (120, 40), "legal")


def test_a_run_ends_when_the_screen_is_left(telemedicine, monkeypatch):
    ended, running = threading.Event(), threading.Event()
    real = mcda.analysis.sensitivity

    def endless(panel, of, *, draws, progress, **options):
        if progress is None:
            return real(panel, of, draws=draws, **options)
        running.set()
        try:
            while True:
                progress(0, draws)
                time.sleep(0.001)
        finally:
            ended.set()

    monkeypatch.setattr("mcda.analysis.sensitivity", endless)

    async def script(pilot):
        await until(pilot, running.is_set)
        await press(pilot, "right", "left")
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        await until(pilot, ended.is_set)

    tried(telemedicine, script, criterion="legal")


def test_the_doubt_at_a_weight_rank_by_rank(telemedicine):
    panel = mcda.read_panel(telemedicine)

    async def script(pilot):
        await press(pilot, "pageup")
        for key in ("d", "ی", "f9"):
            await press(pilot, key)
            await until_final(pilot)
            report = mcda.sensitivity(panel, shifted=("legal", share(pilot)))
            shown = text_of(pilot.app).splitlines()
            assert " 10,000 draws at 23 %" in [line.rstrip() for line in shown]
            assert "stays first while Legal gaps weighs at least 19.7 % (the panel's: 12.7 %)." in text_of(pilot.app)
            for at in range(3):
                line = next(line for line in shown if report.names[at][:12] in line and "–" in line)
                assert f"{report.low[at]}–{report.high[at]}" in line
                assert report.share_text(float(report.first_share[at]), error=True) in line
                assert report.share_text(float(report.pairwise[at, at + 1])) in line
            await press(pilot, key)
            assert pilot.app.screen.query_one("#below").display

    tried(telemedicine, script, TALL, "legal")


def test_the_place_of_the_shares_depends_on_the_terminal(telemedicine):
    for size, place in (((120, 40), "beside"), ((80, 24), "beside"), ((60, 34), "below"), ((60, 20), "scores")):

        async def script(pilot, place=place):
            await until_final(pilot)
            screen = pilot.app.screen
            lines, side = screen.query_one("LineChart").region, screen.query_one("#firsts").region
            if place == "beside":
                assert side.x >= lines.right
            elif place == "below":
                assert side.y >= lines.bottom
            else:
                assert not screen.query_one("#firsts").display
                assert re.search(r"0\.481 +66 %", text_of(pilot.app))

        tried(telemedicine, script, size, "legal")


def test_the_interval_in_words_is_where_the_first_place_stays(two):
    async def script(pilot):
        sweep = pilot.app.screen.sweep
        (flip,) = sweep.flips
        assert stays(sweep, sweep.share) == f"x stays first while b weighs at most {percent_text(flip.share)} %"
        assert stays(sweep, 0.9) == f"y stays first while b weighs at least {percent_text(flip.share)} %"
        assert "x stays first while b weighs at most 55 % (the panel's: 40.0 %)." in text_of(pilot.app)

    tried(two, script, criterion="b")


def test_where_nothing_is_in_doubt_that_is_said(two):
    async def script(pilot):
        await until_shown(pilot, "Nothing is in doubt that could")
        assert firsts(pilot) == {}
        await press(pilot, "d")
        assert "leave nothing in doubt that could be drawn" in text_of(pilot.app)

    tried(two, script, criterion="b")


def test_why_it_cannot_be_said_how_sure_the_order_is(telemedicine):
    path = telemedicine / "panel.yaml"
    settings, count = re.subn(
        r"method: topsis.*\n +normalisation: \w+", "method: weighted-product", path.read_text("utf-8")
    )
    assert count == 1
    path.write_text(settings, "utf-8")

    async def script(pilot):
        await until_shown(pilot, "How sure this is cannot be")
        await press(pilot, "d")
        assert "weighted-product, in some of the draws: values[" in text_of(pilot.app)

    tried(telemedicine, script, criterion="legal")


def test_what_comes_late_never_takes_the_place_of_what_is_newer(telemedicine):
    panel = mcda.read_panel(telemedicine)
    few, many = (mcda.sensitivity(panel, draws=draws) for draws in (1_000, 10_000))
    doubts = doubt.Doubts()
    assert doubts.wants("a")
    assert doubts.late("a") is None
    doubts.take("a", few)
    assert doubts.wants("a")
    doubts.take("a", many)
    doubts.take("a", few)
    assert doubts.get("a") is many
    assert not doubts.wants("a")
    assert doubts.late("b") == "a"
    doubts.take("b", "what is missing")
    assert not doubts.wants("b")
    doubts.take("b", many)
    assert doubts.get("b") == "what is missing"
    for number in range(2 * doubt.KEPT):
        doubts.take(number, few)
    assert doubts.get("a") is None
    assert sum(doubts.get(number) is few for number in range(2 * doubt.KEPT)) == doubt.KEPT


def test_help_and_the_way_back(telemedicine):
    async def script(pilot):
        for key in ("f1", "question_mark", "؟"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, TellScreen)
            assert "One criterion weighs less or more than it does to the panel" in text_of(pilot.app)
            await press(pilot, "escape")
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    tried(telemedicine, script, TALL, "legal")


def test_everything_is_in_the_palette_and_hints_are_few(telemedicine):
    async def script(pilot):
        screen = pilot.app.screen
        shown = [active.binding for active in screen.active_bindings.values() if active.binding.show and active.enabled]
        assert len({binding.description for binding in shown}) <= 6
        titles = [command.title for command in pilot.app.get_system_commands(screen)]
        for wanted in (
            "Weigh it less", "Weight", "The panel's", "Table", "Export", "Another criterion",
            "Steps or solutions", "Help", "Back",
        ):  # fmt: skip
            assert wanted in titles

    tried(telemedicine, script, criterion="legal")


def test_names_are_never_read_as_markup(tmp_path):
    folder = panels.write(
        tmp_path / "hostile",
        title="[red]T[/]",
        criteria=[{"id": "a", "name": "[/b]", "weight": 0.5}, {"id": "b", "name": "A[bold", "weight": 0.5}],
        solutions=[{"id": "x", "name": "[/foo]"}, {"id": "y", "name": "[@click=app.quit]x[/]"}],
        performance={"x": {"a": 1, "b": 2}, "y": {"a": 2, "b": 1}},
    )

    async def script(pilot):
        await press(pilot, "right", "t")
        assert "[@click=app.quit]x[/]" in text_of(pilot.app)
        assert "If [/b] weighs" in text_of(pilot.app)

    tried(folder, script, TALL, "a")


@pytest.mark.parametrize("size", SIZES)
def test_how_other_weights_look(telemedicine, size):
    async def script(pilot):
        await assert_snapshot(f"sensitivity-list-{size}", pilot)
        pilot.app.screen.query_one(Menu).highlighted = 26
        await press(pilot, "enter")
        await until(pilot, lambda: pilot.app.screen.sweep)
        await press(pilot, "pageup", "right", "right")
        await until_final(pilot)
        await assert_snapshot(f"sensitivity-{size}", pilot)
        await press(pilot, "t")
        await assert_snapshot(f"sensitivity-table-{size}", pilot)
        await press(pilot, "d")
        await assert_snapshot(f"sensitivity-doubt-{size}", pilot)

    tried(telemedicine, script, SIZES[size])


def test_how_other_weights_look_without_colours(telemedicine, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(pilot):
        await press(pilot, *["right"] * 9)
        await until_final(pilot)
        await assert_snapshot("sensitivity-no-color-80x24", pilot)

    tried(telemedicine, script, criterion="legal")
