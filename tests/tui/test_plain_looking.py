"""Results, other weights, roadmap, watching, projector line by line: the commands' numbers, the room's rules."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import panels
import pytest
from journals import judged

import mcda
from criteria.events import Action, Kind
from criteria.journal import Journal, read_log
from tui.commands.group import run
from tui.settings import NAMES
from tui.sitting import Sitting

SAMPLES = Path(__file__).parents[2] / "sample_panels"
MCDA = [sys.executable, "-u", "-c", "from tui.commands import main; main()"]
DRAWN = re.compile("[\x1b\u2500-\u259f\u2800-\u28ff▶]")


@pytest.fixture
def telemedicine(tmp_path):
    """A copy of the sample panel, to write into."""
    return Path(shutil.copytree(SAMPLES / "telemedicine", tmp_path / "telemedicine"))


@pytest.fixture
def six(tmp_path):
    """Six panellists who have answered everything about three criteria."""
    folder = panels.write(
        tmp_path / "six",
        criteria="alpha beta gamma",
        panellists=" ".join(f"P0{n}" for n in range(1, 7)),
        solutions="x y",
        rules={"quorum": 5, "most_rounds": 2},
        performance={"x": {"alpha": 3, "beta": 1, "gamma": 2}, "y": {"alpha": 1, "beta": 2, "gamma": 4}},
    )
    with closing(Journal(folder)) as journal:
        journal.append([Action(kind=Kind.OPENED, round=1)])
        for n in range(1, 7):
            pairs = (("alpha", "beta"), ("beta", "gamma"), ("alpha", "gamma"))
            journal.append([judged(a, b, 1 + n % 3, who=f"P0{n}") for a, b in pairs])
    return folder


@pytest.fixture
def environment():
    clean = {
        name: value for name, value in os.environ.items() if name not in {f"MCDA_{each.upper()}" for each in NAMES}
    }
    return {**clean, "TERM": "dumb"}


@pytest.fixture
def said(environment, tmp_path):
    """What a command says to these lines, and its exit code; nothing in it is drawn."""

    def talked(*arguments, lines=(), code=0, seconds=60):
        done = subprocess.run(
            [*MCDA, *map(str, arguments)],
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            env=environment,
            cwd=tmp_path,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert not DRAWN.search(done.stdout)
        return done.stdout + done.stderr

    return talked


def test_results_are_those_of_the_commands(telemedicine, said):
    panel = mcda.read_panel(telemedicine)
    order, weights, report = mcda.rank(panel), mcda.weights(panel), mcda.sensitivity(panel)
    text = said("results", telemedicine, "--plain", lines=["sure", "weights", "agreement", "q"])
    rows = re.findall(r"^(\d+): (.*), score (\S+)$", text, re.MULTILINE)
    assert rows == [
        (str(rank), name, f"{score:.3f}")
        for rank, name, score in zip(order.ranks, order.names, order.scores, strict=True)
    ]
    assert f"1: {report.names[0]}: first in {report.share_text(float(report.first_share[0]))} of draws" in text
    assert report.told_apart() in text
    shown = dict(zip(weights.names, weights.table().displayed["global"], strict=True))
    rows = zip(weights.names, weights.ranks, weights.levels, strict=True)
    heaviest = next(name for name, rank, level in rows if (rank, level) == (1, 1))
    assert f"1: {heaviest}, {100 * float(shown[heaviest]):.1f} %" in text
    consensus = next(each for each in mcda.agreement(panel).measures if each.measure == "consensus")
    assert f"the goal: weighed alike {consensus.verdict} {consensus.value:.3f}" in text


def test_an_organisation_by_number_or_name_and_all_again(telemedicine, said):
    panel = mcda.read_panel(telemedicine)
    name = panel.organisations[1]
    first = mcda.rank_by(panel, "organisation")[name].names[0]
    text = said("results", telemedicine, "--plain", lines=["o", "o 2", "o medical council", "o 9", "o all", "q"])
    assert f"2: {name}" in text
    assert f"As {name} weighs the criteria; the values are the whole panel's.\n1: {first}, score" in text
    assert "As Medical Council weighs" in text
    assert "'9' is no organisation that can be told of" in text
    assert text.count("What 19 panellists say together.") == 2
    assert "1 line was not understood" in text


def test_release_is_asked_twice_and_withhold_once(telemedicine, said):
    text = said("results", telemedicine, "--plain", lines=["release", "no", "release", "yes", "withhold", "q"])
    assert text.count("Everybody at this computer will be able to see the results.") == 2
    assert "It is left as it was." in text
    assert "Results are released to the room." in text
    assert [event.action.kind for event in read_log(telemedicine).events] == [Kind.RELEASED, Kind.WITHHELD]


def test_the_file_is_the_one_that_the_command_writes(telemedicine, said, tmp_path):
    assert run(["rank", str(telemedicine), "-q", "-o", str(tmp_path / "wanted.csv")]) == 0
    text = said("results", telemedicine, "--plain", lines=["write", "", "write x.pdf", "q"])
    assert "Written: " in text
    assert "End the name in .csv, .json or .txt." in text
    assert (tmp_path / "rank-steps.csv").read_bytes() == (tmp_path / "wanted.csv").read_bytes()


def test_another_weight_gives_the_order_of_the_sweep_and_says_where_it_flips(telemedicine, said):
    sweep = mcda.sweep(mcda.read_panel(telemedicine), "priority")
    place = sweep.place(0.4)
    flip = min((each.share for each in sweep.flips), key=lambda share: abs(share - 0.4))
    lines = ["what-if", "priority", "40", "101", "many", "۴۰", "panel", "q", "q"]
    text = said("results", telemedicine, "--plain", lines=lines)
    told = text.partition("weighs 40 %:")[2].partition("Weight in percent:")[0]
    names = [name for _rank, name in re.findall(r"^(\d+): (.*?), score", told, re.MULTILINE)]
    ranks = dict(zip(sweep.names, sweep.ranks[place], strict=True))
    assert [ranks[name] for name in names] == sorted(sweep.ranks[place])
    assert f"{100 * flip:.1f} %" in told
    assert "1 place up" in told
    assert "'101' is no weight: allowed are numbers from 0 to 100" in text
    assert text.count("weighs 40 %:") == 2


def test_the_roadmap_follows_budget_and_pins(telemedicine, said):
    planner = mcda.analysis.Planner(mcda.read_panel(telemedicine))
    wanted = {
        "20": planner.plan(budget=20, quick=True),
        "pinned": planner.plan(budget=20, pins={"internet_access": True}, quick=True),
    }
    lines = ["roadmap", "20", "in internet_access", "in nothing", "free", "own", "q", "q"]
    text = said("results", telemedicine, "--plain", lines=lines)
    turns = text.split("Budget, or what to do: ")
    for turn, plan in zip(turns[1:3], wanted.values(), strict=True):
        chosen = re.findall(r"^\d+: (\w+):", turn.partition("Not chosen")[0], re.MULTILINE)
        assert set(chosen) == {plan.steps[place] for place in plan.order}
    assert "In: internet_access." in turns[2]
    assert "'nothing' is no step" in turns[3]
    assert "Budget: 60 million euros." in turns[5]
    assert "MADE UP" in turns[1]
    assert not (telemedicine / "journal.db").exists()


def test_the_welcome_opens_what_it_is_told_and_names_faults(telemedicine, said, tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "panel.yaml").write_text("title: [\n")
    text = said("--plain", lines=[f"open {broken}", f"open {telemedicine}", "?", "another", "q"])
    assert "fault: nothing was opened" in text
    assert "panel.yaml:" in text
    assert "1: Sit down and answer; the keyboard goes round" in text
    assert "Open the last panel: " in text
    made = tmp_path / "made"
    text = said("--plain", lines=[f"new {made}", "3", "q"])
    assert "0 of 3 panellists are done" in text
    assert len(mcda.read_panel(made).panellists) == 3


def test_once_somebody_has_sat_down_results_are_the_rooms(telemedicine, said):
    sitting_down = [f"open {telemedicine}", "sit", "P01", "", "q"]
    text = said("--plain", lines=[*sitting_down, "results", "what-if", "roadmap", "another", "q"])
    assert text.count("Somebody has sat down since mcda was started") == 3
    assert "score" not in text
    assert "'another' is nothing that can be done here" in text
    with closing(Sitting(telemedicine)) as sitting:
        sitting.release(True)
    text = said("--plain", lines=[*sitting_down, "results", "release", "organisation", "q", "q"])
    assert "This is what was released to the room." in text
    assert "'release' is nothing that can be done here" in text
    assert "'organisation' is nothing that can be done here" in text


def test_rounds_are_gone_on_with_by_words(six, said):
    lines = [
        "close",
        "no",
        "close",
        "yes",
        "reveal",
        "yes",
        "projector",
        "readmit P99",
        "readmit P01",
        "feedback",
        "yes",
    ]
    lines += ["note we stop here", "note", "open", "yes", "names", "people", "talk", "timer 0", "timer 3", "q"]
    text = said("watch", six, "--plain", "--by", "A. Chair", lines=lines)
    kinds = [(str(event.action.kind), event.action.by) for event in read_log(six).events][-7:]
    assert [kind for kind, _by in kinds] == [
        "judged",
        "closed",
        "released",
        "readmitted",
        "fed back",
        "noted",
        "opened",
    ]
    assert {by for _kind, by in kinds[1:]} == {"A. Chair"}
    assert "It is left as it was." in text
    assert "round 1 is closed, results are released to the room" in text
    assert "'P99' is no panellist" in text
    assert "what 6 people say together" in text
    assert "Everybody can answer in round 2. Results are withheld." in text
    assert "'0' is no time: allowed are 1 to 600 minutes" in text
    assert "The timer runs for 3 minutes." in text


def test_the_quorum_is_said_before_it_is_closed_without_it(tmp_path, said):
    folder = panels.write(tmp_path / "few", criteria="a b", panellists="P1 P2", solutions="x y", rules={"quorum": 2})
    with closing(Journal(folder)) as journal:
        journal.append([Action(kind=Kind.OPENED, round=1)])
    text = said("watch", folder, "--plain", lines=["close", "yes", "finish", "yes", "q"])
    assert "0 have answered everything, the quorum is 2" in text
    assert "Not done: P1, P2." in text
    assert [str(event.action.kind) for event in read_log(folder).events] == ["opened", "closed", "finished"]


def heard_until(process, text):
    """All lines up to one that holds the text."""
    lines = []
    for line in iter(process.stdout.readline, ""):
        lines.append(line)
        if text in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def test_the_projector_says_what_the_room_may_see_and_names_nobody(six, environment):
    command = [*MCDA, "watch", str(six), "--projector", "--plain"]
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "text": True, "env": environment}
    with subprocess.Popen(command, **pipes) as process:
        before = heard_until(process, "6 of 6 have answered everything")
        with closing(Sitting(six)) as sitting:
            sitting.record(Action(kind=Kind.CLOSED, round=1))
            sitting.release(True)
        after = heard_until(process, "The weights:")
        process.send_signal(signal.SIGTERM)
        after += process.stdout.read()
        assert process.wait(20) == 143
    assert "what 6 people say together" in after
    assert "1: x, " in after or "1: y, " in after
    assert "alpha, " in after
    assert not re.search(r"P0\d", before + after)


class Terminal:
    """Our end of a pseudo terminal with a command at the other."""

    def __init__(self, environment, *arguments):
        self.file, theirs = os.openpty()
        self.all = ""
        self.process = subprocess.Popen(
            [*MCDA, *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,
        )
        os.close(theirs)

    def until(self, text, seconds=40):
        """Read until the text has been said."""
        said = ""
        while text not in said:
            assert select.select([self.file], [], [], seconds)[0], self.all
            try:
                block = os.read(self.file, 65536)
            except OSError:
                block = b""
            assert block, self.all
            said += block.decode().replace("\r\n", "\n")
            self.all += block.decode().replace("\r\n", "\n")
        return said

    def type(self, text):
        os.write(self.file, text.encode())

    def end(self):
        """The exit code; what is said last is read."""
        while True:
            try:
                block = os.read(self.file, 65536)
            except OSError:
                break
            if not block:
                break
            self.all += block.decode()
        os.close(self.file)
        return self.process.wait(30)


def test_at_a_terminal_ctrl_d_leaves_one_talk_after_the_other(telemedicine, environment):
    terminal = Terminal(environment, "results", telemedicine, "--plain")
    terminal.until("Results: ")
    terminal.type("what-if\n")
    terminal.until("Number or id of a criterion: ")
    terminal.type("\x04")
    terminal.until("Results: ")
    terminal.type("\x04")
    assert terminal.end() == 0
    assert "\x1b" not in terminal.all


@pytest.mark.parametrize("command", [("results",), ("watch",), ("watch", "--projector")])
def test_an_interrupt_ends_in_good_order(six, environment, command):
    word, *options = command
    terminal = Terminal(environment, word, six, "--plain", *options)
    terminal.until("q to leave.")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert "Interrupted." in terminal.all
    assert "Traceback" not in terminal.all


def test_watching_at_a_terminal_says_what_happens_between_the_lines(six, environment):
    terminal = Terminal(environment, "watch", six, "--plain")
    terminal.until("q to leave.")
    with closing(Sitting(six)) as sitting:
        sitting.record(Action(kind=Kind.NOTED, round=1, text="from elsewhere"))
    terminal.until("noted: from elsewhere")
    terminal.type("names\n")
    terminal.until("CR above 0.10:")
    terminal.type("\x04")
    assert terminal.end() == 0
