"""Texts in more than one language: which one is read, what stands in for a missing one, and what is no such text."""

import pytest

from criteria.files import read_files, read_panel
from criteria.files.digests import outline_digest
from criteria.languages import TWO_LETTERS, answering, clean_tag, tag_fault

BOTH = """\
title: {en: Clinics, fa: درمانگاه‌ها}
question: {en: Which matters more?, fa: کدام مهم‌تر است؟}
criteria:
  - id: cost
    name: {en: Cost, fa: هزینه}
    description: {en: What it costs., fa: هزینه آن.}
  - {id: care, name: Care}
solutions: [{id: s, name: {en: One, fa: یک}}]
steps: [{id: t, name: {en: First, fa: نخست}, solution: s, description: {en: Begin., fa: آغاز.}}]
roadmap:
  money: {en: euros, fa: یورو}
  time: {en: months, fa: ماه}
  steps: {t: {cost: 1}}
  phases: [{name: {en: Soon, fa: زود}}]
panellists: [{id: P1}]
"""
FEW = "panellists: [{id: P1}]\n"


def said(panel):
    """Every text for people of a panel."""
    of_all = [(each.name, each.description) for each in (*panel.hierarchy, *panel.alternatives)]
    roadmap = panel.roadmap
    return [panel.title, panel.question, *of_all, roadmap.money, roadmap.time, *(each.name for each in roadmap.phases)]


def test_one_language_is_read_at_a_time_and_plain_text_in_each(panel_folder):
    folder = panel_folder(BOTH)
    english = ["Clinics", "Which matters more?", ("Cost", "What it costs."), ("Care", ""), ("One", "")]
    english += [("First", "Begin."), "euros", "months", "Soon"]
    persian = ["درمانگاه‌ها", "کدام مهم‌تر است؟", ("هزینه", "هزینه آن."), ("Care", ""), ("یک", "")]
    persian += [("نخست", "آغاز."), "یورو", "ماه", "زود"]
    assert said(read_files(folder, "en")) == english
    assert said(read_panel(folder, language="fa")) == persian
    assert read_files(folder, "fa").languages == ("en", "fa")
    assert read_files(folder, "fa").notices == ()


@pytest.mark.parametrize("language", [None, "de", "ckb"])
def test_by_itself_or_asked_for_another_language_the_first_of_the_file_is_read(panel_folder, language):
    assert read_files(panel_folder(BOTH), language).title == "Clinics"
    turned = "title: {fa: یک, en: One}\ncriteria: [{id: a, name: {en: A, fa: الف}}, {id: b}]\n" + FEW
    panel = read_files(panel_folder(turned), language)
    assert (panel.title, panel.name("a")) == ("یک", "الف")


def test_a_language_that_is_missing_somewhere_is_noted_and_the_first_given_stands_there(panel_folder):
    text = """\
title: {fa: عنوان, en: Title}
criteria:
  - {id: a, name: {en: Only English}}
  - {id: b, name: {de: Zwei, en: Two}}
"""
    panel = read_files(panel_folder(text + FEW), "fa")
    assert (panel.title, panel.name("a"), panel.name("b")) == ("عنوان", "Only English", "Zwei")
    rest = "cannot be read in {}, which others can: the language given first stands there"
    assert panel.notices == (
        f"panel.yaml:1: title: this and 1 more text {rest.format('de')}",
        f"panel.yaml:3: name: this and 1 more text {rest.format('fa')}",
    )


def test_texts_that_lack_a_language_are_counted_at_the_first_one(panel_folder):
    text = "title: {en: T, fa: ت}\ncriteria: [{id: a, name: {en: A}, description: {en: D}}, {id: b, name: {en: B}}]\n"
    (notice,) = read_files(panel_folder(text + FEW)).notices
    assert notice.startswith("panel.yaml:2: description: this and 2 more texts cannot be read in fa, ")
    (notice,) = read_files(
        panel_folder(text.replace(", description: {en: D}}, {id: b, name: {en: B}}", "}") + FEW)
    ).notices
    assert notice.startswith("panel.yaml:2: name: this cannot be read in fa, ")


def test_the_very_tag_goes_before_its_language_and_that_before_another_region():
    assert answering("pt-br", ("en", "pt-PT", "pt", "pt-BR")) == "pt-BR"
    assert answering("pt-BR", ("en", "pt-PT", "pt")) == "pt"
    assert answering("pt-BR", ("en", "pt-PT")) == "pt-PT"
    assert answering("fa", ("en", "fa-IR")) == "fa-IR"
    assert answering("fa", ("en", "fr")) is None
    assert [clean_tag(tag) for tag in ("FA", "zh-hant-tw", "pt-br")] == ["fa", "zh-Hant-TW", "pt-BR"]


def test_tags_are_known_languages_in_their_shortest_form():
    assert [tag for tag in (*TWO_LETTERS.split(), "ckb", "glk", "no", "es-419") if tag_fault(tag)] == []
    for text in ("", "e", "xx", "zz-ZZ", "fa_IR", "en-", "fa-IR-x", "latin", "a b", "en\n", "ａｂ", "e n"):
        assert tag_fault(text).endswith("en, fa, ckb, zh-Hant, pt-BR"), text
    for text, meant in {"farsi": "fa", "ir": "fa", "per": "fa", "fas-IR": "fa", "ENG": "en"}.items():
        assert tag_fault(text).endswith(f"did you mean '{meant}'?")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("{}", "2:21: name: no language is given: allowed is text or a mapping such as {en: ..., fa: ...}"),
        ("{farsi: a}", "2:22: name: 'farsi' is no language tag: did you mean 'fa'?"),
        (
            "{xx: a}",
            "2:22: name: 'xx' is no language tag: allowed are codes of ISO 639, with a script or "
            "region or without: en, fa, ckb, zh-Hant, pt-BR",
        ),
        ("{en: a, EN: b}", "2:29: name: 'en' stands twice, in different case"),
        ("{en: }", "2:22: name in en: nothing is written: write it or leave the language out"),
        ("{en: ~}", "2:22: name in en: nothing is written: write it or leave the language out"),
        ("{en: ' '}", "2:26: name in en: the name is empty: write at least one visible character"),
        ("{en: [a]}", "2:26: name in en: found a list, allowed is text"),
        ("{en: {fa: a}}", "2:26: name in en: found a mapping, allowed is text"),
        (
            '{en: "a\\nb"}',
            "2:26: name in en: 'a\\x0ab' holds the control character \\x0a: names are one line of plain text",
        ),
        ("[a]", "2:21: name: found a list, allowed is text"),
        ("a, description: {en: ''}", "2:42: description in en: the text is empty: write it or leave the language out"),
        ("a, description: {en: {}}", "2:42: description in en: found a mapping, allowed is text"),
        ("a, description: {per: b}", "2:38: description: 'per' is no language tag: did you mean 'fa'?"),
    ],
)
def test_what_is_no_text_in_a_language_is_a_fault_at_its_place(faults, name, expected):
    (found,) = faults(f"criteria:\n  - {{id: a, name:   {name}}}\n  - {{id: b}}\n{FEW}")
    assert found == f"panel.yaml:{expected}"


def test_all_faults_are_named_at_once(faults):
    text = "title: {farsi: a, en: ''}\nquestion: {en: {}}\ncriteria: [{id: a, name: {}}, {id: b}]\n"
    assert len(faults(text + FEW)) == 4


def test_ids_organisations_and_roles_stand_in_one_language(faults):
    both = "{en: A, fa: ب}"
    found = faults(f"criteria: [{{id: a}}, {{id: b}}]\npanellists: [{{id: P1, organisation: {both}, role: {both}}}]\n")
    assert [each.split(": ", 1)[1] for each in found] == [
        "organisation: found a mapping, allowed is text",
        "role: found a mapping, allowed is text",
    ]


def test_a_wish_that_is_no_language_is_refused(panel_folder):
    with pytest.raises(ValueError, match="language: 'farsi' is no language tag: did you mean 'fa'"):
        read_panel(panel_folder(BOTH), language="farsi")


def test_a_catalogue_is_read_in_the_language_of_its_panel(panel_folder):
    people = "panellists: [{id: P1}, {id: P2}]\n"
    catalogue = "catalogue: telemedicine\n" + people
    plain = panel_folder("title: Ours\n" + catalogue)
    assert read_files(plain).name("policy") == "Policy weakness in telemedicine"
    assert read_files(plain, "fa").name("policy") == "ضعف سیاست‌گذاری در پزشکی از راه دور"
    assert read_files(plain, "fa").question == "کدام چالش بیشتر مانع پزشکی از راه دور می‌شود؟"
    persian_first = panel_folder("title: {fa: مال ما, en: Ours}\n" + catalogue)
    assert read_files(persian_first).name("legal") == "خلأهای قانونی"
    assert read_files(persian_first, "en").name("legal") == "Legal gaps"
    own = panel_folder("question: {en: Which?, fr: Lequel?}\n" + catalogue)
    panel = read_files(own, "fr")
    assert (panel.question, panel.name("legal")) == ("Lequel?", "Legal gaps")
    assert panel.wordings["", "question"] == {"en": "Which?", "fr": "Lequel?"}


def test_what_is_asked_is_digested_in_every_language(panel_folder):
    first = panel_folder(BOTH)
    digests = {outline_digest(read_files(first, language)) for language in ("en", "fa", None)}
    for old, new in (("هزینه}", "بها}"), ("en: Cost", "en: Costs"), ("کدام مهم", "چه مهم")):
        assert old in BOTH
        digests.add(outline_digest(read_files(panel_folder(BOTH.replace(old, new)), "en")))
    assert len(digests) == 4
