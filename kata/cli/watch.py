"""The watch mode: one exercise, checked on every save, and single keys.

One thread, which looks at the file ten times a second. That works on every disk, a mounted or a
shared one included, and with editors that write a new file and rename it; and since each check
forks this process, no other thread may hold a lock.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

from rich.console import Console

from kata import report
from kata.cli import (
    browse,
    editor,
    hint,
    listing,
    pager,
    reset,
    screen,
    session,
    solution,
    task,
    terminal,
    welcome,
)
from kata.cli.saves import Saves
from kata.course import Exercise, exercises
from kata.databases import backend
from kata.judging import runner
from kata.learner import choice, place, progress
from kata.learner.attempts import changed
from kata.learner.progress import ProgressProblem
from kata.services.base import ServiceProblem
from kata.verdict import Verdict

_PAGES = {"t": task.show, "?": welcome.greet}


def watch(out: Console, start: Exercise | None = None, news: Sequence[str] = ()) -> None:
    """Watch until the learner quits.

    Args:
        start: the exercise to begin with; None is the one that was at hand last.
        news: what the learner should read before the screen is cleared.
    """
    with terminal.keys() as keys:
        Watch(out, keys).run(start, news)


class Watch:
    """The exercise at hand, its verdict, and what each key does."""

    def __init__(self, out: Console, keys: terminal.Keys) -> None:
        self.out = out
        self.keys = keys
        self.exercise: Exercise = exercises()[-1]
        self.verdict: Verdict | None = None
        self.saves = Saves()
        self.due = False
        self.is_new = not choice.progress() and place.stored() is None
        self.does: dict[str, Callable[[], None]] = {
            "": self.check,
            "n": self.go_on,
            "e": self.edit,
            "h": self.hint,
            "l": self.choose,
            "a": self.check_all,
            "r": self.reset,
            "v": lambda: self.page(self.readings()[0]),
        }

    def run(self, start: Exercise | None, news: Sequence[str]) -> None:
        """Show the news, check the first exercise, then wait for saves and keys."""
        if news and self.tell(news) == terminal.QUIT:
            return
        begin = start or place.stored()
        if begin and (start or choice.unsolved(choice.progress())):
            self.exercise = begin
            self.act("")
        else:
            self.act("n")
        while (key := self.keys.read(terminal.POLL)) != terminal.QUIT:
            if key or self.is_due():
                self.act(key)

    def tell(self, news: Sequence[str]) -> str:
        """Print what has changed in the learner's files, and return the key that follows."""
        for sentence in news:
            self.out.print(f"{sentence}\n")
        self.out.print("Press any key to go on.", style="dim")
        return self.next_key()

    def next_key(self) -> str:
        """Wait for a key, and return it."""
        while not (key := self.keys.read(terminal.POLL)):
            pass
        return key

    def act(self, key: str) -> None:
        """Do what a key stands for; without one, check. Any other brings the verdict back."""
        screen.fit(self.out)
        try:
            match key:
                case "p" | "left" | "right":
                    self.move(1 if key == "right" else -1)
                case "t" | "?":
                    self.page(screen.lines(self.out, _PAGES[key], self.exercise))
                case "s" | "S" if key == "S" or self.is_solved():
                    self.reveal()
                case _:
                    self.does.get(key, self.show_verdict)()
        except ProgressProblem as problem:
            screen.paragraph(self.out, str(problem), "yellow")
        except OSError as problem:
            screen.paragraph(self.out, f"{problem.filename}: {problem.strerror}.", "yellow")
        self.show_keys()
        self.saves.news = ""
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

    def move(self, steps: int) -> None:
        """Go forward or back in the course, also to an exercise that is solved."""
        everything = exercises()
        self.exercise = everything[(everything.index(self.exercise) + steps) % len(everything)]
        self.check()

    def edit(self) -> None:
        """Open the file in the learner's editor, at the line that the verdict names."""
        with self.keys.lent():
            problem = editor.edit(self.exercise.answer, self.line())
        if not self.is_due():
            self.show_verdict()
        if problem:
            self.out.print()
            screen.paragraph(self.out, problem, "yellow")

    def line(self) -> int:
        """Return the first line of the answer that the verdict names, 0 for none."""
        failing = self.verdict.failing if self.verdict else None
        for line in failing.failure.lines if failing and failing.failure else ():
            name, _, number = line.where.rpartition(":")
            if name == self.exercise.answer.name:
                return int(number)
        return 0

    def choose(self) -> None:
        """Show the list, and go to the exercise that the learner chooses there."""
        if self.out.is_dumb_terminal:
            listing.table(self.out, choice.progress(), self.exercise)
            return
        chosen = browse.List(self.out, self.keys, self.exercise).choose(self.is_due)
        if chosen is not None and chosen != self.exercise:
            self.exercise = chosen
            self.check()
        elif not self.due:
            self.show_verdict()

    def check(self) -> None:
        """Check the exercise and show the verdict."""
        self.out.print("  Checking ...", style="dim", end="\r")
        self.saves.begin()
        self.due = False
        self.verdict = session.judge(self.exercise)
        place.store(self.exercise)
        self.keys.forget()  # they were meant for the old screen
        if self.is_untouched():
            self.begin()
        else:
            self.show_verdict()
        self.is_new = False

    def show_verdict(self) -> None:
        """Show the latest verdict, as much of it as fits the terminal."""
        if self.verdict is None:
            return self.check()
        rows, then = self.readings()[0], screen.lines(self.out, self.say_what_is_next)
        room = self.room() - len(then)
        if len(rows) > room and not self.out.is_dumb_terminal:
            more = screen.lines(self.out, screen.press, "v", "for the whole verdict")[-1]
            told = [row for row in rows if row.strip()]  # without empty ones, as many as fit
            rows = [*told[: max(1, room - 1)], more]
        screen.draw(self.out, [*rows, *then])
        return None

    def say_what_is_next(self, out: Console) -> None:
        """Print what to do after this verdict, where that is not what its screen says."""
        if self.verdict and self.verdict.passed:
            out.print("\n  Solved. Press n for the next exercise.", style="bold green")
        if not self.saves.found(self.exercise):
            screen.press(out, "r", "to have the starter again")

    def begin(self) -> None:
        """Show the task, and as much of the verdict and the greeting as fits the terminal."""
        asks = screen.lines(self.out, task.show, self.exercise)
        greets = screen.lines(self.out, welcome.greet, self.exercise) if self.is_new else []
        verdicts = self.readings()
        choices = [[part, asks, verdict] for part in (greets, []) for verdict in verdicts]
        more = screen.lines(self.out, screen.paragraph, "... Press t for the whole task.")
        some = asks[: max(1, self.room() - len(verdicts[-1]) - 3)]
        self.draw([*choices, [[*some, *more], verdicts[-1]]])

    def hint(self) -> None:
        """Show the next hint below the verdict, as much of which as fits is shown."""
        hints = screen.lines(self.out, partial(hint.give, keys=True), self.exercise)
        self.draw([[verdict, hints] for verdict in self.readings()])

    def draw(self, choices: Sequence[list[list[str]]]) -> None:
        """Show the first of some choices of parts that fits the terminal, or the last one."""
        room = self.room()
        fitting = [one for one in choices if _height(one) <= room or self.out.is_dumb_terminal]
        parts = (fitting or choices[-1:])[0]
        whole = [row for part in parts if part for row in ["", *part]]
        screen.draw(self.out, whole[1:])

    def readings(self) -> list[list[str]]:
        """Return the verdict as lines: whole, with its first sentences only, and its headline."""
        verdict = self.verdict
        if verdict is None:
            return [[]]
        whole = report.screen(verdict, self.out.width, keys=True)
        head = report.headline(verdict, self.out.width)
        empty = whole.index([], len(head) + 1) if [] in whole[len(head) + 1 :] else len(whole)
        short = [*head, *whole[len(head) + 1 : empty]]
        file = self.exercise.answer
        return [screen.lines(self.out, screen.show, rows, file) for rows in (whole, short, head)]

    def room(self) -> int:
        """Return how many lines of the terminal are left above the keys."""
        return self.out.height - len(screen.lines(self.out, lambda _: self.show_keys())) - 1

    def is_untouched(self) -> bool:
        """Whether the learner has never edited this exercise's file."""
        tried = choice.progress()[self.exercise.slug].attempts
        return not tried and not changed(self.exercise) and self.saves.found(self.exercise)

    def reveal(self) -> None:
        """Show the reference, also before a pass; that is remembered."""
        if not self.is_solved():
            progress.revealed(self.exercise.slug)
        self.page(screen.lines(self.out, solution.show, self.exercise))

    def page(self, rows: list[str]) -> None:
        """Show lines; where they are too many, a page at a time."""
        takes = sum(pager.height(row, self.out.width) for row in rows)
        if takes <= self.room() or self.out.is_dumb_terminal:
            screen.draw(self.out, rows)
            return
        pager.page(self.out, self.keys, rows, self.is_due)
        if not self.due:
            self.show_verdict()

    def check_all(self) -> None:
        """Check every exercise and show a line for each."""
        self.out.clear()
        self.out.print("Checking every exercise ... Press any key to stop.\n")
        stop = Stop(self.keys)
        session.check_all(self.out, exercises(), stop)
        if stop.wanted:
            self.out.print("\n  Stopped. Press a to check them all again.")

    def reset(self) -> None:
        """Put the starter back, if the learner means it."""
        name = os.path.relpath(self.exercise.answer)
        self.out.print(f"\n  Restore the starter in {name}? Yours will be saved. (y/n) ", end="")
        key = self.next_key()
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
        does = {
            "n": "next",
            "p": "back",
            "e": "edit",
            "t": "task",
            "h": "hint",
            "l": "list",
            "a": "all",
            "r": "reset",
        }
        does |= {"s": "solution"} if self.is_solved() else {}
        does |= {"?": "help", "q": "quit"}
        if self.saves.news:
            self.out.print()
            screen.paragraph(self.out, self.saves.news, "yellow")
        self.out.print()
        self.out.rule(style="dim")
        if database := backend.learners_own():
            self.out.print(database, style="dim", no_wrap=True, overflow="ellipsis")
        name = os.path.relpath(self.exercise.answer)
        tally = f"{solved} of {len(everything)} solved"
        screen.headline(self.out, name, tally, file=self.exercise.answer)
        screen.keys(self.out, does)

    def is_solved(self) -> bool:
        """Whether the learner has ever passed this exercise."""
        return choice.progress()[self.exercise.slug].state == "passed"

    def is_due(self) -> bool:
        """Whether a file changed since the last check, this exercise's or another's."""
        if not self.due and (found := self.saves.look(self.exercise)):
            self.exercise = found
            self.due = True
        return self.due


class Stop:
    """Whether a key was pressed since this was made."""

    def __init__(self, keys: terminal.Keys) -> None:
        self.keys = keys
        self.wanted = False

    def __call__(self) -> bool:
        """Tell whether the learner wants to stop; once true, always true."""
        self.wanted = self.wanted or self.keys.is_pressed()
        return self.wanted


def _height(parts: list[list[str]]) -> int:
    """Return how many lines parts take, with an empty one between two of them."""
    return sum(len(part) + 1 for part in parts if part) - 1
