"""What the screens say in the place of the engine, to be translated, is in English what the engine says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import mcda
from criteria.files import read_panel
from tui.screens.doubt_text import sure_notes, told_apart
from tui.screens.roadmap_text import more_money, phase

SAMPLES = Path(__file__).parents[2] / "sample_panels"


@pytest.fixture(scope="module")
def report():
    return mcda.sensitivity(read_panel(SAMPLES / "telemedicine"), draws=1000)


@pytest.fixture(scope="module")
def plan():
    return mcda.roadmap(read_panel(SAMPLES / "telemedicine"))


def test_what_can_be_told_apart(report):
    ids = report.alternatives
    one = (ids[:1], ids[1:2], ids[2:])
    for tiers in (
        (ids,),
        one,
        (ids[:2], ids[2:]),
        (ids[:3], ids[3:4], ids[4:5], ids[5:6], ids[6:]),
        (ids[1:], ids[:1]),
    ):
        changed = replace(report, tiers=tiers)
        assert told_apart(changed) == changed.told_apart()
        assert sure_notes(changed, 100)[0] == changed.sentences()[0]


def test_what_phases_spend_and_what_more_money_buys(plan):
    assert len(plan.phase_names) > 1
    assert tuple(phase(plan, number) for number in range(len(plan.phase_names))) == plan.phase_lines()
    assert more_money(plan) == plan.about_money()[-1]
    assert plan.beyond().bought
