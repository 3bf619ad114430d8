"""Every command prints for every sample panel, in every format, what the golden files keep."""

from __future__ import annotations

import re

import pytest
from golden import ROOT, cases, output, path_of

NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")


@pytest.mark.parametrize(("panel", "name", "form", "arguments"), cases(), ids=lambda value: str(value)[:40])
def test_the_output_is_the_kept_one(panel, name, form, arguments, monkeypatch):
    """Words to the letter, numbers to nine digits: the last ones differ between processors."""
    monkeypatch.chdir(ROOT)
    found, kept = output(form, arguments), path_of(panel, name, form).read_text(encoding="utf-8")
    assert NUMBER.sub("#", found) == NUMBER.sub("#", kept)
    numbers = [[float(number) for number in NUMBER.findall(text)] for text in (found, kept)]
    assert numbers[0] == pytest.approx(numbers[1], rel=1e-9, abs=1e-12)


def test_the_same_run_twice_gives_the_same_bytes(monkeypatch):
    monkeypatch.chdir(ROOT)
    arguments = ("agreement", "sample_panels/telemedicine", "--seed", "3", "--format", "json")
    assert output("json", arguments) == output("json", arguments)


def test_no_golden_file_is_left_over():
    kept = {path for path in (ROOT / "tests" / "golden").rglob("*") if path.is_file()}
    assert kept == {path_of(panel, name, form) for panel, name, form, _ in cases()}
