"""How much Python an answer runs: function calls, counted while it runs once.

A list can send one query and still be slow, because each row becomes objects. How long that takes
depends on the machine; how many functions are called does not. Only ratios of two counts on one
Python mean something: another version inlines other calls.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from kata.checks.attribution import Target, source, where
from kata.checks.findings import Line, fail, ledger

SHOWN = 4  # lines


def fewer_calls(
    answer: Callable[[], Any], before: Callable[[], Any], *, times: float, why: str = ""
) -> Any:
    """Return the answer's result; fail unless it calls far fewer functions than the starter.

    Both must have run before: the first call fills caches of Django and imports modules. Both
    return finished data, such as parsed JSON: nothing lazy is read here.

    Args:
        times: the starter's number of calls divided by this is allowed.
        why: what to add to "Allowed: ..." on the screen.

    Raises:
        CheckFailed: the answer calls more.
    """
    with counting_calls() as usual:
        before()
    allowed = round(usual.total() / times)
    with counting_calls() as calls:
        result = answer()
    ledger.spent(**{"function calls": calls.total()})
    if calls.total() > allowed:
        raise fail(
            f"{calls.total():,} function calls.",
            f"at most {allowed:,}: the starter's {usual.total():,} divided by {times:g}"
            f"{f', {why}' if why else ''}.",
            _lines(calls),
        )
    return result


@contextmanager
def counting_calls() -> Iterator[Counter[int]]:
    """Count calls of Python's and C's functions by the line of the answer that led to them.

    Line 0 stands for what the check itself does, such as rendering a response. A generator that
    goes on counts as called. Threads that start in the block are counted too.
    """
    calls: Counter[int] = Counter()

    def begin(*event: Any) -> None:  # each thread has frames of its own
        note = _noting(calls)
        sys.setprofile(note)
        note(*event)

    outer, outer_of_threads = sys.getprofile(), threading.getprofile()
    threading.setprofile(begin)
    sys.setprofile(_noting(calls))
    try:
        yield calls
    finally:
        sys.setprofile(outer)
        threading.setprofile(outer_of_threads)


def _noting(calls: Counter[int]) -> Callable[[FrameType, str, Any], None]:
    path, inside = Target.path, list[FrameType]()

    def note(frame: FrameType, event: str, argument: Any) -> None:
        if event in ("call", "c_call"):
            calls[inside[-1].f_lineno if inside else 0] += 1
            if event == "call" and frame.f_code.co_filename == path:
                inside.append(frame)
        elif event == "return" and inside and inside[-1] is frame:
            inside.pop()

    return note


def _lines(calls: Counter[int]) -> list[Line]:
    return [
        Line(number, where(line), source(line), "function calls")
        for line, number in calls.most_common(SHOWN)
    ]
