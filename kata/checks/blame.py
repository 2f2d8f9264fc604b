"""Turns whatever ended a check into a sentence about the learner's file and line."""

from __future__ import annotations

import signal
import traceback

from kata.checks.attribution import deepest_line, source, where
from kata.verdict import Failure, Line

_SIGNALS = {
    signal.SIGKILL: "was killed. That is what happens when it takes too much memory",
    signal.SIGSEGV: "crashed Python itself",
    signal.SIGTERM: "ended its own process",
}


def failure_of(error: BaseException) -> Failure:
    """Return why a check failed, for any exception that it ended with."""
    if isinstance(failure := getattr(error, "failure", None), Failure):
        return failure  # a CheckFailed, or a test that counted queries
    line = deepest_line(error.__traceback__)
    if isinstance(error, SystemExit):
        return _at(line, "calls sys.exit(). An answer returns; it does not end the program.")
    if isinstance(error, KeyboardInterrupt):
        return _at(line, "raises KeyboardInterrupt, which is for the person at the keyboard.")
    says = " ".join(traceback.format_exception_only(error)[-1].split())
    if line:
        return _at(line, f"raises {says}")
    if isinstance(error, AssertionError):
        first, *rest = str(error).splitlines() or ["It is not as it should be."]
        return Failure(first, details=tuple(rest))
    return Failure(f"The check could not go on with what your file gave it: {says}")


def failure_of_ending(ending: str, code: int, line: int, seconds: float) -> Failure:
    """Return why a check ended before it said anything.

    Args:
        ending: an ending of ``jail.Outcome``, other than ``done``.
        code: the exit code or the signal's number.
        line: where in the answer it was, 0 for unknown.
        seconds: the limit that it exceeded, for ``busy`` (processor time) and ``slow`` (wall).
    """
    if ending == "busy":
        return _at(
            line, f"still runs after {seconds:g} seconds of processor time: an endless loop?"
        )
    if ending == "slow":
        return _at(line, f"still waits after {seconds:g} seconds: a sleep, or a lock that is held?")
    if ending == "exit":
        return _at(line, "ends the Python process. An answer returns.")
    return _at(line, f"{_SIGNALS.get(signal.Signals(code), f'ended with signal {code}')}.")


def _at(line: int, what: str) -> Failure:
    lines = (Line(1, where(line), source(line)),) if line else ()
    return Failure(f"{where(line) if line else 'Your answer'} {what}", lines=lines)
