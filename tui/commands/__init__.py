"""`mcda`: the table of its commands and the way into them. Nothing is imported before it is known to be needed."""

from __future__ import annotations

import os
import sys

COMMANDS = {
    "new": "Write a new panel folder, from a catalogue or to be filled in.",
    "import": "Read a survey, an AHP-OS project, matrices, a codebook, ...: a new panel.",
    "check": "Say what is wrong with the files of a panel, all of it at once.",
    "judge": "Answer a panel's questions; each answer is saved at once.",
    "ballot": "Write ballots for those without this tool, and read them back.",
    "watch": "Follow a sitting live, close and open rounds, reveal results.",
    "weights": "Weigh the criteria from the panel's pairwise comparisons.",
    "rank": "Rank the solutions or the steps.",
    "sensitivity": "Say how sure the order is, given what the answers leave in doubt.",
    "roadmap": "Plan the steps that the money goes furthest with, in phases and order.",
    "results": "Look at weights, order and agreement; release them to the room.",
    "consistency": "Show how each panellist's judgements hold together.",
    "agreement": "Show how much the panellists agree, and where they do not.",
    "compare": "Show the order by parts of the panel, or under other methods.",
    "influence": "Show whose answers the order hangs on.",
    "audit": "Derive every number again by another route; write or check a manifest.",
    "trace": "Follow a rank down to who judged, what they said, and the evidence.",
    "report": "Write one page that can be read in five minutes, as HTML or Markdown.",
    "round": "Open, close, feed back or finish rounds, or say how they stand.",
    "publish": "Write what was released to the room into a folder, without names.",
    "accord": "Write what journals ask of a report on the rounds, as far as it is known.",
    "export": "Write answers and results for Excel, AHP-OS, scikit-criteria and others.",
    "replay": "Show them as they stood at a moment, or every event until then.",
    "merge": "Take in what was answered on other laptops.",
    "backup": "Copy the files and the journal, also while others answer.",
    "methods": "List every method by name, with its source.",
    "locate": "Say where settings, logs, samples and a panel's files lie.",
    "completion": "Print the completion script for a shell.",
}
"""Name -> what it does; each lives in the module of its name."""


def overview() -> str:
    """What `mcda --help` prints."""
    width = max(map(len, COMMANDS))
    rows = "\n".join(f"  {name:<{width}}  {does}" for name, does in COMMANDS.items())
    return f"""Usage: mcda COMMAND [PANEL] [OPTIONS]

  Weigh challenges by pairwise comparison, rank solutions against them, and
  see how far an expert panel agrees. PANEL is a folder with a panel.yaml.

Commands:
{rows}

Options:
  --plain    Begin line by line, for screen readers and simple terminals.
  --version  Print the version.
  --help     Print this, or with a command before it the command's options.

Exit codes: 0 done; 1 the data or the verdict asked for is not good;
2 wrong usage; 130 interrupted.
"""


def main(arguments: list[str] | None = None) -> None:
    """Run `mcda`; ends the process with its exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    if not words and "_MCDA_COMPLETE" not in os.environ and sys.stdout.isatty():
        from tui import terminal

        if terminal.refuse() is None:
            from tui.commands.results import welcome

            sys.exit(welcome())
    if words == ["--plain"]:
        from tui.commands.results import welcome

        sys.exit(welcome(plain=True))
    if words in ([], ["--help"]) and "_MCDA_COMPLETE" not in os.environ:
        try:
            sys.stdout.write(overview())
            sys.stdout.flush()
        except BrokenPipeError:
            from tui.terminal import let_pipe_go

            let_pipe_go()
        sys.exit(0 if words else 2)
    # One thread is enough for matrices of a panel's size and saves half the start-up time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from tui.commands.group import run

    sys.exit(run(words))
