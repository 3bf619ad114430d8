"""The small faults of a module: one operator, number, condition or returned value changed at a time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True, kw_only=True)
class SmallFault:
    """One change: the lines of its statement, the outermost function it is in, what stood there and what does now.

    A function is told by its qualified name and its first line, as its code tells it; none is the module itself. The
    tree is that of the whole module, and has the fault only until the next one is asked for.
    """

    module: str
    lines: tuple[int, int]
    function: tuple[str, int] | None
    constants: frozenset[str]
    """The names that a statement outside of functions gives to what has the fault."""
    before: str
    after: str
    tree: ast.Module

    def __str__(self) -> str:
        return f"{self.module}:{self.lines[0]}: {self.before}  ->  {self.after}"


def changes(node):
    """(field, position or None, what to put there) for each fault of this node itself."""
    if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in OPERATORS:
        yield "op", None, OPERATORS[type(node.op)]()
    elif isinstance(node, ast.Compare):
        for position, operator in enumerate(node.ops):
            yield "ops", position, OPERATORS[type(operator)]()
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "value", None, not node.value
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield "value", None, node.value + 1
    elif isinstance(node, ast.IfExp | ast.If | ast.While) and not _negated(node.test):
        yield "test", None, ast.UnaryOp(ast.Not(), node.test)
    elif _negated(node):
        yield "operand", None, ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield "op", None, ast.UAdd()
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield "value", None, ast.Constant(None)


def unread(node):
    """Parts that say nothing at run time, or guard what no input reaches: types, decorators, `strict`, `repr`."""
    for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
        if part is not None:
            yield part
    yield from getattr(node, "decorator_list", ())
    if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
        yield from ast.iter_child_nodes(node)
        yield node
    if isinstance(node, ast.keyword) and node.arg in ("strict", "repr"):
        yield node.value


def places(node, statement, function):
    """(node, the statement it is in, the outermost function whose body it is in), depth first."""
    skipped = {id(part) for part in unread(node)}
    if id(node) not in skipped:
        yield node, statement, function
    defaults = getattr(node, "args", None) if isinstance(node, FUNCTIONS) else None
    for below in ast.iter_child_nodes(node):
        if id(below) in skipped:
            continue
        inside = function
        if function is None and isinstance(node, FUNCTIONS) and below is not defaults:
            inside = node
        yield from places(below, below if isinstance(below, ast.stmt) else statement, inside)


def constants(statement):
    """The names that a statement gives to numbers and the like."""
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    return frozenset(name.id for target in targets if target for name in ast.walk(target) if isinstance(name, ast.Name))


def readers(source: str, names: frozenset[str]) -> set[int]:
    """The first and the last lines of the statements in functions that read one of the names, of an object or not."""
    return {
        line
        for node, statement, function in places(ast.parse(source), None, None)
        if function is not None
        and (getattr(node, "id", None) in names or getattr(node, "attr", None) in names)
        and isinstance(node.ctx, ast.Load)
        for line in header(statement)
    }


def header(statement):
    """The lines of a statement without those of the statements in it."""
    body = getattr(statement, "body", None)
    end = statement.end_lineno if not isinstance(body, list) else max(statement.lineno, body[0].lineno - 1)
    return statement.lineno, end


def name_of(function, names):
    """What its code calls itself, and its first line, which is that of its first decorator."""
    if function is None:
        return None
    first = min([function.lineno, *(each.lineno for each in getattr(function, "decorator_list", ()))])
    return names.get(id(function), "<lambda>"), first


def qualified(node, above=""):
    """The qualified name of each function that stands in the module or in its classes."""
    found = {}
    for below in ast.iter_child_nodes(node):
        name = getattr(below, "name", "") if isinstance(below, (ast.ClassDef, *FUNCTIONS)) else ""
        if isinstance(below, ast.Lambda):
            name = "<lambda>"
        if isinstance(below, FUNCTIONS):
            found[id(below)] = above + name
        else:
            found |= qualified(below, f"{above}{name}." if name else above)
    return found


def small_faults(module: str, source: str) -> Iterator[SmallFault]:
    """Every fault of a module, one at a time, in the order of its lines."""
    tree = ast.parse(source)
    names = qualified(tree)
    found = [
        (node, statement, name_of(function, names), change)
        for node, statement, function in places(tree, None, None)
        for change in changes(node)
    ]
    for node, statement, function, (field, position, other) in sorted(found, key=lambda each: each[0].lineno):
        before, was = _first_line(node), getattr(node, field)
        if position is None:
            setattr(node, field, other)
        else:
            kept, was[position] = was[position], other
        ast.fix_missing_locations(tree)
        yield SmallFault(
            module=module,
            lines=header(statement),
            function=function,
            constants=frozenset() if function else constants(statement),
            before=before,
            after=_first_line(node),
            tree=tree,
        )
        if position is None:
            setattr(node, field, was)
        else:
            was[position] = kept


def _negated(node):
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _first_line(node):
    return ast.unparse(node).partition("\n")[0]
