"""The block `roadmap:` of panel.yaml: everything that it may say, and every way of saying it wrong."""

import pytest

from criteria.files import read_panel
from criteria.roadmap import Phase, Roadmap, Task, Together

BASE = """\
criteria: [{id: a}, {id: b}]
panellists: [{id: P1}]
solutions: [{id: s}]
steps: [{id: t, solution: s}, {id: u, solution: s, after: [t]}, {id: v, solution: s}]
"""


def said(text):
    return BASE + "roadmap:\n" + "".join(f"  {line}\n" for line in text.splitlines())


def test_everything_that_a_roadmap_can_say_is_read(panel_folder):
    panel = read_panel(
        panel_folder(
            said("""\
synthetic: true
money: million euros
time: months
begins: 2027-01-31
budget: 40
capacities: {staff: 5, rooms: 2.5}
phases: [{name: Early, budget: 10, length: 12, capacities: {staff: 4}}, {}]
steps:
  T: {cost: 4, duration: 6, uses: {staff: 2}, must: true}
  u: {cost: 0, must: false}
exclusions: [[t, V]]
synergies: [{steps: [t, u], adds: -0.5}, {steps: [u, v, t], saves: 2}]""")
        )
    )
    assert panel.roadmap == Roadmap(
        synthetic=True,
        money="million euros",
        time="months",
        begins="2027-01-31",
        budget=40,
        tasks={"t": Task(cost=4, duration=6, uses={"staff": 2}, must=True), "u": Task(cost=0, must=False)},
        exclusions=(("t", "v"),),
        synergies=(Together(steps=("t", "u"), adds=-0.5), Together(steps=("u", "v", "t"), saves=2)),
        phases=(Phase(name="Early", budget=10, length=12, capacities={"staff": 4}), Phase(name="2")),
        capacities={"staff": 5, "rooms": 2.5},
    )


def test_a_roadmap_its_tasks_and_its_phases_may_be_members_of_sets():
    def made():
        tasks = {"t": Task(cost=4, uses={"staff": 2})}
        return Roadmap(tasks=tasks, phases=(Phase(name="1", capacities={"staff": 4}),), capacities={"staff": 5})

    assert len({made(), made()}) == len({*made().tasks.values(), *made().tasks.values()}) == 1


def test_without_the_block_nothing_is_said(panel_folder):
    assert read_panel(panel_folder(BASE)).roadmap == Roadmap()
    assert read_panel(panel_folder(BASE + "roadmap:\n")).roadmap == Roadmap()


def test_the_steps_of_a_catalogue_can_be_given_costs(panel_folder):
    text = "catalogue: telemedicine\npanellists: [{id: P1}]\nroadmap: {steps: {trust: {cost: 4}}}\n"
    assert read_panel(panel_folder(text)).roadmap.tasks == {"trust": Task(cost=4)}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("budgets: 3", "panel.yaml:6:3: budgets: unknown key 'budgets': did you mean 'budget'?"),
        ("budget: -3", "panel.yaml:6:11: budget: -3 is too small: allowed are numbers from 0 up"),
        ("begins: soon", "panel.yaml:6:11: begins: 'soon' is no day: allowed are days such as 2027-01-31"),
        ("steps: {w: {cost: 1}}", "panel.yaml:6:11: steps: 'w' is no step: known are t, u, v"),
        (
            "steps: [t]",
            "panel.yaml:6:10: steps: found a list, allowed is a mapping such as {step: {cost: 4, duration: 6}}",
        ),
        (
            "steps: {t: {cost: x}}",
            "panel.yaml:6:21: cost of t: 'x' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1",
        ),
        (
            "steps: {t: {duration: -1}}",
            "panel.yaml:6:25: duration of t: -1 is too small: allowed are numbers from 0 up",
        ),
        ("steps: {t: {must: maybe}}", "panel.yaml:6:21: must of t: 'maybe' is not known: allowed are true, false"),
        (
            "steps: {t: {price: 1}}",
            "panel.yaml:6:15: price: unknown key 'price': known are cost, duration, uses, must",
        ),
        (
            "steps: {t: {uses: {staff: 1}}}",
            "panel.yaml:6:22: uses of t: 'staff' is no capacity: write it under 'capacities:' of the roadmap first",
        ),
        ("steps: {t: {cost: 1}, T: {cost: 2}}", "panel.yaml:6:25: steps: 't' stands twice, in different case"),
        ("capacities: 3", "panel.yaml:6:15: capacities: found '3', allowed is a mapping such as {staff: 5}"),
        (
            "capacities: {sta ff: 3}",
            "panel.yaml:6:16: capacities: 'sta ff' is no id: allowed are 1 to 64 of a-z, 0-9, '.', "
            "'_', '-', the first a letter or digit",
        ),
        (
            "exclusions: [[t]]",
            "panel.yaml:6:16: exclusions: two different steps or more are needed, such as [one, another]",
        ),
        (
            "exclusions: [[t, T]]",
            "panel.yaml:6:16: exclusions: two different steps or more are needed, such as [one, another]",
        ),
        (
            "exclusions: [[t, T, u]]",
            "panel.yaml:6:16: exclusions: two different steps or more are needed, such as [one, another]",
        ),
        ("exclusions: [[t, w]]", "panel.yaml:6:20: exclusions: 'w' is no step: known are t, u, v"),
        ("exclusions: [[t, [u]]]", "panel.yaml:6:20: exclusions: found a list, allowed is the id of a step"),
        (
            "synergies: [{steps: [t, u]}]",
            "panel.yaml:6:15: synergies: says nothing: write 'adds: 0.1' (a tenth more value), 'saves: "
            "2' (so much money), or both",
        ),
        (
            "synergies: [{adds: 1}]",
            "panel.yaml:6:15: steps: two different steps or more are needed, such as [one, another]",
        ),
        (
            "synergies: [{steps: [t, u], adds: -2}]",
            "panel.yaml:6:37: adds: -2 is too small: allowed are numbers from -1 up",
        ),
        (
            "synergies: [{steps: [t, u], saves: 5}]\nsteps: {t: {cost: 1}, u: {cost: 2}}",
            "panel.yaml:6:38: saves: 5 is more than the 3 that the steps cost",
        ),
        (
            "phases: [{length: x}]",
            "panel.yaml:6:21: length: 'x' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1",
        ),
        (
            "phases: [{capacities: {staff: 1}}]",
            "panel.yaml:6:26: capacities: 'staff' is no capacity: write it under 'capacities:' of the roadmap first",
        ),
        ("money: [a]", "panel.yaml:6:10: money: found a list, allowed is text"),
    ],
)
def test_what_is_said_wrongly_is_named_with_its_place(faults, text, fault):
    found = faults(said(text))
    assert found == [fault]


def test_all_faults_are_named_at_once(faults):
    assert len(faults(said("budget: x\nsteps: {w: {cost: 1}}\nphases: [{budget: -1}]"))) == 3


def test_nothing_may_be_free_and_all_costs_may_be_saved(panel_folder):
    text = "budget: 0\nsteps: {t: {cost: 1, duration: 0}, u: {cost: 2}}\nphases: [{budget: 0, length: 0}]\n"
    text += "capacities: {staff: 0}\nsynergies: [{steps: [t, u], saves: 3, adds: -1}, {steps: [u, t], saves: 0.5}]"
    roadmap = read_panel(panel_folder(said(text))).roadmap
    assert roadmap.synergies == (
        *(Together(steps=("t", "u"), adds=-1, saves=3), Together(steps=("u", "t"), adds=0, saves=0.5)),
    )
    assert roadmap.capacities == {"staff": 0}
    assert (roadmap.budget, roadmap.phases) == (0, (Phase(name="1", budget=0, length=0),))
    assert (roadmap.money, roadmap.time, roadmap.begins, roadmap.synthetic) == ("", "", "", False)


def test_what_costs_nothing_saves_nothing(faults):
    found = faults(said("synergies: [{steps: [t, u], saves: 1}, {steps: [t, w], saves: x}]"))
    assert found == [
        "panel.yaml:6:38: saves: 1 is more than the 0 that the steps cost",
        "panel.yaml:6:54: steps: 'w' is no step: known are t, u, v",
        "panel.yaml:6:65: saves: 'x' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1",
    ]


def test_a_panel_without_steps_says_so(faults):
    assert faults("criteria: [{id: a}]\nroadmap: {exclusions: [[t, u]]}\n") == [
        "panel.yaml:2:25: exclusions: 't' is no step: the panel has no steps",
        "panel.yaml:2:28: exclusions: 'u' is no step: the panel has no steps",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "capacities: {staff: many}",
            "6:23: capacities: 'many' is no number: allowed are numbers such as 3, 0.25 or 2.5e-1",
        ),
        ("synergies: [t]", "6:15: synergies: found 't', allowed is a mapping with steps, adds, saves"),
        (
            "capacities: {staff: 1}\nphases: [{capacities: {stuff: 1}}]",
            "7:26: capacities: 'stuff' is no capacity: did you mean 'staff'?",
        ),
    ],
)
def test_what_is_no_number_and_no_mapping_is_named_once(faults, text, message):
    assert faults(said(text)) == [f"panel.yaml:{message}"]
