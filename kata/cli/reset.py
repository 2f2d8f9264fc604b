"""``kata reset``: the starter again, and no line of the learner's lost."""

from __future__ import annotations

import os

import typer

from kata.cli import answers
from kata.cli.arguments import One
from kata.course import Exercise
from kata.learner import choice


def reset(what: One) -> None:
    """Restore the starter of an exercise; your version is kept."""
    answers.lay_out()
    typer.echo(restore(choice.one(what)))


def restore(exercise: Exercise) -> str:
    """Put the starter back and return what was done, in a sentence.

    Raises:
        CourseProblem: the starter is missing.
        ProgressProblem: the learner's version cannot be kept; then nothing is overwritten.
    """
    from kata.learner import progress

    answer, starter = exercise.answer, exercise.own(exercise.before).read_bytes()
    name = os.path.relpath(answer)
    if not answer.exists():
        answer.parent.mkdir(parents=True, exist_ok=True)
        answer.write_bytes(starter)
        return f"{name} was missing; the starter has been restored."
    if answer.read_bytes() == starter:
        return f"{name} already holds the starter: nothing was changed."
    kept = progress.keep(answer, exercise.slug)
    answer.write_bytes(starter)
    return f"{name} holds the starter again. Your version was saved as {os.path.relpath(kept)}"
