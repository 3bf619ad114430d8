"""The five tables of a panel as tidy rows: weights, ranking, agreement, judgements, ratings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from criteria.events import standing
from criteria.files import read_files
from criteria.files.answers import JUDGEMENTS, RATINGS, exact_ratio, judged, rated
from criteria.files.overlay import with_events
from criteria.journal import Log, read_log
from criteria.journal.chain import heads_of
from criteria.panel import Panel
from criteria.text import right_to_left
from mcda.analysis import AnalysisError, agreement, rank, weights
from mcda.analysis.values import has_values
from mcda.results.base import Meta
from mcda.table import Cell, Table, joined

NAMES = ("weights", "ranking", "agreement", "judgements", "ratings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What a panel says and what follows from it."""

    panel: Panel
    log: Log
    tables: dict[str, Table]
    """Name -> table, in the order of NAMES; without those that the panel does not say enough for."""
    meta: Meta
    """Provenance; what is left out is among its notices."""

    @property
    def right_to_left(self) -> bool:
        """Whether people read the panel's names from right to left."""
        names = [each.name for each in (*self.panel.hierarchy, *self.panel.alternatives)]
        return right_to_left([self.panel.title, *names])


def tables_of(folder: Path, language: str | None = None) -> Tables:
    """The tables of a panel folder, its texts in one language. Raises PanelError as `read_panel` does."""
    files, log = read_files(folder, language), read_log(folder)
    panel = with_events(files, log) if log.events or log.faults else files
    found: dict[str, Table] = {}
    agreed = agreement(panel)
    meta = dict(agreed.meta)
    without: list[str] = []
    try:
        found["weights"] = (weighed := weights(panel)).table()
        meta = dict(weighed.meta)
        kinds = [kind for kind in ("steps", "solutions") if has_values(panel, kind)]
        rankings = {kind: rank(panel, kind) for kind in kinds}
        if rankings:
            found["ranking"] = joined("of", {kind: each.table() for kind, each in rankings.items()}, (), ())
            meta["options"] = {**meta["options"], **next(iter(rankings.values())).meta["options"]}
    except AnalysisError as error:
        without.append(f"no {'ranking' if 'weights' in found else 'weights and no ranking'}: {error}")
    found["agreement"] = agreed.table()
    meta["options"] = {**meta["options"], "seed": agreed.meta["options"]["seed"]}
    meta["journal"] = {"events": len(log.events), "heads": [id for id, _ in heads_of(log.events)]}
    now = standing(log.events)
    found["judgements"] = Table(
        columns=JUDGEMENTS,
        rows=tuple(_row((*said[:5], exact_ratio(said[5]), said[6])) for said in judged(files, now)),
    )
    found["ratings"] = Table(columns=RATINGS, rows=tuple(map(_row, rated(files, now))))
    meta["notices"] = [*meta["notices"], *without]
    return Tables(panel=panel, log=log, tables=found, meta=meta)


def csv_files(tables: Tables, *, excel: bool, raw: bool) -> dict[str, str]:
    """Name of a file -> its text.

    Parameters
    ----------
    excel : bool
        With a byte-order mark, by which spreadsheets know UTF-8.
    raw : bool
        Texts as they are, also those that a spreadsheet would take for a formula.
    """
    mark = "\ufeff" if excel else ""
    return {f"{name}.csv": mark + table.csv(raw) for name, table in tables.tables.items()}


def typed(table: Table) -> Table:
    """The table with ratios as numbers in place of texts such as 1/3, for forms that hold numbers."""
    if "ratio" not in table.columns:
        return table
    place = table.columns.index("ratio")
    rows = (tuple(_ratio(cell) if at == place else cell for at, cell in enumerate(row)) for row in table.rows)
    return replace(table, rows=tuple(rows))


def _ratio(cell: Cell) -> Cell:
    if not isinstance(cell, str) or not cell:
        return float("nan") if cell == "" else cell
    above, _, below = cell.partition("/")
    return float(above) / float(below or 1)


def _row(cells: tuple[str | int | float | None, ...]) -> tuple[Cell, ...]:
    return tuple(float("nan") if cell is None else cell for cell in cells)
