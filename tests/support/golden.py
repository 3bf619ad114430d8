"""The commands whose output tests/golden keeps. `python tests/support/golden.py` writes it anew; read the diff."""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
FORMATS = {"table": "txt", "csv": "csv", "json": "json"}

COMMANDS = {
    "check": ("check",),
    "weights": ("weights",),
    "weights-by-panellist": ("weights", "--by", "panellist"),
    "rank": ("rank",),
    "consistency": ("consistency",),
    "consistency-revise": ("consistency", "--revise", "2"),
    "agreement": ("agreement",),
}
MORE_COMMANDS = {
    "telemedicine": {
        "weights-by-organisation": ("weights", "--by", "organisation"),
        "weights-ahpy": ("weights", "--engine", "ahpy"),
        "rank-solutions": ("rank", "--of", "solutions"),
        "rank-solutions-by-steps": ("rank", "--of", "solutions", "--scored", "steps"),
        "rank-by-organisation": ("rank", "--by", "organisation"),
        "agreement-by-organisation": ("agreement", "--by", "organisation"),
        "agreement-pairs": ("agreement", "--pairs"),
        "agreement-clusters": ("agreement", "--clusters", "--node", "goal"),
        "influence": ("influence",),
        "compare": ("compare",),
        "compare-method-ranks": ("compare", "--by", "method", "--ranks"),
        "rank-vikor": ("rank", "--method", "vikor"),
        "rank-scale-additive": ("rank", "--normalisation", "scale", "--ratings", "additive"),
        "rank-explain-legislation": ("rank", "--explain", "legislation"),
        "trace": ("trace", "trust"),
        "sensitivity": ("sensitivity", "--draws", "2000"),
        "sensitivity-inconsistency": ("sensitivity", "--doubt", "inconsistency", "--draws", "2000", "--seed", "7"),
        "sensitivity-intervals": ("sensitivity", "--of", "solutions", "--draws", "100", "--intervals"),
        "sensitivity-reversals": ("sensitivity", "--draws", "100", "--reversals"),
        "sensitivity-tornado": ("sensitivity", "--draws", "100", "--tornado"),
        "sensitivity-specifications": (
            *("sensitivity", "--of", "solutions", "--draws", "100", "--specifications"),
            *("--scale", "linear", "--priorities", "geometric-mean", "--aggregation", "aij"),
        ),
        "roadmap": ("roadmap", "--draws", "2000"),
        "roadmap-budget-20": ("roadmap", "--budget", "20", "--phases", "1", "--draws", "2000", "--seed", "7"),
        "roadmap-budget-40": ("roadmap", "--budget", "40", "--phases", "3", "--draws", "2000", "--seed", "7"),
        "roadmap-frontier": ("roadmap", "--draws", "100", "--frontier"),
        "sensitivity-limits": (
            *("sensitivity", "--of", "solutions", "--draws", "2000"),
            *("--order", "policy,infrastructure,economic", "--bound", "legal=0.1:0.2", "--bound", "culture=:0.1"),
        ),
    },
    "house": {"rank-ahp-ideal": ("rank", "--method", "ahp-ideal"), "rank-explain-b": ("rank", "--explain", "b")},
    "car": {"rank-ahp-ideal": ("rank", "--method", "ahp-ideal")},
}


def cases() -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Panel, name, format and arguments of every golden file."""
    found = []
    for panel, more in MORE_COMMANDS.items():
        for name, (command, *options) in {**COMMANDS, **more}.items():
            for form in FORMATS:
                arguments = (command, f"sample_panels/{panel}", *options, "--format", form)
                found.append((panel, name, form, arguments))
    found += [("methods", "methods", form, ("methods", "--format", form)) for form in FORMATS]
    return found


def path_of(panel: str, name: str, form: str) -> Path:
    """Where the output is kept."""
    return GOLDEN / panel / f"{name}.{FORMATS[form]}"


def output(form: str, arguments: tuple[str, ...]) -> str:
    """What the command prints on stdout, without the versions that differ from machine to machine."""
    from tui.commands.group import run

    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(io.StringIO()):
        code = run(list(arguments))
    assert code == 0, (arguments, code)
    text = printed.getvalue()
    if form != "json":
        return text
    document = json.loads(text)
    document.get("meta", {}).pop("versions", None)
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every golden file."""
    for panel, name, form, arguments in cases():
        path = path_of(panel, name, form)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(output(form, arguments), encoding="utf-8", newline="\n")
    sys.stderr.write(f"{len(cases())} files written\n")


if __name__ == "__main__":
    main()
