"""Checks from a warm process, as ``kata`` alone makes them: forked, recorded, and shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from rich.console import Console

from kata import report
from kata.cli import screen
from kata.course import Exercise, exercises
from kata.judging import runner
from kata.learner.attempts import Attempt
from kata.learner.progress import ProgressProblem
from kata.verdict import Verdict


def judge(exercise: Exercise) -> Verdict:
    """Check the learner's file, record the verdict, and return it."""
    attempt = Attempt.of(exercise)
    verdict = runner.check(runner.Job(exercise, exercise.answer))
    _save(attempt, verdict)
    return verdict


def check_all(
    out: Console, chosen: Sequence[Exercise], stopped: Callable[[], bool] = lambda: False
) -> list[Exercise]:
    """Check several of the learner's files, show a line for each; return those that do not pass.

    Args:
        stopped: whether the learner wants no more; what runs then is ended.
    """
    attempts = {exercise.slug: Attempt.of(exercise) for exercise in chosen}
    jobs = [runner.Job(exercise, exercise.answer) for exercise in chosen]
    failing = []
    for job, verdict in runner.check_all(jobs, at_once=os.cpu_count() or 1, stopped=stopped):
        screen.show(out, report.headline(verdict, out.width))
        _save(attempts[job.exercise.slug], verdict)
        if not verdict.passed:
            failing.append(job.exercise)
    return failing


def all_solved(out: Console) -> None:
    """Say that the course is done, and check everything once more."""
    everything = exercises()
    out.print(f"All {len(everything)} exercises are solved. Checking each once more ...\n")
    failing = check_all(out, everything)
    out.print()
    if failing:
        screen.paragraph(out, "Some of them no longer pass.")
        screen.next_step(out, f"kata check {failing[0].slug}")
    else:
        screen.paragraph(out, "All of them pass. The site is fast, and you can prove it.")


def _save(attempt: Attempt, verdict: Verdict) -> None:
    """Record a verdict; where that is impossible, the verdict stands and says so."""
    try:
        attempt.save(verdict)
    except ProgressProblem as problem:
        verdict.checks[-1].notes.append(str(problem))
