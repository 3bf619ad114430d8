"""What a foreign file says, as a panel would say it, and what its reader has to say about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NoReturn

from criteria.faults import Fault, PanelError
from criteria.hierarchy import Criterion
from criteria.panel import Judgement, Panellist, Performance, Solution
from criteria.text import clean_name, comment_fault, identifier_fault, name_fault, quoted

FAULTS_SHOWN = 200
LARGEST_RATIO = 9
SAME = 1e-9
"""Within this share a ratio that a program has rounded is the whole number or the inverse of one that it stood for."""
NINTHS = {round(1 / 9, decimals) for decimals in range(2, 9)}
"""The least ratio as it is written in 2 to 8 decimals, each a little less than it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """An answer as the file has it, and the judgement that it was read as."""

    place: str
    answer: str
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All that a panel folder will hold."""

    title: str
    question: str = ""
    criteria: tuple[Criterion, ...]
    solutions: tuple[Solution, ...] = ()
    panellists: tuple[Panellist, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    performance: Performance = field(default_factory=Performance)
    beside: Mapping[str, str] = field(default_factory=dict)
    """Further files of the folder, name -> text, that no command reads."""
    decoded: tuple[Decoded, ...] = ()
    """Some answers for a person to confirm; none where the file leaves nothing to guess."""


@dataclass(slots=True)
class Remarks:
    """What is wrong with a foreign file, and what whoever imports it should know."""

    file: str
    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def fault(self, line: int, column: int, field: str, message: str) -> None:
        """Note what is wrong in a place; after many faults the rest is not looked at."""
        self.faults.append(Fault(file=self.file, line=line, column=column, field=field, message=message))
        if len(self.faults) >= FAULTS_SHOWN:
            raise self._all()

    def refuse(self, line: int, column: int, field: str, message: str) -> NoReturn:
        """Raise PanelError with what is wrong in a place and all that is wrong so far: nothing more can be read."""
        self.fault(line, column, field, message)
        raise self._all()

    def stop(self) -> None:
        """Raise PanelError if anything is wrong so far."""
        if self.faults:
            raise self._all()

    def _all(self) -> PanelError:
        """All that is wrong so far, in the order of the files."""
        self.faults.sort(key=lambda fault: (fault.file, fault.line, fault.column))
        if len(self.faults) < FAULTS_SHOWN:
            return PanelError(self.faults)
        message = f"{FAULTS_SHOWN} faults and perhaps more: the rest was not read"
        last = replace(self.faults[FAULTS_SHOWN - 1], column=1, field="file", message=message)
        return PanelError([*self.faults[:FAULTS_SHOWN], last])

    def notice(self, what: str) -> None:
        """Note once what is no fault."""
        if what not in self.notices:
            self.notices.append(what)

    def leave_out(self, what: str) -> None:
        """Note once what is not taken over."""
        self.notice(f"left out: {what}")

    def name(self, text: str, line: int, column: int, field: str) -> str:
        """The text as a name, in NFC; a fault is noted where it cannot be one."""
        if message := name_fault(text):
            self.fault(line, column, field, message)
        return clean_name(text)

    def text(self, text: str, line: int, column: int, field: str) -> str:
        """The text as a description; a fault is noted where it cannot be one."""
        if message := comment_fault(text):
            self.fault(line, column, field, message)
        return text


class Ids:
    """Gives each name an id that nothing else has."""

    def __init__(self, *taken: str) -> None:
        self._taken = {id.casefold() for id in taken}

    def of(self, name: str, otherwise: str, as_written: bool = False) -> str:
        """The name in the letters of an id; `otherwise` with a number where it has none of them."""
        if as_written and identifier_fault(name) is None and name.casefold() not in self._taken:
            self._taken.add(name.casefold())
            return name
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:56].strip("-")
        if not stem or identifier_fault(stem):
            stem, number = otherwise, 1
            id = f"{otherwise}{number}"
        else:
            id, number = stem, 1
        while id in self._taken:
            number += 1
            id = f"{stem}{number}" if stem == otherwise else f"{stem}-{number}"
        self._taken.add(id)
        return id


def panellist(ids: Ids, name: str, weight: float = 1.0) -> Panellist:
    """A panellist of that name, which is kept as an attribute where the id cannot say it."""
    id = ids.of(name, "p", as_written=True)
    return Panellist(id=id, weight=weight, attributes={} if id == name else {"name": name})


def whole(ratio: float) -> float:
    """The ratio, or the whole number or inverse of one that it is up to rounding in the 9th digit, 1/9 in any."""
    if ratio in NINTHS:
        return 1 / 9
    large = max(ratio, 1 / ratio)
    number = round(large)
    if abs(large - number) > SAME * number:
        return ratio
    return float(number) if ratio >= 1 else 1 / number


def ratio_fault(ratio: float, written: str) -> str | None:
    """Why a number cannot be a ratio of importance, or None if it can."""
    if ratio <= 0:
        return f"{quoted(written)} is not positive: allowed are 1/9 to 9"
    if not 1 / LARGEST_RATIO * (1 - SAME) <= ratio <= LARGEST_RATIO * (1 + SAME) and ratio not in NINTHS:
        return f"{quoted(written)} is off the scale 1/9 to 9"
    return None
