"""Sittings, kills, merges and exports in any order: what the journals hold is what plain lists say."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from journal_machine import JournalMachine


def test_whatever_happens_on_two_laptops_the_journals_hold_what_was_done():
    quick = settings(max_examples=12, stateful_step_count=20, deadline=None)
    run_state_machine_as_test(JournalMachine, settings=quick)
