"""What was acknowledged survives a thousand kills, also while the journal is being made."""

import logging

import pytest
from journal_writers import kill_many

pytestmark = pytest.mark.durability
say = logging.getLogger(__name__).info


def test_a_thousand_kills_lose_nothing(tmp_path):
    acknowledged = kill_many(tmp_path, 1000, seed=1)
    say(f"{acknowledged} answers acknowledged, none lost")
    assert acknowledged > 1000


def test_kills_while_the_journal_is_being_made(tmp_path):
    for number in range(200):
        folder = tmp_path / str(number)
        folder.mkdir()
        kill_many(folder, 1, seed=number, longest=0.02)
