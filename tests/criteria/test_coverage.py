"""What a well-formed panel still lacks: pairs that join, nodes judged, one level of values."""

import pytest

from criteria import coverage
from criteria.files import read_panel

DEEP = """\
criteria: [{id: a, children: [{id: a1}, {id: a2}]}, {id: b}]
solutions: [{id: s1}, {id: s2}]
steps: [{id: t1, solution: s1}]
panellists: [{id: P1}, {id: P2}]
"""


@pytest.mark.parametrize(
    ("size", "pairs", "groups"),
    [
        (0, [], []),
        (3, [], [[0], [1], [2]]),
        (4, [(0, 1), (2, 3)], [[0, 1], [2, 3]]),
        (4, [(3, 1), (2, 1), (0, 3)], [[0, 1, 2, 3]]),
        (5, [(4, 0), (1, 3)], [[0, 4], [1, 3], [2]]),
    ],
)
def test_pairs_join_items_into_groups(size, pairs, groups):
    assert coverage.components(size, pairs) == groups


def test_groups_that_nothing_joins_are_named_with_a_pair_that_would(panel_folder):
    yaml = "criteria: [{id: a}, {id: b}, {id: c}, {id: d}]\npanellists: [{id: P1}, {id: P2}]\n"
    panel = read_panel(panel_folder(yaml, judgements=["P1,goal,a,b,3", "P2,goal,c,d,2"]))
    (fault,) = coverage.faults(panel)
    assert str(fault) == (
        "judgements.csv:1:1: goal: the judged pairs fall into {a, b} and {c, d} with nothing between: "
        "judge for example a over c"
    )


def test_panellists_join_together_what_neither_joins_alone(panel_folder):
    panel = read_panel(panel_folder(judgements=["P1,goal,a,b,3", "P2,goal,c,b,2"]))
    assert coverage.faults(panel) == ()


def test_solutions_and_steps_are_joined_each_among_themselves(panel_folder):
    panel = read_panel(panel_folder(judgements=["P1,a,s1,s2,3"]))
    assert coverage.disconnected(panel) == []


def test_nodes_that_nobody_judged_are_noticed_and_given_weights_are_not(panel_folder):
    panel = read_panel(panel_folder(DEEP))
    assert coverage.unjudged(panel) == ["goal", "a"]
    assert coverage.notices(panel) == ("nobody has judged goal, a yet",)
    one = DEEP.replace(", {id: a2}", "")
    assert coverage.unjudged(read_panel(panel_folder(one))) == ["goal"]
    given = DEEP.replace("{id: a1}, {id: a2}", "{id: a1, weight: 1}, {id: a2, weight: 0}")
    assert coverage.unjudged(read_panel(panel_folder(given, judgements=["P1,goal,a,b,2"]))) == []


@pytest.mark.parametrize(("ratios", "same"), [("111", ["P1"]), ("999", ["P1"]), ("991", []), ("11", [])])
def test_whoever_answers_three_times_alike_is_noticed(panel_folder, ratios, same):
    pairs = ("a,b", "a,c", "b,c")
    rows = [f"P1,goal,{pair},{ratio}" for pair, ratio in zip(pairs, ratios, strict=False)]
    panel = read_panel(panel_folder(judgements=rows))
    assert coverage.straight_liners(panel) == same
    assert any("the same ratio in every answer: P1" in notice for notice in coverage.notices(panel)) is bool(same)


@pytest.mark.parametrize(
    ("files", "file", "said"),
    [
        ({"judgements": ["P1,goal,a,b,2", "P1,a,a1,a2,2", "P1,a1,s1,s2,2"]}, "judgements.csv", "or above 'a2'"),
        ({"ratings": ["P1,s1,a,1", "P1,s1,a1,1", "P1,s1,b,1"]}, "ratings.csv", "'a1' and 'a' above it"),
        ({"ratings": ["P1,s1,a,1"]}, "ratings.csv", "nothing at or above 'b'"),
        ({"performance": "alternative,a1,b\ns1,1,2\ns2,1,2\n"}, "performance.csv", "nothing at or above 'a2'"),
        ({"judgements": ["P1,goal,a,b,2", "P1,a,a1,a2,2", "P1,b,s1,s2,2"]}, "judgements.csv", "at or above 'a1'"),
    ],
)
def test_values_at_no_single_level_are_a_fault_of_their_file(panel_folder, files, file, said):
    (fault,) = coverage.faults(read_panel(panel_folder(DEEP, **files)))
    assert str(fault).startswith(f"{file}:1:1: criterion: values of the solutions: ")
    assert said in fault.message


def test_steps_that_are_compared_at_no_single_level_are_told_as_steps(panel_folder):
    deep = DEEP.replace("[{id: t1, solution: s1}]", "[{id: t1, solution: s1}, {id: t2, solution: s1}]")
    rows = ["P1,goal,a,b,2", "P1,a,a1,a2,2", "P1,b,t1,t2,2"]
    (fault,) = coverage.faults(read_panel(panel_folder(deep, judgements=rows)))
    assert fault.message.startswith("values of the steps: nothing at or above 'a1'")


def test_solutions_and_steps_may_stand_at_different_levels(panel_folder):
    rows = ["P1,s1,a,1", "P1,s1,b,1", "P1,t1,a1,1", "P1,t1,a2,1", "P1,t1,b,1"]
    assert coverage.faults(read_panel(panel_folder(DEEP, ratings=rows))) == ()


def test_solutions_and_steps_are_compared_or_rated_each_for_themselves(panel_folder):
    panel = read_panel(panel_folder(judgements=["P1,a,t1,t2,3"], ratings=["P1,t1,b,1"]))
    assert [coverage.are_compared(panel, kind) for kind in ("solutions", "steps")] == [False, True]
    assert [coverage.rated_level(panel, kind) for kind in ("solutions", "steps")] == [("a", "b", "c"), ("b",)]
    panel = read_panel(panel_folder(judgements=["P1,a,s2,s1,3"], ratings=["P1,s2,c,1", "P1,s1,a,1"]))
    assert [coverage.are_compared(panel, kind) for kind in ("solutions", "steps")] == [True, False]
    assert [coverage.rated_level(panel, kind) for kind in ("solutions", "steps")] == [("a", "c"), ("a", "b", "c")]


def test_tasks_are_what_has_at_least_two_to_compare_then_what_is_rated(panel_folder):
    one_child = "criteria: [{id: a, children: [{id: a1}]}, {id: b}]\npanellists: [{id: P1}]\nsolutions: [{id: s1}"
    goal = ("goal", ("a", "b"), False)
    assert coverage.tasks(read_panel(panel_folder(f"{one_child}]\n"))) == [goal]
    assert coverage.tasks(read_panel(panel_folder(f"{one_child}, {{id: s2}}]\n"))) == [
        goal,
        ("a1", ("s1", "s2"), False),
        ("b", ("s1", "s2"), False),
    ]
    assert coverage.tasks(read_panel(panel_folder(f"{one_child}]\nscale: {{min: 0, max: 9}}\n"))) == [
        goal,
        ("a", ("s1",), True),
        ("b", ("s1",), True),
    ]


def test_roles_that_are_asked_nothing_are_those_alone_under_whose_ids_nothing_is_asked(panel_folder):
    roles = "criteria: [{id: a}, {id: b}]\npanellists: [{id: P1, role: R}, {id: P2, role: S}]\n"
    assert coverage.asked_nothing(read_panel(panel_folder(roles))) == []
    assert coverage.asked_nothing(read_panel(panel_folder(roles + "asked: {R: [goal], S: [a]}\n"))) == ["S"]
