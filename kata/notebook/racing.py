"""Which of two is faster, and by how much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kata.checks import race as races
from kata.checks.same import plain
from kata.notebook import trip
from kata.notebook.html import tag, text
from kata.notebook.show import Output


class RaceResult(Output):
    """How a race ended; ``ratio`` is the median of slow / fast."""

    def __init__(self, names: tuple[str, str], race: races.Race, clock: str) -> None:
        self.names, self.race, self.clock = names, race, clock
        self.note = trip.note()

    @property
    def ratio(self) -> float:
        """How much faster the second is: 2.0 for twice as fast."""
        return self.race.ratio

    def _says(self) -> str:
        slow, fast = self.names
        if self.ratio < 1:
            slow, fast = fast, slow
        ratio = max(self.ratio, 1 / self.ratio)
        return f"{fast} is {ratio:.1f} times as fast as {slow}."

    def _detail(self) -> str:
        low, high = sorted((self.race.low, self.race.high))
        return (
            f"{self.race.pairs} pairs, {low:.1f}x to {high:.1f}x, {self.clock}. {self.note}".strip()
        )

    def html(self) -> str:
        """Return the result as a sentence."""
        return tag(
            "div",
            "box",
            tag("div", "strong", text(self._says())),
            tag("p", "note", text(self._detail())),
        )

    def __str__(self) -> str:
        return f"{self._says()}\n{self._detail()}"


def race(
    slow: Callable[[], Any], fast: Callable[[], Any], *, names: tuple[str, str] | None = None
) -> RaceResult:
    """Race two functions as the checks do, and show how much faster the second is.

    Pairs alternate in one process until one side leads clearly. The clock is processor time, of
    this process and of its PostgreSQL backends; while a round trip is on it is wall time, less the
    time spent waiting for a processor. What is returned lazily is read.

    Example::

        race(lambda: old(100), lambda: new(100))
    """
    names = names or (_name(slow, "the first"), _name(fast, "the second"))
    is_waiting = trip.is_on()
    result = races.race(
        lambda: plain(slow()),
        lambda: plain(fast()),
        times=1,
        clock="waiting" if is_waiting else "work",
    )
    clock = "wall time" if is_waiting else "processor time of Python and of the database"
    return RaceResult(names, result, clock)


def _name(function: Callable[[], Any], otherwise: str) -> str:
    name = getattr(function, "__name__", "")
    return otherwise if name in {"", "<lambda>"} else name
