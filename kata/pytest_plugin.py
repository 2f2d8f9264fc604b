"""Makes ``pytest exercises/...`` the check: options, fixtures, and a screen for the tracebacks.

The tests of one exercise run in a forked child with limits (``jail``); their reports come back to
this process, so that an editor, ``--junitxml`` and the exit code work as for any test.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from kata import course, environment, learner, progress, report, tidy
from kata.verdict import Check, Verdict, check_from_json, failure

CPU_SECONDS = 15
WALL_SECONDS = 60
EXERCISES = course.ROOT / "exercises"

# Plugins of pytest's own that are no use where the course calls it: each takes a millisecond to
# register, and unraisableexception collects garbage five times over.
UNUSED = (
    *("debugging", "doctest", "legacypath", "pastebin", "setuponly", "setupplan", "stepwise"),
    *("subtests", "threadexception", "unittest", "unraisableexception"),
)

_verdicts = pytest.StashKey[list[Verdict]]()
_width = pytest.StashKey[int]()
_error = pytest.StashKey[BaseException]()
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
    group.addoption("--verdicts", metavar="FILE", help="write the verdicts as JSON")
    group.addoption("--brief", action="store_true", help="one line for an exercise that passes")
    group.addoption(
        "--keep-going", action="store_true", help="run every check, also after one has failed"
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
    from kata import backend
    from kata.services.base import ServiceProblem

    try:
        course.chapters()
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


# Running: the items of one exercise go into one child.


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
    exercise = exercise_of(item)
    if exercise is None:
        return None
    if item.stash.get(_reported, False):
        return True
    items = item.session.stash[_groups][item.path]
    for answers in item.config.getoption("answers") or ["exercises"]:
        if answers == "exercises":
            _lay(exercise, item.config)
        verdict = _run(items, answer_of(exercise, answers), exercise)
        item.config.stash[_verdicts].append(verdict)
        for one, check in zip(items, verdict.checks, strict=True):
            one.stash[_reported] = True
            _report(one, check, verdict)
        _print(item.config, verdict)
    return True


def exercise_of(item: pytest.Item) -> course.Exercise | None:
    """Return the exercise whose check an item is, or None for any other test."""
    return course.by_test().get(item.path)


def answer_of(exercise: course.Exercise, answers: str) -> Path:
    """Return the file to check: the learner's, the reference, or one that was named."""
    if answers == "exercises":
        return exercise.answer
    if answers == "solutions":
        return exercise.after
    return Path(answers).absolute()


def _run(items: Sequence[pytest.Item], answer: Path, exercise: course.Exercise) -> Verdict:
    from pytest_django.plugin import blocking_manager_key

    from kata import backend
    from kata.services.base import ServiceMissing, ServiceProblem

    config = items[0].config
    name = answer.relative_to(course.ROOT) if course.ROOT in answer.parents else answer
    verdict = Verdict(exercise.slug, str(name), [_check(item) for item in items])
    start = time.perf_counter()
    try:
        # The database is thrown away after the check: there is nothing to protect from it.
        with config.stash[blocking_manager_key].unblock(), backend.scratch(exercise.needs) as url:
            server = backend.run_of_server()
            _run_with(verdict, answer, items, url)
            failing = verdict.failing
            if failing and backend.run_of_server() != server:
                failing.state = "broken"
                failing.failure = failure(
                    "PostgreSQL was stopped in the middle of the check, so your answer was not "
                    "judged. It runs again: check once more."
                )
    except ServiceProblem as problem:
        missing = isinstance(problem, ServiceMissing)
        verdict.checks[0].state = "skipped" if missing else "broken"
        verdict.checks[0].failure = failure(str(problem))
    verdict.seconds = time.perf_counter() - start
    for check in verdict.checks:
        check.failure = tidy.tidied(check.failure) if check.failure else None
    return verdict


def _run_with(verdict: Verdict, answer: Path, items: Sequence[pytest.Item], url: str) -> None:
    from kata import here, jail
    from kata.checks.attribution import Target
    from kata.checks.blame import failure_of_ending

    config = items[0].config
    Target.aim(answer)
    seconds = config.getoption("seconds")
    run = here.run if sys.platform == "emscripten" else jail.run
    # With the capture out of the way, what the child prints reaches the jail's own pipe.
    capture = config.pluginmanager.getplugin("capturemanager")
    capture.suspend_global_capture(in_=True)
    kept = answer.read_bytes() if answer.is_file() else b""
    try:
        outcome = run(
            lambda send: _in_child(items, url, send),
            watched=answer,
            cpu_seconds=seconds,
            wall_seconds=4 * seconds,
        )
    finally:
        capture.resume_global_capture()
    for number, message in enumerate(outcome.messages):
        verdict.checks[number] = check_from_json(message)
    if kept and not answer.exists():
        answer.write_bytes(kept)
        verdict.checks[0].notes.append(f"Your answer deleted {answer.name}. The file is back.")
    verdict.printed = _printable(outcome.printed, outcome.lost)
    current = verdict.checks[min(len(outcome.messages), len(verdict.checks) - 1)]
    if outcome.crash:
        current.state = "broken"
        current.failure = failure(
            "The course itself has a fault here; your answer was not judged. Please report it.",
            details=tuple(outcome.crash.splitlines()[-12:]),
        )
    elif outcome.foreign and verdict.failing is None:
        current.state = "failed"
        current.failure = failure("Your answer writes to a file that it has not opened.")
    elif outcome.ending != "done" and verdict.failing is None:
        limit = seconds if outcome.ending == "busy" else 4 * seconds
        current.state = "failed"
        current.failure = failure_of_ending(outcome.ending, outcome.code, outcome.line, limit)


def _check(item: pytest.Item) -> Check:
    doc = getattr(getattr(item, "obj", None), "__doc__", None) or item.name
    return Check(item.name.removeprefix("test_"), doc.strip().splitlines()[0].rstrip("."))


def _printable(printed: str, lost: int) -> str:
    """Return what can be shown of what an answer printed; ``lost`` bytes of it were thrown away."""
    text = tidy.printed(printed)
    if not lost:
        return text
    # Nobody knows how many lines were lost, so what no screen shows is counted with them in bytes.
    shown = "\n".join(text.split("\n")[: report.SHOWN_PRINTS - 1])
    more = lost + len(text) - len(shown)
    return f"{shown}\n(and {more / 1e6:,.1f} MB more)"


# In the child.


def _in_child(
    items: Sequence[pytest.Item], url: str, send: Callable[[dict[str, Any]], None]
) -> None:
    from kata import backend, guard

    config = items[0].config
    config.pluginmanager.unregister(name="capturemanager")
    backend.use(url)
    watch = guard.Guard()
    guard.install()
    keep_going = config.getoption("keep_going")
    for item, nextitem in zip(items, [*items[1:], None], strict=True):
        check = _one(item, nextitem, watch)
        send(asdict(check))
        if check.state != "passed" and not keep_going:
            break


def _one(item: pytest.Item, nextitem: pytest.Item | None, watch: Any) -> Check:
    from kata.checks.attribution import Target, deepest_line
    from kata.checks.blame import course_fault, failure_of
    from kata.checks.findings import MeterBroken, ledger

    check = _check(item)
    ledger.clear()
    Target.asked = ""
    start = time.perf_counter()
    try:
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        error = item.stash.get(_error, None)
        outcomes = {r.outcome for r in reports}
    except BaseException as raised:  # KeyboardInterrupt, which pytest lets through
        error, outcomes = raised, {"failed"}
    check.seconds = time.perf_counter() - start
    check.cost, check.notes = dict(ledger.cost), list(ledger.notes)
    if "skipped" in outcomes and (error is None or not deepest_line(error.__traceback__)):
        check.state, check.failure = "skipped", failure(str(error))
    elif isinstance(error, MeterBroken):
        check.state, check.failure = "broken", failure(str(error))
    elif trespass := watch.trespass(error):
        check.state, check.failure = "failed", trespass.failure
    elif error and (fault := course_fault(error)):
        check.state, check.failure = "broken", failure(fault)
    elif outcomes != {"passed"}:
        check.state, check.failure = "failed", failure_of(error or AssertionError())
        check.notes += watch.wrote(exercise_of(item))
    else:
        check.state = "passed"
    return check


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Keep the exception itself: a report holds only its text."""
    if call.excinfo and _error not in item.stash:
        item.stash[_error] = call.excinfo.value


# Reporting.


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
            report=pytest.TestReport(
                nodeid=item.nodeid,
                location=item.location,
                keywords={"kata": 1},
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
    return ("", "", "") if "kata" in getattr(report, "keywords", ()) else None


def _lay(exercise: course.Exercise, config: pytest.Config) -> None:
    """Bring the learner's file up to date, and say what has changed in it."""
    try:
        says = learner.lay(exercise)
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


# What a test may ask for.


@pytest.fixture
def answer(request: pytest.FixtureRequest) -> Any:
    """The answer under check, loaded fresh."""
    from kata.checks import answers
    from kata.checks.attribution import Target
    from kata.checks.queries import self_test

    assert exercise_of(request.node), "the fixture 'answer' is for tests of exercises"
    self_test()  # before the answer: what it changes in Django must not look like a broken meter
    return answers.load(Path(Target.path))


@pytest.fixture
def before(request: pytest.FixtureRequest) -> Any:
    """The starter, which is correct and slow: the oracle, and the one to race against."""
    from kata.checks import answers
    from kata.checks.findings import MeterBroken

    exercise = exercise_of(request.node)
    assert exercise is not None, "the fixture 'before' is for tests of exercises"
    if not exercise.before.is_file():
        raise MeterBroken(course.bring_back(exercise.before))
    return answers.load(exercise.before)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Any:
    """A small Arena that the test fills, with rows that are committed.

    Nothing is rolled back: the database is made for one check and thrown away after it. So code
    in another thread, task or connection sees the same rows as the test.
    """
    from arena.worlds import World

    seed = sum(map(ord, request.node.name))
    world = World(seed)
    world.clear()
    return world


@pytest.fixture
def large_world() -> Iterator[None]:
    """The large Arena instead of the small one, to read from only: it is shared by all checks."""
    from kata import backend, databases

    with databases.reader() as url, backend.using(url):
        yield


@pytest.fixture
def new_database() -> Iterator[None]:
    """A database of this test's own, instead of the one that all tests of an exercise share."""
    from kata import backend

    with backend.scratch(["postgresql"]) as url, backend.using(url):
        yield


@pytest.fixture
def cache_server(settings: Any) -> Iterator[str]:
    """An empty Valkey of the test's own as Django's default cache: its URL.

    A test names it before ``answer``, which may import the cache or a clock when it is loaded.
    """
    from kata.checks.stored import clocks
    from kata.services import valkey

    url = valkey.fresh()
    # Assigned, and not changed in place: then Django forgets the caches that it has opened.
    settings.CACHES = valkey.as_caches(url)
    with clocks():
        yield url


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A clone of the migrated template as pytest-django's test database: made in a moment."""
    from django.db import connections

    from kata import backend

    with django_db_blocker.unblock(), backend.scratch() as url:
        backend.use(url)
        yield
        connections.close_all()


@pytest.fixture
def django_assert_num_queries(request: pytest.FixtureRequest) -> Any:
    """pytest-django's fixture, with a message that names the lines."""
    return _assert_num_queries(request, exact=True)


@pytest.fixture
def django_assert_max_num_queries(request: pytest.FixtureRequest) -> Any:
    """pytest-django's fixture, with a message that names the lines."""
    return _assert_num_queries(request, exact=False)


def _assert_num_queries(request: pytest.FixtureRequest, *, exact: bool) -> Any:
    from kata.checks.num_queries import assert_num_queries

    # A test of the project's own has its lines named; a check names those of the answer.
    path = None if exercise_of(request.node) else request.path
    return partial(assert_num_queries, path, exact=exact)
