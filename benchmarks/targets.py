"""What the project aims at: ratios within one run, and limits of memory and error."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that is aimed at."""

    says: str
    goal: float
    at_most: bool = False
    """Whether the figure must stay below the goal rather than reach it."""
    unit: str = "x"
    timed: bool = True
    """Whether it depends on how busy the machine is; such figures may miss by half before `--check` fails."""

    def reached(self, figure: float) -> bool:
        """Whether the figure is as good as aimed at."""
        return figure <= self.goal if self.at_most else figure >= self.goal

    def passes(self, figure: float) -> bool:
        """Whether the figure is good enough for `--check`: half of the factor, all of what no clock decides."""
        slack = 2.0 if self.timed else 1.0
        return figure <= self.goal * slack if self.at_most else figure >= self.goal / slack

    @property
    def wish(self) -> str:
        """The goal in words."""
        return f"{'at most' if self.at_most else 'at least'} {written(self.goal, self.unit)}"


def written(figure: float, unit: str) -> str:
    """A figure with its unit, in as many digits as tell something."""
    if figure and abs(figure) < 0.01:
        return f"{figure:.1e} {unit}".strip()
    digits = 0 if abs(figure) >= 100 else 1 if abs(figure) >= 10 else 2 if abs(figure) >= 0.1 or not figure else 3
    return f"{figure:,.{digits}f} {unit}".strip()


TARGETS = {
    "topsis pymcdm": Target("TOPSIS 1e6 x 24: faster than pymcdm", 130),
    "topsis unchecked": Target("TOPSIS 1e6 x 24: faster than pymcdm without its validation", 13),
    "topsis bound": Target("TOPSIS 1e6 x 24: beside reading the matrix twice", 4, at_most=True),
    "topsis memory": Target("TOPSIS 1e6 x 24: extra memory, of the input", 0.1, at_most=True, timed=False),
    "acceptability 17": Target("acceptability 17 x 24, 1e6 draws: faster than the fastest loop", 650),
    "acceptability 17 bound": Target("acceptability 17 x 24, 1e6 draws: beside the C kernel", 3.5, at_most=True),
    "acceptability 100": Target("acceptability 100 x 24, 1e6 draws: faster than the fastest loop", 250),
    "acceptability 100 bound": Target("acceptability 100 x 24, 1e6 draws: beside the C kernel", 2, at_most=True),
    "acceptability memory": Target("acceptability 100 x 24, 1e6 draws: extra memory", 32, True, "MB", timed=False),
    "acceptability growth": Target(
        "acceptability 17 x 24, 1e8 draws: extra memory beyond that of 1e6", 1, True, "MB", timed=False
    ),
    "workers differ": Target("acceptability, bytes that differ between executors", 0, True, "", timed=False),
    "one worker": Target("one worker of an executor, beside none: threads, processes, Dask, the worst", 1.15, True),
    "two workers": Target("two workers, twice their time beside one thread's: the worst", 1.15, True),
    "refresh": Target("acceptability 17 x 24, 1e5 draws and pairs, for a screen", 50, True, "ms"),
    "priorities ahpy": Target("priorities and lambda max, 1e5 of order 9: faster than ahpy", 170),
    "priorities eig": Target("priorities and lambda max, 1e5 of order 9: faster than numpy.linalg.eig", 15),
    "priorities error": Target(
        "priorities and lambda max, 1e5 of order 9: largest error", 1e-10, True, "", timed=False
    ),
    "incomplete": Target("lambda-max completion, 1e3 of order 8: faster than ahpy", 900),
    "incomplete minimum": Target("lambda max of a completion above that of ahpy's", 1e-9, True, "", timed=False),
    "panel 19": Target("19 panellists to their ranking, in memory: faster than ahpy + pymcdm", 20),
    "panel 1000": Target("1e3 panellists to their ranking, in memory: faster than ahpy + pymcdm", 450),
    "panel 100000": Target("1e5 panellists to their ranking, in memory: faster than ahpy + pymcdm", 550),
    "panel linear": Target("1e5 panellists beside a hundred times 1e3, in memory", 1, at_most=True),
    "panel csv": Target("1e5 panellists, long CSV to ranking, beside the parse by polars", 4, at_most=True),
    "noise aij": Target("judgement noise, 19 panellists, 1e4 draws, AIJ: faster than the ahpy loop", 1000),
    "noise aip": Target("judgement noise, 19 panellists, 1e4 draws, AIP: faster than the ahpy loop", 500),
    "roadmap draws": Target("best sets of 17 steps, 1e4 draws: faster than HiGHS a draw at a time", 100),
    "roadmap 300": Target("best set of 300 steps, ties settled: beside one bare solve by HiGHS", 5, at_most=True),
    "file polars": Target("TOPSIS 5e6 x 24 out of core: faster than polars, streaming", 5),
    "file dask": Target("TOPSIS 5e6 x 24 out of core: faster than dask.array", 5),
    "file memory": Target("TOPSIS 5e6 x 24 out of core: memory beside the scores", 64, True, "MB", timed=False),
    "help": Target("mcda --help, beside python -c pass", 4, at_most=True),
    "rank script": Target("mcda rank, 17 x 24, beside an argparse + numpy script", 1.4, at_most=True),
    "rank peer": Target("mcda rank, 17 x 24: faster than a pandas + pymcdm script", 7),
    "first frame": Target("mcda judge, first frame, beside a minimal Textual app", 1.4, at_most=True),
}
"""What a comparison reports under -> what it should be. A factor is that of the whole public call."""
