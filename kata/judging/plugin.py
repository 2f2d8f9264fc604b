"""Makes ``pytest exercises/...`` the check: options, fixtures, and a screen for the tracebacks.

The tests of one exercise run in a forked child with limits (``sandbox.forked``); their reports
come back to this process, so that an editor, ``--junitxml`` and the exit code work as for any test.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from kata import course, environment, report
from kata.judging import trial
from kata.judging.fixtures import (  # noqa: F401, what a plugin names, pytest finds
    answer,
    before,
    cache_network,
    cache_server,
    django_assert_max_num_queries,
    django_assert_num_queries,
    django_db_setup,
    gunicorn,
    large_copy,
    large_world,
    new_database,
    nginx,
    pair_of_servers,
    replica,
    s3,
    time_passes,
    world,
)
from kata.learner import files, progress
from kata.verdict import Check, Verdict

CPU_SECONDS = 15
EXERCISES = course.ROOT / "exercises"

# Plugins of pytest's own that are no use where the course calls it: each takes a millisecond to
# register, and unraisableexception collects garbage five times over.
UNUSED = (
    *("debugging", "doctest", "legacypath", "pastebin", "setuponly", "setupplan", "stepwise"),
    *("subtests", "threadexception", "unittest", "unraisableexception"),
)

_verdicts = pytest.StashKey[list[Verdict]]()
_width = pytest.StashKey[int]()
_reported = pytest.StashKey[bool]()
_groups = pytest.StashKey[dict[Path, list[pytest.Item]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of a check; this is the first that pytest calls here."""
    environment.begin()
    group = parser.getgroup("kata", "exercises of Scaling Django")
    group.addoption(
        "--answers",
        action="append",
        metavar="exercises|solutions|FILE",
        help="what to check: your files, the references, or one file; several, one after the other",
    )
    group.addoption(
        "--only", action="append", metavar="CHECK", help="one check; one for each of --answers"
    )
    group.addoption("--verdicts", metavar="FILE", help="write the verdicts as JSON")
    group.addoption("--brief", action="store_true", help="one line for an exercise that passes")
    group.addoption(
        "--keep-going", action="store_true", help="run every check, also after one has failed"
    )
    group.addoption(
        "--keep-going-with", action="append", metavar="FILE", help="so, but one of --answers only"
    )
    group.addoption(
        "--seconds", type=int, default=CPU_SECONDS, help="processor time that an answer may take"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Say what is wrong with the course, or with ``KATA_DATABASE_URL`` before Django reads it.

    Raises:
        pytest.UsageError: a file of the course is wrong, or the URL names what it does not know.
    """
    from kata.databases import backend
    from kata.services.base import ServiceProblem

    try:
        course.exercises()
        backend.look_at_url()
    except (course.CourseProblem, ServiceProblem) as problem:
        raise pytest.UsageError(str(problem)) from None


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Quieten pytest when all that it was asked for is exercises: the screen says everything."""
    config.stash[_verdicts] = []
    # Read here: while a test runs, pytest has a file in the terminal's place.
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else report.WIDTH
    config.stash[_width] = min(columns, report.WIDTH)
    if config.args and all(_is_exercise(arg) for arg in config.args):
        config.option.verbose = -2
        config.option.tbstyle = "no"


def _is_exercise(argument: str) -> bool:
    path = Path(argument.partition("::")[0]).absolute()
    return path == EXERCISES or EXERCISES in path.parents


def pytest_collection_finish(session: pytest.Session) -> None:
    """Group the checks once, when it is known which ones will run."""
    session.stash[_groups] = grouped(session.items)


def grouped(
    items: Iterable[pytest.Item], root: Path = course.ROOT
) -> dict[Path, list[pytest.Item]]:
    """Return the checks of each exercise, in order, by the file that they are in."""
    known = course.by_test(root)
    groups: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if item.path in known:
            groups.setdefault(item.path, []).append(item)
    return groups


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run all checks of an exercise when its first one is due."""
    exercise = trial.exercise_of(item)
    if exercise is None:
        return None
    if item.stash.get(_reported, False):
        return True
    items = item.session.stash[_groups][item.path]
    named = item.config.getoption("answers") or ["exercises"]
    for answers, only in zip_longest(named, item.config.getoption("only") or ()):
        if answers == "exercises":
            _lay(exercise, item.config)
        due = [one for one in items if only in {None, trial.check_of(one).name}]
        verdict = trial.run(due, answer_of(exercise, answers), exercise)
        item.config.stash[_verdicts].append(verdict)
        for one, check in zip(due, verdict.checks, strict=True):
            _report(one, check, verdict)
        _print(item.config, verdict)
    for one in items:
        one.stash[_reported] = True
    return True


def answer_of(exercise: course.Exercise, answers: str) -> Path:
    """Return the file to check: the learner's, the reference, or one that was named."""
    if answers == "exercises":
        return exercise.answer
    if answers == "solutions":
        return exercise.after
    return Path(answers).absolute()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Keep the exception itself: a report holds only its text."""
    if call.excinfo and trial.ERROR not in item.stash:
        item.stash[trial.ERROR] = call.excinfo.value


# Reporting.


class CheckReport(pytest.TestReport):
    """The report of a check: its screen is printed, and neither a dot nor a summary."""


def _report(item: pytest.Item, check: Check, verdict: Verdict) -> None:
    """Tell pytest's other plugins, such as an editor's or JUnit's, of one check."""
    if check.state == "not run":
        return
    outcome: Any = {"passed": "passed", "skipped": "skipped"}.get(check.state, "failed")
    longrepr: Any = None
    if outcome == "failed":
        longrepr = report.text(report.screen(verdict))
    elif outcome == "skipped":
        says = check.failure.says if check.failure else ""
        longrepr = (str(item.path), 0, says)
    for when, result in (("setup", "passed"), ("call", outcome), ("teardown", "passed")):
        item.ihook.pytest_runtest_logreport(
            report=CheckReport(
                nodeid=item.nodeid,
                location=item.location,
                keywords={},
                outcome=result,  # type: ignore[arg-type]
                longrepr=longrepr if when == "call" else None,
                when=when,  # type: ignore[arg-type]
                duration=check.seconds if when == "call" else 0.0,
            )
        )


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(
    report: pytest.TestReport | pytest.CollectReport,
) -> tuple[str, str, str] | None:
    """Print no dots for a check: its screen says it."""
    return ("", "", "") if isinstance(report, CheckReport) else None


def _lay(exercise: course.Exercise, config: pytest.Config) -> None:
    """Bring the learner's file up to date, and say what has changed in it."""
    try:
        says = files.lay(exercise)
    except (progress.ProgressProblem, OSError) as problem:
        pytest.exit(f"{exercise.answer} cannot be laid out: {problem}", 1)
    terminal = config.pluginmanager.getplugin("terminalreporter")
    if says and terminal is not None:
        terminal.ensure_newline()
        terminal.write(f"{says}\n\n")


def _print(config: pytest.Config, verdict: Verdict) -> None:
    terminal = config.pluginmanager.getplugin("terminalreporter")
    if terminal is None:
        return
    width = config.stash[_width]
    brief = verdict.passed and config.getoption("brief")
    rows = report.headline(verdict, width) if brief else report.screen(verdict, width)
    terminal.ensure_newline()
    is_linked = terminal.isatty and os.environ.get("TERM") != "dumb"
    file = course.ROOT / verdict.answer if is_linked else None
    terminal.write(report.ansi(rows, file) if terminal.hasmarkup else report.text(rows))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the verdicts where they were asked for."""
    if file := session.config.getoption("verdicts"):
        import json

        verdicts = [verdict.to_json() for verdict in session.config.stash[_verdicts]]
        Path(file).write_text(json.dumps(verdicts), encoding="utf-8")
