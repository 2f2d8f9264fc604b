"""How often a verdict is wrong on answers whose author saw the task and no check.

``tests/blind/CHAPTER/NAME/`` has them: ``right_*.py`` must pass and ``wrong_*.py`` must fail. An
author of checks thinks of the wrong answers that the checks catch; these people did not know them.

``tests/blind/capstone/slowbook/`` has copies of Slowbook, each as what differs from the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kata import course, owner
from kata.capstone import run, subject
from kata.judging import runner
from kata.verdict import Verdict

BANK = course.ROOT / "tests" / "blind"


@dataclass
class Tally:
    """How many answers to one exercise were judged, and those that were judged wrongly.

    Attributes:
        elsewhere: wrong answers that fail at a check which tries none of the rules that they name,
            each with what that check says. It may be wrong there, and reject a right answer too.
    """

    right: int = 0
    wrong: int = 0
    rejected: list[str] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.right:>3} right, {len(self.rejected)} rejected; "
            f"{self.wrong:>3} wrong, {len(self.accepted)} accepted"
        )


def judge(bank: Path = BANK) -> Iterator[tuple[str, Tally]]:
    """Check every answer of the bank; yield the tally of each exercise, in the course's order."""
    for exercise in course.exercises():
        answers = sorted((bank / exercise.slug).glob("*.py"))
        tally = Tally()
        jobs = [runner.Job(exercise, answer) for answer in answers]
        for job, verdict in runner.check_all(jobs, at_once=2):
            _count(tally, job.answer.name, verdict.passed, verdict.state)
            if job.answer.name.startswith("wrong_") and (why := elsewhere(job, verdict)):
                tally.elsewhere.append(f"{job.answer.name} {why}")
        if answers:
            yield exercise.slug, tally


def elsewhere(job: runner.Job, verdict: Verdict) -> str:
    """Return where a wrong answer fails and why, if that tries none of the rules that it names."""
    check = verdict.failing
    if verdict.state != "failed" or not check or not check.failure:
        return ""
    first, _, _ = course.docstring(job.answer).partition("\n")
    named = {rule for rule in job.exercise.rules if re.search(rf"\b{re.escape(rule)}\b", first)}
    if not named or named & {*job.exercise.checks[check.name].tries}:
        return ""
    return f"fails at {check.name}: {check.failure.says}"


def judge_copies(bank: Path = BANK) -> Iterator[tuple[str, Tally]]:
    """Judge the copies of Slowbook, with one pair of rounds each; yield one tally."""
    site, tally = subject.slowbook(), Tally()
    for folder in sorted((bank / "capstone" / subject.NAME).iterdir()):
        with owner.temporary_folder() as tree:
            subject.lay(tree, site.original, folder)
            verdict = run.judge(site, tree, lambda *told: None, run.Pace(pairs=1, more=0))
        _count(tally, folder.name, verdict.holds, "passed" if verdict.holds else "failed")
    yield subject.NAME, tally


def _count(tally: Tally, name: str, passed: bool, state: str) -> None:
    """Add one verdict; one that could not be reached counts as wrong."""
    if name.startswith("right_"):
        tally.right += 1
        if not passed:
            tally.rejected.append(name)
    else:
        tally.wrong += 1
        if state != "failed":
            tally.accepted.append(name)
