"""Which of two functions is faster, and by how much, on a machine that is doing other things.

Interleaved pairs vote; the first side to lead by enough wins. With processor time this was wrong
in 0 of 6,505 verdicts, idle and with every core busy, where the minimum of twenty wall times was
wrong in 21% at a true 1.6x against a required 2x. ``make bench`` measures it again here.

A result that is remembered for a few milliseconds would win any race on data that stands still.
So a test can change the data before every call, outside the measured time, and each pair compares
a result that was returned right after a change. Without such a change, an answer that sends no
statement is refused.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from kata.checks import clocks
from kata.checks.findings import fail, ledger
from kata.checks.queries import Meter
from kata.checks.same import plain, same

FLOOR_NS = 2_000_000  # one sample lasts at least 2 ms
STEPS = 20  # and at least so many steps of the clock, which in a browser are up to 1 ms
PAIRS = 20
BUDGET_NS = 10_000_000_000

Call = Callable[[], Any]
Compare = Callable[[Any, Any], object]


@dataclass(frozen=True)
class Race:
    """How a race ended.

    Attributes:
        won: whether the ratio reached what was required; None is too close to call.
        ratio: the median of slow / fast over the pairs.
        low, high: the smallest and the largest of them.
        pairs: how many were run.
    """

    won: bool | None
    ratio: float
    low: float
    high: float
    pairs: int


def race(
    slow: Call,
    fast: Call,
    *,
    times: float,
    clock: Literal["work", "waiting"] = "work",
    change: Call | None = None,
    compare: Compare | None = None,
) -> Race:
    """Return whether ``fast`` is at least ``times`` as fast as ``slow``.

    Args:
        slow, fast: what to run; each is called many times, once untimed.
        times: the required ratio.
        clock: ``work`` is processor time of this process and its PostgreSQL backends;
            ``waiting`` is wall time less the time in the run queue, for connections and round
            trips, and needs a longer lead because it is the noisier one.
        change: changes the data before every call of both; its own time is not measured.
        compare: is given a result of ``fast`` and the one of ``slow``, on the same data, and
            raises when they differ: before the race, and in every pair.
    """
    slow(), fast()  # connections, prepared code and caches: both are warm from here on
    if change is not None:
        with clocks.frozen():
            fast(), change()
            _agree(slow, fast(), compare)
    now = clocks.work() if clock == "work" else clocks.waiting()
    lead = 4 if clock == "work" else 5
    floor = max(FLOOR_NS, STEPS * clocks.step(now))
    slow_loops, fast_loops = (_loops(call, now, floor, change) for call in (slow, fast))
    score, ratios, start = 0, list[float](), now()

    def fast_sample() -> float:
        spent, result = _sample(fast, fast_loops, now, change)
        _agree(slow, result, compare)
        return spent

    def slow_sample() -> float:
        return _sample(slow, slow_loops, now, change)[0]

    with _no_gc():
        for pair in range(PAIRS):
            if pair % 2:
                fast_ns, slow_ns = fast_sample(), slow_sample()
            else:
                slow_ns, fast_ns = slow_sample(), fast_sample()
            ratios.append(slow_ns / fast_ns)
            score += 1 if ratios[-1] >= times else -1
            if abs(score) >= lead or now() - start > BUDGET_NS:
                break
    won = None if abs(score) < lead else score > 0
    return Race(won, median(ratios), min(ratios), max(ratios), len(ratios))


def faster(
    answer: Call,
    before: Call,
    *,
    times: float,
    clock: Literal["work", "waiting"] = "work",
    than: str = "the starter",
    change: Call | None = None,
    compare: Compare | None = None,
) -> Race:
    """Fail unless ``answer`` is at least ``times`` as fast as ``before``.

    A race that is too close to call fails with that sentence. It is never run again until it
    passes: the required ratio is at most the square root of what a good answer reaches.

    Args:
        change: changes a few rows, cheaply, so that the right result becomes another one. It is
            called before every call of both, and its time is not measured.
        compare: compares the answer's result with the starter's after a change; ``same`` if the
            test gives none.

    Raises:
        CheckFailed: too slow, too close to call, or a result that was remembered.
    """
    # A generator or a queryset has done nothing yet: the race is to the last row.
    slow, fast = lambda: plain(before()), lambda: plain(answer())
    if change is not None:
        compare = compare or _same
    result = race(slow, fast, times=times, clock=clock, change=change, compare=compare)
    ledger.spent(**{"times faster": round(result.ratio, 1)})
    spread = f"{result.pairs} pairs, {result.low:.1f}x to {result.high:.1f}x"
    allowed = f"at least {times:g} times as fast as {than}."
    if result.won is None:
        raise fail(f"Too close to call: about {result.ratio:.1f}x ({spread}).", allowed)
    if not result.won:
        raise fail(f"{result.ratio:.1f} times as fast as {than} ({spread}).", allowed)
    _asks_again(fast, slow)
    return result


def _same(got: Any, expected: Any) -> None:
    same(got, expected, call="Called again", given="right after the data had changed")


def _agree(slow: Call, result: Any, compare: Compare | None) -> None:
    if compare is not None:
        compare(result, slow())


def _asks_again(fast: Call, slow: Call) -> None:
    """Fail when the answer sends nothing, right after another call, and the starter does."""
    with clocks.frozen():
        fast()
        with Meter() as meter:
            fast()
    if meter.count:
        return
    with Meter() as meter:
        slow()
    if meter.count:
        raise fail(
            "Called again at once, it sent no query: it returned a result that it remembered.",
            "a result of the data as it is at each call.",
        )


def _loops(call: Call, now: clocks.Clock, floor: int, change: Call | None) -> int:
    """Return how many calls make one sample last long enough."""
    loops = 1
    while (spent := _sample(call, loops, now, change)[0] * loops) < floor and loops < 1_000_000:
        loops = min(10 * loops, max(loops + 1, round(1.2 * loops * floor / max(spent, 1))))
    return loops


def _sample(call: Call, loops: int, now: clocks.Clock, change: Call | None) -> tuple[float, Any]:
    """Return nanoseconds for one call, over so many, and what the last one returned."""
    result = None
    if change is None:
        start = now()
        for _ in range(loops):
            result = call()
        return max(now() - start, 1) / loops, result
    spent = 0
    for _ in range(loops):
        change()
        start = now()
        result = call()
        spent += now() - start
    return max(spent, 1) / loops, result


@contextmanager
def _no_gc() -> Iterator[None]:
    """Keep the collector from running in one side's samples and not in the other's."""
    enabled = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
