"""A disk of 256 KiB that fills up: nothing acknowledged is lost, and after some space is freed it goes on."""

import logging
import os
import subprocess

import pytest
from journals import judged

from criteria.journal import Journal, JournalError, read_log

pytestmark = pytest.mark.durability
say = logging.getLogger(__name__).info


@pytest.fixture
def small_disk(tmp_path):
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(tmp_path)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"a disk cannot be mounted here: {done.stderr.strip()}")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


def test_a_full_disk_loses_nothing_and_goes_on_once_there_is_space(small_disk):
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(100 * 1024))
    journal = Journal(small_disk)
    saved, errors = [], []
    while len(errors) < 100:
        try:
            saved += journal.append([judged("a", "b", 1 + len(saved) / 1024)])
        except JournalError as error:
            errors.append(str(error))
    assert all(error.startswith(str(small_disk)) and "disk" in error for error in errors)
    full = len(saved)
    assert read_log(small_disk, thorough=True).faults == ()
    ballast.unlink()
    for number in range(50):
        saved += journal.append([judged("a", "c", 1 + number / 1024)])
    journal.close()
    log = read_log(small_disk, thorough=True)
    assert log.faults == ()
    assert list(log.events) == saved
    say(f"{full} answers until it was full, {len(saved)} in the end")
