"""The nouns of a verdict: what a check found, and what it cost.

A check that fails raises :class:`CheckFailed` with a :class:`Failure`, which says what happened in
the learner's words; ``report`` draws it. Nothing here knows pytest, a terminal or a database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

State = Literal["passed", "failed", "skipped", "not run", "broken"]


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


@dataclass
class Check:
    """One test of an exercise and how it went.

    Attributes:
        name: the test's name without ``test_``, such as ``queries``.
        title: the first line of its docstring.
        cost: what was measured, such as ``{"queries": 2}``; units are in the names.
        notes: sentences to show beside it, such as "with a round trip of 1 ms".
    """

    name: str
    title: str
    state: State = "not run"
    cost: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    failure: Failure | None = None
    seconds: float = 0.0


@dataclass
class Verdict:
    """What all checks of one exercise say of one answer.

    Attributes:
        slug: the exercise, such as ``related_objects/feed``.
        answer: the checked file, relative to the project where it lies in it.
        printed: the beginning of what the answer printed.
        seconds: from the first check to the last, wall time.
    """

    slug: str
    answer: str
    checks: list[Check] = field(default_factory=list)
    printed: str = ""
    seconds: float = 0.0

    @property
    def state(self) -> State:
        """Failed or broken if any check is, skipped if one is and none failed, else passed."""
        states = {check.state for check in self.checks}
        for state in ("broken", "failed", "skipped", "not run"):
            if state in states:
                return state
        return "passed" if states else "not run"

    @property
    def passed(self) -> bool:
        """Whether every check ran and passed."""
        return self.state == "passed"

    @property
    def failing(self) -> Check | None:
        """The first check that did not pass, or None."""
        return next((c for c in self.checks if c.state not in {"passed", "not run"}), None)

    @property
    def tally(self) -> str:
        """How many checks pass; where some did not run, which one fails."""
        many = len(self.checks)
        passed = sum(check.state == "passed" for check in self.checks)
        if self.passed:
            return f"all {many} checks pass" if many > 1 else "the check passes"
        failing = self.failing
        if failing and any(check.state == "not run" for check in self.checks):
            return f"check {self.checks.index(failing) + 1} of {many} fails"
        return f"{passed} of {many} checks pass" if many > 1 else "the check fails"

    @property
    def cost(self) -> dict[str, float]:
        """Everything that was measured, the highest reading of each."""
        cost: dict[str, float] = {}
        for check in self.checks:
            for name, value in check.cost.items():
                cost[name] = max(value, cost.get(name, value))
        return cost

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as JSON types, its state included."""
        return {**asdict(self), "state": self.state}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        """Return the verdict that :meth:`to_json` wrote."""
        fields = {key: value for key, value in data.items() if key not in {"state", "checks"}}
        return cls(**fields, checks=[check_from_json(check) for check in data["checks"]])


def check_from_json(data: dict[str, Any]) -> Check:
    """Return the check that ``dataclasses.asdict`` wrote."""
    failure = data["failure"]
    if failure:
        failure = Failure(
            says=failure["says"],
            allowed=failure["allowed"],
            lines=tuple(Line(**line) for line in failure["lines"]),
            details=tuple(failure["details"]),
        )
    return Check(**{**data, "failure": failure})


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
