"""Other weights on the screen: the order at each is what the ranking would be; the words say where it flips."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import numpy as np
import panels
import pytest
from screens import SIZES, assert_snapshot, play, text_of, until, until_shown

import mcda
from tui.app import PanelApp
from tui.screens.home import HomeScreen
from tui.screens.sensitivity import SensitivityScreen
from tui.screens.sensitivity_text import flip_sentences, moved
from tui.screens.tell import TellScreen
from tui.settings import Settings
from tui.sitting import Sitting
from tui.widgets.bars import Bars
from tui.widgets.line_chart import LineChart
from tui.widgets.menu import Menu

SAMPLES = Path(__file__).parents[2] / "sample_panels"
TALL = (100, 50)
QUICK = Settings(animations=False)


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
        assert "(the panel's)" in text_of(pilot.app)
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
        assert "(the panel's)" in text_of(pilot.app)
        await press(pilot, "right")
        assert "13 %" in text_of(pilot.app)
        assert "(the panel's: 12.7 %)" in text_of(pilot.app)

    tried(telemedicine, script, criterion="legal")


def test_the_flip_is_said_in_words_and_is_where_the_first_place_flips(two):
    async def script(pilot):
        assert "x takes first place" not in text_of(pilot.app)
        (said,) = flip_sentences(pilot.app.screen.sweep)
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
            assert pilot.app.screen.query_one(LineChart).display
            await press(pilot, key)
            assert not pilot.app.screen.query_one(LineChart).display
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
        await assert_snapshot(f"sensitivity-{size}", pilot)
        await press(pilot, "t")
        await assert_snapshot(f"sensitivity-table-{size}", pilot)

    tried(telemedicine, script, SIZES[size])


def test_how_other_weights_look_without_colours(telemedicine, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(pilot):
        await press(pilot, *["right"] * 9)
        await assert_snapshot("sensitivity-no-color-80x24", pilot)

    tried(telemedicine, script, criterion="legal")
