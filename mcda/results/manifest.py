"""What a panel's numbers came from and what they were, and what of it is another today."""

from __future__ import annotations

from dataclasses import dataclass, field

from criteria.files.digests import FileDigest, JournalDigest
from mcda.results.base import Meta, Result, heading
from mcda.table import Table

FORM = 1
"""Of a manifest; each release that changes it counts one up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a panel's numbers came from and what they were."""

    form: int
    title: str
    synthetic: bool
    versions: dict[str, str]
    files: dict[str, FileDigest]
    outline: str
    """SHA-256 of criteria, alternatives, panellists and settings, a catalogue's included."""
    journal: JournalDigest
    options: dict[str, str]
    """The word of each choice: priorities, random index, scale, method, ..."""
    draws: int
    seed: int
    results: dict[str, dict[str, float]]
    """Part -> what -> number, to twelve digits: weights, scores, shares of first places."""
    digests: dict[str, str]
    """Part -> SHA-256 of all its numbers to six decimals; of the consistency ratios, which are people's own, alone."""
    sha256: str = ""
    """Of all the above as JSON with sorted keys and no spaces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is not as the manifest says."""

    part: str
    """`manifest`, the name of a file, `journal`, `options`, `versions`, or a part of the results."""
    of: str
    then: str
    now: str
    counts: bool = True
    """Whether it is a difference of what came in or came out, rather than of what it was computed with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Result):
    """What differs between a manifest and today, in the order of the chain from files to results."""

    differences: tuple[Difference, ...]
    compared: int
    """How many things were compared."""
    meta: Meta = field(repr=False)

    @property
    def differs(self) -> bool:
        """Whether anything that counts differs."""
        return any(each.counts for each in self.differences)

    def table(self) -> Table:
        """A row a difference."""
        count = sum(each.counts for each in self.differences)
        said = f"{count} of {self.compared} things differ" if count else f"all {self.compared} things are the same"
        return Table(
            columns=("part", "of", "then", "now"),
            rows=tuple((each.part, each.of, each.then, each.now) for each in self.differences),
            heading=heading(self.meta, f"against the manifest, {said}"),
            notes=("Other versions of Python or of packages are named, but are no difference.",)
            if any(not each.counts for each in self.differences)
            else (),
            folded=True,
        )
