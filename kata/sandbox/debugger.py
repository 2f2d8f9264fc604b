"""``breakpoint()`` in an answer: Python's debugger in the learner's terminal, or one sentence.

Runs where the answer runs. Where that process can have no terminal, as in the watch, in a notebook
or in a pipe, a debugger would wait forever, or end with an error of its own.
"""

from __future__ import annotations

import bdb
import os
import sys
from functools import partial
from pathlib import Path
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any

from kata.checks.attribution import Target, source
from kata.checks.findings import Failure, Line
from kata.sandbox import console

if TYPE_CHECKING:
    from kata.sandbox.prompt import Prompt

KEYS = (
    "n: next line, c: go on to the next stop, verdict: go on without another stop, "
    "q: end the check, h: help. No time limit runs."
)


class _Session:
    """The debugger of this process, and how it ended."""

    slug = ""
    is_over = False
    ended: Failure | None = None
    prompt: Prompt | None = None


def install(slug: str) -> None:
    """Have what starts Python's debugger start this one, while an answer is checked."""
    _Session.slug, _Session.is_over = slug, False
    _Session.ended, _Session.prompt = None, None
    sys.breakpointhook = partial(_stop, "breakpoint()")
    vars(_pdb())["set_trace"] = partial(_stop, "pdb.set_trace()")


def _pdb() -> ModuleType:
    if sys.platform == "emscripten":  # the page's Python does not have all that pdb imports
        return sys.modules.setdefault("pdb", ModuleType("pdb"))
    import pdb

    return pdb


def ended() -> Failure | None:
    """Return why the answer was not judged, where a breakpoint is the reason."""
    return _Session.ended


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
    prompt = _Session.prompt
    if prompt is None:
        from kata.sandbox.prompt import Prompt

        prompt = _Session.prompt = Prompt(console.at_hand[0], _quit, _go_on)
        prompt.message(f"\n{_where(frame)} calls {call}. {KEYS}")
    if header:
        prompt.message(header)
    prompt.set_trace(frame)


def _quit(frame: FrameType) -> None:
    _Session.ended = _failure(
        f"You ended the debugger at {_where(frame)}, so your answer was not judged: "
        "its command `verdict` goes on to the end of the check.",
        frame,
    )


def _go_on() -> None:
    _Session.is_over = True


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
