"""The figures of the telemedicine golden files, computed again from the CSV files by another route.

Nothing of `mcda` is imported: judgements are fitted by numpy's dense least squares over one row a judgement, scores by
pymcdm or plain loops, agreement by the printed formulas. What both routes share is the CSV files and the study's tree.
"""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
PANEL = ROOT / "sample_panels" / "telemedicine"
GOLDEN = ROOT / "tests" / "golden" / "telemedicine"


def table(name):
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows(name):
    with (PANEL / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def study():
    path = ROOT / "criteria" / "catalogues" / "telemedicine.yaml"
    return YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tree(study):
    inner = {criterion["id"]: [child["id"] for child in criterion["children"]] for criterion in study["criteria"]}
    return {"goal": list(inner), **inner}


def ratio(text):
    above, _, below = text.partition("/")
    return float(above) / float(below or 1)


def fitted(items, judgements):
    """Least squares of ln ratio = y_first - y_second over all given judgements, one row each; exp, normalised."""
    design = np.zeros((len(judgements) + 1, len(items)))
    target = np.zeros(len(judgements) + 1)
    for place, judgement in enumerate(judgements):
        design[place, items.index(judgement["first"])] = 1
        design[place, items.index(judgement["second"])] = -1
        target[place] = math.log(ratio(judgement["ratio"]))
    design[-1] = 1
    logs = np.linalg.lstsq(design, target, rcond=None)[0]
    return dict(zip(items, np.exp(logs) / np.exp(logs).sum(), strict=True))


def judged(node, who=None):
    return [row for row in rows("judgements.csv") if row["node"] == node and (who is None or row["panellist"] in who)]


def global_weights(tree, who=None):
    above = fitted(tree["goal"], judged("goal", who))
    weights = dict(above)
    for node in tree["goal"]:
        local = fitted(tree[node], judged(node, who))
        weights |= {item: above[node] * share for item, share in local.items()}
    return weights


@pytest.fixture(scope="module")
def weights(tree):
    return global_weights(tree)


def test_weights(tree, weights):
    kept = {row["criterion"]: row for row in table("weights")}
    assert set(kept) == set(weights)
    for criterion, weight in weights.items():
        assert float(kept[criterion]["global"]) == pytest.approx(weight, rel=1e-9)
    for siblings in ([*tree["goal"]], [leaf for node in tree["goal"] for leaf in tree[node]]):
        by_weight = sorted(siblings, key=weights.get, reverse=True)
        assert [int(kept[criterion]["rank"]) for criterion in by_weight] == list(range(1, len(by_weight) + 1))


def test_weights_by_organisation(tree):
    panel = YAML(typ="safe", pure=True).load((PANEL / "panel.yaml").read_text(encoding="utf-8"))
    members = defaultdict(set)
    for panellist in panel["panellists"]:
        members[panellist["organisation"]].add(panellist["id"])
    kept = defaultdict(dict)
    for row in table("weights-by-organisation"):
        kept[row["organisation"]][row["criterion"]] = float(row["global"])
    assert set(kept) == set(members)
    for organisation, who in members.items():
        expected = global_weights(tree, who)
        assert kept[organisation] == pytest.approx(expected, rel=1e-9)


def test_weights_by_ahpy_are_the_eigenvectors_of_the_mean_judgements(tree):
    kept = {row["criterion"]: float(row["local"]) for row in table("weights-ahpy")}
    for node in ("goal", "mechanisms"):
        items = tree[node]
        logs = np.zeros((len(items), len(items)))
        for i, first in enumerate(items):
            for j, second in enumerate(items[:i]):
                found = [
                    math.log(ratio(r["ratio"])) for r in judged(node) if (r["first"], r["second"]) == (second, first)
                ]
                logs[j, i], logs[i, j] = fmean(found), -fmean(found)
        values, vectors = np.linalg.eig(np.exp(logs))
        vector = np.abs(vectors[:, values.real.argmax()].real)
        expected = dict(zip(items, vector / vector.sum(), strict=True))
        assert {item: kept[item] for item in items} == pytest.approx(expected, abs=1e-9)


def mean_ratings(alternatives, criteria):
    cells = defaultdict(list)
    for row in rows("ratings.csv"):
        cells[row["alternative"], row["criterion"]].append(float(row["value"]))
    return np.array([[fmean(cells[a, c]) for c in criteria] for a in alternatives])


def kept_scores(name):
    return {row["alternative"]: float(row["score"]) for row in table(name)}


def test_ranking_of_the_steps_by_pymcdm(tree, study, weights):
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    leaves = [leaf for node in tree["goal"] for leaf in tree[node]]
    steps = [step["id"] for step in study["steps"]]
    values, shares = mean_ratings(steps, leaves), np.array([weights[leaf] for leaf in leaves])
    scores = TOPSIS(vector_normalization)(values, shares, np.ones(24))
    expected = dict(zip(steps, scores, strict=True))
    assert kept_scores("rank") == pytest.approx(expected, rel=1e-9)
    assert [row["alternative"] for row in table("rank")] == sorted(steps, key=expected.get, reverse=True)


def test_ranking_of_the_solutions_by_loops(tree, study, weights):
    solutions = [solution["id"] for solution in study["solutions"]]
    values = mean_ratings(solutions, tree["goal"])
    scores = {}
    for place, solution in enumerate(solutions):
        best = worst = 0.0
        for column, criterion in enumerate(tree["goal"]):
            length = math.sqrt(sum(row[column] ** 2 for row in values))
            own = [weights[criterion] * row[column] / length for row in values]
            best += (own[place] - max(own)) ** 2
            worst += (own[place] - min(own)) ** 2
        scores[solution] = math.sqrt(worst) / (math.sqrt(worst) + math.sqrt(best))
    assert kept_scores("rank-solutions") == pytest.approx(scores, rel=1e-9)
    by_steps = defaultdict(list)
    for step in study["steps"]:
        by_steps[step["solution"]].append(kept_scores("rank")[step["id"]])
    means = {solution: fmean(own) for solution, own in by_steps.items()}
    assert kept_scores("rank-solutions-by-steps") == pytest.approx(means, rel=1e-9)
    derived = json.loads((GOLDEN / "rank-solutions.json").read_text(encoding="utf-8"))["derived"]
    assert derived == pytest.approx(means, rel=1e-9)


def test_vikor_by_pymcdm(tree, study, weights):
    from pymcdm.methods import VIKOR
    from pymcdm.normalizations import minmax_normalization

    leaves = [leaf for node in tree["goal"] for leaf in tree[node]]
    steps = [step["id"] for step in study["steps"]]
    shares = np.array([weights[leaf] for leaf in leaves])
    q = VIKOR(minmax_normalization)(mean_ratings(steps, leaves), shares, np.ones(24))
    assert kept_scores("rank-vikor") == pytest.approx(dict(zip(steps, 1 - q, strict=True)), rel=1e-8, abs=1e-9)


def test_agreement_at_the_goal_by_the_printed_formulas(tree):
    items = tree["goal"]
    vectors = [list(fitted(items, judged("goal", {f"P{n:02d}"})).values()) for n in range(1, 20)]

    def entropy(shares):
        return -sum(share * math.log(share) for share in shares)

    mean = [fmean(column) for column in zip(*vectors, strict=True)]
    similarity = math.exp(fmean(map(entropy, vectors)) - entropy(mean))
    n, largest = len(items), 9
    floor = math.exp(entropy([largest / (n + largest - 1), *[1 / (n + largest - 1)] * (n - 1)])) / n
    kept = {row["measure"]: float(row["value"]) for row in table("agreement") if row["scope"] == "goal"}
    assert kept["consensus"] == pytest.approx((similarity - floor) / (1 - floor), rel=1e-9)
    assert kept["homogeneity"] == pytest.approx((similarity - 1 / n) / (1 - 1 / n), rel=1e-9)

    from scipy.stats import chi2, rankdata

    ranks = np.array([rankdata(np.round(vector, 12)) for vector in vectors])
    totals = ranks.sum(axis=0)
    ties = sum(t**3 - t for row in ranks for t in np.unique(row, return_counts=True)[1])
    w = 12 * ((totals - totals.mean()) ** 2).sum() / (19**2 * (n**3 - n) - 19 * ties)
    assert kept["kendall-w"] == pytest.approx(w, rel=1e-9)
    assert kept["kendall-w-p"] == pytest.approx(chi2.sf(19 * (n - 1) * w, n - 1), rel=1e-6)


def test_consistency_at_the_goal_by_numpys_eigenvalues(tree):
    items = tree["goal"]
    kept = {row["panellist"]: row for row in table("consistency") if row["node"] == "goal"}
    for number in range(1, 20):
        own = judged("goal", {panellist := f"P{number:02d}"})
        if len(own) < 28:
            continue
        matrix = np.ones((8, 8))
        for row in own:
            i, j = items.index(row["first"]), items.index(row["second"])
            matrix[i, j], matrix[j, i] = ratio(row["ratio"]), 1 / ratio(row["ratio"])
        largest = np.linalg.eigvals(matrix).real.max()
        assert float(kept[panellist]["lambda_max"]) == pytest.approx(largest, rel=1e-9)
        assert float(kept[panellist]["cr"]) == pytest.approx((largest - 8) / 7 / 1.4057, rel=1e-7)


def organisations():
    panel = YAML(typ="safe", pure=True).load((PANEL / "panel.yaml").read_text(encoding="utf-8"))
    return {panellist["id"]: panellist["organisation"] for panellist in panel["panellists"]}


def design_of(items, judgements):
    """One row a judgement, and one that makes the logarithms sum to 0; logarithms; who judged."""
    design = np.zeros((len(judgements), len(items)))
    for place, judgement in enumerate(judgements):
        design[place, items.index(judgement["first"])], design[place, items.index(judgement["second"])] = 1, -1
    logs = np.array([math.log(ratio(judgement["ratio"])) for judgement in judgements])
    return design, logs, np.array([judgement["panellist"] for judgement in judgements])


def leaf_weights(tree, local):
    """Global weights (draws, leaves) of local ones (draws, items) by node."""
    columns = []
    for place, theme in enumerate(tree["goal"]):
        columns += [local["goal"][:, place] * local[theme][:, item] for item in range(len(tree[theme]))]
    return np.stack(columns, axis=1)


def normalised(logs):
    return np.exp(logs) / np.exp(logs).sum(axis=-1, keepdims=True)


def closeness(values, weights):
    """TOPSIS with vector normalisation, draw by draw: values (a, m) or (draws, a, m), weights (draws, m)."""
    found = []
    for place, row in enumerate(weights):
        own = values if values.ndim == 2 else values[place]
        scaled = own / np.sqrt((own**2).sum(axis=0)) * row
        best = np.sqrt(((scaled - scaled.max(axis=0)) ** 2).sum(axis=1))
        worst = np.sqrt(((scaled - scaled.min(axis=0)) ** 2).sum(axis=1))
        found.append(worst / (best + worst))
    return np.array(found)


def agrees(name, steps, scores, draws):
    """Shares of first places within four standard errors of both counts, rank intervals within a rank."""
    kept = {row["alternative"]: row for row in table(name)}
    places = 1 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    for column, step in enumerate(steps):
        share, expected = float(kept[step]["first_share"]), float(np.mean(places[:, column] == 1))
        error = math.sqrt(max(expected * (1 - expected), 0.002) * (1 / draws + 1 / 2000))
        assert abs(share - expected) < 4 * error, step
        low, high = np.quantile(places[:, column], [0.025, 0.975])
        assert abs(int(kept[step]["rank_low"]) - low) <= 1, step
        assert abs(int(kept[step]["rank_high"]) - high) <= 1, step


def test_how_sure_by_refitting_answers_that_err_as_each_panellist_does(tree, study):
    """Each panellist's errors as large as their residuals say, Student's t, put on every judgement, all refitted."""
    draws, rng = 2000, np.random.default_rng(99)
    nodes = {node: design_of(items, judged(node)) for node, items in tree.items()}
    spread = {}
    for who in organisations():
        squares, free = 0.0, 0
        for design, logs, judges in nodes.values():
            own = judges == who
            fit = np.linalg.lstsq(design[own], logs[own], rcond=None)[0]
            squares += ((logs[own] - design[own] @ fit) ** 2).sum()
            free += own.sum() - (np.linalg.matrix_rank(design[own]) if own.any() else 0)
        spread[who] = np.sqrt(squares / rng.chisquare(free, draws))
    local = {}
    for node, (design, logs, judges) in nodes.items():
        noise = rng.standard_normal((len(logs), draws)) * np.array([spread[who] for who in judges])
        local[node] = normalised(np.linalg.lstsq(design, logs[:, None] + noise, rcond=None)[0].T)
    steps, leaves = [step["id"] for step in study["steps"]], [leaf for node in tree["goal"] for leaf in tree[node]]
    scores = closeness(mean_ratings(steps, leaves), leaf_weights(tree, local))
    agrees("sensitivity-inconsistency", steps, scores, draws)


def test_how_sure_by_panels_drawn_one_by_one(tree, study):
    """Of each organisation one fewer than it has, with replacement; the one who is alone in theirs errs a little."""
    draws, rng = 400, np.random.default_rng(98)
    steps, leaves = [step["id"] for step in study["steps"]], [leaf for node in tree["goal"] for leaf in tree[node]]
    members = defaultdict(list)
    for who, organisation in organisations().items():
        members[organisation].append(who)
    nodes = {node: design_of(items, judged(node)) for node, items in tree.items()}
    rated = defaultdict(lambda: np.full((len(steps), len(leaves)), np.nan))
    for row in rows("ratings.csv"):
        if row["alternative"] in steps:
            rated[row["panellist"]][steps.index(row["alternative"]), leaves.index(row["criterion"])] = row["value"]
    everybody = mean_ratings(steps, leaves)
    local, values = {node: np.empty((draws, len(tree[node]))) for node in tree}, []
    for draw in range(draws):
        times = defaultdict(float)
        for own in members.values():
            if len(own) == 1:
                times[own[0]] = 1.0
            for chosen in rng.choice(own, len(own) - 1):
                times[str(chosen)] += len(own) / (len(own) - 1)
        for node, (design, logs, judges) in nodes.items():
            root = np.sqrt([times[who] for who in judges])
            fit = np.linalg.lstsq(design * root[:, None], logs * root, rcond=None)[0]
            local[node][draw] = normalised(fit)
        counted = [(times[who], each) for who, each in rated.items() if times[who] > 0]
        total = sum(time * np.nan_to_num(each) for time, each in counted)
        weight = sum(time * ~np.isnan(each) for time, each in counted)
        values.append(np.where(weight > 0, total / np.where(weight > 0, weight, 1), everybody))
    agrees("sensitivity", steps, closeness(np.array(values), leaf_weights(tree, local)), draws)


def everything(tree, left_out=frozenset()):
    """Steps, leaves, their weights and the values by all panellists but some; None if a cell is empty."""
    study_steps = list(dict.fromkeys(row["alternative"] for row in rows("ratings.csv")))
    leaves = [leaf for node in tree["goal"] for leaf in tree[node]]
    who = {row["panellist"] for row in rows("judgements.csv")} - left_out
    shares = global_weights(tree, who)
    cells = defaultdict(list)
    for row in rows("ratings.csv"):
        if row["panellist"] not in left_out and row["criterion"] in leaves:
            cells[row["alternative"], row["criterion"]].append(float(row["value"]))
    steps = [step for step in study_steps if any((step, leaf) in cells for leaf in leaves)]
    if any((step, leaf) not in cells for step in steps for leaf in leaves):
        return None
    values = np.array([[fmean(cells[step, leaf]) for leaf in leaves] for step in steps])
    return steps, leaves, np.array([shares[leaf] for leaf in leaves]), values


def places(scores):
    return 1 + (scores > scores[:, None]).sum(axis=1)


def test_who_is_first_without_each_panellist_and_organisation_by_ranking_the_others(tree):
    """Every judgement of theirs and every rating taken out of the files, the rest fitted and scored from the start."""
    said = json.loads((GOLDEN / "sensitivity-reversals.json").read_text(encoding="utf-8"))["reversals"]
    kept = {(each["test"], each["id"]): each["ranks"] for each in said["ranks"]}
    firsts = {(row["test"], row["id"]): row["first"] for row in table("sensitivity-reversals")}
    members = defaultdict(set)
    for who, organisation in organisations().items():
        members["organisation", organisation].add(who)
        members["panellist", who].add(who)
    unanswered = {("organisation", each["id"]) for each in said["unanswered"]}
    for key, left_out in members.items():
        found = everything(tree, left_out)
        assert (found is None) == (key in unanswered)
        if found is not None:
            steps, _, shares, values = found
            ranks = places(closeness(values, shares[None])[0])
            assert kept[key] == dict(zip(steps, ranks.tolist(), strict=True)), key
            assert firsts[key] == steps[int(ranks.argmin())]


def test_ranks_without_each_criterion_and_each_step_by_loops(tree):
    said = json.loads((GOLDEN / "sensitivity-reversals.json").read_text(encoding="utf-8"))["reversals"]
    kept = {(each["test"], each["id"]): each["ranks"] for each in said["ranks"]}
    steps, leaves, shares, values = everything(tree)
    for criterion in (*tree["goal"], *leaves):
        below = tree.get(criterion, [criterion])
        rest = np.array([0 if leaf in below else share for leaf, share in zip(leaves, shares, strict=True)])
        ranks = places(closeness(values, rest[None] / rest.sum())[0])
        assert kept["criterion", criterion] == dict(zip(steps, ranks.tolist(), strict=True))
    for place, step in enumerate(steps):
        others = np.delete(np.arange(len(steps)), place)
        ranks = places(closeness(values[others], shares[None])[0])
        assert kept["alternative", step] == dict(zip([steps[other] for other in others], ranks.tolist(), strict=True))
        twice = closeness(np.vstack([values, values[place]]), shares[None])[0]
        assert kept["clone", step] == dict(zip(steps, places(twice[:-1]).tolist(), strict=True))


def test_leads_at_half_and_twice_each_weight_by_loops(tree):
    steps, leaves, shares, values = everything(tree)
    first = steps.index("finance")
    for row in table("sensitivity-tornado"):
        below = tree.get(row["criterion"], [row["criterion"]])
        inside = np.array([leaf in below for leaf in leaves])
        share = shares[inside].sum()
        assert float(row["weight"]) == pytest.approx(share)
        for name, weight in (("low", share / 2), ("high", min(2 * share, 1)), ("without", 0.0)):
            moved = np.where(inside, shares / share * weight, shares / (1 - share) * (1 - weight))
            scores = closeness(values, moved[None])[0]
            assert float(row[f"lead_{name}"]) == pytest.approx(scores[first] - np.delete(scores, first).max(), abs=1e-9)
            if name != "without":
                best = steps[int(scores.argmax())]
                assert row["below" if name == "low" else "above"] == ("" if best == "finance" else best)


def test_weights_that_keep_an_order_and_bounds_by_throwing_away_the_others(tree, study):
    draws, rng = 1000, np.random.default_rng(97)
    themes, solutions = tree["goal"], [solution["id"] for solution in study["solutions"]]
    at = {theme: place for place, theme in enumerate(themes)}
    drawn = rng.dirichlet(np.ones(len(themes)), 400_000)
    kept = drawn[
        (drawn[:, at["policy"]] >= drawn[:, at["infrastructure"]])
        & (drawn[:, at["infrastructure"]] >= drawn[:, at["economic"]])
        & (abs(drawn[:, at["legal"]] - 0.15) <= 0.05)
        & (drawn[:, at["culture"]] <= 0.1)
    ][:draws]
    assert len(kept) == draws
    agrees("sensitivity-limits", solutions, closeness(mean_ratings(solutions, themes), kept), draws)


def planned():
    """What panel.yaml says of the roadmap."""
    return YAML(typ="safe", pure=True).load((PANEL / "panel.yaml").read_text(encoding="utf-8"))["roadmap"]


def chains_held(steps, said):
    """Every set of steps that holds what its steps need, with at most one of each exclusion."""
    sets = [frozenset()]
    for id in sorted(steps, key=lambda id: len(ancestors(steps, id))):
        sets += [have | {id} for have in sets if set(steps[id].get("after", ())) <= have]
    return [have for have in sets if all(len(have & set(excluded)) <= 1 for excluded in said["exclusions"])]


def ancestors(steps, id):
    return {above for other in steps[id].get("after", ()) for above in {other, *ancestors(steps, other)}}


@pytest.mark.parametrize("budget", [20, 40])
def test_the_roadmap_by_looking_at_every_set_and_phase(tree, study, weights, budget):
    """Values by the mean ratings over ten; the best set by a loop, its phases by trying them all."""
    said = planned()
    steps = {step["id"]: step for step in study["steps"]}
    leaves = [leaf for id, below in tree.items() if id != "goal" for leaf in below]
    means = mean_ratings(list(steps), leaves)
    values = dict(zip(steps, means @ np.array([weights[leaf] for leaf in leaves]) / 10, strict=True))
    phases = 1 if budget == 20 else 3

    def cost(have):
        saved = sum(each.get("saves", 0) for each in said["synergies"] if set(each["steps"]) <= have)
        return sum(said["steps"][id]["cost"] for id in have) - saved

    def worth(have):
        more = [each for each in said["synergies"] if set(each["steps"]) <= have]
        added = sum(each.get("adds", 0) * sum(values[id] for id in each["steps"]) for each in more)
        return sum(values[id] for id in have) + added

    def can_be_phased(have, left=phases):
        """Whether a last phase can be split off, again and again; steps of a phase need only what is there before."""
        staff = sum(said["steps"][id]["uses"]["staff"] for id in have)
        if cost(have) <= budget / phases + 1e-9 and staff <= said["capacities"]["staff"]:
            return True
        return left > 1 and any(
            cost(have) - cost(early) <= budget / phases + 1e-9
            and staff - sum(said["steps"][id]["uses"]["staff"] for id in early) <= said["capacities"]["staff"]
            and can_be_phased(early, left - 1)
            for early in sets
            if early < have
        )

    sets = [have for have in chains_held(steps, said) if cost(have) <= budget]
    best = next(have for have in sorted(sets, key=worth, reverse=True) if can_be_phased(have))
    kept = table(f"roadmap-budget-{budget}")
    assert {row["step"] for row in kept} == best
    for row in kept:
        assert float(row["value"]) == pytest.approx(values[row["step"]], rel=1e-9)
        assert float(row["cost"]) == said["steps"][row["step"]]["cost"]
    for number in range(phases):
        here = [row["step"] for row in kept if int(row["phase"]) == number + 1]
        assert sum(said["steps"][id]["cost"] for id in here) <= budget / phases
