"""``kata check``: one verdict, or one for each of several exercises."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kata.cli import checking
from kata.cli.arguments import What

All = Annotated[bool, typer.Option("--all", help="Check every exercise.")]
Answers = Annotated[
    str,
    typer.Option(
        metavar="exercises|solutions|FILE",
        help="What to check: your files, the references, or one file.",
    ),
]
Json = Annotated[Path | None, typer.Option("--json", help="Write the verdicts as JSON.")]
JUnit = Annotated[Path | None, typer.Option("--junit", help="Write a report as JUnit XML.")]


def check(
    what: What = None,
    everything: All = False,
    answers: Answers = "exercises",
    json_file: Json = None,
    junit_file: JUnit = None,
) -> int:
    """Check your answer once.

    It is the answer to the next unsolved exercise, unless you name another.
    The exit code is 0 if all that was checked passes, 1 if not, 2 if the command is wrong.
    """
    return checking.run(what, everything, answers, json_file, junit_file)
