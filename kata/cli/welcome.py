"""What a newcomer sees first: what the course is, and what to do."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kata.cli import screen
from kata.course import Exercise

if TYPE_CHECKING:
    from rich.console import Console


def greet(out: Console, exercise: Exercise) -> None:
    """Print the greeting: at most six lines of 80 columns."""
    name = os.path.relpath(exercise.answer)
    screen.paragraph(
        out, "Arena is a slow Django site for programming contests, with posts and comments."
    )
    edit = f"To make it fast, open {name} and edit it. Saving it checks it."
    screen.paragraph(out, edit, file=exercise.answer)
    screen.paragraph(
        out, "Keys: t shows the task, h a hint, n the next exercise, ? this help, q quits."
    )
    lesson = "The lessons: run `make lab` in another terminal; it opens a welcome notebook."
    screen.paragraph(out, lesson)
