"""``kata solution``: the reference, why it works, and what other people answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kata.cli.arguments import One
from kata.course import Exercise, told
from kata.learner import choice

if TYPE_CHECKING:
    from rich.console import Console

Reveal = Annotated[bool, typer.Option("--reveal", help="Show it before you have passed.")]


def solution(what: One, reveal: Reveal = False) -> None:
    """Show the reference and why it works.

    Also other good answers, and wrong ones with what happens to each. Before you pass it takes
    --reveal, which is remembered."""
    from kata.cli import screen
    from kata.learner import progress

    exercise = choice.one(what)
    record = choice.progress()[exercise.slug]
    if record.state != "passed" and not (reveal or record.revealed):
        out = screen.console()
        screen.paragraph(out, f"You have not solved {exercise.slug} yet.")
        screen.next_step(out, f"kata solution --reveal {exercise.slug}", "to see it anyway")
        raise typer.Exit(1)
    if record.state != "passed" and not record.revealed:
        progress.revealed(exercise.slug)
    show(screen.console(), exercise)


def show(out: Console, exercise: Exercise) -> None:
    """Print the reference and all that there is to say about it."""
    from rich.markdown import Markdown
    from rich.padding import Padding
    from rich.syntax import Syntax

    from kata.cli import screen

    screen.headline(out, exercise.slug, "the reference")
    out.print()
    code = exercise.own(exercise.after).read_text(encoding="utf-8").strip()
    coloured = Syntax(code, "python", theme="ansi_dark", background_color="default")
    out.print(coloured if out.is_terminal else code)
    out.print()
    why = Markdown(exercise.own(exercise.why).read_text(encoding="utf-8"), code_theme="ansi_dark")
    out.print(Padding(why, (0, 0, 1, 2)), soft_wrap=False)
    _answers(
        out, "Other good answers", {path: told(path).partition("\n")[0] for path in exercise.also}
    )
    _answers(
        out,
        "Wrong answers, and the check that each fails",
        {path: f"{_says(path)}\nIt fails: {exercise.caught_by(path)}" for path in exercise.wrong},
    )


def _says(path: Path) -> str:
    """Return what an answer's docstring says, a line for each paragraph."""
    return "\n".join(" ".join(block.split()) for block in told(path).split("\n\n"))


def _answers(out: Console, title: str, answers: dict[Path, str]) -> None:
    from kata.cli import screen

    out.print(f"  {title}", style="bold underline")
    for path, says in answers.items():
        out.print()
        out.print(f"  {path.name}", style="bold")
        screen.paragraph(out, says)
    out.print()
