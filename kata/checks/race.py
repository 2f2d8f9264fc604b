"""Which of two functions is faster, and by how much, on a machine that is doing other things.

Interleaved pairs vote; the first side to lead by enough wins. With processor time this was wrong
in 0 of 6,505 verdicts, idle and with every core busy, where the minimum of twenty wall times was
wrong in 21% at a true 1.6x against a required 2x (``research/perf-tools.md`` section 3.2).
``make bench`` measures it again here.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from kata.checks import clocks
from kata.checks.same import plain
from kata.verdict import fail, ledger

FLOOR_NS = 2_000_000  # one sample lasts at least 2 ms
STEPS = 20  # and at least so many steps of the clock, which in a browser are up to 1 ms
PAIRS = 20
BUDGET_NS = 10_000_000_000

Call = Callable[[], Any]


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
    slow: Call, fast: Call, *, times: float, clock: Literal["work", "waiting"] = "work"
) -> Race:
    """Return whether ``fast`` is at least ``times`` as fast as ``slow``.

    Args:
        slow, fast: what to run; each is called many times, once untimed.
        times: the required ratio.
        clock: ``work`` is processor time of this process and its PostgreSQL backends;
            ``waiting`` is wall time less the time in the run queue, for connections and round
            trips, and needs a longer lead because it is the noisier one.
    """
    slow(), fast()  # connections, prepared code and caches: both are warm from here on
    now = clocks.work() if clock == "work" else clocks.waiting()
    lead = 4 if clock == "work" else 5
    floor = max(FLOOR_NS, STEPS * clocks.step(now))
    slow_loops, fast_loops = _loops(slow, now, floor), _loops(fast, now, floor)
    score, ratios, start = 0, list[float](), now()
    with _no_gc():
        for pair in range(PAIRS):
            if pair % 2:
                fast_ns, slow_ns = _sample(fast, fast_loops, now), _sample(slow, slow_loops, now)
            else:
                slow_ns, fast_ns = _sample(slow, slow_loops, now), _sample(fast, fast_loops, now)
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
) -> Race:
    """Fail unless ``answer`` is at least ``times`` as fast as ``before``.

    A race that is too close to call fails with that sentence. It is never run again until it
    passes: the required ratio is at most the square root of what a good answer reaches.

    Raises:
        CheckFailed: too slow, or too close to call.
    """
    # A generator or a queryset has done nothing yet: the race is to the last row.
    slow, fast = lambda: plain(before()), lambda: plain(answer())
    result = race(slow, fast, times=times, clock=clock)
    ledger.spent(**{"times faster": round(result.ratio, 1)})
    spread = f"{result.pairs} pairs, {result.low:.1f}x to {result.high:.1f}x"
    allowed = f"at least {times:g} times as fast as {than}."
    if result.won is None:
        raise fail(f"Too close to call: about {result.ratio:.1f}x ({spread}).", allowed)
    if not result.won:
        raise fail(f"{result.ratio:.1f} times as fast as {than} ({spread}).", allowed)
    return result


def _loops(call: Call, now: clocks.Clock, floor: int) -> int:
    """Return how many calls make one sample last long enough."""
    loops = 1
    while (spent := _sample(call, loops, now) * loops) < floor and loops < 1_000_000:
        loops = min(10 * loops, max(loops + 1, round(1.2 * loops * floor / max(spent, 1))))
    return loops


def _sample(call: Call, loops: int, now: clocks.Clock) -> float:
    """Return nanoseconds for one call, over so many."""
    start = now()
    for _ in range(loops):
        call()
    return max(now() - start, 1) / loops


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
