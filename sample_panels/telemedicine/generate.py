"""The made-up judgements and ratings of this panel, drawn anew: judgements.csv and ratings.csv, always the same bytes.

    python sample_panels/telemedicine/generate.py              # beside this file
    python sample_panels/telemedicine/generate.py --into DIR   # elsewhere

Nobody gave these answers. They are drawn from the assumptions below, each of which can be questioned and changed.

Judgements. A panellist holds a weight for every challenge and sub-theme: the panel's common weight, times what their
organisation stresses, times a personal deviation. A ratio is the ratio of two weights, times a slip that is larger for
less careful panellists, snapped to the scale 1/9 to 9. Two panellists leave pairs out; one turns some answers round.

Ratings. A step helps against a sub-theme strongly, somewhat or hardly. A panellist's rating is that help, plus their
leniency, plus noise, as a whole number from 0 to 10. Each panellist rates a third of all pairs of a step and a
sub-theme, dealt so that each step, each sub-theme and each pair is rated equally often, give or take one. All rate
all solutions against all challenges.

Every random number comes from `random.Random(...).random()`, the one method that Python promises to keep the same.
"""

import argparse
import csv
import math
import random
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from statistics import NormalDist, fmean

from ruamel.yaml import YAML

SEED = 2024
ROUND = 1

# --- what the panel as a whole thinks: weights beside 1; not listed is 1 ---

COMMON_WEIGHT = {
    "policy": 1.9,
    "infrastructure": 1.6,
    "mechanisms": 1.3,
    "economic": 1.2,
    "electronic": 0.7,
    "bureaucracy": 0.5,
    "attitude": 1.2,
    "priority": 2.0,
    "tenure": 0.6,
    "no_roadmap": 1.8,
    "experts": 0.5,
    "internet": 1.9,
    "hardware": 0.7,
    "provider_resistance": 1.6,
    "literacy": 0.8,
    "inconsistency": 1.4,
    "data_management": 0.7,
    "complex_laws": 0.6,
    "responsibilities": 1.8,
    "recipient_authentication": 0.5,
    "setup_cost": 0.6,
}

# --- what an organisation stresses, times the common weight ---

STRESS = {
    "Ministry of Health": {
        "policy": 1.6,
        "infrastructure": 1.5,
        "economic": 0.7,
        "tenure": 1.4,
        "internet": 1.3,
    },
    "Health Insurance": {
        "economic": 2.4,
        "legal": 1.7,
        "culture": 0.7,
        "infrastructure": 0.8,
        "tariff": 2.0,
        "responsibilities": 1.3,
        "recipient_authentication": 1.8,
    },
    "Medical Informatics Association": {
        "electronic": 2.6,
        "infrastructure": 1.8,
        "bureaucracy": 0.8,
        "transfer": 1.6,
        "software": 1.7,
        "no_standards": 1.8,
    },
    "Medical Council": {
        "culture": 2.4,
        "legal": 1.3,
        "bureaucracy": 1.5,
        "provider_resistance": 1.8,
        "provider_authentication": 1.5,
        "licensing": 1.6,
    },
}

PERSONAL_DEVIATION = 0.40
"""Standard deviation of a panellist's log weight around the organisation's; 0.40 is a factor of about 1.5."""

# --- how carefully panellists answer ---

CAREFUL, USUAL, CARELESS = 0.20, 0.38, 0.60
"""Standard deviation of the slip in the log of one ratio; 0.38 is a factor of about 1.5."""

CARE = {"P01": CAREFUL, "P04": CAREFUL, "P07": CARELESS, "P10": CAREFUL, "P16": CARELESS, "P17": CAREFUL}
"""Those not named answer with USUAL care."""

LEFT_OUT = {
    "P06": {  # short of time: comparisons left out here and there; what is left still connects everything
        "goal": [
            ("policy", "culture"),
            ("policy", "bureaucracy"),
            ("mechanisms", "legal"),
            ("mechanisms", "economic"),
            ("infrastructure", "bureaucracy"),
            ("infrastructure", "legal"),
            ("culture", "electronic"),
            ("electronic", "legal"),
            ("bureaucracy", "economic"),
        ],
        "mechanisms": [("management", "experts"), ("no_roadmap", "no_standards")],
        "legal": [("incompatible_laws", "recipient_authentication")],
    },
    "P15": {  # has no view on electronic requirements: none of its sub-themes, and little of it at the goal
        "goal": [("mechanisms", "electronic"), ("electronic", "bureaucracy"), ("electronic", "legal")],
        "electronic": [
            ("inconsistency", "transfer"),
            ("inconsistency", "data_management"),
            ("transfer", "data_management"),
        ],
    },
}

TURNED_ROUND = {
    "P13": {  # mistook the sides of the scale: says the opposite of what they mean
        "goal": [("policy", "bureaucracy"), ("electronic", "legal"), ("bureaucracy", "economic")],
    },
}

# --- how much steps help ---

STRONG, MEDIUM, WEAK = 8.0, 5.5, 2.0
"""How much a step helps against a sub-theme, on the scale of ratings. What LINKS does not name is WEAK."""

LINKS = {
    # step: (sub-themes it helps strongly against, sub-themes it helps somewhat against)
    "trust": (["attitude", "priority"], ["tenure", "provider_resistance", "management"]),
    "finance": (["setup_cost"], ["priority", "tariff", "hardware", "internet"]),
    "organisation": (["management"], ["tenure", "licensing", "data_management", "priority"]),
    "stakeholders": (["experts"], ["attitude", "provider_resistance", "no_standards", "management"]),
    "economic_studies": (["tariff"], ["setup_cost", "priority"]),
    "program": (["no_roadmap", "management"], ["priority", "experts", "no_standards", "tenure"]),
    "standards": (["no_standards", "responsibilities"], ["licensing", "transfer", "inconsistency", "data_management"]),
    "gradual": (["society_resistance"], ["no_roadmap", "provider_resistance", "setup_cost", "literacy"]),
    "referral": (["provider_resistance"], ["management", "inconsistency", "tariff", "society_resistance"]),
    "legislation": (
        [
            "incompatible_laws",
            "responsibilities",
            "provider_authentication",
            "recipient_authentication",
            "complex_laws",
        ],
        ["licensing", "tariff", "no_standards"],
    ),
    "ehr": (["inconsistency", "transfer", "data_management"], ["recipient_authentication", "software"]),
    "internet_access": (["internet"], ["transfer", "society_resistance", "literacy"]),
    "it_investment": (["software", "data_management"], ["internet", "hardware", "transfer", "inconsistency"]),
    "equipment": (["hardware"], ["software", "setup_cost"]),
    "private_sector": (["setup_cost"], ["software", "hardware", "internet", "experts"]),
    "education": (["society_resistance", "literacy"], ["attitude", "provider_resistance"]),
    "university": (["literacy"], ["provider_resistance", "experts", "attitude"]),
}

LENIENCY = 0.8
"""Standard deviation of how much higher or lower than the others a panellist rates everything."""

RATING_NOISE = 1.2
"""Standard deviation of what else moves a rating."""

# --- from here on, no more assumptions ---

HERE = Path(__file__).resolve().parent
CATALOGUE = HERE.parents[1] / "criteria" / "catalogues" / "telemedicine.yaml"

SCALE = [("1", 1.0)] + [pair for n in range(2, 10) for pair in ((f"{n}", float(n)), (f"1/{n}", 1.0 / n))]

JUDGEMENT_COLUMNS = ["round", "panellist", "node", "first", "second", "ratio", "comment"]
RATING_COLUMNS = ["round", "panellist", "alternative", "criterion", "value", "comment"]


class Dice:
    """Random numbers of one purpose; another purpose's draws do not move them."""

    def __init__(self, *purpose: object) -> None:
        self._random = random.Random(":".join(map(str, (SEED, *purpose)))).random

    def normal(self, deviation: float) -> float:
        """A normal deviate around 0."""
        return deviation * NormalDist().inv_cdf(self._random() or 0.5)  # inv_cdf takes no 0

    def shuffled(self, items: Sequence[str]) -> list[str]:
        """The items in random order."""
        return [item for _, item in sorted((self._random(), item) for item in items)]


def judgements(catalogue: dict, panellists: list[dict]) -> Iterator[list]:
    """The rows of judgements.csv: by panellist, then in the order of the catalogue."""
    nodes = {"goal": catalogue["criteria"]} | {parent["id"]: parent["children"] for parent in catalogue["criteria"]}
    for panellist in panellists:
        who, stress = panellist["id"], STRESS[panellist["organisation"]]
        weights, slips = Dice("weights", who), Dice("slips", who)
        for node, children in nodes.items():
            log_weight = {
                child["id"]: math.log(COMMON_WEIGHT.get(child["id"], 1.0) * stress.get(child["id"], 1.0))
                + weights.normal(PERSONAL_DEVIATION)
                for child in children
            }
            for pair in combinations(log_weight, 2):
                log_ratio = log_weight[pair[0]] - log_weight[pair[1]] + slips.normal(CARE.get(who, USUAL))
                if pair in TURNED_ROUND.get(who, {}).get(node, []):
                    log_ratio = -log_ratio
                if pair not in LEFT_OUT.get(who, {}).get(node, []):
                    yield [ROUND, who, node, *pair, nearest_on_scale(log_ratio)]


def nearest_on_scale(log_ratio: float) -> str:
    """The whole-number answer whose log is nearest, as people write it: 3, 1, 1/3."""
    return min(SCALE, key=lambda answer: abs(math.log(answer[1]) - log_ratio))[0]


def ratings(catalogue: dict, panellists: list[dict]) -> Iterator[list]:
    """The rows of ratings.csv: by panellist, steps against sub-themes, then solutions against challenges."""
    challenges = {
        challenge["id"]: [child["id"] for child in challenge["children"]] for challenge in catalogue["criteria"]
    }
    sub_themes = [child for children in challenges.values() for child in children]
    steps = {step["id"]: step["solution"] for step in catalogue["steps"]}
    solutions = [solution["id"] for solution in catalogue["solutions"]]
    shares = share_out(list(steps), sub_themes, [panellist["id"] for panellist in panellists])

    for panellist in panellists:
        who = panellist["id"]
        leniency, noise = Dice("leniency", who).normal(LENIENCY), Dice("ratings", who)
        for step in steps:
            for sub_theme in sub_themes:
                if (step, sub_theme) in shares[who]:
                    value = helpfulness(step, sub_theme) + leniency + noise.normal(RATING_NOISE)
                    yield [ROUND, who, step, sub_theme, on_rating_scale(value)]
        for solution in solutions:
            own_steps = [step for step, part_of in steps.items() if part_of == solution]
            for challenge, children in challenges.items():
                # a solution does against each sub-theme what its best step does
                best = fmean(max(helpfulness(step, child) for step in own_steps) for child in children)
                yield [ROUND, who, solution, challenge, on_rating_scale(best + leniency + noise.normal(RATING_NOISE))]


def helpfulness(step: str, sub_theme: str) -> float:
    """How much the step helps against the sub-theme, before anybody rates it."""
    strong, medium = LINKS[step]
    return STRONG if sub_theme in strong else MEDIUM if sub_theme in medium else WEAK


def on_rating_scale(value: float) -> int:
    """The nearest whole number from 0 to 10."""
    return min(max(round(value), 0), 10)


def share_out(steps: list[str], sub_themes: list[str], panellists: list[str]) -> dict[str, set[tuple[str, str]]]:
    """Which pairs of a step and a sub-theme each panellist rates.

    Three panellists share one deal and together rate every pair once. For a deal, the steps are shuffled into three
    hands, the sub-themes too; the k-th of the three rates the steps of hand h against the sub-themes of hand h + k
    (modulo 3). So each panellist meets every step with a third of the sub-themes, and every sub-theme with a third of
    the steps. The three come from different parts of the list of panellists, so that no deal stays within one
    organisation. The last panellist has a deal alone, which is why some pairs are rated once more than others.
    """
    deals = len(panellists) // 3
    shares = {}
    for number, panellist in enumerate(panellists):
        place, deal = divmod(number, deals)
        dice = Dice("deal", deal if place < 3 else deals)
        step_order, sub_theme_order = dice.shuffled(steps), dice.shuffled(sub_themes)
        shares[panellist] = {
            (step, sub_theme)
            for hand in range(3)
            for step in step_order[hand::3]
            for sub_theme in sub_theme_order[(hand + place) % 3 :: 3]
        }

    assert {len(share) for share in shares.values()} == {len(steps) * len(sub_themes) // 3}
    for share in shares.values():
        assert all(sum(step == rated for rated, _ in share) == len(sub_themes) // 3 for step in steps)
        assert all(sum(sub_theme == rated for _, rated in share) in (5, 6) for sub_theme in sub_themes)
    times = [sum((step, sub_theme) in share for share in shares.values()) for step in steps for sub_theme in sub_themes]
    assert set(times) == {deals, deals + 1}
    return shares


def check_names(catalogue: dict, panellists: list[dict]) -> None:
    """Stop where an assumption speaks of something that is not there: misspelt, it would count for nothing."""
    criteria = {entry["id"] for challenge in catalogue["criteria"] for entry in (challenge, *challenge["children"])}
    spoken_of = {
        "criterion": (
            {*COMMON_WEIGHT, *(id for stress in STRESS.values() for id in stress)}
            | {id for strong, medium in LINKS.values() for id in (*strong, *medium)}
            | {
                id
                for nodes in (*LEFT_OUT.values(), *TURNED_ROUND.values())
                for pairs in nodes.values()
                for id in sum(pairs, ())
            },
            criteria,
        ),
        "organisation": (set(STRESS), {panellist["organisation"] for panellist in panellists}),
        "panellist": ({*CARE, *LEFT_OUT, *TURNED_ROUND}, {panellist["id"] for panellist in panellists}),
        "step": (set(LINKS), {step["id"] for step in catalogue["steps"]}),
    }
    for kind, (spoken, known) in spoken_of.items():
        if unknown := spoken - known:
            raise SystemExit(f"the assumptions name an unknown {kind}: {', '.join(sorted(unknown))}")


def write(path: Path, columns: list[str], rows: Iterator[list]) -> None:
    """Write one CSV; the comment of its first row says that it is made up."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for number, row in enumerate(rows):
            writer.writerow([*row, "" if number else "made up, like all rows of this file: see generate.py"])


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description="Draw the made-up judgements and ratings of this panel anew.")
    parser.add_argument("--into", metavar="DIR", type=Path, default=HERE, help="folder to write to (default: this one)")
    folder = parser.parse_args().into

    yaml = YAML(typ="safe", pure=True)
    catalogue, panellists = yaml.load(CATALOGUE), yaml.load(HERE / "panel.yaml")["panellists"]
    check_names(catalogue, panellists)
    write(folder / "judgements.csv", JUDGEMENT_COLUMNS, judgements(catalogue, panellists))
    write(folder / "ratings.csv", RATING_COLUMNS, ratings(catalogue, panellists))


if __name__ == "__main__":
    main()
