"""``breakpoint()`` in an answer: Python's debugger in the learner's terminal, or one sentence.

Runs where the answer runs. Where that process can have no terminal, as in the watch, in a notebook
or in a pipe, a debugger would wait for ever or end with an error of its own.
"""

from __future__ import annotations

import bdb
import os
import pdb
import sys
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from kata import console
from kata.checks.attribution import Target, source
from kata.checks.findings import Failure, Line

KEYS = (
    "n: next line, c: go on to the next stop, verdict: go on without another stop, "
    "q: end the check, h: help. No time limit runs."
)


def install(slug: str) -> None:
    """Have what starts Python's debugger start this one, while an answer is checked."""
    _Session.slug, _Session.ended, _Session.debugger = slug, None, None
    sys.breakpointhook = partial(_stop, "breakpoint()")
    pdb.set_trace = partial(_stop, "pdb.set_trace()")


def ended() -> Failure | None:
    """Return why the answer was not judged, where a breakpoint is the reason."""
    return _Session.ended


class _Session:
    """The debugger of this process, and how it ended."""

    slug = ""
    is_over = False
    ended: Failure | None = None
    debugger: _Debugger | None = None


class _Debugger(pdb.Pdb):
    """Python's own, at the terminal of the check."""

    def __init__(self, terminal: console.Console) -> None:
        terminal.take()
        super().__init__(nosigint=True)
        self._terminal = terminal
        self._place = sys._getframe()

    def interaction(self, frame: Any, *args: Any) -> None:
        self._place = frame or self._place
        with self._terminal.lent():
            super().interaction(frame, *args)

    def set_quit(self) -> None:
        where = _where(self._place)
        _Session.ended = _failure(
            f"You ended the debugger at {where}, so your answer was not judged: "
            "its command `verdict` goes on to the end of the check.",
            self._place,
        )
        super().set_quit()

    def do_verdict(self, _: str) -> bool:
        """verdict

        Go on to the end of the check, without another stop.
        """
        _Session.is_over = True
        self.clear_all_breaks()
        self.set_continue()
        return True


def _stop(call: str, *_: Any, header: str | None = None, **__: Any) -> None:
    """Stop at the line that calls this, and wait for the learner."""
    frame = sys._getframe(1)
    is_off = call == "breakpoint()" and os.environ.get("PYTHONBREAKPOINT") == "0"
    if is_off or _Session.is_over:
        return
    if _Session.ended:
        raise bdb.BdbQuit
    if not console.at_hand:
        _Session.ended = _failure(_refusal(call, frame), frame)
        raise bdb.BdbQuit
    if _Session.debugger is None:
        _Session.debugger = _Debugger(console.at_hand[0])
        _Session.debugger.message(f"\n{_where(frame)} calls {call}. {KEYS}")
    if header:
        _Session.debugger.message(header)
    _Session.debugger.set_trace(frame)


def _refusal(call: str, frame: FrameType) -> str:
    says = f"{_where(frame)} calls {call}, and there is no terminal here for the debugger: "
    if sys.platform == "emscripten":
        return f"{says}remove that line."
    return f"{says}remove that line, or run `kata check {_Session.slug}` in another terminal."


def _failure(says: str, frame: FrameType) -> Failure:
    is_of_answer = frame.f_code.co_filename == Target.path
    lines = (Line(1, _where(frame), source(frame.f_lineno)),) if is_of_answer else ()
    return Failure(says, lines=lines)


def _where(frame: FrameType) -> str:
    return f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
