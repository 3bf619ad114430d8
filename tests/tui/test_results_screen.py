"""The results on the screen: the commands' numbers, by organisation, to a file, released to the room."""

from __future__ import annotations

import csv
import re
import shutil
import threading
from pathlib import Path

import panels
import pytest
from screens import SIZES, assert_snapshot, play, text_of, until, until_shown

import mcda
from criteria.events import Action, Kind, Pair
from criteria.journal import Journal, read_log
from tui.app import PanelApp
from tui.commands.group import run
from tui.findings import find
from tui.opening import results_app
from tui.screens.home import HomeScreen
from tui.screens.results import ResultsScreen
from tui.screens.results_text import verdict
from tui.settings import Settings
from tui.sitting import Sitting
from tui.widgets.bars import Bars
from tui.writing import fault, unused

SAMPLES = Path(__file__).parents[2] / "sample_panels"
TALL = (100, 44)
QUICK = Settings(motion="reduced")


@pytest.fixture
def telemedicine(tmp_path):
    """A copy of the sample panel, to write into."""
    return Path(shutil.copytree(SAMPLES / "telemedicine", tmp_path / "telemedicine"))


@pytest.fixture
def new_panel(tmp_path):
    """A panel in which nobody has judged."""
    return panels.write(tmp_path / "new", criteria="a b c", panellists="P1 P2", solutions="x y")


def app(folder, facilitator=True):
    """The app with the results of a folder, as the facilitator or as the room sees them."""
    if facilitator:
        return results_app(folder, QUICK)
    return PanelApp(
        QUICK, lambda: Sitting(folder), lambda app: HomeScreen(app.sitting, facilitator=False, results=True)
    )


def looked_at(folder, script, size=(80, 24), facilitator=True):
    """Run the script once the results are shown."""

    async def shown(pilot):
        await until(pilot, lambda: isinstance(pilot.app.screen, ResultsScreen) and pilot.app.screen.findings)
        await pilot.pause()
        await script(pilot)

    play(app(folder, facilitator), shown, size)


def printed(capsys, *arguments):
    """The rows that a command prints as CSV."""
    capsys.readouterr()
    assert run([*map(str, arguments), "--format", "csv"]) == 0
    return list(csv.DictReader(capsys.readouterr().out.splitlines()))


def bars(pilot):
    """Label, value and text of each bar."""
    return [row[:3] for row in pilot.app.screen.query_one(Bars)._rows]


def notified(pilot):
    """The messages in the corner."""
    return [notification.message for notification in pilot.app._notifications]


async def press(pilot, *keys):
    await pilot.press(*keys)
    await pilot.pause()


@pytest.mark.parametrize(
    ("view", "options"), [("steps", ()), ("solutions", ("--of", "solutions"))], ids=["steps", "solutions"]
)
def test_the_screen_and_the_command_give_the_same_order(telemedicine, capsys, view, options):
    rows = printed(capsys, "rank", telemedicine, *options)

    async def script(pilot):
        await press(pilot, *["right"] * ("steps", "solutions").index(view))
        assert [label.split(None, 1) for label, _value, _text in bars(pilot)] == [
            [row["rank"], row["name"]] for row in rows
        ]
        assert [text.split()[0] for _label, _value, text in bars(pilot)] == [
            f"{float(row['score']):.3f}" for row in rows
        ]
        assert [value for _label, value, _text in bars(pilot)] == pytest.approx([float(row["score"]) for row in rows])
        shown = text_of(pilot.app).splitlines()[4:]
        for line, row in zip(shown, rows, strict=False):
            assert line.split()[0] == row["rank"]
            assert re.search(rf" {float(row['score']):.3f}(  |$)", line)

    looked_at(telemedicine, script, TALL)


@pytest.mark.parametrize("sample", ["house", "car"])
def test_a_panel_of_one_panellist_is_shown_as_the_commands_show_it(tmp_path, capsys, sample):
    folder = Path(shutil.copytree(SAMPLES / sample, tmp_path / sample))
    rows, weights = printed(capsys, "rank", folder), printed(capsys, "weights", folder)

    async def script(pilot):
        assert [label.split(None, 1)[1] for label, _value, _text in bars(pilot)] == [row["name"] for row in rows]
        await press(pilot, "right")
        tops = {row["name"]: float(row["global"]) for row in weights if row["level"] == "1"}
        assert {label.split(None, 1)[1]: value for label, value, _text in bars(pilot)} == pytest.approx(tops)
        await press(pilot, "right")
        assert "only one panellist judged enough" in text_of(pilot.app)

    looked_at(folder, script, TALL)


def test_weights_are_those_of_the_command_at_one_level_or_at_all(telemedicine, capsys):
    rows = printed(capsys, "weights", telemedicine)
    capsys.readouterr()
    assert run(["weights", str(telemedicine), "--format", "table"]) == 0
    table = capsys.readouterr().out

    async def script(pilot):
        await press(pilot, "right", "right")
        tops = sorted((int(row["rank"]), row["name"]) for row in rows if row["level"] == "1")
        assert [label.split(None, 1) for label, _value, _text in bars(pilot)] == [
            [str(rank), name] for rank, name in tops
        ]
        for key in ("l", "م", "f7"):
            await press(pilot, key)
            assert [label.strip() for label, _value, _text in bars(pilot)] == [row["name"] for row in rows]
            for (_label, value, text), row in zip(bars(pilot), rows, strict=True):
                assert value == pytest.approx(float(row["global"]))
                shown = re.search(rf" {row['criterion']} +(\S+ %) +(\S+ %)", table)
                overall, own = re.fullmatch(r" *(\S+ %) \( *(\S+ %)\)", text).groups()
                assert (own, overall) == shown.groups()
            await press(pilot, key)
            assert len(bars(pilot)) == len(tops)

    looked_at(telemedicine, script, TALL)


def test_agreement_is_said_in_the_words_of_the_command(telemedicine, capsys):
    rows = printed(capsys, "agreement", telemedicine)

    async def script(pilot):
        await press(pilot, "left")
        lines = text_of(pilot.app).splitlines()
        scopes = list(dict.fromkeys(row["scope"] for row in rows))
        names = ["the goal", *(mcda.read_panel(telemedicine).name(scope) for scope in scopes[1:-1]), "all weights"]
        for scope, name in zip(scopes, names, strict=True):
            said = {row["measure"]: row for row in rows if row["scope"] == scope}
            line = next(line for line in lines if line.strip().startswith(name[:20]))
            assert f"{float(said['consensus']['value']):.3f} (chance {float(said['consensus']['chance']):.3f})" in line
            assert f"{said['kendall-w']['verdict']} {float(said['kendall-w']['value']):.3f}" in line
            if not said["consensus"]["verdict"].startswith("no word"):
                assert f" {said['consensus']['verdict']} " in line

    looked_at(telemedicine, script, TALL)


def test_every_word_of_agreement_is_known_to_the_screen():
    from mcda import agreement

    known = [name for _end, name in (*agreement.WORDS, *agreement.CONCORDANCE_WORDS)]
    assert [verdict(name) for name in known] == known


def test_an_organisation_weighs_and_everybody_rates(telemedicine):
    panel = mcda.read_panel(telemedicine)
    grouped = {kind: mcda.rank_by(panel, "organisation", of=kind) for kind in ("steps", "solutions")}
    weights = mcda.weights_by(panel, "organisation")

    async def script(pilot):
        await until_sure(pilot, "solutions")
        everybody = bars(pilot)
        for key, name in zip(("o", "O", "خ", "f3"), panel.organisations, strict=True):
            await press(pilot, key)
            assert f"As {name} weighs the criteria; the values are the whole panel's." in text_of(pilot.app)
            for kind in ("steps", "solutions"):
                order = grouped[kind][name]
                assert [label.split(None, 1)[1] for label, _value, _text in bars(pilot)] == list(order.names)
                assert [value for _label, value, _text in bars(pilot)] == pytest.approx(list(order.scores))
                await press(pilot, "right")
            shown = {label.split(None, 1)[1]: value for label, value, _text in bars(pilot)}
            tops = zip(weights[name].names, weights[name].overall, weights[name].levels, strict=True)
            assert shown == pytest.approx({name: share for name, share, level in tops if level == 1})
            await press(pilot, "left", "left")
        await press(pilot, "o")
        assert bars(pilot) == everybody
        assert "As all panellists weigh and rate." in text_of(pilot.app)
        await press(pilot, "left", "o")
        assert pilot.app.screen.organisation == "", "agreement is the whole panel's"

    looked_at(telemedicine, script, TALL)


def test_an_organisation_that_has_not_judged_enough_is_told_what_is_missing(tmp_path):
    folder = panels.write(
        tmp_path / "two",
        criteria="a b",
        panellists=[{"id": "P1", "organisation": "North"}, {"id": "P2", "organisation": "South"}],
        solutions="x y",
        judgements=panels.compare("P1", "goal", "a b", "3"),
        performance={"x": {"a": 1, "b": 2}, "y": {"a": 2, "b": 1}},
    )

    async def script(pilot):
        assert len(bars(pilot)) == 2
        await press(pilot, "o")
        assert len(bars(pilot)) == 2
        await press(pilot, "o")
        assert bars(pilot) == []
        assert "What is missing:" in text_of(pilot.app)
        assert "South is left out: goal: nobody judged it yet" in text_of(pilot.app)
        await press(pilot, "right")
        assert [text for _label, _value, text in bars(pilot)] == ["not known", "not known"]

    looked_at(folder, script)


def test_equal_scores_share_a_rank(tmp_path):
    folder = panels.write(
        tmp_path / "ties",
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y z",
        performance={"x": {"a": 2, "b": 1}, "y": {"a": 1, "b": 2}, "z": {"a": 1, "b": 1}},
    )

    async def script(pilot):
        assert [label.split() for label, _value, _text in bars(pilot)] == [["1", "x"], ["1", "y"], ["3", "z"]]

    looked_at(folder, script)


def test_what_nobody_has_judged_is_said_in_words(new_panel):
    async def script(pilot):
        for view in ("solutions", "weights", "agreement"):
            assert pilot.app.screen.view == view
            shown = text_of(pilot.app)
            if view == "agreement":
                assert "no panellist judged enough" in shown
            else:
                assert "There is nothing to show here yet. What is missing:" in shown
                assert "goal: nobody judged it yet: compare a with b" in shown
                await press(pilot, "e")
                assert "There is nothing to write yet." in text_of(pilot.app)
            await press(pilot, "right")

    looked_at(new_panel, script)


def test_what_has_come_in_is_read_again(new_panel):
    async def script(pilot):
        await press(pilot, "right")
        assert bars(pilot) == []
        for key, ratio in (("r", 3.0), ("ق", 5.0), ("f5", 7.0)):
            journal = Journal(new_panel)
            pairs = [Pair("goal", "a", "b"), Pair("goal", "b", "c")]
            journal.append([Action(kind=Kind.JUDGED, panellist="P1", subject=pair, value=ratio) for pair in pairs])
            journal.close()
            await press(pilot, key)
            expected = dict(zip("abc", mcda.weights(mcda.read_panel(new_panel)).overall, strict=True))
            await until(
                pilot,
                lambda expected=expected: {row[0].split()[1]: row[1] for row in bars(pilot)} == pytest.approx(expected),
            )

    looked_at(new_panel, script)


@pytest.mark.parametrize(
    ("keys", "arguments", "name"),
    [
        ((), ("rank",), "rank-steps.csv"),
        (("right",), ("rank", "--of", "solutions"), "rank-solutions.csv"),
        (("right", "right"), ("weights",), "weights.csv"),
        (("left",), ("agreement",), "agreement.csv"),
    ],
    ids=["steps", "solutions", "weights", "agreement"],
)
def test_the_file_is_the_one_that_the_command_writes(telemedicine, tmp_path, monkeypatch, keys, arguments, name):
    monkeypatch.chdir(tmp_path)
    command, *options = arguments
    assert run([command, str(telemedicine), *options, "-q", "-o", "wanted.csv"]) == 0

    async def script(pilot):
        await press(pilot, *keys, "e")
        await until_shown(pilot, "Write this table to which file?", name)
        await press(pilot, "enter")
        await until(pilot, (tmp_path / f"{name}.meta.json").exists)
        await until_shown(pilot, "Written:")

    looked_at(telemedicine, script)
    assert (tmp_path / name).read_bytes() == (tmp_path / "wanted.csv").read_bytes()
    assert (tmp_path / f"{name}.meta.json").read_bytes() == (tmp_path / "wanted.csv.meta.json").read_bytes()


def test_an_organisations_file_says_whose_weights_it_holds(telemedicine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def script(pilot):
        await press(pilot, "f3", "ث")
        await press(pilot, "enter")
        await until(pilot, (tmp_path / "rank-steps-ministry-of-health.csv.meta.json").exists)

    looked_at(telemedicine, script)
    order = mcda.rank_by(mcda.read_panel(telemedicine), "organisation")["Ministry of Health"]
    with (tmp_path / "rank-steps-ministry-of-health.csv").open(encoding="utf-8") as file:
        assert [row["alternative"] for row in csv.DictReader(file)] == list(order.alternatives)
    said = (tmp_path / "rank-steps-ministry-of-health.csv.meta.json").read_text(encoding="utf-8")
    assert '"organisation": "Ministry of Health"' in said
    assert "the weights are those of Ministry of Health; the values are the whole panel's" in said


def test_names_of_files_that_cannot_be_written_are_refused(telemedicine, tmp_path):
    (tmp_path / "there.csv").write_text("kept")
    (tmp_path / "link.csv").symlink_to(telemedicine / "judgements.csv")
    refused = {
        "": "Write the name of a file",
        "a\0b.csv": "Write the name of a file",
        str(tmp_path): "is a folder",
        str(tmp_path / "no" / "x.csv"): "There is no folder",
        str(telemedicine / "judgements.csv"): "one of the panel's own files",
        str(telemedicine / "performance.csv"): "one of the panel's own files",
        str(telemedicine / "Ratings.CSV"): "one of the panel's own files",
        str(telemedicine / "panel.yaml"): "one of the panel's own files",
        str(telemedicine / "journal.db"): "End the name in",
        str(tmp_path / "x.xlsx"): "End the name in",
        str(tmp_path / "there.csv"): "There is a file",
        str(tmp_path / "link.csv"): "There is a file",
        str(tmp_path / ("x" * 300 + ".csv")): "",
        "~nobody-of-that-name/x.csv": "There is no folder",
    }
    for text, why in refused.items():
        assert why in (fault(text) or ""), text
        assert fault(text), text
    assert fault(str(tmp_path / "judgements.csv")) is None, "no panel lies there"
    assert unused(tmp_path, "there").name == "there-2.csv"
    assert unused(tmp_path, "rank-وزارت بهداشت/..").name == "rank-وزارت-بهداشت.csv"


def test_a_file_that_could_not_be_written_is_said_and_nothing_else_happens(telemedicine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mcda.report.save", full)

    async def script(pilot):
        await press(pilot, "f6")
        await press(pilot, "enter")
        await until(pilot, lambda: any("No space left on device" in said for said in notified(pilot)))
        assert isinstance(pilot.app.screen, ResultsScreen)

    looked_at(telemedicine, script)
    assert not list(tmp_path.glob("*.csv"))


def test_a_refused_name_can_be_mended_or_left(telemedicine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def script(pilot):
        await press(pilot, "e")
        for character in "x.pdf":
            await pilot.press(character if character != "." else "full_stop")
        await press(pilot, "enter")
        assert "End the name in .csv, .json or .txt." in text_of(pilot.app)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ResultsScreen)

    looked_at(telemedicine, script)
    assert [path.name for path in tmp_path.iterdir()] == ["telemedicine"]


def test_results_are_released_after_a_second_key_and_withheld_after_one(telemedicine):
    def released():
        return Sitting(telemedicine).standing().released

    async def script(pilot):
        for key in ("p", "ح", "f8"):
            assert "withheld (p releases)" in text_of(pilot.app)
            await press(pilot, key)
            assert "Press p again to release them." in text_of(pilot.app)
            assert not released()
            await press(pilot, "right", "left", key)
            assert not released(), "another key in between takes it back"
            await press(pilot, key)
            await until_shown(pilot, "released to the room (p withholds)")
            assert released()
            await press(pilot, key)
            await until_shown(pilot, "withheld (p releases)")
            assert not released()

    looked_at(telemedicine, script, TALL)
    kinds = [event.action.kind for event in read_log(telemedicine).events]
    assert kinds == [Kind.RELEASED, Kind.WITHHELD] * 3


def test_the_room_neither_releases_nor_sees_organisations_of_few_or_what_came_in_since(telemedicine):
    Sitting(telemedicine).release(True)
    panel = mcda.read_panel(telemedicine)
    sizes = {name: sum(one.organisation == name for one in panel.panellists) for name in panel.organisations}
    findings = find(Sitting(telemedicine), facilitator=False)
    assert findings.organisations
    assert all(sizes[name] >= 5 and len(panel.panellists) - sizes[name] >= 5 for name in findings.organisations)
    assert set(findings.weights) == {"", *findings.organisations}
    assert findings.weights[""].local.tolist() == pytest.approx(mcda.weights(panel).local.tolist())
    journal = Journal(telemedicine)
    for who in panel.panellists:
        pair = Pair("goal", "policy", "legal")
        journal.append([Action(kind=Kind.JUDGED, panellist=who.id, subject=pair, value=1 / 9)])
    journal.close()
    again = find(Sitting(telemedicine), facilitator=False)
    assert again.weights[""].local.tolist() == findings.weights[""].local.tolist()
    assert find(Sitting(telemedicine), facilitator=True).weights[""]["policy"] < again.weights[""]["policy"]

    async def script(pilot):
        assert "released to the room" in text_of(pilot.app)
        assert "(p withholds)" not in text_of(pilot.app)
        await press(pilot, "p", "p", "f8", "f8")
        assert Sitting(telemedicine).standing().released
        Sitting(telemedicine).release(False)
        await press(pilot, "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await until_shown(pilot, "Results are withheld until")

    looked_at(telemedicine, script, facilitator=False)


def test_a_journal_that_cannot_be_read_is_said(telemedicine):
    async def script(pilot):
        (telemedicine / "journal.db").write_bytes(b"no journal at all" * 100)
        await press(pilot, "r")
        await until(pilot, lambda: "it is damaged or no journal" in " ".join(text_of(pilot.app).split()))
        await press(pilot, "p", "p")
        await until(pilot, lambda: any("it is damaged or no journal" in said for said in notified(pilot)))
        assert isinstance(pilot.app.screen, ResultsScreen)

    looked_at(telemedicine, script, (120, 30))


def test_rows_scroll_and_the_last_one_can_be_read_on_a_small_screen(telemedicine):
    last = mcda.rank(mcda.read_panel(telemedicine)).names[-1]

    async def script(pilot):
        def shown():
            return f" 17  {last[:10]}" in text_of(pilot.app)

        assert not shown()
        for there, back in (("end", "home"), ("pagedown", "pageup")):
            await press(pilot, there)
            await until(pilot, shown)
            await press(pilot, back)
            await until(pilot, lambda: not shown())
        await press(pilot, *["down"] * 8)
        await until(pilot, shown)
        await press(pilot, *["up"] * 8)
        await until(pilot, lambda: not shown())

    looked_at(telemedicine, script, (60, 20))


def test_views_and_organisations_by_the_mouse(telemedicine):
    async def script(pilot):
        for view in ("agreement", "solutions", "weights"):
            await pilot.click(f"#{view}")
            await pilot.pause()
            assert pilot.app.screen.view == view
        await pilot.click("#about")
        await pilot.pause()
        assert pilot.app.screen.organisation == "Ministry of Health"

    looked_at(telemedicine, script)


def test_everything_is_in_the_palette_and_hints_are_few(telemedicine):
    async def script(pilot):
        for key in ("right",) * 4:
            await press(pilot, key)
            hints = {
                active.binding.description
                for active in pilot.app.screen.active_bindings.values()
                if active.binding.show and active.enabled
            }
            assert len(hints) <= 6
        titles = [command.title for command in pilot.app.get_system_commands(pilot.app.screen)]
        await press(pilot, "right", "right")
        titles += [command.title for command in pilot.app.get_system_commands(pilot.app.screen)]
        for wanted in ("Organisation", "Levels", "Export", "Refresh", "Release or withhold", "Back"):
            assert wanted in titles

    looked_at(telemedicine, script)


def sure(pilot):
    """What is said of each row beside its score."""
    return {row.label.split(None, 1)[1]: row.text[5:].strip() for row in pilot.app.screen.query_one(Bars)._rows}


async def until_sure(pilot, view):
    """Wait until all draws have been made for a view."""
    await until(pilot, lambda: not pilot.app.screen.doubts.wants(view))


@pytest.mark.parametrize(
    ("size", "first", "never"),
    [
        (
            (120, 40),
            "first in {share} of draws, between {low} and {high} in 95 %",
            "between {low} and {high} in 95 % of draws",
        ),
        ((80, 24), "first in {share}", "{low} to {high}"),
        ((60, 20), "{share}", "{low}–{high}"),
    ],
)  # fmt: skip
def test_how_sure_each_place_is_stands_beside_it(telemedicine, size, first, never):
    panel = mcda.read_panel(telemedicine)

    async def script(pilot):
        for view in ("steps", "solutions"):
            await until_sure(pilot, view)
            report = mcda.sensitivity(panel, of=view)
            wanted = {}
            rows = zip(report.names, report.first_share, report.low, report.high, strict=True)
            for name, share, low, high in rows:
                words = first if share >= 0.005 else never
                words = words.format(share=report.share_text(float(share)), low=low, high=high)
                wanted[name] = words if low < high else words.replace(f"between {low} and {high}", f"on place {low}")
            if view == "solutions":  # the last one is last in all draws
                wanted[report.names[-1]] = "on place 4 in 95 % of draws" if size[0] == 120 else "4"
            assert sure(pilot) == wanted
            assert report.told_apart() in " ".join(text_of(pilot.app).split())
            await press(pilot, "right")

    looked_at(telemedicine, script, size)


def test_the_room_for_how_sure_it_is_is_there_before_it_is_known(telemedicine, monkeypatch):
    held = threading.Event()
    real = mcda.analysis.sensitivity

    def waits(*arguments, **options):
        assert held.wait(10)
        return real(*arguments, **options)

    monkeypatch.setattr("mcda.analysis.sensitivity", waits)

    async def script(pilot):
        def bare():
            lines = text_of(pilot.app).splitlines()
            return [re.sub(r"( \d\.\d{3}).*", r"\1", line) for line in lines[4:20]]

        assert "How sure this order is: computing …" in text_of(pilot.app)
        assert set(sure(pilot).values()) == {""}
        before = bare()
        held.set()
        await until_sure(pilot, "solutions")
        await pilot.pause()
        assert "" not in sure(pilot).values()
        assert bare() == before

    looked_at(telemedicine, script)


def test_what_was_drawn_of_answers_that_have_changed_is_not_shown(telemedicine):
    async def script(pilot):
        screen = pilot.app.screen
        await until_sure(pilot, "solutions")
        old, report = screen.findings, screen.doubts.get("steps")
        await press(pilot, "r")
        await until(pilot, lambda: screen.findings is not old)
        await until_sure(pilot, "steps")
        shown = sure(pilot)
        screen.post_message(ResultsScreen.Doubted(old, "steps", "this comes late"))
        await pilot.pause()
        assert sure(pilot) == shown
        assert screen.doubts.get("steps") is not report

    looked_at(telemedicine, script)


def test_the_doubt_of_all_ranks_is_a_key_away(telemedicine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    report = mcda.sensitivity(mcda.read_panel(telemedicine))
    shown = report.table().displayed

    async def script(pilot):
        await until_sure(pilot, "steps")
        for key in ("d", "ی", "ي", "f9"):
            await press(pilot, key)
            lines = text_of(pilot.app).splitlines()
            for at, (low, high) in enumerate(zip(report.low, report.high, strict=True)):
                (line,) = (line for line in lines if re.match(rf" +{at + 1}  ", line))
                assert f" {low}–{high}  " in line
                assert str(shown["first_share"][at]) in line
                assert str(shown["confidence"][at]) in line
                assert report.names[at].startswith(re.match(r" +\d+  (.{15})", line)[1].rstrip("… "))
            assert "In doubt: inconsistent answers, who sits on the panel, ratings. 10,000 draws, seed 0." in text_of(
                pilot.app
            )
            await press(pilot, key)
            assert bars(pilot)
        await press(pilot, "d", "e")
        await until_shown(pilot, "sensitivity-steps.csv")
        await press(pilot, "enter")
        await until(pilot, (tmp_path / "sensitivity-steps.csv.meta.json").exists)
        await press(pilot, "right", "right", "d")
        assert pilot.app.screen.view == "weights"
        assert pilot.app.screen.as_doubt, "the weights have no doubt view"
        await press(pilot, "left", "o")
        assert bars(pilot), "the order of an organisation, of which there is no doubt"

    looked_at(telemedicine, script, (120, 44))
    assert run(["sensitivity", str(telemedicine), "--of", "steps", "-q", "-o", "wanted.csv"]) == 0
    assert (tmp_path / "sensitivity-steps.csv").read_bytes() == (tmp_path / "wanted.csv").read_bytes()


def test_the_room_sees_how_sure_it_is_but_writes_no_file_that_names_panellists(telemedicine, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Sitting(telemedicine).release(True)

    async def script(pilot):
        await until_sure(pilot, "steps")
        await until_shown(pilot, "first in 66 %")
        await press(pilot, "d", "e")
        assert isinstance(pilot.app.screen, ResultsScreen)
        assert "e export" not in text_of(pilot.app)
        shown = text_of(pilot.app)
        assert not re.search(r"\bP\d\d\b", shown)
        Sitting(telemedicine).release(False)
        await press(pilot, "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))

    looked_at(telemedicine, script, TALL, facilitator=False)
    assert [path.name for path in tmp_path.iterdir()] == ["telemedicine"]


def test_where_nothing_is_in_doubt_that_is_said_in_words(tmp_path):
    folder = panels.write(
        tmp_path / "certain",
        criteria={"a": 0.5, "b": 0.5},
        solutions="x y",
        performance={"x": {"a": 2, "b": 1}, "y": {"a": 1, "b": 1}},
    )

    async def script(pilot):
        await until_shown(pilot, "Nothing is in doubt that could be drawn (d).")
        assert set(sure(pilot).values()) == {""}
        await press(pilot, "d")
        assert "that does not make the order certain" in " ".join(text_of(pilot.app).split())

    looked_at(folder, script)


def test_help_has_the_notices_and_escape_leads_home(telemedicine):
    (notice,) = mcda.rank(mcda.read_panel(telemedicine)).meta["notices"]

    async def script(pilot):
        assert "1 notice (F1)" in text_of(pilot.app)
        for key, leave in (("f1", "escape"), ("question_mark", "enter"), ("؟", "f1")):
            await press(pilot, key)
            assert notice[:40] in re.sub(r"[\s│]+", " ", text_of(pilot.app))
            await press(pilot, leave)
            assert isinstance(pilot.app.screen, ResultsScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, HomeScreen)
        await press(pilot, "q")
        assert pilot.app.return_code == 0

    looked_at(telemedicine, script, TALL)


def test_names_are_never_read_as_markup(tmp_path):
    folder = panels.write(
        tmp_path / "hostile",
        title="[red]T[/] [@click=app.quit]x[/]",
        criteria=[{"id": "a", "name": "[/b]"}, {"id": "b", "name": "A[bold"}],
        panellists=[{"id": "P1", "organisation": "[/i] & Co"}],
        solutions=[{"id": "x", "name": "[/foo]"}, {"id": "y", "name": "سیاست‌گذاری"}],
        judgements=panels.compare("P1", "goal", "a b", "3"),
        performance={"x": {"a": 1, "b": 2}, "y": {"a": 2, "b": 1}},
    )

    async def script(pilot):
        assert "[red]T[/]" in text_of(pilot.app)
        assert "[/foo]" in text_of(pilot.app)
        await press(pilot, "o")
        assert "As [/i] & Co weighs" in text_of(pilot.app)
        for _view in range(3):
            await press(pilot, "right")
        await press(pilot, "l", "e")
        await press(pilot, "escape")

    looked_at(folder, script, TALL)


@pytest.mark.parametrize("size", SIZES)
def test_how_results_look(telemedicine, size):
    async def script(pilot):
        await until_sure(pilot, "solutions")
        await assert_snapshot(f"results-{size}", pilot)
        await press(pilot, "d")
        await assert_snapshot(f"results-doubt-{size}", pilot)
        await press(pilot, "d")
        await press(pilot, "o", "right", "right", "l")
        await assert_snapshot(f"results-weights-{size}", pilot)
        await press(pilot, "right")
        await assert_snapshot(f"results-agreement-{size}", pilot)

    looked_at(telemedicine, script, SIZES[size])


def test_how_results_look_without_colours(telemedicine, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def script(pilot):
        await until_sure(pilot, "solutions")
        await assert_snapshot("results-no-color-80x24", pilot)

    looked_at(telemedicine, script)


def test_without_a_terminal_the_command_points_to_others(telemedicine, capsys):
    assert run(["results", str(telemedicine)]) == 2
    assert "mcda rank" in capsys.readouterr().err
