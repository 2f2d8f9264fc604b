"""What a check finds: the failure that it raises, and what it measured.

A check that fails raises :class:`CheckFailed` with a :class:`Failure`, which says what happened in
the learner's words. Nothing here knows a terminal or a database, or how a verdict is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A place in the learner's file, how often it acted, and the statement it sent."""

    count: int
    where: str
    source: str
    sql: str = ""


@dataclass(frozen=True)
class Failure:
    """Why a check failed.

    Attributes:
        says: what was seen, one sentence or a few.
        allowed: what would have passed; empty where ``says`` tells it.
        lines: the places in the answer that did it, the costliest first.
        details: lines to show as they are, such as rows that differ.
    """

    says: str
    allowed: str = ""
    lines: tuple[Line, ...] = ()
    details: tuple[str, ...] = ()


class CheckFailed(AssertionError):
    """A check failed because of the answer."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.says)
        self.failure = failure


class MeterBroken(Exception):
    """The engine cannot measure here. This is never the learner's failure."""


def fail(
    says: str, allowed: str = "", lines: Sequence[Line] = (), details: Sequence[str] = ()
) -> CheckFailed:
    """Return the exception to raise for a failed check."""
    return CheckFailed(Failure(says, allowed, tuple(lines), tuple(details)))


def plural(number: float, one: str, many: str = "") -> str:
    """Return ``1 query`` or ``4 queries``; ``many`` defaults to ``one`` and an s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def expect(holds: object, says: str, allowed: str = "", details: Sequence[str] = ()) -> None:
    """Fail with a sentence unless ``holds`` is true."""
    if not holds:
        raise fail(says, allowed, details=details)


class Ledger:
    """What the check that is running now has measured. One check runs at a time."""

    def __init__(self) -> None:
        self.cost: dict[str, float] = {}
        self.notes: list[str] = []

    def clear(self) -> None:
        """Forget everything, before the next check."""
        self.cost, self.notes = {}, []

    def spent(self, **cost: float) -> None:
        """Add readings; of two with one name the higher counts."""
        for name, value in cost.items():
            self.cost[name] = max(value, self.cost.get(name, value))

    def note(self, sentence: str) -> None:
        """Add a sentence to show beside the verdict, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


ledger = Ledger()
