"""`mcda judge` and `mcda locate` from their arguments to where they lead, and what each of them loads."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from panels import write

from criteria.files import read_panel
from tui import terminal
from tui.commands import judge
from tui.commands.group import run
from tui.places import places

LIST_MODULES = """
import json, sys
from tui.commands import main
try:
    main(json.loads(sys.argv[1]))
except SystemExit as end:
    print(json.dumps([end.code, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""
HEAVY = {"textual", "pandas", "scipy", "pymcdm", "ahpy", "matplotlib"}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    for folder in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{folder}_HOME", str(tmp_path / folder.lower()))
    return tmp_path


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path / "panel", criteria="law cost net", panellists="P01 P02")


@pytest.fixture
def mcda(capsys, monkeypatch):
    """Exit code, stdout and stderr of a command with these lines on stdin."""

    def done(*arguments, lines=""):
        monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        return (code, *capsys.readouterr())

    return done


class Screen(io.StringIO):
    """A terminal."""

    encoding = "utf-8"

    def isatty(self):
        return True


# judge


def test_plain_asks_on_stdout_and_saves(mcda, folder):
    code, out, err = mcda("judge", folder, "--plain", "--panellist", "p01", "--by", "A. Clerk", lines="3\n\n")
    assert (code, err) == (0, "")
    assert "You are P01." in out
    assert "A. Clerk enters the answers." in out
    assert "1 of 3 answers are saved" in out
    rows = list(read_panel(folder).judgements)
    assert [(row.panellist, row.first, row.second, row.ratio) for row in rows] == [("P01", "law", "cost", 3)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--panellist", "P03"], "'P03' is no panellist: did you mean 'P02'?"),
        (["--panellist", "nobody at all"], "known are P01, P02"),
        (["--by", "a\x1b[2J"], "control character \\x1b"),
        (["--plian"], "--plain"),
    ],
)
def test_wrong_usage_ends_with_two(mcda, folder, options, said):
    code, out, err = mcda("judge", folder, "--plain", *options)
    assert (code, out) == (2, "")
    assert said in err
    assert "\x1b" not in err


def test_a_faulty_panel_is_not_sat_with(mcda, folder):
    (folder / "judgements.csv").write_text("panellist,node,first,second,ratio\nP01,goal,law,cost,12\n")
    code, out, err = mcda("judge", folder, "--plain", "--panellist", "P01")
    assert (code, out) == (1, "")
    assert "judgements.csv:2:5: ratio: 12 is off the scale" in err
    assert mcda("judge", folder / "nowhere", "--plain")[0] == 1


def test_a_journal_that_is_none_is_said(mcda, folder):
    (folder / "journal.db").write_text("not a journal at all, but long enough to be looked at as one" * 20)
    code, _, err = mcda("judge", folder, "--plain", "--panellist", "P01")
    assert code == 1
    assert "journal.db" in err
    assert "damaged or no journal" in err


def test_faulty_settings_are_told_before_anything_is_asked(mcda, folder):
    places().settings.parent.mkdir(parents=True)
    places().settings.write_text("themes = 1\n")
    code, out, err = mcda("judge", folder, "--plain", "--panellist", "P01")
    assert (code, out) == (1, "")
    assert "settings.toml:1:1: themes: 'themes' is no setting: did you mean 'theme'?" in err


def test_without_a_terminal_the_full_screen_is_refused_in_one_line(mcda, folder):
    code, out, err = mcda("judge", folder)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "stdin is no terminal" in err
    assert "--plain" in err


def test_no_stdin_at_all_ends_with_two(folder):
    start = "from tui.commands import main; main()"
    command = f'exec "{sys.executable}" -c "{start}" judge "{folder}" --plain --panellist P01 <&-'
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr == b"stdin was closed before an answer was given: nothing was changed\n"


@pytest.mark.parametrize(
    ("stdin", "stderr", "term", "said"),
    [
        (io.StringIO, Screen, "xterm", "stdin is no terminal"),
        (Screen, io.StringIO, "xterm", "stderr is no terminal"),
        (Screen, Screen, "dumb", "TERM is dumb"),
        (Screen, Screen, "", "TERM is not set"),
        (lambda: None, Screen, "xterm", "stdin is no terminal"),
        (Screen, Screen, "xterm", None),
    ],
)
def test_the_full_screen_needs_a_terminal_that_it_can_draw_on(monkeypatch, stdin, stderr, term, said):
    monkeypatch.setattr(sys, "stdin", stdin())
    monkeypatch.setattr(sys, "stderr", stderr())
    monkeypatch.setenv("TERM", term)
    reason = terminal.refuse()
    if said is None:
        assert reason is None
    else:
        assert said in reason
        assert "--plain" in reason
        assert "\n" not in reason


@pytest.mark.parametrize(
    ("encoding", "warned"), [("utf-8", False), ("UTF8", False), ("latin-1", True), ("x-odd", True)]
)
def test_an_encoding_other_than_utf_8_is_warned_of(monkeypatch, encoding, warned):
    screen = Screen()
    monkeypatch.setattr(Screen, "encoding", encoding)
    monkeypatch.setattr(sys, "stderr", screen)
    found = terminal.warnings()
    assert bool(found) is warned
    assert all(encoding in line for line in found)


def test_facts_about_the_terminal_name_no_path(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    facts = terminal.facts()
    assert facts["TERM"] == "xterm"
    assert {"size", "stdin", "stderr", "multiplexer", "remote"} <= set(facts)


@pytest.mark.parametrize(
    ("kind", "warned"), [("nfs4", True), ("cifs", True), ("fuse.sshfs", True), ("9p", True), ("ext4", False)]
)
def test_a_network_file_system_is_warned_of_by_path(mcda, folder, monkeypatch, tmp_path, kind, warned):
    mounts = tmp_path / "mounts"
    spaced = str(folder).replace(" ", r"\040")
    mounts.write_text(f"/dev/a / ext4 rw 0 0\nhost:/x {spaced} {kind} rw 0 0\nhost:/y {spaced}2 nfs rw 0 0\n")
    monkeypatch.setattr(judge, "MOUNTS", mounts)
    code, _, err = mcda("judge", folder, "--plain", "--panellist", "P01", lines="3\n\n")
    assert code == 0
    assert (f"warning: {folder} lies on a network file system ({kind})" in err) is warned
    assert err.count("\n") == int(warned)


def test_mount_points_may_hold_blanks_and_be_covered(monkeypatch, tmp_path):
    (tmp_path / "my disk").mkdir()
    mounts = tmp_path / "mounts"
    line = f"x {tmp_path}/my\\040disk"
    mounts.write_text(f"{line} nfs rw 0 0\n")
    monkeypatch.setattr(judge, "MOUNTS", mounts)
    assert judge.network_file_system(tmp_path / "my disk" / "panel") == "nfs"
    mounts.write_text(f"{line} nfs rw 0 0\n{line} tmpfs rw 0 0\n")
    assert judge.network_file_system(tmp_path / "my disk") is None
    monkeypatch.setattr(judge, "MOUNTS", tmp_path / "nothing")
    assert judge.network_file_system(tmp_path) is None


def test_a_sitting_by_lines_loads_no_screen_and_no_heavy_package(folder):
    arguments = json.dumps(["judge", str(folder), "--plain", "--panellist", "P01"])
    lines = "a9\n\na9\n\na9\n\n"
    done = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, arguments], input=lines, capture_output=True, text=True, timeout=60
    )
    assert "cannot all hold" in done.stdout
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code == 0
    assert not set(modules) & HEAVY


def test_nothing_of_the_engine_is_loaded_before_a_section_is_complete(folder):
    arguments = json.dumps(["judge", str(folder), "--plain", "--panellist", "P01"])
    done = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, arguments], input="a9\n\n", capture_output=True, text=True, timeout=60
    )
    _, modules = json.loads(done.stderr.splitlines()[-1])
    assert not set(modules) & {*HEAVY, "numpy", "mcda"}


# locate


def test_locate_names_every_place_and_marks_what_is_there(mcda, folder):
    code, out, err = mcda("locate", folder)
    assert (code, err) == (0, "")
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(out))}
    assert set(places()._asdict()) < set(rows)
    assert rows["settings"] == {"name": "settings", "path": str(places().settings), "exists": "false"}
    assert rows["panel.yaml"] == {"name": "panel.yaml", "path": str(folder / "panel.yaml"), "exists": "true"}
    assert rows["journal.db"]["exists"] == "false"
    assert not places().settings.parent.exists()


def test_locate_in_each_format(mcda, folder, monkeypatch):
    monkeypatch.chdir(folder)
    _, out, _ = mcda("locate", ".", "--format", "json")
    said = {row["name"]: row for row in json.loads(out)["rows"]}
    assert said["panel.yaml"]["exists"] is True
    assert said["log"]["path"] == str(places().log)
    assert Path(said["panel.yaml"]["path"]).is_absolute()
    code, out, _ = mcda("locate", "--format", "table")
    assert code == 0
    assert out.splitlines()[0].split() == ["settings", "not", "yet", str(places().settings)]
    assert "panel.yaml" not in out


def test_locate_refuses_what_is_no_folder(mcda, folder):
    code, out, err = mcda("locate", folder / "nowhere")
    assert (code, out) == (1, "")
    assert err == f"{folder / 'nowhere'}: there is no such folder\n"
    assert "this is a file" in mcda("locate", folder / "panel.yaml")[2]


def test_the_table_of_commands_has_both():
    from tui.commands import COMMANDS

    assert {"judge", "locate"} <= set(COMMANDS)
    assert Path(judge.__file__).stem == "judge"
