"""Runs the checks of an exercise on its mutants and tells which ones survive."""

from __future__ import annotations

import math
import shutil
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kata.course import Exercise
from kata.judging import runner
from kata.judging.mutants import Identity, Mutant, equivalent, make
from kata.judging.plugin import CPU_SECONDS
from kata.judging.runner import Job
from kata.verdict import Verdict

LEAST_SECONDS = 4
OUT_OF_TIME = "still runs after", "still waits after"  # as `blame` says it


@dataclass
class Trial:
    """What became of an exercise's mutants.

    Attributes:
        made: how many there are.
        killed: for each check, how many mutants it failed.
        stopped: how many of these used up their time.
        survivors: those that passed every check and are not listed; each with its file.
        listed: how many passed and are listed as equivalent.
        unjudged: those whose checks broke or were skipped, and what was said.
        stale: listed mutants that did not pass, or do not exist any more.
        problem: why no mutant was tried, empty when they were.
    """

    exercise: Exercise
    made: int = 0
    killed: Counter[str] = field(default_factory=Counter)
    stopped: int = 0
    survivors: list[tuple[Mutant, Path]] = field(default_factory=list)
    listed: int = 0
    unjudged: list[tuple[Mutant, str]] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    problem: str = ""

    @property
    def good(self) -> bool:
        """Whether nothing is left to explain."""
        return not (self.survivors or self.unjudged or self.problem)

    def to_json(self) -> dict[str, Any]:
        """Return the numbers as JSON types."""
        return {
            "slug": self.exercise.slug,
            "made": self.made,
            "killed": dict(self.killed),
            "stopped": self.stopped,
            "equivalent": self.listed,
            "survivors": [
                {**asdict(mutant.identity), "line": mutant.line} for mutant, _ in self.survivors
            ],
            "unjudged": [
                {**asdict(m.identity), "line": m.line, "says": s} for m, s in self.unjudged
            ],
            "stale": self.stale,
            "problem": self.problem,
        }


def run(exercise: Exercise, *, at_once: int) -> Trial:
    """Check the mutants of one exercise. The files of survivors stay in ``build/mutants``."""
    trial = Trial(exercise)
    good = [exercise.after, *exercise.also]
    verdicts = [
        verdict
        for _, verdict in runner.check_all([Job(exercise, p) for p in good], at_once=at_once)
    ]
    if failing := [verdict for verdict in verdicts if not verdict.passed]:
        trial.problem = f"{failing[0].answer} does not pass: {_says(failing[0])}"
        return trial
    # More than a good answer takes, also on a busy machine; what does not end is stopped.
    slowest = max(sum(check.seconds for check in verdict.checks) for verdict in verdicts)
    seconds = min(CPU_SECONDS, LEAST_SECONDS + math.ceil(slowest))
    folder = exercise.root / "build" / "mutants" / exercise.folder / exercise.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = _written(list(make(good)), folder)
    trial.made = len(files)
    _judge(trial, files, seconds, at_once)
    (folder / "survivors.toml").write_text(
        "\n".join(mutant.identity.toml() for mutant, _ in trial.survivors), encoding="utf-8"
    )
    return trial


def _written(mutants: list[Mutant], folder: Path) -> dict[Path, Mutant]:
    files = {}
    for number, mutant in enumerate(mutants, 1):
        origin = Path(mutant.identity.file).stem
        path = folder / f"{origin}_{number:03}_{mutant.identity.operator}.py"
        path.write_text(mutant.text, encoding="utf-8")
        files[path] = mutant
    return files


def _judge(trial: Trial, files: dict[Path, Mutant], seconds: int, at_once: int) -> None:
    exercise = trial.exercise
    listed = equivalent(exercise)
    passed: set[Identity] = set()
    jobs = [Job(exercise, path, seconds=seconds) for path in files]
    for job, first in runner.check_all(jobs, at_once=at_once):
        # It may be another one's fault that shared the process: alone, once more.
        verdict = runner.check(job) if first.state in {"broken", "skipped"} else first
        mutant, failing = files[job.answer], verdict.failing
        if verdict.passed:
            passed.add(mutant.identity)
            if any(entry.fits(mutant.identity) for entry in listed):
                trial.listed += 1
            else:
                trial.survivors.append((mutant, job.answer))
                continue
        elif failing is None or failing.state != "failed":
            trial.unjudged.append((mutant, _says(verdict)))
        else:
            trial.killed[failing.name] += 1
            trial.stopped += any(words in _says(verdict) for words in OUT_OF_TIME)
        job.answer.unlink()
    trial.survivors.sort(key=lambda survivor: survivor[1])
    trial.stale = [
        f"{entry.operator}: {entry.before}"
        for entry in listed
        if not any(entry.fits(identity) for identity in passed)
    ]


def _says(verdict: Verdict) -> str:
    failing = verdict.failing
    return failing.failure.says if failing and failing.failure else "It did not run to its end."
