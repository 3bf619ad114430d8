"""mcda watch: what the facilitator sees while others answer, what its keys write, and what the room may see."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import panels
import pytest
from journals import judged, skipped
from screens import SIZES, assert_snapshot, play, text_of, until, until_shown

import mcda
from criteria.events import Action, Kind
from criteria.files import read_files
from criteria.journal import Journal, read_log
from tui.commands.group import run
from tui.opening import watch_app
from tui.screens.watch import WatchScreen
from tui.settings import Settings
from tui.sitting import Sitting
from tui.watching import Watcher, last_seen, lasting, ratio, seen

SUPPORT = Path(__file__).parents[1] / "support"
SAMPLES = Path(__file__).parents[2] / "sample_panels"
QUICK = Settings(motion="reduced")
ORGANISATIONS = ("Northern Board", "Southern Board")
RATIOS = {"P01": 5, "P02": 5, "P03": 4, "P04": 1 / 5, "P05": 1 / 4, "P06": 1 / 5}


@pytest.fixture
def folder(tmp_path):
    """Six panellists of two organisations, two pairs of minds about a and b; a quorum of five."""
    people = {id: {"organisation": ORGANISATIONS[place > 2]} for place, id in enumerate(RATIOS)}
    rules = {"quorum": 5, "most_rounds": 2}
    return panels.write(
        tmp_path / "panel",
        criteria="alpha beta gamma",
        panellists=people,
        solutions="x y",
        rules=rules,
        performance={"x": {"alpha": 3, "beta": 1, "gamma": 2}, "y": {"alpha": 1, "beta": 2, "gamma": 4}},
    )


def append(folder, *actions, at=None):
    clock = {} if at is None else {"clock": lambda: at}
    with closing(Journal(folder, **clock)) as journal:
        return journal.append(actions)


def everything(who, value=None, round=1):
    """All three answers of a panellist."""
    value = RATIOS[who] if value is None else value
    pairs = (("alpha", "beta", value), ("beta", "gamma", 2), ("alpha", "gamma", 3))
    return [judged(a, b, each, who=who, round=round) for a, b, each in pairs]


def opened(folder, round=1, at=None):
    append(folder, Action(kind=Kind.OPENED, round=round, text=str(read_files(folder).rules)), at=at)


def watched(folder, script, size=(80, 24), **how):
    async def ready(pilot):
        await until(pilot, lambda: getattr(pilot.app.screen, "found", None) is not None)
        await script(pilot)

    play(watch_app(folder, QUICK, **how), ready, size)


def kinds(folder):
    return [(str(event.action.kind), event.action.by) for event in read_log(folder).events]


def test_a_panel_without_a_journal_is_watched_and_none_is_made(folder):
    async def script(pilot):
        await until_shown(pilot, "no round is open yet", "0 of 6 done", "quorum 5 not yet", "not begun")
        assert "not for the projector" in text_of(pilot.app)

    watched(folder, script)
    assert not (folder / "journal.db").exists()


def test_answers_of_another_process_come_in_while_it_watches(folder):
    opened(folder)
    panel = folder
    answer = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[2]);"
        "from journals import judged; from criteria.journal import Journal;"
        "Journal(Path(sys.argv[1])).append([judged('alpha', 'beta', 3, who='P02')])"
    )

    async def script(pilot):
        await until_shown(pilot, "0/3 not begun")
        subprocess.run([sys.executable, "-c", answer, str(panel), str(SUPPORT)], check=True, timeout=60)
        await until_shown(pilot, "1/3 now")
        append(panel, *everything("P02")[1:], skipped("alpha", "beta", who="P03"))
        await until_shown(pilot, "1 of 6 done", "1 'cannot say' by 1 panellist")

    watched(folder, script)


def test_the_group_is_said_by_the_numbers_of_the_commands(folder):
    opened(folder)
    append(folder, *(each for who in RATIOS for each in everything(who)))
    panel = mcda.read_panel(folder)
    measures = {(m.scope, m.measure): m for m in mcda.agreement(panel).measures}
    consensus, settled = measures["goal", "consensus"], mcda.rounds(panel).rounds[-1].settled
    above = {one.panellist for one in mcda.consistency(panel).nodes if one.cr > 0.1}
    glance = mcda.glance(panel)
    assert (glance.consensus, glance.chance, glance.settled) == (consensus.value, consensus.chance, settled)
    assert set(glance.above) == above
    widest = max((pair for pair in mcda.spreads(panel).pairs), key=lambda pair: pair.width)
    assert [each.spread for each in glance.contested] == [widest]

    async def script(pilot):
        await until_shown(
            pilot,
            f"(S* {consensus.value:.2f}, by chance {consensus.chance:.2f})",
            f"{100 * settled:.0f} % of 3 pairs settled",
            f"CR above 0.10: {len(above)} of 6",
            "alpha ↔ beta",
        )
        await pilot.press("i")
        await until_shown(pilot, f"({', '.join(sorted(above))})")

    watched(folder, script)


def test_a_pair_that_divides_organisations_is_said_to(tmp_path):
    people = {f"P{n:02}": {"organisation": ORGANISATIONS[n > 6]} for n in range(1, 13)}
    rows = [
        (1, id, "goal", "a", "b", 5 if who["organisation"] == ORGANISATIONS[0] else 0.2) for id, who in people.items()
    ]
    panel = panels.panel(tmp_path / "p", criteria="a b", panellists=people, judgements=[rows])
    (pair,) = mcda.glance(panel).contested
    assert pair.split
    assert pair.between == pytest.approx(1)
    mixed = [(*row[:5], 5 if place % 2 else 0.2) for place, row in enumerate(rows)]
    panel = panels.panel(tmp_path / "q", criteria="a b", panellists=people, judgements=[mixed])
    (pair,) = mcda.glance(panel).contested
    assert not pair.split
    assert pair.between == pytest.approx(0, abs=1e-12)


def test_keys_go_on_with_the_rounds_and_keep_who_did_it(folder):
    async def script(pilot):
        async def confirmed(key, title):
            await pilot.press(key)
            await until_shown(pilot, title)
            await pilot.press("enter")

        await confirmed("o", "Open round 1?")
        await until_shown(pilot, "round 1 is open")
        append(folder, *(each for who in list(RATIOS)[:5] for each in everything(who)))
        await until_shown(pilot, "5 of 6 done", "reached")
        await pilot.press("c")
        await until_shown(pilot, "Close round 1?", "Not done: P06.")
        await pilot.press("escape")
        await confirmed("ز", "Close round 1?")
        await until_shown(pilot, "round 1 is closed")
        await pilot.press("r")
        await until_shown(pilot, "An id")
        await pilot.press(*"p9", "enter")
        await until_shown(pilot, "is no panellist")
        await pilot.press("backspace", *"06", "enter")
        await until(pilot, lambda: ("readmitted", "A. Chair") in kinds(folder))
        await confirmed("f", "Feed back round 1?")
        await until_shown(pilot, "fed back")
        await pilot.press("n")
        await until_shown(pilot, "A note to the record")
        await pilot.press(*"tea", "enter")
        await until(pilot, lambda: ("noted", "A. Chair") in kinds(folder))
        await confirmed("v", "Reveal the results of round 1?")
        await until_shown(pilot, "released to the room")
        await pilot.press("v")
        await until_shown(pilot, "results are withheld")
        await confirmed("F", "Finish after round 1?")
        await until_shown(pilot, "was the last one")

    watched(folder, script, by="A. Chair")
    by_the_chair = [kind for kind, by in kinds(folder) if by == "A. Chair"]
    assert by_the_chair == ["opened", "closed", "readmitted", "fed back", "noted", "released", "withheld", "finished"]


def test_what_a_key_has_written_is_seen_before_it_is_said(folder, monkeypatch):
    """The keys that may follow hold once it is said: F after "round 1 is closed" is not lost."""
    opened(folder)
    notify, said = WatchScreen.notify, []

    def noted(screen, message, **how):
        said.append((message.partition(",")[0], screen.found.phase))
        notify(screen, message, **how)

    monkeypatch.setattr(WatchScreen, "notify", noted)
    append(folder, *(each for who in RATIOS for each in everything(who)))

    async def script(pilot):
        await pilot.press("c")
        await until_shown(pilot, "Close round 1?")
        await pilot.press("enter")
        await until(pilot, lambda: said)
        await pilot.press("F")
        await until_shown(pilot, "Finish after round 1?")
        await pilot.press("enter")
        await until(pilot, lambda: len(said) == 2)

    watched(folder, script)
    assert [phase for _, phase in said] == ["closed", "final"]


def test_closing_without_the_quorum_takes_a_key_of_its_own(folder):
    opened(folder)

    async def script(pilot):
        await pilot.press("c")
        await until_shown(pilot, "0 have answered everything, the quorum is 5", "Not done: P01, P02")
        await pilot.press("enter")
        await pilot.pause()
        assert "Close round 1?" in text_of(pilot.app)
        await pilot.press("w")
        await until_shown(pilot, "round 1 is closed")

    watched(folder, script)
    assert kinds(folder)[-1] == ("closed", "")


def test_the_timer_is_no_event(folder):
    async def script(pilot):
        await pilot.press("t")
        await until_shown(pilot, "How many minutes?")
        await pilot.press("0", "enter")
        await until_shown(pilot, "1 to 600 minutes")
        await pilot.press("backspace", "5", "enter")
        await until_shown(pilot, "4:5")
        pilot.app.screen.seconds = 1
        await until_shown(pilot, "the time is up")

    watched(folder, script)
    assert not (folder / "journal.db").exists()


@pytest.mark.parametrize("size", SIZES)
def test_how_the_screen_looks(tmp_path, size):
    folder = Path(shutil.copytree(SAMPLES / "telemedicine", tmp_path / "telemedicine"))

    async def script(pilot):
        await until_shown(pilot, "talk about these" if size == "80x24" else "S* 0.77")
        await assert_snapshot(f"watch-{size}", pilot)

    watched(folder, script, SIZES[size])


def revealed(folder):
    opened(folder)
    append(folder, *(each for who in RATIOS for each in everything(who)))
    append(folder, Action(kind=Kind.CLOSED), Action(kind=Kind.RELEASED))


def names_in(text):
    return [name for name in (*RATIOS, *ORGANISATIONS) if name.casefold() in text.casefold()]


@pytest.mark.parametrize("size", SIZES.values())
def test_the_projector_shows_counts_until_it_is_revealed_and_never_a_name(folder, size):
    opened(folder)
    append(folder, *everything("P01"))
    pages = []

    async def script(pilot):
        await until_shown(pilot, "of 6 have answered everything", "quorum 5", "Round 1")
        pages.append(text_of(pilot.app))
        append(folder, *(each for who in list(RATIOS)[1:] for each in everything(who)))
        append(folder, Action(kind=Kind.CLOSED))
        await until_shown(pilot, "Round 1 is closed")
        pages.append(text_of(pilot.app))
        assert not any(word in "".join(pages) for word in ("alpha", "█", "agreement", "1  "))
        append(folder, Action(kind=Kind.RELEASED))
        await until(pilot, lambda: "what 6 people say together" in text_of(pilot.app), seconds=2.0)
        await until_shown(pilot, "alpha", "agreement: ")
        pages.append(text_of(pilot.app))
        append(folder, Action(kind=Kind.READMITTED, panellist="P06"), *everything("P06", value=9))
        await pilot.pause(1.2)
        assert text_of(pilot.app) == pages[-1]
        append(folder, Action(kind=Kind.WITHHELD))
        await until(pilot, lambda: "alpha" not in text_of(pilot.app), seconds=2.0)
        pages.append(text_of(pilot.app))
        await pilot.press("c", "v", "escape")
        assert not names_in("\n".join(pages))

    watched(folder, script, size, projector=True)
    assert kinds(folder)[-1] == ("withheld", "")


def test_the_projector_opens_on_the_facilitators_screen_too(folder):
    revealed(folder)

    async def script(pilot):
        await pilot.press("p")
        await until_shown(pilot, "what 6 people say together")
        assert not names_in(text_of(pilot.app))
        await assert_snapshot("projector-80x24", pilot)
        await pilot.press("escape")
        await until_shown(pilot, "not for the projector")

    watched(folder, script)


def test_where_nine_of_ten_answered_a_question_the_projector_tells_two_digits(tmp_path):
    people = [f"P{n:02}" for n in range(1, 11)]
    folder = panels.write(
        tmp_path,
        criteria="alpha beta gamma",
        panellists=" ".join(people),
        solutions="x y z",
        performance={
            "x": {"alpha": 3, "beta": 1, "gamma": 2},
            "y": {"alpha": 1, "beta": 2, "gamma": 4},
            "z": {"alpha": 2, "beta": 1, "gamma": 3},
        },
    )
    append(folder, *(each for who in people for each in everything(who, 2)[: 2 if who == "P10" else 3]))
    append(folder, Action(kind=Kind.CLOSED), Action(kind=Kind.RELEASED))

    async def script(pilot):
        await until_shown(pilot, "what 10 people say together", "alpha")
        scores = [
            line.split()[-1] for line in text_of(pilot.app).splitlines() if line.split()[1:2] in (["x"], ["y"], ["z"])
        ]
        assert len(scores) == 3
        assert all(re.fullmatch(r"1\.0|0\.0*[1-9]\d|0\.0", score) for score in scores), scores

    watched(folder, script, projector=True)


@pytest.mark.parametrize(("lines", "beside"), [(40, False), (12, True)])
def test_on_a_wide_projector_names_have_the_width_where_the_lines_are_enough(folder, lines, beside):
    revealed(folder)

    async def script(pilot):
        await until_shown(pilot, "what 6 people say together", "alpha")
        (first,) = (line for line in text_of(pilot.app).splitlines() if re.match(r" +1  [xy]\b", line))
        assert any(name in first for name in ("alpha", "beta", "gamma")) is beside

    watched(folder, script, (120, lines), projector=True)


def test_of_few_nothing_is_told(folder):
    opened(folder)
    append(folder, *(each for who in list(RATIOS)[:4] for each in everything(who)))
    append(folder, Action(kind=Kind.CLOSED), Action(kind=Kind.RELEASED))

    async def script(pilot):
        await until_shown(pilot, "fewer than 5 panellists have answered")
        assert "alpha" not in text_of(pilot.app)

    watched(folder, script, projector=True)


def test_last_seen_moves_while_the_round_is_open_only(folder):
    then = datetime(2024, 5, 1, 12, tzinfo=UTC)
    opened(folder, at=then)
    append(folder, *everything("P01"), at=then + timedelta(minutes=1))
    with closing(Sitting(folder)) as sitting:
        found = Watcher(sitting).look()
        one = found.progress[0]
        assert last_seen(one, found, then + timedelta(minutes=1, seconds=30)) == "now"
        assert last_seen(one, found, then + timedelta(minutes=4)) == "3 min ago"
        assert last_seen(found.progress[1], found, then) == "not begun"
        append(folder, Action(kind=Kind.CLOSED), at=then + timedelta(minutes=21))
        found = seen(sitting, read_log(folder))
        assert found.closed - found.opened == timedelta(minutes=21)
        assert last_seen(one, found, then) == last_seen(one, found, then + timedelta(minutes=5))
        assert last_seen(one, found, then + timedelta(days=2)) == "on 2024-05-01"
    assert [lasting(timedelta(seconds=s)) for s in (59, 60, 7500)] == ["less than a minute", "1 min", "2 h 5 min"]
    assert [ratio(value) for value in (5, 1 / 7, 2.449, 1, 0.999)] == ["5", "1/7", "2.4", "1", "1"]


def test_once_gives_a_table_and_ends(folder, capsys):
    opened(folder)
    append(folder, *everything("P01"), skipped("alpha", "beta", who="P02"))
    assert run(["watch", str(folder), "--once", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    rows = list(csv.DictReader(out.splitlines()))
    assert [(row["state"], row["answered"], row["cannot_say"]) for row in rows[:3]] == [
        ("done", "3", "0"),
        ("answering", "1", "1"),
        ("not begun", "0", "0"),
    ]
    assert "1 of 6 done, quorum 5 not yet" in err
    assert run(["watch", str(folder), "--projector", "--once"]) == 2
    assert run(["watch", str(folder), "--format", "csv"]) == 2


def test_without_a_terminal_each_change_is_a_line(folder):
    opened(folder)
    done = [sys.executable, "-u", "-c", "from tui.commands import main; main()", "watch", str(folder)]
    with subprocess.Popen(done, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        lines = iter(process.stdout.readline, "")
        assert any(line.startswith("P06: 0 of 3 answered, not begun") for line in lines)
        append(folder, *everything("P04"))
        assert "P04: 3 of 3 answered, done; 1 of 6 done, quorum 5 not yet" in next(lines)
        append(folder, Action(kind=Kind.CLOSED))
        assert "round 1 is closed" in next(lines)
        process.terminate()
        process.wait(20)


def test_round_keeps_who_did_it(folder):
    assert run(["round", str(folder), "open", "1", "--by", "A. Chair"]) == 0
    assert kinds(folder) == [("opened", "A. Chair")]


LOADED = """
import json, sys
from pathlib import Path
from screens import play, until_shown
from tui.opening import watch_app
from tui.settings import Settings

async def script(pilot):
    await until_shown(pilot, "S* ")

play(watch_app(Path(sys.argv[1]), Settings()), script)
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_watching_loads_no_engine_but_numpy(folder):
    opened(folder)
    append(folder, *(each for who in RATIOS for each in everything(who)))
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(SUPPORT)},
    )
    modules = set(json.loads(done.stdout))
    assert {"numpy", "textual"} <= modules
    assert not modules & {"pandas", "scipy", "matplotlib", "pymcdm", "ahpy", "openpyxl", "jinja2"}
