"""Texts for people in panel.yaml and catalogues, in one language or in several: `name: {en: Cost, fa: هزینه}`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from criteria.files.entries import Entries
from criteria.files.yaml_tree import YamlNode
from criteria.languages import answering, clean_tag, tag_fault

TEXTS = ("title", "question", "name", "description", "money", "time")
"""The fields that may be given in several languages."""
EXAMPLE = "{en: ..., fa: ...}"


class Wordings:
    """Reads the texts of one file in one language; what is given in several is kept in all of them.

    Parameters
    ----------
    entries : Entries
        Notes the faults.
    root : YamlNode
        The whole file.
    wanted : sequence of str
        Languages, the most wanted first. Where the file has none of them, its first one is read.
    """

    def __init__(self, entries: Entries, root: YamlNode, wanted: Sequence[str]) -> None:
        self.entries = entries
        self.languages = tuple(dict.fromkeys(_tags(root)))
        met = (answering(each, self.languages) for each in wanted)
        self.language = next(filter(None, met), self.languages[0] if self.languages else "")
        """In which the texts are read; empty where the file gives none in several."""
        self.kept: dict[tuple[str, str], dict[str, str]] = {}
        """(Id, field) -> language -> text; of title and question the id is empty."""
        self._without: dict[str, list[tuple[int, str]]] = {}

    def name(self, node: YamlNode, field: str = "name", id: str | None = None) -> str:
        """A name as `Entries.name` reads it. `id`: whose it is, if all languages of it are kept."""
        if node.entries is None:
            return self.entries.name(node, field)
        return self._in_one(node, field, id, self.entries.name) or "?"

    def text(self, node: YamlNode | None, field: str, id: str | None = None) -> str:
        """Any text as `Entries.text` reads it."""
        if node is None or node.entries is None:
            return self.entries.text(node, field)
        return self._in_one(node, field, id, self._some_text)

    def notices(self) -> list[str]:
        """For each language that some texts lack where others have it, where."""
        found = []
        for language, places in sorted(self._without.items(), key=lambda lacking: min(lacking[1])):
            line, field = min(places)
            more = len(places) - 1
            others = f" and {more} more text{'s' * (more > 1)}" if more else ""
            said = f"this{others} cannot be read in {language}, which others can: the language given first stands there"
            found.append(f"{self.entries.file}:{line}: {field}: {said}")
        return found

    def _some_text(self, node: YamlNode, field: str) -> str:
        """A text that is not empty; the empty text after noting that it is."""
        faults = len(self.entries.faults)
        text = self.entries.text(node, field)
        if not text.strip() and len(self.entries.faults) == faults:
            self.entries.fault(node, field, "the text is empty: write it or leave the language out")
        return text

    def _in_one(self, node: YamlNode, field: str, id: str | None, read: Callable[[YamlNode, str], str]) -> str:
        """The text in the language that is read, else in the first one given; empty after noting that there is none."""
        assert node.entries is not None
        found: dict[str, str] = {}
        if not node.entries:
            self.entries.fault(node, field, f"no language is given: allowed is text or a mapping such as {EXAMPLE}")
        for key, entry in node.entries.items():
            at = node.keys[key]
            if message := tag_fault(key):
                self.entries.fault(at, field, message)
                continue
            tag = clean_tag(key)
            if tag in found:
                self.entries.fault(at, field, f"'{tag}' stands twice, in different case")
            elif entry.empty:
                self.entries.fault(at, f"{field} in {tag}", "nothing is written: write it or leave the language out")
            else:
                found[tag] = read(entry, f"{field} in {tag}")
        if not found:
            return ""
        for language in self.languages:
            if language not in found:
                self._without.setdefault(language, []).append((node.line, field))
        if id is not None:
            self.kept[id, field] = found
        met = answering(self.language, tuple(found)) if self.language else None
        return found[met or next(iter(found))]


def _tags(node: YamlNode) -> Iterator[str]:
    """The languages of all texts below a node, in the order of the file."""
    for key, entry in (node.entries or {}).items():
        if key in TEXTS and entry.entries is not None:
            yield from (clean_tag(tag) for tag in entry.entries if tag_fault(tag) is None)
        else:
            yield from _tags(entry)
    for item in node.items or ():
        yield from _tags(item)
