"""The small faults that the tests are tried on: which there are, and that each changes the code and only that."""

import ast

from small_faults import readers, small_faults

SOURCE = '''\
from dataclasses import dataclass, field

LIMIT = 3

@dataclass(frozen=True)
class Scale:
    low: int = 1
    meta: dict = field(default=None, repr=False)

    def holds(self, value: int) -> bool:
        """Whether 1 is not 2."""
        if not value:
            return True
        return self.low <= value < LIMIT and value != -2

def pairs(first, second, count=2):
    total = 0
    for left, right in zip(first, second, strict=True):
        total += left * right
    return total
'''
FAULTS = [
    (3, None, "3", "4"),
    (7, None, "1", "2"),
    (12, "Scale.holds", "not value", "not not value"),
    (13, "Scale.holds", "True", "False"),
    (14, "Scale.holds", "return self.low <= value < LIMIT and value != -2", "return None"),
    (
        *(14, "Scale.holds", "self.low <= value < LIMIT and value != -2"),
        "self.low <= value < LIMIT or value != -2",
    ),
    (14, "Scale.holds", "self.low <= value < LIMIT", "self.low < value < LIMIT"),
    (14, "Scale.holds", "self.low <= value < LIMIT", "self.low <= value <= LIMIT"),
    (14, "Scale.holds", "value != -2", "value == -2"),
    (14, "Scale.holds", "-2", "+2"),
    (14, "Scale.holds", "2", "3"),
    (16, None, "2", "3"),
    (17, "pairs", "0", "1"),
    (19, "pairs", "total += left * right", "total -= left * right"),
    (19, "pairs", "left * right", "left / right"),
    (20, "pairs", "return total", "return None"),
]


def test_each_operator_number_condition_and_value_is_a_fault_but_no_type_decorator_or_guard_of_a_zip():
    found = [
        (fault.lines[0], fault.function and fault.function[0], fault.before, fault.after)
        for fault in small_faults("m", SOURCE)
    ]
    assert sorted(found, key=str) == sorted(FAULTS, key=str)


def test_a_fault_changes_the_module_in_its_place_alone_and_is_gone_before_the_next():
    whole = ast.unparse(ast.parse(SOURCE)).splitlines()
    for fault in small_faults("m", SOURCE):
        faulty = ast.unparse(fault.tree).splitlines()
        changed = [(was, is_) for was, is_ in zip(whole, faulty, strict=True) if was != is_]
        assert len(changed) == 1, fault
        compile(fault.tree, "m", "exec")


def test_a_function_is_told_as_its_code_tells_it():
    space = {}
    exec(compile(SOURCE, "m", "exec"), space)
    codes = {
        (each.__code__.co_qualname, each.__code__.co_firstlineno) for each in (space["Scale"].holds, space["pairs"])
    }
    assert {fault.function for fault in small_faults("m", SOURCE)} == codes | {None}


def test_a_constant_is_told_by_its_name_and_read_where_functions_name_it():
    named = {fault.lines[0]: fault.constants for fault in small_faults("m", SOURCE) if fault.constants}
    assert named == {3: {"LIMIT"}, 7: {"low"}}
    assert readers(SOURCE, named[3]) == {14}
    assert readers(SOURCE, named[7]) == {14}
    assert readers(SOURCE, frozenset({"total"})) == {20}
