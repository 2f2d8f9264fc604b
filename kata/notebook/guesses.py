"""A number that the learner expects, and what was measured."""

from __future__ import annotations

import math
from numbers import Real
from types import EllipsisType

from kata.notebook.errors import Say
from kata.notebook.html import tag, text
from kata.notebook.show import Output, is_static

_kept: dict[str, float] = {}


class Guess(Output):
    """A guess. Ask it for ``measured(number)`` once the number is known."""

    def __init__(self, question: str, number: float | None, unit: str) -> None:
        self.question, self.number, self.unit = question, number, unit

    def measured(self, number: float) -> Comparison:
        """Return guess and measurement, side by side.

        Raises:
            Say: what was measured is no number.
        """
        return Comparison(self, _number_of(number, "What is measured"))

    def _says(self) -> str:
        if self.number is None and is_static():
            return "Make a guess before you open what was measured."
        if self.number is None:
            return (
                "No guess yet: write a number in place of the three dots, and run the cell again."
            )
        return f"Your guess: {_amount(self.number, self.unit)}. It is stored."

    def html(self) -> str:
        """Return the question and the guess."""
        return tag(
            "div",
            "box",
            tag("div", "strong", text(self.question)),
            tag("div", "", text(self._says())),
        )

    def __str__(self) -> str:
        return f"{self.question}\n{self._says()}"


class Comparison(Output):
    """A guess, and what was measured."""

    def __init__(self, guess: Guess, number: float) -> None:
        self.guess, self.number = guess, number

    def _says(self) -> str:
        guess = self.guess.number
        if guess is None:
            return "" if is_static() else "You made no guess."
        if guess <= 0 or self.number <= 0:
            return ""
        times = max(guess / self.number, self.number / guess)
        if times < 1.15:
            return "You knew."
        side = "more" if self.number > guess else "less"
        return f"It is {times:.1f} times {side} than you thought." if times < 100 else ""

    def html(self) -> str:
        """Return both numbers, side by side."""
        guess, unit = self.guess.number, self.guess.unit
        pair = [] if guess is None else [("you guessed", _amount(guess, unit))]
        pair.append(("measured", _amount(self.number, unit)))
        return tag(
            "div",
            "box",
            tag("div", "strong", text(self.guess.question)),
            tag("div", "row", *(_number(label, number) for label, number in pair)),
            tag("div", "note", text(self._says())) if self._says() else "",
        )

    def __str__(self) -> str:
        lines = [self.guess.question]
        if self.guess.number is not None:
            lines.append(f"  you guessed  {_amount(self.guess.number, self.guess.unit)}")
        lines.append(f"  measured     {_amount(self.number, self.guess.unit)}")
        return "\n".join(filter(None, [*lines, self._says()]))


def _number(label: str, number: str) -> str:
    return tag("div", "", tag("div", "note", text(label)), tag("div", "big", text(number)))


def predict(question: str, number: float | EllipsisType = ..., unit: str = "") -> Guess:
    """Keep a guess until it can be compared with what was measured.

    Args:
        number: the guess; ``...`` is none, or the one that was made before.

    Raises:
        Say: the guess is no number.

    Example::

        guess = predict("How many queries does the order page send?", 12)
        with queries(quiet=True) as page:
            client.get("/orders/")
        guess.measured(page.count)
    """
    if not isinstance(number, EllipsisType):
        _kept[question] = _number_of(number, "A guess")
    return Guess(question, _kept.get(question), unit)


def _number_of(value: object, what: str) -> float:
    if isinstance(value, Real) and math.isfinite(value):
        return float(value)
    raise Say(f"{what} is a number, such as 12, without quotes and unit; this is {value!r:.60}.")


def _amount(number: float, unit: str) -> str:
    digits = f"{number:,.0f}" if abs(number) >= 100 or number == int(number) else f"{number:,.1f}"
    return f"{digits} {unit}".strip()
