"""This project beside its peers and the machine's limits, in one run: `python benchmarks/run.py`.

Makes a virtual environment of its own with this project and its peers, and prints times, ratios beside their targets,
and how far answers differ. Read the ratios, not the times. Not part of the tests; docs/benchmarks.md explains it.
"""

from __future__ import annotations

import argparse
import importlib
import os
import subprocess
import sys
import time
import warnings
from typing import TYPE_CHECKING

import environment

if TYPE_CHECKING:
    from side_by_side import Report

PARTS = {
    "ranking": "TOPSIS of 17 and of a million alternatives; a weight swept",
    "acceptability": "ranks over draws of weights, beside loops of the peers and a kernel in C; workers of every kind",
    "priorities": "priorities and lambda max of up to 1e5 matrices of order 3 to 9 and 24, complete and incomplete",
    "panel": "19, 1e3 and 1e5 panellists to their ranking, in memory and from CSV",
    "noise": "judgement noise through the hierarchy",
    "roadmap": "the best set of 17 steps in 1e4 draws, and of 300 steps once",
    "files": "TOPSIS of 5e6 alternatives that stay in a file",
    "start": "whole processes: help, a ranking, the first frame of a sitting; an answer saved",
    "memory": "the peak memory of each",
}
"""Name of a module beside this file -> what it compares; each lists its functions as COMPARISONS."""


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all if left out")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, and no part that takes long")
    parser.add_argument("--check", action="store_true", help="end with 1 if a factor is below half its target")
    parser.add_argument(
        "--markdown", action="store_true", help="print the tables of docs/benchmarks.md, the rest to stderr"
    )
    parser.add_argument("--list", action="store_true", help="say what the parts are")
    parser.add_argument("--fresh", action="store_true", help="make the environment anew")
    parser.add_argument("--here", action="store_true", help="run in this environment, with the peers that it has")
    asked = parser.parse_args(words)
    if unknown := [part for part in asked.parts if part not in PARTS]:
        parser.error(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return asked


def main() -> int:
    """Run the parts; the exit code."""
    asked = arguments()
    if asked.list:
        print("\n".join(f"{name:<16}{says}" for name, says in PARTS.items()))
        return 0
    if not asked.here:
        python = environment.prepared(environment.cache(), asked.fresh)
        words = [str(python), __file__, *sys.argv[1:], "--here"]
        return subprocess.run(words).returncode
    return compare(asked)


def compare(asked: argparse.Namespace) -> int:
    """Run the parts in this environment; the exit code."""
    os.environ |= environment.ONE_THREAD  # before numpy is imported, and for every process that is started
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else this project alone would be compiled at each start
    from as_markdown import markdown
    from side_by_side import Report

    warnings.simplefilter("ignore")  # peers warn of what they do; what they answer is compared
    machine = environment.machine()
    report = Report(quick=asked.quick, stream=sys.stderr if asked.markdown else sys.stdout)
    begin = time.perf_counter()
    report.begin("Machine")
    for line in machine:
        report.say(f"  {line}")
    for line, reason in environment.not_installed().items():
        report.fail(f"pip install {line}", reason)
    for part in asked.parts or PARTS:
        for comparison in importlib.import_module(part).COMPARISONS:
            comparison(report)
    conclude(report)
    machine.append(
        f"{' '.join(['run.py', *sys.argv[1:]]).removesuffix(' --here')}: {time.perf_counter() - begin:.0f} s"
    )
    report.say(f"\n{machine[-1]}")
    if asked.markdown:
        print(markdown(report, machine), end="")
    return verdict(report) if asked.check else 0


def conclude(report: Report) -> None:
    """Print every figure beside its target once more, and what went wrong."""
    from targets import TARGETS

    report.begin("Beside the targets")
    for key in TARGETS:
        if key in report.figures:
            report.reach(key, report.figures[key])
    reached = sum(TARGETS[key].reached(figure) for key, figure in report.figures.items())
    report.say(
        f"  {reached} of {len(report.figures)} reached, {len(TARGETS) - len(report.figures)} not measured in this run"
    )
    report.say(f"  {len(report.agreements)} answers compared, {len(report.differing)} further apart than allowed")
    for failure in report.failures:
        report.say(f"  ! {failure}")


def verdict(report: Report) -> int:
    """1 if a figure misses by more than half its factor or an answer is further off than allowed, else 0."""
    from targets import TARGETS

    failed = [TARGETS[key].says for key, figure in report.figures.items() if not TARGETS[key].passes(figure)]
    failed += [f"{title}: {who} differs by {largest:.1e}" for title, who, largest, _ in report.differing]
    for line in failed:
        print(f"check: {line}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
