"""Numbered blocks on any executor: the same bytes, bounded waiting, workers that die, interruptions."""

import multiprocessing
import os
import time
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

import numpy as np
import pytest

from mcda.ranking import topsis
from mcda.sensitivity import LostWorkersError, UniformWeights, accumulate
from mcda.sensitivity.blocks import BLOCK, Span, block_draws, generator, in_order, spans

VALUES = np.random.default_rng(0).uniform(1, 9, (7, 4))
SIGNS = np.array([1, -1, 1, 1])
PARTS = ("ranks", "central_weights", "confidence", "pairwise")
SPAWN = multiprocessing.get_context("spawn")


def counted(executor=None, draws=150_000, seed=3, draw=None, values=VALUES, score=topsis, **options):
    draw = draw or UniformWeights(4)
    return accumulate(draw, score, SIGNS, values, draws=draws, seed=seed, executor=executor, **options)


def bytes_of(found):
    return b"".join(getattr(found, part).tobytes() for part in PARTS)


@dataclass(frozen=True)
class NoisyValues:
    """Weights, and values that are uncertain."""

    def __call__(self, rng, count):
        return UniformWeights(4)(rng, count), VALUES + rng.normal(0, 0.5, (count, *VALUES.shape))


class Fickle:
    """Draws values the first time only."""

    asked = 0

    def __call__(self, rng, count):
        self.asked += 1
        return NoisyValues()(rng, count) if self.asked == 1 else UniformWeights(4)(rng, count)


@dataclass(frozen=True)
class Deadly:
    """Ends the process the first time it is asked, wherever that is."""

    mark: str

    def __call__(self, rng, count):
        if not os.path.exists(self.mark):  # noqa: PTH110
            open(self.mark, "x").close()  # noqa: PTH123
            os._exit(1)
        return UniformWeights(4)(rng, count)


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("kind", ["threads", "processes"])
def test_the_same_seed_gives_the_same_bytes_for_any_number_of_workers(kind, workers):
    pools = {
        "threads": lambda: ThreadPoolExecutor(workers),
        "processes": lambda: ProcessPoolExecutor(workers, mp_context=SPAWN),
    }
    with pools[kind]() as executor:
        assert bytes_of(counted(executor)) == bytes_of(counted())
        assert bytes_of(counted(executor, in_flight=1)) == bytes_of(counted())


def test_one_draw_is_enough():
    found = counted(Counting(), draws=1, block=1, in_flight=1)
    assert found.draws == 1
    assert bytes_of(found) == bytes_of(counted(draws=1, block=1))


def test_drawn_values_give_the_same_bytes_too():
    with ThreadPoolExecutor(2) as executor:
        one, two = (counted(each, 20_000, draw=NoisyValues(), values=None, block=256) for each in (None, executor))
    assert bytes_of(one) == bytes_of(two)
    assert ((one.confidence > 0) & (one.confidence < 1)).any()


def test_ties_give_the_same_bytes_too():
    """Thirds of draws are no binary numbers: they are added in the order of the blocks."""
    values = np.random.default_rng(1).integers(1, 3, (7, 4)).astype(float)
    with ThreadPoolExecutor(3) as executor:
        one, two = (counted(each, values=values, score="vikor", draws=100_000, block=512) for each in (None, executor))
    assert bytes_of(one) == bytes_of(two)


def test_another_seed_gives_other_draws_within_their_error():
    one, other = counted(seed=1), counted(seed=2)
    assert bytes_of(one) != bytes_of(other)
    assert (abs(one.ranks - other.ranks) <= 5 * np.hypot(one.error, other.error) + 1e-4).all()


def test_a_block_is_drawn_alone_as_it_is_among_others():
    together = [w for w, _ in block_draws(UniformWeights(3), 5, Span(0, 4, 35), 10)]
    alone = next(block_draws(UniformWeights(3), 5, Span(2, 3, 10), 10))[0]
    np.testing.assert_array_equal(together[2], alone)
    assert [len(w) for w in together] == [10, 10, 10, 5]
    assert generator(5, 2).random() != generator(5, 3).random()


@pytest.mark.parametrize(("draws", "block"), [(1, 2048), (2048, 2048), (2049, 2048), (1_000_000, 2048), (77, 1)])
def test_spans_hold_every_draw_once(draws, block):
    found = list(spans(draws, block))
    assert sum(span.draws for span in found) == draws
    assert [span.first for span in found[1:]] == [span.stop for span in found[:-1]]
    assert found[-1].stop == -(-draws // block)


def test_a_task_has_32_to_256_blocks_of_2048_draws():
    assert list(spans(100_000)) == [(0, 32, 65_536), (32, 49, 34_464)]
    assert list(spans(10_000_000))[-1] == (77 * 63, 4883, 10_000_000 - 77 * 63 * 2048)


def test_a_billion_draws_are_not_listed():
    first = next(iter(spans(10**9)))
    assert first.draws == 256 * 2048


def test_uniform_weights_are_uniform_on_the_simplex():
    """Each is Beta(1, m - 1): mean 1/m, and P(w > x) = (1 - x)^(m - 1)."""
    weights = UniformWeights(5)(generator(0, 0), 200_000).astype(float)
    weights /= weights.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(weights.mean(axis=0), 0.2, atol=0.002)
    for x in (0.1, 0.3, 0.6):
        np.testing.assert_allclose((weights > x).mean(axis=0), (1 - x) ** 4, atol=0.005)
    assert UniformWeights(1)(generator(0, 0), 10).min() > 0
    with pytest.raises(ValueError, match="at least one criterion"):
        UniformWeights(0)


class Nothing:
    """A generator whose first number of all is the one in 16 million that is 0."""

    def random(self, shape, dtype):
        drawn = np.full(shape, 0.75, dtype)
        drawn[0] = 0
        return drawn


@pytest.mark.parametrize("m", [1, 3])
def test_a_draw_of_nothing_but_zeros_still_weighs_something(m):
    weights = UniformWeights(m)(Nothing(), 2)
    assert (weights[0] > 0).all()
    assert (weights[0] < 1e-20).all()
    np.testing.assert_allclose(weights[1], np.log(4), rtol=1e-6)


def test_weights_may_be_whole_numbers():
    def draw(rng, count):
        return rng.integers(1, 9, (count, 4))

    found = counted(draw=draw, draws=500)
    assert bytes_of(found) == bytes_of(counted(draw=lambda *asked: draw(*asked).astype(float), draws=500))


def test_progress_is_told_in_order_up_to_the_end():
    told = []
    with ThreadPoolExecutor(2) as executor:
        counted(executor, 300_000, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (300_000, 300_000)
    told.clear()
    counted(None, 1_000, draw=NoisyValues(), values=None, progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 2_000), (1_000, 2_000), (1_000, 2_000), (2_000, 2_000)]
    told.clear()
    asked = {"draw": NoisyValues(), "values": None, "block": 10}
    counted(Counting(), 100, **asked, progress=lambda done, total: told.append((done, total)))
    assert told == [(done, 200) for done in (40, 80, 100, 140, 180, 200)]  # tasks are eight times smaller


def test_what_progress_raises_ends_the_count_within_a_block():
    told = []

    def stop(done, total):  # noqa: ARG001
        told.append(done)
        if done:
            raise KeyError

    with pytest.raises(KeyError):
        counted(None, 100_000, draw=NoisyValues(), values=None, progress=stop)
    assert told == [0, BLOCK]


class Counting(Executor):
    """Runs at once, here, and remembers what waits."""

    def __init__(self, failures=0, error=OSError):
        self.failures, self.error, self.submitted = failures, error, 0
        self.futures = []

    def submit(self, work, /, *args, **options):
        self.submitted += 1
        future = Future()
        self.futures.append(future)
        if self.failures:
            self.failures -= 1
            future.set_exception(self.error("gone"))
        else:
            future.set_result(work(*args, **options))
        return future


def test_a_task_that_fails_is_tried_again():
    executor = Counting(failures=2)
    assert bytes_of(counted(executor)) == bytes_of(counted())
    assert executor.submitted == len(list(spans(150_000))) + 2


def test_a_task_that_fails_three_times_is_believed():
    executor = Counting(failures=9)
    with pytest.raises(OSError, match="gone"):
        counted(executor)
    assert executor.submitted == len(list(spans(150_000))) + 2


class Scripted(Executor):
    """Does with each task what is said, in the order in which it is given them; whatever comes later it does."""

    def __init__(self, *outcomes):
        self.outcomes, self.given = list(outcomes), []

    def submit(self, work, /, *args, **options):
        self.given.append(args[0].first)
        outcome = self.outcomes.pop(0) if self.outcomes else "done"
        future = Future()
        if outcome == "done":
            future.set_result(work(*args, **options))
        elif outcome == "cancelled":
            future.cancel()
            future.set_running_or_notify_cancel()
        elif outcome == "later":
            future = Later()
            future.work = lambda: work(*args, **options)
        elif outcome == "closed":
            raise BrokenProcessPool
        else:
            future.set_exception(outcome)
        return future


class Later(Future):
    """Is not done before somebody waits for it."""

    def result(self, timeout=None):  # noqa: ARG002
        return self.work()


TASKS = [Span(first, first + 1, 5) for first in range(4)]


def test_all_that_fell_with_a_worker_is_handed_on_at_once():
    """Not what failed by itself, nor what is still being done."""
    lost = BrokenProcessPool("gone")
    executor = Scripted(lost, OSError("full"), "later", lost)
    results = in_order(len, TASKS, executor)
    assert next(results) == (TASKS[0], 3)
    assert executor.given == [0, 1, 2, 3, 0, 3]
    assert list(results) == [(task, 3) for task in TASKS[1:]]
    assert executor.given == [0, 1, 2, 3, 0, 3, 1]


def test_one_whose_workers_are_lost_three_times_is_lost():
    executor = Scripted(*[BrokenProcessPool("gone")] * 9)
    with pytest.raises(LostWorkersError, match="lost before block 0"):
        next(in_order(len, TASKS, executor, in_flight=1))


def test_one_that_is_cancelled_beside_one_that_failed_is_lost():
    results = in_order(len, TASKS, Scripted(OSError("full"), "cancelled"))
    assert next(results) == (TASKS[0], 3)
    with pytest.raises(LostWorkersError, match="lost before block 1"):
        next(results)


def test_an_executor_that_takes_nothing_any_more_is_lost():
    with pytest.raises(LostWorkersError, match="lost before block 1"):
        list(in_order(len, TASKS, Scripted("done", "closed")))


def test_what_is_not_asked_for_any_more_is_cancelled():
    class Begun(Executor):
        """Does the first task only."""

        def __init__(self):
            self.futures = []

        def submit(self, work, /, *args, **options):
            future = Future()
            if not self.futures:
                future.set_result(work(*args, **options))
            self.futures.append(future)
            return future

    executor = Begun()
    results = in_order(len, TASKS, executor, in_flight=3)
    assert next(results) == (TASKS[0], 3)
    results.close()
    assert [future.cancelled() for future in executor.futures] == [False, True, True]


def test_a_task_that_was_cancelled_is_lost():
    """An executor that has lost its workers for good may well take the task again, and never do it."""
    executor = Counting(failures=1, error=CancelledError)
    with pytest.raises(LostWorkersError, match="lost before block 0"):
        counted(executor)
    assert executor.submitted == len(list(spans(150_000)))


def test_what_the_scorer_refuses_is_not_tried_again():
    executor = Counting()
    with ThreadPoolExecutor(1) as threads:
        executor.submit = threads.submit
        with pytest.raises(ValueError, match="needs positive values"):
            counted(executor, values=-VALUES, score="weighted-sum")


def test_only_so_many_tasks_wait():
    class Slow(Executor):
        waiting = most = 0

        def submit(self, work, /, *args, **options):
            outer = self
            self.waiting += 1
            self.most = max(self.most, self.waiting)

            class Later(Future):
                def result(self, timeout=None):  # noqa: ARG002
                    outer.waiting -= 1
                    return work(*args, **options)

            return Later()

    executor = Slow()
    assert [span.first for span, _ in in_order(len, spans(10_000, 1), executor, 5)] == list(range(0, 10_000, 157))
    assert executor.most == 5


def test_a_pool_that_lost_a_worker_is_named_and_a_fresh_one_gives_the_same(tmp_path):
    draw = Deadly(str(tmp_path / "mark"))
    with (
        ProcessPoolExecutor(2, mp_context=SPAWN) as executor,
        pytest.raises(LostWorkersError, match="with a new executor, or without one") as raised,
    ):
        counted(executor, draw=draw)
    assert isinstance(raised.value.__cause__, BrokenProcessPool)
    with ProcessPoolExecutor(2, mp_context=SPAWN) as executor:
        assert bytes_of(counted(executor, draw=draw)) == bytes_of(counted())


def test_an_interruption_cancels_what_has_not_begun():
    done = []

    def slow(span):
        time.sleep(0.02)
        done.append(span)

    def stop(_done, _total):
        raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as executor:
        with pytest.raises(KeyboardInterrupt):
            counted(executor, 2_000_000, progress=stop)
        begin = time.perf_counter()
        tasks = in_order(slow, spans(1_000_000, 1000), executor)
        next(tasks)
        tasks.close()
        executor.submit(int).result()
    assert len(done) <= 3
    assert time.perf_counter() - begin < 2


def fifth(row, count):
    """Draws of which the fifth has those weights; others have a 0 among theirs."""
    weights = np.ones((count, 4))
    weights[:, 2], weights[4] = 0, row
    return weights


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"draws": 0}, "each must be 1 or more"),
        ({"block": 0}, "each must be 1 or more"),
        ({"in_flight": 0}, "each must be 1 or more"),
        ({"seed": -1}, "seed is -1"),
        ({"draw": lambda _, count: np.ones((count, 3))}, "drawn weights have shape"),
        ({"draw": lambda _, count: np.ones(count)}, r"drawn weights have shape \(10,\): they must be"),
        ({"draw": lambda _, count: np.ones((count - 1, 4))}, "were asked for"),
        ({"draw": lambda _, count: -np.ones((count, 4))}, "finite, 0 or more"),
        ({"draw": lambda _, count: np.zeros((count, 4))}, "not all 0"),
        ({"draw": lambda _, count: np.full((count, 4), np.nan)}, "finite"),
        (
            {"draw": lambda _, count: fifth([0.5, 2, -1, 1], count)},
            r"weights \[0.5, 2.0, -1.0, 1.0\]: they must be finite",
        ),
        ({"draw": lambda _, count: fifth([0.0, 0, 0, 0], count)}, r"weights \[0.0, 0.0, 0.0, 0.0\]"),
        ({"draw": lambda _, count: fifth([np.inf, 1, 1, 1], count)}, r"weights \[inf, 1.0, 1.0, 1.0\]"),
        ({"values": None}, "either given or drawn"),
        ({"draw": NoisyValues()}, "either given or drawn"),
        (
            {"draw": lambda _, count: (np.ones((count, 4)), np.ones((count, 7, 3))), "values": None},
            "must be .10, a, 4.",
        ),
        (
            {"draw": lambda _, count: (np.ones((count, 4)), np.ones((count, 4))), "values": None},
            "drawn values have shape",
        ),
        ({"draw": lambda _, count: (np.ones((count, 4)), np.ones((count - 1, 7, 4))), "values": None}, "asked for"),
        ({"draw": Fickle(), "values": None}, "drawn for some blocks and not for others"),
        ({"values": np.ones((2, 3))}, "values has shape"),
    ],
)
def test_draws_that_are_none_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        counted(**{"draws": 10, **options})
