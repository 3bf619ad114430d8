"""Two rounds of the telemedicine panel through the real screens: many sit at once, watch goes on, a sheet ends it."""

from __future__ import annotations

import csv
import shutil
import subprocess
from math import exp, log
from pathlib import Path
from statistics import median, quantiles

import pytest
from journals import quick_folder
from panellists import all_sit
from terminal import MCDA, Terminal, needs_tmux

from criteria.asking import ballots
from criteria.events import Cell, Kind, Pair, standing
from criteria.files import read_files, read_panel
from criteria.journal import read_log

pytestmark = [needs_tmux, pytest.mark.durability]
TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine"
RULES = "\nrules: {quorum: 19, consensus: settled, at_least: 0.6, most_rounds: 2, settled_leave: true}\n"
PLACES = 3
STEPS = [1 / n for n in range(9, 1, -1)] + [float(n) for n in range(1, 10)]


@pytest.fixture
def terminals(tmp_path):
    """Terminals for those who sit, for the facilitator and for the projector."""
    made = []
    for number in range(PLACES + 2):
        (tmp_path / f"terminal{number}").mkdir()
        made.append(Terminal(tmp_path / f"terminal{number}"))
    yield made
    for terminal in made:
        terminal.close()


def first_answers(panel):
    """What the sample's panellists say; of a step under a challenge the middle of what they say under its themes."""
    sample = read_files(TELEMEDICINE)
    found = {one.id: dict.fromkeys(each.key for each in ballot.questions) for one, ballot in panel}
    for judgement in sample.judgements:
        pair = Pair(judgement.node, judgement.first, judgement.second)
        found[judgement.panellist][pair.key] = judgement.ratio if pair == pair.key else 1 / judgement.ratio
    under: dict[tuple[str, Cell], list[float]] = {}
    for rating in sample.ratings:
        top = sample.hierarchy.parent(rating.criterion) if rating.criterion in sample.hierarchy else None
        cell = Cell(rating.alternative, rating.criterion if top in (None, "goal") else top)
        under.setdefault((rating.panellist, cell), []).append(rating.value)
    for (who, cell), values in under.items():
        found[who][cell] = float(round(median(values)))
    return found


def second_answers(first, asked):
    """Whoever stands outside the middle half of a pair goes to its middle; everybody else keeps what they said."""
    found = {}
    for who, ballot in asked.items():
        found[who] = {each.key: None for each in ballot.questions if first[who][each.key] is None}
        for pair in (each.key for each in ballot.questions if isinstance(each, Pair)):
            said = [log(answers[pair]) for answers in first.values() if answers[pair] is not None]
            low, middle, high = quantiles(said, n=4, method="inclusive")
            own = first[who][pair]
            if own is not None and not low - 1e-9 <= log(own) <= high + 1e-9:
                found[who][pair] = min(STEPS, key=lambda step, middle=middle: abs(log(step) - middle))
    return found


def rows(folder):
    """The judgements as exported: (round, panellist, pair) -> ratio; None where they cannot say."""
    said = subprocess.run([MCDA, "export", folder, "judgements"], check=True, capture_output=True, text=True).stdout
    found = {}
    for row in csv.DictReader(said.splitlines()):
        pair = Pair(row["node"], row["first"], row["second"])
        top, _, bottom = row["ratio"].partition("/")
        ratio = float(top) / float(bottom or 1) if top else None
        found[int(row["round"]), row["panellist"], pair.key] = ratio if ratio is None or pair == pair.key else 1 / ratio
    return found


@pytest.fixture
def folder():
    """A panel folder in memory: eight thousand answers are written one by one."""
    with quick_folder() as folder:
        yield Path(folder)


def test_two_rounds_of_nineteen(terminals, folder, tmp_path):
    shutil.copy(TELEMEDICINE / "panel.yaml", folder)
    with (folder / "panel.yaml").open("a", encoding="utf-8") as file:
        file.write(RULES)
    panel = read_files(folder)
    everybody = [one.id for one in panel.panellists]
    *places, watch, projector = terminals

    def goes_on(key, then):
        """Press the key, and say yes to what the screen asks."""
        watch.send(key)
        watch.until(lambda: "Enter do it" in watch.screen())
        watch.send("Enter")
        watch.until(lambda: then in watch.screen() and "Enter do it" not in watch.screen())

    def shown_to_the_room():
        screen = projector.screen()
        assert not [one for one in panel.panellists if one.id in screen or one.organisation in screen]
        return screen

    watch.send(f"clear; {MCDA} watch {folder} --by Chair", "Enter")
    projector.send(f"clear; {MCDA} watch {folder} --projector", "Enter")
    watch.until(lambda: "o open the next" in watch.screen())
    goes_on("o", "round 1 is open")

    asked = ballots(panel, standing(read_log(folder).events), 1)
    first = first_answers([(one, asked[one.id]) for one in panel.panellists])
    all_sit(places, folder, asked, first)
    watch.until(lambda: "19 of 19 done" in watch.screen())
    projector.until(lambda: "of 19 have answered everything" in shown_to_the_room())
    assert not [step for step in panel.steps if step.name[:20] in shown_to_the_room()]
    goes_on("c", "round 1 is closed")
    goes_on("f", "closed and fed back")
    goes_on("v", "released to the room")
    projector.until(lambda: "Predicting specific" in shown_to_the_room())

    goes_on("o", "round 2 is open")
    projector.until(lambda: "Predicting specific" not in shown_to_the_room())
    asked = ballots(panel, standing(read_log(folder).events), 2)
    second = second_answers(first, asked)
    all_sit(places, folder, asked, second)
    watch.until(lambda: "19 of 19 done" in watch.screen())
    goes_on("c", "round 2 is closed")
    goes_on("F", "was the last one")
    watch.send("q")
    watch.until(lambda: not watch.children())

    pairs = {who: [each.key for each in ballot.questions if isinstance(each, Pair)] for who, ballot in asked.items()}
    expected = {(1, who, key): value for who in everybody for key, value in first[who].items() if isinstance(key, Pair)}
    for who in everybody:
        expected |= {(2, who, key): second[who].get(key, first[who][key]) for key in pairs[who]}
    assert rows(folder) == pytest.approx(expected)

    log_ = read_log(folder, thorough=True)
    assert not log_.faults
    now = standing(log_.events)
    assert (now.round, now.finished, len(read_panel(folder).panellists)) == (2, True, 19)
    of_the_panel = [event.action for event in log_.events if not event.action.panellist]
    assert [action.kind for action in of_the_panel] == [
        Kind.OPENED, Kind.CLOSED, Kind.FED_BACK, Kind.RELEASED, Kind.OPENED, Kind.CLOSED, Kind.FINISHED
    ]  # fmt: skip
    assert {action.by for action in of_the_panel} == {"Chair"}

    sheet = tmp_path / "accord.md"
    subprocess.run([MCDA, "accord", folder, "-o", sheet], check=True, capture_output=True)
    text = sheet.read_text(encoding="utf-8")
    again = [(who, key) for who in everybody for key in pairs[who] if first[who][key] is not None]
    moved = sum(abs(log(second[who].get(key, first[who][key]) / first[who][key])) > 1e-9 for who, key in again)
    assert f"| 2 | {len(again)} | {moved / len(again):.0%} |" in text
    assert "**State.** final, round 2" in text
    assert text.count("| 19 of 19 | 19 of 19 |") == 2
    assert not [who for who in everybody if who in text]
    assert settled(first) < settled({who: {**first[who], **second[who]} for who in everybody})


def settled(answers):
    """The share of pairs whose middle half lies within a step of the scale."""
    keys = [key for key in next(iter(answers.values())) if isinstance(key, Pair)]
    count = 0
    for key in keys:
        said = [log(given[key]) for given in answers.values() if given[key] is not None]
        low, _middle, high = (place(exp(each)) for each in quantiles(said, n=4, method="inclusive"))
        count += high - low <= 1 + 1e-9
    return count / len(keys)


def place(ratio):
    """Where a ratio stands among the steps of the scale."""
    below = max((step for step in STEPS if step <= ratio * (1 + 1e-12)), default=STEPS[0])
    at = STEPS.index(below)
    if at == len(STEPS) - 1:
        return float(at)
    return at + (log(ratio) - log(below)) / (log(STEPS[at + 1]) - log(below))
