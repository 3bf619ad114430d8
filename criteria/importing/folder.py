"""A draft -> the files of a panel folder, written whole or not at all, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from criteria import coverage
from criteria.faults import Fault, PanelError
from criteria.files import PANEL_FILE, TABLES, read_files
from criteria.files.answers import exact, exact_ratio
from criteria.hierarchy import Criterion, Direction
from criteria.importing.draft import Draft
from criteria.panel import Panel, Panellist, Solution
from criteria.text import guarded, quoted

LEVELS = 20
"""Of criteria: each takes two of the levels that a YAML file may have."""

_PLAIN = re.compile(r"[A-Za-z](?:[\w .,/()-]*[\w)])?", re.ASCII)
_IN_LINE = re.compile(r" in line \d+")
_UNWRITABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def files_of(draft: Draft, origin: str) -> dict[str, bytes]:
    """The names and contents of the files of a panel folder; `origin` is said in the first line."""
    texts = {PANEL_FILE: _panel_yaml(draft, origin)}
    if draft.judgements:
        header = ("round", "panellist", "node", "first", "second", "ratio", "comment")
        rows = (
            (j.round, j.panellist, j.node, j.first, j.second, exact_ratio(j.ratio), guarded(j.comment))
            for j in draft.judgements
        )
        texts["judgements.csv"] = csv_text(header, rows)
    if draft.performance.values:
        measured = ((id, *map(exact, values)) for id, values in draft.performance.values.items())
        texts["performance.csv"] = csv_text(("alternative", *draft.performance.criteria), measured)
    texts.update(draft.beside)
    return {name: text.encode("utf-8") for name, text in texts.items()}


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows under a header as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


@contextmanager
def staged(folder: Path, files: dict[str, bytes], source: str) -> Iterator[tuple[Panel, Callable[[], None]]]:
    """The panel that the files make, and what moves them into a new folder; without that nothing stays.

    Raises
    ------
    PanelError
        If the panel would not pass `mcda check`; the faults are those of `source`.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))

    def keep() -> None:
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o777 & ~mask)
        made.replace(folder)

    try:
        for name, content in files.items():
            with (made / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        yield _checked(made, source), keep
    finally:
        shutil.rmtree(made, ignore_errors=True)


def is_there(folder: Path, files: dict[str, bytes]) -> bool:
    """Whether a folder holds these very files already; False if there is none, or an empty one.

    Raises PanelError naming every file that differs.
    """
    if not folder.exists() or _is_empty(folder):
        return False
    if not folder.is_dir():
        raise PanelError([_fault(str(folder), "folder", "this is a file: name a new folder")])
    faults = []
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            said = "differs from" if path.exists() else "is missing beside"
            faults.append(_fault(name, "folder", f"{said} what would be imported into {folder}: name a new folder"))
    other = [name for name in TABLES if name not in files and (folder / name).exists()]
    faults += [_fault(name, "folder", f"{folder} holds another panel: name a new folder") for name in other]
    if faults:
        raise PanelError(faults)
    return True


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _fault(file: str, field: str, message: str) -> Fault:
    return Fault(file=file, line=1, column=1, field=field, message=message)


def _checked(folder: Path, source: str) -> Panel:
    """The panel in a folder. Raises PanelError with what `mcda check` would say, as faults of the source.

    Lines of the folder's files are not named: nobody will see these files.
    """
    try:
        panel = read_files(folder)
        faults: Sequence[Fault] = coverage.faults(panel)
    except PanelError as error:
        faults = error.faults
    if faults:
        raise PanelError([_fault(source, fault.field, _IN_LINE.sub("", fault.message)) for fault in faults])
    return panel


def _panel_yaml(draft: Draft, origin: str) -> str:
    """The text of panel.yaml."""
    lines = [f"# Imported from {origin}.", f"title: {_scalar(draft.title)}"]
    if draft.question:
        lines.append(f"question: {_scalar(draft.question)}")
    lines += ["criteria:", *_criteria(draft.criteria, "  ")]
    if draft.solutions:
        lines += ["solutions:", *(line for solution in draft.solutions for line in _solution(solution))]
    if draft.panellists:
        lines += ["panellists:", *(f"  - {_flow(panellist)}" for panellist in draft.panellists)]
    return "\n".join(lines) + "\n"


def _criteria(criteria: Sequence[Criterion], indent: str) -> Iterable[str]:
    for criterion in criteria:
        yield f"{indent}- id: {_scalar(criterion.id)}"
        yield f"{indent}  name: {_scalar(criterion.name)}"
        if criterion.direction is Direction.COST:
            yield f"{indent}  direction: cost"
        if criterion.weight is not None:
            yield f"{indent}  weight: {exact(criterion.weight)}"
        yield from _about(criterion, indent)
        if criterion.children:
            yield f"{indent}  children:"
            yield from _criteria(criterion.children, indent + "    ")


def _solution(solution: Solution) -> Iterable[str]:
    yield f"  - id: {_scalar(solution.id)}"
    yield f"    name: {_scalar(solution.name)}"
    yield from _about(solution, "  ")


def _about(item: Criterion | Solution, indent: str) -> Iterable[str]:
    """Description and evidence of an item."""
    if item.description:
        yield f"{indent}  description: {_scalar(item.description)}"
    if item.evidence:
        yield f"{indent}  evidence:"
        yield from (f"{indent}    - {_scalar(said)}" for said in item.evidence)


def _flow(panellist: Panellist) -> str:
    """A panellist in one line."""
    parts = [f"id: {_scalar(panellist.id)}"]
    parts += [f"{key}: {json_text(text)}" for key in ("organisation", "role") if (text := getattr(panellist, key))]
    if panellist.weight != 1:
        parts.append(f"weight: {exact(panellist.weight)}")
    if panellist.attributes:
        said = ", ".join(f"{name}: {json_text(text)}" for name, text in panellist.attributes.items())
        parts.append(f"attributes: {{{said}}}")
    return "{" + ", ".join(parts) + "}"


def _scalar(text: str) -> str:
    """The text as YAML: bare where that cannot be misread, else quoted."""
    if _PLAIN.fullmatch(text) and len(text) < 100 and text.casefold() != "null":
        return text
    return json_text(text)


def json_text(text: str) -> str:
    """The text between quotes as JSON and YAML both read it."""
    quoted_text = json.dumps(text, ensure_ascii=False)
    return _UNWRITABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", quoted_text)


def depth_fault(criteria: Sequence[Criterion]) -> str | None:
    """Why the criteria are too deep for a panel file, or None if they are not."""
    level, deep = list(criteria), 0
    while level:
        deep += 1
        if deep > LEVELS:
            return f"{quoted(level[0].name)} lies {deep} levels deep: allowed are {LEVELS}"
        level = [child for criterion in level for child in criterion.children]
    return None
