"""The order of very many alternatives of a file under a panel's criteria, in memory that hardly grows with them."""

from __future__ import annotations

import os
import pickle
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any, TypeVar

import numpy as np

from criteria.faults import PanelError
from criteria.panel import Panel
from criteria.text import quoted
from mcda.analysis.alternatives_file import AlternativesFile, Rows, UnreadableError, checked_blocks, open_alternatives
from mcda.analysis.choices import (
    AnalysisError,
    ChoiceError,
    check_word,
    chosen_options,
    chosen_panellists,
    provenance,
    shown_options,
)
from mcda.analysis.judging import Judging
from mcda.analysis.weighing import weigh
from mcda.arrays import Array, IntArray
from mcda.ranking.ranks import TIE_TOLERANCE, group_starts
from mcda.ranking.streamed import STREAMED, Columns, block_scorer
from mcda.ranking.tiles import Block
from mcda.results.base import Meta
from mcda.results.file_ranking import FileRanking
from mcda.table import csv_cell, number_text

Progress = Callable[[int, int], None]
"""Told after some rows how many have been read, and about how many will be, over all passes."""

_Read = TypeVar("_Read", Rows, Block)

SHELF = 1 << 16
"""Rows put in order at a time, unless there are more than SHELVES times as many."""

SHELVES = 256


def rank_file(
    panel: Panel,
    path: str | os.PathLike[str],
    top: int = 100,
    method: str | None = None,
    normalisation: str | None = None,
    *,
    priorities: str | None = None,
    aggregation: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    panellists: Sequence[str] | None = None,
    progress: Progress | None = None,
) -> FileRanking:
    """The best alternatives of a file, by the weights of the panel and values measured in the file.

    Parameters
    ----------
    panel : Panel
        Its criteria, judgements and settings count; its own alternatives do not.
    path : path
        A CSV file, or a Parquet file (needs pyarrow): `alternative`, perhaps `name`, and one column a criterion, at one
        level of the hierarchy. It is read three times; memory does not grow with it but for 8 bytes a row.
    top : int
        How many of the best.
    method : str, optional
        `topsis` or `weighted-sum`; the panel's setting where left out.
    normalisation, priorities, aggregation, weighting, scale, panellists : optional
        As in `rank`. The normalisation `scale` takes the panel's scale for every column.
    progress : callable, optional
        Called with rows read so far and about how many will be, over all passes.

    Raises
    ------
    PanelError
        With the faults of the file, up to 20 of them named.
    AnalysisError
        If weights are missing, the method needs all alternatives at once, or it refuses a value.
    """
    if top < 1:
        raise ChoiceError(f"top {top} is not allowed: at least 1")
    options = {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    problem = _Problem.of(panel, path, method, normalisation, options, panellists, _Passes(progress, 2))
    best = _Best(top + 1)
    largest = 0.0
    for rows, scores in problem.scored():
        best.take(rows, scores)
        largest = max(largest, float(np.abs(scores).max()))
    leaders = group_starts(best.scores, TIE_TOLERANCE * largest)
    order = np.lexsort((best.rows, leaders))[:top]
    if len(leaders) > top and leaders[top] < top:
        problem.meta["notices"].append(f"others share rank {leaders[top] + 1} with the last one shown")
    return FileRanking(
        count=problem.columns.count,
        alternatives=tuple(best.ids[place] for place in order),
        names=tuple(best.names[place] for place in order),
        scores=best.scores[order],
        ranks=leaders[order] + 1,
        criteria=problem.file.criteria,
        weights=problem.weights,
        directions=problem.directions,
        low=problem.low,
        high=problem.high,
        meta=problem.meta,
    )


def ranked_lines(
    panel: Panel,
    path: str | os.PathLike[str],
    method: str | None = None,
    normalisation: str | None = None,
    *,
    priorities: str | None = None,
    aggregation: str | None = None,
    weighting: str | None = None,
    scale: str | None = None,
    panellists: Sequence[str] | None = None,
    progress: Progress | None = None,
    raw: bool = False,
) -> tuple[Iterator[str], Meta]:
    """All alternatives of a file, best first, as pieces of a CSV file `rank,alternative,name,score`; and provenance.

    Parameters and errors as in `rank_file`; errors come before the first piece. `raw` is without the apostrophe that
    keeps spreadsheets from formulas. Rows are put in order in temporary files, as large as the answer.
    """
    options = {"priorities": priorities, "aggregation": aggregation, "weighting": weighting, "scale": scale}
    problem = _Problem.of(panel, path, method, normalisation, options, panellists, _Passes(progress, 3))
    scores = np.empty(problem.columns.count)
    start = 0
    for _, found in problem.scored():
        scores[start : start + len(found)] = found
        start += len(found)
    return _lines(problem, _Places(scores), raw), problem.meta


def _lines(problem: _Problem, places: _Places, raw: bool) -> Iterator[str]:
    """The header, and then the rows of one shelf after another, each holding a span of places."""
    count = problem.columns.count
    size = max(SHELF, -(-count // SHELVES))
    with ExitStack() as stack:
        shelves = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(0, count, size)]
        for rows, scores in problem.scored():
            place, rank = places.of(scores)
            ids, names = rows.ids(), rows.names()
            on_shelf = place // size
            order = np.argsort(on_shelf, kind="stable")
            ends = np.searchsorted(on_shelf[order], np.arange(len(shelves) + 1))
            for number, shelf in enumerate(shelves):
                some = order[ends[number] : ends[number + 1]]
                texts = [ids[row] for row in some], [names[row] for row in some]
                pickle.dump((place[some], rank[some], scores[some], *texts), shelf, pickle.HIGHEST_PROTOCOL)
        yield "rank,alternative,name,score\n"
        for shelf in shelves:
            yield from _shelf_lines(shelf, raw)
            shelf.close()


def _shelf_lines(shelf: IO[bytes], raw: bool) -> Iterator[str]:
    """The lines of the rows on a shelf, by their places."""
    end = shelf.tell()
    shelf.seek(0)
    parts = []
    while shelf.tell() < end:
        parts.append(pickle.load(shelf))
    places, ranks, scores = (np.concatenate(column) for column in list(zip(*parts, strict=True))[:3])
    ids = [id for part in parts for id in part[3]]
    names = [name for part in parts for name in part[4]]
    for row in np.argsort(places):
        id, name = csv_cell(ids[row], raw), csv_cell(names[row], raw)
        yield f"{ranks[row]},{id},{name},{number_text(scores[row])}\n"


class _Passes:
    """Tells how far several passes over a file have come."""

    def __init__(self, progress: Progress | None, passes: int) -> None:
        self.progress, self.passes, self.done = progress, passes, 0

    def over(self, blocks: Iterator[_Read], about: int) -> Iterator[_Read]:
        """The blocks of the next pass."""
        count = 0
        for block in blocks:
            yield block
            count += len(block.values if isinstance(block, Rows) else block)
            if self.progress is not None:
                self.progress(self.done * about + min(count, about), max(1, self.passes * about))
        self.done = min(self.done + 1, self.passes - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Problem:
    """A file, the weights of its criteria, and how a block of it is scored."""

    file: AlternativesFile
    weights: Array
    directions: Array
    columns: Columns
    score: Callable[[Block], Array]
    passes: _Passes
    meta: dict[str, Any]

    @classmethod
    def of(
        cls,
        panel: Panel,
        path: str | os.PathLike[str],
        method: str | None,
        normalisation: str | None,
        options: dict[str, str | None],
        panellists: Sequence[str] | None,
        passes: _Passes,
    ) -> _Problem:
        """The problem after the first pass: every row of the file is known to be good."""
        method, normalisation = _chosen(panel, method, normalisation)
        chosen = chosen_options(panel, options)
        who = chosen_panellists(panel, panellists)
        weighed = weigh(panel, Judging.of(panel, who, chosen), partial=False)
        file = open_alternatives(panel, path)
        weights = np.array([weighed[id] for id in file.criteria])
        directions = np.array([float(panel.hierarchy[id].direction) for id in file.criteria])
        domain = None
        if normalisation == "scale":
            if panel.scale is None:
                raise AnalysisError("normalisation 'scale' needs a declared scale, and the panel has none: use another")
            domain = np.array([(panel.scale.min, panel.scale.max)] * len(weights))

        def first_pass(file: AlternativesFile) -> tuple[Callable[[Block], Array], Columns]:
            unread = [checked_blocks(file)]

            def blocks() -> Iterator[Block]:
                return passes.over(unread.pop() if unread else file.blocks(), file.about)

            return block_scorer(blocks, weights, directions, method, normalisation, domain)

        try:
            try:
                score, columns = first_pass(file)
            except UnreadableError:
                file = replace(file, kind="text")
                score, columns = first_pass(file)
        except (PanelError, AnalysisError):
            raise
        except ValueError as error:
            raise AnalysisError(f"{method}: {_named(str(error), file)}") from None
        shown = {"of": "file", "method": method, "normalisation": normalisation}
        meta = provenance(panel, who, {**shown_options(chosen), **shown})
        meta["file"] = {"name": file.path.name, "sha256": _digest(file.path), "alternatives": columns.count}
        constant = [id for id, same in zip(file.criteria, columns.low == columns.high, strict=True) if same]
        if constant and columns.count > 1:
            meta["notices"].append(f"{', '.join(constant)}: the same value for all, so it tells nothing apart")
        return cls(
            file=file,
            weights=weights,
            directions=directions,
            columns=columns,
            score=score,
            passes=passes,
            meta=meta,
        )

    def scored(self) -> Iterator[tuple[Rows, Array]]:
        """The rows with their scores, the same each time."""
        for rows in self.passes.over(self.file.rows(), self.columns.count):
            yield rows, self.score(rows.values)

    @property
    def low(self) -> Array:
        """(m,) lowest value in the file."""
        return self.columns.low * (1.0 if self.columns.unit is None else self.columns.unit)

    @property
    def high(self) -> Array:
        """(m,) highest value in the file."""
        return self.columns.high * (1.0 if self.columns.unit is None else self.columns.unit)


def _chosen(panel: Panel, method: str | None, normalisation: str | None) -> tuple[str, str]:
    """The method and its normalisation, if they can be had block after block."""
    settings = panel.settings
    method = method or settings.method
    if method not in STREAMED:
        raise AnalysisError(
            f"method '{method}' cannot rank a file of alternatives, as it compares all at once: "
            f"allowed are {', '.join(STREAMED)}"
        )
    if normalisation is None and method == settings.method:
        normalisation = settings.normalisation
    normalisation = normalisation or STREAMED[method][0]
    check_word(f"normalisation of {method}", normalisation, STREAMED[method])
    return method, normalisation


def _named(message: str, file: AlternativesFile) -> str:
    """A message of the engine with the place in the file and the names behind the index of a cell."""

    def name(match: re.Match[str]) -> str:
        line, id = next(islice(file.places(), int(match.group(1)), None))
        criterion = file.criteria[int(match.group(2))]
        column = file.columns.index(criterion) + 1
        return f"{file.path.name}:{line}:{column}: {criterion} of {quoted(id)}"

    return re.sub(r"values\[(\d+), (\d+)\]", name, message)


def _digest(path: Path) -> str:
    """SHA-256 of a file."""
    from hashlib import file_digest

    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


class _Best:
    """The highest scores so far, highest first, equal ones in the order of the file."""

    def __init__(self, size: int) -> None:
        self.size, self.seen = size, 0
        self.scores: Array = np.empty(0)
        self.rows: IntArray = np.empty(0, dtype=np.intp)
        self.ids: list[str] = []
        self.names: list[str] = []

    def take(self, rows: Rows, scores: Array) -> None:
        """Take in the next rows; only where some are among the highest are their ids looked at."""
        full = len(self.scores) == self.size
        better = np.flatnonzero(scores > self.scores[-1]) if full else np.arange(len(scores))
        if len(better):
            some = np.lexsort((better, -scores[better]))[: self.size]
            better = better[some]
            all_scores = np.concatenate((self.scores, scores[better]))
            all_rows = np.concatenate((self.rows, self.seen + better))
            kept = np.lexsort((all_rows, -all_scores))[: self.size]
            ids, names = rows.ids(), rows.names()
            all_ids = self.ids + [ids[row] for row in better]
            all_names = self.names + [names[row] for row in better]
            self.scores, self.rows = all_scores[kept], all_rows[kept]
            self.ids, self.names = [all_ids[row] for row in kept], [all_names[row] for row in kept]
        self.seen += len(scores)


class _Places:
    """Which place and which rank a score has among all; alternatives that tie take places in the order of the file."""

    def __init__(self, scores: Array) -> None:
        """The scores of all alternatives, which are put in order where they are."""
        scores.sort()
        self.rising = scores
        tolerance = TIE_TOLERANCE * max(abs(scores[0]), abs(scores[-1]))
        falling = scores[::-1]
        parts = [
            start + 1 + np.flatnonzero(-np.diff(falling[start : start + SHELF + 1]) <= tolerance)
            for start in range(0, len(scores) - 1, SHELF)
        ]
        self.tied: IntArray = np.concatenate(parts) if parts else np.empty(0, dtype=np.intp)
        """Places, from the best, of those that are within rounding of the one before."""
        self.leaders = self.tied.copy()
        """Where the tie of each of them begins."""
        runs = np.split(np.arange(len(self.tied)), np.flatnonzero(np.diff(self.tied) != 1) + 1)
        for run in runs if len(self.tied) else ():
            first, last = self.tied[run[0]] - 1, self.tied[run[-1]]
            self.leaders[run] = first + group_starts(falling[first : last + 1], tolerance)[1:]
        self.groups = np.unique(self.leaders)
        self.taken = np.zeros(len(self.groups), dtype=np.intp)

    def of(self, scores: Array) -> tuple[IntArray, IntArray]:
        """Places from 0 and ranks from 1 of the next rows; each row is asked for once, in the order of the file."""
        order = np.argsort(scores)
        leaders = np.empty(len(scores), dtype=np.intp)
        leaders[order] = len(self.rising) - np.searchsorted(self.rising, scores[order], side="right")
        if not len(self.tied):
            return leaders, leaders + 1
        at = np.minimum(np.searchsorted(self.tied, leaders), len(self.tied) - 1)
        leaders = np.where(self.tied[at] == leaders, self.leaders[at], leaders)
        places = leaders.copy()
        group = np.minimum(np.searchsorted(self.groups, leaders), len(self.groups) - 1)
        rows = np.flatnonzero(self.groups[group] == leaders)
        rows = rows[np.argsort(group[rows], kind="stable")]
        counts = np.bincount(group[rows], minlength=len(self.groups))
        before = np.concatenate(([0], np.cumsum(counts)))[:-1]
        places[rows] += self.taken[group[rows]] + np.arange(len(rows)) - before[group[rows]]
        self.taken += counts
        return places, leaders + 1
