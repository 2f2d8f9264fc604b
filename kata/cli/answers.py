"""Lays out the learner's answers before a command needs them, and says what has changed."""

from __future__ import annotations

from kata.learner import files


def lay_out() -> None:
    """Bring ``answers/`` up to date; print what the learner should read.

    Raises:
        ProgressProblem, OSError: as ``files.lay_out``.
    """
    for said in files.lay_out():
        print(f"{said}\n")
