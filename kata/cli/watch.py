"""The watch mode: one exercise, checked on every save, and single keys.

One thread, which looks at the file ten times a second. That works on every disk, a mounted or a
shared one included, and with editors that write a new file and rename it; and since each check
forks this process, no other thread may hold a lock.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from rich.console import Console
from rich.text import Text

from kata import backend, report, runner
from kata.cli import choice, hint, listing, reset, screen, session, solution, task, terminal
from kata.course import Exercise, exercises
from kata.progress import ProgressProblem
from kata.services.base import ServiceProblem
from kata.verdict import Verdict

POLL = 0.1  # seconds between two looks at the file
SETTLE = 0.03  # an editor that is still writing has changed it again by then

Stamp = tuple[int, int, int] | None


def watch(out: Console) -> None:
    """Watch until the learner quits."""
    with terminal.keys() as keys:
        Watch(out, keys).run()


class Watch:
    """The exercise at hand, its verdict, and what each key does."""

    def __init__(self, out: Console, keys: terminal.Keys) -> None:
        self.out = out
        self.keys = keys
        self.exercise: Exercise = exercises()[-1]
        self.verdict: Verdict | None = None
        self.stamp: Stamp = None

    def run(self) -> None:
        """Check the next unsolved exercise, then wait for saves and keys."""
        self.act("n")
        while (key := self.keys.read(POLL)) != terminal.QUIT:
            if key or self.is_saved():
                self.act(key)

    def act(self, key: str) -> None:
        """Do what a key stands for; without one, check. Any other brings the verdict back."""
        try:
            match key:
                case "":
                    self.check()
                case "n":
                    self.go_on()
                case "t":
                    self.out.clear()
                    task.show(self.out, self.exercise)
                case "h":
                    self.show_verdict()
                    self.out.print()
                    hint.give(self.out, self.exercise)
                case "l":
                    self.out.clear()
                    listing.table(self.out, choice.progress(), self.exercise)
                case "a":
                    self.check_all()
                case "r":
                    self.reset()
                case "s" if self.is_solved():
                    self.out.clear()
                    solution.show(self.out, self.exercise)
                case _:
                    self.show_verdict()
        except ProgressProblem as problem:
            screen.paragraph(self.out, str(problem), "yellow")
        except OSError as problem:
            screen.paragraph(self.out, f"{problem.filename}: {problem.strerror}.", "yellow")
        self.show_keys()
        # The next check starts the server again, or says why not.
        with terminal.held_back(), suppress(ServiceProblem):
            runner.get_ready()

    def go_on(self) -> None:
        """Go to the next unsolved exercise; where there is none, check them all once more."""
        upcoming = choice.unsolved(choice.progress(), after=self.exercise)
        if upcoming is None:
            self.out.clear()
            session.all_solved(self.out)
            return
        only_one_left = upcoming == self.exercise and self.verdict
        self.exercise = upcoming
        self.check()
        if only_one_left:
            self.out.print()
            screen.paragraph(self.out, "This is the last unsolved exercise.")

    def check(self) -> None:
        """Check the exercise and show the verdict."""
        self.out.print("  Checking ...", style="dim", end="\r")
        # Taken before: the check may not have seen a save that comes while it runs.
        self.stamp = _stamp(self.exercise.answer)
        self.verdict = session.judge(self.exercise)
        self.keys.forget()  # they were meant for the old screen
        self.show_verdict()

    def show_verdict(self) -> None:
        """Show the latest verdict."""
        if self.verdict is None:
            return self.check()
        self.out.clear()
        screen.show(self.out, report.screen(self.verdict))
        if self.verdict.passed:
            self.out.print("\n  Solved. Press n for the next exercise.", style="bold green")
        return None

    def check_all(self) -> None:
        """Check every exercise and show a line for each."""
        self.out.clear()
        self.out.print("Checking every exercise ...\n")
        session.check_all(self.out, exercises())

    def reset(self) -> None:
        """Put the starter back, if the learner means it."""
        name = os.path.relpath(self.exercise.answer)
        self.out.print(f"\n  Restore the starter in {name}? Yours will be saved. (y/n) ", end="")
        while not (key := self.keys.read(POLL)):
            pass
        self.out.print()
        if key not in {"y", "Y"}:
            self.show_verdict()
            return
        says = reset.restore(self.exercise)
        self.check()
        self.out.print()
        screen.paragraph(self.out, says)

    def show_keys(self) -> None:
        """Say where the learner is, and what the keys do."""
        everything, seen = exercises(), choice.progress()
        solved = sum(seen[exercise.slug].state == "passed" for exercise in everything)
        does = {"n": "next", "t": "task", "h": "hint", "l": "list", "a": "check all", "r": "reset"}
        does |= {"s": "solution"} if self.is_solved() else {}
        does |= {"q": "quit"}
        self.out.print()
        self.out.rule(style="dim")
        if database := backend.learners_own():
            self.out.print(database, style="dim", no_wrap=True, overflow="ellipsis")
        name = os.path.relpath(self.exercise.answer)
        screen.headline(self.out, name, f"{solved} of {len(everything)} solved")
        for key, what in does.items():
            self.out.print(Text.assemble((key, "bold"), (f" {what}   ", "dim")), end="")
        self.out.print()

    def is_solved(self) -> bool:
        """Whether the learner has ever passed this exercise."""
        return choice.progress()[self.exercise.slug].state == "passed"

    def is_saved(self) -> bool:
        """Whether the file is another than the one checked, and its editor has finished."""
        now = _stamp(self.exercise.answer)
        if now is None or now == self.stamp:
            return False
        time.sleep(SETTLE)
        return now == _stamp(self.exercise.answer)


def _stamp(path: Path) -> Stamp:
    """Return what changes with every save; None while there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
