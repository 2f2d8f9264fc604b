"""The proof of an exercise: its starter fails for the stated reason, its good answers pass, and
each of its wrong answers fails at the check that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from kata.course import CourseProblem, Exercise, breaks, fails_at
from kata.judging import mutants, runner
from kata.verdict import Verdict

WORDS = 150  # of a task: more is not read, and a rule in it is missed
_LINK = re.compile(r"\]\(([^)#\s]+)")


@dataclass(frozen=True)
class Proof:
    """What an answer did, and what is wrong with that; ``problem`` is empty when nothing is."""

    exercise: Exercise
    answer: Path
    did: str
    problem: str
    verdict: Verdict


def structure(exercise: Exercise) -> list[str]:
    """Return what is missing or amiss in the files of an exercise, a sentence each."""
    found = [f"{path} is missing." for path in _needed(exercise) if not path.is_file()]
    if found:
        return found
    checks = list(exercise.checks)
    found += [f"{len(exercise.hints)} hints are too few: write two or more."] * (
        len(exercise.hints) < 2
    )
    found += ["A hint is empty."] * any(not hint.strip() for hint in exercise.hints)
    found += ["before.py has no TODO."] * ("TODO" not in exercise.before.read_text("utf-8"))
    found += ["before.py has no docstring, which is the task."] * (not exercise.task)
    found += ["There is no also_*.py."] * (not exercise.also)
    found += [f"{len(exercise.wrong)} wrong_*.py: write three or more."] * (len(exercise.wrong) < 3)
    found += [
        f"chapter.toml says that the starter fails {name!r}, and there is no such check."
        for name in exercise.fails
        if name not in checks
    ]
    found += ["chapter.toml does not say which checks the starter fails."] * (not exercise.fails)
    found += [
        f"chapter.toml says what {name!r} was, and there is no such check."
        for name in exercise.was
        if name not in checks
    ]
    for path in exercise.wrong:
        if fails_at(path) not in checks:
            found.append(f"{path.name} must end its docstring with 'Fails: ' and one of {checks}.")
    try:
        mutants.equivalent(exercise)
    except CourseProblem as problem:
        found.append(str(problem))
    return found + _rules(exercise) + _strays(exercise) + _broken_links(exercise)


def _rules(exercise: Exercise) -> list[str]:
    """Return what is amiss between the rules of the task, the checks and the wrong answers."""
    rules, checks = exercise.rules, exercise.checks
    tried = {rule for check in checks.values() for rule in check.tries}
    broken = {breaks(path) for path in exercise.wrong}
    found = [
        f"The task has {words} words: {WORDS} are the most."
        for words in [len(exercise.task.split())]
        if words > WORDS
    ]
    found += ["The task has no rules, lines like '- queries: at most 4.'"] * (not rules)
    found += [f"No check tries the rule {rule!r}." for rule in rules if rule not in tried]
    found += [f"No wrong answer breaks the rule {rule!r}." for rule in rules if rule not in broken]
    for check in checks.values():
        found += [f"test_{check.name} must end its docstring with 'Tries: ' and rules."] * (
            not check.tries
        )
        found += [
            f"test_{check.name} tries {rule!r}, which is no rule of the task."
            for rule in check.tries
            if rule not in rules
        ]
    for path in exercise.wrong:
        rule, named = breaks(path), checks.get(fails_at(path))
        if rule not in rules:
            found.append(
                f"{path.name} must name the rule it breaks: 'Breaks: ' and one of {rules}."
            )
        elif named and rule not in named.tries:
            found.append(f"{path.name} breaks {rule!r}, which test_{named.name} does not try.")
    return found


def jobs(exercise: Exercise, *, whole: bool = False) -> list[runner.Job]:
    """Return the answers to check for the proof of an exercise.

    Args:
        whole: have a wrong answer tried by the checks before the one that it names, too: they are
            three quarters of the work, and have to pass.
    """
    return [
        runner.Job(exercise, exercise.before, keep_going=True),
        *(runner.Job(exercise, path) for path in (exercise.after, *exercise.also)),
        *(
            runner.Job(exercise, path, only="" if whole else fails_at(path))
            for path in exercise.wrong
        ),
    ]


def in_rounds(exercises: Iterable[Exercise], *, whole: bool = False) -> list[runner.Job]:
    """Return the answers to check for the proof of exercises, a few of each in turn.

    Checks that mostly wait, such as those of what happens after a while, then run beside others
    that keep a core busy.
    """
    each = [jobs(exercise, whole=whole) for exercise in exercises]
    batches = [
        [those[n : n + runner.BATCH] for n in range(0, len(those), runner.BATCH)] for those in each
    ]
    return [
        job for round_ in zip_longest(*batches, fillvalue=[]) for batch in round_ for job in batch
    ]


def prove(jobs: list[runner.Job], *, at_once: int) -> Iterator[Proof]:
    """Check answers, several at once, and judge each by what its file's name promises."""
    for job, verdict in runner.check_all(jobs, at_once=at_once):
        yield Proof(job.exercise, job.answer, _did(verdict), _problem(job, verdict), verdict)


def _problem(job: runner.Job, verdict: Verdict) -> str:
    if verdict.state in {"broken", "skipped"}:
        return f"It was {verdict.state}: {_says(verdict)}"
    if job.answer == job.exercise.before:
        return _problem_of_starter(job.exercise, verdict)
    if job.answer in job.exercise.wrong:
        named = fails_at(job.answer)
        failing = verdict.failing
        if failing is None:
            return f"It passes, and should fail at {named}."
        return "" if failing.name == named else f"It should fail at {named}."
    return "" if verdict.passed else f"It should pass: {_says(verdict)}"


def _problem_of_starter(exercise: Exercise, verdict: Verdict) -> str:
    for check in verdict.checks:
        says = check.failure.says if check.failure else ""
        reason = exercise.fails.get(check.name)
        if reason is None and check.state != "passed":
            return f"The starter should pass {check.name}: {says}"
        if reason is not None and check.state != "failed":
            return f"The starter should fail {check.name}."
        if reason is not None and reason not in says:
            return f"The starter should fail {check.name} with {reason!r}: {says}"
        was = exercise.was.get(check.name, {})
        if was != {unit: check.cost.get(unit) for unit in was}:
            return f"chapter.toml says that {check.name} was {was}: the starter's is {check.cost}."
    return ""


def _did(verdict: Verdict) -> str:
    if verdict.state == "skipped":
        return "is skipped"
    failed = [check.name for check in verdict.checks if check.state not in {"passed", "not run"}]
    return f"fails at {', '.join(failed)}" if failed else "passes"


def _says(verdict: Verdict) -> str:
    failing = verdict.failing
    return failing.failure.says if failing and failing.failure else ""


def _needed(exercise: Exercise) -> list[Path]:
    return [exercise.starter, exercise.test, exercise.before, exercise.after, exercise.why]


def _strays(exercise: Exercise) -> list[str]:
    known = {exercise.before, exercise.after, exercise.why, exercise.equivalent}
    known |= {*exercise.also, *exercise.wrong}
    return [
        f"{path.name} does not belong in the folder of solutions."
        for path in sorted(exercise.solutions.iterdir())
        if path not in known
    ]


def _broken_links(exercise: Exercise) -> list[str]:
    texts = {exercise.why: exercise.why.read_text("utf-8"), exercise.before: exercise.task}
    return [
        f"{path.name} links to {link}, which is not there."
        for path, text in texts.items()
        for link in _LINK.findall(text)
        if not link.startswith(("https://", "http://")) and not (path.parent / link).exists()
    ]
