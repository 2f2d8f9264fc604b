"""Which exercises a learner means."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from kata.course import CourseProblem, Exercise, exercises, find
from kata.learner.progress import Progress, load


def one(what: str) -> Exercise:
    """Return the exercise that a learner names.

    Raises:
        CourseProblem: none or several answer to the name.
    """
    found = find(what)
    if len(found) == 1:
        return found[0]
    names = ", ".join(exercise.slug for exercise in found)
    raise CourseProblem(f"{what!r} is more than one exercise: {names}. Name one of them.")


def named(word: str) -> Exercise:
    """Return the exercise that stands where a command could.

    Raises:
        CourseProblem: there is none; the sentence has the nearest names.
    """
    names = [exercise.name for exercise in exercises()]
    slugs = [exercise.slug for exercise in exercises()]
    if Path(word).exists() or any(word.strip("/") in slug for slug in slugs):
        return one(word)
    near = " or ".join(get_close_matches(word, [*names, *slugs], n=3))
    hint = f"Did you mean {near}?" if near else "To see them all: kata list"
    raise CourseProblem(f"There is no command and no exercise {word!r}. {hint}")


def unsolved(seen: Progress, after: Exercise | None = None) -> Exercise | None:
    """Return the next exercise that never passed, else the next one that passes no more.

    Args:
        after: begin behind this one, and come round to it last.
    """
    everything = _from(exercises(), after)
    never = [e for e in everything if seen[e.slug].state != "passed"]
    no_more = [e for e in everything if seen[e.slug].last == "failed"]
    return next(iter(never or no_more), None)


def progress() -> Progress:
    """Return what the learner has done; tell them, once, if some of it was lost."""
    seen = load()
    if seen.notice:
        print(f"{seen.notice}\n", file=sys.stderr)
    return seen


def _from(everything: Sequence[Exercise], after: Exercise | None) -> list[Exercise]:
    start = everything.index(after) + 1 if after in everything else 0
    return [*everything[start:], *everything[:start]]
