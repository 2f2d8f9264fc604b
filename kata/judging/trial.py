"""The trial of one answer: its checks in a forked child with limits, and what becomes of each."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from kata import course, report, tidy
from kata.verdict import Check, Verdict, check_from_json, failure

ERROR = pytest.StashKey[BaseException]()  # what a test raised; a report holds only its text


def exercise_of(item: pytest.Item) -> course.Exercise | None:
    """Return the exercise whose check an item is, or None for any other test."""
    return course.by_test().get(item.path)


def run(items: Sequence[pytest.Item], answer: Path, exercise: course.Exercise) -> Verdict:
    """Check an answer with the tests of one exercise, which go into one child."""
    from pytest_django.plugin import blocking_manager_key

    from kata.databases import backend
    from kata.services.base import ServiceMissing, ServiceProblem

    config = items[0].config
    name = answer.relative_to(course.ROOT) if course.ROOT in answer.parents else answer
    verdict = Verdict(exercise.slug, str(name), [check_of(item) for item in items])
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
    verdict.gain = report.gain(exercise, verdict) if verdict.passed else ""
    return verdict


def _run_with(verdict: Verdict, answer: Path, items: Sequence[pytest.Item], url: str) -> None:
    from kata.checks.attribution import Target
    from kata.checks.blame import failure_of_ending
    from kata.sandbox import forked, in_page

    config = items[0].config
    Target.aim(answer)
    seconds = config.getoption("seconds")
    run = in_page.run if sys.platform == "emscripten" else forked.run
    # With the capture out of the way, what the child prints reaches the child's own pipe.
    capture = config.pluginmanager.getplugin("capturemanager")
    capture.suspend_global_capture(in_=True)
    kept = answer.read_bytes() if answer.is_file() else b""
    try:
        outcome = run(
            lambda send: _in_child(items, answer, url, send),
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


def check_of(item: pytest.Item) -> Check:
    """Return a test as a check that has not run."""
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


def _in_child(
    items: Sequence[pytest.Item], answer: Path, url: str, send: Callable[[dict[str, Any]], None]
) -> None:
    from kata.databases import backend
    from kata.sandbox import debugger, leftovers

    config = items[0].config
    config.pluginmanager.unregister(name="capturemanager")
    config.option.usepdb = False  # at each failure, in a child that has no terminal then
    backend.use(url)
    watch = leftovers.Guard()
    leftovers.install()
    if exercise := exercise_of(items[0]):
        debugger.install(exercise.slug)
    whole = map(Path, config.getoption("keep_going_with") or ())
    keep_going = config.getoption("keep_going") or answer in [path.absolute() for path in whole]
    for item, nextitem in zip(items, [*items[1:], None], strict=True):
        check = _one(item, nextitem, watch)
        send(asdict(check))
        if check.state != "passed" and not keep_going:
            # What is made for all checks, such as a server, ends although there is a next one.
            item.session._setupstate.teardown_exact(None)
            break


def _one(item: pytest.Item, nextitem: pytest.Item | None, watch: Any) -> Check:
    from kata.checks.attribution import Target, deepest_line
    from kata.checks.blame import course_fault, failure_of
    from kata.checks.findings import MeterBroken, ledger
    from kata.sandbox import debugger

    check = check_of(item)
    ledger.clear()
    Target.asked = ""
    start = time.perf_counter()
    try:
        reports = runtestprotocol(item, log=False, nextitem=nextitem)
        error = item.stash.get(ERROR, None)
        outcomes = {r.outcome for r in reports}
    except BaseException as raised:  # KeyboardInterrupt, which pytest lets through
        error, outcomes = raised, {"failed"}
    check.seconds = time.perf_counter() - start
    check.cost, check.notes = dict(ledger.cost), list(ledger.notes)
    if left := debugger.ended():
        check.state, check.failure = "broken", left
    elif "skipped" in outcomes and (error is None or not deepest_line(error.__traceback__)):
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
