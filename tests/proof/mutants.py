"""How many small faults the tests find: `python tests/proof/mutants.py PATH... [--sample N] [--record FILE]`.

PATH is a module, or a folder of them. All tests run once to see which of them execute which line; FILE keeps that for
another time. Then one operator, number, condition or returned value is changed at a time, and the tests that execute
the changed statement run, the quickest first, until one fails. Printed are the faults that no test saw, and how many
each module has.

Each fault has a process of its own, forked from one in which everything is loaded and no test has run: the function
that has the fault is given its new code there. A fault outside all functions is put into a copy of the project, which
is loaded anew. Tests that run the program as another process do not see what is in a function here; the others must.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType

import coverage
import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("criteria", "mcda")
SEEN, UNSEEN = 1, 0
SECONDS = 20  # of tests for one fault, as long as these took when they were recorded
FAST = Path("/dev/shm")


class Trial:
    """What pytest calls once it has found all tests: they are recorded, or tried on one fault after the other."""

    def __init__(self, asked, say):
        self.asked = asked
        self.say = say
        self.began = {}
        self.seconds = {}
        self.failed = set()
        self.recording = False

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self):
        """Examples are always the same, and a failing one is not made smaller."""
        from hypothesis import Phase, settings

        settings.register_profile(
            "faults", phases=[Phase.explicit, Phase.generate], database=None, derandomize=True, deadline=None
        )
        settings.load_profile("faults")

    def pytest_runtestloop(self, session):
        """Everything happens here, in processes that are forked from this one."""
        self.items = {item.nodeid: item for item in session.items}
        modules = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
        for path in modules:
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
        self.functions = defaultdict(list)
        for each in gc.get_objects():
            if isinstance(each, FunctionType):
                self.functions[_key(each.__code__)].append(each)
        gc.collect()
        gc.freeze()
        record = self.asked.record
        if record and record.exists():
            self.recorded = json.loads(record.read_text())
        else:
            self.recorded = self.record()
            if record:
                record.write_text(json.dumps(self.recorded))
        self.try_all()
        return True

    def pytest_runtest_logreport(self, report):
        """A failure ends the trial of a fault; while tests are recorded it is noted with what the test took."""
        if not self.recording:
            if report.failed:
                os._exit(SEEN)
            return
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration
        if report.failed:
            self.failed.add(report.nodeid)

    def run(self, items):
        """Runs tests one after the other, in a forked process."""
        for item, after in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)

    def fork(self, act, folder):
        """A process group that does this with temporary folders of its own; its number."""
        child = os.fork()
        if child:
            return child
        os.setsid()
        with open(os.devnull, "r+") as nothing:  # noqa: PTH123
            for descriptor in (0, 1, 2):
                os.dup2(nothing.fileno(), descriptor)
        folder.mkdir()
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder)
        next(iter(self.items.values())).config._tmp_path_factory._basetemp = folder
        code = 3
        try:
            code = act()
        finally:
            os._exit(code)

    def each(self, tasks):
        """Does (key, act, seconds), so many at once; yields (key, how it ended), None where it took too long."""
        running, count = {}, 0
        tasks = iter(tasks)
        with tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None, ignore_cleanup_errors=True) as scratch:
            while True:
                while len(running) < self.asked.jobs and (task := next(tasks, None)):
                    key, act, seconds = task
                    count += 1
                    folder = Path(scratch) / str(count)
                    running[self.fork(act, folder)] = key, time.monotonic() + seconds, folder
                if not running:
                    return
                time.sleep(0.002)
                for child, (key, end, folder) in list(running.items()):
                    ended, status = os.waitpid(child, os.WNOHANG)
                    if not ended and time.monotonic() < end:
                        continue
                    with suppress(ProcessLookupError):
                        os.killpg(child, signal.SIGKILL)
                    if not ended:
                        os.waitpid(child, 0)
                    del running[child]
                    shutil.rmtree(folder, ignore_errors=True)
                    yield key, os.waitstatus_to_exitcode(status) if ended else None

    def record(self):
        """What each test takes, and for each line the tests that execute it; tests that fail here are left out."""
        files = defaultdict(list)
        for item in self.items.values():
            files[item.nodeid.partition("::")[0]].append(item)
        with tempfile.TemporaryDirectory() as folder:
            tasks = [
                (name, self._recorder(items, Path(folder) / str(n)), 900)
                for n, (name, items) in enumerate(files.items())
            ]
            for name, ended in self.each(tasks):
                if ended != 0:
                    self.say(f"{name}: its tests did not end well ({ended}); left out")
            parts = [json.loads(path.read_text()) for path in Path(folder).iterdir()]
        seconds = {test: took for part in parts for test, took in part["seconds"].items()}
        failed = sorted(test for part in parts for test in part["failed"])
        for test in failed:
            self.say(f"{test} fails by itself; left out")
        lines = defaultdict(lambda: defaultdict(list))
        for part in parts:
            for module, by_line in part["lines"].items():
                for line, tests in by_line.items():
                    lines[module][line] += [test for test in tests if test not in failed]
        return {"seconds": seconds, "lines": lines}

    def _recorder(self, items, path):
        def act():
            self.recording = True
            sources = [str(ROOT / package) for package in PACKAGES]
            running = coverage.Coverage(data_file=None, config_file=False, source=sources, messages=False)
            running.start()
            for item, after in zip(items, [*items[1:], None], strict=True):
                running.switch_context(item.nodeid)
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            running.stop()
            with warnings.catch_warnings(action="ignore"):  # some tests execute nothing of these packages
                data = running.get_data()
            lines = {}
            for file in data.measured_files():
                tests = data.contexts_by_lineno(file)
                lines[str(Path(file).relative_to(ROOT))] = {line: [t for t in who if t] for line, who in tests.items()}
            path.write_text(json.dumps({"seconds": self.seconds, "failed": sorted(self.failed), "lines": lines}))
            return 0

        return act

    def tests_of(self, fault):
        """Tests that execute the statement, then those that share a wide fixture with one that does, quickest first.

        What stands outside of functions is executed before any test: those that execute what reads its name, here or in
        another module, or else all that execute something of the module.
        """
        recorded = self.recorded["lines"]
        first, end = fault.lines
        if fault.function:
            at = {fault.module: range(first, end + 1)}
        else:
            at = reading(fault.constants, tuple(recorded)) or {fault.module: recorded.get(fault.module, ())}
        executing = {
            test
            for module, lines in at.items()
            for line in lines
            for test in recorded.get(module, {}).get(str(line), ())
        } & self.items.keys()
        sharing = {
            test for name in {test.partition("::")[0] for test in executing} for test in self.sharing.get(name, ())
        }
        seconds = self.recorded["seconds"]
        chosen, total = [], 0.0
        for tests in (executing, sharing - executing):
            for test in sorted(tests, key=seconds.__getitem__):
                total += seconds[test]
                if chosen and total > SECONDS:
                    break
                chosen.append(test)
        return chosen

    def try_all(self):
        """Tries the faults; says those that no test saw, and the counts."""
        self.sharing = defaultdict(list)
        for item in self.items.values():
            file = item.nodeid.partition("::")[0]
            wide = [d for ds in item._fixtureinfo.name2fixturedefs.values() for d in ds if d.scope != "function"]
            if item.nodeid in self.recorded["seconds"] and any(each.baseid == file for each in wide):
                self.sharing[file].append(item.nodeid)
        tried, seen, unseen, there = Counter(), Counter(), defaultdict(list), Counter()
        for (fault, module), ended in self.each(self.faults(there)):
            tried[module] += 1
            if ended == UNSEEN:
                unseen[module].append(fault)
                self.say(fault)
            else:
                seen[module] += 1
        for module in sorted(there):
            self.say(f"{module}: {seen[module]} of {tried[module]} faults seen, of {there[module]} there are")
        self.say(f"all: {sum(seen.values())} of {sum(tried.values())} faults seen, of {sum(there.values())} there are")

    def faults(self, there):
        """(what to say of it, the trial, its seconds) of every fault that is asked for."""
        from small_faults import small_faults

        for path in self.asked.paths:
            for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
                module = str(file.resolve().relative_to(ROOT))
                source = file.read_text(encoding="utf-8")
                there[module] = count = sum(1 for _ in small_faults(module, source))
                drawn = range(count)
                if self.asked.sample and self.asked.sample < count:
                    drawn = random.Random(module).sample(range(count), self.asked.sample)
                drawn = set(drawn)
                for number, fault in enumerate(small_faults(module, source)):
                    if number in drawn:
                        tests = self.tests_of(fault)
                        seconds = 20 + 10 * sum(self.recorded["seconds"][test] for test in tests)
                        says = f"{fault}" if tests else f"{fault}  (no test executes it)"
                        yield (says, module), self._trial(fault, tests), seconds

    def _trial(self, fault, tests):
        def act():
            if not tests:
                return UNSEEN
            if fault.function is None:
                return self.anew(fault, tests)
            path = str(ROOT / fault.module)
            try:
                self.give(compile(fault.tree, path, "exec"), fault.function)
            except ValueError:
                return self.anew(fault, tests)
            self.run([self.items[test] for test in tests])
            return UNSEEN

        return act

    def give(self, code: CodeType, function) -> None:
        """Gives the functions that are there the code that they have with the fault."""
        for each in _codes(code):
            if (each.co_qualname, each.co_firstlineno) == function:
                for inner in (each, *_codes(each)):
                    for there in self.functions.get(_key(inner), ()):
                        there.__code__ = inner
                return
        raise ValueError(function)

    def anew(self, fault, tests):
        """Tries a fault in a copy of the project that is loaded anew."""
        copy = Path(tempfile.gettempdir()) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "*cache*", ".hypothesis"))
        (copy / fault.module).write_text(ast.unparse(fault.tree), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-pno:cacheprovider", "-pno:xdist", *tests[:300]]
        where = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        return UNSEEN if subprocess.run(command, cwd=copy, env=where, check=False).returncode == 0 else SEEN


@cache
def reading(names: frozenset[str], modules: tuple[str, ...]):
    """The lines of each module that read one of the names of what stands outside of functions."""
    from small_faults import readers

    sources = {name: (ROOT / name).read_text(encoding="utf-8") for name in modules if name.endswith(".py")}
    found = {module: readers(text, names) for module, text in sources.items() if any(name in text for name in names)}
    return {module: lines for module, lines in found.items() if lines}


def _key(code: CodeType):
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _codes(code: CodeType):
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, help="such as mcda/consistency.py or criteria/journal")
    parser.add_argument("--sample", type=int, help="so many of each module, drawn with a fixed seed; all if left out")
    parser.add_argument("--record", type=Path, help="where it is kept which test executes which line")
    parser.add_argument("--tests", nargs="+", default=["tests"], help="where tests are looked for")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count(), help="so many faults at once; as many as there are cores"
    )
    asked = parser.parse_args()
    asked.paths = [path.resolve() for path in asked.paths]
    asked.record = asked.record and asked.record.resolve()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    sys.dont_write_bytecode = True
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    out = os.dup(1)

    def say(line):
        os.write(out, f"{line}\n".encode())

    options = [
        "-q",
        "--capture=sys",
        "--assert=plain",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
        "-p",
        "no:faulthandler",
    ]
    return pytest.main([*options, *asked.tests], plugins=[Trial(asked, say)])


if __name__ == "__main__":
    raise SystemExit(main())
