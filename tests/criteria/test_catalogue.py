"""The telemedicine catalogue says what the study says: everything below is typed anew from its tables and its text."""

import re
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from criteria.faults import PanelError
from criteria.files import read_catalogue

CATALOGUE = Path(__file__).resolve().parents[2] / "criteria" / "catalogues" / "telemedicine.yaml"

CHALLENGES = {
    "policy": "Policy weakness in telemedicine",
    "mechanisms": "Uncertainty of telemedicine operating mechanisms",
    "infrastructure": "Lack of communication and telecommunication infrastructure",
    "culture": "Lack of cultural infrastructure in telemedicine reception",
    "electronic": "Lack of electronic requirements",
    "bureaucracy": "Redundant bureaucracies",
    "legal": "Legal gaps",
    "economic": "Economic factors",
}
SUB_THEMES = {
    "policy": {
        "attitude": "Attitude towards the provision of health services in the electronic platform",
        "priority": "Not being a priority in national programs",
        "tenure": "The short life of management in the health system",
    },
    "mechanisms": {
        "management": "Unclearness of program management",
        "no_roadmap": "Lack of roadmap",
        "no_standards": "Lack of operational standards",
        "experts": "Inappropriate use of experts",
    },
    "infrastructure": {
        "internet": "Unsuitability of internet infrastructure in the country",
        "software": "Unsuitability of software infrastructure in the field of telemedicine",
        "hardware": "Limited access to hardware in the field of telemedicine",
    },
    "culture": {
        "provider_resistance": "Resistance in changing the service delivery model by service providers",
        "society_resistance": "Resistance in accepting new service delivery models by society",
        "literacy": "Insufficient literacy and skill in working with electronic systems",
    },
    "electronic": {
        "inconsistency": "Inconsistency of patients' clinical information",
        "transfer": "Weakness in transferring clinical data in the electronic platform",
        "data_management": "Weakness in electronic health data management",
    },
    "bureaucracy": {
        "complex_laws": "Hard and complex laws",
        "licensing": "Ambiguous and lengthy licensing process",
    },
    "legal": {
        "incompatible_laws": "Incompatibility of existing laws with the electronic world",
        "responsibilities": "Ambiguity of professional and legal responsibilities",
        "provider_authentication": "Lack of legal mechanism for authentication of service providers",
        "recipient_authentication": "Lack of legal mechanism for authentication of service recipients",
    },
    "economic": {
        "setup_cost": "The high cost of setting up telemedicine",
        "tariff": "The vagueness of the telemedicine service tariff and reimbursement mechanism",
    },
}
SOLUTIONS = {
    "determination": "National determination",
    "roadmap": "Telemedicine roadmap setting",
    "ehealth": "Development of e-health requirements and infrastructure",
    "community": "Preparing the community to accept telemedicine",
}
STEPS = {
    "determination": {
        "trust": "Strengthening trust and belief at the governance level",
        "finance": "Predicting specific financial resources",
        "organisation": "Coherent organization",
        "stakeholders": "Involving experts and stakeholders",
    },
    "roadmap": {
        "economic_studies": "Development of economic studies",
        "program": "Development of the program",
        "standards": "Composition of standards and regulations",
        "gradual": "Gradual implementation of the program",
        "referral": "Implementation of the program in the context of family doctor and referral system",
    },
    "ehealth": {
        "legislation": "Legislation",
        "ehr": "Use of electronic health records",
        "internet_access": "Increasing the speed and accessibility of Internet",
        "it_investment": "Investment in the field of information technology",
        "equipment": "Investment in the field of updating medical equipment",
        "private_sector": "Using the capacity of the private sector",
    },
    "community": {
        "education": "Culturization and education in the field of telemedicine",
        "university": "Introduction of telemedicine sciences in university education",
    },
}
EVIDENCE = {
    "policy": ["P1", "P2"],
    "mechanisms": ["P3", "P4", "P5", "P6"],
    "management": ["P3"],
    "no_roadmap": ["P5"],
    "no_standards": ["P4", "P6"],
    "infrastructure": ["P7", "P8", "P18"],
    "internet": ["P7"],
    "software": ["P8"],
    "hardware": ["P18"],
    "culture": ["P10", "P11", "P12", "P13"],
    "provider_resistance": ["P10", "P11"],
    "society_resistance": ["P12", "P13"],
    "electronic": ["P10"],
    "inconsistency": ["P10"],
    "bureaucracy": ["P17"],
    "legal": ["P3", "P11", "P16"],
    "incompatible_laws": ["P11"],
    "responsibilities": ["P3"],
    "provider_authentication": ["P16"],
    "economic": ["P1", "P5"],
    "setup_cost": ["P1"],
    "tariff": ["P5"],
    "determination": ["P19"],
    "trust": ["P19"],
    "roadmap": ["P7"],
    "ehealth": ["P12"],
    "ehr": ["P12"],
    "community": ["P17", "P18"],
    "education": ["P17", "P18"],
}
AFTER = {
    "finance": ["organisation", "stakeholders"],
    "organisation": ["trust"],
    "stakeholders": ["trust"],
    "program": ["economic_studies"],
    "standards": ["economic_studies"],
    "gradual": ["program", "standards"],
    "referral": ["program", "standards"],
    "ehr": ["legislation"],
}


@pytest.fixture(scope="module")
def catalogue():
    return YAML(typ="safe", pure=True).load(CATALOGUE)


@pytest.fixture(scope="module")
def entries(catalogue):
    """Everything that has an id."""
    sub_themes = [child for challenge in catalogue["criteria"] for child in challenge["children"]]
    return [*catalogue["criteria"], *sub_themes, *catalogue["solutions"], *catalogue["steps"]]


def names(entries):
    return [(entry["id"], entry["name"]["en"]) for entry in entries]


def test_the_counts_are_those_of_the_study(catalogue):
    children = [len(challenge["children"]) for challenge in catalogue["criteria"]]
    steps = Counter(step["solution"] for step in catalogue["steps"])
    assert children == [3, 4, 3, 3, 3, 2, 4, 2]
    assert [steps[solution["id"]] for solution in catalogue["solutions"]] == [4, 5, 6, 2]
    assert (len(children), sum(children), len(catalogue["solutions"]), len(catalogue["steps"])) == (8, 24, 4, 17)


def test_the_challenges_and_sub_themes_are_those_of_the_study_in_its_order(catalogue):
    assert names(catalogue["criteria"]) == list(CHALLENGES.items())
    for challenge in catalogue["criteria"]:
        assert names(challenge["children"]) == list(SUB_THEMES[challenge["id"]].items())


def test_the_solutions_and_steps_are_those_of_the_study_in_its_order(catalogue):
    assert names(catalogue["solutions"]) == list(SOLUTIONS.items())
    expected = [(solution, *step) for solution, steps in STEPS.items() for step in steps.items()]
    assert [(step["solution"], step["id"], step["name"]["en"]) for step in catalogue["steps"]] == expected


def test_evidence_is_given_where_the_paper_cites_somebody_and_nowhere_else(entries):
    assert {entry["id"]: entry["evidence"] for entry in entries if "evidence" in entry} == EVIDENCE


def test_order_is_given_where_the_paper_gives_it_and_nowhere_else(catalogue):
    assert {step["id"]: step["after"] for step in catalogue["steps"] if "after" in step} == AFTER


def test_every_id_is_legal_and_stands_once(entries):
    ids = [entry["id"] for entry in entries]
    assert [id for id in ids if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", id)] == []
    assert [id for id, times in Counter([*ids, "goal"]).items() if times > 1] == []


def test_every_entry_is_described_in_one_sentence_that_is_not_its_name(entries):
    for entry in entries:
        assert re.fullmatch(r"[A-Z][^.!?]*\.", entry["description"]["en"]), entry["id"]
        assert re.fullmatch(r"[^.!؟]*\.", entry["description"]["fa"]), entry["id"]
        assert entry["description"]["en"].rstrip(".") != entry["name"]["en"]


def test_every_text_is_there_in_persian_too_and_in_persian_letters_alone(catalogue, entries):
    texts = [entry[field] for entry in entries for field in ("name", "description")]
    persian = re.compile(r"[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc\u200c .؟]+")
    for said in (*texts, catalogue["title"], catalogue["question"]):
        assert list(said) == ["en", "fa"]
        assert persian.fullmatch(said["fa"]), said
        assert not re.search("[\u064a\u0643]", said["fa"]), "ye and kaf are the Persian ones, not the Arabic"
    assert len({entry["name"]["fa"] for entry in entries}) == len(entries) == 53


def test_no_entry_says_more_than_the_format_knows(catalogue):
    assert set(catalogue) == {"title", "source", "question", "criteria", "solutions", "steps"}
    known = {"id", "name", "description", "evidence"}
    for challenge in catalogue["criteria"]:
        assert set(challenge) <= known | {"children"}
        assert all(set(child) <= known for child in challenge["children"])
    assert all(set(solution) <= known for solution in catalogue["solutions"])
    assert all(set(step) <= known | {"solution", "after"} for step in catalogue["steps"])


def test_source_and_question_are_said(catalogue):
    assert catalogue["title"]["en"] == "Telemedicine in Iran"
    assert catalogue["question"]["en"] == "Which challenge holds telemedicine back more?"
    assert "Hosseini SM, Abdolahnejad Boushehri S, Alimohammadzadeh K." in catalogue["source"]
    assert "10.1186/s12913-023-10488-6" in catalogue["source"]


def test_a_damaged_catalogue_is_refused_with_its_place(tmp_path, monkeypatch):
    monkeypatch.setattr("criteria.files.CATALOGUES", tmp_path)
    (tmp_path / "own.yaml").write_text("criteria: [{id: a}, {id: a}]\n", encoding="utf-8")
    with pytest.raises(PanelError, match=r"own\.yaml:1:"):
        read_catalogue("own")
