"""What people have chosen for themselves: from the environment, else from settings.toml, else the defaults."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from criteria.faults import Fault, PanelError
from criteria.text import nearest, quoted
from tui.places import places

LANGUAGES = ("en", "fa")
MOTIONS = ("full", "reduced")
LOG_LEVELS = ("debug", "info", "warning", "error")
DIRECTIONS = ("ask", "auto", "visual", "terminal")
"""Who puts letters that run from right to left in order: as found, and asked once; as found; mcda; the terminal."""
LONGEST_IDLE = 24 * 60
PREFIX = "MCDA_"
"""Before the name of a setting in capitals: MCDA_THEME."""
_SWITCH = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


class SettingsError(PanelError):
    """Settings cannot be used as they are; `faults` holds all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this user wants the terminal to be."""

    theme: str = "panel-dark"
    consistency: bool = True
    """Whether answers are checked against each other while they are given."""
    idle_minutes: int = 10
    """Minutes without a key after which a sitting is handed over; 0 for never."""
    motion: str = "full"
    """`reduced`: nothing slides, nothing blinks."""
    language: str = "en"
    text_direction: str = "ask"
    log_level: str = "warning"


NAMES = tuple(field.name for field in fields(Settings))


def read_settings() -> Settings:
    """The settings of this user. Raises SettingsError with every fault of the file and of the environment."""
    path = places().settings
    faults: list[Fault] = []
    chosen = {**_of_file(path, _text_of(path, faults), faults), **_of_environment(os.environ, faults)}
    if faults:
        raise SettingsError(faults)
    return Settings(**chosen)


def write_setting(name: str, value: str | bool | int) -> None:
    """Put one setting into settings.toml, whole or not at all; comments and all other lines stay.

    Raises SettingsError if the file has faults or is written in a way that one line cannot change, ValueError for an
    unknown name or a value that is not allowed, OSError if the file cannot be written.
    """
    if name not in NAMES:
        raise ValueError(f"{quoted(name)} is no setting: {nearest(name, NAMES)}")
    if message := _fault_of(name, value):
        raise ValueError(f"{name}: {message}")
    path = places().settings.resolve()
    faults: list[Fault] = []
    text = _text_of(path, faults)
    before = _of_file(path, text, faults)
    if faults:
        raise SettingsError(faults)
    changed = _with(text, name, _toml(value))
    after: list[Fault] = []
    if _of_file(path, changed, after) != {**before, name: value} or after:
        message = "is not written in one line: change it by hand"
        raise SettingsError([_fault(path, _line_of(text, name), name, message)])
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, changed)


def _text_of(path: Path, faults: list[Fault]) -> str:
    """The text of the file, empty if there is none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        line = 1 + error.object[: error.start].count(b"\n")
        faults.append(_fault(path, line, "file", "it is not UTF-8: save it as UTF-8"))
        return ""


def _of_file(path: Path, text: str, faults: list[Fault]) -> dict[str, Any]:
    """What the file sets."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$", str(error))
        what = str(error)[: place.start()] if place else str(error)
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (max(1, len(text.splitlines())), 1)
        message = f'{what}: lines are such as idle_minutes = 10 or theme = "panel-dark"'
        faults.append(Fault(file=str(path), line=line, column=column, field="file", message=message))
        return {}
    found = {}
    for name, value in said.items():
        if name not in NAMES:
            message = f"{quoted(name)} is no setting: {nearest(name, NAMES)}"
        elif not (message := _fault_of(name, value) or ""):
            found[name] = value
            continue
        faults.append(_fault(path, _line_of(text, name), name, message))
    return found


def _of_environment(environment: Mapping[str, str], faults: list[Fault]) -> dict[str, Any]:
    """What the environment sets; an empty variable sets nothing."""
    found: dict[str, Any] = {}
    for field in fields(Settings):
        variable = PREFIX + field.name.upper()
        if not (text := environment.get(variable, "").strip()):
            continue
        value: str | bool | int = text
        if isinstance(field.default, bool):
            value = _SWITCH.get(text.casefold(), text)
        elif isinstance(field.default, int) and text.isdecimal():
            value = int(text)
        if message := _fault_of(field.name, value):
            faults.append(Fault(file="environment", line=1, column=1, field=variable, message=message))
        else:
            found[field.name] = value
    return found


def _fault_of(name: str, value: object) -> str | None:
    """Why a setting cannot have the value, or None if it can."""
    said = quoted(value) if isinstance(value, str) else quoted(_toml(value))
    if name == "consistency":
        return None if isinstance(value, bool) else f"{said} is not allowed: allowed are true and false"
    if name == "idle_minutes":
        whole = isinstance(value, int) and not isinstance(value, bool)
        allowed = f"allowed are whole minutes from 0, which is never, to {LONGEST_IDLE}"
        return None if whole and 0 <= value <= LONGEST_IDLE else f"{said} is not allowed: {allowed}"  # type: ignore[operator]
    words = {
        "motion": MOTIONS,
        "language": LANGUAGES,
        "text_direction": DIRECTIONS,
        "log_level": LOG_LEVELS,
    }.get(name, ())
    if words:
        return None if value in words else f"{said} is not allowed: allowed are {', '.join(words)}"
    return (
        None if isinstance(value, str) and value.strip() else f"{said} is not allowed: allowed is the name of a theme"
    )


def _fault(path: Path, line: int, field: str, message: str) -> Fault:
    return Fault(file=str(path), line=line, column=1, field=field, message=message)


def _line_of(text: str, name: str) -> int:
    """The line on which a key or a table of that name stands first; 1 if it is not found."""
    key = re.compile(rf"\s*\[*\s*[\"']?{re.escape(name)}[\"']?\s*[\].=]")
    return next((number for number, line in enumerate(text.splitlines(), 1) if key.match(line)), 1)


def _with(text: str, name: str, value: str) -> str:
    """The text with the setting in its line, or in a new line after all others."""
    line = re.compile(
        rf"^(?P<key>[ \t]*[\"']?{name}[\"']?[ \t]*=[ \t]*)(?:\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|[^#\s]+)", re.MULTILINE
    )
    if line.search(text):
        return line.sub(lambda found: found["key"] + value, text, count=1)
    end = "\r\n" if "\r\n" in text else "\n"
    return text + ("" if not text or text.endswith("\n") else end) + f"{name} = {value}{end}"


def _toml(value: object) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    import json

    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _replace(path: Path, text: str) -> None:
    """Write beside the file and rename, so that there is the old file or the new one."""
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with open(handle, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
