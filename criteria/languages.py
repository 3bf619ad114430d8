"""Language tags such as en, fa or pt-BR: which are well-formed, and which of those given answers to a wish."""

from __future__ import annotations

import re
from collections.abc import Sequence

from criteria.text import quoted

TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu "
    "ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn "
    "so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
"""The languages with a code of two letters in the IANA registry, ISO 639-1."""
MISTAKEN = {
    **dict.fromkeys(("ir", "per", "fas", "pes", "farsi", "persian"), "fa"),
    **dict.fromkeys(("eng", "english", "gb", "us"), "en"),
    **dict.fromkeys(("ara", "arb", "arabic"), "ar"),
}
"""What is written in place of a tag -> the tag."""

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|[0-9]{3}))?", re.IGNORECASE)


def tag_fault(text: str) -> str | None:
    """Why the text is no language tag, or None if it is one. Codes of three letters are not looked up."""
    found = _TAG.fullmatch(text)
    language = found["language"].casefold() if found else ""
    meant = MISTAKEN.get(text.casefold()) or MISTAKEN.get(language)
    if meant is None and (len(language) == 3 or (len(language) == 2 and language in TWO_LETTERS)):
        return None
    allowed = "allowed are codes of ISO 639, with a script or region or without: en, fa, ckb, zh-Hant, pt-BR"
    return f"{quoted(text)} is no language tag: " + (f"did you mean '{meant}'?" if meant else allowed)


def clean_tag(text: str) -> str:
    """A well-formed tag in its usual case: zh-Hant, pt-BR."""
    found = _TAG.fullmatch(text)
    assert found is not None
    language, script, region = found["language"], found["script"] or "", found["region"] or ""
    return "-".join(filter(None, (language.lower(), script.title(), region.upper())))


def answering(wanted: str, given: Sequence[str]) -> str | None:
    """The one of the given clean tags that answers to a wish: itself, its language alone, or that of another region."""
    wanted = clean_tag(wanted)
    language = wanted.partition("-")[0]
    alike = [tag for tag in given if tag.partition("-")[0] == language]
    return next((tag for tag in (wanted, language) if tag in alike), alike[0] if alike else None)
