"""What a check of the learner's own file leaves in their progress."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kata.course import Exercise
from kata.learner import progress
from kata.verdict import Verdict


@dataclass(frozen=True)
class Attempt:
    """The files of an exercise as they were when their check began."""

    exercise: Exercise
    answer: str
    tests: str

    @classmethod
    def of(cls, exercise: Exercise) -> Attempt:
        """Take down what is about to be checked."""
        return cls(exercise, _sum(exercise.answer), _sum(exercise.test))

    def save(self, verdict: Verdict) -> None:
        """Record the verdict. The untouched starter, or one that was not judged, is no attempt.

        Raises:
            ProgressProblem: it cannot be saved.
        """
        judged = verdict.state in {"passed", "failed"}
        if judged and self.answer and self.answer != _sum(self.exercise.before):
            progress.record(verdict.slug, verdict.passed, verdict.spent, self.answer, self.tests)


def changed(exercise: Exercise) -> bool:
    """Whether the learner's file differs from the starter."""
    return _sum(exercise.answer) not in {"", _sum(exercise.before)}


def _sum(path: Path) -> str:
    """Return the hash of a file; empty when there is none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
