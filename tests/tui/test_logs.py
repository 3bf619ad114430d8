"""The log and the crash reports help to mend the tool and name nobody."""

import logging
import re
import sys
from pathlib import Path

import pytest

from criteria.files import read_panel
from criteria.journal import Journal, JournalError
from tui import logs
from tui.commands.group import run
from tui.places import places

TELEMEDICINE = Path(__file__).parents[2] / "sample_panels" / "telemedicine"
COMMENT = "between us the ministry will never agree"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    for folder in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{folder}_HOME", str(tmp_path / folder.lower()))
    yield tmp_path
    logs.stop_log()


@pytest.fixture
def telemedicine(tmp_path):
    folder = tmp_path / "Ministry of Health"
    folder.mkdir()
    (folder / "panel.yaml").write_bytes((TELEMEDICINE / "panel.yaml").read_bytes())
    return folder


def private(folder):
    """All that neither log nor crash report may say."""
    panel = read_panel(folder)
    words = {COMMENT, "Ministry of Health", str(folder), str(Path.home()), "Fatemi"}
    for one in panel.panellists:
        words |= {one.id, one.organisation, one.role}
    for one in (*panel.hierarchy, *panel.alternatives):
        words |= {one.name}
    return words - {""}


def all_text():
    kept = places()
    files = [*kept.log.parent.glob("mcda.log*"), *(kept.crashes.glob("*") if kept.crashes.exists() else ())]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def sat(telemedicine, monkeypatch, *lines):
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return run(["judge", str(telemedicine), "--plain", "--panellist", "P08", "--by", "Fatemi"])


def test_neither_log_nor_crash_of_a_sitting_names_anybody(telemedicine, monkeypatch, capsys):
    monkeypatch.setenv("MCDA_LOG_LEVEL", "debug")
    append = Journal.append

    def failing(self, actions):
        if actions[0].text == COMMENT:
            raise JournalError(self.path, f"P08 said {COMMENT}")
        if actions[0].value == 7:
            names = [action.panellist for action in actions]
            raise RuntimeError(f"{names} about {actions[0].subject} in {self.path}: {COMMENT}")
        return append(self, actions)

    monkeypatch.setattr(Journal, "append", failing)
    assert sat(telemedicine, monkeypatch, "a3", "", f"c {COMMENT}", "q") == 1
    assert sat(telemedicine, monkeypatch, "a7", "") == 1
    err = capsys.readouterr().err
    (crash,) = places().crashes.glob("*")
    assert f"Report: {crash}" in err
    assert "Traceback" not in err
    text = all_text()
    for said in ("sitting begun count=0", "not saved kind=JournalError count=1", "crash kind=RuntimeError"):
        assert said in text
    assert "builtins.RuntimeError\n" in text
    assert re.search(r"^  tui\.plain\.conversation:\d+ Conversation\._write$", text, re.MULTILINE)
    for word in private(telemedicine):
        assert not re.search(rf"(?<![\w.]){re.escape(word)}(?![\w])", text), word


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (["results", "--plain"], "All that was shown as saved is saved."),
        (["watch", "--plain"], "The sitting goes on."),
        (["judge", "--plain"], "All that was shown as saved is saved."),
    ],
)
def test_a_mistake_of_our_own_is_reported_whichever_command_meets_it(telemedicine, monkeypatch, capsys, words, kept):
    def failing(*_args):
        raise RuntimeError(COMMENT)

    monkeypatch.setattr("tui.sitting.Sitting.__init__", failing)
    command, *options = words
    assert run([command, str(telemedicine), *options]) == 1
    (crash,) = places().crashes.glob("*")
    assert capsys.readouterr().err == f"mcda stopped by a mistake of its own. {kept} Report: {crash}\n"
    assert COMMENT not in crash.read_text()


def test_a_crash_report_says_what_ran_where_and_how_it_came(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-kitty")

    def deep(secret):
        raise OSError(28, f"No space for {secret}")

    try:
        try:
            deep("P01")
        except OSError as first:
            raise ExceptionGroup("of P02", [KeyError("P03"), ValueError("P04")]) from first
    except ExceptionGroup as error:
        path = logs.write_crash(error)
    text = path.read_text()
    assert re.match(r"mcda \d.*\ntime \d{4}-\d\d-\d\dT.*Z\npython 3\.\d+\.\d+ on \w+\nTERM xterm-kitty\n", text)
    assert "builtins.OSError (errno 28)" in text
    assert "which led to:\nbuiltins.ExceptionGroup" in text
    assert "part 1:\nbuiltins.KeyError\npart 2:\nbuiltins.ValueError\n" in text
    assert "deep" in text
    assert not re.search("P0[1-4]", text)
    assert logs.write_crash(ValueError(), {}).read_text().endswith("builtins.ValueError\n")
    assert len(list(places().crashes.iterdir())) == 2


def test_the_log_keeps_its_level_and_turns_over(monkeypatch):
    monkeypatch.setattr(logs, "LARGEST", 2000)
    logs.start_log("info")
    logs.note("debug", "too fine")
    for count in range(200):
        logs.note("info", "saved", kind="judged", count=count, file="journal.db")
    logs.stop_log()
    files = sorted(path.name for path in places().log.parent.iterdir())
    assert files == ["mcda.log", "mcda.log.1", "mcda.log.2", "mcda.log.3"]
    lines = places().log.read_text().splitlines()
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO \d+ saved kind=judged count=199 file=journal.db", lines[-1]
    )
    assert "too fine" not in all_text()


def test_a_log_that_cannot_be_written_disturbs_nobody(home, capsys):
    (home / "state").write_text("a file where the folder should be")
    logs.start_log("debug")
    logs.note("error", "lost")
    (home / "state").unlink()
    logs.start_log("debug")
    places().log.parent.rmdir()
    logs.note("error", "lost")
    assert capsys.readouterr().err == ""


def test_nothing_is_logged_before_it_is_asked_for(capsys):
    logs.note("error", "early")
    assert capsys.readouterr() == ("", "")
    assert not places().log.exists()
    assert logging.getLogger("mcda").propagate is False
