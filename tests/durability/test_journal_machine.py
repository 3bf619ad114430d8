"""The machine of sittings, kills, merges and exports, for long."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from journal_machine import JournalMachine

pytestmark = pytest.mark.durability


def test_whatever_happens_on_two_laptops_for_long():
    long = settings(
        max_examples=300, stateful_step_count=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    run_state_machine_as_test(JournalMachine, settings=long)
