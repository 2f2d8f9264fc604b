"""The list in the watch: it scrolls, filters, and goes to the exercise that the learner chooses."""

from __future__ import annotations

from collections.abc import Callable
from shutil import get_terminal_size

from rich.console import Console
from rich.text import Text

from kata.cli import listing, screen, terminal
from kata.course import Exercise, exercises, parts
from kata.learner import choice
from kata.learner.reports import state

_KEYS = {"arrows": "move", "Enter": "open", "/": "filter", "u": "unsolved", "q": "back"}
_TYPING = {"arrows": "move", "Enter": "open", "Esc": "clear"}


class List:
    """The exercises that match the filter, and the one at the cursor."""

    def __init__(self, out: Console, keys: terminal.Keys, here: Exercise) -> None:
        self.out = out
        self.keys = keys
        self.seen = choice.progress()
        self.here = here
        self.at = here
        self.words = ""
        self.is_typing = False
        self.unsolved_only = False
        self.top = 0
        self.room = 1
        self.drawn_for = get_terminal_size()

    def choose(self, is_due: Callable[[], bool]) -> Exercise | None:
        """Show the list until the learner chooses an exercise; None if they leave.

        Args:
            is_due: asked several times a second; once it is true, the list is left.
        """
        self.draw()
        while not is_due():
            pressed = self.keys.typed(terminal.POLL)
            if terminal.is_paste(pressed) and not self.is_typing:
                continue
            for key in pressed:
                if key == terminal.ENTER and self.shown():
                    return self.at
                if self.is_end(key):
                    return None
                self.press(key)
            if pressed or self.drawn_for != get_terminal_size():
                self.draw()
        return None

    def is_end(self, key: str) -> bool:
        """Whether a key leaves the list."""
        leaves = not self.is_typing and key in {terminal.QUIT, terminal.ESCAPE}
        return leaves or key == terminal.GONE

    def press(self, key: str) -> None:
        """Move the cursor, or change the filter."""
        if self.is_typing and self.type(key):
            self.move(0)
            return
        match key:
            case "down" | "j":
                self.move(1)
            case "up" | "k":
                self.move(-1)
            case "page down" | " ":
                self.move(self.room)
            case "page up":
                self.move(-self.room)
            case "home" | "g":
                self.move(-len(exercises()))
            case "end" | "G":
                self.move(len(exercises()))
            case "/":
                self.is_typing = True
            case "u":
                self.unsolved_only = not self.unsolved_only
                self.move(0)

    def type(self, key: str) -> bool:
        """Change the text of the filter; tell whether the key was one for it."""
        if key == terminal.ESCAPE:
            self.words, self.is_typing = "", False
        elif key == terminal.BACKSPACE:
            self.words = self.words[:-1]
        elif len(key) == 1 and key.isprintable():
            self.words += key
        else:
            return False
        return True

    def shown(self) -> list[Exercise]:
        """Return the exercises that match the filter."""
        return [exercise for exercise in exercises() if self.matches(exercise)]

    def matches(self, exercise: Exercise) -> bool:
        """Whether an exercise has each word of the filter in its name, chapter or title."""
        if self.unsolved_only and state(self.seen[exercise.slug]) == "solved":
            return False
        text = f"{exercise.slug} {exercise.title}".casefold()
        return all(word in text for word in self.words.casefold().split())

    def move(self, steps: int) -> None:
        """Move the cursor as far as there are exercises, from the nearest one that is shown."""
        shown, everything = self.shown(), exercises()
        if not shown:
            return
        if self.at not in shown:
            place = everything.index(self.at)
            self.at = min(shown, key=lambda exercise: abs(everything.index(exercise) - place))
        place = shown.index(self.at) + steps
        self.at = shown[max(0, min(place, len(shown) - 1))]

    def draw(self) -> None:
        """Show the part of the list around the cursor."""
        self.drawn_for = get_terminal_size()
        screen.fit(self.out)
        head = screen.lines(self.out, listing.headline, self.seen)
        foot = screen.lines(self.out, screen.keys, self.does())
        rows, first, at = self.rows()
        self.room = max(1, self.out.height - len(head) - len(foot) - 3)
        self.top = scrolled(self.top, first, at, self.room, len(rows))
        below = "  ..." if self.top + self.room < len(rows) else ""
        above = self.filter() or ("  ..." if self.top else "")
        body = rows[self.top : self.top + self.room]
        screen.draw(self.out, [*head, above, *body, below, *foot])

    def does(self) -> dict[str, str]:
        """Return what each key does."""
        return _TYPING if self.is_typing else _KEYS | ({"u": "all"} if self.unsolved_only else {})

    def filter(self) -> str:
        """Return the line that says what is filtered, empty where nothing is."""
        if not (self.is_typing or self.unsolved_only):
            return ""
        many = len(self.shown())
        found = f"{many or 'no'} exercise{'s' * (many != 1)}"
        parts = [f"/{self.words}"] * self.is_typing + ["unsolved"] * self.unsolved_only + [found]
        return f"  {'   '.join(parts)}"[: self.out.width]

    def rows(self) -> tuple[list[str], int, int]:
        """Return the lines of the list, and from which to which the cursor needs them."""
        rows: list[str] = []
        first = at = 0
        for chapter in parts():
            matching = [exercise for exercise in chapter.exercises if self.matches(exercise)]
            if not matching:
                continue
            rows += [""] * bool(rows)
            start = len(rows)
            rows += self.printed(listing.title(chapter, self.seen, self.out.width))
            for exercise in matching:
                if exercise == self.at:
                    at = len(rows)
                    first = start if exercise == matching[0] else at
                rows += self.printed(self.row(exercise))
        return rows, first, at

    def row(self, exercise: Exercise) -> Text:
        """Return an exercise's row: `>` is the cursor, `*` the exercise at hand."""
        mark = ">" if exercise == self.at else "*" if exercise == self.here else ""
        return listing.row(exercise, self.seen[exercise.slug], mark, self.out.width)

    def printed(self, text: Text) -> list[str]:
        """Return a text as a terminal gets it."""
        return screen.lines(self.out, Console.print, text)


def scrolled(top: int, first: int, last: int, room: int, many: int) -> int:
    """Return which of many lines to show at the top, so that some of them are on the screen.

    Args:
        top: the one that is there now.
        first: the first that has to be seen; where there is no room for all, the last is.
    """
    top = max(min(top, first), last - room + 1)
    return max(0, min(top, many - room))
