"""``kata list``: the course, and how far the learner is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kata.course import LEVELS, Chapter, Exercise, exercises, parts
from kata.learner import choice
from kata.learner.reports import costs, state, tally

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from kata.learner.progress import Progress, Record

_STYLES = {"solved": "green", "reopened": "yellow", "tried": "yellow", "": ""}
_TITLE = 38  # columns
# The columns that a row begins to have at these widths; its name and state are always there.
_WITH_LEVEL, _WITH_ATTEMPTS, _WITH_COSTS = 48, 61, 72


def show() -> None:
    """List the exercises, and how far you are."""
    from kata.capstone import steps
    from kata.cli import screen

    seen = choice.progress()
    out = screen.console()
    table(out, seen)
    if (best := steps.best())[0]:
        out.print()
        out.print(f"Slowbook, the capstone: {best[0]}, {best[1]:.1f}x")
    if upcoming := choice.unsolved(seen):
        screen.next_step(out, f"kata check {upcoming.slug}", upcoming.title)


def table(out: Console, seen: Progress, here: Exercise | None = None) -> None:
    """Print the course.

    Args:
        here: the exercise to point at; the next unsolved one if it is None.
    """
    here = here or choice.unsolved(seen)
    headline(out, seen)
    for chapter in parts():
        out.print()
        out.print(title(chapter, seen, out.width))
        for exercise in chapter.exercises:
            mark = ">" if exercise == here else ""
            out.print(row(exercise, seen[exercise.slug], mark, out.width))


def headline(out: Console, seen: Progress) -> None:
    """Print the course's name, and how much of it is solved."""
    from kata.cli import screen

    screen.headline(out, "Scaling Django", f"{tally(exercises(), seen)} solved")


def title(chapter: Chapter, seen: Progress, width: int) -> Text:
    """Return a chapter's number and title, and how much of it is solved."""
    from rich.text import Text

    solved = tally(chapter.exercises, seen)
    name = Text(f"{chapter.number}  {chapter.title}", "bold")
    name.truncate(min(_TITLE, width - len(solved) - 1), overflow="ellipsis", pad=True)
    return Text.assemble(name, (solved, "dim"))


def row(exercise: Exercise, record: Record, mark: str, width: int) -> Text:
    """Return what is known of an exercise, as many columns of it as there is room for.

    Args:
        mark: a character before its name, empty for none.
    """
    from rich.text import Text

    became = state(record)
    attempts = f"{record.attempts} attempt{'s' * (record.attempts > 1)}" if record.attempts else ""
    found = Text.assemble(
        (f"{mark:<3}{exercise.name:<22}", "bold" if mark else ""),
        (f"{LEVELS[exercise.level]:<13}" if width >= _WITH_LEVEL else "", "dim"),
        (f"{became:<10}", _STYLES[became]),
        f"{attempts:<13}" if width >= _WITH_ATTEMPTS else "",
        costs(record.best) if width >= _WITH_COSTS else "",
    )
    found.rstrip()
    found.truncate(width, overflow="ellipsis")
    return found
