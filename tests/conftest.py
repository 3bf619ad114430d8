"""Panel folders to read, what is wrong with them, and a home and a terminal of a test's own."""

from pathlib import Path
from tempfile import mkdtemp

import pytest

from criteria.faults import PanelError
from criteria.files import read_panel

PANEL = """\
title: Three criteria
criteria:
  - {id: a, name: Alpha}
  - {id: b, name: Beta}
  - {id: c, name: Gamma}
solutions: [{id: s1, name: One}, {id: s2, name: Two}]
steps:
  - {id: t1, name: First, solution: s1}
  - {id: t2, name: Second, solution: s1, after: [t1]}
scale: {min: 0, max: 10}
panellists: [{id: P1, organisation: North}, {id: P2, organisation: South}]
"""
HEADERS = {
    "judgements": "panellist,node,first,second,ratio",
    "ratings": "panellist,alternative,criterion,value",
    "performance": "alternative,a,b,c",
}


@pytest.fixture(scope="session")
def homes(tmp_path_factory):
    """Where the homes of all tests are; pytest's own numbered folders are sought among all there are, each time."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def home(homes, monkeypatch):
    """A home for settings, logs and samples that no other test has seen."""
    home = Path(mkdtemp(dir=homes))
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home


@pytest.fixture
def panel_folder(tmp_path):
    """Writes a panel folder: a small panel, or the text or bytes of its files; a list is rows under a usual header."""

    def write(panel=PANEL, **tables) -> Path:
        for name, content in {"panel.yaml": panel, **{f"{name}.csv": rows for name, rows in tables.items()}}.items():
            if isinstance(content, list):
                content = "\n".join([HEADERS[name.removesuffix(".csv")], *content]) + "\n"
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


@pytest.fixture
def faults(panel_folder):
    """What is wrong with such a folder, as the lines of the error; nothing if it can be read."""

    def found(*args, **tables) -> list[str]:
        try:
            read_panel(panel_folder(*args, **tables))
        except PanelError as error:
            return [str(fault) for fault in error.faults]
        return []

    return found


@pytest.fixture
def terminal(tmp_path):
    """A real terminal, 80x24, with nothing running in it but a shell."""
    from terminal import Terminal

    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()
