"""``kata hint``: one step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kata.cli.arguments import One
from kata.course import Exercise
from kata.learner import choice

if TYPE_CHECKING:
    from rich.console import Console


def hint(what: One) -> None:
    """Show the next hint, one step at a time."""
    from kata.cli import screen

    give(screen.console(), choice.one(what))


def give(out: Console, exercise: Exercise, *, keys: bool = False) -> None:
    """Print the next hint and remember that it was seen.

    Args:
        keys: name the keys of the watch instead of commands.

    Raises:
        ProgressProblem: it cannot be remembered.
    """
    from kata.cli import screen
    from kata.learner import progress

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
    _say_what_is_next(out, exercise, seen + 1 < many, keys)


def _say_what_is_next(out: Console, exercise: Exercise, more: bool, keys: bool) -> None:
    from kata.cli import screen

    last = "that was the last hint" if exercise.hints else "there are no hints"
    if more and keys:
        screen.press(out, "h", "for the next hint")
    elif more:
        screen.next_step(out, f"kata hint {exercise.slug}", "the next hint")
    elif keys:
        screen.press(out, "S", f"to see the reference: {last}")
    else:
        screen.next_step(out, f"kata solution --reveal {exercise.slug}", last)
