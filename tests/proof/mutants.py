"""How many small faults the tests find: `python tests/proof/mutants.py MODULE TEST... [--sample N]`.

In a copy of the project one operator, number or word of MODULE is changed at a time and the tests are run on it; those
that no test sees are printed. The tests must pass on the copy as it is, or nothing is said. Takes minutes.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]

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
    ast.USub: ast.UAdd,
    ast.Not: ast.UAdd,
}


def places(tree):
    """(node, field, position or None, what to put there) for every fault that is tried."""
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(node.op) in OPERATORS:
            yield node, "op", None, OPERATORS[type(node.op)]()
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, "op", None, None
        elif isinstance(node, ast.Compare):
            for position, operator in enumerate(node.ops):
                yield node, "ops", position, OPERATORS[type(operator)]()
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield node, "value", None, not node.value
        elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield node, "value", None, node.value + 1
        elif isinstance(node, ast.IfExp | ast.If | ast.While):
            yield node, "test", None, ast.UnaryOp(ast.Not(), node.test)
        elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
            yield node, "value", None, ast.Constant(None)


def annotations(tree):
    """All nodes that stand in types, which nothing reads at run time."""
    found = set()
    for node in ast.walk(tree):
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if part is not None:
                found |= {id(below) for below in ast.walk(part)}
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            found |= {id(below) for below in ast.walk(node)}
    return found


def mutants(source):
    """(line, the faulty source, what was and what is) one by one."""
    tree = ast.parse(source)
    skipped = annotations(tree)
    for node, field, position, other in list(places(tree)):
        if id(node) in skipped:
            continue
        before, was = ast.unparse(node), getattr(node, field)
        if other is None:  # `not x` loses its `not`: twice
            other, field, was = ast.UnaryOp(ast.Not(), node.operand), "operand", node.operand
        if position is None:
            setattr(node, field, other)
        else:
            kept, was[position] = was[position], other
        ast.fix_missing_locations(tree)
        yield node.lineno, ast.unparse(tree), f"{before.splitlines()[0]}  ->  {ast.unparse(node).splitlines()[0]}"
        if position is None:
            setattr(node, field, was)
        else:
            was[position] = kept


def passes(copy, tests, seconds):
    """Whether the tests pass in the copy, run in a process of their own; False too where they do not end in time."""
    child = os.fork()
    if not child:
        os.setsid()
        os.chdir(copy)
        with open(os.devnull, "w") as nothing:  # noqa: PTH123
            os.dup2(nothing.fileno(), 1)
            os.dup2(nothing.fileno(), 2)
        sys.path.insert(0, str(copy))
        import hypothesis
        import pytest

        phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        hypothesis.settings.register_profile("mutants", phases=phases, database=None, derandomize=True)
        hypothesis.settings.load_profile("mutants")
        os._exit(int(pytest.main(["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", *tests])))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if (ended := os.waitpid(child, os.WNOHANG))[0]:
            return ended[1] == 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("module", help="such as mcda/consistency.py")
    parser.add_argument("tests", nargs="+", help="files or folders of tests")
    parser.add_argument("--sample", type=int, help="so many of the faults, drawn with a fixed seed; all if left out")
    asked = parser.parse_args()
    sys.dont_write_bytecode = True
    for library in ("numpy", "scipy.stats", "scipy.optimize", "hypothesis", "pytest", "mpmath"):
        __import__(library)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "*cache*", ".hypothesis"))
        began = time.monotonic()
        if not passes(copy, asked.tests, 600):
            sys.exit("the tests do not pass on the project as it is")
        seconds = 10 + 5 * (time.monotonic() - began)
        source = (copy / asked.module).read_text(encoding="utf-8")
        tried = list(mutants(source))
        count = len(tried)
        if asked.sample and asked.sample < count:
            tried = random.Random(0).sample(tried, asked.sample)
        alive = []
        for line, faulty, says in sorted(tried, key=lambda each: each[0]):
            (copy / asked.module).write_text(faulty, encoding="utf-8")
            if passes(copy, asked.tests, seconds):
                alive.append((line, says))
                print(f"{asked.module}:{line}: {says}", flush=True)
    print(f"{asked.module}: {len(tried) - len(alive)} of {len(tried)} faults seen, of {count} there are", flush=True)


if __name__ == "__main__":
    main()
