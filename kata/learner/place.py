"""The exercise at hand, stored beside the progress so that ``kata`` starts there again."""

from __future__ import annotations

from contextlib import suppress

from kata.course import Exercise, exercises
from kata.home import kata_home

_FILE = "place.txt"


def stored() -> Exercise | None:
    """Return the exercise that was at hand last; None if that is not known."""
    slug = ""
    with suppress(OSError):
        slug = (kata_home() / _FILE).read_text(encoding="utf-8", errors="replace").strip()
    return next((exercise for exercise in exercises() if slug in exercise.slugs), None)


def store(exercise: Exercise) -> None:
    """Remember the exercise; where that is impossible, the next start is at the next unsolved."""
    with suppress(OSError):
        kata_home().mkdir(parents=True, exist_ok=True)
        (kata_home() / _FILE).write_text(f"{exercise.slug}\n", encoding="utf-8")
