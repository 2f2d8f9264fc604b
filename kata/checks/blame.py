"""Turns whatever ended a check into a sentence about the learner's file and line."""

from __future__ import annotations

import signal
import traceback
from types import TracebackType

from kata.checks.attribution import Target, deepest_line, is_check, source, where
from kata.checks.findings import Failure, Line

_SIGNALS: dict[int, str] = {
    signal.SIGKILL: "was killed, which happens when a computer runs out of memory",
    signal.SIGSEGV: "crashed Python itself",
    signal.SIGTERM: "ended its own process",
}

_LEAVES: dict[type[BaseException], str] = {
    SystemExit: "calls sys.exit(). An answer returns; it does not end the program.",
    KeyboardInterrupt: "raises KeyboardInterrupt, which is for the person at the keyboard.",
}


def failure_of(error: BaseException) -> Failure:
    """Return why a check failed, for any exception that it ended with."""
    if isinstance(failure := getattr(error, "failure", None), Failure):
        return failure  # a CheckFailed, or a test that counted queries
    line = deepest_line(error.__traceback__)
    for kind, says in _LEAVES.items():
        if isinstance(error, kind):
            return _at(line, says)
    raises = _described(error)
    if line and _ends_in_a_check(error.__traceback__):
        return _at(line, f"calls a function of the check, which raises {raises}")
    if line:
        return _at(line, f"raises {raises}")
    if isinstance(error, AssertionError):
        # What pytest adds to it is about the check's own source.
        return Failure((str(error).splitlines() or ["It is not as it should be."])[0])
    return _at(Target.asked_line(), f"gives the check something that it cannot use: {raises}")


def course_fault(error: BaseException) -> str:
    """Return what went wrong in the course itself, "" if the answer may have had a part in it.

    Nothing was asked of the answer yet, and no line of it led here; or a module is missing.
    """
    says_so = isinstance(getattr(error, "failure", None), Failure)
    if says_so or isinstance(error, AssertionError) or not isinstance(error, Exception):
        return ""
    if deepest_line(error.__traceback__) or (Target.asked and not isinstance(error, ImportError)):
        return ""
    cure = "make learn" if isinstance(error, ImportError) else "kata doctor"
    return f"The check could not begin: {_described(error)}. Run: {cure}"


def _described(error: BaseException) -> str:
    """Return an exception's type and message; an answer's own type without the module's name."""
    kind = type(error)
    own = kind.__module__ == "builtins" or kind.__module__.startswith("answer_")
    name = kind.__qualname__ if own else f"{kind.__module__}.{kind.__qualname__}"
    try:
        text = str(error.msg if isinstance(error, SyntaxError) else error)
    except Exception:
        text = "its message cannot be made"
    return f"{name}: {' '.join(text.split())}" if text else name


def _ends_in_a_check(trace: TracebackType | None) -> bool:
    """Whether an exception was raised by the test of an exercise, which the answer has called."""
    last = [frame.f_code.co_filename for frame, _ in traceback.walk_tb(trace)][-1:]
    return any(map(is_check, last))


def failure_of_ending(ending: str, code: int, line: int, seconds: float) -> Failure:
    """Return why a check ended before it said anything.

    Args:
        ending: an ending of ``forked.Outcome``, other than ``done``.
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
    return _at(line, f"{_SIGNALS.get(code, f'was ended by signal {code}')}.")


def _at(line: int, what: str) -> Failure:
    lines = (Line(1, where(line), source(line)),) if line else ()
    return Failure(f"{where(line) if line else 'Your answer'} {what}", lines=lines)
