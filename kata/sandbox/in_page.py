"""Runs a function in this very process: a browser has no other to fork.

The page ends the process that does not come back. Before that it sends SIGXCPU, as the kernel does
in the forked child, and here that is an exception, so that the screen can name the line.
"""

from __future__ import annotations

import io
import os
import signal
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from kata.checks.attribution import caller_line, line_of, source, where
from kata.checks.blame import failure_of_ending
from kata.checks.findings import CheckFailed, Failure, Line
from kata.sandbox.forked import KEPT, Outcome, Send


def late(line: int, seconds: float) -> Failure:
    """Return why a check was ended by the page, whose clock also runs while an answer sleeps.

    Args:
        line: where in the answer it was, 0 for unknown.
        seconds: how long it ran.
    """
    lines = (Line(1, where(line), source(line)),) if line else ()
    subject = where(line) if line else "Your answer"
    says = f"{subject} still runs after {seconds:g} seconds: an endless loop, or a sleep?"
    return Failure(says, lines=lines)


def crashed() -> Failure:
    """Return why a check failed that broke the page's Python, which names no line then."""
    return Failure("Your answer broke Python in this page: does a function call itself endlessly?")


def run(
    work: Callable[[Send], None],
    *,
    watched: Path,
    cpu_seconds: int = 15,
    wall_seconds: float = 60.0,
) -> Outcome:
    """Call ``work(send)`` and return what came of it, as ``forked.run`` does where there is a fork.

    Only the ending ``done`` comes back: the others are failures of the check that they ended. What
    an answer leaves behind in the process is the caller's to find.
    """
    outcome, printed = Outcome(), _Printed()

    def busy(_: int, frame: FrameType | None) -> NoReturn:
        raise CheckFailed(late(line_of(frame), cpu_seconds))

    def leave(status: int) -> NoReturn:
        raise CheckFailed(failure_of_ending("exit", status, caller_line(), cpu_seconds))

    usual: Any = signal.signal(signal.SIGXCPU, busy)
    os_exit, os._exit = os._exit, leave
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            work(outcome.messages.append)
    except BaseException:  # a fault of ours: what an answer raises is caught before
        outcome.crash = traceback.format_exc()
    finally:
        signal.signal(signal.SIGXCPU, usual)
        os._exit = os_exit
    outcome.printed, outcome.lost = printed.kept, printed.lost
    return outcome


class _Printed(io.TextIOBase):
    """Keeps the beginning of what is printed, and counts the rest."""

    def __init__(self) -> None:
        self.kept = ""
        self.lost = 0

    def write(self, text: str) -> int:
        kept = text[: KEPT - len(self.kept)]
        self.kept += kept
        self.lost += len(text) - len(kept)
        return len(text)
