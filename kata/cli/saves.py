"""What has happened to the learner's files since the last check: a save, a deletion, a move."""

from __future__ import annotations

import time
from pathlib import Path

from kata.course import Exercise, exercises
from kata.learner import files
from kata.learner.progress import ProgressProblem

SETTLE = 0.03  # an editor that is still writing has changed it again by then
AWAY = 1.0  # seconds: an editor that removes a file to write it anew takes less

Stamp = tuple[int, int, int] | None


class Saves:
    """The files as they were when the last check began.

    Attributes:
        news: what the learner should read of a file that was moved; empty for nothing.
    """

    def __init__(self) -> None:
        self.stamps: dict[str, Stamp] = {}
        self.starters = {exercise.slug: _stamp(exercise.starter) for exercise in exercises()}
        self.missed_at: float | None = None
        self.news = ""

    def begin(self) -> None:
        """A check begins. It may not see what is saved while it runs: that is the next save."""
        self.stamps = {exercise.slug: _stamp(exercise.answer) for exercise in exercises()}
        self.missed_at = None

    def found(self, exercise: Exercise) -> bool:
        """Whether an exercise had a file when the last check began."""
        return self.stamps.get(exercise.slug) is not None

    def look(self, at_hand: Exercise) -> Exercise | None:
        """Return the exercise to check now, or None if nothing has happened."""
        moved = self._moved()
        if moved or self._is_saved(at_hand):
            return moved or at_hand
        return self._elsewhere(at_hand)

    def _moved(self) -> Exercise | None:
        """Take over what was saved in ``exercises/``."""
        for exercise in exercises():
            now = _stamp(exercise.starter)
            before, self.starters[exercise.slug] = self.starters[exercise.slug], now
            if now and now != before and files.is_in_old_place(exercise):
                time.sleep(SETTLE)
                try:
                    self.news = files.lay(exercise)
                except (ProgressProblem, OSError) as problem:
                    self.news = str(problem)
                return exercise
        return None

    def _is_saved(self, exercise: Exercise) -> bool:
        """Whether a file is another than the one checked, and its editor has finished."""
        now = _stamp(exercise.answer)
        if now is None:
            return self._is_deleted(exercise)
        self.missed_at = None
        if now == self.stamps.get(exercise.slug):
            return False
        time.sleep(SETTLE)
        return now == _stamp(exercise.answer)

    def _is_deleted(self, exercise: Exercise) -> bool:
        """Whether a file is gone since the last check, and for longer than a save takes."""
        self.missed_at = self.missed_at or time.monotonic()
        return self.found(exercise) and time.monotonic() - self.missed_at > AWAY

    def _elsewhere(self, at_hand: Exercise) -> Exercise | None:
        """Return another exercise whose file was saved."""
        for exercise in exercises():
            if exercise == at_hand:
                continue
            now = _stamp(exercise.answer)
            before, self.stamps[exercise.slug] = self.stamps.get(exercise.slug, now), now
            if now and now != before:
                time.sleep(SETTLE)
                return exercise
        return None


def _stamp(path: Path) -> Stamp:
    """Return what changes with every save; None while there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
