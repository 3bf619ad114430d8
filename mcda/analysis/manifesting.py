"""A manifest of what a panel's numbers came from and were, made and checked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from math import isnan
from pathlib import Path
from typing import Any

from criteria.faults import Fault, PanelError
from criteria.files import read_panel
from criteria.files.digests import JournalDigest, file_digests, in_order, journal_digest, outline_digest
from criteria.journal import JOURNAL_FILE, Log, read_log
from criteria.text import visible
from mcda.analysis.checking import consistency
from mcda.analysis.choices import provenance
from mcda.analysis.doubting import sensitivity
from mcda.analysis.scoring import rank
from mcda.analysis.values import has_values
from mcda.analysis.weighing import weights
from mcda.results.manifest import FORM, Comparison, Difference, Manifest

DRAWS = 1000
PACKAGES = ("numpy", "scipy", "pandas", "pymcdm", "ahpy")
"""Whose versions are noted, beside ours and Python's."""
SAME = 1e-9
"""Numbers closer than this, relative to those above 1, are the same: the last digits differ between machines."""
FLIPPED = 5
"""Draws that the last digits of a machine may decide the other way."""
ABSENT = "there is none"


def manifest(folder: str | os.PathLike[str], *, draws: int = DRAWS, seed: int = 0) -> Manifest:
    """What the numbers of a panel folder come from and are; holds nobody's answers and no panellist's own numbers.

    Parameters
    ----------
    draws, seed : int
        Of the shares of first places.

    Raises
    ------
    PanelError, AnalysisError
        As `read_panel`, `weights`, `rank` and `sensitivity`.
    """
    panel, log = read_panel(folder), read_log(Path(folder))
    published = weights(panel)
    options = dict(published.meta["options"])
    results = {
        "local weight": dict(zip(published.criteria, map(_rounded, published.local), strict=True)),
        "global weight": dict(zip(published.criteria, map(_rounded, published.overall), strict=True)),
    }
    for kind in ("steps", "solutions"):
        if has_values(panel, kind):
            ranking = rank(panel, kind)
            options |= {key: ranking.meta["options"][key] for key in ("method", "normalisation", "ratings")}
            results[f"score of {kind}"] = dict(zip(ranking.alternatives, map(_rounded, ranking.scores), strict=True))
            sure = sensitivity(panel, kind, draws=draws, seed=seed)
            shares = zip(sure.alternatives, map(_rounded, sure.first_share), strict=True)
            results[f"first places of {kind}"] = dict(shares)
    own: dict[str, list[str]] = {}
    for node in consistency(panel).nodes:
        own.setdefault(f"consistency ratios at {node.node}", []).append(f"{node.panellist} {node.cr:.6f}")
    made = Manifest(
        form=FORM,
        title=panel.title,
        synthetic=panel.synthetic,
        versions=_versions(published.meta["versions"]),
        files=file_digests(folder),
        outline=outline_digest(panel),
        journal=journal_digest(log.events),
        options={name: str(word) for name, word in options.items()},
        draws=draws,
        seed=seed,
        results=results,
        digests={part: sha256("\n".join(lines).encode()).hexdigest() for part, lines in own.items()},
    )
    return replace(made, sha256=_digest(asdict(made)))


def manifest_text(made: Manifest) -> str:
    """The manifest as JSON, keys in a fixed order: the same panel gives the same bytes."""
    return json.dumps(asdict(made), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_manifest(path: Path) -> tuple[Manifest, bool]:
    """A manifest from its file, and whether it is as it was written.

    Raises
    ------
    PanelError
        If the file is no manifest or a newer one: the line, or the key, and what was found.
    """
    import msgspec

    def fault(field: str, message: str, line: int = 1, column: int = 1) -> PanelError:
        return PanelError([Fault(file=path.name, line=line, column=column, field=field, message=message)])

    try:
        text = path.read_bytes().decode("utf-8")
        said = json.loads(text)
        if not isinstance(said, dict):
            raise fault("file", "this is no manifest: 'mcda audit --manifest FILE' writes one")
        found = msgspec.convert(said, Manifest)
    except UnicodeDecodeError:
        raise fault("file", "this is no UTF-8 text: 'mcda audit --manifest FILE' writes a manifest") from None
    except json.JSONDecodeError as error:
        raise fault("file", f"this is no JSON: {error.msg}", error.lineno, error.colno) from None
    except RecursionError:
        raise fault("file", "this is nested too deeply to be a manifest") from None
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        raise fault(where.strip("`").removeprefix("$.") or "file", f"this is no manifest: {what}") from None
    if found.form != FORM:
        raise fault("form", f"{found.form} is the form of another release, this one knows {FORM}")
    return found, _digest(said) == found.sha256


def compared(folder: str | os.PathLike[str], path: Path) -> Comparison:
    """What of a panel folder is not as its manifest says: files, journal, choices, numbers.

    Raises
    ------
    PanelError, AnalysisError
        As `manifest` and `read_manifest`.
    """
    then, whole = read_manifest(path)
    now = manifest(folder, draws=max(then.draws, 1), seed=max(then.seed, 0))
    log = read_log(Path(folder), thorough=True)
    found: list[Difference] = []
    if not whole:
        said = _digest({**asdict(then), "sha256": ""})
        found.append(
            Difference(part="manifest", of="the manifest was changed after it was written", then=then.sha256, now=said)
        )
    found += _files(then, now)
    found += _journal(then.journal, log)
    found += [
        Difference(part="options", of=name, then=before, now=after)
        for name, before, after in _pairs(then.options, now.options)
    ]
    for part, before, after in _sides(then.results, now.results):
        slack = FLIPPED / now.draws if part.startswith("first places") else SAME
        for name in dict.fromkeys((*before, *after)):
            one, other = before.get(name), after.get(name)
            if one is None or other is None or not abs(one - other) <= slack * max(1.0, abs(one)):
                found.append(Difference(part=part, of=name, then=_number(one), now=_number(other)))
    found += [
        Difference(part=part, of="all panellists", then=before[:10], now=after[:10])
        for part, before, after in _pairs(then.digests, now.digests)
    ]
    found += [
        Difference(part="versions", of=name, then=before, now=after, counts=False)
        for name, before, after in _pairs(then.versions, now.versions)
    ]
    numbers = sum(map(len, then.results.values()))
    count = 1 + len(then.files) + 1 + 1 + len(then.options) + numbers + len(then.digests)
    panel = read_panel(folder)
    meta = provenance(panel, panel.panellists, {"against": path.name, "draws": now.draws, "seed": now.seed})
    return Comparison(differences=tuple(found), compared=count, meta=meta)


def _files(then: Manifest, now: Manifest) -> Iterator[Difference]:
    """The files, and what a catalogue gives."""
    for name in dict.fromkeys((*then.files, *now.files)):
        one, other = then.files.get(name), now.files.get(name)
        if one != other:
            said = [
                ABSENT if each is None else f"{each.sha256[:10]}, {each.lines} lines, {each.bytes} bytes"
                for each in (one, other)
            ]
            yield Difference(part=name, of="content", then=said[0], now=said[1])
    if then.outline != now.outline:
        of = "criteria, alternatives, panellists or settings"
        yield Difference(part="panel.yaml", of=of, then=then.outline[:10], now=now.outline[:10])


def _journal(then: JournalDigest, log: Log) -> Iterator[Difference]:
    """The journal: where it is broken, and from which event on it is another one."""
    for fault in log.faults:
        yield Difference(part=JOURNAL_FILE, of=f"event {fault.line}", then="as it was written", now=fault.message)
    now, events = journal_digest(log.events), in_order(log.events)
    if (then.events, then.heads, then.trail) == (now.events, now.heads, now.trail):
        return
    marks = [then.trail[place : place + 2] for place in range(0, len(then.trail), 2)]
    same = next(
        (place for place, (mark, event) in enumerate(zip(marks, events, strict=False)) if event.id[:2] != mark),
        min(len(marks), len(events)),
    )
    of = f"from event {same + 1} on" + (f" ({visible(events[same].time)})" if same < len(events) else "")
    if same == len(marks) == len(events):
        of = "the latest event"
    said = [f"{each.events} events up to {', '.join(id[:10] for id in each.heads) or 'none'}" for each in (then, now)]
    yield Difference(part=JOURNAL_FILE, of=of, then=said[0], now=said[1])


def _pairs(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Name and both sides of what differs."""
    for name in dict.fromkeys((*then, *now)):
        if then.get(name) != now.get(name):
            yield name, then.get(name, ABSENT), now.get(name, ABSENT)


def _sides(
    then: Mapping[str, Mapping[str, float]], now: Mapping[str, Mapping[str, float]]
) -> Iterator[tuple[str, Mapping[str, float], Mapping[str, float]]]:
    """Each part of the results on both sides."""
    for part in dict.fromkeys((*then, *now)):
        yield part, then.get(part, {}), now.get(part, {})


def _versions(ours: Mapping[str, str]) -> dict[str, str]:
    found = dict(ours)
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _rounded(value: float) -> float:
    """To twelve digits."""
    return float(f"{float(value):.12g}")


def _number(value: float | None) -> str:
    return ABSENT if value is None or isnan(value) else f"{value:.12g}"


def _digest(said: Mapping[str, Any]) -> str:
    """SHA-256 of all but the digest itself."""
    rest = {key: value for key, value in said.items() if key != "sha256"}
    return sha256(json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
