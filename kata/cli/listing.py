"""``kata list``: the course, and how far the learner is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kata.cli import choice
from kata.course import LEVELS, Exercise, chapters, exercises
from kata.report import WIDTH
from kata.standing import costs, state, tally

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from kata.progress import Progress, Record

_STYLES = {"solved": "green", "reopened": "yellow", "tried": "yellow", "": ""}


def show() -> None:
    """List the exercises, and how far you are."""
    from kata.cli import screen

    seen = choice.progress()
    out = screen.console()
    table(out, seen)
    if upcoming := choice.unsolved(seen):
        screen.next_step(out, f"kata check {upcoming.slug}", upcoming.title)


def table(out: Console, seen: Progress, here: Exercise | None = None) -> None:
    """Print the course.

    Args:
        here: the exercise to point at; the next unsolved one if it is None.
    """
    from rich.text import Text

    from kata.cli import screen

    here = here or choice.unsolved(seen)
    screen.headline(out, "Scaling Django", f"{tally(exercises(), seen)} solved")
    for chapter in chapters():
        out.print()
        title = f"{chapter.number}  {chapter.title}"
        out.print(Text.assemble((f"{title:<38}", "bold"), (tally(chapter.exercises, seen), "dim")))
        for exercise in chapter.exercises:
            out.print(_row(exercise, seen[exercise.slug], exercise == here))


def _row(exercise: Exercise, record: Record, is_here: bool) -> Text:
    from rich.text import Text

    became = state(record)
    attempts = f"{record.attempts} attempt{'s' * (record.attempts > 1)}" if record.attempts else ""
    row = Text.assemble(
        (f"{'>' if is_here else '':<3}{exercise.name:<22}", "bold" if is_here else ""),
        (f"{LEVELS[exercise.level]:<13}", "dim"),
        (f"{became:<10}", _STYLES[became]),
        f"{attempts:<13}{costs(record.best)}",
    )
    row.rstrip()
    row.truncate(WIDTH, overflow="ellipsis")
    return row
