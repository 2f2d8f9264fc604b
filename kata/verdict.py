"""The nouns of a verdict: an exercise's checks, how each went, and what it cost.

``kata.checks.findings`` has what a check finds; ``report`` draws it. Nothing here knows pytest, a
terminal or a database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from kata.checks.findings import Failure

RATIO = "times faster"  # the one cost of which more is better

State = Literal["passed", "failed", "skipped", "not run", "broken"]


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
        gain: what a pass has brought, in a sentence.
        seconds: from the first check to the last, wall time.
    """

    slug: str
    answer: str
    checks: list[Check] = field(default_factory=list)
    printed: str = ""
    gain: str = ""
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

    @property
    def spent(self) -> dict[str, float]:
        """The costs of which less is better, for a record of the lowest."""
        return {name: value for name, value in self.cost.items() if name != RATIO}

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as JSON types, its state included."""
        return {**asdict(self), "state": self.state}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        """Return the verdict that :meth:`to_json` wrote."""
        fields = {key: value for key, value in data.items() if key not in {"state", "checks"}}
        return cls(**fields, checks=[check_from_json(check) for check in data["checks"]])


def failure(says: str, details: Sequence[str] = ()) -> Failure:
    """Return a failure that no check found, such as that of a check that could not run."""
    from kata.checks.findings import Failure  # with it comes Django, which takes a while to load

    return Failure(says, details=tuple(details))


def check_from_json(data: dict[str, Any]) -> Check:
    """Return the check that ``dataclasses.asdict`` wrote."""
    failure = data["failure"]
    if failure:
        from kata.checks.findings import Failure, Line

        failure = Failure(
            says=failure["says"],
            allowed=failure["allowed"],
            lines=tuple(Line(**line) for line in failure["lines"]),
            details=tuple(failure["details"]),
        )
    return Check(**{**data, "failure": failure})
