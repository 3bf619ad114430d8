"""The benchmarks' door opens without any peer; a peer that breaks is told, and a wrong answer is never let pass."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
PEERS = {
    "pymcdm",
    "ahpy",
    "skcriteria",
    "pyDecision",
    "pyrepo_mcda",
    "pyanp",
    "pysensmcda",
    "polars",
    "pyarrow",
    "dask",
}
COMPARISONS = """
import importlib, json, sys
sys.path.insert(0, sys.argv[1])
import run
print(json.dumps({part: len(importlib.import_module(part).COMPARISONS) for part in run.PARTS}))
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


@pytest.fixture
def side_by_side(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    import side_by_side

    return side_by_side


def door(*words: str) -> subprocess.CompletedProcess[str]:
    # -S: without site-packages, as where nothing is installed.
    command = [sys.executable, "-S", str(BENCHMARKS / "run.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_help_and_the_list_of_parts_need_nothing_installed():
    shown, listed = door("--help"), door("--list")
    assert (shown.returncode, listed.returncode) == (0, 0)
    parts = [line.split()[0] for line in listed.stdout.splitlines()]
    assert "acceptability" in parts
    assert all(part in shown.stdout and (BENCHMARKS / f"{part}.py").exists() for part in parts)


def test_an_unknown_part_is_refused_with_the_list():
    refused = door("ranknig")
    assert refused.returncode == 2
    assert "no such part: ranknig; there are ranking, acceptability" in refused.stderr


def test_every_part_has_comparisons_and_imports_no_peer_before_it_is_asked():
    command = [sys.executable, "-c", COMPARISONS, str(BENCHMARKS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    comparisons, modules = map(json.loads, done.stdout.splitlines())
    assert all(comparisons.values())
    assert not PEERS & set(modules)


def test_a_peer_that_breaks_is_told_and_the_others_are_timed(side_by_side):
    stream = io.StringIO()
    report = side_by_side.Report(stream=stream)
    report.begin("Sleeping")

    def absent():
        raise ImportError("No module named 'peer'")

    def crashing():
        raise IndexError("order 24")

    pieces = {
        "slow": side_by_side.whole(lambda: time.sleep(0.02)),
        "half": side_by_side.Piece(prepare=lambda: lambda: time.sleep(0.01), share=0.5),
        "absent": side_by_side.Piece(prepare=absent),
        "crashing": side_by_side.whole(crashing),
    }
    times = report.compare(pieces, "slow", rounds=2)
    assert set(times) == {"slow", "half"}
    assert min(times.values()) >= 0.02
    assert report.failures == [
        "Sleeping: absent: ImportError: No module named 'peer'",
        "Sleeping: crashing: IndexError: order 24",
    ]
    assert "~" in next(line for line in stream.getvalue().splitlines() if "half" in line)


@pytest.mark.parametrize(
    ("answer", "differs"),
    [
        ([0.25, 0.75], False),
        ([0.25, 0.75 + 1e-13], False),
        ([0.25, 0.76], True),
        ([0.25], True),
        ([0.25, np.nan], True),
    ],
)
def test_an_answer_that_differs_fails_the_check(side_by_side, capsys, answer, differs):
    import run

    report = side_by_side.Report(stream=io.StringIO())
    right = np.array([0.25, 0.75])
    pieces = {"peer": side_by_side.whole(lambda: (right, answer), (right, right))}
    report.time(pieces, rounds=1)
    assert run.verdict(report) == int(differs)
    assert ("peer differs" in capsys.readouterr().err) == differs


@pytest.mark.usefixtures("side_by_side")
def test_a_check_allows_half_of_a_factor_and_all_of_a_limit():
    from targets import Target

    faster, beside = Target("times as fast", 100), Target("times as long", 4, at_most=True)
    limit = Target("megabytes", 32, at_most=True, unit="MB", timed=False)
    assert [faster.reached(100), faster.reached(99), faster.passes(50), faster.passes(49)] == [True, False, True, False]
    assert [beside.reached(4), beside.reached(4.1), beside.passes(8), beside.passes(8.1)] == [True, False, True, False]
    assert [limit.passes(32), limit.passes(32.1)] == [True, False]
    assert not faster.passes(float("nan"))


def test_the_tables_hold_what_was_found(side_by_side):
    from as_markdown import markdown
    from targets import TARGETS

    report = side_by_side.Report(stream=io.StringIO())
    report.begin("Cold start")
    report.show({"plain": 0.01, "mcda": 0.015, "peer": 0.2}, "plain", frozenset({"peer"}))
    report.reach("help", 1.5)
    report.reach("rank peer", 3.5)
    report.fail("another", ImportError("absent"))
    text = markdown(report, ["two cores"])
    assert f"| {TARGETS['help'].says} | at most 4.00 x | 1.50 x | yes |" in text
    assert f"| {TARGETS['rank peer'].says} | at least 7.00 x | 3.50 x | **no** |" in text
    assert text.count("not measured") == len(TARGETS) - 2
    assert "| Cold start | plain 10.0 ms | mcda 15.0 ms (1.50 x); peer ~200 ms (20.0 x) |" in text
    assert "- Cold start: another: ImportError: absent" in text
    assert "- two cores" in text


@pytest.mark.usefixtures("side_by_side")
def test_made_up_judgements_are_reciprocal_of_the_scale_and_join_all_items():
    import made_up
    from mcda.priorities import geometric_mean

    for n, missing in ((3, 0.0), (4, 0.3), (9, 0.3)):
        matrices = made_up.matrices(20, n, missing)
        pairs = n * (n - 1) // 2
        assert (np.isnan(matrices).sum(axis=(1, 2)) == 2 * round(missing * pairs)).all()
        np.testing.assert_allclose((matrices * matrices.swapaxes(1, 2))[~np.isnan(matrices)], 1)
        intensities = np.fmax(matrices, 1 / matrices)
        assert set(np.unique(intensities[~np.isnan(intensities)])) <= set(range(1, 10))
        assert geometric_mean(matrices).shape == (20, n)
