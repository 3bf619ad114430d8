"""A tree of criteria answers who stands above, beside and below whom."""

import pytest

from criteria.hierarchy import GOAL, Criterion, Direction, Hierarchy


def criterion(id, *children, weight=None):
    return Criterion(id=id, name=id.upper(), weight=weight, children=children)


@pytest.fixture
def tree():
    """Two branches of different depth."""
    return Hierarchy(
        (
            criterion("a", criterion("a1"), criterion("a2", criterion("a21"), criterion("a22"))),
            criterion("b", criterion("b1", weight=0.4), criterion("b2", weight=0.6)),
            criterion("c"),
        )
    )


def test_every_criterion_comes_before_its_children_in_the_order_of_the_file(tree):
    assert [c.id for c in tree] == ["a", "a1", "a2", "a21", "a22", "b", "b1", "b2", "c"]
    assert len(tree) == 9
    assert "a21" in tree
    assert GOAL not in tree
    assert tree["a2"].name == "A2"


def test_the_same_criteria_are_the_same_tree(tree):
    assert len({tree, Hierarchy(tree.criteria), Hierarchy(tree.criteria[:2])}) == 2


def test_levels_count_from_below_the_goal(tree):
    assert {id: tree.level(id) for id in ("a", "a2", "a22", "c")} == {"a": 1, "a2": 2, "a22": 3, "c": 1}
    assert tree.parent("a") == GOAL
    assert tree.parent("a22") == "a2"
    assert list(tree.ancestors("a22")) == ["a2", "a"]


def test_nodes_are_the_goal_and_what_has_children(tree):
    assert {node.id: node.items for node in tree.nodes} == {
        GOAL: ("a", "b", "c"),
        "a": ("a1", "a2"),
        "a2": ("a21", "a22"),
        "b": ("b1", "b2"),
    }
    assert [leaf.id for leaf in tree.leaves] == ["a1", "a21", "a22", "b1", "b2", "c"]
    assert [child.id for child in tree.children(GOAL)] == ["a", "b", "c"]
    assert tree.name(GOAL) == "the goal"


def test_directions_are_signs_and_more_is_better_where_nothing_else_is_said(tree):
    assert (Direction.BENEFIT, Direction.COST) == (+1, -1)
    assert {each.direction for each in tree} == {Direction.BENEFIT}


def test_a_node_is_judged_unless_its_children_carry_weights(tree):
    assert tree.is_judged(GOAL)
    assert tree.is_judged("a")
    assert not tree.is_judged("b")


@pytest.mark.parametrize(
    ("ids", "level"),
    [
        (["c", "b", "a"], ("a", "b", "c")),
        (["c", "b", "a2", "a1"], ("a1", "a2", "b", "c")),
        (["a1", "a21", "a22", "b1", "b2", "c"], ("a1", "a21", "a22", "b1", "b2", "c")),
    ],
)
def test_a_level_covers_every_leaf_once(tree, ids, level):
    assert tree.level_of(ids) == level


def test_a_leaf_covered_twice_or_not_at_all_is_named(tree):
    with pytest.raises(ValueError, match="'a21' and 'a2' above it"):
        tree.level_of(["a1", "a2", "a21", "b", "c"])
    with pytest.raises(ValueError, match="nothing at or above 'c'"):
        tree.level_of(["a", "b"])


def test_a_chain_of_a_thousand_criteria_is_no_deeper_than_the_stack():
    chain = criterion("n999")
    for number in range(998, -1, -1):
        chain = criterion(f"n{number}", chain)
    tree = Hierarchy((chain,))
    assert len(tree) == 1000
    assert tree.level("n999") == 1000
    assert [leaf.id for leaf in tree.leaves] == ["n999"]
