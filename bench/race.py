"""How often the race is wrong, at true ratios that are exact by construction.

The work is a loop of so many turns, here and in the database's process, so a true ratio is a
ratio of turns. Idle, and with a busy loop on every core.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from kata.checks.race import race

REQUIRED = 2.0
RATIOS = (1.0, 1.6, 3.0, 5.0)
TURNS = 60_000
SERVER_TURNS = 600_000  # a query itself costs half a millisecond, and must not count


def in_python(turns: int) -> Callable[[], object]:
    """Return work for this process."""

    def run() -> int:
        total = 0
        for number in range(turns):
            total += number
        return total

    return run


def in_postgresql(turns: int) -> Callable[[], object]:
    """Return work for the database's process.

    A bare loop: rows would be kept in memory that is asked for and given back each time, which
    costs more than in proportion, and most on a busy machine.
    """
    loop = f"DO $$ BEGIN FOR turn IN 1..{turns} LOOP NULL; END LOOP; END $$"

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(loop)

    return run


@contextmanager
def busy(cores: int) -> Iterator[None]:
    """Keep every core busy for the length of the block."""
    hogs = [mp.get_context("spawn").Process(target=_hog, daemon=True) for _ in range(cores)]
    for hog in hogs:
        hog.start()
    time.sleep(0.5 if hogs else 0)
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.join()


def _hog() -> None:
    while True:
        pass


def verdicts(
    work: Callable[[int], Callable[[], object]], size: int, ratio: float, many: int
) -> str:
    """Race ``many`` times at a true ratio and return how it went, as a cell of the table."""
    tally: Counter[str] = Counter()
    spent = 0.0
    slow, fast = work(size), work(round(size / ratio))
    for _ in range(many):
        start = time.perf_counter()
        won = race(slow, fast, times=REQUIRED).won
        spent += time.perf_counter() - start
        tally["close" if won is None else "right" if won == (ratio > REQUIRED) else "wrong"] += 1
    return f"{tally['wrong']} wrong, {tally['close']} close, {spent / many:.2f} s"


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
