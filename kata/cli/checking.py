"""Checks answers by pytest, in this process, and records the verdicts. It knows no Typer."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kata import owner
from kata.cli import answers as laid_out
from kata.course import CourseProblem, Exercise, exercises, find
from kata.learner import choice
from kata.verdict import Verdict


def run(
    what: str | None,
    everything: bool = False,
    answers: str = "exercises",
    json_file: Path | None = None,
    junit_file: Path | None = None,
) -> int:
    """Check what was asked for, and return the exit code; see ``kata check --help``.

    Raises:
        CourseProblem: what was asked for makes no sense.
    """
    if answers == "exercises":
        laid_out.lay_out()
    chosen = _chosen(what, everything)
    if not chosen:
        print("Every exercise is solved. To check them all again: kata check --all")
        return 0
    answers = _answers(answers, what, chosen)
    for file in filter(None, (json_file, junit_file)):
        if not file.absolute().parent.is_dir() or file.is_dir():
            raise CourseProblem(f"{file} cannot be written: name a file in a folder that exists.")
    with owner.temporary_folder() as folder:
        verdicts_file = folder / "verdicts.json"
        verdicts = _run(chosen, answers, verdicts_file, junit_file)
        if json_file:
            json_file.write_bytes(verdicts_file.read_bytes() if verdicts else b"[]")
    return int(len(verdicts) < len(chosen) or not all(verdict.passed for verdict in verdicts))


def _chosen(what: str | None, everything: bool) -> list[Exercise]:
    if what and everything:
        raise CourseProblem("--all checks every exercise: leave out the name, or --all.")
    if everything:
        chosen = exercises()
    elif what:
        chosen = find(what)
    else:
        chosen = [e for e in [choice.unsolved(choice.progress())] if e]
    for exercise in chosen:
        exercise.own(exercise.test)
    return chosen


def _answers(answers: str, what: str | None, chosen: list[Exercise]) -> str:
    """Return what to check; a proved answer that is named by its path is meant itself."""
    named = Path(what or "").absolute()
    if answers == "exercises" and named.is_file() and named.parent == chosen[0].solutions:
        return str(named)
    if answers in {"exercises", "solutions"}:
        return answers
    if not Path(answers).is_file():
        raise CourseProblem(
            f"There is no file {answers}: after --answers write exercises, solutions or a file."
        )
    if len(chosen) > 1:
        raise CourseProblem(f"{answers} answers one exercise, and you named {len(chosen)}.")
    return answers


def _run(
    chosen: list[Exercise], answers: str, verdicts_file: Path, junit_file: Path | None
) -> list[Verdict]:
    """Run pytest here, which prints the screens, and record the verdicts on the learner's files."""
    from kata.judging import runner
    from kata.learner.attempts import Attempt
    from kata.learner.progress import ProgressProblem

    attempts = {exercise.slug: Attempt.of(exercise) for exercise in chosen}
    options = [f"--answers={answers}", f"--verdicts={verdicts_file}"]
    options += ["--brief"] if len(chosen) > 1 else []
    options += [f"--junitxml={junit_file.absolute()}"] if junit_file else []
    runner.pytest_main([*options, *(str(exercise.test) for exercise in chosen)])
    if not verdicts_file.is_file():
        return []
    verdicts = [Verdict.from_json(item) for item in json.loads(verdicts_file.read_text("utf-8"))]
    try:
        for verdict in verdicts if answers == "exercises" else ():
            attempts[verdict.slug].save(verdict)
    except ProgressProblem as problem:  # the verdict stands
        print(problem, file=sys.stderr)
    return verdicts
