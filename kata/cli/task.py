"""``kata task``: what an exercise asks for."""

from __future__ import annotations

import os
from textwrap import indent
from typing import TYPE_CHECKING

from kata.cli import answers
from kata.cli.arguments import What
from kata.course import LEVELS, Exercise, exercises
from kata.learner import choice

if TYPE_CHECKING:
    from rich.console import Console


def task(what: What = None) -> None:
    """Show what an exercise asks for.

    It is the next unsolved one, unless you name another."""
    from kata.cli import screen

    answers.lay_out()
    exercise = choice.one(what) if what else choice.unsolved(choice.progress())
    show(screen.console(), exercise or exercises()[-1])


def show(out: Console, exercise: Exercise) -> None:
    """Print the task of an exercise, and which file to edit."""
    from kata.cli import screen

    screen.headline(out, exercise.title, LEVELS[exercise.level])
    for block in exercise.blocks:
        out.print()
        if block.code:
            out.print(indent(block.text, "      "))
            continue
        screen.paragraph(out, block.text)
        for name, sentence in block.items:
            screen.item(out, f"{name}: {sentence}" if name else sentence)
    out.print()
    name = os.path.relpath(exercise.answer)
    screen.paragraph(out, f"The file to edit: {name}", file=exercise.answer)
