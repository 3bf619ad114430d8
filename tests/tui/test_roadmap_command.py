"""`mcda roadmap` from its arguments to its output, its files, its exit code and what it says on the way."""

import json
import shutil
from pathlib import Path

import pytest

from tui.commands.group import run

PANELS = Path(__file__).parents[2] / "sample_panels"
TELEMEDICINE, HOUSE = str(PANELS / "telemedicine"), str(PANELS / "house")


@pytest.fixture
def mcda(capsys):
    """Exit code, stdout and stderr of a command."""

    def done(*arguments):
        capsys.readouterr()
        code = run(["roadmap", *map(str, arguments)])
        return (code, *capsys.readouterr())

    return done


def test_a_plan_by_its_columns(mcda):
    code, out, _ = mcda(TELEMEDICINE, "--budget", "30", "--draws", "100")
    assert code == 0
    head, *rows = out.splitlines()
    assert head == "order,step,name,phase,cost,value,core_index"
    assert sum(float(row.split(",")[-3]) for row in rows) <= 30


def test_the_frontier_in_place_of_the_plan(mcda):
    code, out, _ = mcda(TELEMEDICINE, "--draws", "10", "--frontier")
    head, *rows = out.splitlines()
    assert (code, head) == (0, "cost,value,steps,added,dropped")
    numbers = [tuple(map(float, row.split(",")[:2])) for row in rows]
    assert numbers == sorted(numbers)
    assert len({value for _, value in numbers}) == len(numbers) > 30


def test_json_holds_everything(mcda):
    _, out, _ = mcda(TELEMEDICINE, "--draws", "50", "--format", "json")
    document = json.loads(out)
    assert {"meta", "rows", "steps", "phases", "portfolios", "frontier", "needs", "critical", "sentences"} <= set(
        document
    )


def test_charts_are_files(mcda, tmp_path):
    charts = [tmp_path / "plan.svg", tmp_path / "plan.png", tmp_path / "plan.mmd"]
    code, _, _ = mcda(
        *(TELEMEDICINE, "--draws", "10", "--gantt", charts[0], "--gantt", charts[1], "--mermaid", charts[2])
    )
    assert code == 0
    assert charts[0].read_text().startswith("<?xml")
    assert charts[1].read_bytes().startswith(b"\x89PNG")
    assert charts[2].read_text().startswith("gantt\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--budget", "-1"), "is not in the range"),
        (("--phases", "0"), "is not in the range"),
        (("--draws", "many"), "'many' is not a number"),
        (("--doubt", "fate"), "'fate' is no source of doubt"),
        (("--gantt", "plan.pdf"), "does not end in .svg or .png"),
        (("--mermaid", "nowhere/plan.mmd"), "there is no folder 'nowhere'"),
    ],
)
def test_wrong_usage(mcda, arguments, said):
    code, out, talk = mcda(TELEMEDICINE, *arguments)
    assert (code, out) == (2, "")
    assert said in talk


def test_without_steps_or_costs_it_says_what_to_write(mcda, tmp_path):
    assert mcda(HOUSE)[0] == 1
    shutil.copytree(TELEMEDICINE, tmp_path / "panel")
    path = tmp_path / "panel" / "panel.yaml"
    path.write_text(path.read_text(encoding="utf-8").partition("\nroadmap:")[0], encoding="utf-8")
    code, out, talk = mcda(tmp_path / "panel")
    assert (code, out) == (1, "")
    assert "    trust: {cost: 4, duration: 6}" in talk


def test_limits_that_clash_are_named(mcda, tmp_path):
    shutil.copytree(TELEMEDICINE, tmp_path / "panel")
    path = tmp_path / "panel" / "panel.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("ehr: {cost: 14,", "ehr: {must: true, cost: 14,"), encoding="utf-8")
    code, out, talk = mcda(tmp_path / "panel", "--budget", "15")
    assert (code, out) == (1, "")
    assert talk.splitlines()[1:] == [
        "- 'ehr' (cost 14 million euros) must be chosen",
        "- the budget is 15 million euros",
        "- 'ehr' (cost 14 million euros) comes after 'legislation' (cost 3 million euros)",
    ]


def test_strict(mcda):
    assert mcda(TELEMEDICINE, "--draws", "10", "--doubt", "nothing", "--strict")[0] == 1
