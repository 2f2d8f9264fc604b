"""Which line asked the database, how often, and how long that took."""

from __future__ import annotations

import linecache
import os
import sys
import sysconfig
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache, wraps
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple

import kata
from kata.checks import clocks
from kata.checks.findings import plural
from kata.checks.hook import Query
from kata.checks.queries import Meter
from kata.checks.sql import moves_data, shape, short
from kata.notebook import trip
from kata.notebook.html import table, tag, text
from kata.notebook.show import Output, milliseconds, shell, show

SHOWN = 8
_ENGINE = str(Path(kata.__file__).parent) + os.sep
_LIBRARIES = tuple(
    {path + os.sep for name, path in sysconfig.get_paths().items() if "lib" in name}
    | {path + os.sep for path in sys.path if path.endswith(("site-packages", "dist-packages"))}
)


class Sent(NamedTuple):
    """One statement.

    Attributes:
        sql: its text, with placeholders.
        file, line: who sent it: the nearest line that is no library's.
        at: when it was answered, in milliseconds since the block began.
        ms: how long it took, the round trip included.
        times: how often it was sent: more than once for ``executemany``.
    """

    sql: str
    file: str
    line: int
    at: float
    ms: float
    times: int


@dataclass(frozen=True)
class Group:
    """The same statement from the same line."""

    where: str
    source: str
    sql: str
    count: int
    ms: float


class queries(Output):  # it is used like a function
    """Count the queries of a block, or of a function, and show which line sent them.

    Times are wall times less what was spent waiting for a processor that was busy with something
    else: the same on a quiet machine and on a loud one, nearly.

    Example::

        with queries() as page:
            client.get("/")
        page.count, page.ms

        @queries("The front page")
        def visit(): ...

    Args:
        title: what to write above the table.
        quiet: show nothing; look at the attributes.

    Attributes:
        sent: every statement that moved data, in order.
        ms: how long the block took.
    """

    def __init__(self, title: str = "", *, quiet: bool = False) -> None:
        self.title, self.quiet = title, quiet
        self.sent: list[Sent] = []
        self.ms = 0.0
        self.note = ""
        self._stack = ExitStack()

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Count each call of a function."""

        @wraps(function)
        def counted(*args: Any, **kwargs: Any) -> Any:
            with queries(self.title or function.__name__, quiet=self.quiet):
                return function(*args, **kwargs)

        return counted

    def __enter__(self) -> queries:
        self.sent, self.note = [], trip.note()
        quiet = _Quiet()
        last = threading.local()
        home = threading.get_ident()

        def timed(execute: Any, *arguments: Any) -> Any:
            # The quiet clock is this thread's own; for another one it would read nonsense.
            clock = quiet if threading.get_ident() == home else time.perf_counter_ns
            start = clock()
            try:
                return execute(*arguments)
            finally:
                last.ms = (clock() - start) / 1e6

        def note(query: Query) -> None:
            if moves_data(query.sql):
                file, line = _sender(sys._getframe(3))
                ms, at = getattr(last, "ms", 0.0), quiet.reads / 1e6
                self.sent.append(Sent(query.sql, file, line, at, ms, query.times))

        meter = Meter()
        meter.calls = _Calls(note)
        self._stack.enter_context(trip.everywhere(timed))
        self._stack.enter_context(meter)
        self._stack.callback(lambda: setattr(self, "ms", quiet() / 1e6))
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._stack.close()
        if not self.quiet and kind is None:
            show(self)

    @property
    def count(self) -> int:
        """How many statements moved data; ``executemany`` counts each row."""
        return sum(sent.times for sent in self.sent)

    @property
    def db_ms(self) -> float:
        """How long all of them took."""
        return sum(sent.ms for sent in self.sent)

    @property
    def slowest_ms(self) -> float:
        """How long the slowest of them took."""
        return max((sent.ms for sent in self.sent), default=0.0)

    def groups(self) -> list[Group]:
        """Return the statements by line, the longest time first."""
        found: dict[tuple[str, int, str], list[Sent]] = {}
        for sent in self.sent:
            found.setdefault((sent.file, sent.line, shape(sent.sql)), []).append(sent)
        groups = [
            Group(
                where(file, line),
                linecache.getline(file, line).strip(),
                short(text),
                sum(sent.times for sent in group),
                sum(sent.ms for sent in group),
            )
            for (file, line, text), group in found.items()
        ]
        return sorted(groups, key=lambda group: -group.ms)

    def says(self) -> str:
        """Return the result as a sentence."""
        slowest = f" The slowest took {milliseconds(self.slowest_ms)}."
        return (
            f"{plural(self.count, 'query', 'queries')}, {milliseconds(self.db_ms)} in the "
            f"database of {milliseconds(self.ms)} in all.{slowest if self.count > 1 else ''}"
        )

    def html(self) -> str:
        """Return the table."""
        groups = self.groups()
        rows = [
            [
                f"{group.count:,} x",
                milliseconds(group.ms),
                tag("span", "strong", text(group.where))
                + " "
                + tag("code", "code", text(group.source))
                + "<br>"
                + tag("code", "code faint", text(group.sql)),
            ]
            for group in groups[:SHOWN]
        ]
        title = tag("p", "title", text(self.title)) if self.title else ""
        body = table(["queries", "time", "line and statement"], rows, {0, 1}, set())
        more = [f"And {len(groups) - SHOWN} more lines."] if len(groups) > SHOWN else []
        notes = "".join(tag("p", "note", text(words)) for words in [*more, self.note] if words)
        return tag(
            "div", "box", title, tag("div", "", text(self.says())), body if rows else "", notes
        )

    def __str__(self) -> str:
        groups = self.groups()
        lines = [self.title] if self.title else []
        lines.append(self.says())
        for group in groups[:SHOWN]:
            lines.append(
                f"  {group.count:>5,} x {milliseconds(group.ms):>9}  {group.where}  {group.source}"
            )
            lines.append(f"{'':21}{group.sql}")
        lines += [f"  and {len(groups) - SHOWN} more lines"] if len(groups) > SHOWN else []
        return "\n".join([*lines, self.note] if self.note else lines)


class _Quiet:
    """What a clock on the wall would read if nobody else used the machine, nearly.

    It is wall time less what was spent in the run queue, but never less than the processor time of
    this process and its backends: both can stand in the queue at once, and the first would then
    take away too much.
    """

    def __init__(self) -> None:
        self._waiting, self._work = clocks.waiting(), clocks.work()
        self._before = self._waiting(), self._work()
        self.reads = 0

    def __call__(self) -> int:
        after = self._waiting(), self._work()
        passed = max(now - then for now, then in zip(after, self._before, strict=True))
        self._before = after
        self.reads += max(0, passed)
        return self.reads


class _Calls(list[Query]):
    """The meter's list; whatever arrives is noted at once, while the frames are there."""

    def __init__(self, note: Callable[[Query], None]) -> None:
        self._note = note

    def append(self, query: Query) -> None:
        """Note a call."""
        self._note(query)


def _sender(frame: FrameType | None) -> tuple[str, int]:
    """Return the nearest line that belongs to no library."""
    while frame is not None:
        if _is_yours(frame.f_code.co_filename):
            return frame.f_code.co_filename, frame.f_lineno
        frame = frame.f_back
    return "", 0


@lru_cache(maxsize=4096)
def _is_yours(file: str) -> bool:
    return not (file.startswith((_ENGINE, "<frozen", "<string")) or file.startswith(_LIBRARIES))


def where(file: str, line: int) -> str:
    """Return ``views.py:25``, or ``In[3]:2`` for a notebook's cell."""
    if not file:
        return "a library"
    compiler = getattr(shell(), "compile", None)
    cell = compiler.format_code_name(file) if compiler else None
    if cell:
        return f"{cell[1]}:{line}"
    path = Path(file)
    with_folder = f"{path.parent.name}/{path.name}" if path.parent.name else path.name
    return f"{with_folder}:{line}"
