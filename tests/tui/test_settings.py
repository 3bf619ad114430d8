"""Settings: from the environment, the file, the defaults; faults by line; a change that leaves the rest alone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.places import places
from tui.settings import NAMES, Settings, SettingsError, read_settings, write_setting


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    """The settings file of a user who has none yet."""
    for folder in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{folder}_HOME", str(tmp_path / folder.lower()))
    for name in NAMES:
        monkeypatch.delenv(f"MCDA_{name.upper()}", raising=False)
    return places().settings


def put(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def faults():
    with pytest.raises(SettingsError) as error:
        read_settings()
    return [str(fault) for fault in error.value.faults]


def test_without_a_file_the_defaults_hold(file):
    assert read_settings() == Settings()
    assert not file.exists()


def test_the_environment_stands_above_the_file_and_the_file_above_the_default(file, monkeypatch):
    put(file, 'theme = "nord"\nidle_minutes = 0\nconsistency = false\n')
    monkeypatch.setenv("MCDA_THEME", "gruvbox")
    monkeypatch.setenv("MCDA_MOTION", "reduced")
    monkeypatch.setenv("MCDA_LANGUAGE", "")
    assert read_settings() == Settings(theme="gruvbox", idle_minutes=0, consistency=False, motion="reduced")


def test_all_faults_are_told_with_their_lines(file, monkeypatch):
    put(file, '# mine\nthemes = "nord"\n\nidle_minutes = true\nlanguage = "de"\nconsistency = 1\n[table]\nx = 1\n')
    monkeypatch.setenv("MCDA_LOG_LEVEL", "loud")
    monkeypatch.setenv("MCDA_IDLE_MINUTES", "-3")
    told = faults()
    assert told[0] == f"{file}:2:1: themes: 'themes' is no setting: did you mean 'theme'?"
    assert told[1].startswith(f"{file}:4:1: idle_minutes: 'true' is not allowed: allowed are whole minutes from 0")
    assert told[2] == f"{file}:5:1: language: 'de' is not allowed: allowed are en, fa"
    assert told[3] == f"{file}:6:1: consistency: '1' is not allowed: allowed are true and false"
    assert told[4].startswith(f"{file}:7:1: table: 'table' is no setting")
    assert told[5].startswith("environment:1:1: MCDA_IDLE_MINUTES: '-3' is not allowed")
    assert told[6].startswith("environment:1:1: MCDA_LOG_LEVEL: 'loud' is not allowed: allowed are debug, info")
    assert len(told) == 7


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('theme = "a"\nidle_minutes = ten\n', ":2:16: file: "),
        ('theme = "a"\ntheme = "b"\n', ":2:"),
        ("theme =", ":1:"),
        (b'# x\ntheme = "\xff"\n', ":2:1: file: it is not UTF-8"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(file, text, place):
    put(file, text)
    (told,) = faults()
    assert f"{file}{place}" in told


def test_a_setting_is_written_and_all_else_stays(file):
    text = '\ufeff# Mine, do not touch\r\ntheme = "nord"   # dark\r\n\r\nidle_minutes = 5\r\n# end'
    put(file, text)
    write_setting("theme", 'odd "name" # here')
    write_setting("idle_minutes", 0)
    write_setting("motion", "reduced")
    assert read_settings() == Settings(theme='odd "name" # here', idle_minutes=0, motion="reduced")
    said = file.read_bytes().decode()
    assert "# Mine, do not touch\r\n" in said
    assert '"   # dark\r\n\r\nidle_minutes = 0\r\n# end\r\nmotion = "reduced"\r\n' in said
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_first_setting_makes_the_file(file):
    write_setting("theme", "nord")
    assert file.read_text() == 'theme = "nord"\n'


def test_a_link_stays_a_link_and_rights_stay(file, tmp_path):
    put(file, "")
    real = tmp_path / "dotfiles.toml"
    file.rename(real)
    real.chmod(0o600)
    file.symlink_to(real)
    write_setting("language", "fa")
    assert file.is_symlink()
    assert real.read_text() == 'language = "fa"\n'
    assert real.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [('theme = """\nnord"""\n', "theme", "x"), ("themes = 1\n", "theme", "x"), ("theme = \n", "theme", "x")],
)
def test_a_file_that_one_line_cannot_change_is_left_alone(file, text, name, value):
    put(file, text)
    with pytest.raises(SettingsError):
        write_setting(name, value)
    assert file.read_text() == text


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("them", "x", "did you mean 'theme'"), ("idle_minutes", True, "whole minutes"), ("language", "de", "en, fa")],
)
def test_what_is_no_setting_is_not_written(file, name, value, said):
    with pytest.raises(ValueError, match=said):
        write_setting(name, value)
    assert not file.exists()


def test_a_failure_on_the_way_leaves_the_old_file(file, monkeypatch):
    put(file, 'theme = "nord"\n')

    def failing(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", failing)
    with pytest.raises(OSError, match="No space"):
        write_setting("theme", "x")
    assert file.read_text() == 'theme = "nord"\n'
    assert [path.name for path in file.parent.iterdir()] == [file.name]


themes = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(theme=themes, idle=st.integers(0, 1440), motion=st.sampled_from(["full", "reduced"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_written_is_read(file, theme, idle, motion):
    put(file, "# first\nidle_minutes = 1 # one\n")
    write_setting("theme", theme)
    write_setting("idle_minutes", idle)
    write_setting("motion", motion)
    assert read_settings() == Settings(theme=theme, idle_minutes=idle, motion=motion)
    assert file.read_text().startswith("# first\n")
