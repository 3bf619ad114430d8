"""The roadmap on the screen: at every budget and pin the plan is that of `mcda.roadmap`; what cannot be is said."""

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
from criteria.events import Action, Cell, Kind
from criteria.journal import Journal
from tui.app import PanelApp
from tui.screens.home import HomeScreen
from tui.screens.results import ResultsScreen
from tui.screens.roadmap import RoadmapScreen
from tui.screens.tell import TellScreen
from tui.settings import Settings
from tui.sitting import Sitting

SAMPLES = Path(__file__).parents[2] / "sample_panels"
QUICK = Settings(motion="reduced")
WORTH = {"p": 0.8, "q": 0.5, "r": 0.9, "s": 0.2}
COSTS = {"p": 2, "q": 3, "r": 6, "s": 1}


@pytest.fixture
def telemedicine(tmp_path):
    """A copy of the sample panel, to write into."""
    return Path(shutil.copytree(SAMPLES / "telemedicine", tmp_path / "telemedicine"))


def small(folder, names=None, people=1, **roadmap):
    """Four steps that are worth 0.8, 0.5, 0.9 and 0.2; q comes after s."""
    steps = [{"id": id, "name": (names or {}).get(id, id), "solution": "one"} for id in "pqrs"]
    steps[1]["after"] = ["s"]
    said = {"money": "tons", "budget": 6, "steps": {id: {"cost": cost} for id, cost in COSTS.items()}} | roadmap
    return panels.write(
        folder,
        criteria={"a": 1.0},
        solutions="one",
        steps=steps,
        panellists=" ".join(f"P{n}" for n in range(1, people + 1)),
        ratings=[(1, f"P{n}", id, "a", 10 * worth) for n in range(1, people + 1) for id, worth in WORTH.items()],
        scale={"min": 0, "max": 10},
        roadmap={key: value for key, value in said.items() if value is not None},
    )


def planned(folder, script, size=(80, 24), facilitator=True):
    """Run the script on the roadmap, once it can be planned or is known not to be."""

    async def shown(pilot):
        app = pilot.app
        await until(pilot, lambda: isinstance(app.screen, HomeScreen))
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, RoadmapScreen) and (app.screen.found or app.screen._trouble))
        await script(pilot)

    play(PanelApp(QUICK, lambda: Sitting(folder), lambda app: HomeScreen(app.sitting, facilitator)), shown, size)


async def press(pilot, *keys):
    """Press the keys, and wait for the answer to the last one."""
    await pilot.press(*keys)
    await pilot.pause()
    screen = pilot.app.screen
    if isinstance(screen, RoadmapScreen):
        await until(pilot, lambda: screen.shown == screen.asked, 30)


async def until_final(pilot):
    """Wait until all draws have been made."""
    screen = pilot.app.screen
    await until(pilot, lambda: screen.shown == screen.asked and screen.plan and screen.plan.draws == 10_000, 60)


def chosen(pilot):
    plan = pilot.app.screen.plan
    return "".join(plan.steps[place] for place in sorted(plan.order))


def test_plan_and_core_indices_are_those_of_the_engine_at_several_budgets(telemedicine):
    panel = mcda.read_panel(telemedicine)

    async def script(pilot):
        for keys, budget in (((), 60), (("left",), 59), (("pagedown", "shift+left"), 39)):
            await press(pilot, *keys)
            await until_final(pilot)
            wanted, plan = mcda.roadmap(panel, budget=budget), pilot.app.screen.plan
            assert plan.order == wanted.order
            assert plan.phases.tolist() == wanted.phases.tolist()
            np.testing.assert_array_equal(plan.core_index, wanted.core_index)
            assert plan.details() == wanted.details()
            lines = text_of(pilot.app).splitlines()
            for number, place in enumerate(wanted.order[:5], 1):
                (line,) = [line for line in lines if re.match(rf"...? *{number}  {wanted.names[place][:6]}", line)]
                assert f" {wanted.costs[place]:g}  {wanted.values[place]:.3f} " in line
                assert wanted.role(place) in line

    planned(telemedicine, script, (80, 40))


def test_the_arrows_move_the_money_and_say_what_comes_and_goes(tmp_path):
    async def script(pilot):
        # Of 6: p, q, s cost 6 and are worth 1.5; of 5: p, s (1.0, q alone needs s: 0.7); of 7 still p, q, s; of 8 p, r.
        assert chosen(pilot) == "pqs"
        for key, budget, steps, said in [
            ("left", 5, "ps", "Out: q."), ("right", 6, "pqs", "In: q."),
            ("right", 7, "pqs", "The same steps as before."),
            ("right", 8, "pr", "In: r. Out: q, s."), ("pageup", 12, "pqrs", "In: q, s."), ("right", 12, "pqrs", ""),
            ("home", 6, "pqs", "Out: r."), ("shift+left", 0, "", "Out: p, q, s."), ("left", 0, "", ""),
            ("0", 6, "pqs", "In: p, q, s."),
        ]:  # fmt: skip
            await press(pilot, key)
            assert pilot.app.screen.budget == budget, key
            assert chosen(pilot) == steps, key
            assert said in text_of(pilot.app), key
        assert "2 tons more would buy r in place of q, s: 0.200 more value." in text_of(pilot.app)
        assert "3 steps: cost 6 tons, worth 1.500." in text_of(pilot.app)
        assert re.search(r"r +only 0 left +6", text_of(pilot.app))

    planned(small(tmp_path), script)


def test_a_typed_budget(tmp_path):
    async def script(pilot):
        for key, typed, budget in (("b", "2.5", 2.5), ("ذ", "۸", 8.0), ("f4", "100", 100.0)):
            await pilot.press(key)
            await pilot.pause()
            await pilot.press(*["backspace"] * 5, *typed, "enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, RoadmapScreen))
            await press(pilot)
            assert pilot.app.screen.budget == budget
        await press(pilot, "left")
        assert pilot.app.screen.budget == 11
        await pilot.press("b", *["backspace"] * 5, *"-1", "enter")
        await until_shown(pilot, "Write a number from 0 up")

    planned(small(tmp_path), script)


def test_pins_are_kept_by_the_plan_and_never_written(tmp_path):
    folder = small(tmp_path / "small")
    before = (folder / "panel.yaml").read_bytes()

    async def script(pilot):
        for keys, steps, said in [
            (("x",), "r", "pinned out"), (("ط",), "pqs", "p: p"), (("down",) * 3 + ("i",), "r", "pinned in"),
            (("x",), "pqs", "pinned out"), (("u",), "pqs", ""), (("ه",), "r", ""), (("f8", "f8"), "pqs", ""),
        ]:  # fmt: skip
            await press(pilot, *keys)
            assert chosen(pilot) == steps, keys
            assert said in text_of(pilot.app), keys

    planned(folder, script)
    assert (folder / "panel.yaml").read_bytes() == before
    must = {id: {"cost": cost} for id, cost in COSTS.items()} | {"p": {"cost": 2, "must": False}}
    by_hand = mcda.roadmap(mcda.read_panel(small(tmp_path / "by-hand", steps=must)))
    pinned = mcda.analysis.Planner(mcda.read_panel(folder)).plan(pins={"p": False})
    assert pinned.details() == by_hand.details()


def test_a_clash_is_said_and_the_screen_stays(tmp_path):
    async def script(pilot):
        await press(pilot, *["down"] * 3, "i", "left")
        assert "'r' (cost 6 tons) must be chosen" in text_of(pilot.app)
        assert "the budget is 5 tons" in text_of(pilot.app)
        await press(pilot, "i")
        assert chosen(pilot) == "ps"
        await press(pilot, "i", "u")
        assert chosen(pilot) == "ps"
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    planned(small(tmp_path), script)


def test_why_a_step_is_not_chosen(tmp_path):
    async def script(pilot):
        assert re.search(r"r +not beside p", text_of(pilot.app))
        await press(pilot, "down", "x")
        assert re.search(r"s +must not be chosen", text_of(pilot.app))
        assert re.search(r"q +needs s", text_of(pilot.app))
        await press(pilot, "u", "pageup")
        assert re.search(r"p +not beside r", text_of(pilot.app))

    planned(small(tmp_path, exclusions=[["p", "r"]]), script, (120, 24))


def test_a_panel_without_costs_is_told_what_to_write(tmp_path):
    async def script(pilot):
        for said in ("no costs are given", "panel.yaml", "p: {cost: 4, duration: 6}"):
            assert said in text_of(pilot.app)
        await pilot.press("right", "i", "b", "e", "u", "escape")
        assert isinstance(pilot.app.screen, HomeScreen)

    planned(small(tmp_path, steps={}), script)


def test_no_limit_to_the_money(tmp_path):
    async def script(pilot):
        await until_shown(pilot, "no limit", "There is no limit to the money.")
        assert chosen(pilot) == "pqrs"
        await press(pilot, "left")
        assert pilot.app.screen.budget == 11
        await press(pilot, "home")
        await until_shown(pilot, "no limit")

    planned(small(tmp_path, budget=None), script)


def test_the_plan_goes_to_a_file_but_not_from_the_room(telemedicine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wanted = mcda.roadmap(mcda.read_panel(telemedicine))

    async def script(pilot):
        await until_final(pilot)
        await pilot.press("e")
        await until_shown(pilot, "roadmap.csv")
        await pilot.press("enter")
        await until(pilot, (tmp_path / "roadmap.csv.meta.json").exists)

    planned(telemedicine, script)
    with (tmp_path / "roadmap.csv").open(encoding="utf-8") as file:
        assert [row["step"] for row in csv.DictReader(file)] == [wanted.steps[place] for place in wanted.order]


def test_the_room_plans_with_what_was_told_and_writes_no_file(tmp_path):
    folder = small(tmp_path / "many", people=10)

    async def withheld(pilot):
        await pilot.press("m")
        assert not isinstance(pilot.app.screen, RoadmapScreen)

    play(PanelApp(QUICK, lambda: Sitting(folder), lambda app: HomeScreen(app.sitting, False)), withheld)
    Sitting(folder).release(True)
    journal = Journal(folder)
    for n in range(1, 11):
        journal.append([Action(kind=Kind.RATED, panellist=f"P{n}", subject=Cell("q", "a"), value=10.0)])
    journal.close()

    async def released(pilot):
        await until_final(pilot)
        screen = pilot.app.screen
        assert screen.plan.values.tolist() == pytest.approx([WORTH[step] for step in screen.plan.steps])
        await pilot.press("e")
        await pilot.pause()
        assert pilot.app.screen is screen
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, TellScreen)
        assert not re.search(r"P\d", text_of(pilot.app))

    planned(folder, released, (100, 50), facilitator=False)


def test_the_room_cannot_plan_with_the_answers_of_fewer_than_ten(tmp_path):
    folder = small(tmp_path / "nine", people=9)
    Sitting(folder).release(True)

    async def script(pilot):
        await until_shown(pilot, "fewer than ten panellists")
        await pilot.press("right", "i", "b")
        await pilot.pause()
        assert pilot.app.screen.plan is None

    planned(folder, script, facilitator=False)


def test_from_the_results_and_in_the_palette(telemedicine):
    async def script(pilot):
        app = pilot.app
        await pilot.press("escape")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ResultsScreen) and app.screen.findings)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, RoadmapScreen) and app.screen.plan)
        screen = app.screen
        shown = [active.binding for active in screen.active_bindings.values() if active.binding.show and active.enabled]
        assert len({binding.description for binding in shown}) <= 6
        titles = [command.title for command in app.get_system_commands(screen)]
        for wanted in ("Budget", "Much more money", "The panel's budget", "In", "Out", "Export", "Help", "Back"):
            assert wanted in titles
        await pilot.press("escape")
        assert isinstance(app.screen, ResultsScreen)

    planned(telemedicine, script)


def test_held_arrows_end_at_the_last_budget(telemedicine):
    async def script(pilot):
        await pilot.press(*["left"] * 25)
        await until(pilot, lambda: pilot.app.screen.shown == pilot.app.screen.asked, 30)
        assert pilot.app.screen.budget == 35
        assert pilot.app.screen.plan.order == mcda.roadmap(mcda.read_panel(telemedicine), budget=35, draws=1).order

    planned(telemedicine, script)


def test_many_steps_scroll_with_the_one_that_is_looked_at(tmp_path):
    ids = [f"s{number}" for number in range(100)]
    folder = panels.write(
        tmp_path / "many",
        criteria={"a": 1.0},
        solutions="one",
        steps=panels.steps_of(one=" ".join(ids)),
        panellists="P1",
        ratings=[(1, "P1", id, "a", number % 10 + 1) for number, id in enumerate(ids)],
        scale={"min": 0, "max": 11},
        roadmap={"budget": 30, "steps": {id: {"cost": 1 + number % 7} for number, id in enumerate(ids)}},
    )

    async def script(pilot):
        await until(pilot, lambda: pilot.app.screen.plan, 60)
        await press(pilot, *["shift+down"] * 31)
        last = [row for row in pilot.app.screen._rows if isinstance(row, int)][-1]
        assert pilot.app.screen.cursor == last
        assert any(line.startswith(" ▶") and ids[last] in line for line in text_of(pilot.app).splitlines())

    planned(folder, script)


def test_names_are_never_read_as_markup(tmp_path):
    async def script(pilot):
        assert "[/foo]" in text_of(pilot.app)

    planned(small(tmp_path, {"p": "[/foo]", "q": "[@click=app.quit]x[/]"}), script)


@pytest.mark.parametrize("size", [*SIZES, "120x40"])
def test_how_a_roadmap_looks(telemedicine, size):
    async def script(pilot):
        await until_final(pilot)
        await press(pilot, "left", "down")
        await until_final(pilot)
        await assert_snapshot(f"roadmap-{size}", pilot)

    planned(telemedicine, script, {**SIZES, "120x40": (120, 40)}[size])


def test_how_a_roadmap_looks_without_colours(telemedicine, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(pilot):
        await press(pilot, "down", "x")
        await press(pilot, "down", "i")
        await until_final(pilot)
        await assert_snapshot("roadmap-no-color-80x24", pilot)

    planned(telemedicine, script)
