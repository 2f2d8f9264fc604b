"""``kata hint``: one step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kata.cli import choice
from kata.cli.arguments import One
from kata.course import Exercise

if TYPE_CHECKING:
    from rich.console import Console


def hint(what: One) -> None:
    """Show the next hint, one step at a time."""
    from kata.cli import screen

    give(screen.console(), choice.one(what))


def give(out: Console, exercise: Exercise) -> None:
    """Print the next hint and remember that it was seen.

    Raises:
        ProgressProblem: it cannot be remembered.
    """
    from kata import progress
    from kata.cli import screen

    many = len(exercise.hints)
    seen = choice.progress()[exercise.slug].hints
    steps = range(seen, seen + 1) if seen < many else range(many)
    for step in steps:
        if step > steps.start:
            out.print()
        screen.headline(out, exercise.slug, f"hint {step + 1} of {many}")
        out.print()
        screen.paragraph(out, exercise.hints[step])
    if seen < many:
        progress.hint_given(exercise.slug)
    if seen + 1 < many:
        screen.next_step(out, f"kata hint {exercise.slug}", "the next hint")
    else:
        last = "that was the last hint" if many else "there are no hints"
        screen.next_step(out, f"kata solution --reveal {exercise.slug}", last)
