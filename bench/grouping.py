"""How long ``pytest exercises`` takes to find out which tests belong to which exercise."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from kata import course
from kata.judging.plugin import grouped

SIZES = (25, 50, 100, 200)  # exercises
CHECKS = 6  # of each


def compare() -> dict[int, float]:
    """Return the seconds for courses of different sizes, the course itself read before."""
    readings = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            readings[size] = measure(Path(folder), size)
    return readings


def measure(root: Path, size: int) -> float:
    """Return the seconds to group the checks of a course that is made in a folder."""
    exercises = made(root, size)
    items: list[Any] = [SimpleNamespace(path=e.test) for e in exercises for _ in range(CHECKS)]
    start = time.perf_counter()
    groups = grouped(items, root)
    taken = time.perf_counter() - start
    assert [len(group) for group in groups.values()] == [CHECKS] * size
    return taken


def made(root: Path, size: int) -> list[course.Exercise]:
    """Write a course of so many exercises and return them."""
    folder = root / "chapters" / "01_many"
    folder.mkdir(parents=True)
    entry = "[[exercise]]\nname = 'number_{}'\ntitle = ''\nlevel = 1\nhints = []\nfails = {{}}\n"
    text = "title = ''\nsummary = ''\n" + "".join(map(entry.format, range(size)))
    (folder / "chapter.toml").write_text(text, encoding="utf-8")
    return course.exercises(root)
