"""A virtual environment of the benchmarks' own, with this project and its peers; and what it runs on."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
PEERS = HERE / "peers.txt"
ONE_THREAD = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
SHOWN = ("ahpy", "pymcdm", "scikit-criteria", "pyDecision", "pyrepo-mcda", "pyanp", "pysensmcda")
LIBRARIES = ("numpy", "scipy", "pandas", "polars", "pyarrow", "dask", "textual")
CACHE = "MCDA_BENCHMARKS_CACHE"
"""The variable that names another place for the environment and the compiled kernel."""
NOT_INSTALLED = "not_installed.json"


def cache() -> Path:
    """Where the environment and the compiled kernel lie."""
    if CACHE in os.environ:
        return Path(os.environ[CACHE])
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "mcda-benchmarks"


def peers() -> list[str]:
    """The lines of peers.txt that are arguments of pip."""
    lines = PEERS.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def prepared(folder: Path, fresh: bool) -> Path:
    """The interpreter of the environment in that folder, made and filled if need be."""
    made = folder / "environment"
    asked = (
        PEERS.read_text(encoding="utf-8"),
        (ROOT / "pyproject.toml").read_text(encoding="utf-8"),
        sys.version,
        ROOT,
    )
    wanted = hashlib.sha256(repr(asked).encode()).hexdigest()
    stamp = made / "stamp"
    python = made / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not fresh and stamp.exists() and stamp.read_text() == wanted:
        return python
    print(f"Installing this project and its peers into {made}", file=sys.stderr)
    if made.exists():
        shutil.rmtree(made)
    venv.create(made, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--editable", str(ROOT)], check=True, stdout=sys.stderr)
    failed = {}
    for line in peers():
        print(f"  {line}", file=sys.stderr)
        done = subprocess.run([*pip, *line.split()], capture_output=True, text=True)
        if done.returncode:
            failed[line] = (done.stderr.strip().splitlines() or ["pip said nothing"])[-1]
    (made / NOT_INSTALLED).write_text(json.dumps(failed))
    stamp.write_text(wanted)
    return python


def not_installed() -> dict[str, str]:
    """Lines of peers.txt that pip could not install into the environment that runs this -> what it said."""
    noted = Path(sys.prefix) / NOT_INSTALLED
    return json.loads(noted.read_text()) if noted.exists() else {}


def machine() -> list[str]:
    """What the figures were taken on, a line each."""
    import numpy as np

    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    load = f", load {os.getloadavg()[0]:.1f} before the run" if hasattr(os, "getloadavg") else ""
    return [
        f"{_processor()}, {os.cpu_count()} cores{load}",
        f"{platform.system()}, Python {platform.python_version()}, BLAS {blas['name']} {blas['version']}, one thread",
        _versions(LIBRARIES),
        _versions(SHOWN),
    ]


def _processor() -> str:
    """The name of the processor."""
    described = Path("/proc/cpuinfo")
    lines = described.read_text().splitlines() if described.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _versions(packages: tuple[str, ...]) -> str:
    """Packages with their versions."""

    def version(package: str) -> str:
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            return "absent"

    return ", ".join(f"{package} {version(package)}" for package in packages)
