"""The only reader of a panel folder: panel.yaml, judgements.csv, ratings.csv, performance.csv, journal.db -> Panel."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from criteria.faults import Fault, PanelError
from criteria.files import judgements as judgements_file
from criteria.files import panel_file, values
from criteria.files.asked import read_asked
from criteria.files.panel_file import CATALOGUE_KEYS, PANEL_KEYS, Outline, OutlineReader
from criteria.files.roadmap_entries import RoadmapReader
from criteria.files.table import TableReader, encoding_fault, naming
from criteria.files.yaml_tree import read_yaml
from criteria.hierarchy import Node
from criteria.languages import tag_fault
from criteria.panel import Judgements, Panel, Performance, Ratings
from criteria.roadmap import Roadmap
from criteria.roles import Asked, barred
from criteria.text import nearest, quoted

CATALOGUES = Path(__file__).parent.parent / "catalogues"
PANEL_FILE = "panel.yaml"
TABLES = ("judgements.csv", "ratings.csv", "performance.csv")


def catalogue_names() -> tuple[str, ...]:
    """The catalogues that a panel can be built on."""
    return tuple(sorted(path.stem for path in CATALOGUES.glob("*.yaml")))


def read_panel(folder: str | os.PathLike[str], language: str | None = None) -> Panel:
    """All that a panel folder says: its files, and what the sittings in its journal left standing on top.

    Parameters
    ----------
    language : str, optional
        Tag of the language, such as fa, in which texts are read that are given in several; by itself, and where they
        are not given in it, the first one of the file.

    Raises
    ------
    PanelError
        With every fault of every file, each with its line, column and field, what was found and what is allowed.
    ValueError
        If `language` is no language tag.
    """
    panel = read_files(folder, language)
    if not (Path(folder) / "journal.db").exists():
        return panel
    from criteria.files.overlay import with_journal

    return with_journal(panel, Path(folder))


def read_files(folder: str | os.PathLike[str], language: str | None = None) -> Panel:
    """As `read_panel`, without the journal."""
    if language is not None and (wrong := tag_fault(language)):
        raise ValueError(f"language: {wrong}")
    path = Path(folder)
    if not path.is_dir():
        message = "there is no such folder" if not path.exists() else "this is a file: name the folder it lies in"
        raise PanelError([Fault(file=str(folder), line=1, column=1, field="folder", message=message)])
    if not (path / PANEL_FILE).is_file():
        message = f"there is no {PANEL_FILE} in {path}: 'mcda new' writes one"
        raise PanelError([Fault(file=PANEL_FILE, line=1, column=1, field="file", message=message)])

    outline = _read_outline(path / PANEL_FILE, () if language is None else (language,))
    faults, notices = list(outline.faults), list(outline.notices)
    tables = _Tables(Judgements((), ()), Ratings((), (), ()), Performance())
    if outline.complete:
        tables = _read_tables(path, outline, faults, notices)
    if faults:
        order = (PANEL_FILE, *TABLES)
        raise PanelError(sorted(faults, key=lambda fault: (order.index(fault.file), fault.line, fault.column)))
    said = outline.outline
    panel = Panel(
        title=said.title or path.resolve().name,
        question=said.question or "Which matters more?",
        synthetic=said.synthetic,
        anonymous=said.anonymous,
        hierarchy=said.hierarchy,
        solutions=said.solutions,
        steps=said.steps,
        scale=said.scale,
        panellists=said.panellists,
        asked=outline.asked,
        settings=said.settings,
        rules=said.rules,
        roadmap=outline.roadmap,
        judgements=tables.judgements,
        ratings=tables.ratings,
        performance=tables.performance,
        wordings=said.wordings,
        sha256=_digest(path),
    )
    return replace(panel, notices=(*notices, *_burdens(panel)))


@dataclass(frozen=True, slots=True)
class _Tables:
    judgements: Judgements
    ratings: Ratings
    performance: Performance


@dataclass(frozen=True, slots=True)
class _Read:
    """What panel.yaml said, and whether the other files can be checked against it."""

    outline: Outline
    faults: list[Fault]
    notices: list[str]
    complete: bool
    asked: Asked = field(default_factory=dict)
    roadmap: Roadmap = field(default_factory=Roadmap)


def _text_of(path: Path, faults: list[Fault]) -> str | None:
    """The text of a file, or None after noting that it is not UTF-8."""
    try:
        with naming(path):
            return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append(encoding_fault(path))
        return None


def _read_outline(path: Path, wanted: tuple[str, ...]) -> _Read:
    """panel.yaml with its catalogue put in, in the first of the languages that it has."""
    reader = OutlineReader(path.name, wanted)
    text = _text_of(path, reader.faults)
    root = None if text is None else read_yaml(text, path.name, reader.faults)
    if root is None:
        return _Read(Outline(), reader.faults, reader.notices, complete=False)
    outline = reader.read(root, PANEL_KEYS)
    complete = bool(outline.hierarchy.criteria)
    if outline.catalogue is not None:
        name = outline.catalogue.text or ""
        if name not in catalogue_names():
            message = f"{quoted(name)} is no catalogue: {nearest(name, catalogue_names())}"
            reader.entries.fault(outline.catalogue, "catalogue", message)
            complete = False
        else:
            own = reader.wordings.language
            said = read_catalogue(name, (*wanted, own) if own else wanted)
            complete = True
            outline = replace(
                outline,
                question=outline.question or said.question,
                hierarchy=said.hierarchy,
                solutions=said.solutions,
                steps=said.steps,
                wordings=_of_both(said, outline),
            )
    judged = any(outline.hierarchy.is_judged(node.id) for node in outline.hierarchy.nodes if len(node.items) > 1)
    if complete and judged and not outline.panellists:
        reader.entries.fault(root, "panellists", "missing: nobody judges, and not every criterion has a given weight")
    asked = read_asked(reader.entries, outline.asked, outline.panellists, outline.hierarchy) if complete else {}
    roadmap = Roadmap()
    if complete and outline.roadmap is not None:
        # Only now the steps are known, which may be the catalogue's.
        roadmap = RoadmapReader(reader.wordings, tuple(step.id for step in outline.steps)).read(outline.roadmap)
    notices = [*reader.notices, *reader.wordings.notices()]
    return _Read(outline, reader.faults, notices, complete, asked, roadmap)


def _of_both(catalogue: Outline, panel: Outline) -> dict[tuple[str, str], Mapping[str, str]]:
    """The texts in all languages, the panel's own title and question in place of the catalogue's."""
    kept = {key: texts for key, texts in catalogue.wordings.items() if key != ("", "title")}
    if panel.question:
        kept.pop(("", "question"), None)
    return {**kept, **panel.wordings}


def read_catalogue(name: str, wanted: Sequence[str] = ()) -> Outline:
    """The criteria, solutions and steps of a catalogue. Raises PanelError if its file is damaged.

    `wanted` are languages, the most wanted first.
    """
    path = CATALOGUES / f"{name}.yaml"
    reader = OutlineReader(path.name, wanted)
    text = _text_of(path, reader.faults)
    root = None if text is None else read_yaml(text, path.name, reader.faults)
    outline = Outline() if root is None else reader.read(root, CATALOGUE_KEYS)
    if reader.faults:
        raise PanelError(reader.faults)
    return outline


def _read_tables(folder: Path, read: _Read, faults: list[Fault], notices: list[str]) -> _Tables:
    """The CSV files, checked against what panel.yaml names."""
    outline = read.outline
    hierarchy = outline.hierarchy
    panellists = tuple(panellist.id for panellist in outline.panellists)
    alternatives = (*(s.id for s in outline.solutions), *(s.id for s in outline.steps))
    criteria = tuple(criterion.id for criterion in hierarchy)
    integers = outline.settings.intensities == "integers"
    leaves = (Node(id=leaf.id, items=alternatives, solutions=len(outline.solutions)) for leaf in hierarchy.leaves)
    nodes = (*hierarchy.nodes, *(leaf for leaf in leaves if alternatives))
    judged, rated, measured = (TableReader(folder / name, outline.settings.decimal) for name in TABLES)
    judgements = Judgements(panellists, nodes)
    ratings = Ratings(panellists, alternatives, criteria)
    performance = Performance()
    roles = [panellist.role for panellist in outline.panellists]
    if judged.path.exists():
        closed = barred(read.asked, hierarchy, roles, [node.id for node in nodes])
        judgements = judgements_file.read_judgements(judged, panellists, nodes, integers, closed)
    if rated.path.exists():
        closed = barred(read.asked, hierarchy, roles, criteria)
        ratings = values.read_ratings(rated, panellists, alternatives, criteria, outline.scale, closed)
    if measured.path.exists():
        performance = values.read_performance(measured, alternatives, criteria)
    for table in (judged, rated, measured):
        faults.extend(table.faults)
        notices.extend(table.notices)
    return _Tables(judgements, ratings, performance)


def _burdens(panel: Panel) -> list[str]:
    """Nodes with more items than people compare well."""
    return [
        f"{PANEL_FILE}: {node.id} has {n} criteria, which makes {n * (n - 1) // 2} comparisons for each panellist: "
        f"group them so that no node has more than {panel_file.BURDEN}"
        for node in panel.hierarchy.nodes
        if (n := len(node.items)) > panel_file.BURDEN and panel.hierarchy.is_judged(node.id)
    ]


def _digest(folder: Path) -> str:
    """SHA-256 over the files of the folder that were read, in a fixed order."""
    from hashlib import file_digest, sha256

    digest = sha256()
    for name in (PANEL_FILE, *TABLES):
        if (folder / name).exists():
            digest.update(name.encode())
            with naming(folder / name), (folder / name).open("rb") as file:
                file_digest(file, lambda: digest)
    return digest.hexdigest()
