"""What people hold elsewhere -> a panel folder: the formats that can be read, one a module."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from criteria.importing.draft import Draft, Remarks


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of foreign file."""

    reads: str
    """What the file is, in a line."""
    beside: str = ""
    """What a second file says that the first leaves open: `mapping` or `hierarchy`; empty where nothing is open."""


FORMATS: Mapping[str, Format] = {
    "survey": Format(
        reads="a wide survey table (CSV, XLSX): a row a respondent, a column a pair, understood by a mapping",
        beside="mapping",
    ),
    "ahp-os-json": Format(reads="a project that AHP-OS exported as JSON"),
    "ahp-os-csv": Format(reads="the participants' decision matrices from AHP-OS (CSV)", beside="hierarchy"),
    "matrices": Format(reads="square comparison matrices (XLSX: a sheet a panellist; CSV: one; a folder of CSVs)"),
    "decision-matrix": Format(reads="alternatives by criteria, with a row of types and one of weights (CSV, XLSX)"),
    "r-ahp": Format(reads="the YAML of the R package ahp"),
    "dmsy": Format(reads="a decision matrix saved by scikit-criteria"),
    "xmcda": Format(reads="XMCDA 3 or 4: a file, or a folder of them"),
    "maxqda": Format(reads="a code system from MAXQDA (XLSX)"),
    "refi-qda": Format(reads="a codebook (.qdc) or a project (.qdpx) of REFI-QDA: NVivo, ATLAS.ti, MAXQDA, Taguette"),
}
"""Word -> what it reads; each is read by the module of its name, with _ for -."""


def read_foreign(format: str, path: Path, beside: Path | None, remarks: Remarks) -> Draft:
    """What a foreign file says; what is left out is noted in the remarks.

    Parameters
    ----------
    format : str
        One of FORMATS.
    path : Path
        The file, or the folder where the format is spread over several files.
    beside : Path or None
        The second file where the format needs one; None is the usual place beside the first.

    Raises
    ------
    PanelError
        With every fault of the file.
    """
    module = importlib.import_module(f"criteria.importing.{format.replace('-', '_')}")
    draft: Draft = module.read(path, beside, remarks)
    remarks.stop()
    return draft
