"""How long a learner waits: bare pytest, ``kata check``, and a re-check in a warm process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from kata.course import ROOT, find
from kata.judging import runner

ROUNDS = 7


def compare(slug: str = "related_objects/feed") -> dict[str, float]:
    """Return median wall seconds for each way to check one exercise's reference, interleaved."""
    exercise = find(slug)[0]
    test, answer = str(exercise.test), str(exercise.after)
    job = runner.Job(exercise, exercise.after)
    python = [sys.executable, "-m"]
    ways: dict[str, Callable[[], object]] = {
        "bare pytest": lambda: _run([*python, "pytest", test, f"--answers={answer}"]),
        "kata check": lambda: _run([*python, "kata", "check", slug, f"--answers={answer}"]),
        "re-check, warm": lambda: runner.check(job),
    }
    readings: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            runner.get_ready()  # as the watch mode does while nobody waits
            start = time.perf_counter()
            way()
            readings[name].append(time.perf_counter() - start)
    return {name: median(values) for name, values in readings.items()}


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env=os.environ, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout.decode()}")
